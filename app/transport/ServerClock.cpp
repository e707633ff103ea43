// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/ServerClock.h"

#include <cmath>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

const auto timeNamespace = u"urn:xmpp:time"_s;
constexpr auto slowest = 2s; // there and back; half of it is what is not known
constexpr int mostAttempts = 3;
constexpr auto watchEvery = 60s;
constexpr auto jump = 2s;

/// The middle of what was told: a time without a fraction means all of its second.
QDateTime utcIn(const crypto::XmlElement &answer)
{
    if (!answer.is(u"time", timeNamespace)) {
        return {};
    }
    const QString text = answer.childText(u"utc", timeNamespace).trimmed();
    const auto time = text.endsWith(u'Z') ? QDateTime::fromString(text, Qt::ISODateWithMs) : QDateTime();
    return time.isValid() && !text.contains(u'.') ? time.addMSecs(500) : time;
}

} // namespace

ServerClock::ServerClock(const crypto::Clock &own, Transport &transport, QObject *parent)
    : QObject(parent)
    , m_own(own)
    , m_transport(transport)
{
    m_watch.setInterval(watchEvery);
    connect(&m_watch, &QTimer::timeout, this, &ServerClock::lookForJump);
}

QDateTime ServerClock::now() const
{
    return m_own.now().addMSecs(m_correction);
}

bool ServerClock::isFollowed() const
{
    return m_ahead >= -most && m_ahead <= most;
}

void ServerClock::ask()
{
    ask(mostAttempts);
    m_began = m_own.now();
    m_steady.start();
    m_watch.start();
}

void ServerClock::ask(int attempts)
{
    const auto server = crypto::Jid::parse(m_transport.ownJid().bare().domain());
    if (!server) {
        return;
    }
    QElapsedTimer road;
    road.start();
    m_transport.sendIq(false, *server, crypto::XmlElement(u"time"_s, timeNamespace))
        .then(this, [this, road, attempts](const TransportResult<crypto::XmlElement> &answer) {
            const auto told = answer ? utcIn(*answer) : QDateTime();
            if (!told.isValid()) {
                // What it said earlier goes on to hold: clocks seldom change.
                qCInfo(crypto::lcTransport) << "the server does not tell its time";
            } else if (road.durationElapsed() <= slowest) {
                const auto now = m_own.now().addMSecs(-road.elapsed() / 2);
                take(Span(told.msecsTo(now)));
            } else if (attempts > 1) {
                ask(attempts - 1);
            }
        });
}

void ServerClock::take(Span ahead)
{
    ahead = ahead > -least && ahead < least ? Span(0) : ahead;
    const bool same = m_ahead == ahead;
    m_ahead = ahead;
    m_correction = isFollowed() ? -ahead.count() : 0;
    if (!same) {
        qCInfo(crypto::lcTransport) << "this clock is ahead of the server's by" << ahead.count() << "ms"
                                    << (isFollowed() ? "" : "(not followed)");
        Q_EMIT changed();
    }
}

void ServerClock::lookForJump()
{
    const auto went = Span(m_began.msecsTo(m_own.now()));
    const auto passed = std::chrono::duration_cast<Span>(m_steady.durationElapsed());
    if (std::abs((went - passed).count()) > Span(jump).count() && m_transport.isConnected()) {
        ask();
    }
}

} // namespace letterlock::app
