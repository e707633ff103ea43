// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/StanzaEnvelope.h"
#include "tests/support/JosePair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;
using Reason = Rejected::Reason;

class JoseSchemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_pair = std::make_unique<JosePair>(); }
    void sealAndOpen();
    void nothingReadableOutside();
    void innerIdIsAnother();
    void unknownKeyIsAskedFor();
    void keyOfAnotherSender();
    void copiesOfAHostileServer();
    void kidMustBeTheSid();
    void addressesMustAgree_data();
    void addressesMustAgree();
    void damageLooksAlike();
    void brokenEnvelopes_data();
    void brokenEnvelopes();
    void hostileEnvelopes_data();
    void hostileEnvelopes();
    void groupsAreRefused();
    void copiesOfOurOwn();
    void ownSealComesBack();
    void firstOfSeveralSeals();
    void limits();
    void failedStore();

private:
    std::unique_ptr<JosePair> m_pair;
};

// E-06, E-22
void JoseSchemeTest::sealAndOpen()
{
    const auto stanza = m_pair->sealedStanza(u"hi \u00e4"_s, u"thread-1"_s);
    QVERIFY(m_pair->bens->recognises(stanza));
    m_pair->giveKey(stanza);
    const auto outcome = m_pair->open(*XmlElement::parse(stanza.toXml()));
    const auto *opened = std::get_if<Opened>(&outcome);
    QVERIFY(opened);
    QCOMPARE(opened->payload.size(), 2U);
    QVERIFY(opened->payload.front() == JosePair::bodyElement(u"hi \u00e4"_s));
    QCOMPARE(opened->payload.back().name(), u"thread"_s);
    QCOMPARE(opened->stampedAt, m_pair->clock.time);
    QVERIFY(!opened->timeIsOdd);
    QVERIFY(opened->signer.isEmpty());
    QCOMPARE(opened->sealDigest.size(), 32);
    QCOMPARE(m_pair->annas->id(), SchemeId::Jose);
    QCOMPARE(m_pair->annas->discoFeatures(), QStringList{u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s}); // E-01
}

// E-14
void JoseSchemeTest::nothingReadableOutside()
{
    const auto sealed
        = m_pair->annas->seal({m_pair->anna.bare(), m_pair->ben.bare(), {JosePair::bodyElement(u"secret word"_s)}})
              .result();
    QVERIFY(sealed);
    QCOMPARE(sealed->elements.size(), 3U);
    QVERIFY(sealed->elements[0].is(u"store", u"urn:xmpp:hints"));
    QVERIFY(sealed->elements[1].is(u"encryption", u"urn:xmpp:eme:0"));
    QCOMPARE(sealed->elements[1].attribute(u"namespace"), Jwe::ns);
    QVERIFY(sealed->elements[2].is(u"e2e", Jwe::ns));
    QVERIFY(!sealed->elements[2].toXml().contains("secret"));
    OutgoingContent receipt{
        m_pair->anna.bare(), m_pair->ben.bare(), {XmlElement(u"received"_s, u"urn:xmpp:receipts"_s)}};
    receipt.transient = true;
    QVERIFY(m_pair->annas->seal(receipt).result()->elements[0].is(u"no-permanent-store", u"urn:xmpp:hints"));
}

// E-13
void JoseSchemeTest::innerIdIsAnother()
{
    OutgoingContent content{m_pair->anna.bare(), m_pair->ben.bare(), {JosePair::bodyElement(u"x"_s)}};
    QSet<QString> ids;
    for (int i = 0; i < 20; ++i) {
        ids.insert(m_pair->annas->seal(content).result()->innerId);
    }
    QCOMPARE(ids.size(), 20);
    content.innerId = u"mine"_s;
    const auto sealed = m_pair->annas->seal(content).result();
    QCOMPARE(sealed->innerId, u"mine"_s);
    XmlElement stanza(u"message"_s, u"jabber:client"_s);
    stanza.setAttribute(u"id"_s, u"mine"_s).append(sealed->elements.back()); // received equal: accepted
    m_pair->giveKey(stanza);
    const auto outcome = m_pair->open(stanza);
    QVERIFY(std::holds_alternative<Opened>(outcome));
    QCOMPARE(std::get<Opened>(outcome).innerId, u"mine"_s);
}

// E-20, E-21: the same stanza opens once the key is here, also much later
void JoseSchemeTest::unknownKeyIsAskedFor()
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    const auto sealed = m_pair->incoming(stanza);
    const auto waiting = m_pair->bens->open(sealed).result();
    QVERIFY(std::holds_alternative<NeedsKey>(waiting));
    QCOMPARE(std::get<NeedsKey>(waiting).keyId, JosePair::sidOf(stanza));
    m_pair->giveKey(stanza);
    m_pair->clock.time = m_pair->clock.time.addDays(2);
    const auto outcome = m_pair->bens->open(sealed).result();
    QVERIFY(std::holds_alternative<Opened>(outcome));
    QVERIFY(!std::get<Opened>(outcome).timeIsOdd); // judged by when it came
}

// E-20
void JoseSchemeTest::keyOfAnotherSender()
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    m_pair->giveKey(stanza);
    const auto outcome
        = m_pair->bens->open(m_pair->incoming(stanza, JosePair::jid(u"carla@example.org/x"_s), m_pair->ben)).result();
    QVERIFY(std::holds_alternative<NeedsKey>(outcome));
    // Another device of the same person is the same sender (R38).
    QVERIFY(std::holds_alternative<Opened>(
        m_pair->bens->open(m_pair->incoming(stanza, JosePair::jid(u"anna@example.org/phone"_s), m_pair->ben))
            .result()));
}

/// A server makes up whose message a copy is, for whom, and when it came.
void JoseSchemeTest::copiesOfAHostileServer() // E-20, E-26, E-43
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    const auto carla = JosePair::jid(u"carla@example.org/x"_s);
    const auto openAtAnnas = [&](const Jid &from, const Jid &to, bool sentByUs) {
        auto copy = m_pair->incoming(stanza, from, to);
        copy.sentByUs = sentByUs;
        return m_pair->annas->open(copy).result();
    };
    QVERIFY(std::holds_alternative<Opened>(openAtAnnas(m_pair->anna, m_pair->ben, true)));
    // Ours, but said to have gone to somebody else; sent back as the peer's; as one to ourselves; as sent by another.
    QVERIFY(std::holds_alternative<NeedsKey>(openAtAnnas(m_pair->anna, carla, true)));
    QVERIFY(std::holds_alternative<NeedsKey>(openAtAnnas(m_pair->ben, m_pair->anna, false)));
    QVERIFY(std::holds_alternative<NeedsKey>(openAtAnnas(m_pair->anna, m_pair->anna, false)));
    QVERIFY(std::holds_alternative<Rejected>(openAtAnnas(carla, m_pair->ben, true)));
    // Out of an archive, under another sender or with a time of its own.
    m_pair->giveKey(stanza);
    auto archived = m_pair->incoming(stanza, carla, m_pair->ben);
    archived.delayedAt = m_pair->clock.time;
    QVERIFY(std::holds_alternative<NeedsKey>(m_pair->bens->open(archived).result()));
    archived = m_pair->incoming(stanza);
    archived.delayedAt = m_pair->clock.time.addDays(-1);
    const auto opened = m_pair->bens->open(archived).result();
    QVERIFY(std::holds_alternative<Opened>(opened));
    QCOMPARE(std::get<Opened>(opened).timeMark, TimeMark::Future);
}

// R40, E-26
void JoseSchemeTest::kidMustBeTheSid()
{
    const auto envelope = StanzaEnvelope{m_pair->clock.time,
        XmlElement(u"message"_s, u"jabber:client"_s)
            .setAttribute(u"from"_s, m_pair->anna.toString())
            .setAttribute(u"to"_s, m_pair->ben.toString())}
                              .toXml();
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(m_pair->sealedText(envelope, u"sid"_s))));
    init();
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(m_pair->sealedText(envelope, {}))));
    const auto outcome = m_pair->open(m_pair->sealedText(envelope, u"SID"_s));
    QVERIFY(std::holds_alternative<Rejected>(outcome));
    QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::DecryptionFailed);
    auto unnamed = m_pair->sealedText(envelope, {});
    unnamed = XmlElement(u"message"_s, u"jabber:client"_s)
                  .append(XmlElement(*unnamed.child(u"e2e", Jwe::ns)).setAttribute(u"id"_s, QString()));
    QVERIFY(std::holds_alternative<Rejected>(m_pair->open(unnamed)));
}

// E-26
void JoseSchemeTest::addressesMustAgree_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("good");
    QTest::newRow("bare") << u"anna@example.org"_s << u"ben@example.org"_s << true;
    QTest::newRow("full, other case") << u"Anna@Example.org/x"_s << u"ben@example.org/y"_s << true;
    QTest::newRow("other from") << u"carla@example.org"_s << u"ben@example.org"_s << false;
    QTest::newRow("other to") << u"anna@example.org"_s << u"carla@example.org"_s << false;
    QTest::newRow("swapped") << u"ben@example.org"_s << u"anna@example.org"_s << false;
    QTest::newRow("no from") << QString() << u"ben@example.org"_s << false;
    QTest::newRow("no to") << u"anna@example.org"_s << QString() << false;
    QTest::newRow("no address") << u"@"_s << u"ben@example.org"_s << false;
}

void JoseSchemeTest::addressesMustAgree()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const bool, good);
    XmlElement message(u"message"_s, u"jabber:client"_s);
    message.setAttribute(u"from"_s, from).setAttribute(u"to"_s, to);
    const auto outcome = m_pair->open(m_pair->sealedText(StanzaEnvelope{m_pair->clock.time, message}.toXml()));
    QCOMPARE(std::holds_alternative<Opened>(outcome), good);
    if (!good) {
        QCOMPARE(std::get<Rejected>(outcome).reason, Reason::SealBroken);
        QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::DecryptionFailed);
    }
}

// E-22, E-28, E-33: the stanza that answers is the same whatever is wrong
void JoseSchemeTest::damageLooksAlike()
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    m_pair->giveKey(stanza);
    QSet<QByteArray> answers;
    const auto *e2e = stanza.child(u"e2e", Jwe::ns);
    const auto judge = [&](const QString &name, const QString &text) {
        XmlElement changed(u"e2e"_s, Jwe::ns);
        changed.setAttribute(u"id"_s, e2e->attribute(u"id"));
        for (const auto *part : e2e->elements()) {
            changed.append(part->name() == name ? XmlElement(name, Jwe::ns).setText(text) : *part);
        }
        XmlElement damaged(u"message"_s, u"jabber:client"_s);
        damaged.setAttribute(u"id"_s, u"o"_s).append(changed);
        const auto outcome = m_pair->open(damaged);
        QVERIFY(std::holds_alternative<Rejected>(outcome));
        answers.insert(JoseScheme::answerTo(damaged, std::get<Rejected>(outcome).fault)->toXml());
    };
    for (const auto &name : {u"header"_s, u"cmk"_s, u"iv"_s, u"data"_s, u"mac"_s}) {
        const QString text = e2e->childText(name, Jwe::ns);
        QString flipped = text;
        flipped[5] = flipped[5] == u'A' ? u'B' : u'A';
        judge(name, flipped);
        judge(name, text.chopped(4));
        judge(name, QString());
        judge(name, u"*"_s);
    }
    QCOMPARE(answers.size(), 1);
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(stanza)));
}

// E-25, E-44
void JoseSchemeTest::brokenEnvelopes_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<SealFault>("fault");
    const auto row = [](const char *name, const QByteArray &from, const QByteArray &to,
                         SealFault fault = SealFault::DecryptionFailed) { QTest::newRow(name) << from << to << fault; };
    row("no namespace", "<message xmlns=\"jabber:client\"", "<message");
    row("DTD", "<forwarded", "<!DOCTYPE x><forwarded");
    row("bad UTF-8", "hi", "h\xff");
    row("iq in a message", "message", "iq");
    row("of a room", "type=\"chat\"", "type=\"groupchat\"");
    row("an error", "type=\"chat\"", "type=\"error\"");
    row("no delay", "urn:xmpp:delay", "urn:x");
    row("offset", "12:00:00.000Z", "12:00:00.000+00:00", SealFault::BadTimestamp);
    row("no zone", "12:00:00.000Z", "12:00:00.000", SealFault::BadTimestamp);
}

void JoseSchemeTest::brokenEnvelopes()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const SealFault, fault);
    XmlElement message(u"message"_s, u"jabber:client"_s);
    message.setAttribute(u"from"_s, m_pair->anna.toString()).setAttribute(u"to"_s, m_pair->ben.toString());
    message.setAttribute(u"type"_s, u"chat"_s).append(JosePair::bodyElement(u"hi"_s));
    const auto text = StanzaEnvelope{m_pair->clock.time, message}.toXml();
    QVERIFY(text.contains(from));
    const auto outcome = m_pair->open(m_pair->sealedText(QByteArray(text).replace(from, to)));
    QVERIFY(std::holds_alternative<Rejected>(outcome));
    QCOMPARE(std::get<Rejected>(outcome).reason, Reason::SealBroken);
    QCOMPARE(std::get<Rejected>(outcome).fault, fault);
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(m_pair->sealedText(text))));
}

// E-25: whoever has the key may seal what is built to hurt
void JoseSchemeTest::hostileEnvelopes_data()
{
    QTest::addColumn<QByteArray>("inside");
    const QByteArray start = "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
                             "stamp='2026-02-14T12:00:00.000Z'/><message xmlns='jabber:client' type='chat' "
                             "from='anna@example.org/desk' to='ben@example.org/phone'>";
    const QByteArray end = "</message></forwarded>";
    const auto row = [&](const char *name, const QByteArray &inside) { QTest::newRow(name) << start + inside + end; };
    row("deep", QByteArray("<a>").repeated(20000) + QByteArray("</a>").repeated(20000));
    row("never closed", QByteArray("<a>").repeated(40000));
    row(
        "many attributes", "<a " + [] {
            QByteArray all;
            for (int i = 0; i < 5000; ++i) {
                all += "a" + QByteArray::number(i) + "='' ";
            }
            return all;
        }() + "/>");
    row("an entity", "<body>&laugh;</body>");
    row("a processing instruction", "<?php echo 1 ?>");
    row("sealed once more", "<e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5' id='sid'><data>A</data></e2e>");
    QTest::newRow("nothing") << QByteArray(" ");
    QTest::newRow("zeros") << QByteArray(4000, '\0');
    QTest::newRow("ends in the middle") << start + "<bo";
    QTest::newRow("two in one") << start + end + start + end;
}

void JoseSchemeTest::hostileEnvelopes()
{
    QFETCH(const QByteArray, inside);
    QElapsedTimer timer;
    timer.start();
    const auto outcome = m_pair->open(m_pair->sealedText(inside));
    QVERIFY(timer.elapsed() < 3000);
    if (const auto *opened = std::get_if<Opened>(&outcome)) {
        // One seal is opened, never the one inside it.
        QVERIFY(inside.contains("<e2e"));
        QCOMPARE(opened->payload.front().name(), u"e2e"_s);
        return;
    }
    QVERIFY(std::holds_alternative<Rejected>(outcome));
    QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::DecryptionFailed);
}

// E-62: not opened, no key asked for, nothing said to the group
void JoseSchemeTest::groupsAreRefused()
{
    auto stanza = m_pair->sealedStanza(u"hi"_s);
    stanza.setAttribute(u"type"_s, u"groupchat"_s);
    for (const bool hasKey : {false, true}) {
        if (hasKey) {
            m_pair->giveKey(stanza);
        }
        const auto outcome = m_pair->open(stanza);
        QVERIFY(std::holds_alternative<Rejected>(outcome));
        QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::None);
    }
    stanza.setAttribute(u"type"_s, u"chat"_s);
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(stanza)));
}

// Carbon and archive copies of what we sent
void JoseSchemeTest::copiesOfOurOwn()
{
    auto sealed = m_pair->incoming(m_pair->sealedStanza(u"hi"_s));
    sealed.sentByUs = true;
    QVERIFY(std::holds_alternative<Opened>(m_pair->annas->open(sealed).result()));
    sealed.sentByUs = false; // nobody vouches for it
    QVERIFY(std::holds_alternative<NeedsKey>(m_pair->annas->open(sealed).result()));
    sealed.sentByUs = true;
    sealed.to = JosePair::jid(u"carla@example.org"_s); // not the peer of that key
    QVERIFY(std::holds_alternative<NeedsKey>(m_pair->annas->open(sealed).result()));
}

/// The server sends our own stanza back as if the peer had written it.
void JoseSchemeTest::ownSealComesBack()
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    QVERIFY(std::holds_alternative<NeedsKey>(
        m_pair->annas->open(m_pair->incoming(stanza, m_pair->ben, m_pair->anna)).result()));
    // An error that carries it back is none of ours to open.
    auto error = stanza;
    error.setAttribute(u"type"_s, u"error"_s);
    QVERIFY(!m_pair->annas->recognises(error));
    QVERIFY(std::holds_alternative<NotForUs>(
        m_pair->annas->open(m_pair->incoming(error, m_pair->ben, m_pair->anna)).result()));
    XmlElement plain(u"message"_s, u"jabber:client"_s);
    QVERIFY(std::holds_alternative<NotForUs>(
        m_pair->annas->open(m_pair->incoming(plain, m_pair->ben, m_pair->anna)).result()));
}

// R45
void JoseSchemeTest::firstOfSeveralSeals()
{
    auto stanza = m_pair->sealedStanza(u"first"_s);
    const auto second = m_pair->sealedStanza(u"second"_s);
    m_pair->giveKey(stanza);
    stanza.append(*second.child(u"e2e", Jwe::ns));
    const auto outcome = m_pair->open(stanza);
    QVERIFY(std::holds_alternative<Opened>(outcome));
    QVERIFY(std::get<Opened>(outcome).payload.front() == JosePair::bodyElement(u"first"_s));
}

void JoseSchemeTest::limits()
{
    QCOMPARE(m_pair->annas
                 ->seal({m_pair->anna.bare(), m_pair->ben.bare(), {JosePair::bodyElement(QString(200 * 1024, u'x'))}})
                 .result()
                 .error()
                 .code,
        Code::TooLarge);
    QVERIFY(!*m_pair->annasKeys.newestOwn(m_pair->ben.bare(), {})); // no key was used up
    const auto large = m_pair->sealedStanza(QString(170 * 1024, u'x'));
    m_pair->giveKey(large);
    QVERIFY(std::holds_alternative<Opened>(m_pair->open(large)));
    const auto outcome = m_pair->open(m_pair->sealedText(QByteArray(300 * 1024, ' ')));
    QCOMPARE(std::get<Rejected>(outcome).reason, Reason::TooLarge);
}

/// A store that fails says nothing about the message, and nothing leaves sealed under a key that was not kept.
void JoseSchemeTest::failedStore()
{
    struct FailingStore final : SessionKeyStore {
        CryptoResult<void> put(const SessionKey &) override { return cryptoError(Code::EngineFailure); }
        CryptoResult<std::optional<SessionKey>> newestOwn(const BareJid &, const QString &) override
        {
            return std::nullopt;
        }
        CryptoResult<std::optional<SessionKey>> own(const QString &) override { return std::nullopt; }
        CryptoResult<std::optional<SessionKey>> ofSender(const BareJid &, const QString &) override
        {
            return cryptoError(Code::EngineFailure);
        }
        CryptoResult<int> removeUnusedSince(const QDateTime &) override { return 0; }
        CryptoResult<QByteArray> stamps(const BareJid &, const QString &) override { return QByteArray(); }
        CryptoResult<void> setStamps(const BareJid &, const QString &, const QByteArray &) override { return {}; }
    } store;
    JoseScheme scheme(store, m_pair->worker, m_pair->clock);
    QCOMPARE(
        scheme.seal({m_pair->anna.bare(), m_pair->ben.bare(), {JosePair::bodyElement(u"x"_s)}}).result().error().code,
        Code::EngineFailure);
    const auto outcome = scheme.open(m_pair->incoming(m_pair->sealedStanza(u"x"_s))).result();
    QCOMPARE(std::get<Rejected>(outcome).reason, Reason::Locked);
    QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::None);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::JoseSchemeTest)
#include "JoseSchemeTest.moc"
