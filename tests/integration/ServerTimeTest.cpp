// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/ShiftedClock.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::test {

/// P-54 with a whole client: its clock is faked to be an hour off, the server's is the true one.
class ServerTimeTest : public QObject {
    Q_OBJECT

    static ProsodyServer::Options accounts()
    {
        ProsodyServer::Options options;
        options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
        return options;
    }

private Q_SLOTS:
    void fakedClockAnHourOff_data()
    {
        QTest::addColumn<qint64>("shift");
        QTest::newRow("ahead") << 3600LL;
        QTest::newRow("behind") << -3600LL;
    }

    void fakedClockAnHourOff()
    {
        QFETCH(const qint64, shift);
        ProsodyServer server(accounts());
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient mira(server, u"mira"_s);
        mira.setClock(std::make_shared<ShiftedClock>(shift), true);
        TestClient anselm(server, u"anselm"_s);
        QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY2(anselm.signIn() && anselm.makeKey() && mira.befriend(anselm), qPrintable(anselm.problem()));
        QTRY_VERIFY(mira.app().clock().ahead() != 0ms);
        QVERIFY(mira.knowsKeyOf(u"anselm"_s) && anselm.knowsKeyOf(u"mira"_s));
        const auto before = QDateTime::currentDateTimeUtc();
        QVERIFY2(mira.sendTo(u"anselm"_s, u"What time is it?"_s), qPrintable(mira.problem()));
        QVERIFY(anselm.hasMessage(u"mira"_s, u"What time is it?"_s));
        const auto written = mira.messagesWith(u"anselm"_s).first().time;
        QVERIFY2(std::abs(before.msecsTo(written)) < 2000, qPrintable(written.toString(Qt::ISODateWithMs)));

        QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
        RawXmppStream raw;
        QVERIFY(raw.open(
            {.port = server.port(), .user = u"mira"_s, .password = u"secret-mira"_s, .caFile = server.caFile()}));
        const auto list = raw.iq(u"get"_s, u"<list xmlns='urn:xmpp:archive' with='anselm@localhost'/>"_s);
        const auto start = list.firstChildElement().firstChildElement(u"chat"_s).attribute(u"start"_s);
        const auto begun = QDateTime::fromString(start, Qt::ISODateWithMs);
        QVERIFY2(begun.isValid() && std::abs(before.msecsTo(begun)) < 2000, qPrintable(xmlText(list)));
        // Nobody finds the time inside the seal odd either.
        QCOMPARE(anselm.messagesWith(u"mira"_s).first().timeIsOdd, false);
        QCOMPARE(server.logProblems(), QStringList());
    }

    // Nothing waits for the answer, and nothing fails without one.
    void serverThatTellsNoTime()
    {
        auto options = accounts();
        options.withoutModules = {u"time"_s};
        ProsodyServer server(options);
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient mira(server, u"mira"_s);
        const auto own = std::make_shared<ShiftedClock>(3600);
        mira.setClock(own, true);
        QVERIFY2(mira.signIn() && mira.makeKey() && mira.archiveIsIdle(), qPrintable(mira.problem()));
        QCOMPARE(mira.app().clock().ahead(), 0ms);
        QVERIFY(std::abs(mira.app().clock().now().msecsTo(own->now())) < 1000);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ServerTimeTest)
#include "ServerTimeTest.moc"
