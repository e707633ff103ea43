// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "archive/history/ConversationThreads.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Threads (XEP-0201) between two whole clients: which message belongs to which, where they travel, and what they do to
/// session keys.
class ThreadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothSidesShareARun_data();
    void bothSidesShareARun();
    void aNewRunHasANewSessionKey();
    void receiptsNeedNoKeyOfTheirOwn();
};

namespace {

const qint64 longPause = std::chrono::seconds(archive::ConversationThreads::pause).count() + 60;

/// The identifiers of all session keys that the server saw.
QSet<QString> sids(const SessionKeyPair &pair)
{
    static const QRegularExpression seal(u"<e2e [^>]*id=['\"]([^'\"]+)['\"]"_s);
    QSet<QString> all;
    for (auto it = seal.globalMatch(pair.server.log()); it.hasNext();) {
        all.insert(it.next().captured(1));
    }
    return all;
}

archive::Message messageOf(TestClient &client, const QString &user, const QString &text)
{
    const auto all = client.messagesWith(user);
    const auto found = std::ranges::find(all, text, &archive::Message::body);
    return found == all.end() ? archive::Message() : *found;
}

} // namespace

void ThreadsTest::bothSidesShareARun_data()
{
    QTest::addColumn<app::SealingChoice>("choice");
    QTest::newRow("OpenPGP") << app::SealingChoice::Sealed;
    QTest::newRow("session key") << app::SealingChoice::SessionKey;
    QTest::newRow("open") << app::SealingChoice::NotSealed;
}

void ThreadsTest::bothSidesShareARun()
{
    QFETCH(const app::SealingChoice, choice);
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    if (choice == app::SealingChoice::Sealed) {
        QVERIFY2(pair.mira->makeKey() && pair.anselm->makeKey(), qPrintable(pair.problem()));
        QVERIFY(pair.mira->knowsKeyOf(u"anselm"_s) && pair.anselm->knowsKeyOf(u"mira"_s));
    }
    QVERIFY(pair.mira->choose(u"anselm"_s, choice));
    QVERIFY(pair.anselm->choose(u"mira"_s, choice));
    const bool asks = choice == app::SealingChoice::SessionKey;
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"one"_s));
    QVERIFY(!asks || pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"one"_s));
    const auto first = messageOf(*pair.mira, u"anselm"_s, u"one"_s).thread;
    QVERIFY(!first.isEmpty());
    QCOMPARE(messageOf(*pair.anselm, u"mira"_s, u"one"_s).thread, first);
    // The answer belongs to it, also after a new start.
    pair.restart(pair.anselm);
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).isEmpty(), 20000);
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"two"_s));
    QVERIFY(!asks || pair.approve(*pair.anselm));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"two"_s));
    QCOMPARE(messageOf(*pair.anselm, u"mira"_s, u"two"_s).thread, first);
    QCOMPARE(messageOf(*pair.mira, u"anselm"_s, u"two"_s).thread, first);
    // The next day somebody else begins, and is followed.
    pair.miraClock->shift(longPause);
    pair.anselmClock->shift(longPause);
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"three"_s));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"three"_s));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"four"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"four"_s));
    const auto second = messageOf(*pair.anselm, u"mira"_s, u"three"_s).thread;
    QVERIFY(!second.isEmpty());
    QVERIFY(second != first);
    QCOMPARE(messageOf(*pair.mira, u"anselm"_s, u"three"_s).thread, second);
    QCOMPARE(messageOf(*pair.mira, u"anselm"_s, u"four"_s).thread, second);
    QCOMPARE(messageOf(*pair.anselm, u"mira"_s, u"four"_s).thread, second);
    // Outside of a seal nothing tells which messages belong together.
    const bool isOpen = choice == app::SealingChoice::NotSealed;
    QCOMPARE(pair.server.log().contains(first), isOpen);
    QCOMPARE(pair.server.log().contains(u"<thread"_s), isOpen);
}

void ThreadsTest::aNewRunHasANewSessionKey() // E-65
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"today"_s));
    QVERIFY(pair.approve(*pair.mira)); // always
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"today"_s));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"still today"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"still today"_s));
    const auto before = sids(pair); // of the messages, and of the receipts
    // Less than the key's day, but a pause.
    pair.miraClock->shift(longPause);
    pair.anselmClock->shift(longPause);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"after a pause"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"after a pause"_s));
    QVERIFY(sids(pair).size() > before.size());
    QCOMPARE(pair.last(*pair.anselm, u"mira"_s)->timeMark, crypto::TimeMark::Good);
    // Its device was approved for always: nobody is asked once more.
    QVERIFY(pair.mira->app().keyRequests().cards().isEmpty());
}

/// A receipt may be the first thing that is sealed for somebody: what is written then goes under the same key.
void ThreadsTest::receiptsNeedNoKeyOfTheirOwn() // E-65
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.anselm->choose(u"mira"_s, app::SealingChoice::SessionKey));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"do you hear me"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"do you hear me"_s));
    const auto card = pair.card(*pair.anselm); // for the key of the receipt
    QVERIFY(card);
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"I do"_s));
    QTRY_VERIFY_WITH_TIMEOUT(pair.mira->messagesWith(u"anselm"_s).size() == 2, 20000);
    QCOMPARE(pair.anselm->app().keyRequests().cards().size(), 1);
    pair.anselm->app().keyRequests().approve(card->id, false);
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"I do"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->messagesWith(u"anselm"_s).first().delivery, archive::Delivery::Arrived, 20000);
    QVERIFY(pair.anselm->app().keyRequests().cards().isEmpty());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ThreadsTest)
#include "ThreadsTest.moc"
