// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/CatchUp.h"

#include <algorithm>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

constexpr int pageSize = 50; // Prosody gives no more
constexpr std::chrono::milliseconds firstDelay = 5s;
constexpr std::chrono::milliseconds longestDelay = 5min;
constexpr int mostEarlyPages = 200;
constexpr int firstDays = 30; // older history comes from the sealed archive

} // namespace

CatchUp::CatchUp(Transport &transport, archive::HistoryStore &history, IncomingPipeline &incoming,
    const crypto::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_history(history)
    , m_incoming(incoming)
    , m_clock(clock)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { start(m_account); });
}

void CatchUp::retryLater()
{
    if (m_retry.isActive() || m_account.isEmpty()) {
        return;
    }
    m_retry.start(std::min(firstDelay * (1 << std::min(m_failures, 10)), longestDelay));
    ++m_failures;
}

void CatchUp::stop()
{
    m_retry.stop();
    m_failures = 0;
}

void CatchUp::start(const crypto::BareJid &account)
{
    m_account = account;
    if (m_running) {
        m_again = true;
        return;
    }
    m_running = true;
    m_again = false;
    m_total = 0;
    m_lookedBack = false;
    const QString name = account.toString();
    m_history.cursor(name).then(this, [this, name](const archive::ArchiveResult<archive::ArchiveCursor> &cursor) {
        auto from = cursor.value_or(archive::ArchiveCursor());
        if (!from.newestTime.isValid()) {
            from.newestTime = m_clock.now().addDays(-firstDays);
        }
        fetch(name, from);
    });
}

void CatchUp::fetch(const QString &account, const archive::ArchiveCursor &cursor)
{
    m_transport.fetchArchive(cursor.newestId, cursor.newestTime, pageSize, false)
        .then(this, [this, account, cursor](const TransportResult<ArchivePage> &page) {
            if (!page) {
                if (page.error().condition == "item-not-found"_L1 && !cursor.newestId.isEmpty()) {
                    // The server no longer knows where we stood: go by time, a little earlier.
                    fetch(account, {{}, cursor.newestTime.addSecs(-3600)});
                    return;
                }
                qCWarning(crypto::lcTransport).noquote()
                    << "catch-up:" << page.error().condition << page.error().detail;
                fail(page.error());
                return;
            }
            if (page->messages.isEmpty() || page->last.isEmpty() || page->last == cursor.newestId) {
                end(m_total);
                return;
            }
            if (!page->complete && !std::exchange(m_lookedBack, true)) {
                lookBack(account, cursor, {}, 0);
                return;
            }
            auto next = cursor;
            next.newestId = page->last;
            next.newestTime
                = page->messages.last().delayedAt.isValid() ? page->messages.last().delayedAt : cursor.newestTime;
            m_incoming.receivePage(page->messages, account, next)
                .then(
                    this, [this, account, next, complete = page->complete](const archive::ArchiveResult<int> &stored) {
                        if (!stored) {
                            fail({TransportError::Code::ProtocolError, {}, stored.error().detail, {}});
                            return;
                        }
                        m_total += *stored;
                        if (complete) {
                            end(m_total);
                        } else {
                            fetch(account, next);
                        }
                    });
        });
}

/// Much is waiting: what was said last can be read first. This walk decides nothing; the one in order comes by
/// everything again, and what is here already costs it nothing.
void CatchUp::lookBack(const QString &account, const archive::ArchiveCursor &cursor, const QString &before, int pages)
{
    m_transport.fetchArchive(before, cursor.newestTime, pageSize, true)
        .then(this, [this, account, cursor, before, pages](const TransportResult<ArchivePage> &page) {
            if (!page || page->messages.isEmpty() || page->first.isEmpty() || page->first == before) {
                fetch(account, cursor);
                return;
            }
            const bool all = page->complete || pages + 1 >= mostEarlyPages
                || std::ranges::any_of(page->messages, [&](const IncomingMessage &message) {
                       return !cursor.newestId.isEmpty() && message.stanzaId == cursor.newestId;
                   });
            m_incoming.receiveEarly(page->messages)
                .then(this,
                    [this, account, cursor, pages, all, first = page->first](
                        const archive::ArchiveResult<int> &stored) {
                        m_total += stored.value_or(0);
                        if (all || !stored) {
                            fetch(account, cursor);
                        } else {
                            lookBack(account, cursor, first, pages + 1);
                        }
                    });
        });
}

void CatchUp::fail(const TransportError &error)
{
    m_running = false;
    // Without a connection the next sign-in is the moment.
    if (error.code != TransportError::Code::NotConnected && error.code != TransportError::Code::ConnectionLost) {
        retryLater();
    }
    Q_EMIT failed(error);
}

void CatchUp::end(int total)
{
    m_running = false;
    m_failures = 0;
    Q_EMIT finished(total);
    if (m_again) {
        start(m_account);
    }
}

} // namespace letterlock::app
