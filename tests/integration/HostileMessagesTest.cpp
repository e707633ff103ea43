// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// What a peer that is not a friend can put on the wire, against the whole client: a clear form for each, never text.
class HostileMessagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sealsThatAreNoneAreShownClosed();
    void aSealedTextCannotBeCorrectedInTheOpen();
    void theSameSealTwiceIsShownOnce();
    void plainTextIsMarkedAsSuch();
    void cleanupTestCase();

private:
    [[nodiscard]] archive::Message last();
    [[nodiscard]] bool countBecomes(qsizetype count);
    [[nodiscard]] QString envelope(const QString &id, const QString &inside) const;

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
    std::unique_ptr<TestClient> m_anselm;
    RawXmppStream m_wire; ///< Anselm's account, spoken by hand
};

void HostileMessagesTest::initTestCase()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
    m_anselm = std::make_unique<TestClient>(*m_server, u"anselm"_s);
    QVERIFY2(m_mira->signIn() && m_mira->makeKey(), qPrintable(m_mira->problem()));
    QVERIFY2(m_anselm->signIn() && m_anselm->makeKey(), qPrintable(m_anselm->problem()));
    QVERIFY2(m_wire.open({m_server->port(), u"anselm"_s, u"secret-anselm"_s, m_server->caFile()}),
        qPrintable(m_wire.errorText()));
}

void HostileMessagesTest::cleanupTestCase()
{
    m_wire.close();
    m_mira.reset();
    m_anselm.reset();
    QCOMPARE(m_server->logProblems(), QStringList());
}

archive::Message HostileMessagesTest::last()
{
    const auto all = m_mira->messagesWith(u"anselm"_s);
    return all.isEmpty() ? archive::Message() : all.last();
}

bool HostileMessagesTest::countBecomes(qsizetype count)
{
    return QTest::qWaitFor([&] { return m_mira->messagesWith(u"anselm"_s).size() == count; }, 20000);
}

QString HostileMessagesTest::envelope(const QString &id, const QString &inside) const
{
    return u"<message to='%1' type='chat' id='%2'><body>fallback text</body>%3</message>"_s.arg(
        m_server->jid(u"mira"_s), id, inside);
}

void HostileMessagesTest::sealsThatAreNoneAreShownClosed() // O-01, O-13, O-62, O-64
{
    const auto before = m_mira->messagesWith(u"anselm"_s).size();
    m_wire.send(envelope(u"g1"_s, u"<openpgp xmlns='urn:xmpp:openpgp:0'>bm90IGEgbWVzc2FnZQ==</openpgp>"_s));
    QVERIFY(countBecomes(before + 1));
    QVERIFY(archive::isClosed(last().sealing));
    QCOMPARE(last().body, QString());

    m_wire.send(envelope(u"g2"_s, u"<openpgp xmlns='urn:xmpp:openpgp:0'>*** not base64 ***</openpgp>"_s));
    QVERIFY(countBecomes(before + 2));
    QVERIFY(archive::isClosed(last().sealing));
    QCOMPARE(last().body, QString());

    m_wire.send(envelope(u"g3"_s,
        u"<encrypted xmlns='eu.siacs.conversations.axolotl'/><encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' name='Plain text'/>"_s));
    QVERIFY(countBecomes(before + 3));
    QCOMPARE(last().sealing, archive::Sealing::NewerForm);
    QCOMPARE(last().body, QString());
}

void HostileMessagesTest::aSealedTextCannotBeCorrectedInTheOpen()
{
    const auto before = m_mira->messagesWith(u"anselm"_s).size();
    QVERIFY(m_anselm->knowsKeyOf(u"mira"_s));
    QVERIFY2(m_anselm->sendTo(u"mira"_s, u"meet at four"_s), qPrintable(m_anselm->problem()));
    QVERIFY(countBecomes(before + 1));
    QCOMPARE(last().body, u"meet at four"_s);
    QCOMPARE(last().sealing, archive::Sealing::Sealed);
    m_wire.send(
        u"<message to='%1' type='chat' id='c1'><body>meet at nine</body><replace xmlns='urn:xmpp:message-correct:0' id='%2'/></message>"_s
            .arg(m_server->jid(u"mira"_s), last().originId));
    m_wire.send(envelope(u"c2"_s, {}));
    QVERIFY(countBecomes(before + 2)); // the second one, sent after it, has arrived
    QCOMPARE(m_mira->messagesWith(u"anselm"_s)[before].body, u"meet at four"_s);
}

void HostileMessagesTest::theSameSealTwiceIsShownOnce() // O-12
{
    RawXmppStream tap;
    QVERIFY(tap.open({m_server->port(), u"mira"_s, u"secret-mira"_s, m_server->caFile(), u"tap"_s}));
    tap.iq(u"set"_s, u"<enable xmlns='urn:xmpp:carbons:2'/>"_s);
    tap.sendPresence();
    const auto before = m_mira->messagesWith(u"anselm"_s).size();
    QVERIFY(m_anselm->sendTo(u"mira"_s, u"only once"_s));
    QVERIFY(countBecomes(before + 1));
    QString seal;
    while (seal.isEmpty()) {
        const auto stanza = tap.next(u"message"_s);
        QVERIFY(!stanza.isNull());
        const auto found = stanza.elementsByTagName(u"openpgp"_s);
        if (!found.isEmpty()) {
            seal = found.at(0).toElement().text();
        }
    }
    m_wire.send(envelope(u"r1"_s, u"<openpgp xmlns='urn:xmpp:openpgp:0'>%1</openpgp>"_s.arg(seal)));
    m_wire.send(envelope(u"r2"_s, {}));
    QVERIFY(countBecomes(before + 2)); // "only once" and the plain one behind the replay
    tap.close();
}

void HostileMessagesTest::plainTextIsMarkedAsSuch()
{
    const auto before = m_mira->messagesWith(u"anselm"_s).size();
    m_wire.send(
        u"<message to='%1' type='chat' id='p1'><body>in the open</body></message>"_s.arg(m_server->jid(u"mira"_s)));
    QVERIFY(countBecomes(before + 1));
    QCOMPARE(last().body, u"in the open"_s);
    QCOMPARE(last().sealing, archive::Sealing::NotSealed);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::HostileMessagesTest)
#include "HostileMessagesTest.moc"
