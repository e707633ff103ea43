// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ClockNotice.h"

#include <QLabel>
#include <QtTest>

#include "tests/support/FakeTransport.h"
#include "tests/support/ShiftedClock.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/shell/BannerArea.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// P-54: a clock that is far off is said, with the difference, and whose time counts. The clock is faked.
class ClockNoticeTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;

private Q_SLOTS:
    void initTestCase() { m_dress = std::make_unique<test::Dress>(); }

    void whatIsSaid_data()
    {
        QTest::addColumn<qint64>("shift");
        QTest::addColumn<QString>("difference");
        QTest::addColumn<QString>("whose");
        QTest::newRow("a minute") << 60LL << QString() << QString();
        QTest::newRow("ten minutes") << 600LL << u"10 minutes ahead"_s << u"the server's time"_s;
        QTest::newRow("two hours behind") << -7200LL << u"2 hours behind"_s << u"the server's time"_s;
        QTest::newRow("three days") << 3 * 86400LL << u"3 days ahead"_s << u"this computer's time"_s;
    }

    void whatIsSaid()
    {
        QFETCH(const qint64, shift);
        QFETCH(const QString, difference);
        QFETCH(const QString, whose);
        test::ShiftedClock own(shift);
        test::FakeTransport transport;
        transport.connectNow();
        transport.answerIq = [](const test::FakeTransport::SentIq &) -> test::FakeTransport::IqAnswer {
            crypto::XmlElement time(u"time"_s, u"urn:xmpp:time"_s);
            const auto now = QDateTime::currentDateTimeUtc();
            return time.appendTextElement(u"utc"_s, now.toString(u"yyyy-MM-ddThh:mm:ss.zzz'Z'"_s));
        };
        app::ServerClock clock(own, transport);
        BannerArea banners;
        const ClockNotice notice(clock, banners);
        clock.ask();
        QCOMPARE(banners.shows(u"clock"_s), !difference.isEmpty());
        const auto *banner = banners.findChild<Banner *>();
        QVERIFY(difference.isEmpty() || banner->notice().headline.contains(difference));
        QVERIFY(difference.isEmpty() || banner->notice().text.contains(whose));
        banners.resize(1100, banners.sizeHint().height());
        QVERIFY(test::savePicture(banners, u"clock-notice"_s));
        own.shift(0);
        clock.ask();
        QVERIFY(!banners.shows(u"clock"_s));
    }
};

QTEST_MAIN(ClockNoticeTest)
#include "ClockNoticeTest.moc"
