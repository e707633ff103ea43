// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/KeyRequestController.h"

#include <algorithm>
#include <utility>

#include "app/transport/Replies.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto permissionScope = u"session-keys-always"_s; ///< by address: devices with a checked key are not asked about
constexpr qint64 minute = 60'000;

template <class T> bool isSame(const T &a, const T &b)
{
    return a.asker == b.asker && a.sid == b.sid && a.thumbprint == b.thumbprint;
}

} // namespace

KeyRequestController::KeyRequestController(
    Ports ports, crypto::Worker &worker, const crypto::Clock &clock, crypto::SessionKeyPolicy policy, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_worker(worker)
    , m_clock(clock)
    , m_policy(policy)
{
    connect(&m_ports.keys, &KeyController::contactKeysChanged, this, [this](const crypto::BareJid &contact) {
        for (const auto &asked : m_waitingForKeys.take(contact)) {
            judgeProof(asked);
        }
        bool any = false;
        for (const auto &asked : std::as_const(m_pending)) {
            if (asked->card.asker.bare() == contact && !asked->card.openPgpKey.isEmpty()) {
                asked->card.verdict = m_ports.keys.verdict(contact, asked->card.openPgpKey);
                any = true;
            }
        }
        if (any) {
            Q_EMIT cardsChanged(contact);
        }
    });
}

bool KeyRequestController::isTooOften(const crypto::BareJid &asker)
{
    const QDateTime now = m_clock.now();
    if (m_recent.size() > 1000) {
        m_recent.clear(); // many senders once each: the addresses must not fill the memory
    }
    auto &times = m_recent[asker];
    times.removeIf([&](const QDateTime &time) { return std::abs(time.msecsTo(now)) > minute; });
    if (times.size() >= mostPerMinute) {
        return true;
    }
    times.append(now);
    return false;
}

void KeyRequestController::handle(const IncomingRequest &request)
{
    const auto asker = request.from.bare();
    if (isTooOften(asker)) {
        m_ports.transport.sendStanza(replies::error(request.stanza, u"wait"_s, u"resource-constraint"_s));
        return;
    }
    const auto *payload = request.payload();
    const auto read = request.isSet || !payload
        ? crypto::Expected<crypto::KeyRequest, crypto::KeyRefusal>(std::unexpected(crypto::KeyRefusal::BadRequest))
        : crypto::KeyRequests::read(*payload);
    if (!read) {
        refuse(request.stanza, read.error());
        return;
    }
    auto asked = std::make_shared<Asked>();
    asked->iq = request.stanza;
    asked->request = *read;
    asked->card.asker = request.from;
    asked->card.sid = read->sid;
    asked->card.thumbprint = read->keys.first().thumbprint();
    asked->card.asked = m_clock.now();
    // First whether this address may have the key at all: nothing else about it is told to others.
    m_worker
        .run([&sessions = m_ports.sessions, policy = m_policy, request = asked->request, from = request.from,
                 account = m_ports.keys.account(), now = m_clock.now()]() -> std::optional<crypto::KeyRefusal> {
            const auto key = crypto::KeyRequests::keyFor(request, from, account, sessions, policy, now);
            return key ? std::nullopt : std::optional(key.error());
        })
        .then(this, [this, asked](const std::optional<crypto::KeyRefusal> &refusal) {
            if (refusal) {
                refuse(asked->iq, *refusal);
            } else {
                judge(asked);
            }
        });
}

void KeyRequestController::judge(const Judging &asked)
{
    struct Known {
        archive::SessionApproval approval = archive::SessionApproval::None;
        bool otherDevice = false;
        archive::SessionKeyReach reach;
    };
    const auto &card = asked->card;
    m_ports.store
        .read([peer = card.asker.bare(), thumbprint = card.thumbprint, sid = card.sid](
                  archive::Database &database) -> archive::ArchiveResult<Known> {
            const auto approval = archive::SessionRows::approval(database, peer, thumbprint, sid);
            const auto other = archive::SessionRows::knowsDevices(database, peer);
            const auto reach = archive::SessionRows::reach(database, sid);
            if (!approval || !other || !reach) {
                return std::unexpected(!approval ? approval.error() : !other ? other.error() : reach.error());
            }
            return Known{*approval, *other, *reach};
        })
        .then(this, [this, asked](const archive::ArchiveResult<Known> &known) {
            if (!known) {
                refuse(asked->iq, crypto::KeyRefusal::TryLater);
                return;
            }
            asked->card.otherDeviceKnown = known->otherDevice;
            asked->card.messages = known->reach.messages;
            asked->card.since = known->reach.since;
            if (known->approval == archive::SessionApproval::Approved) {
                give(asked);
            } else if (known->approval == archive::SessionApproval::Refused) {
                refuse(asked->iq, crypto::KeyRefusal::Forbidden);
            } else {
                judgeProof(asked);
            }
        });
}

void KeyRequestController::judgeProof(const Judging &asked)
{
    const auto peer = asked->card.asker.bare();
    const bool canJudge = peer == m_ports.keys.account() || m_ports.keys.isFresh(peer);
    if (!canJudge && asked->iq.firstElement()->child(u"proof", DeviceProof::ns())) {
        m_waitingForKeys[peer].append(asked);
        m_ports.keys.discover(peer); // contactKeysChanged follows
        return;
    }
    m_ports.proof.signer(*asked->iq.firstElement(), peer, asked->card.thumbprint)
        .then(this, [this, asked, peer](const crypto::KeyFingerprint &signer) {
            asked->card.openPgpKey = signer;
            if (signer.isEmpty()) {
                askPerson(asked);
                return;
            }
            if (peer == m_ports.keys.account()) {
                // Another device of ours that holds our own confirmed key reads everything anyway.
                m_ports.keys.sealingRecipients().contains(signer) ? give(asked) : askPerson(asked);
                return;
            }
            asked->card.verdict = m_ports.keys.verdict(peer, signer);
            m_ports.history.values(permissionScope)
                .then(this, [this, asked, peer](const archive::ArchiveResult<QHash<QString, QByteArray>> &always) {
                    const bool standing = always && always->contains(peer.toString()) && asked->card.isChecked();
                    standing ? give(asked) : askPerson(asked);
                });
        });
}

void KeyRequestController::askPerson(const Judging &asked)
{
    const auto peer = asked->card.asker.bare();
    for (const auto &earlier : std::as_const(m_pending)) {
        if (isSame(earlier->card, asked->card)) {
            asked->card.id = earlier->card.id;
            asked->card.times = earlier->card.times + 1;
            *earlier = *asked;
            Q_EMIT cardsChanged(peer);
            return;
        }
    }
    if (m_pending.size() >= mostCards || cards(peer).size() >= mostCardsOfOne) {
        m_ports.transport.sendStanza(replies::error(asked->iq, u"wait"_s, u"resource-constraint"_s));
        return;
    }
    asked->card.id = ++m_lastId;
    m_pending.append(asked);
    Q_EMIT cardsChanged(peer);
}

void KeyRequestController::give(const Judging &asked, bool byPerson)
{
    using Answer = crypto::Expected<crypto::XmlElement, crypto::KeyRefusal>;
    m_worker
        .run([&sessions = m_ports.sessions, policy = m_policy, request = asked->request, from = asked->card.asker,
                 account = m_ports.keys.account(), now = m_clock.now()]() -> Answer {
            const auto key = crypto::KeyRequests::keyFor(request, from, account, sessions, policy, now);
            if (!key) {
                return std::unexpected(key.error());
            }
            // Approved was the first key; another one of the set might be anybody's.
            const auto answer = crypto::KeyRequests::answer(*key, request.keys.first());
            return answer ? Answer(*answer) : std::unexpected(crypto::KeyRefusal::TryLater);
        })
        .then(this, [this, iq = asked->iq, card = asked->card, byPerson](const Answer &answer) {
            if (answer) {
                m_ports.transport.sendStanza(replies::result(iq, *answer));
                noteHandout(card, byPerson);
            } else {
                refuse(iq, answer.error());
            }
        });
}

void KeyRequestController::noteHandout(const KeyRequestCard &card, bool byPerson)
{
    const archive::SessionHandout handout{card.sid, card.thumbprint, card.asker, m_clock.now(), byPerson};
    m_ports.store
        .write([handout](archive::Database &database) -> archive::ArchiveResult<crypto::BareJid> {
            const auto key = archive::SessionRows::own(database, handout.sid);
            const auto noted = archive::SessionRows::noteHandout(database, handout);
            if (!key || !noted) {
                return std::unexpected(!key ? key.error() : noted.error());
            }
            return *key ? (*key)->peer : handout.device.bare();
        })
        .then(this, [this](const archive::ArchiveResult<crypto::BareJid> &peer) {
            if (peer) {
                Q_EMIT handedOut(*peer);
            } else {
                qCCritical(crypto::lcApp).noquote() << "who was given a key is not stored:" << peer.error().detail;
            }
        });
}

QFuture<archive::ArchiveResult<QList<archive::SessionHandout>>> KeyRequestController::handouts(
    const crypto::BareJid &peer)
{
    return m_ports.store.read(
        [peer](archive::Database &database) { return archive::SessionRows::handouts(database, peer); });
}

void KeyRequestController::noteUse(const crypto::BareJid &peer, const QString &sid)
{
    auto &used = m_used[peer];
    if (std::exchange(used, sid) != sid) {
        Q_EMIT otherKeyUsed(peer);
    }
}

void KeyRequestController::refuse(const crypto::XmlElement &iq, crypto::KeyRefusal refusal)
{
    m_ports.transport.sendStanza(replies::error(iq, crypto::KeyRequests::error(refusal)));
}

QList<KeyRequestCard> KeyRequestController::cards(const crypto::BareJid &peer) const
{
    auto all = cards();
    all.removeIf([&](const KeyRequestCard &card) { return card.asker.bare() != peer; });
    return all;
}

QList<KeyRequestCard> KeyRequestController::cards() const
{
    QList<KeyRequestCard> all;
    for (const auto &asked : m_pending) {
        all.append(asked->card);
    }
    return all;
}

KeyRequestController::Judging KeyRequestController::take(int card)
{
    for (qsizetype i = 0; i < m_pending.size(); ++i) {
        if (m_pending.at(i)->card.id == card) {
            auto asked = m_pending.takeAt(i);
            Q_EMIT cardsChanged(asked->card.asker.bare());
            return asked;
        }
    }
    return {};
}

void KeyRequestController::remember(const KeyRequestCard &card, const QString &sid, archive::SessionApproval verdict)
{
    m_ports.store
        .write([card, sid, verdict, now = m_clock.now()](archive::Database &database) {
            return archive::SessionRows::setApproval(database, card.asker.bare(), card.thumbprint, sid, verdict, now);
        })
        .then(this, [](const archive::ArchiveResult<void> &done) {
            if (!done) {
                qCCritical(crypto::lcApp).noquote()
                    << "a decision about a device is not stored:" << done.error().detail;
            }
        });
}

void KeyRequestController::approve(int id, bool always)
{
    const auto asked = take(id);
    if (!asked) {
        return;
    }
    // Stored, because the asker may be gone by now: it is not asked about when it comes again.
    remember(asked->card, always ? QString() : asked->card.sid, archive::SessionApproval::Approved);
    if (always && asked->card.isChecked()) {
        m_ports.history.setValue(permissionScope, asked->card.asker.bare().toString(), "1");
    }
    give(asked, true);
}

void KeyRequestController::refuse(int id)
{
    if (const auto asked = take(id)) {
        remember(asked->card, asked->card.sid, archive::SessionApproval::Refused);
        refuse(asked->iq, crypto::KeyRefusal::Forbidden);
    }
}

void KeyRequestController::refuseAndRenew(int id)
{
    const auto asked = take(id);
    if (!asked) {
        return;
    }
    remember(asked->card, asked->card.sid, archive::SessionApproval::Refused);
    refuse(asked->iq, crypto::KeyRefusal::Forbidden);
    startNewKey(asked->card.asker.bare());
}

QFuture<archive::ArchiveResult<void>> KeyRequestController::startNewKey(const crypto::BareJid &peer)
{
    return m_ports.store
        .write([peer](archive::Database &database) { return archive::SessionRows::retireOwn(database, peer); })
        .then(this, [this, peer](const archive::ArchiveResult<void> &done) {
            if (done) {
                Q_EMIT newKeyStarted(peer);
            }
            return done;
        });
}

} // namespace letterlock::app
