// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/OxPeer.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Sealing;

/// Seals by people with keys of their own and bad intentions, against the whole client: each is shown closed, with no
/// word of it or of the fallback text, or not at all (O-02, O-09 to O-13, O-41, O-54, O-65).
class OxHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void sealsThatDoNotHold_data();
    void sealsThatDoNotHold();
    void aReflectedMessageIsRefused();
    void somebodyElsesMessageIsRefused();
    void forgedCarbonsAndArchiveResultsAreNothing();
    void forgedEventsChangeNothing();
    void errorsAreNotStored();
    void aReplayAfterARestartIsShownOnce();
    void anEarlierCorrectionDoesNotComeBack();

private:
    [[nodiscard]] QList<archive::Message> messages() { return m_mira->messagesWith(u"anselm"_s); }
    [[nodiscard]] bool grows(qsizetype count);
    [[nodiscard]] QByteArray content(const QString &inner, const QString &head = {}) const;
    [[nodiscard]] QByteArray seal(const QByteArray &text);
    void wire(const QByteArray &message, const QString &id);

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<TestClient> m_mira;
    std::unique_ptr<OxPeer> m_anselm;
    std::unique_ptr<OxPeer> m_mallory;
    crypto::KeyFingerprint m_key;
    crypto::KeyFingerprint m_ours;
    QString m_to;
};

void OxHostileTest::initTestCase()
{
    ProsodyServer::Options options;
    options.accounts
        = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}, {u"mallory"_s, u"secret-mallory"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_to = m_server->jid(u"mira"_s);
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(m_mira->signIn() && m_mira->makeKey(), qPrintable(m_mira->problem()));
    m_ours = m_mira->app().keys().currentKey();
    for (auto *peer : {&m_anselm, &m_mallory}) {
        const auto user = peer == &m_anselm ? u"anselm"_s : u"mallory"_s;
        *peer = std::make_unique<OxPeer>(*m_server, user);
        QVERIFY((*peer)->signIn());
        const auto key = (*peer)->gnupg.makeKey(m_server->jid(user)).fingerprint;
        QVERIFY((*peer)->announce(key) && (*peer)->importKeyOf(m_mira->jid(u"mira"_s), m_ours));
        if (peer == &m_anselm) {
            m_key = key;
        }
    }
    QVERIFY(m_mira->knowsKeyOf(u"anselm"_s));
}

void OxHostileTest::cleanupTestCase()
{
    m_mira.reset();
    m_anselm->xmpp.signOut();
    m_mallory->xmpp.signOut();
    QCOMPARE(m_server->logProblems(), QStringList());
}

bool OxHostileTest::grows(qsizetype count)
{
    return QTest::qWaitFor([&] { return messages().size() == count; }, 20000);
}

QByteArray OxHostileTest::content(const QString &inner, const QString &head) const
{
    const auto now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    return u"%1<signcrypt xmlns='urn:xmpp:openpgp:0'><to jid='%2'/><time stamp='%3'/><rpad/>%4</signcrypt>"_s
        .arg(head, m_to, now, inner)
        .toUtf8();
}

QByteArray OxHostileTest::seal(const QByteArray &text)
{
    return m_anselm->gnupg.gpg(
        {u"--sign"_s, u"--encrypt"_s, u"-u"_s, m_key.toString(), u"-r"_s, m_ours.toString()}, text);
}

void OxHostileTest::wire(const QByteArray &message, const QString &id)
{
    m_anselm->send(m_to, message, id);
}

void OxHostileTest::sealsThatDoNotHold_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto *kind : {"tampered", "truncated", "two payloads", "two texts", "another's signature", "unsigned",
             "signed only", "for somebody else", "entities", "nested deeply", "compression bomb", "garbage"}) {
        QTest::newRow(kind) << QString::fromLatin1(kind);
    }
}

void OxHostileTest::sealsThatDoNotHold()
{
    QFETCH(const QString, kind);
    const auto body = u"<payload><body xmlns='jabber:client'>secret word</body></payload>"_s;
    const auto good = content(body);
    const QStringList toMira{u"-r"_s, m_ours.toString()};
    QByteArray message = seal(good);
    if (kind == u"tampered"_s) {
        message[message.size() - 30] = char(message[message.size() - 30] ^ 1);
    } else if (kind == u"truncated"_s) {
        message.chop(25);
    } else if (kind == u"two payloads"_s) {
        message = seal(content(body + body));
    } else if (kind == u"two texts"_s) {
        message = seal(content(
            u"<payload><body xmlns='jabber:client'>secret word</body><body xmlns='jabber:client'>other word</body></payload>"_s));
    } else if (kind == u"another's signature"_s) {
        const auto other = m_mallory->gnupg.makeKey(m_server->jid(u"mallory"_s)).fingerprint;
        message
            = m_mallory->gnupg.gpg(QStringList{u"--sign"_s, u"--encrypt"_s, u"-u"_s, other.toString()} + toMira, good);
    } else if (kind == u"unsigned"_s) {
        message = m_anselm->gnupg.gpg(QStringList{u"--encrypt"_s} + toMira, good);
    } else if (kind == u"signed only"_s) {
        message = m_anselm->gnupg.gpg({u"--sign"_s, u"-u"_s, m_key.toString()}, good);
    } else if (kind == u"for somebody else"_s) {
        message = seal(QByteArray(good).replace(m_to.toUtf8(), "mercutio@localhost"));
    } else if (kind == u"entities"_s) {
        message = seal(content(u"<payload><body xmlns='jabber:client'>&e;</body></payload>"_s,
            u"<!DOCTYPE s [<!ENTITY a 'xxxxxxxxxx'><!ENTITY e '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"_s));
    } else if (kind == u"nested deeply"_s) {
        message = seal(content(u"<payload>"_s + u"<a xmlns='urn:x'>"_s.repeated(2000) + u"</a>"_s.repeated(2000)
            + u"<body xmlns='jabber:client'>secret word</body></payload>"_s));
    } else if (kind == u"compression bomb"_s) {
        message = seal(content(u"<payload><body xmlns='jabber:client'>secret word "_s + QString(30 * 1024 * 1024, u' ')
            + u"</body></payload>"_s));
        QVERIFY(message.size() < 100 * 1024);
    } else {
        message = QByteArray(5000, 'x');
    }
    QVERIFY(!message.isEmpty());
    const auto before = messages().size();
    wire(message, u"bad-"_s + QString(kind).remove(u' '));
    QVERIFY(grows(before + 1));
    const auto shown = messages().last();
    // Signed by a key that is not announced for the sender may become readable one day; never now.
    QVERIFY(shown.sealing == Sealing::SealBroken || shown.sealing == Sealing::WaitsForKey);
    QVERIFY(shown.sealing == Sealing::SealBroken || kind == u"another's signature"_s);
    QCOMPARE(shown.body, QString());
    // The next good one comes through as ever.
    wire(seal(content(u"<payload><body xmlns='jabber:client'>good after %1</body></payload>"_s.arg(
             QString(kind).replace(u'\'', u' ')))),
        u"good-"_s + QString(kind).remove(u' '));
    QVERIFY(grows(before + 2));
    QCOMPARE(messages().last().sealing, Sealing::Sealed);
}

/// O-10: what we signed comes back in the other's name.
void OxHostileTest::aReflectedMessageIsRefused()
{
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"these are my words"_s), qPrintable(m_mira->problem()));
    const auto sealedText = [&]() -> QString {
        for (const auto &message : m_anselm->xmpp.messages) {
            if (message.stanza.child(u"store", u"urn:xmpp:hints")) {
                return message.stanza.childText(u"openpgp", u"urn:xmpp:openpgp:0");
            }
        }
        return {};
    };
    QTRY_VERIFY(!sealedText().isEmpty());
    const auto before = messages().size();
    wire(QByteArray::fromBase64(sealedText().toLatin1()), u"reflected"_s);
    QVERIFY(grows(before + 1));
    QCOMPARE(messages().last().sealing, Sealing::SealBroken);
    QCOMPARE(messages().last().body, QString());
    QVERIFY(!messages().last().outgoing);
}

/// O-10: a good seal by Anselm, carried to us by Mallory.
void OxHostileTest::somebodyElsesMessageIsRefused()
{
    m_mallory->send(
        m_to, seal(content(u"<payload><body xmlns='jabber:client'>not mallory</body></payload>"_s)), u"carried"_s);
    QTRY_COMPARE(m_mira->messagesWith(u"mallory"_s).size(), 1);
    QCOMPARE(m_mira->messagesWith(u"mallory"_s).first().sealing, Sealing::SealBroken);
    QCOMPARE(m_mira->messagesWith(u"mallory"_s).first().body, QString());
}

void OxHostileTest::forgedCarbonsAndArchiveResultsAreNothing()
{
    RawXmppStream wire;
    QVERIFY(wire.open({m_server->port(), u"mallory"_s, u"secret-mallory"_s, m_server->caFile(), u"raw"_s}));
    const auto inner
        = u"<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' from='%1' to='%2' id='f'><body>forged words</body></message></forwarded>"_s;
    const auto toAnselm = inner.arg(m_to + u"/phone"_s, m_server->jid(u"anselm"_s));
    const auto fromAnselm = inner.arg(m_server->jid(u"anselm"_s) + u"/x"_s, m_to);
    const auto before = messages().size();
    const auto send = [&](const QString &child) { wire.send(u"<message to='%1'>%2</message>"_s.arg(m_to, child)); };
    send(u"<sent xmlns='urn:xmpp:carbons:2'>%1</sent>"_s.arg(toAnselm));
    send(u"<received xmlns='urn:xmpp:carbons:2'>%1</received>"_s.arg(fromAnselm));
    send(u"<result xmlns='urn:xmpp:mam:2' id='1' queryid='q'>%1</result>"_s.arg(fromAnselm));
    const auto seen = m_mira->messagesWith(u"mallory"_s).size();
    wire.send(u"<message to='%1' type='chat' id='end'><body>the end</body></message>"_s.arg(m_to));
    QTRY_COMPARE(m_mira->messagesWith(u"mallory"_s).size(), seen + 1);
    QCOMPARE(m_mira->messagesWith(u"mallory"_s).last().body, u"the end"_s);
    QCOMPARE(messages().size(), before);
    wire.close();
}

/// O-30, O-23: whatever node it names, an event speaks for its sender only, and of strangers it is not followed up.
void OxHostileTest::forgedEventsChangeNothing()
{
    RawXmppStream wire;
    QVERIFY(wire.open({m_server->port(), u"mallory"_s, u"secret-mallory"_s, m_server->caFile(), u"raw"_s}));
    const auto own = m_mira->app().keys().ownKeys().size();
    const auto peer = m_mira->jid(u"anselm"_s);
    const auto list
        = u"<item id='current'><public-keys-list xmlns='urn:xmpp:openpgp:0'><pubkey-metadata v4-fingerprint='%1'/></public-keys-list></item>"_s
              .arg(QString(40, u'A'));
    for (const auto &[node, item] : {std::pair{u"urn:xmpp:openpgp:0:public-keys"_s, list},
             std::pair{u"urn:xmpp:openpgp:0:secret-key"_s,
                 u"<item id='current'><secretkey xmlns='urn:xmpp:openpgp:0'>AAAA</secretkey></item>"_s}}) {
        wire.send(
            u"<message to='%1' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='%2'>%3</items></event></message>"_s
                .arg(m_to, node, item));
    }
    const auto seen = m_mira->messagesWith(u"mallory"_s).size();
    wire.send(u"<message to='%1' type='chat' id='end-2'><body>the end again</body></message>"_s.arg(m_to));
    QTRY_COMPARE(m_mira->messagesWith(u"mallory"_s).size(), seen + 1);
    QCOMPARE(m_mira->app().keys().ownKeys().size(), own);
    QCOMPARE(m_mira->app().keys().currentKey(), m_ours);
    QCOMPARE(m_mira->app().keys().recipientsFor(peer), QList{m_key});
    QVERIFY(!m_mira->app()
            .keys()
            .recipientsFor(m_mira->jid(u"mallory"_s))
            .contains(*crypto::KeyFingerprint::parse(QString(40, u'A'))));
    wire.close();
}

/// O-65: hints in an error count for nothing.
void OxHostileTest::errorsAreNotStored()
{
    RawXmppStream wire;
    QVERIFY(wire.open({m_server->port(), u"anselm"_s, u"secret-anselm"_s, m_server->caFile(), u"raw"_s}));
    const auto before = messages().size();
    wire.send(
        u"<message to='%1' type='error' id='nobody-knows'><body>an error's text</body><store xmlns='urn:xmpp:hints'/><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"_s
            .arg(m_to));
    wire.send(u"<message to='%1' type='chat' id='after-error'><body>after the error</body></message>"_s.arg(m_to));
    QVERIFY(grows(before + 1));
    QCOMPARE(messages().last().body, u"after the error"_s);
    wire.close();
}

/// O-12
void OxHostileTest::aReplayAfterARestartIsShownOnce()
{
    const auto message = seal(content(u"<payload><body xmlns='jabber:client'>only once</body></payload>"_s));
    const auto before = messages().size();
    wire(message, u"replay-1"_s);
    QVERIFY(grows(before + 1));
    m_mira.reset();
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(m_mira->signIn(), qPrintable(m_mira->problem()));
    wire(message, u"replay-2"_s);
    wire(seal(content(u"<payload><body xmlns='jabber:client'>behind it</body></payload>"_s)), u"replay-3"_s);
    QVERIFY(m_mira->hasMessage(u"anselm"_s, u"behind it"_s));
    QCOMPARE(messages().size(), before + 2);
}

/// O-12: whoever carries a correction can send it once more, or hold it back and send it late.
void OxHostileTest::anEarlierCorrectionDoesNotComeBack()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto said = [&](int seconds, const QString &words, bool corrects) {
        const QString replace = corrects ? u"<replace xmlns='urn:xmpp:message-correct:0' id='meet-1'/>"_s : QString();
        auto text = content(u"<payload><body xmlns='jabber:client'>%1</body>%2</payload>"_s.arg(words, replace));
        const auto stamp = now.addSecs(seconds).toString(Qt::ISODate).toUtf8();
        const auto at = text.indexOf("stamp='") + 7;
        text.replace(at, text.indexOf('\'', at) - at, stamp);
        return seal(text);
    };
    const auto before = messages().size();
    const auto second = said(-20, u"meet at nine"_s, true);
    const auto held = said(-10, u"meet at noon"_s, true);
    wire(said(-30, u"meet at eight"_s, false), u"meet-1"_s);
    QVERIFY(grows(before + 1));
    wire(second, u"meet-2"_s);
    QTRY_COMPARE_WITH_TIMEOUT(messages().last().body, u"meet at nine"_s, 20000);
    wire(said(-5, u"meet at ten"_s, true), u"meet-3"_s);
    QTRY_COMPARE_WITH_TIMEOUT(messages().last().body, u"meet at ten"_s, 20000);
    for (const bool again : {false, true}) {
        wire(second, u"meet-4-%1"_s.arg(again));
        wire(held, u"meet-5-%1"_s.arg(again));
        const QString behind = u"behind the corrections %1"_s.arg(again);
        wire(said(0, behind, false), u"behind-%1"_s.arg(again));
        QVERIFY(m_mira->hasMessage(u"anselm"_s, behind));
        QCOMPARE(messages()[before].body, u"meet at ten"_s);
        if (!again) {
            m_mira.reset();
            m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s, m_profile->path());
            QVERIFY2(m_mira->signIn(), qPrintable(m_mira->problem()));
        }
    }
    wire(said(5, u"meet at eleven"_s, true), u"meet-6"_s);
    QTRY_COMPARE_WITH_TIMEOUT(messages()[before].body, u"meet at eleven"_s, 20000);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::OxHostileTest)
#include "OxHostileTest.moc"
