// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

#include "app/chat/IncomingPipeline.h"
#include "app/transport/Transport.h"

namespace letterlock::app {

/// Fetches what the server's message archive (XEP-0313) holds beyond the stored cursor, page by page, until complete.
/// Where much is waiting the newest texts come first, out of turn; then everything in the order it was said.
/// A page and the cursor behind it are stored in one transaction, so a cut anywhere loses and repeats nothing.
class CatchUp : public QObject {
    Q_OBJECT
public:
    CatchUp(Transport &transport, archive::HistoryStore &history, IncomingPipeline &incoming,
        const crypto::Clock &clock, QObject *parent = nullptr);

    void start(const crypto::BareJid &account); ///< again while running starts over behind the running page
    /// Something of what arrived could not be kept: fetch it once more in a while. Each time in a row waits longer.
    void retryLater();
    void stop(); ///< no connection; the next sign-in starts it again
    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void finished(int newMessages);
    void failed(const letterlock::app::TransportError &error);

private:
    void fetch(const QString &account, const archive::ArchiveCursor &cursor);
    void lookBack(const QString &account, const archive::ArchiveCursor &cursor, const QString &before, int pages);
    void end(int total);
    void fail(const TransportError &error);

    Transport &m_transport;
    archive::HistoryStore &m_history;
    IncomingPipeline &m_incoming;
    const crypto::Clock &m_clock;
    bool m_running = false;
    bool m_again = false;
    bool m_lookedBack = false; ///< the newest pages have been read out of turn
    QTimer m_retry;
    int m_failures = 0; ///< in a row
    int m_total = 0;
    crypto::BareJid m_account;
};

} // namespace letterlock::app
