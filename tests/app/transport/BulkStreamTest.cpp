// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/BulkStream.h"
#include "app/transport/TransportIqChannel.h"
#include "tests/support/FakeTransport.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// When the archive's second stream is opened, used, given up and closed. tests/integration/BulkUploadTest has a
/// server.
class BulkStreamTest : public QObject {
    Q_OBJECT

    struct Bed {
        FakeTransport first;
        FakeTransport second;
        int opened = 0;
        bool maySignIn = true;
        app::BulkStream bulk{first, second, [this](app::Transport &) {
                                 ++opened;
                                 return maySignIn;
                             }};

        Bed() { first.connectNow(); }
        /// Which stream each of `count` requests takes, as a string of 1 and 2.
        QString ask(int count)
        {
            QString way;
            for (int i = 0; i < count; ++i) {
                way += &bulk.next() == &second ? u'2' : u'1';
            }
            return way;
        }
        static QString all(QChar stream, int count) { return QString(count, stream); }
        void openNow()
        {
            (void)ask(app::BulkStream::burst + 1);
            second.connectNow();
        }
    };

private Q_SLOTS:
    void aFewRequestsStayWhereTheyAre()
    {
        Bed bed;
        QCOMPARE(bed.ask(app::BulkStream::burst), Bed::all(u'1', app::BulkStream::burst));
        QCOMPARE(bed.opened, 0);
    }

    void manyGoOverTheSecond()
    {
        Bed bed;
        QCOMPARE(bed.ask(40), Bed::all(u'1', 40)); // not there yet, and nothing waits for it
        QCOMPARE(bed.opened, 1);
        bed.second.connectNow();
        QCOMPARE(bed.ask(40), Bed::all(u'2', 40));
        QCOMPARE(bed.opened, 1);
        app::TransportIqChannel channel(bed.first, &bed.bulk);
        (void)channel.request(archive::IqChannel::Type::Get, crypto::XmlElement(u"list"_s, u"urn:xmpp:archive"_s));
        QCOMPARE(bed.first.iqs.size(), 0);
        QCOMPARE(bed.second.iqs.size(), 1);
    }

    void whereItIsRefusedTheFirstCarriesAll()
    {
        Bed bed;
        (void)bed.ask(20);
        bed.second.loseLink(app::TransportError::Code::WrongPassword);
        QCOMPARE(bed.ask(100), Bed::all(u'1', 100));
        QCOMPARE(bed.opened, 1);
        QCOMPARE(bed.second.disconnects, 1); // what was under way there is told to have failed
    }

    void whereNobodyIsSignedInNothingIsOpened()
    {
        Bed bed;
        bed.maySignIn = false;
        QCOMPARE(bed.ask(40), Bed::all(u'1', 40));
    }

    void aLostLinkIsTakenUpOnce()
    {
        Bed bed;
        bed.openNow();
        bed.second.loseLink();
        QTRY_COMPARE(bed.opened, 2);
        QCOMPARE(bed.second.disconnects, 0); // it may be resumed with its requests
        QCOMPARE(bed.ask(1), u"1"_s);
        bed.second.connectNow(true);
        QCOMPARE(bed.ask(1), u"2"_s);

        bed.second.loseLink();
        QTRY_COMPARE(bed.opened, 3);
        bed.second.loseLink(); // this time it does not come up
        QCOMPARE(bed.second.disconnects, 1);
        QCOMPARE(bed.ask(100), Bed::all(u'1', 100));
        QCOMPARE(bed.opened, 3);
    }

    void withTheNetworkBothComeBack()
    {
        Bed bed;
        bed.openNow();
        bed.first.loseLink();
        bed.second.loseLink();
        QCoreApplication::processEvents();
        QCOMPARE(bed.opened, 1);
        bed.first.connectNow();
        QCOMPARE(bed.second.disconnects, 1); // a new session: nothing under way is answered
        QCOMPARE(bed.opened, 1); // whoever signs in is told of the first one before
        QTRY_COMPARE(bed.opened, 2);
        bed.second.connectNow(true);
        QCOMPARE(bed.ask(1), u"2"_s);

        bed.first.loseLink();
        bed.second.loseLink();
        bed.maySignIn = false;
        const int before = bed.second.disconnects;
        bed.first.connectNow(true);
        QTRY_COMPARE(bed.second.disconnects, before + 1); // what is under way there does not wait for nothing
    }

    void goesWhenItIsIdleOrTheAccountSignsOut()
    {
        Bed bed;
        bed.bulk.setIdle(std::chrono::milliseconds(20));
        bed.openNow();
        QTRY_VERIFY(!bed.second.isConnected());
        QCOMPARE(bed.ask(3), u"111"_s);
        QCOMPARE(bed.opened, 1);

        bed.bulk.setIdle(std::chrono::minutes(1));
        bed.openNow();
        QVERIFY(bed.second.isConnected());
        bed.first.disconnectFromServer();
        QVERIFY(!bed.second.isConnected());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::BulkStreamTest)
#include "BulkStreamTest.moc"
