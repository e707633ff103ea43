// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTest>

#include "app/chat/MessageParts.h"
#include "crypto/base/Random.h"
#include "tests/support/FilePair.h"
#include "tests/support/RawXmppStream.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::FileProblem;
using Kind = app::FileState::Kind;

/// Files between whole clients, through a real server's upload service (XEP-0363).
class FilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPictureArrivesSealed();
    void aStrangersPictureWaitsForAClick();
    void anUploadSurvivesQuitting();
    void whatWaitedForTheServerGoesLater();
    void theServersLimitIsTold();
    void stoppedAndSentAgain();
    void aTamperedFileIsRefused();
    void aFileTheServerDroppedIsGone();
    void aLinkOfAnotherProgramIsAFile();
    void aSecondProfileShowsAndFetchesIt();
    void underASessionKey();
    void aProgramThatKnowsOnlyLinksGetsTheWordsAlone();
    void anOpenFileOfAnotherProgramIsFetchedOnRequest();
};

void FilesTest::aPictureArrivesSealed()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->befriend(*pair.anselm), qPrintable(pair.problem()));
    const auto path = pair.picture(u"From the pier.png"_s);
    QVERIFY2(pair.send(path, u"Last light"_s), qPrintable(pair.problem()));
    const auto sent = pair.mira->messagesWith(u"anselm"_s).last();
    QVERIFY(sent.delivery >= archive::Delivery::Sent);

    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    const auto message = pair.anselm->messagesWith(u"mira"_s).last();
    QCOMPARE(message.body, u"Last light"_s); // without the words for other programs
    QCOMPARE(message.sealing, archive::Sealing::Sealed);
    QCOMPARE(message.signer, pair.mira->app().keys().currentKey());
    const auto file = pair.received().first().file;
    QCOMPARE(file.name, u"From the pier.png"_s);
    QCOMPARE(file.mediaType, u"image/png"_s);
    QCOMPARE(file.dimensions, QSize(640, 480));
    QVERIFY(!file.thumbnail.isEmpty());
    QCOMPARE(file.size, QFile(path).size());
    // Fetched by itself: small, a picture, of a contact; and shown as it is.
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Here, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().picture.size(), QSize(450, 337), 20000);
    QCOMPARE(pair.savedByAnselm(), pair.contentOf(path));

    // Programs that know only links see by the end of the address that it is a picture; nothing else stands in it.
    static const QRegularExpression named(u"^[0-9a-f]{32}\\.png$"_s);
    QVERIFY2(named.match(file.url.fileName()).hasMatch(), qPrintable(file.url.fileName()));

    // Nothing the server or the disk holds says what it is.
    const auto content = pair.contentOf(path);
    const auto onServer = pair.server.uploadedFiles();
    QCOMPARE(onServer.size(), 1);
    QCOMPARE(QFile(onServer[0]).size(), file.size + 16);
    for (const auto &folder : {onServer[0], pair.onlyCopy(*pair.mira), pair.onlyCopy(*pair.anselm)}) {
        QVERIFY(!pair.contentOf(folder).contains(content.mid(100, 32)));
        QVERIFY(!folder.contains(u"pier"_s));
    }
    QVERIFY(!pair.server.log().contains(u"pier"_s));
    QVERIFY(!pair.server.log().contains(u"image/png"_s));
    QCOMPARE(pair.server.logProblems(), QStringList());
}

void FilesTest::aStrangersPictureWaitsForAClick()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto path = pair.picture(u"a.png"_s);
    QVERIFY2(pair.send(path, {}), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    // The thumbnail came with the message; the server was not asked for anything.
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().first().picture.isNull(), 20000);
    QCOMPARE(pair.received().first().kind, Kind::Elsewhere);
    QVERIFY(pair.onlyCopy(*pair.anselm).isEmpty());
    pair.anselm->app().files().fetch(pair.anselm->messagesWith(u"mira"_s).last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Here, 20000);
    QCOMPARE(pair.savedByAnselm(), pair.contentOf(path));
}

void FilesTest::anUploadSurvivesQuitting()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto path = pair.file(u"large.bin"_s, 9'000'000);
    bool begun = false;
    QObject::connect(&pair.mira->app().uploads(), &app::FileUploads::progressed, QCoreApplication::instance(),
        [&begun](archive::MessageId, qint64 done) { begun = begun || done > 0; });
    QVERIFY2(pair.store(path, {}), qPrintable(pair.problem()));
    QVERIFY(waitUntil([&] { return begun; }, 20000));
    pair.restartMira();
    const auto waiting = pair.mira->messagesWith(u"anselm"_s).last();
    QCOMPARE(waiting.delivery, archive::Delivery::Waiting);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(pair.mira->messagesWith(u"anselm"_s).last().delivery >= archive::Delivery::Sent, 60000);
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).size(), 1);
    pair.anselm->app().files().fetch(pair.anselm->messagesWith(u"mira"_s).last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Here, 60000);
    QCOMPARE(pair.savedByAnselm(), pair.contentOf(path));
}

void FilesTest::whatWaitedForTheServerGoesLater()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    pair.mira->app().uploads().setFirstPause(std::chrono::milliseconds(50));
    pair.server.kill();
    QVERIFY(waitUntil([&] { return pair.mira->app().account().state() != app::ConnectionState::Online; }, 20000));
    const auto path = pair.file(u"list.txt"_s, 5000);
    QVERIFY2(pair.store(path, u"while away"_s), qPrintable(pair.problem()));
    auto &files = pair.mira->app().files();
    QTRY_COMPARE_WITH_TIMEOUT(
        files.states(pair.mira->messagesWith(u"anselm"_s).last()).first().kind, Kind::Waiting, 20000);
    QVERIFY(pair.server.restart());
    pair.mira->app().account().tryNow();
    pair.anselm->app().account().tryNow();
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"while away"_s, 60000));
}

void FilesTest::theServersLimitIsTold()
{
    FilePair pair(1000);
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.store(pair.file(u"large.bin"_s, 5000), {}), qPrintable(pair.problem()));
    auto &files = pair.mira->app().files();
    const auto last = [&] { return pair.mira->messagesWith(u"anselm"_s).last(); };
    QTRY_COMPARE_WITH_TIMEOUT(files.states(last()).first().kind, Kind::Failed, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(files.states(last()).first().problem, FileProblem::TooLarge, 20000);
    QCOMPARE(files.states(last()).first().sizeLimit, 1000);
    QCOMPARE(last().delivery, archive::Delivery::Failed);
    // It holds up nothing else, and nothing of it went out.
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"Too large, I hear"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"Too large, I hear"_s));
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).size(), 1);
    QVERIFY(pair.server.uploadedFiles().isEmpty());
}

void FilesTest::stoppedAndSentAgain()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto path = pair.file(u"large.bin"_s, 9'000'000);
    auto &uploads = pair.mira->app().uploads();
    bool stopped = false;
    QObject::connect(&uploads, &app::FileUploads::progressed, QCoreApplication::instance(),
        [&](archive::MessageId message, qint64 done) {
            if (done > 0 && !std::exchange(stopped, true)) {
                uploads.stop(message);
            }
        });
    QVERIFY2(pair.store(path, {}), qPrintable(pair.problem()));
    const auto last = [&] { return pair.mira->messagesWith(u"anselm"_s).last(); };
    QTRY_COMPARE_WITH_TIMEOUT(last().delivery, archive::Delivery::Failed, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->app().files().states(last()).first().problem, FileProblem::Stopped, 20000);
    QVERIFY(pair.anselm->messagesWith(u"mira"_s).isEmpty());
    pair.mira->app().conversation().retryMessage(last().id);
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 60000);
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->app().files().states(last()).first().kind, Kind::Here, 20000);
}

void FilesTest::aTamperedFileIsRefused()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.send(pair.file(u"contract.txt"_s, 4000), {}), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    QFile onServer(pair.server.uploadedFiles().first());
    QVERIFY(onServer.open(QIODevice::ReadWrite));
    QVERIFY(onServer.seek(2000));
    const char before = onServer.peek(1)[0];
    QVERIFY(onServer.putChar(char(before ^ 4)));
    onServer.close();
    pair.anselm->app().files().fetch(pair.anselm->messagesWith(u"mira"_s).last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Failed, 20000);
    QCOMPARE(pair.received().first().problem, FileProblem::Tampered);
    QTRY_VERIFY_WITH_TIMEOUT(pair.onlyCopy(*pair.anselm).isEmpty(), 5000);
}

void FilesTest::aFileTheServerDroppedIsGone()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.send(pair.file(u"list.txt"_s, 4000), {}), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    QVERIFY(QFile::remove(pair.server.uploadedFiles().first()));
    pair.anselm->app().files().fetch(pair.anselm->messagesWith(u"mira"_s).last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Failed, 20000);
    QCOMPARE(pair.received().first().problem, FileProblem::Gone);
}

void FilesTest::aLinkOfAnotherProgramIsAFile() // XEP-0454
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto path = pair.file(u"notes.txt"_s, 70'000);
    QVERIFY2(pair.send(path, {}), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    const QString link = pair.received().first().file.link();
    QVERIFY(link.startsWith(u"aesgcm://localhost"_s));
    QVERIFY(pair.anselm->knowsKeyOf(u"mira"_s));
    QVERIFY(pair.anselm->sendTo(u"mira"_s, link));
    const auto last = [&] { return pair.mira->messagesWith(u"anselm"_s).last(); };
    QTRY_VERIFY_WITH_TIMEOUT(!last().outgoing, 20000);
    QCOMPARE(last().body, QString());
    auto &files = pair.mira->app().files();
    QCOMPARE(files.states(last()).size(), 1);
    files.fetch(last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(files.states(last()).first().kind, Kind::Here, 20000);
    QCOMPARE(pair.saved(*pair.mira, last().id), pair.contentOf(path));
}

void FilesTest::aSecondProfileShowsAndFetchesIt()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto path = pair.file(u"minutes.txt"_s, 3000);
    QVERIFY2(pair.send(path, u"Minutes"_s), qPrintable(pair.problem()));
    const auto before = pair.mira->messagesWith(u"anselm"_s).last();
    QVERIFY2(pair.mira->archiveIsIdle(), qPrintable(pair.problem()));
    const auto code = app::BackupController::makeCode();
    auto &backup = pair.mira->app().backup();
    QTRY_COMPARE_WITH_TIMEOUT(backup.presence(), app::BackupController::Presence::Absent, 10000);
    QVERIFY(await(backup.backUp(code, false)).has_value());
    pair.mira->quit();

    TestClient second(pair.server, u"mira"_s);
    QVERIFY2(second.signIn(), qPrintable(second.problem()));
    const auto restored = await(second.app().backup().restore(code));
    QVERIFY(restored.has_value());
    QVERIFY(await(second.app().keys().announceAsCurrent(restored->first())).has_value());
    QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(second.messagesWith(u"anselm"_s).size(), 1, 20000);
    const auto message = second.messagesWith(u"anselm"_s).last();
    QCOMPARE(message.body, u"Minutes"_s);
    QCOMPARE(message.files, before.files);
    auto &files = second.app().files();
    QCOMPARE(files.states(message).size(), 1);
    files.fetch(message.id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(files.states(message).first().kind, Kind::Here, 20000);
    QCOMPARE(pair.saved(second, message.id), pair.contentOf(path));
}

void FilesTest::underASessionKey()
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->befriend(*pair.anselm), qPrintable(pair.problem()));
    QVERIFY(pair.mira->choose(u"anselm"_s, app::SealingChoice::SessionKey));
    const auto path = pair.file(u"notes.txt"_s, 2000);
    QVERIFY2(pair.send(path, {}), qPrintable(pair.problem()));
    auto &requests = pair.mira->app().keyRequests();
    QTRY_VERIFY_WITH_TIMEOUT(!requests.cards().isEmpty(), 20000);
    requests.approve(requests.cards().first().id, false);
    // It was closed at first, and is a file once it opens.
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).last().scheme, crypto::SchemeId::Jose);
    pair.anselm->app().files().fetch(pair.anselm->messagesWith(u"mira"_s).last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Here, 20000);
    QCOMPARE(pair.savedByAnselm(), pair.contentOf(path));
}

void FilesTest::aProgramThatKnowsOnlyLinksGetsTheWordsAlone() // as Gajim shows a file only where its link is all
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->befriend(*pair.anselm), qPrintable(pair.problem()));
    auto &conversation = pair.mira->app().conversation();
    conversation.openWith(pair.mira->jid(u"anselm"_s));
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), app::FeatureSupport::All, 20000);
    // Anselm comes back with a program that announces neither files nor session keys.
    pair.anselm->app().account().signOut();
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), app::FeatureSupport::Unknown, 20000);
    pair.anselm->app().settings().setSessionKeys(false);
    pair.anselm->app().account().setDiscoFeatures({u"urn:xmpp:openpgp:0:public-keys+notify"_s});
    QVERIFY2(pair.anselm->signIn(), qPrintable(pair.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sessionKeySupport(), app::FeatureSupport::None, 20000);
    QVERIFY2(pair.send(pair.file(u"plan.bin"_s, 2000), u"Have a look"_s), qPrintable(pair.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(pair.anselm->messagesWith(u"mira"_s).size(), 2, 20000);
    const auto all = pair.anselm->messagesWith(u"mira"_s);
    QCOMPARE(all.first().body, u"Have a look"_s);
    QVERIFY(all.first().files.isEmpty());
    QCOMPARE(all.last().body, QString());
    QCOMPARE(pair.received().size(), 1);
}

void FilesTest::anOpenFileOfAnotherProgramIsFetchedOnRequest() // XEP-0066
{
    FilePair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY2(pair.mira->befriend(*pair.anselm), qPrintable(pair.problem()));
    const auto path = pair.file(u"notes.txt"_s, 70'000);
    QVERIFY2(pair.send(path, {}), qPrintable(pair.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(!pair.received().isEmpty(), 20000);
    // Whatever lies there: to whom it is sent as an address, it is that file.
    const QString address = pair.received().first().file.url.toString(QUrl::FullyEncoded);
    RawXmppStream other;
    QVERIFY(other.open({pair.server.port(), u"mira"_s, u"a"_s, pair.server.caFile()}));
    other.send(
        u"<message to='anselm@localhost' type='chat' id='o1'><body>%1</body><x xmlns='jabber:x:oob'><url>%1</url>"
        "</x></message>"_s.arg(address));
    const auto last = [&] { return pair.anselm->messagesWith(u"mira"_s).last(); };
    QTRY_COMPARE_WITH_TIMEOUT(last().originId, u"o1"_s, 20000);
    QCOMPARE(last().body, QString());
    QCOMPARE(last().sealing, archive::Sealing::NotSealed);
    QCOMPARE(pair.received().size(), 1);
    QCOMPARE(pair.received().first().file.cipher, archive::SharedFile::Cipher::None);
    QVERIFY(FilePair::onlyCopy(*pair.anselm).isEmpty());
    pair.anselm->app().files().fetch(last().id, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pair.received().first().kind, Kind::Here, 20000);
    const auto content = pair.contentOf(pair.server.uploadedFiles().first());
    QCOMPARE(pair.savedByAnselm(), content);
    // At rest it is sealed, and what opens it is in the database.
    QVERIFY(!pair.contentOf(FilePair::onlyCopy(*pair.anselm)).contains(content.mid(100, 32)));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FilesTest)
#include "FilesTest.moc"
