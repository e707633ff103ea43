// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/StampRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

const QDateTime noon = QDateTime::fromString(u"2026-02-14T12:00:00.000Z"_s, Qt::ISODateWithMs);

QDateTime at(int minutes, int seconds = 0)
{
    return noon.addSecs(minutes * 60 + seconds);
}

} // namespace

class StampRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiveMinutes();
    void decreasing();
    void tenMinutes();
    void acceptedOnceOnly();
    void offlineMessages();
    void savedAndRestored();
    void garbageIsAnEmptyWindow();
    void oldestGo();
    void sentStampsIncrease();
};

// E-40, E-42
void StampRulesTest::fiveMinutes()
{
    const StampWindow window;
    QCOMPARE(window.judge(at(-4, -59), noon), TimeMark::Good);
    QCOMPARE(window.judge(at(4, 59), noon), TimeMark::Good);
    QCOMPARE(window.judge(at(-5), noon), TimeMark::Good);
    QCOMPARE(window.judge(at(5), noon), TimeMark::Good);
    QCOMPARE(window.judge(at(-5, -1), noon), TimeMark::Old);
    QCOMPARE(window.judge(at(5, 1), noon), TimeMark::Future);
    QCOMPARE(window.judge(at(-5).addMSecs(-1), noon), TimeMark::Old);
    QCOMPARE(window.judge(at(5).addMSecs(1), noon), TimeMark::Future);
}

// E-41
void StampRulesTest::decreasing()
{
    StampWindow window;
    window.accept(at(1), noon);
    QCOMPARE(window.judge(at(1), noon), TimeMark::Decreasing); // equal
    QCOMPARE(window.judge(at(0, 59), noon), TimeMark::Decreasing);
    QCOMPARE(window.judge(at(1).addMSecs(-1), at(0, 1)), TimeMark::Decreasing);
    QCOMPARE(window.judge(at(1).addMSecs(1), at(0, 1)), TimeMark::Good);
    QCOMPARE(window.judge(at(-6), noon), TimeMark::Old); // the first check counts
}

// E-41: only what was accepted in the last ten minutes holds others back
void StampRulesTest::tenMinutes()
{
    StampWindow window;
    window.accept(at(5), noon); // the furthest that passes
    window.accept(at(8), at(3));
    QCOMPARE(window.judge(at(7), at(10)), TimeMark::Decreasing);
    QCOMPARE(window.judge(at(7), at(12)), TimeMark::Decreasing);
    StampWindow ahead;
    ahead.accept(at(6), at(1)); // as if our clock had run on since
    QCOMPARE(ahead.judge(at(5, 59), at(10, 59)), TimeMark::Decreasing);
    ahead = {};
    ahead.accept(at(60), noon); // accepted before our own clock was put right
    QCOMPARE(ahead.judge(at(10), at(9, 59)), TimeMark::Decreasing);
    QCOMPARE(ahead.judge(at(10), at(10)), TimeMark::Decreasing);
    QCOMPARE(ahead.judge(at(10), at(10, 1)), TimeMark::Good);
}

// E-41: an equal stamp under one key is the same stanza again
void StampRulesTest::acceptedOnceOnly()
{
    StampWindow window;
    window.accept(noon, noon);
    // Three days later, with a delay made up to fit.
    window.accept(at(3 * 24 * 60), at(3 * 24 * 60));
    QCOMPARE(window.judge(noon, at(-1)), TimeMark::Decreasing);
    QCOMPARE(window.judge(noon, at(4)), TimeMark::Decreasing);
}

// E-43: judged at the time our own server vouches for, whatever came live in between
void StampRulesTest::offlineMessages()
{
    StampWindow window;
    window.accept(noon, noon);
    const auto sent = at(-3 * 24 * 60);
    QCOMPARE(window.judge(sent, noon), TimeMark::Old);
    QCOMPARE(window.judge(sent, sent.addSecs(299)), TimeMark::Good);
    window.accept(sent, sent.addSecs(2));
    QCOMPARE(window.judge(sent.addSecs(-1), sent.addSecs(3)), TimeMark::Decreasing);
    QCOMPARE(window.judge(sent.addSecs(1), sent.addSecs(3)), TimeMark::Good);
    QCOMPARE(window.judge(at(0, 1), at(0, 1)), TimeMark::Good);
}

// E-46
void StampRulesTest::savedAndRestored()
{
    StampWindow window;
    QVERIFY(StampWindow::restored(window.save()).save() == window.save());
    window.accept(noon, at(0, 1));
    window.accept(at(1), at(1, 1));
    const auto saved = window.save();
    QVERIFY(saved.size() < 40);
    const auto again = StampWindow::restored(saved);
    QCOMPARE(again.save(), saved);
    QCOMPARE(again.judge(at(1), at(1, 2)), TimeMark::Decreasing);
    QCOMPARE(again.judge(at(0, 30), at(1, 2)), TimeMark::Decreasing);
    QCOMPARE(again.judge(at(1, 1), at(1, 2)), TimeMark::Good);
}

void StampRulesTest::garbageIsAnEmptyWindow()
{
    StampWindow window;
    window.accept(noon, noon);
    const auto saved = window.save();
    for (const auto &bad : {QByteArray(), QByteArray("x"), saved.chopped(1), saved + 'x', '\2' + saved.sliced(1),
             '\1' + QByteArray((StampWindow::capacity + 1) * 16, 'x')}) {
        QCOMPARE(StampWindow::restored(bad).judge(noon, noon), TimeMark::Good);
    }
}

void StampRulesTest::oldestGo()
{
    StampWindow window;
    for (int i = 0; i < StampWindow::capacity + 50; ++i) {
        window.accept(at(i), at(i));
    }
    QCOMPARE(window.save().size(), 1 + StampWindow::capacity * 16);
    QCOMPARE(window.judge(at(0), at(0)), TimeMark::Good); // forgotten
    QCOMPARE(window.judge(at(50), at(50)), TimeMark::Decreasing);
    QCOMPARE(window.judge(at(305), at(305)), TimeMark::Decreasing);
}

// E-45
void StampRulesTest::sentStampsIncrease()
{
    QCOMPARE(StampRules::next(noon, {}), noon);
    auto last = noon;
    for (int i = 1; i <= 100; ++i) {
        last = StampRules::next(noon, last);
        QCOMPARE(last, noon.addMSecs(i));
    }
    QCOMPARE(StampRules::next(at(-60), last), noon.addMSecs(101));
    QCOMPARE(StampRules::next(at(1), last), at(1));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::StampRulesTest)
#include "StampRulesTest.moc"
