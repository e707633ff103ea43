// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// The own fetcher of the server's message archive (XEP-0313).
class TransportArchiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{
            .accounts = {{u"alice"_s, u"secret-a"_s}, {u"bob"_s, u"secret-b"_s}, {u"carol"_s, u"secret-c"_s}},
            .archiveModule = false});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void cleanupTestCase()
    {
        QVERIFY2(m_server->logProblems().isEmpty(), qPrintable(m_server->logProblems().join(u'\n')));
    }

    void anEmptyArchiveIsComplete()
    {
        XmppPeer carol(*m_server, u"carol"_s);
        QVERIFY(carol.signIn());
        const auto page = await(carol.transport.fetchArchive({}, {}, 50, false));
        QVERIFY(page.has_value());
        QVERIFY(page->complete);
        QVERIFY(page->messages.isEmpty());
        const auto newest = await(carol.transport.fetchArchive({}, {}, 50, true));
        QVERIFY(newest.has_value());
        QVERIFY(newest->messages.isEmpty());
        carol.signOut();
    }

    void pagesFollowEachOther()
    {
        constexpr int count = 75;
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        const auto to = *crypto::Jid::parse(u"alice@localhost"_s);
        const QString text = u"Проверка связи, сообщение номер "_s;
        QFuture<app::TransportResult<void>> last;
        for (int i = 0; i < count; ++i) {
            last = bob.say(to, text + QString::number(i), u"m-%1"_s.arg(i));
        }
        QVERIFY(await(last).has_value());
        QTRY_COMPARE(alice.messages.size(), count);

        QList<app::IncomingMessage> fetched;
        QString after;
        int pages = 0;
        for (bool complete = false; !complete && pages < 10; ++pages) {
            const auto page = await(alice.transport.fetchArchive(after, {}, 30, false));
            QVERIFY(page.has_value());
            QCOMPARE_LE(page->messages.size(), 30);
            fetched << page->messages;
            after = page->last;
            complete = page->complete;
        }
        QCOMPARE(fetched.size(), count);
        QCOMPARE_GE(pages, 3);
        for (int i = 0; i < count; ++i) {
            const auto &message = fetched[i];
            QCOMPARE(bodyOf(message), text + QString::number(i));
            QCOMPARE(message.origin, app::IncomingMessage::Origin::Archive);
            QCOMPARE(message.originId, u"m-%1"_s.arg(i));
            QVERIFY(message.delayedAt.isValid());
            // The id the live copy had is the archive's.
            QCOMPARE(message.stanzaId, alice.messages[i].stanzaId);
            QVERIFY(!message.stanzaId.isEmpty());
        }
        const auto newest = await(alice.transport.fetchArchive({}, {}, 10, true));
        QVERIFY(newest.has_value());
        QCOMPARE(newest->messages.size(), 10);
        QCOMPARE(newest->messages.last().stanzaId, fetched.last().stanzaId);
        QVERIFY(!newest->complete);
        const auto before = await(alice.transport.fetchArchive(newest->first, {}, 10, true));
        QVERIFY(before.has_value());
        QCOMPARE(before->messages.size(), 10);
        QCOMPARE(before->messages.last().stanzaId, fetched.at(fetched.size() - 11).stanzaId);
        const auto future = QDateTime::currentDateTimeUtc().addSecs(3600);
        const auto none = await(alice.transport.fetchArchive({}, future, 10, false));
        QVERIFY(none.has_value());
        // Prosody's internal store gives the last one whatever the start is.
        QCOMPARE_LE(none->messages.size(), 1);
        const auto all = await(alice.transport.fetchArchive({}, future.addDays(-1), 50, false));
        QVERIFY(all.has_value());
        QCOMPARE(all->messages.first().stanzaId, fetched.first().stanzaId);
        // Nothing of all that came in as a message of its own.
        QCOMPARE(alice.messages.size(), count);
        alice.signOut();
        bob.signOut();
    }

private:
    std::unique_ptr<ProsodyServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportArchiveTest)
#include "TransportArchiveTest.moc"
