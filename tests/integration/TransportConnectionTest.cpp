// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;
using Code = letterlock::app::TransportError::Code;

namespace letterlock::test {

namespace {

ProsodyServer::Options options()
{
    return {.accounts = {{u"alice"_s, u"secret-a"_s}, {u"bob"_s, u"secret-b"_s}}, .archiveModule = false};
}

} // namespace

class TransportConnectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ProsodyServer>(options());
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void wrongPasswordIsToldApart()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        alice.password = u"wrong"_s;
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.first().code, Code::WrongPassword);
        QVERIFY(!alice.transport.isConnected());
        alice.password = m_server->password(u"alice"_s);
        QVERIFY(alice.signIn());
        QCOMPARE(alice.failures.size(), 1);
        alice.signOut();
        QCOMPARE(alice.failures.last().code, Code::NotConnected);
    }

    void withoutEncryptionNothingIsSaid()
    {
        auto clear = options();
        clear.tls = false;
        ProsodyServer server(clear);
        QVERIFY2(server.start(), qPrintable(server.log()));
        XmppPeer alice(server, u"alice"_s);
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.first().code, Code::NoTls);
        QCOMPARE(alice.connections.size(), 0);
    }

    void badCertificatesAreExplained_data()
    {
        QTest::addColumn<int>("certificate");
        QTest::addColumn<QString>("reason");
        QTest::newRow("name") << int(ProsodyServer::Certificate::WrongHost) << u"wrong-name"_s;
        QTest::newRow("time") << int(ProsodyServer::Certificate::Expired) << u"expired"_s;
    }

    void badCertificatesAreExplained()
    {
        QFETCH(int, certificate);
        QFETCH(QString, reason);
        auto bad = options();
        bad.certificate = ProsodyServer::Certificate(certificate);
        ProsodyServer server(bad);
        QVERIFY2(server.start(), qPrintable(server.log()));
        XmppPeer alice(server, u"alice"_s);
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.size(), 1);
        QCOMPARE(alice.failures.first().code, Code::Certificate);
        QCOMPARE(alice.certificates.size(), 1);
        QCOMPARE(alice.certificates.first().reasons, QStringList{reason});
        QCOMPARE(alice.certificates.first().server, u"localhost"_s);
    }

    void unknownAuthorityThenPinned()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        alice.settings.extraCaFile.clear();
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.first().code, Code::Certificate);
        const auto problem = alice.certificates.value(0);
        QVERIFY2(problem.reasons.contains(u"unknown-authority"_s), qPrintable(problem.reasons.join(u' ')));
        QCOMPARE(problem.sha256.size(), 32);
        QVERIFY(problem.validTo > QDateTime::currentDateTimeUtc());

        // Another certificate's pin opens nothing.
        alice.settings.pinnedCertificates = {QByteArray(32, 'x')};
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.last().code, Code::Certificate);

        alice.settings.pinnedCertificates = {problem.sha256};
        QVERIFY(alice.signIn());
        alice.signOut();
    }

    void serverGoneAndBack()
    {
        ProsodyServer server(options());
        QVERIFY2(server.start(), qPrintable(server.log()));
        XmppPeer alice(server, u"alice"_s);
        QVERIFY(alice.signIn());
        server.kill();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.first().code, Code::ConnectionLost);
        alice.start();
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.last().code, Code::ConnectionRefused);
        QVERIFY(server.restart());
        QVERIFY(alice.signIn());
        QCOMPARE(alice.connections, (QList<bool>{false, false}));
        alice.signOut();
    }

    void aCutLinkIsResumedAndLosesNothing()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        const auto first = alice.transport.ownJid();

        // Written, but cut before it leaves.
        const auto onTheWay = alice.say(bob.transport.ownJid(), u"from alice"_s, u"a-1"_s);
        alice.cutLink();
        QTRY_COMPARE(alice.failures.size(), 1);
        QCOMPARE(alice.failures.first().code, Code::ConnectionLost);
        QVERIFY(await(bob.say(first, u"while away"_s, u"b-1"_s)).has_value());
        QVERIFY(!onTheWay.isFinished());

        QVERIFY(alice.signIn());
        QCOMPARE(alice.connections, (QList<bool>{false, true}));
        QCOMPARE(alice.transport.ownJid(), first);
        QVERIFY(await(onTheWay).has_value());
        QVERIFY(await(bob.say(first, u"after"_s, u"b-2"_s)).has_value());
        QTRY_COMPARE(alice.bodies(), (QStringList{u"while away"_s, u"after"_s}));
        QCOMPARE(bob.bodies(), QStringList{u"from alice"_s});
        alice.signOut();
        bob.signOut();
    }

    void aSilentLinkIsCutButResumed()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        // The time-out is over before any answer can be here.
        QVERIFY(alice.signIn());
        alice.transport.setTimeouts(
            std::chrono::milliseconds(0), std::chrono::seconds(30), std::chrono::milliseconds(50));
        QVERIFY(alice.waitForFailure());
        QCOMPARE(alice.failures.first().code, Code::ConnectionLost);
        alice.transport.setTimeouts(std::chrono::seconds(30), std::chrono::seconds(30), std::chrono::seconds(60));
        QVERIFY(alice.signIn());
        QCOMPARE(alice.connections, (QList<bool>{false, true}));
        alice.signOut();
    }

    void theSameResourceTwiceIsAConflict()
    {
        XmppPeer first(*m_server, u"alice"_s);
        XmppPeer second(*m_server, u"alice"_s);
        QVERIFY(first.signIn());
        QVERIFY(second.signIn());
        QVERIFY(first.waitForFailure());
        QCOMPARE(first.failures.size(), 1);
        QCOMPARE(first.failures.first().code, Code::ReplacedByOtherClient);
        QVERIFY(second.transport.isConnected());
        second.signOut();
    }

private:
    std::unique_ptr<ProsodyServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportConnectionTest)
#include "TransportConnectionTest.moc"
