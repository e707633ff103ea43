// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveMove.h"
#include "app/archiving/ArchivePreferencesController.h"
#include "app/settings/SettingsStore.h"
#include "ui/settings/SettingsCard.h"

class QAbstractButton;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace letterlock::ui {

class ArchivePlaceTile;
class Prompts;
class Switch;
class TextLabel;

/// Where the history is kept, how much of it and for how long, whose is not, and whether the server records by itself.
class ArchiveSheet : public SettingsSheet {
    Q_OBJECT
public:
    struct Ports {
        app::SettingsStore &settings;
        app::ArchiveController &archive;
        app::ArchivePreferencesController *preferences = nullptr; ///< null: only the place can be chosen
        app::ArchiveKeys *keys = nullptr; ///< likewise
        Prompts &prompts;
        app::ArchiveMove *move = nullptr; ///< likewise
    };
    explicit ArchiveSheet(const Ports &ports);

Q_SIGNALS:
    void openHistoryRequested();

private:
    void addBanner();
    void addPlaces();
    void addAmount();
    void addExceptions();
    void addRecording();
    void addRemoval();
    void refresh();
    void refreshPreferences();
    void listExceptions();
    void setRule();
    void addException();
    void setRecording(bool on);
    void tell(const archive::ArchiveResult<void> &done); ///< an error in words; takes it away after a success

    Ports m_ports;
    TextLabel *m_headline = nullptr;
    TextLabel *m_more = nullptr;
    TextLabel *m_problem = nullptr;
    TextLabel *m_refusal = nullptr;
    QPushButton *m_upload = nullptr;
    ArchivePlaceTile *m_onServer = nullptr;
    QAbstractButton *m_onlyHere = nullptr;
    QComboBox *m_amount = nullptr;
    QComboBox *m_expiry = nullptr;
    QLineEdit *m_address = nullptr;
    SettingsCard *m_exceptions = nullptr;
    QWidget *m_exceptionRows = nullptr;
    Switch *m_recording = nullptr;
    TextLabel *m_recordingState = nullptr;
    TextLabel *m_keyName = nullptr;
    QPushButton *m_makeKey = nullptr;
};

} // namespace letterlock::ui
