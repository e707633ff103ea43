// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveMove.h"
#include "app/settings/SettingsStore.h"
#include "ui/settings/SettingsCard.h"

class QPushButton;

namespace letterlock::ui {

class ProgressLine;
class Prompts;
class TextLabel;

/// Where the history is at this moment, and the way to the other place.
class ArchivePlaceCard : public SettingsCard {
    Q_OBJECT
public:
    struct Ports {
        app::SettingsStore &settings;
        app::ArchiveController &archive;
        app::ArchiveMove *move = nullptr; ///< null: the place is only told
        Prompts &prompts;
    };
    explicit ArchivePlaceCard(const Ports &ports);

private:
    struct Words {
        QString headline;
        QString more;
    };
    [[nodiscard]] Words place() const;
    [[nodiscard]] QString progress() const; ///< empty: nothing to tell
    [[nodiscard]] QString ended() const; ///< how the last move ended
    [[nodiscard]] QString server() const;
    void addMove(QWidget *buttons);
    void refresh();
    void refreshMove();
    void askMove();

    Ports m_ports;
    TextLabel *m_headline = nullptr;
    TextLabel *m_more = nullptr;
    QPushButton *m_move = nullptr;
    QPushButton *m_cancel = nullptr;
    QWidget *m_work = nullptr;
    ProgressLine *m_bar = nullptr;
    TextLabel *m_progress = nullptr;
};

} // namespace letterlock::ui
