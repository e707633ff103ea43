// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/Base64.h"
#include "crypto/jose/Base64Url.h"
#include "crypto/jose/KeyRequests.h"
#include "crypto/jose/MemorySessionKeyStore.h"
#include "crypto/jose/StanzaSealer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;

class KeyRequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wireForm();
    void draftRequestIsRead();
    void badRequests_data();
    void badRequests();
    void unusableKeysAreNotAcceptable();
    void whoMayHaveTheKey();
    void lateRequests();
    void failedStore();
    void errorElements_data();
    void errorElements();
    void answerRoundTrip_data();
    void answerRoundTrip();
    void madeByOthers();
    void oneOfTwoOfferedKeys();
    void answersNobodyAskedFor();
    void wrongAnswers_data();
    void wrongAnswers();
    void noOracle();
};

namespace {

const QString stanzasNs = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;
const QDateTime now = QDateTime::fromString(u"2026-02-14T12:00:00.000Z"_s, Qt::ISODateWithMs);
const BareJid anna = *BareJid::parse(u"anna@example.org"_s);
const Jid benDesk = *Jid::parse(u"ben@example.org/desk"_s);
const Jid annaDesk = *Jid::parse(u"anna@example.org/desk"_s);

const RequestKey &rsaKey()
{
    static const auto key = RequestKey::make(2048);
    return *key;
}

XmlElement requestWith(const QByteArray &pkey)
{
    XmlElement payload(u"keyreq"_s, Jwe::ns);
    payload.setAttribute(u"id"_s, u"sid"_s).appendTextElement(u"pkey"_s, QString::fromLatin1(pkey));
    return payload;
}

XmlElement answerWith(const JweHeader &header, const QByteArray &json)
{
    XmlElement payload(u"keyreq"_s, Jwe::ns);
    payload.setAttribute(u"id"_s, u"sid"_s);
    Jwe::seal(header, rsaKey().publicKey(), json)->appendTo(payload);
    return payload;
}

struct BrokenStore final : SessionKeyStore {
    CryptoResult<void> put(const SessionKey &) override { return cryptoError(Code::EngineFailure); }
    CryptoResult<std::optional<SessionKey>> newestOwn(const BareJid &, const QString &) override
    {
        return cryptoError(Code::EngineFailure);
    }
    CryptoResult<std::optional<SessionKey>> own(const QString &) override { return cryptoError(Code::EngineFailure); }
    CryptoResult<std::optional<SessionKey>> ofSender(const BareJid &, const QString &) override
    {
        return cryptoError(Code::EngineFailure);
    }
    CryptoResult<int> removeUnusedSince(const QDateTime &) override { return cryptoError(Code::EngineFailure); }
    CryptoResult<QByteArray> stamps(const BareJid &, const QString &) override
    {
        return cryptoError(Code::EngineFailure);
    }
    CryptoResult<void> setStamps(const BareJid &, const QString &, const QByteArray &) override
    {
        return cryptoError(Code::EngineFailure);
    }
};

} // namespace

// E-51, E-52
void KeyRequestsTest::wireForm()
{
    const auto payload = KeyRequests::request(u"sid"_s, {rsaKey().publicKey()});
    QVERIFY(payload.is(u"keyreq", Jwe::ns));
    QCOMPARE(payload.attribute(u"id"), u"sid"_s);
    QCOMPARE(payload.elements().size(), 1U);
    const auto json = fromBase64Url(payload.childText(u"pkey", Jwe::ns));
    QVERIFY(json && json->startsWith(R"({"keys":[{"kid":)"));
    const auto read = KeyRequests::read(payload);
    QVERIFY(read);
    QCOMPARE(read->sid, u"sid"_s);
    QCOMPARE(read->keys, QList{rsaKey().publicKey()});
    XmlElement iq(u"iq"_s, u"jabber:client"_s);
    iq.setAttribute(u"type"_s, u"get"_s).append(payload);
    QVERIFY(KeyRequests::recognises(iq));
    QVERIFY(!KeyRequests::recognises(iq.setAttribute(u"type"_s, u"result"_s)));
}

// E-51: the draft's own pkey
void KeyRequestsTest::draftRequestIsRead()
{
    QFile file(QStringLiteral(LETTERLOCK_SOURCE_DIR "/tests/data/jose/draft-6.4-request.xml"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto iq = XmlElement::parse(file.readAll());
    QVERIFY(iq && KeyRequests::recognises(*iq));
    const auto read = KeyRequests::read(*iq->firstElement());
    QVERIFY(read);
    QCOMPARE(read->sid, u"835c92a8-94cd-4e96-b3f3-b2e75a438f92"_s);
    QCOMPARE(read->keys.front().kid, u"romeo@montegue.lit/garden"_s);
}

// E-58
void KeyRequestsTest::badRequests_data()
{
    QTest::addColumn<XmlElement>("payload");
    const auto good = KeyRequests::request(u"sid"_s, {rsaKey().publicKey()});
    const auto row = [](const char *name, const XmlElement &payload) { QTest::newRow(name) << payload; };
    row("no JSON", requestWith(toBase64Url("keys")));
    row("no set", requestWith(toBase64Url(R"({"kty":"RSA"})")));
    row("no Base64url", requestWith("+++"));
    row("empty", requestWith(""));
    row("no pkey", XmlElement(u"keyreq"_s, Jwe::ns).setAttribute(u"id"_s, u"sid"_s));
    row("two pkeys", XmlElement(good).append(*good.firstElement()));
    row("no SID", XmlElement(good).setAttribute(u"id"_s, QString()));
    row("long SID", XmlElement(good).setAttribute(u"id"_s, QString(257, u'x')));
    row("too large", requestWith(QByteArray(100 * 1024, 'A')));
    row("other namespace",
        XmlElement(u"keyreq"_s, u"urn:x"_s).setAttribute(u"id"_s, u"sid"_s).append(*good.firstElement()));
    row("two keys of one name", KeyRequests::request(u"sid"_s, {rsaKey().publicKey(), rsaKey().publicKey()}));
}

void KeyRequestsTest::badRequests()
{
    QFETCH(const XmlElement, payload);
    const auto read = KeyRequests::read(payload);
    QVERIFY(!read);
    QCOMPARE(read.error(), KeyRefusal::BadRequest);
}

// E-58
void KeyRequestsTest::unusableKeysAreNotAcceptable()
{
    const auto refusalOf = [](const QByteArray &json) {
        const auto read = KeyRequests::read(requestWith(toBase64Url(json)));
        return read ? std::nullopt : std::optional(read.error());
    };
    QCOMPARE(refusalOf(R"({"keys":[]})"), KeyRefusal::NotAcceptable);
    QCOMPARE(refusalOf(R"({"keys":[{"kty":"EC","crv":"P-256","x":"","y":""}]})"), KeyRefusal::NotAcceptable);
    auto small = rsaKey().publicKey();
    small.modulus = small.modulus.first(127) + '\1';
    QCOMPARE(refusalOf(JwkSet::write({small})), KeyRefusal::NotAcceptable); // 1024 bits
    auto exponentOne = rsaKey().publicKey();
    exponentOne.exponent = "\1";
    QCOMPARE(refusalOf(JwkSet::write({exponentOne})), KeyRefusal::NotAcceptable);
    // A usable one among them is enough.
    small.kid = u"small"_s;
    const auto read = KeyRequests::read(requestWith(toBase64Url(JwkSet::write({small, rsaKey().publicKey()}))));
    QVERIFY(read);
    QCOMPARE(read->keys, QList{rsaKey().publicKey()});
}

// E-57
void KeyRequestsTest::whoMayHaveTheKey()
{
    MemorySessionKeyStore store;
    const auto key = SessionKey::make(benDesk.bare(), {}, 32, now);
    QVERIFY(store.put(key));
    const auto refusalOf = [&](const QString &sid, const Jid &asker, const BareJid &account = anna) {
        const auto found = KeyRequests::keyFor({sid, {}}, asker, account, store, {}, now);
        return found ? std::nullopt : std::optional(found.error());
    };
    const auto found = KeyRequests::keyFor({key.sid, {}}, benDesk, anna, store, {}, now);
    QVERIFY(found);
    QVERIFY(found->secret == key.secret);
    QVERIFY(!refusalOf(key.sid, *Jid::parse(u"Ben@Example.org/phone"_s)));
    QVERIFY(!refusalOf(key.sid, annaDesk)); // another device of ours
    QCOMPARE(refusalOf(key.sid, *Jid::parse(u"carla@example.org/x"_s)), KeyRefusal::Forbidden);
    QCOMPARE(refusalOf(key.sid, *Jid::parse(u"example.org"_s)), KeyRefusal::Forbidden);
    QCOMPARE(refusalOf(key.sid, Jid(), BareJid()), KeyRefusal::Forbidden);
    QCOMPARE(refusalOf(u"other"_s, benDesk), KeyRefusal::ItemNotFound);
    // A key that a peer gave us is not ours to give.
    auto given = key.copy();
    given.direction = SessionKey::Direction::Peers;
    given.sid = u"given"_s;
    QVERIFY(store.put(given));
    QCOMPARE(refusalOf(u"given"_s, benDesk), KeyRefusal::ItemNotFound);
}

// E-58, E-66
void KeyRequestsTest::lateRequests()
{
    MemorySessionKeyStore store;
    const auto key = SessionKey::make(benDesk.bare(), {}, 32, now);
    QVERIFY(store.put(key));
    const auto found
        = [&](int days) { return KeyRequests::keyFor({key.sid, {}}, benDesk, anna, store, {}, now.addDays(days)); };
    QVERIFY(found(7));
    QVERIFY(found(89));
    QCOMPARE(found(90).error(), KeyRefusal::ItemNotFound); // also before anybody cleaned up
}

void KeyRequestsTest::failedStore()
{
    BrokenStore store;
    QCOMPARE(KeyRequests::keyFor({u"sid"_s, {}}, benDesk, anna, store, {}, now).error(), KeyRefusal::TryLater);
}

// E-57, E-58
void KeyRequestsTest::errorElements_data()
{
    QTest::addColumn<KeyRefusal>("refusal");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("type");
    QTest::newRow("bad-request") << KeyRefusal::BadRequest << u"bad-request"_s << u"modify"_s;
    QTest::newRow("item-not-found") << KeyRefusal::ItemNotFound << u"item-not-found"_s << u"cancel"_s;
    QTest::newRow("not-acceptable") << KeyRefusal::NotAcceptable << u"not-acceptable"_s << u"modify"_s;
    QTest::newRow("forbidden") << KeyRefusal::Forbidden << u"forbidden"_s << u"auth"_s;
    QTest::newRow("later") << KeyRefusal::TryLater << u"resource-constraint"_s << u"wait"_s;
}

void KeyRequestsTest::errorElements()
{
    QFETCH(const KeyRefusal, refusal);
    QFETCH(const QString, condition);
    QFETCH(const QString, type);
    const auto error = KeyRequests::error(refusal);
    QVERIFY(error.is(u"error", u"jabber:client"));
    QCOMPARE(error.attribute(u"type"), type);
    QCOMPARE(error.elements().size(), 1U);
    QVERIFY(error.child(condition, stanzasNs));
}

// E-55, E-56
void KeyRequestsTest::answerRoundTrip_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<JweContent>("content");
    QTest::newRow("32") << 32 << JweContent::A256CbcHs512;
    QTest::newRow("16") << 16 << JweContent::A128CbcHs256;
}

void KeyRequestsTest::answerRoundTrip()
{
    QFETCH(const int, size);
    QFETCH(const JweContent, content);
    const auto key = SessionKey::make(benDesk.bare(), u"thread"_s, size, now.addDays(-1));
    const auto payload = KeyRequests::answer(key, rsaKey().publicKey(), content);
    QVERIFY(payload);
    QVERIFY(!payload->toXml().contains(toBase64Url(key.secret.view())));
    const auto header = Jwe::read(*payload)->header();
    QCOMPARE(header.wrap, JweKeyWrap::RsaOaep);
    QCOMPARE(header.kid, rsaKey().publicKey().kid);
    const auto wire = XmlElement::parse(payload->toXml());
    const auto opened = KeyRequests::openAnswer(*wire, annaDesk, {annaDesk, key.sid}, rsaKey(), now);
    QVERIFY(opened);
    QCOMPARE(opened->sid, key.sid);
    QVERIFY(opened->secret == key.secret);
    QCOMPARE(opened->peer, anna); // the one who was asked, for whomever it was made
    QVERIFY(opened->direction == SessionKey::Direction::Peers);
    QCOMPARE(opened->created, now);
}

// E-63: the answer and the message it opens, A256KW, RSA-OAEP and A256CBC+HS512 without a line of ours
void KeyRequestsTest::madeByOthers()
{
    const auto fileNamed = [](const QString &name) {
        QFile file(QStringLiteral(LETTERLOCK_SOURCE_DIR "/tests/data/jose/") + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const auto lines = QString::fromLatin1(fileNamed(u"jwe-08-a2.pem"_s)).split(u'\n', Qt::SkipEmptyParts);
    QVERIFY(lines.size() > 2);
    const auto der = decodeBase64(lines.sliced(1, lines.size() - 2).join(QString()));
    const auto key = RequestKey::fromDer(SecretBytes(QByteArrayView(*der)));
    const auto answer = XmlElement::parse(fileNamed(u"other-answer.xml"_s));
    QVERIFY(key && answer);
    const auto juliet = *Jid::parse(u"juliet@capulet.lit/balcony"_s);
    const auto sid = u"3f1c1d2e-9a5b-4c55-8a34-0c6a5fd0a001"_s;
    const auto given = KeyRequests::openAnswer(*answer, juliet, {juliet, sid}, *key, now);
    QVERIFY(given);
    MemorySessionKeyStore store;
    QVERIFY(store.put(*given));
    struct NoonClock final : Clock {
        QDateTime now() const override { return test::now; }
    } clock;
    IncomingSealed sealed;
    sealed.from = juliet;
    sealed.to = *Jid::parse(u"romeo@montegue.lit/garden"_s);
    sealed.stanza = *XmlElement::parse(fileNamed(u"other-a256.xml"_s));
    sealed.receivedAt = now;
    const auto outcome = StanzaSealer(store, clock, {}).open(sealed);
    QVERIFY(std::holds_alternative<OpenedStanza>(outcome));
    const auto &opened = std::get<OpenedStanza>(outcome);
    QCOMPARE(opened.stanza.childText(u"body", u"jabber:client"), u"h\u00e9"_s);
    QCOMPARE(opened.timeMark, TimeMark::Good);
}

// E-56
void KeyRequestsTest::oneOfTwoOfferedKeys()
{
    const auto second = RequestKey::make(2048);
    const auto read = KeyRequests::read(KeyRequests::request(u"sid"_s, {rsaKey().publicKey(), second->publicKey()}));
    QVERIFY(read);
    QCOMPARE(read->keys.size(), 2);
    const auto key = SessionKey::make(benDesk.bare(), {}, 32, now);
    const auto payload = KeyRequests::answer(key, read->keys.back());
    QCOMPARE(Jwe::read(*payload)->header().kid, second->publicKey().kid);
    const KeyRequests::Pending pending{annaDesk, key.sid};
    QVERIFY(KeyRequests::openAnswer(*payload, annaDesk, pending, *second, now));
    QVERIFY(!KeyRequests::openAnswer(*payload, annaDesk, pending, rsaKey(), now));
    auto tooSmall = rsaKey().publicKey();
    tooSmall.modulus.chop(130);
    QCOMPARE(KeyRequests::answer(key, tooSmall).error().code, Code::KeyUnusable);
}

// E-54
void KeyRequestsTest::answersNobodyAskedFor()
{
    const auto key = SessionKey::make(benDesk.bare(), {}, 32, now);
    const auto payload = KeyRequests::answer(key, rsaKey().publicKey());
    const KeyRequests::Pending pending{annaDesk, key.sid};
    QVERIFY(KeyRequests::openAnswer(*payload, annaDesk, pending, rsaKey(), now));
    for (const auto &from : {u"anna@example.org/phone"_s, u"anna@example.org"_s, u"anna@example.net/desk"_s,
             u"anna@example.org/Desk"_s, u"example.org"_s}) {
        const auto opened = KeyRequests::openAnswer(*payload, *Jid::parse(from), pending, rsaKey(), now);
        QCOMPARE(opened.error().code, Code::MalformedInput);
    }
    QVERIFY(!KeyRequests::openAnswer(*payload, {}, {{}, key.sid}, rsaKey(), now));
    QVERIFY(!KeyRequests::openAnswer(*payload, annaDesk, {annaDesk, u"other"_s}, rsaKey(), now));
    auto renamed = *payload;
    renamed.setAttribute(u"id"_s, u"other"_s); // the key inside still says which SID it is
    QVERIFY(!KeyRequests::openAnswer(renamed, annaDesk, {annaDesk, u"other"_s}, rsaKey(), now));
}

// E-55, R33, R34
void KeyRequestsTest::wrongAnswers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isGood");
    const QByteArray k32 = toBase64Url(QByteArray(32, 'k'));
    const auto row
        = [](const char *name, const QByteArray &json, bool isGood = false) { QTest::newRow(name) << json << isGood; };
    row("k", R"({"kty":"oct","kid":"sid","k":")" + k32 + R"("})", true);
    row("oct, use A256KW", R"({"kty":"oct","kid":"sid","use":"A256KW","oct":")" + k32 + R"("})", true);
    row("other SID", R"({"kty":"oct","kid":"SID","k":")" + k32 + R"("})");
    row("no kid", R"({"kty":"oct","k":")" + k32 + R"("})");
    row("other kty", R"({"kty":"RSA","kid":"sid","k":")" + k32 + R"("})");
    row("no key", R"({"kty":"oct","kid":"sid"})");
    row("24 octets", R"({"kty":"oct","kid":"sid","k":")" + toBase64Url(QByteArray(24, 'k')) + R"("})");
    row("33 octets", R"({"kty":"oct","kid":"sid","k":")" + toBase64Url(QByteArray(33, 'k')) + R"("})");
    row("other use", R"({"kty":"oct","kid":"sid","use":"sig","k":")" + k32 + R"("})");
    row("no JSON", "key");
    row("nothing", "");
}

void KeyRequestsTest::wrongAnswers()
{
    QFETCH(const QByteArray, json);
    QFETCH(const bool, isGood);
    for (const auto wrap : {JweKeyWrap::RsaOaep, JweKeyWrap::Rsa15}) {
        const auto open = [&](const QString &kid) {
            return KeyRequests::openAnswer(
                answerWith({wrap, {}, kid}, json), annaDesk, {annaDesk, u"sid"_s}, rsaKey(), now);
        };
        const auto opened = open({});
        QCOMPARE(opened.has_value(), isGood);
        QCOMPARE(open(rsaKey().publicKey().kid).has_value(), isGood);
        if (!isGood) {
            QCOMPARE(opened.error().code, Code::DecryptionFailed);
        }
        QVERIFY(!open(u"other"_s)); // sealed to another of our keys, it says
    }
}

// E-60: damaged block, damaged integrity value, damaged IV, good seal of nonsense: one error. For their time see
// JweTest.
void KeyRequestsTest::noOracle()
{
    for (const auto wrap : {JweKeyWrap::RsaOaep, JweKeyWrap::Rsa15}) {
        const auto good = answerWith({wrap, {}, {}}, "nonsense");
        QSet<QString> details;
        const auto note = [&](const XmlElement &payload) {
            const auto opened = KeyRequests::openAnswer(payload, annaDesk, {annaDesk, u"sid"_s}, rsaKey(), now);
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, Code::DecryptionFailed);
            details.insert(opened.error().detail);
        };
        note(good);
        for (const auto &name : {u"cmk"_s, u"mac"_s, u"iv"_s, u"data"_s}) {
            XmlElement damaged(u"keyreq"_s, Jwe::ns);
            damaged.setAttribute(u"id"_s, u"sid"_s);
            for (const auto *child : good.elements()) {
                auto octets = *fromBase64Url(child->text());
                if (child->name() == name) {
                    octets[9] = char(octets[9] ^ 1);
                }
                damaged.append(XmlElement(child->name(), Jwe::ns).setText(QString::fromLatin1(toBase64Url(octets))));
            }
            note(damaged);
        }
        QCOMPARE(details.size(), 1);
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyRequestsTest)
#include "KeyRequestsTest.moc"
