// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/StanzaSealer.h"

#include <QMutexLocker>

#include "crypto/base/LogCategories.h"
#include "crypto/jose/SealableStanza.h"
#include "crypto/jose/StampRules.h"
#include "crypto/jose/StanzaEnvelope.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;
using Reason = Rejected::Reason;

const QString clientNs = u"jabber:client"_s;
constexpr qsizetype longestSid = 256;
// Usual servers close the stream at stanzas of 256 KiB; Base64 makes 4 of 3.
constexpr qsizetype largestWritten = 180 * 1024;
constexpr qint64 useNotedAfter = 24 * 60 * 60; // seconds

Rejected rejected(Reason reason, const QString &detail, SealFault fault = SealFault::DecryptionFailed)
{
    qCInfo(lcCrypto) << "E2E stanza refused:" << detail;
    return {reason, detail, fault};
}

Rejected broken(const QString &detail)
{
    return rejected(Reason::SealBroken, detail);
}

bool isAddress(const QString &text, const BareJid &expected)
{
    const auto jid = Jid::parse(text);
    return jid && jid->bare() == expected && !expected.isEmpty();
}

} // namespace

StanzaSealer::StanzaSealer(SessionKeyStore &store, const Clock &clock, SessionKeyPolicy policy)
    : m_store(store)
    , m_clock(clock)
    , m_policy(policy)
{
}

CryptoResult<SessionKey> StanzaSealer::currentKey(const BareJid &peer, const QString &thread, const QDateTime &now)
{
    auto found = m_store.newestOwn(peer, thread);
    // Where the clock was set back, a spent key stays the newest; the one made since is known here.
    const QString madeSince = m_madeSince.value({peer, thread});
    if (found && *found && (*found)->created > now && !madeSince.isEmpty()) {
        found = m_store.own(madeSince);
    }
    if (!found) {
        return std::unexpected(found.error());
    }
    if (*found && !m_policy.isSpent(**found, now)) {
        return **std::move(found);
    }
    if (!*found && !thread.isEmpty()) {
        // One that was made outside of any thread, for a receipt or a request, goes on as this one's.
        auto latest = m_store.newestOwn(peer, {});
        if (!latest) {
            return std::unexpected(latest.error());
        }
        if (*latest && (*latest)->thread.isEmpty() && !m_policy.isSpent(**latest, now)) {
            (*latest)->thread = thread;
            return **std::move(latest);
        }
    }
    auto made = SessionKey::make(peer, thread, m_policy.keySize(), now);
    m_madeSince.insert({peer, thread}, made.sid);
    return made;
}

CryptoResult<StanzaSealer::Use> StanzaSealer::use(const BareJid &peer, const QString &thread)
{
    QMutexLocker lock(&m_mutex);
    const auto now = m_clock.now();
    if (!m_lastStamps.contains(peer)) {
        const auto newest = m_store.newestOwn(peer, {});
        if (!newest) {
            return std::unexpected(newest.error());
        }
        m_lastStamps.insert(peer, *newest ? (*newest)->lastStamp : QDateTime());
    }
    auto key = currentKey(peer, thread, now);
    if (!key) {
        return std::unexpected(key.error());
    }
    auto &last = m_lastStamps[peer];
    last = std::max(last, key->lastStamp);
    // The clock was set back far: receivers would take each stamp for one of the future. The keys of before are spent,
    // and under the new one stamps follow the clock again.
    if (last.isValid() && last > now.addSecs(StampRules::toleranceSeconds)) {
        last = {};
    }
    last = StampRules::next(now, last);
    ++key->stanzas;
    key->lastUse = now;
    key->lastStamp = last;
    if (const auto kept = m_store.put(*key); !kept) {
        return std::unexpected(kept.error());
    }
    return Use{*std::move(key), last};
}

CryptoResult<XmlElement> StanzaSealer::seal(const XmlElement &stanza)
{
    const auto to = Jid::parse(stanza.attribute(u"to"));
    if (!SealableStanza::mayBeSealed(stanza) || !to || stanza.attribute(u"from").isEmpty()) {
        return cryptoError(Code::Unsupported, u"stanza that is not sealed"_s);
    }
    // The stamp comes with the key; it has the same length whatever it says.
    if (StanzaEnvelope{m_clock.now(), stanza}.toXml().size() > largestWritten) {
        return cryptoError(Code::TooLarge, u"stanza"_s);
    }
    const auto used = use(to->bare(), stanza.childText(u"thread", clientNs));
    if (!used) {
        return std::unexpected(used.error());
    }
    const auto &[key, stamp] = *used;
    const auto jwe
        = Jwe::seal({m_policy.wrap, m_policy.content, key.sid}, key.secret, StanzaEnvelope{stamp, stanza}.toXml());
    if (!jwe) {
        return std::unexpected(jwe.error());
    }
    XmlElement e2e(u"e2e"_s, Jwe::ns);
    e2e.setAttribute(u"id"_s, key.sid);
    jwe->appendTo(e2e);
    return e2e;
}

CryptoResult<std::optional<SessionKey>> StanzaSealer::keyFor(const IncomingSealed &sealed, const QString &sid)
{
    QMutexLocker lock(&m_mutex);
    const auto sender = sealed.from.bare();
    auto key = m_store.ofSender(sender, sid);
    // Copies of what this client sent. Anybody else who names our SID has to give us a key for it.
    const bool maybeOwn = sealed.sentByUs || sender == sealed.to.bare();
    if (key && !*key && maybeOwn) {
        key = m_store.own(sid);
        if (key && *key && (*key)->peer != sealed.to.bare()) {
            return std::nullopt;
        }
    }
    if (key && *key && (*key)->lastUse.secsTo(m_clock.now()) > useNotedAfter) {
        (*key)->lastUse = m_clock.now();
        if (const auto kept = m_store.put(**key); !kept) {
            return std::unexpected(kept.error());
        }
    }
    return key;
}

CryptoResult<TimeMark> StanzaSealer::judge(
    const BareJid &sender, const QString &sid, const QDateTime &stamp, QDateTime seenAt)
{
    QMutexLocker lock(&m_mutex);
    const auto saved = m_store.stamps(sender, sid);
    if (!saved) {
        return std::unexpected(saved.error());
    }
    auto window = StampWindow::restored(*saved);
    if (!seenAt.isValid()) {
        seenAt = m_clock.now();
    }
    const auto mark = window.judge(stamp, seenAt);
    if (mark == TimeMark::Good) {
        window.accept(stamp, seenAt);
        if (const auto kept = m_store.setStamps(sender, sid, window.save()); !kept) {
            return std::unexpected(kept.error());
        }
    }
    return mark;
}

StanzaOutcome StanzaSealer::open(const IncomingSealed &sealed)
{
    const auto *e2e = sealed.stanza.child(u"e2e", Jwe::ns);
    if (!e2e) {
        return NotForUs{};
    }
    if (!SealableStanza::mayBeSealed(sealed.stanza)) {
        // Before a key is asked for: a group would be asked by all its members (E-62).
        return rejected(Reason::SealBroken, u"a kind that is not sealed"_s, SealFault::None);
    }
    if (sealed.stanza.elements(u"e2e", Jwe::ns).size() > 1) {
        qCInfo(lcCrypto) << "E2E stanza with more than one seal: the first counts"; // R45
    }
    const QString sid = e2e->attribute(u"id");
    const auto jwe = Jwe::read(*e2e);
    if (!jwe) {
        const auto reason = jwe.error().code == Code::TooLarge ? Reason::TooLarge : Reason::SealBroken;
        return rejected(reason, jwe.error().detail);
    }
    const auto kid = jwe->header().kid;
    if (sid.isEmpty() || sid.size() > longestSid || (!kid.isEmpty() && kid != sid)) {
        return broken(u"SID"_s);
    }
    const auto key = keyFor(sealed, sid);
    if (!key) {
        return rejected(Reason::Locked, key.error().detail, SealFault::None); // says nothing about the stanza
    }
    if (!*key) {
        return NeedsKey{sid};
    }
    const auto plain = jwe->open((*key)->secret);
    if (!plain) {
        return broken(u"decryption"_s);
    }
    const auto envelope = StanzaEnvelope::parse(QByteArray::fromRawData(plain->data(), plain->size()));
    if (!envelope) {
        return broken(envelope.error().detail);
    }
    const auto &inner = envelope->stanza;
    if (!isAddress(inner.attribute(u"from"), sealed.from.bare())
        || !isAddress(inner.attribute(u"to"), sealed.to.bare())) {
        return broken(u"addresses inside and outside differ"_s);
    }
    if (!SealableStanza::fits(inner, sealed.stanza)) {
        return broken(u"kinds inside and outside differ"_s);
    }
    if (!envelope->stamp.isValid()) {
        return rejected(Reason::SealBroken, u"timestamp"_s, SealFault::BadTimestamp);
    }
    const bool isMessage = inner.name() == "message"_L1;
    // Only messages are stored on the way.
    const auto seenAt = isMessage && sealed.delayedAt.isValid() ? sealed.delayedAt : sealed.receivedAt;
    const auto mark = judge(sealed.from.bare(), sid, envelope->stamp, seenAt);
    if (!mark) {
        return rejected(Reason::Locked, mark.error().detail, SealFault::None);
    }
    if (*mark != TimeMark::Good && !isMessage) {
        return rejected(Reason::SealBroken, u"timestamp"_s, SealFault::BadTimestamp); // nothing to show it on
    }
    return OpenedStanza{inner, sid, envelope->stamp, *mark, jwe->digest()};
}

CryptoResult<int> StanzaSealer::removeExpired()
{
    return m_store.removeUnusedSince(m_clock.now().addDuration(-m_policy.keep));
}

} // namespace letterlock::crypto
