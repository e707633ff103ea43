// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// A conversation under session keys in the sealed archive: a second profile, which has none of the keys, shows the
/// same.
class SessionKeyArchiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSecondProfileShowsTheSame_data();
    void aSecondProfileShowsTheSame();
};

namespace {

/// Mira's conversation with Anselm: both directions, an open text, and times that are odd in two ways.
void talk(SessionKeyPair &pair)
{
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"The tide table is under the clock"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"The tide table is under the clock"_s));
    QVERIFY(pair.anselm->choose(u"mira"_s, app::SealingChoice::SessionKey));
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"Found it"_s));
    QVERIFY(pair.approve(*pair.anselm));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"Found it"_s));
    pair.anselmClock->shift(600);
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"from ahead"_s));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"from ahead"_s));
    pair.anselmClock->shift(-600);
    QVERIFY(pair.anselm->sendTo(u"mira"_s, u"from behind"_s));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"from behind"_s));
    QVERIFY(pair.mira->choose(u"anselm"_s, app::SealingChoice::NotSealed));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"in the open"_s));
    // And one that comes back.
    QVERIFY(pair.mira->choose(u"nobody"_s, app::SealingChoice::SessionKey));
    QVERIFY(pair.mira->sendTo(u"nobody"_s, u"anybody there"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"nobody"_s)->fault, archive::SendFault::NotTaken, 20000);
}

} // namespace

void SessionKeyArchiveTest::aSecondProfileShowsTheSame_data()
{
    QTest::addColumn<bool>("serverArchive");
    QTest::newRow("server archive") << true;
    QTest::newRow("private storage") << false;
}

void SessionKeyArchiveTest::aSecondProfileShowsTheSame() // A-01, E-42
{
    QFETCH(const bool, serverArchive);
    auto options = SessionKeyPair::options();
    options.archiveModule = serverArchive;
    SessionKeyPair pair(options);
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->makeKey(), qPrintable(pair.problem()));
    talk(pair);
    QVERIFY2(pair.mira->archiveIsIdle(), qPrintable(pair.problem()));
    QCOMPARE(pair.mira->app().archive().place(),
        serverArchive ? archive::ArchivePlace::Server : archive::ArchivePlace::PrivateStorage);
    QCOMPARE(await(pair.mira->app().history().totals(0))->onlyHere, 0);
    const auto before = pair.mira->messagesWith(u"anselm"_s);
    QCOMPARE(before.size(), 5);
    const auto code = app::BackupController::makeCode();
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->app().backup().presence(), app::BackupController::Presence::Absent, 10000);
    QVERIFY(await(pair.mira->app().backup().backUp(code, false)).has_value());
    pair.mira->quit();
    pair.anselm->quit(); // nobody is there who could give a key

    TestClient second(pair.server, u"mira"_s);
    QVERIFY2(second.signIn(), qPrintable(second.problem()));
    const auto restored = await(second.app().backup().restore(code));
    QVERIFY2(restored.has_value(), restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(await(second.app().keys().announceAsCurrent(restored->first())).has_value());
    QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
    for (const auto &text : {u"The tide table is under the clock"_s, u"in the open"_s}) {
        QVERIFY(second.hasMessage(u"anselm"_s, text));
    }
    const auto after = second.messagesWith(u"anselm"_s);
    QCOMPARE(after.size(), before.size());
    for (qsizetype i = 0; i < after.size(); ++i) {
        QCOMPARE(after[i].body, before[i].body);
        QCOMPARE(after[i].outgoing, before[i].outgoing);
        QCOMPARE(after[i].sealing, before[i].sealing);
        QCOMPARE(after[i].scheme, before[i].scheme);
        QCOMPARE(after[i].timeMark, before[i].timeMark);
        QCOMPARE(after[i].timeIsOdd, before[i].timeIsOdd);
        QCOMPARE(after[i].originId, before[i].originId);
        QCOMPARE(after[i].thread, before[i].thread);
    }
    QVERIFY(!before[0].thread.isEmpty());
    const auto returned = pair.last(second, u"nobody"_s);
    QVERIFY(returned);
    QCOMPARE(returned->delivery, archive::Delivery::Failed);
    QCOMPARE(returned->fault, archive::SendFault::NotTaken);
    // It can be sent again from here, and comes back once more.
    QVERIFY(await(second.app().history().retry(returned->id)));
    QCOMPARE(pair.last(second, u"nobody"_s)->delivery, archive::Delivery::Waiting);
    QCOMPARE(pair.last(second, u"nobody"_s)->fault, archive::SendFault::None);
    second.app().conversation().openWith(second.jid(u"nobody"_s));
    second.app().conversation().retryMessage(returned->id);
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(second, u"nobody"_s)->fault, archive::SendFault::NotTaken, 20000);
    QCOMPARE(before[0].scheme, crypto::SchemeId::Jose);
    QVERIFY(
        std::ranges::any_of(after, [](const auto &message) { return message.timeMark == crypto::TimeMark::Future; }));
    QVERIFY(std::ranges::any_of(after, [](const auto &message) { return message.timeMark == crypto::TimeMark::Old; }));
    // Neither the server nor its archive had a word of it.
    QVERIFY(!pair.server.log().contains(u"tide table"_s));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyArchiveTest)
#include "SessionKeyArchiveTest.moc"
