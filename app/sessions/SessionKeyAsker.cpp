// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/SessionKeyAsker.h"

#include <algorithm>
#include <chrono>

#include "archive/sessions/SessionRows.h"
#include "crypto/base/LogCategories.h"
#include "crypto/jose/KeyRequests.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

// A person may have to decide about the answer.
constexpr auto patience = 10min;
constexpr auto firstPause = 15s;
constexpr auto longestPause = 30min;

bool isFinal(const TransportError &error)
{
    // Said by the sender's program itself. Everything else may be different next time.
    static const QStringList words{u"forbidden"_s, u"item-not-found"_s, u"not-acceptable"_s, u"bad-request"_s,
        u"feature-not-implemented"_s, u"not-allowed"_s};
    return error.code == TransportError::Code::StanzaError && words.contains(error.condition);
}

} // namespace

SessionKeyAsker::SessionKeyAsker(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &SessionKeyAsker::askNext);
    connect(&m_ports.transport, &Transport::presenceChanged, this, [this](const PresenceChange &presence) {
        bool any = false;
        for (auto &wanted : m_wanted) {
            if (wanted.asked == presence.jid) {
                // Who leaves does not answer any more; who comes can be asked at once.
                const bool gone = presence.availability == Availability::Offline;
                wanted.round += gone && wanted.inFlight ? 1 : 0;
                wanted.inFlight = wanted.inFlight && !gone;
                wanted.attempts = gone ? mostAttempts : 0;
                wanted.notBefore = {};
                any = !gone;
            }
        }
        if (any) {
            askNext();
        }
    });
}

void SessionKeyAsker::want(const crypto::Jid &sender, const QString &sid)
{
    const Key key{sender.bare(), sid};
    if (sid.isEmpty() || sender.isEmpty() || m_wanted.contains(key)) {
        return;
    }
    if (!hasRoomFor(key.first)) {
        if (m_turnedAway.size() < mostWanted) {
            m_turnedAway.insert(key.first);
        }
        qCWarning(crypto::lcApp) << "too many session keys are waited for; this one is asked for later";
        return;
    }
    m_wanted.insert(key, {sender, 0, 0, false, {}});
    m_order.append(key);
    askNext();
}

bool SessionKeyAsker::hasRoomFor(const crypto::BareJid &sender) const
{
    const auto count = [this](const auto &counts) {
        return std::ranges::count_if(m_order, [&](const Key &key) { return counts(key.first); });
    };
    if (m_wanted.size() >= mostWanted
        || count([&](const crypto::BareJid &other) { return other == sender; }) >= mostWantedOfOne) {
        return false;
    }
    return mayAsk(sender)
        || count([this](const crypto::BareJid &other) { return !mayAsk(other); }) < mostWantedOfStrangers;
}

void SessionKeyAsker::resume()
{
    for (auto &wanted : m_wanted) {
        wanted.attempts = 0;
        wanted.notBefore = {};
    }
    askNext();
}

void SessionKeyAsker::stop()
{
    m_again.stop();
    m_wanted.clear();
    m_order.clear();
    m_turnedAway.clear();
}

void SessionKeyAsker::askNext()
{
    if (!m_ports.transport.isConnected()) {
        return;
    }
    const auto turnedAway = m_turnedAway;
    for (const auto &sender : turnedAway) {
        if (mayAsk(sender) && hasRoomFor(sender)) {
            m_turnedAway.remove(sender);
            Q_EMIT mayBeWantedNow(sender);
        }
    }
    const QDateTime now = m_ports.clock.now();
    auto inFlight = std::ranges::count_if(m_wanted, &Wanted::inFlight);
    QDateTime next;
    for (const Key &key : std::as_const(m_order)) {
        const auto wanted = m_wanted.value(key);
        if (wanted.inFlight || wanted.attempts >= mostAttempts || !mayAsk(key.first)) {
            continue;
        }
        if (wanted.notBefore.isValid() && wanted.notBefore > now) {
            next = next.isValid() ? std::min(next, wanted.notBefore) : wanted.notBefore;
        } else if (inFlight < mostAtOnce) {
            ++inFlight;
            ask(key);
        }
    }
    if (next.isValid()) {
        m_again.start(std::chrono::milliseconds(std::max<qint64>(now.msecsTo(next), 1)));
    }
}

void SessionKeyAsker::ask(const Key &key)
{
    m_wanted[key].inFlight = true;
    ++m_wanted[key].attempts;
    ownKey().then(this, [this, key](const OwnKey &own) {
        if (!own || !m_wanted.contains(key)) {
            later(key);
            return;
        }
        if (!m_proof) {
            send(key, own, {});
            return;
        }
        m_proof(own->thumbprint()).then(this, [this, key, own](const crypto::XmlElement &proof) {
            send(key, own, proof);
        });
    });
}

void SessionKeyAsker::send(const Key &key, const OwnKey &own, const crypto::XmlElement &proof)
{
    if (!m_wanted.contains(key)) {
        return;
    }
    const auto asked = m_wanted.value(key).asked;
    const int round = m_wanted.value(key).round;
    auto request = crypto::KeyRequests::request(key.second, {own->publicKey()});
    if (!proof.isNull()) {
        request.append(proof);
    }
    m_ports.transport.sendIq(false, asked, std::move(request), patience)
        .then(this, [this, key, own, asked, round](const TransportResult<crypto::XmlElement> &answer) {
            if (!m_wanted.contains(key)) {
                return;
            }
            if (answer) {
                take(key, own, asked, *answer);
            } else if (m_wanted.value(key).round == round) {
                failed(key, answer.error());
            }
        });
}

void SessionKeyAsker::take(
    const Key &key, const OwnKey &own, const crypto::Jid &asked, const crypto::XmlElement &answer)
{
    m_ports.worker
        .run([&keys = m_ports.keys, own, asked, answer, sid = key.second,
                 now = m_ports.clock.now()]() -> crypto::CryptoResult<void> {
            // The transport lets only the asked address answer.
            const auto given = crypto::KeyRequests::openAnswer(answer, asked, {asked, sid}, *own, now);
            return given ? keys.put(*given) : std::unexpected(given.error());
        })
        .then(this, [this, key](const crypto::CryptoResult<void> &stored) { answered(key, stored); });
}

void SessionKeyAsker::answered(const Key &key, const crypto::CryptoResult<void> &stored)
{
    if (!stored && stored.error().code == crypto::CryptoError::Code::EngineFailure) {
        later(key); // the store, not the answer
        return;
    }
    m_wanted.remove(key);
    m_order.removeOne(key);
    if (stored) {
        Q_EMIT keyArrived(key.first, key.second);
    } else {
        qCWarning(crypto::lcApp).noquote() << "an answer with a session key is broken:" << stored.error().detail;
        Q_EMIT keyRefused(key.first, key.second, u"undefined-condition"_s);
    }
    askNext();
}

void SessionKeyAsker::failed(const Key &key, const TransportError &error)
{
    if (!isFinal(error)) {
        later(key);
        return;
    }
    m_wanted.remove(key);
    m_order.removeOne(key);
    Q_EMIT keyRefused(key.first, key.second, error.condition);
    askNext();
}

void SessionKeyAsker::later(const Key &key)
{
    const auto wanted = m_wanted.find(key);
    if (wanted == m_wanted.end()) {
        return;
    }
    wanted->inFlight = false;
    const auto pause
        = std::min<std::chrono::milliseconds>(firstPause * (1 << std::min(wanted->attempts, 8)), longestPause);
    wanted->notBefore = m_ports.clock.now().addMSecs(pause.count());
    askNext();
}

QFuture<QByteArray> SessionKeyAsker::thumbprint()
{
    return ownKey().then(this, [](const OwnKey &own) { return own ? own->thumbprint() : QByteArray(); });
}

QFuture<SessionKeyAsker::OwnKey> SessionKeyAsker::ownKey()
{
    if (m_own) {
        return crypto::ready(OwnKey(m_own));
    }
    auto promise = std::make_shared<QPromise<OwnKey>>();
    promise->start();
    m_waitingForOwn.append(promise);
    if (!std::exchange(m_makingOwn, true)) {
        m_ports.worker
            .run([&store = m_ports.store, now = m_ports.clock.now()]() -> OwnKey {
                auto reading = store.write(
                    [](archive::Database &database) { return archive::SessionRows::requestKey(database); });
                reading.waitForFinished();
                if (reading.resultCount() == 0) {
                    return {};
                }
                auto stored = reading.takeResult();
                if (!stored) {
                    qCCritical(crypto::lcApp).noquote() << "the request key cannot be read:" << stored.error().detail;
                    return {};
                }
                if (!stored->isEmpty()) {
                    if (auto kept = crypto::RequestKey::fromDer(*stored)) {
                        return std::make_shared<const crypto::RequestKey>(*kept);
                    }
                }
                const auto made = crypto::RequestKey::make();
                if (!made) {
                    return {};
                }
                // Kept before it is used: what is sealed to it must open after a restart.
                const auto der = std::make_shared<crypto::SecretBytes>(made->toDer());
                auto writing = store.write([der, now](archive::Database &database) {
                    return archive::SessionRows::setRequestKey(database, *der, now);
                });
                writing.waitForFinished();
                return writing.resultCount() > 0 && writing.result() ? std::make_shared<const crypto::RequestKey>(*made)
                                                                     : OwnKey();
            })
            .then(this, [this](const OwnKey &own) {
                m_makingOwn = false;
                m_own = own;
                for (const auto &waiting : std::exchange(m_waitingForOwn, {})) {
                    waiting->addResult(own);
                    waiting->finish();
                }
            });
    }
    return promise->future();
}

} // namespace letterlock::app
