// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/AccountSheet.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

AccountSheet::AccountSheet(app::SettingsStore &settings, app::AccountController &account, Prompts &prompts)
    : SettingsSheet(tr("Accounts"))
    , m_settings(settings)
    , m_account(account)
    , m_prompts(prompts)
    , m_address(new TextLabel({}, TextStyle::BodyStrong))
    , m_state((new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping())
    , m_server(new TextLabel({}, TextStyle::Body, Role::Text2))
    , m_password(new TextLabel({}, TextStyle::Body, Role::Text2))
    , m_tryNow(new QPushButton(tr("Try now")))
{
    m_address->setObjectName(u"settingsAccount"_s);
    m_state->setObjectName(u"settingsConnection"_s);
    m_tryNow->setObjectName(u"settingsTryNow"_s);
    setButtonKind(m_tryNow, ButtonKind::Secondary, ButtonSize::Small);
    auto *card = new SettingsCard;
    auto *row = new QWidget;
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_address);
    texts->addWidget(m_state);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addLayout(texts, 1);
    layout->addWidget(m_tryNow);
    card->addWidget(row);
    card->addRow(tr("Server"), {}, m_server);
    card->addRow(tr("Password"), {}, m_password);
    auto *ownHome = new Switch;
    ownHome->setObjectName(u"settingsOwnGnupgHome"_s);
    ownHome->setChecked(m_settings.account().ownGnupgHome);
    card->addRow(tr("Use my own GnuPG keyring"),
        tr("With its smart cards and passphrase dialogs, in place of a keyring of this account’s own. Counts after the "
           "next start."),
        ownHome);
    connect(ownHome, &QCheckBox::toggled, this, [this](bool on) {
        auto changed = m_settings.account();
        changed.ownGnupgHome = on;
        m_settings.setAccount(changed);
    });
    addSection(tr("Account on this computer"), card);
    auto *out = new QPushButton(tr("Sign out…"));
    out->setObjectName(u"settingsSignOut"_s);
    out->setAccessibleName(tr("Sign out"));
    setButtonKind(out, ButtonKind::TextDestructive);
    auto *end = new QWidget;
    auto *endRow = new QHBoxLayout(end);
    endRow->setContentsMargins(0, 0, 0, 0);
    endRow->addStretch(1);
    endRow->addWidget(out);
    addSection({}, end);
    connect(m_tryNow, &QPushButton::clicked, &m_account, &app::AccountController::tryNow);
    connect(out, &QPushButton::clicked, this, &AccountSheet::askSignOut);
    connect(&m_account, &app::AccountController::stateChanged, this, &AccountSheet::refresh);
    connect(&m_settings, &app::SettingsStore::changed, this, &AccountSheet::refresh);
    refresh();
}

QString AccountSheet::stateText(app::ConnectionState state, int secondsToNextTry)
{
    switch (state) {
    case app::ConnectionState::SignedOut:
        return tr("Signed out");
    case app::ConnectionState::Connecting:
        return tr("Connecting");
    case app::ConnectionState::Online:
        return tr("Online");
    case app::ConnectionState::Waiting:
        return secondsToNextTry > 0 ? tr("Offline. Next try in %1 seconds").arg(secondsToNextTry) : tr("Offline");
    case app::ConnectionState::Stopped:
        return tr("Stopped, needs you");
    }
    return {};
}

void AccountSheet::refresh()
{
    const auto account = m_settings.account();
    const auto state = m_account.state();
    m_address->setText(account.account.isEmpty() ? tr("Nobody is signed in") : account.account.toString());
    auto text = stateText(state, m_account.secondsToNextTry());
    if (state == app::ConnectionState::Stopped && m_account.lastError()) {
        text = ErrorText::of(*m_account.lastError(), account.account.domain());
    }
    m_state->setText(text);
    m_state->setRole(state == app::ConnectionState::Online ? Role::Ok
            : state == app::ConnectionState::Stopped       ? Role::Bad
                                                           : Role::Text2);
    m_server->setText(account.host.isEmpty() ? account.account.domain()
            : account.port == 0              ? account.host
                                             : u"%1:%2"_s.arg(account.host).arg(account.port));
    m_password->setText(
        account.rememberPassword ? tr("Kept in the system’s keyring") : tr("Not kept, asked for at every start"));
    m_tryNow->setVisible(state == app::ConnectionState::Waiting || state == app::ConnectionState::Stopped);
}

void AccountSheet::askSignOut()
{
    const Prompts::Question question{.name = u"signOutDialog"_s,
        .title = tr("Sign out?"),
        .text = tr("Your history and your keys stay on this computer. Messages that wait here go out after you sign in "
                   "again."),
        .confirm = tr("Sign out")};
    m_prompts.ask(this, question, [this](Prompts::Answer answer) {
        if (answer == Prompts::Answer::Confirm) {
            m_account.signOut();
            Q_EMIT signedOut();
        }
    });
}

} // namespace letterlock::ui
