// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <memory>

#include "app/bootstrap/AppContext.h"
#include "tests/support/ClientOptions.h"
#include "tests/support/WaitUntil.h"

namespace letterlock::test {

/// The whole client in a profile of its own, open but without a network: nobody listens where its server would be. The
/// profile goes with this object.
class LocalProfile {
public:
    explicit LocalProfile(const QString &account = QStringLiteral("mira@localhost"))
        : m_account(*crypto::BareJid::parse(account))
    {
    }

    /// Again: as after a start of the program.
    [[nodiscard]] bool open()
    {
        m_app.reset();
        m_app = std::make_unique<app::AppContext>(clientOptions(m_folder.path()));
        app::AccountSettings settings;
        settings.account = m_account;
        settings.host = QStringLiteral("127.0.0.1");
        settings.port = 1; // nobody listens there
        m_app->settings().setAccount(settings);
        m_app->open();
        return waitUntil([this] { return m_app->isOpen(); }, 20'000);
    }
    void close() { m_app.reset(); } ///< the program ends
    [[nodiscard]] app::AppContext &app() { return *m_app; }
    [[nodiscard]] const crypto::BareJid &account() const { return m_account; }
    [[nodiscard]] QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder{QStringLiteral("/tmp/lt-XXXXXX")};
    crypto::BareJid m_account;
    std::unique_ptr<app::AppContext> m_app;
};

} // namespace letterlock::test
