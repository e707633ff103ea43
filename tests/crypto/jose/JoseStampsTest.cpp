// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/StampRules.h"
#include "tests/support/JosePair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

/// Stamps and session keys over time, both sides.
class JoseStampsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_pair = std::make_unique<JosePair>(); }
    void stampsOnArrival_data();
    void stampsOnArrival();
    void replayAfterRestart();
    void offlineAndLateOpened();
    void sentStampsIncrease();
    void clockSetBackFar();
    void keysAreRenewed();
    void oneKeyForOneRecipient();

private:
    std::unique_ptr<JosePair> m_pair;
};

// E-40, E-41, E-42
void JoseStampsTest::stampsOnArrival_data()
{
    QTest::addColumn<int>("seconds"); // clock of the receiver, ahead of the sender's
    QTest::addColumn<TimeMark>("mark");
    QTest::newRow("same") << 0 << TimeMark::Good;
    QTest::newRow("4:59 ahead") << 299 << TimeMark::Good;
    QTest::newRow("4:59 behind") << -299 << TimeMark::Good;
    QTest::newRow("5:01 ahead") << 301 << TimeMark::Old;
    QTest::newRow("5:01 behind") << -301 << TimeMark::Future;
    QTest::newRow("10:01 ahead") << 601 << TimeMark::Old;
}

void JoseStampsTest::stampsOnArrival()
{
    QFETCH(const int, seconds);
    QFETCH(const TimeMark, mark);
    const auto first = m_pair->sealedStanza(u"1"_s);
    const auto second = m_pair->sealedStanza(u"2"_s);
    m_pair->giveKey(first);
    m_pair->clock.time = m_pair->clock.time.addSecs(seconds);
    const auto markOf = [&](const XmlElement &stanza) {
        const auto outcome = m_pair->open(stanza);
        const auto &opened = std::get<Opened>(outcome);
        return opened.timeIsOdd == (opened.timeMark != TimeMark::Good) ? opened.timeMark : TimeMark(-1);
    };
    QCOMPARE(markOf(second), mark);
    const auto late = mark == TimeMark::Good ? TimeMark::Decreasing : mark;
    QCOMPARE(markOf(first), late);
    QCOMPARE(markOf(second), late); // again
}

// E-46
void JoseStampsTest::replayAfterRestart()
{
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    m_pair->giveKey(stanza);
    const auto first = m_pair->open(stanza);
    QCOMPARE(std::get<Opened>(first).timeMark, TimeMark::Good);
    m_pair->bens = std::make_unique<JoseScheme>(m_pair->bensKeys, m_pair->worker, m_pair->clock);
    const auto again = m_pair->open(stanza);
    QCOMPARE(std::get<Opened>(again).timeMark, TimeMark::Decreasing);
    QCOMPARE(std::get<Opened>(again).sealDigest, std::get<Opened>(first).sealDigest);
}

// E-43
void JoseStampsTest::offlineAndLateOpened()
{
    const auto sentAt = m_pair->clock.time;
    const auto stanza = m_pair->sealedStanza(u"hi"_s);
    m_pair->giveKey(stanza);
    m_pair->clock.time = sentAt.addDays(3);
    auto sealed = m_pair->incoming(stanza);
    sealed.delayedAt = sentAt.addSecs(301);
    QCOMPARE(std::get<Opened>(m_pair->bens->open(sealed).result()).timeMark, TimeMark::Old);
    sealed.delayedAt = sentAt.addSecs(2);
    QCOMPARE(std::get<Opened>(m_pair->bens->open(sealed).result()).timeMark, TimeMark::Good);
    // A delay that our server does not vouch for never gets here as one: only the stanza has it.
    sealed.delayedAt = {};
    sealed.stanza.append(XmlElement(u"delay"_s, u"urn:xmpp:delay"_s)
            .setAttribute(u"from"_s, u"example.net"_s)
            .setAttribute(u"stamp"_s, StampRules::write(sentAt)));
    QCOMPARE(std::get<Opened>(m_pair->bens->open(sealed).result()).timeMark, TimeMark::Old);
}

// E-45: 100 in one millisecond, the clock set back, and after a restart
void JoseStampsTest::sentStampsIncrease()
{
    QDateTime last;
    const auto next = [&](const QString &thread = {}) {
        const auto stanza = m_pair->sealedStanza(u"x"_s, thread);
        m_pair->giveKey(stanza);
        auto sealed = m_pair->incoming(stanza);
        const auto stamp = std::get<Opened>(m_pair->bens->open(sealed).result()).stampedAt;
        const bool increases = !last.isValid() || stamp > last;
        last = stamp;
        return increases;
    };
    for (int i = 0; i < 100; ++i) {
        QVERIFY(next(i % 2 ? u"a"_s : u"b"_s)); // over all keys of the peer
    }
    QCOMPARE(last, m_pair->clock.time.addMSecs(99));
    m_pair->clock.time = m_pair->clock.time.addSecs(-200);
    QVERIFY(next());
    m_pair->annas = std::make_unique<JoseScheme>(m_pair->annasKeys, m_pair->worker, m_pair->clock);
    QVERIFY(next());
    m_pair->clock.time = m_pair->clock.time.addSecs(500);
    QVERIFY(next());
    QCOMPARE(last, m_pair->clock.time);
}

// E-45, E-65: set back beyond what receivers take: a new key, under which stamps follow the clock
void JoseStampsTest::clockSetBackFar()
{
    const auto before = m_pair->sealedStanza(u"1"_s);
    m_pair->clock.time = m_pair->clock.time.addSecs(-3600);
    const auto after = m_pair->sealedStanza(u"2"_s);
    m_pair->giveKey(before);
    m_pair->giveKey(after);
    QVERIFY(JosePair::sidOf(before) != JosePair::sidOf(after));
    const auto outcome = m_pair->open(after);
    QCOMPARE(std::get<Opened>(outcome).timeMark, TimeMark::Good);
    QCOMPARE(std::get<Opened>(outcome).stampedAt, m_pair->clock.time);
    QCOMPARE(JosePair::sidOf(m_pair->sealedStanza(u"3"_s)), JosePair::sidOf(after)); // one new key is enough
}

// E-65
void JoseStampsTest::keysAreRenewed()
{
    m_pair->annas = std::make_unique<JoseScheme>(
        m_pair->annasKeys, m_pair->worker, m_pair->clock, SessionKeyPolicy{.stanzas = 5, .age = std::chrono::hours(1)});
    const auto sidOf
        = [&](const QString &thread = {}) { return JosePair::sidOf(m_pair->sealedStanza(u"x"_s, thread)); };
    const auto first = sidOf();
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(sidOf(), first);
    }
    const auto second = sidOf();
    QVERIFY(second != first);
    m_pair->clock.time = m_pair->clock.time.addSecs(3600);
    const auto third = sidOf();
    QVERIFY(third != second);
    const auto threaded = sidOf(u"t"_s);
    QCOMPARE(threaded, third); // which had no thread so far
    QCOMPARE(sidOf(u"t"_s), threaded);
    QVERIFY(sidOf(u"u"_s) != threaded);
    QCOMPARE(sidOf(u"t"_s), threaded);
    // E-66: those of before still answer.
    QVERIFY(*m_pair->annasKeys.own(first));
    m_pair->clock.time = m_pair->clock.time.addDays(91);
    QVERIFY(*m_pair->annas->removeExpired().result() >= 4);
    QVERIFY(!*m_pair->annasKeys.own(first));
}

// E-64
void JoseStampsTest::oneKeyForOneRecipient()
{
    const auto toBen = m_pair->sealedStanza(u"x"_s);
    const auto toCarla = m_pair->sealedStanzaTo(JosePair::jid(u"carla@example.org/x"_s), u"x"_s);
    const auto toBensDesk = m_pair->sealedStanzaTo(JosePair::jid(u"ben@example.org/desk"_s), u"x"_s);
    QVERIFY(JosePair::sidOf(toBen) != JosePair::sidOf(toCarla));
    QCOMPARE(JosePair::sidOf(toBensDesk), JosePair::sidOf(toBen));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::JoseStampsTest)
#include "JoseStampsTest.moc"
