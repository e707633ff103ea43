// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <memory>

#include "app/bootstrap/AppContext.h"
#include "tests/support/TestServer.h"

namespace letterlock::test {

/// The whole client without a window, with real parts: own profile folder, own GnuPG home, own database, secrets in a
/// sealed file. Every call waits until it is done and says false (with the reason in `problem()`) if it does not
/// happen.
class TestClient {
public:
    /// With a folder the profile survives this object, so that a restart can be played.
    TestClient(const TestServer &server, QString user, QString profileDir = {});
    ~TestClient();

    void setAnswerTimeout(std::chrono::milliseconds timeout) { m_answerTimeout = timeout; } ///< before open()
    /// Before open(). A clock that is set is followed, whatever the server says, unless `followsServerTime`.
    void setClock(std::shared_ptr<crypto::Clock> clock, bool followsServerTime = false)
    {
        m_clock = std::move(clock);
        m_followsServerTime = followsServerTime;
    }
    [[nodiscard]] bool open();
    [[nodiscard]] bool signIn(); ///< opens first if needed
    [[nodiscard]] bool makeKey(); ///< and announces it
    [[nodiscard]] bool knowsKeyOf(const QString &user); ///< discovers it
    [[nodiscard]] bool sendTo(const QString &user, const QString &text); ///< stored and acknowledged
    [[nodiscard]] bool befriend(TestClient &other); ///< each sees the other's presence
    /// Opens the conversation and decides how its messages travel.
    [[nodiscard]] bool choose(const QString &user, app::SealingChoice choice);
    [[nodiscard]] bool hasMessage(const QString &user, const QString &text, int milliseconds = 20000);
    [[nodiscard]] bool archiveIsIdle(); ///< everything fetched and uploaded
    [[nodiscard]] QList<archive::Message> messagesWith(const QString &user); ///< all, oldest first
    [[nodiscard]] crypto::BareJid jid(const QString &user) const;

    [[nodiscard]] app::AppContext &app() { return *m_app; }
    [[nodiscard]] QString profileDir() const { return m_profileDir; }
    [[nodiscard]] QString problem() const { return m_problem; }
    void quit(); ///< ends the client; the profile stays until the object goes

private:
    const TestServer &m_server;
    QString m_user;
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_profileDir;
    std::unique_ptr<app::AppContext> m_app;
    std::shared_ptr<crypto::Clock> m_clock;
    bool m_followsServerTime = true;
    QString m_problem;
    std::chrono::milliseconds m_answerTimeout{30000};
};

} // namespace letterlock::test
