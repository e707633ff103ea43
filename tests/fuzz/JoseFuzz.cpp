// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of crypto/jose that reads what others wrote, for libFuzzer. The first octet of an input says which reader;
// behind some of them the input is sealed first, so that it gets past the integrity check.
// `--write-seeds DIR` writes one good input for each.

#include <QDir>

#include <cstdio>

#include "crypto/base/Base64.h"
#include "crypto/jose/Base64Url.h"
#include "crypto/jose/KeyRequests.h"
#include "crypto/jose/MemorySessionKeyStore.h"
#include "crypto/jose/StampRules.h"
#include "crypto/jose/StanzaEnvelope.h"
#include "crypto/jose/StanzaSealer.h"

using namespace Qt::StringLiterals;
using namespace letterlock::crypto;

namespace {

void require(bool holds)
{
    if (!holds) {
        __builtin_trap();
    }
}

struct StoppedClock final : Clock {
    QDateTime now() const override
    {
        static const auto time = QDateTime::fromString(u"2026-02-14T12:00:00.000Z"_s, Qt::ISODateWithMs);
        return time;
    }
};

/// Ben, with two keys of Anna's and the RSA key of the published example.
struct World {
    StoppedClock clock;
    Jid anna = *Jid::parse(u"anna@x.org/d"_s);
    Jid ben = *Jid::parse(u"ben@x.org/p"_s);
    SessionKey key = keyOf(u"sid"_s, 32);
    SessionKey small = keyOf(u"small"_s, 16);
    RequestKey rsa = publishedKey();

    SessionKey keyOf(const QString &sid, qsizetype size) const
    {
        auto made = SessionKey::make(anna.bare(), {}, size, clock.now());
        made.sid = sid;
        made.direction = SessionKey::Direction::Peers;
        made.secret = SecretBytes(QByteArrayView(QByteArray(size, 'k')));
        return made;
    }

    static RequestKey publishedKey()
    {
        QFile file(QStringLiteral(LETTERLOCK_SOURCE_DIR "/tests/data/jose/jwe-08-a2.pem"));
        require(file.open(QIODevice::ReadOnly));
        const auto lines = QString::fromLatin1(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
        const auto der = decodeBase64(lines.sliced(1, lines.size() - 2).join(QString()));
        const auto read = RequestKey::fromDer(SecretBytes(QByteArrayView(*der)));
        require(read.has_value());
        return *read;
    }

    XmlElement sealed(const QByteArray &text, const SessionKey &with) const
    {
        XmlElement e2e(u"e2e"_s, Jwe::ns);
        e2e.setAttribute(u"id"_s, with.sid);
        const bool isSmall = with.secret.size() == 16;
        const JweHeader header{isSmall ? JweKeyWrap::A128Kw : JweKeyWrap::A256Kw,
            isSmall ? JweContent::A128CbcHs256 : JweContent::A256CbcHs512, with.sid};
        Jwe::seal(header, with.secret, text)->appendTo(e2e);
        return XmlElement(u"message"_s, u"jabber:client"_s).append(e2e);
    }

    XmlElement answer(const QByteArray &text, JweKeyWrap wrap) const
    {
        XmlElement payload(u"keyreq"_s, Jwe::ns);
        payload.setAttribute(u"id"_s, u"sid"_s);
        Jwe::seal({wrap, JweContent::A256CbcHs512, rsa.publicKey().kid}, rsa.publicKey(), text)->appendTo(payload);
        return payload;
    }

    StanzaOutcome open(const XmlElement &stanza) const
    {
        MemorySessionKeyStore store;
        require(store.put(key).has_value() && store.put(small).has_value());
        StanzaSealer sealer(store, clock, {});
        IncomingSealed incoming;
        incoming.from = anna;
        incoming.to = ben;
        incoming.stanza = stanza;
        incoming.receivedAt = clock.now();
        return sealer.open(incoming);
    }
};

const World &world()
{
    static const World only;
    return only;
}

void readEnvelope(const QByteArray &text)
{
    const auto envelope = StanzaEnvelope::parse(text);
    if (envelope && envelope->stamp.isValid()) {
        const auto again = StanzaEnvelope::parse(envelope->toXml());
        require(again && again->stamp == envelope->stamp && again->stanza.toXml() == envelope->stanza.toXml());
    }
    const auto outcome = world().open(world().sealed(text, text.size() % 2 ? world().key : world().small));
    require(envelope || !std::holds_alternative<OpenedStanza>(outcome));
    require(!std::holds_alternative<NeedsKey>(outcome) && !std::holds_alternative<NotForUs>(outcome));
    if (const auto *opened = std::get_if<OpenedStanza>(&outcome)) {
        require(BareJid::parse(opened->stanza.attribute(u"from")) == world().anna.bare());
        require(BareJid::parse(opened->stanza.attribute(u"to")) == world().ben.bare());
        require(opened->stanza.name() == "message"_L1);
    }
}

void readKeySet(const QByteArray &json)
{
    const auto keys = JwkSet::parse(json);
    for (const auto &jwk : keys ? *keys : QList<RsaJwk>()) {
        require(jwk.thumbprint().size() == 32);
        if (jwk.isUsable()) {
            (void)KeyRequests::answer(world().key, jwk); // numbers of the asker's choice
        }
    }
    if (keys) {
        const auto again = JwkSet::parse(JwkSet::write(*keys));
        require(again && *again == *keys);
    }
}

void readHeader(const QByteArray &json)
{
    if (const auto header = JweHeader::parse(json)) {
        const auto again = JweHeader::parse(header->toJson());
        require(again && again->wrap == header->wrap && again->content == header->content && again->kid == header->kid);
    }
}

void readAnswer(const XmlElement &payload)
{
    const auto opened
        = KeyRequests::openAnswer(payload, world().anna, {world().anna, u"sid"_s}, world().rsa, world().clock.now());
    if (opened) {
        require(opened->sid == "sid"_L1 && (opened->secret.size() == 16 || opened->secret.size() == 32));
        require(opened->peer == world().anna.bare() && opened->direction == SessionKey::Direction::Peers);
    }
}

void readText(const QByteArray &text)
{
    const auto compact = compactBase64Url(QString::fromUtf8(text));
    const auto octets = fromBase64Url(QString::fromUtf8(text));
    require(compact.has_value() == octets.has_value() && (!octets || toBase64Url(*octets) == *compact));
    const auto stamp = StampRules::read(QString::fromUtf8(text));
    require(!stamp.isValid() || StampRules::read(StampRules::write(stamp)) == stamp);
    auto window = StampWindow::restored(text);
    (void)window.judge(world().clock.now(), world().clock.now());
    window.accept(world().clock.now(), world().clock.now());
    require(window.judge(world().clock.now(), world().clock.now()) == TimeMark::Decreasing);
    require(StampWindow::restored(window.save()).save() == window.save());
}

struct Seed {
    const char *name;
    QByteArray text;
};

QList<Seed> seeds()
{
    XmlElement message(u"message"_s, u"jabber:client"_s);
    message.setAttribute(u"from"_s, u"anna@x.org/d"_s).setAttribute(u"to"_s, u"ben@x.org"_s);
    message.appendTextElement(u"body"_s, u"hi"_s);
    const auto envelope = StanzaEnvelope{world().clock.now(), message}.toXml();
    const auto jwk = OctJwk{u"sid"_s, world().key.secret.copy()}.toJson().view().toByteArray();
    const auto set = JwkSet::write({world().rsa.publicKey()});
    return {{"stanza-256", 's' + world().sealed(envelope, world().key).toXml()},
        {"stanza-128", 's' + world().sealed(envelope, world().small).toXml()}, {"envelope", 'e' + envelope},
        {"header", 'h' + JweHeader{{}, {}, u"sid"_s}.toJson()},
        {"request", 'r' + KeyRequests::request(u"sid"_s, {world().rsa.publicKey()}).toXml()}, {"set", 'j' + set},
        {"key", 'k' + jwk}, {"key-1_5", 'K' + jwk}, {"answer", 'a' + world().answer(jwk, JweKeyWrap::RsaOaep).toXml()},
        {"answer-1_5", 'a' + world().answer(jwk, JweKeyWrap::Rsa15).toXml()}, {"base64url", "tAQAB-_8="},
        {"stamp", "t2026-02-14T12:00:00.000Z"},
        {"window", 't' + [] {
             StampWindow window;
             window.accept(world().clock.now().addSecs(-1), world().clock.now());
             return window.save();
         }()}};
}

int writeSeeds(const QString &folder)
{
    for (const auto &[name, text] : seeds()) {
        QFile file(folder + u'/' + QString::fromLatin1(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
            return 1;
        }
    }
    return 0;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    // Each refusal is logged, and there are many.
    qputenv("QT_LOGGING_RULES", "letterlock.*=false");
    if (*count == 3 && qstrcmp((*arguments)[1], "--write-seeds") == 0) {
        std::exit(writeSeeds(QString::fromLocal8Bit((*arguments)[2])));
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const QByteArray text(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const auto element = XmlElement::parse(text);
    switch (data[0]) {
    case 's':
        if (element) {
            (void)world().open(*element);
        }
        break;
    case 'e':
        readEnvelope(text);
        break;
    case 'h':
        readHeader(text);
        break;
    case 'r':
        if (const auto request = element ? KeyRequests::read(*element) : std::unexpected(KeyRefusal::BadRequest)) {
            require(!request->sid.isEmpty() && !request->keys.isEmpty());
        }
        break;
    case 'j':
        readKeySet(text);
        readHeader(text);
        break;
    case 'k':
    case 'K':
        readAnswer(world().answer(text, data[0] == 'k' ? JweKeyWrap::RsaOaep : JweKeyWrap::Rsa15));
        break;
    case 'a':
        if (element) {
            readAnswer(*element);
        }
        break;
    default:
        readText(text);
    }
    return 0;
}
