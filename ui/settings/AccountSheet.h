// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"
#include "ui/settings/SettingsCard.h"

class QPushButton;

namespace letterlock::ui {

class Prompts;
class TextLabel;

/// The account on this computer: where it is, how the connection stands, signing out.
class AccountSheet : public SettingsSheet {
    Q_OBJECT
public:
    AccountSheet(app::SettingsStore &settings, app::AccountController &account, Prompts &prompts);

    static QString stateText(app::ConnectionState state, int secondsToNextTry);

Q_SIGNALS:
    void signedOut();

private:
    void refresh();
    void askSignOut();

    app::SettingsStore &m_settings;
    app::AccountController &m_account;
    Prompts &m_prompts;
    TextLabel *m_address = nullptr;
    TextLabel *m_state = nullptr;
    TextLabel *m_server = nullptr;
    TextLabel *m_password = nullptr;
    QPushButton *m_tryNow = nullptr;
};

} // namespace letterlock::ui
