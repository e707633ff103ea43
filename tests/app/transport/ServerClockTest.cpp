// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/ServerClock.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/FakeTransport.h"
#include "tests/support/ShiftedClock.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::test {

/// P-54: what the server says of the time, and what is made of it. Both clocks are faked here.
class ServerClockTest : public QObject {
    Q_OBJECT

    static crypto::XmlElement answer(const QString &utc, const QString &ns = u"urn:xmpp:time"_s)
    {
        crypto::XmlElement time(u"time"_s, ns);
        time.appendTextElement(u"tzo"_s, u"+02:00"_s).appendTextElement(u"utc"_s, utc);
        return time;
    }
    static QString written(const QDateTime &time, bool fraction = true)
    {
        return time.toString(fraction ? u"yyyy-MM-ddThh:mm:ss.zzz'Z'"_s : u"yyyy-MM-ddThh:mm:ss'Z'"_s);
    }
    static bool isNear(const QDateTime &one, const QDateTime &other) { return std::abs(one.msecsTo(other)) <= 1600; }

private Q_SLOTS:
    void differenceIsTakenOff_data()
    {
        QTest::addColumn<qint64>("shift");
        QTest::addColumn<bool>("fraction");
        QTest::addColumn<bool>("followed");
        QTest::newRow("an hour ahead") << 3600LL << true << true;
        QTest::newRow("an hour behind, whole seconds") << -3600LL << false << true;
        QTest::newRow("almost a day") << 23LL * 3600 << true << true;
        QTest::newRow("two days: no server moves time so far") << 48LL * 3600 << true << false;
        QTest::newRow("years behind") << -5LL * 365 * 86400 << true << false;
    }

    void differenceIsTakenOff()
    {
        QFETCH(const qint64, shift);
        QFETCH(const bool, fraction);
        QFETCH(const bool, followed);
        const ShiftedClock own(shift);
        FakeTransport transport;
        transport.connectNow();
        transport.answerIq = [&](const FakeTransport::SentIq &iq) -> FakeTransport::IqAnswer {
            [&] {
                QVERIFY(!iq.isSet);
                QCOMPARE(iq.to.toString(), u"localhost"_s); // our own server, nobody else
                QVERIFY(iq.payload.is(u"time", u"urn:xmpp:time"));
            }();
            return answer(written(QDateTime::currentDateTimeUtc(), fraction));
        };
        app::ServerClock clock(own, transport);
        const QSignalSpy changed(&clock, &app::ServerClock::changed);
        clock.ask();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(clock.isFollowed(), followed);
        QVERIFY(std::chrono::abs(clock.ahead() - std::chrono::seconds(shift)) < 2s);
        QVERIFY(isNear(clock.now(), followed ? QDateTime::currentDateTimeUtc() : own.now()));
    }

    // A difference that an answer in whole seconds cannot show is none: two right clocks stay as they are.
    void rightClockIsLeftAlone()
    {
        const ShiftedClock own;
        FakeTransport transport;
        transport.connectNow();
        transport.answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(written(QDateTime::currentDateTimeUtc().addMSecs(-700)));
        };
        app::ServerClock clock(own, transport);
        clock.ask();
        QCOMPARE(clock.ahead(), 0ms);
    }

    void nonsenseMovesNothing_data()
    {
        QTest::addColumn<QString>("utc");
        QTest::addColumn<QString>("ns");
        const QString good = written(QDateTime::currentDateTimeUtc().addSecs(-7200));
        QTest::newRow("not a time") << u"soon"_s << u"urn:xmpp:time"_s;
        QTest::newRow("empty") << QString() << u"urn:xmpp:time"_s;
        QTest::newRow("without zone") << good.chopped(1) << u"urn:xmpp:time"_s;
        QTest::newRow("zone in UTC's place") << good.chopped(1) + u"+02:00"_s << u"urn:xmpp:time"_s;
        QTest::newRow("another namespace") << good << u"urn:xmpp:time:9"_s;
    }

    void nonsenseMovesNothing()
    {
        QFETCH(const QString, utc);
        QFETCH(const QString, ns);
        const ShiftedClock own(10);
        FakeTransport transport;
        transport.connectNow();
        transport.answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer { return answer(utc, ns); };
        app::ServerClock clock(own, transport);
        clock.ask();
        QCOMPARE(clock.ahead(), 0ms);
        QVERIFY(isNear(clock.now(), own.now()));
    }

    // A server that tells nothing any more: what was known goes on to hold. A late answer is asked for again.
    void silenceAndDelay()
    {
        const ShiftedClock own(3600);
        FakeTransport transport;
        transport.connectNow();
        transport.answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(written(QDateTime::currentDateTimeUtc()));
        };
        app::ServerClock clock(own, transport);
        clock.ask();
        QVERIFY(isNear(clock.now(), QDateTime::currentDateTimeUtc()));
        transport.answerIq = [](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return std::unexpected(
                app::TransportError{app::TransportError::Code::StanzaError, u"service-unavailable"_s, {}, {}});
        };
        clock.ask();
        QVERIFY(isNear(clock.now(), QDateTime::currentDateTimeUtc()));

        transport.answersIqs = false;
        transport.answerIq = [](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(written(QDateTime::currentDateTimeUtc().addSecs(-20 * 60)));
        };
        const auto asked = transport.iqs.size();
        clock.ask();
        QTest::qWait(2100); // longer than an answer may take
        transport.answerPendingIqs();
        QTRY_COMPARE(transport.iqs.size(), asked + 2);
        QVERIFY(isNear(clock.now(), QDateTime::currentDateTimeUtc()));
        transport.answerPendingIqs();
        QTRY_VERIFY(isNear(clock.now(), QDateTime::currentDateTimeUtc().addSecs(-20 * 60)));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ServerClockTest)
#include "ServerClockTest.moc"
