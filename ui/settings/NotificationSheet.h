// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/settings/SettingsStore.h"
#include "ui/settings/SettingsCard.h"

class QComboBox;

namespace letterlock::ui {

class Switch;
class TextLabel;

/// Settings > Notifications: whether, and how much of a message leaves Letterlock for it.
class NotificationSheet : public SettingsSheet {
    Q_OBJECT
public:
    explicit NotificationSheet(app::SettingsStore &settings, QWidget *parent = nullptr);

private:
    QWidget *makeExample();
    void show();

    app::SettingsStore &m_settings;
    Switch *m_on = nullptr;
    QComboBox *m_content = nullptr;
    QWidget *m_example = nullptr;
    TextLabel *m_exampleTitle = nullptr;
    TextLabel *m_exampleText = nullptr;
};

} // namespace letterlock::ui
