// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/EjabberdServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// The client on a server of another make: what holds on Prosody holds here.
class EjabberdServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        EjabberdServer::Options options;
        options.accounts = {{u"mira"_s, u"secret \"мира\""_s}, {u"anselm"_s, u"secret-anselm"_s}};
        options.messageArchive = true;
        m_server = std::make_unique<EjabberdServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void cleanupTestCase()
    {
        QCOMPARE(m_server->logProblems(), QStringList());
        m_server->stop();
        QVERIFY(!m_server->isRunning());
    }

    void aWrongPasswordIsRefused()
    {
        XmppPeer mira(*m_server, u"mira"_s);
        mira.password = u"wrong"_s;
        mira.start();
        QVERIFY(mira.waitForFailure());
        QCOMPARE(mira.failures.last().code, app::TransportError::Code::WrongPassword);
    }

    void chatsSealed() // O-03, O-10, O-13
    {
        TestClient mira(*m_server, u"mira"_s);
        TestClient anselm(*m_server, u"anselm"_s);
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        QVERIFY2(anselm.signIn(), qPrintable(anselm.problem()));
        QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY2(anselm.makeKey(), qPrintable(anselm.problem()));
        QVERIFY(mira.knowsKeyOf(u"anselm"_s));
        QVERIFY2(
            mira.sendTo(u"anselm"_s, u"Привет, the loupe is in the drawer 引き出し"_s), qPrintable(mira.problem()));
        QVERIFY(anselm.hasMessage(u"mira"_s, u"Привет, the loupe is in the drawer 引き出し"_s));
        const auto received = anselm.messagesWith(u"mira"_s);
        QCOMPARE(received.size(), 1);
        QCOMPARE(received[0].sealing, archive::Sealing::Sealed);
        QCOMPARE(received[0].signer, mira.app().keys().currentKey());
        QVERIFY(anselm.knowsKeyOf(u"mira"_s));
        QVERIFY(anselm.sendTo(u"mira"_s, u"Found it"_s));
        QVERIFY(mira.hasMessage(u"anselm"_s, u"Found it"_s));
    }

    void whatWasMissedComesFromItsArchive()
    {
        QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
        {
            TestClient anselm(*m_server, u"anselm"_s, profile.path());
            QVERIFY2(anselm.signIn(), qPrintable(anselm.problem()));
            QVERIFY2(anselm.makeKey(), qPrintable(anselm.problem()));
        }
        TestClient mira(*m_server, u"mira"_s);
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY(mira.knowsKeyOf(u"anselm"_s));
        QVERIFY2(mira.sendTo(u"anselm"_s, u"while you were out"_s), qPrintable(mira.problem()));
        XmppPeer raw(*m_server, u"anselm"_s);
        QVERIFY(raw.signIn());
        const auto page = await(raw.transport.fetchArchive({}, {}, 50, true));
        QVERIFY(page.has_value());
        QVERIFY(!page->messages.isEmpty());
        QVERIFY(!page->messages.last().stanzaId.isEmpty());
        raw.signOut();
        TestClient again(*m_server, u"anselm"_s, profile.path());
        QVERIFY2(again.signIn(), qPrintable(again.problem()));
        QVERIFY(again.hasMessage(u"mira"_s, u"while you were out"_s));
        const auto all = again.messagesWith(u"mira"_s);
        QCOMPARE(std::ranges::count(all, u"while you were out"_s, &archive::Message::body), 1);
    }

    /// Last, because the others need the first run's data.
    void itComesBackAfterAKill()
    {
        m_server->kill();
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        XmppPeer mira(*m_server, u"mira"_s);
        QVERIFY(mira.signIn());
        mira.signOut();
    }

private:
    std::unique_ptr<EjabberdServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::EjabberdServerTest)
#include "EjabberdServerTest.moc"
