// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchiveController.h"
#include "app/archiving/ArchiveMove.h"
#include "app/settings/SettingsStore.h"
#include "ui/settings/SettingsCard.h"

class QComboBox;
class QDateEdit;
class QLineEdit;
class QPushButton;

namespace letterlock::ui {

class Prompts;
class TextLabel;

/// Takes history from the server: all of it, that of one conversation, of a period, or both. Counts before it asks.
class ArchiveRemovalCard : public SettingsCard {
    Q_OBJECT
public:
    struct Ports {
        app::SettingsStore &settings;
        app::ArchiveController &archive;
        app::ArchiveMove *move = nullptr; ///< null: nothing is ever moved
        Prompts &prompts;
    };
    explicit ArchiveRemovalCard(const Ports &ports);

private:
    enum Period { Ever, OlderThanOneYear, OlderThanTwoYears, Between };
    [[nodiscard]] std::optional<archive::RemoveRange> range() const; ///< nothing: the address is none
    [[nodiscard]] QString what(const archive::RemoveRange &range) const;
    void refresh();
    void count();
    void ask(const archive::RemoveRange &range, const archive::RemovalNotes::Amount &amount);
    void tell(const QString &text, bool bad);

    Ports m_ports;
    QLineEdit *m_address = nullptr;
    QComboBox *m_period = nullptr;
    QWidget *m_days = nullptr;
    QDateEdit *m_from = nullptr;
    QDateEdit *m_until = nullptr;
    QPushButton *m_remove = nullptr;
    TextLabel *m_good = nullptr;
    TextLabel *m_bad = nullptr;
    bool m_busy = false;
};

} // namespace letterlock::ui
