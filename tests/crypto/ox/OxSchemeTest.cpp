// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/ox/ContentElement.h"
#include "crypto/ox/OxScheme.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Reason = Rejected::Reason;

namespace {

struct FixedClock final : Clock {
    QDateTime time = QDateTime::currentDateTimeUtc();
    QDateTime now() const override { return time; }
};

BareJid bare(const QString &text)
{
    return BareJid::parse(text).value_or(BareJid());
}

XmlElement bodyElement(const QString &text)
{
    XmlElement body(u"body"_s, u"jabber:client"_s);
    body.setText(text);
    return body;
}

} // namespace

class OxSchemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roundTrip();
    void aKeyTakenBackHoldsNothingUp();
    void wireShape();
    void transientLeavesNoTrace();
    void refusedContents_data();
    void refusedContents();
    void signOnlyIsRefused();
    void cryptOnlyIsRefused();
    void wrongSenderIsRefused();
    void userIdMustMatchWhole();
    void twoSignaturesAreRefused();
    void unknownSignerWaitsForItsKey();
    void tamperedIsBroken();
    void keyNotHere();
    void lockedKey();
    void tooLarge();
    void notForUs();
    void oddTimes();
    void carbonOfOwnMessage();
    void revokedSigner();
    void sealNeedsKeys();

private:
    OpenOutcome open(const QByteArray &message, const QString &from = u"anna@example.org/phone"_s,
        const QString &to = u"ben@example.org/desk"_s);
    QByteArray signcrypted(const QByteArray &text)
    {
        return m_anna->engine().signcrypt(text, m_annaKey.fingerprint, {m_benKey.fingerprint}).value_or(QByteArray());
    }

    std::unique_ptr<TempGnupgHome> m_anna;
    std::unique_ptr<TempGnupgHome> m_ben;
    PublicKey m_annaKey;
    PublicKey m_benKey;
    FixedClock m_clock;
    Worker m_worker{u"test"_s};
    std::unique_ptr<OxScheme> m_annaOx;
    std::unique_ptr<OxScheme> m_benOx;
};

const QByteArray goodText = R"(<signcrypt xmlns='urn:xmpp:openpgp:0'><to jid='ben@example.org'/>)"
                            R"(<time stamp='2026-02-14T19:22:31Z'/><rpad>x</rpad>)"
                            R"(<payload><body xmlns='jabber:client'>hi</body></payload></signcrypt>)";

Reason reasonOf(const OpenOutcome &outcome)
{
    if (const auto *rejected = std::get_if<Rejected>(&outcome)) {
        return rejected->reason;
    }
    qFatal("not rejected, but alternative %d", int(outcome.index()));
}

XmlElement stanzaWith(const QByteArray &message)
{
    XmlElement stanza(u"message"_s, u"jabber:client"_s);
    stanza.append(bodyElement(u"fallback"_s));
    XmlElement openpgp(u"openpgp"_s, ContentElement::ns);
    openpgp.setText(QString::fromLatin1(message.toBase64()));
    return stanza.append(openpgp);
}

void OxSchemeTest::initTestCase()
{
    m_anna = std::make_unique<TempGnupgHome>();
    m_ben = std::make_unique<TempGnupgHome>();
    m_annaKey = m_anna->makeKey(u"anna@example.org"_s);
    m_benKey = m_ben->makeKey(u"ben@example.org"_s);
    m_anna->share(m_annaKey.fingerprint, *m_ben);
    m_ben->share(m_benKey.fingerprint, *m_anna);
    m_annaOx = std::make_unique<OxScheme>(m_anna->engine(), m_anna->keyring(), m_worker, m_clock);
    m_benOx = std::make_unique<OxScheme>(m_ben->engine(), m_ben->keyring(), m_worker, m_clock);
    m_annaOx->setOwnKeys({m_annaKey.fingerprint, {m_annaKey.fingerprint}});
    m_benOx->setOwnKeys({m_benKey.fingerprint, {m_benKey.fingerprint}});
}

OpenOutcome OxSchemeTest::open(const QByteArray &message, const QString &from, const QString &to)
{
    IncomingSealed sealed;
    sealed.from = *Jid::parse(from);
    sealed.to = *Jid::parse(to);
    sealed.stanza = stanzaWith(message);
    sealed.receivedAt = m_clock.now();
    return m_benOx->open(sealed).result();
}

/// One of our own, revoked while whoever lists them has not heard of it.
void OxSchemeTest::aKeyTakenBackHoldsNothingUp()
{
    TempGnupgHome anna;
    const auto now = anna.makeKey(u"anna@example.org"_s).fingerprint;
    const auto before = anna.makeKey(u"anna@example.org"_s).fingerprint;
    m_ben->share(m_benKey.fingerprint, anna);
    OxScheme ox(anna.engine(), anna.keyring(), m_worker, m_clock);
    ox.setOwnKeys({now, {before, now}});
    QVERIFY(anna.keyring().revoke(before, RevocationReason::Superseded));
    const auto seal = [&] {
        return ox
            .seal({bare(u"anna@example.org"_s), bare(u"ben@example.org"_s), {bodyElement(u"still here"_s)},
                {m_benKey.fingerprint}})
            .result();
    };
    const auto sealed = seal();
    QVERIFY2(sealed.has_value(), sealed ? "" : qPrintable(sealed.error().detail));
    ox.setOwnKeys({now, {before}});
    QVERIFY(!seal().has_value()); // one that nobody here could open again
}

// O-03, O-04, O-10, O-11, O-54, O-55, O-56
void OxSchemeTest::roundTrip()
{
    const XmlElement receipt = XmlElement(u"request"_s, u"urn:xmpp:receipts"_s);
    XmlElement serverBody(u"body"_s, u"jabber:server"_s);
    const auto sealed = m_annaOx
                            ->seal({bare(u"anna@example.org"_s), bare(u"ben@example.org"_s),
                                {bodyElement(u"grüße <&> 👋"_s), receipt, serverBody}, {m_benKey.fingerprint}})
                            .result();
    QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
    IncomingSealed incoming;
    incoming.stanza = XmlElement(u"message"_s, u"jabber:client"_s);
    for (const auto &element : sealed->elements) {
        incoming.stanza.append(element);
    }
    QVERIFY(!incoming.stanza.toXml().contains("grüße"));
    // What goes over the wire is text.
    incoming.stanza = XmlElement::parse(incoming.stanza.toXml()).value_or(XmlElement());
    incoming.from = *Jid::parse(u"Anna@Example.org/phone"_s);
    incoming.to = *Jid::parse(u"ben@example.org/desk"_s);
    incoming.receivedAt = m_clock.now();
    QVERIFY(m_benOx->recognises(incoming.stanza));
    const auto outcome = m_benOx->open(incoming).result();
    const auto *opened = std::get_if<Opened>(&outcome);
    QVERIFY2(
        opened, qPrintable(std::holds_alternative<Rejected>(outcome) ? std::get<Rejected>(outcome).detail : QString()));
    QCOMPARE(opened->payload.size(), 3U);
    QCOMPARE(opened->payload[0].text(), u"grüße <&> 👋"_s);
    QVERIFY(opened->payload[1].is(u"request", u"urn:xmpp:receipts"));
    QVERIFY(opened->payload[2].is(u"body", u"jabber:server"));
    QCOMPARE(opened->signer, m_annaKey.fingerprint);
    QVERIFY(!opened->timeIsOdd);
    QCOMPARE(opened->sealDigest.size(), 32);
    // O-12: the same seal twice has the same digest
    const auto again = m_benOx->open(incoming).result();
    QCOMPARE(std::get<Opened>(again).sealDigest, opened->sealDigest);
    // O-04: the sender's other devices open it too
    QVERIFY(std::holds_alternative<Opened>(m_annaOx->open(incoming).result()));
}

// O-01, O-58, O-60, section 3
void OxSchemeTest::wireShape()
{
    const auto sealed = m_annaOx
                            ->seal({bare(u"anna@example.org"_s), bare(u"ben@example.org"_s), {bodyElement(u"hello"_s)},
                                {m_benKey.fingerprint}})
                            .result();
    QVERIFY(sealed);
    XmlElement stanza(u"message"_s, u"jabber:client"_s);
    for (const auto &element : sealed->elements) {
        stanza.append(element);
    }
    QCOMPARE(sealed->elements.size(), 4U);
    QVERIFY(stanza.childText(u"body", u"jabber:client").contains(u"OpenPGP"));
    QVERIFY(stanza.child(u"store", u"urn:xmpp:hints"));
    const auto *eme = stanza.child(u"encryption", u"urn:xmpp:eme:0");
    QVERIFY(eme);
    QCOMPARE(eme->attribute(u"namespace"), u"urn:xmpp:openpgp:0"_s);
    QVERIFY(!eme->hasAttribute(u"name"));
    const auto raw = QByteArray::fromBase64(stanza.childText(u"openpgp", ContentElement::ns).toLatin1());
    const auto opened = m_ben->engine().open(raw);
    QVERIFY(opened);
    const auto content = ContentElement::parse(opened->plaintext);
    QVERIFY(content);
    QCOMPARE(content->to, (QList{bare(u"ben@example.org"_s), bare(u"anna@example.org"_s)}));
    QVERIFY(m_annaOx->discoFeatures().contains(u"urn:xmpp:openpgp:im:0"_s)); // O-50
}

/// A receipt that cannot be opened later must not look like a lost message.
void OxSchemeTest::transientLeavesNoTrace() // O-58
{
    const auto elementsOf = [&](bool transient) {
        OutgoingContent content{
            bare(u"anna@example.org"_s), bare(u"ben@example.org"_s), {}, {m_benKey.fingerprint}, transient};
        content.payload.push_back(XmlElement(u"received"_s, u"urn:xmpp:receipts"_s).setAttribute(u"id"_s, u"a"_s));
        XmlElement stanza(u"message"_s, u"jabber:client"_s);
        auto future = m_annaOx->seal(content);
        future.waitForFinished();
        const auto sealed = future.result();
        for (const auto &element : sealed->elements) {
            stanza.append(element);
        }
        return stanza;
    };
    const auto receipt = elementsOf(true);
    QVERIFY(receipt.child(u"openpgp", ContentElement::ns));
    QVERIFY(receipt.child(u"no-permanent-store", u"urn:xmpp:hints"));
    QVERIFY(!receipt.child(u"store", u"urn:xmpp:hints"));
    QVERIFY(!receipt.child(u"body", u"jabber:client"));
    const auto message = elementsOf(false);
    QVERIFY(message.child(u"store", u"urn:xmpp:hints"));
    QVERIFY(message.child(u"body", u"jabber:client"));
}

void OxSchemeTest::refusedContents_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto with = [](const char *from, const char *to) { return QByteArray(goodText).replace(from, to); };
    QTest::newRow("wrong to, O-11") << with("ben@example.org", "mercutio@example.org");
    QTest::newRow("no to, O-06") << with("<to jid='ben@example.org'/>", "");
    QTest::newRow("no time, O-07") << with("<time stamp='2026-02-14T19:22:31Z'/>", "");
    QTest::newRow("two times, O-07") << with("<rpad>", "<time stamp='2026-02-14T19:22:31Z'/><rpad>");
    QTest::newRow("bad time, O-07") << with("2026-02-14T19:22:31Z", "yesterday");
    QTest::newRow("no payload, O-09") << with("<payload><body xmlns='jabber:client'>hi</body></payload>", "");
    QTest::newRow("two payloads, O-09") << with("</payload>", "</payload><payload/>");
    QTest::newRow("crypt inside signed, O-05") << with("signcrypt", "crypt");
    QTest::newRow("sign inside encrypted, O-53") << with("signcrypt", "sign");
    QTest::newRow("other namespace, O-02") << with("urn:xmpp:openpgp:0", "urn:xmpp:openpgp:1");
    QTest::newRow("two roots, O-02") << goodText + goodText;
    QTest::newRow("DTD, O-02") << "<!DOCTYPE x [<!ENTITY e 'e'>]>" + goodText;
    QTest::newRow("bad UTF-8, O-02") << with("hi", "h\xff");
    QTest::newRow("no XML") << QByteArray("hello");
    QTest::newRow("nothing") << QByteArray();
}

void OxSchemeTest::refusedContents()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(reasonOf(open(signcrypted(text))), Reason::SealBroken);
    QVERIFY(std::holds_alternative<Opened>(open(signcrypted(goodText))));
}

// O-05, O-53
void OxSchemeTest::signOnlyIsRefused()
{
    for (const auto &text : {goodText, QByteArray(goodText).replace("signcrypt", "sign")}) {
        QCOMPARE(reasonOf(open(*m_anna->engine().sign(text, m_annaKey.fingerprint))), Reason::SealBroken);
    }
}

// O-03, O-05
void OxSchemeTest::cryptOnlyIsRefused()
{
    for (const auto &text : {goodText, QByteArray(goodText).replace("signcrypt", "crypt")}) {
        const auto message = m_anna->engine().encrypt(SecretBytes(QByteArrayView(text)), {m_benKey.fingerprint});
        QCOMPARE(reasonOf(open(*message)), Reason::SealBroken);
    }
}

// O-10, O-13
void OxSchemeTest::wrongSenderIsRefused()
{
    QCOMPARE(reasonOf(open(signcrypted(goodText), u"eve@example.org/x"_s)), Reason::SealBroken);
    QCOMPARE(reasonOf(open(signcrypted(goodText), u"anna@example.net"_s)), Reason::SealBroken);
    QCOMPARE(reasonOf(open(signcrypted(goodText), u"anna@example.org"_s, u"romeo@example.org"_s)), Reason::SealBroken);
}

// O-10, O-39, interop 3.3
void OxSchemeTest::userIdMustMatchWhole()
{
    TempGnupgHome other;
    m_ben->share(m_benKey.fingerprint, other);
    for (const auto &userId : {u"anna@example.org"_s, u"Anna <anna@example.org>"_s, u"xmpp:anna1@example.org"_s,
             u"xmpp:anna@example.org.net"_s, u"mail xmpp:anna@example.org"_s}) {
        GpgmeHome again(other.path());
        GpgmeKeyring keyring(again);
        GpgmeEngine engine(again);
        other.gpg({u"--passphrase"_s, QString(), u"--quick-gen-key"_s, userId, u"ed25519"_s, u"sign"_s, u"never"_s});
        const auto keys = keyring.keys();
        QVERIFY(keys);
        const auto found
            = std::ranges::find_if(*keys, [&](const PublicKey &key) { return key.userIds.contains(userId); });
        QVERIFY(found != keys->end());
        const auto message = engine.signcrypt(goodText, found->fingerprint, {m_benKey.fingerprint});
        QVERIFY(message);
        QVERIFY(m_ben->keyring().importKeys(*keyring.exportPublic(found->fingerprint)));
        QCOMPARE(reasonOf(open(*message)), Reason::SealBroken);
    }
}

void OxSchemeTest::twoSignaturesAreRefused()
{
    const auto second = m_anna->makeKey(u"anna@example.org"_s);
    m_anna->share(second.fingerprint, *m_ben);
    const QByteArray message
        = m_anna->gpg({u"-u"_s, m_annaKey.fingerprint.toString(), u"-u"_s, second.fingerprint.toString(), u"-r"_s,
                          m_benKey.fingerprint.toString(), u"--sign"_s, u"--encrypt"_s},
            goodText);
    QVERIFY(!message.isEmpty());
    QCOMPARE(m_ben->engine().open(message)->signatures.size(), 2);
    QCOMPARE(reasonOf(open(message)), Reason::SealBroken);
}

// O-10: unknown key; the stanza can be opened again once the key is here
void OxSchemeTest::unknownSignerWaitsForItsKey()
{
    TempGnupgHome other;
    const auto key = other.makeKey(u"anna@example.org"_s);
    m_ben->share(m_benKey.fingerprint, other);
    const auto message = other.engine().signcrypt(goodText, key.fingerprint, {m_benKey.fingerprint});
    QVERIFY(message);
    const auto waiting = open(*message);
    QVERIFY(std::holds_alternative<NeedsKey>(waiting));
    QCOMPARE(std::get<NeedsKey>(waiting).keyId, key.fingerprint.toString());
    other.share(key.fingerprint, *m_ben);
    QVERIFY(std::holds_alternative<Opened>(open(*message)));
}

// O-01, O-13
void OxSchemeTest::tamperedIsBroken()
{
    const QByteArray message = signcrypted(goodText);
    for (qsizetype i = 3; i < message.size(); i += 31) {
        QByteArray damaged = message;
        damaged[i] = char(damaged[i] ^ 4);
        QVERIFY(std::holds_alternative<Rejected>(open(damaged)));
    }
    QByteArray last = message;
    last.back() = char(last.back() ^ 1);
    QCOMPARE(reasonOf(open(last)), Reason::SealBroken);
    IncomingSealed sealed;
    sealed.from = *Jid::parse(u"anna@example.org/x"_s);
    sealed.to = *Jid::parse(u"ben@example.org"_s);
    const QString base64 = QString::fromLatin1(message.toBase64());
    const auto outcomeOf = [&](const QString &text) {
        sealed.stanza = XmlElement(u"message"_s, u"jabber:client"_s);
        XmlElement openpgp(u"openpgp"_s, ContentElement::ns);
        sealed.stanza.append(openpgp.setText(text));
        return m_benOx->open(sealed).result();
    };
    QVERIFY(std::holds_alternative<Opened>(outcomeOf(u"\n "_s + base64.left(40) + u"\r\n\t"_s + base64.mid(40))));
    QCOMPARE(reasonOf(outcomeOf(u"-----BEGIN PGP MESSAGE-----\n\n"_s + base64)), Reason::SealBroken);
    QCOMPARE(reasonOf(outcomeOf(u"%%%%"_s)), Reason::SealBroken);
    QCOMPARE(reasonOf(outcomeOf(QString())), Reason::SealBroken);
}

void OxSchemeTest::keyNotHere()
{
    const auto stranger = m_anna->makeKey(u"carla@example.org"_s);
    const auto message = m_anna->engine().signcrypt(goodText, m_annaKey.fingerprint, {stranger.fingerprint});
    QCOMPARE(reasonOf(open(*message)), Reason::KeyNotHere);
}

void OxSchemeTest::lockedKey()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"dora@example.org"_s, "secret");
    home.share(key.fingerprint, *m_anna);
    const auto message = m_anna->engine().signcrypt(goodText, m_annaKey.fingerprint, {key.fingerprint});
    QVERIFY(message);
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    home.keyring().setPassphrase(key.fingerprint, {});
    OxScheme ox(home.engine(), home.keyring(), m_worker, m_clock);
    IncomingSealed sealed;
    sealed.from = *Jid::parse(u"anna@example.org/x"_s);
    sealed.to = *Jid::parse(u"dora@example.org"_s);
    sealed.stanza = stanzaWith(*message);
    QCOMPARE(reasonOf(ox.open(sealed).result()), Reason::Locked);
}

// O-41
void OxSchemeTest::tooLarge()
{
    QCOMPARE(reasonOf(open(QByteArray(257 * 1024, 'x'))), Reason::TooLarge);
    QCOMPARE(reasonOf(open(QByteArray(2 * 1024 * 1024, 'x'))), Reason::TooLarge);
    const QByteArray bomb = m_anna->gpg({u"--compress-algo"_s, u"zlib"_s, u"-u"_s, m_annaKey.fingerprint.toString(),
                                            u"-r"_s, m_benKey.fingerprint.toString(), u"--sign"_s, u"--encrypt"_s},
        QByteArray(20 * 1024 * 1024, ' '));
    QVERIFY(!bomb.isEmpty() && bomb.size() < 256 * 1024);
    QCOMPARE(reasonOf(open(bomb)), Reason::TooLarge);
    const auto sealed = m_annaOx
                            ->seal({bare(u"anna@example.org"_s), bare(u"ben@example.org"_s),
                                {bodyElement(QString(250 * 1024, u'x'))}, {m_benKey.fingerprint}})
                            .result();
    QCOMPARE(sealed.error().code, CryptoError::Code::TooLarge);
}

void OxSchemeTest::notForUs()
{
    IncomingSealed sealed;
    sealed.stanza = XmlElement(u"message"_s, u"jabber:client"_s);
    sealed.stanza.append(bodyElement(u"plain"_s));
    QVERIFY(!m_benOx->recognises(sealed.stanza));
    QVERIFY(std::holds_alternative<NotForUs>(m_benOx->open(sealed).result()));
}

// O-12, interop 3.1.3
void OxSchemeTest::oddTimes()
{
    const auto oddFor = [&](const QString &stamp, const QDateTime &received, const QDateTime &delayed) {
        IncomingSealed sealed;
        sealed.from = *Jid::parse(u"anna@example.org/x"_s);
        sealed.to = *Jid::parse(u"ben@example.org"_s);
        sealed.receivedAt = received;
        sealed.delayedAt = delayed;
        sealed.stanza = stanzaWith(signcrypted(QByteArray(goodText).replace("2026-02-14T19:22:31Z", stamp.toUtf8())));
        const auto outcome = m_benOx->open(sealed).result();
        return std::get<Opened>(outcome).timeIsOdd;
    };
    const auto now = QDateTime::fromString(u"2026-02-14T19:25:00Z"_s, Qt::ISODate);
    QVERIFY(!oddFor(u"2026-02-14T19:20:01Z"_s, now, {}));
    QVERIFY(!oddFor(u"2026-02-14T19:22:31+0000"_s, now, {}));
    QVERIFY(!oddFor(u"2026-02-14T21:22:31.123+02:00"_s, now, {}));
    QVERIFY(oddFor(u"2026-02-14T19:19:59Z"_s, now, {}));
    QVERIFY(oddFor(u"2026-02-14T19:30:01Z"_s, now, {}));
    QVERIFY(!oddFor(u"2026-02-11T19:25:00Z"_s, now, now.addDays(-3)));
    QVERIFY(oddFor(u"2026-02-14T19:25:00Z"_s, now, now.addDays(-3)));
}

// O-11: own carbon: compare with the carbon's to
void OxSchemeTest::carbonOfOwnMessage()
{
    const auto message
        = m_anna->engine().signcrypt(goodText, m_annaKey.fingerprint, {m_benKey.fingerprint, m_annaKey.fingerprint});
    IncomingSealed sealed;
    sealed.from = *Jid::parse(u"anna@example.org/phone"_s);
    sealed.to = *Jid::parse(u"ben@example.org"_s);
    sealed.sentByUs = true;
    sealed.stanza = stanzaWith(*message);
    QVERIFY(std::holds_alternative<Opened>(m_annaOx->open(sealed).result()));
    sealed.to = *Jid::parse(u"carla@example.org"_s);
    QCOMPARE(reasonOf(m_annaOx->open(sealed).result()), Reason::SealBroken);
}

// O-10 "at signing": what was signed before a harmless revocation stays good
void OxSchemeTest::revokedSigner()
{
    for (const auto reason : {RevocationReason::Superseded, RevocationReason::Compromised}) {
        const auto key = m_anna->makeKey(u"anna@example.org"_s);
        m_anna->share(key.fingerprint, *m_ben);
        const auto message = m_anna->engine().signcrypt(goodText, key.fingerprint, {m_benKey.fingerprint});
        QVERIFY(message);
        QVERIFY(std::holds_alternative<Opened>(open(*message)));
        // OpenPGP counts whole seconds; the revocation must be later.
        const auto signedBy = QDateTime::currentSecsSinceEpoch();
        QTRY_VERIFY(QDateTime::currentSecsSinceEpoch() > signedBy);
        QVERIFY(m_anna->keyring().revoke(key.fingerprint, reason));
        m_anna->share(key.fingerprint, *m_ben);
        QCOMPARE(std::holds_alternative<Opened>(open(*message)), reason == RevocationReason::Superseded);
    }
}

// O-51: nothing goes out that the peer could not open
void OxSchemeTest::sealNeedsKeys()
{
    const auto anna = bare(u"anna@example.org"_s);
    const auto ben = bare(u"ben@example.org"_s);
    QVERIFY(!m_annaOx->seal({anna, ben, {bodyElement(u"x"_s)}, {}}).result());
    QVERIFY(!m_annaOx->seal({anna, ben, {bodyElement(u"x"_s)}, {*KeyFingerprint::parse(QString(40, u'A'))}}).result());
    OxScheme keyless(m_anna->engine(), m_anna->keyring(), m_worker, m_clock);
    QVERIFY(!keyless.seal({anna, ben, {bodyElement(u"x"_s)}, {m_benKey.fingerprint}}).result());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::OxSchemeTest)
#include "OxSchemeTest.moc"
