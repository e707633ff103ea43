// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QTimer>

#include <functional>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// A second stream of the same account for what the archive asks and uploads, because servers slow down a whole stream:
/// a message must not wait behind ten years of history. It is opened when many requests follow each other, has no
/// presence, roster or carbons, and goes when it was idle. Where the server does not let it in, everything goes over
/// the first one.
class BulkStream : public QObject {
    Q_OBJECT
public:
    /// Signs `second` in for requests only, as whoever is signed in on the first; false = not now.
    using Open = std::function<bool(Transport &second)>;

    static constexpr int burst = 12; ///< requests in a row that the first stream carries
    static constexpr std::chrono::minutes pauseAfterFailure{5};

    /// Both streams outlive it.
    BulkStream(Transport &first, Transport &second, Open open, QObject *parent = nullptr);

    /// The stream that the next request has to take.
    [[nodiscard]] Transport &next();
    /// How long it stays without a request. Default: a minute.
    void setIdle(std::chrono::milliseconds idle) { m_idle.setInterval(idle); }

private:
    void open();
    void openAgain();
    void close();
    void lost(const TransportError &error);

    Transport &m_first;
    Transport &m_second;
    Open m_open;
    QTimer m_idle;
    QDeadlineTimer m_notBefore;
    int m_inARow = 0;
    bool m_wanted = false; ///< open, or being opened
    bool m_opening = false;
    bool m_wasUp = false; ///< of this try
};

} // namespace letterlock::app
