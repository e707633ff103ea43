// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>

#include "app/transport/Transport.h"
#include "crypto/base/Clock.h"

namespace letterlock::app {

/// This computer's clock put right by the server's (XEP-0202), so that what is written here is dated as the server
/// dates it (XEP-0136 section 10.2). A server that says nothing, or something beyond `most`, moves nothing. now() from
/// any thread, the rest in the GUI thread.
class ServerClock final : public QObject, public crypto::Clock {
    Q_OBJECT
public:
    using Span = std::chrono::milliseconds;
    /// A dead battery or a wrong day is put right; a server cannot date things further away than this.
    static constexpr Span most = std::chrono::hours(24);
    /// Below this the answer says nothing: servers may count whole seconds.
    static constexpr Span least = std::chrono::seconds(1);

    /// Both must outlive this.
    ServerClock(const crypto::Clock &own, Transport &transport, QObject *parent = nullptr);

    [[nodiscard]] QDateTime now() const override;
    /// After each sign-in. Nobody waits for it.
    void ask();

    /// How far this computer's clock is ahead of the server's, negative behind it, as last told; 0 = the same, or not
    /// known.
    [[nodiscard]] Span ahead() const { return m_ahead; }
    [[nodiscard]] bool isFollowed() const; ///< the server's time is used

Q_SIGNALS:
    void changed();

private:
    void ask(int attempts);
    void take(Span ahead);
    void lookForJump();

    const crypto::Clock &m_own;
    Transport &m_transport;
    std::atomic<qint64> m_correction{0}; // milliseconds
    Span m_ahead{0};
    // This computer's clock may itself be put right, or stand still while the computer sleeps.
    QTimer m_watch;
    QElapsedTimer m_steady;
    QDateTime m_began;
};

} // namespace letterlock::app
