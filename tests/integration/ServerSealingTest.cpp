// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QTest>

#include "archive/remote/IqArchivePreferences.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

ProsodyServer::Options options(const QString &config)
{
    ProsodyServer::Options made;
    made.accounts = {{u"romeo"_s, u"secret"_s}, {u"juliet"_s, u"other"_s}};
    // Nothing but the recorder keeps what comes while romeo is away.
    made.withoutModules = {u"mam"_s, u"offline"_s};
    made.hostConfig = u"letterlock_archive_auto = true\nmodules_disabled = { \"s2s\"; \"offline\" }\n"_s + config;
    return made;
}

bool openRaw(RawXmppStream &stream, const ProsodyServer &server)
{
    return stream.open({server.port(), u"romeo"_s, u"secret"_s, server.caFile(), u"raw"_s});
}

/// Whether any file of the server holds the words.
bool serverKnows(const ProsodyServer &server, const QByteArray &words)
{
    QDirIterator files(server.dataDirectory(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(words)) {
            return true;
        }
    }
    return false;
}

} // namespace

/// A server that records and seals by itself, from the switch to the message that is shown: client, GnuPG, Prosody with
/// the module, nothing pretended.
class ServerSealingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // R02, R05, R08: what the server sealed opens in the client and says so
    void whatTheServerSealedOpens()
    {
        ProsodyServer server(options({}));
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient romeo(server, u"romeo"_s);
        QVERIFY2(romeo.signIn() && romeo.makeKey(), qPrintable(romeo.problem()));
        auto &preferences = romeo.app().archivePreferences();
        QVERIFY(waitUntil([&] { return preferences.canRecordSealed(); }, 20000));
        const auto on = await(preferences.setRecording(true));
        QVERIFY2(on, qPrintable(on ? QString() : on.error().detail));
        QVERIFY(preferences.preferences().records && !preferences.recordsUnsealed());
        const auto archiveKeys = romeo.app().archiveKeys().keys();
        QCOMPARE(archiveKeys.size(), 1);
        QCOMPARE(archiveKeys.constFirst().modulus.size(), 384);
        for (const auto &own : romeo.app().keys().ownKeys()) {
            QVERIFY(own.key.fingerprint != archiveKeys.constFirst().primary); // no chat key
        }
        QVERIFY(romeo.archiveIsIdle());
        romeo.quit();

        XmppPeer juliet(server, u"juliet"_s);
        QVERIFY(juliet.signIn());
        QVERIFY(await(juliet.say(*crypto::Jid::parse(server.jid(u"romeo"_s)), u"wherefore art thou"_s, u"m1"_s)));
        QVERIFY(await(juliet.say(*crypto::Jid::parse(server.jid(u"romeo"_s)), u"deny thy father"_s, u"m2"_s)));
        QVERIFY(!serverKnows(server, "wherefore art thou"));

        QVERIFY2(romeo.signIn(), qPrintable(romeo.problem()));
        QVERIFY2(romeo.hasMessage(u"juliet"_s, u"deny thy father"_s), qPrintable(server.log().right(2000)));
        const auto messages = romeo.messagesWith(u"juliet"_s);
        QCOMPARE(messages.size(), 2);
        for (const auto &message : messages) {
            QCOMPARE(
                message.archiveMarks, archive::ArchiveMark::NotSealedByOwner | archive::ArchiveMark::SealedByServer);
            QVERIFY(!message.outgoing);
            QVERIFY(qAbs(message.time.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        }
        QCOMPARE(messages[0].body, u"wherefore art thou"_s);
        // It stays the same after another look.
        romeo.app().archive().checkNow();
        QVERIFY(romeo.archiveIsIdle());
        QCOMPARE(romeo.messagesWith(u"juliet"_s).size(), 2);
        QVERIFY(await(romeo.app().archivePreferences().setRecording(false)));
        QVERIFY(!romeo.app().archivePreferences().preferences().records);
        // The archive key is in the backup: a new computer opens what the server sealed as well.
        const auto code = app::BackupController::makeCode();
        const auto backedUp = await(romeo.app().backup().backUp(code, true));
        QVERIFY2(backedUp, qPrintable(backedUp ? QString() : backedUp.error().detail));
        romeo.quit();
        TestClient other(server, u"romeo"_s);
        QVERIFY2(other.signIn(), qPrintable(other.problem()));
        const auto restored = await(other.app().backup().restore(code));
        QVERIFY2(restored, qPrintable(restored ? QString() : restored.error().detail));
        QCOMPARE(restored->size(), 1); // the archive key is no chat key there either
        QVERIFY(await(other.app().keys().announceAsCurrent(restored->constFirst())));
        QVERIFY2(other.hasMessage(u"juliet"_s, u"deny thy father"_s), qPrintable(server.log().right(2000)));
        QCOMPARE(server.logProblems(), QStringList());
    }

    // R08: what the client seals is wrapped for the archive key as well, by the standard
    void ownCollectionsAreWrappedForTheArchiveKey()
    {
        ProsodyServer server(options({}));
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient romeo(server, u"romeo"_s);
        QVERIFY2(romeo.signIn() && romeo.makeKey(), qPrintable(romeo.problem()));
        const auto keys = await(romeo.app().archiveKeys().make());
        QVERIFY2(keys, qPrintable(keys ? QString() : keys.error().detail));
        QCOMPARE(*await(romeo.app().archiveKeys().make()), *keys); // one is enough
        XmppPeer juliet(server, u"juliet"_s);
        QVERIFY(juliet.signIn());
        QVERIFY(await(juliet.say(*crypto::Jid::parse(server.jid(u"romeo"_s)), u"hello"_s, u"m1"_s)));
        QVERIFY(romeo.hasMessage(u"juliet"_s, u"hello"_s));
        romeo.app().archive().uploadNow();
        QVERIFY(romeo.archiveIsIdle());
        RawXmppStream stream;
        QVERIFY(openRaw(stream, server));
        const QString name = keys->constFirst().fingerprint.toString();
        const auto answer = stream.iq(u"get"_s,
            u"<keys xmlns='urn:xmpp:archive'><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>%1</KeyName></keys>"_s
                .arg(name));
        const auto text = xmlText(answer);
        QVERIFY2(text.contains(u"xmlenc11#rsa-oaep"_s) && text.contains(u"mgf1sha256"_s), qPrintable(text));
        // The same key after a restart.
        romeo.quit();
        QVERIFY(romeo.open());
        QVERIFY(waitUntil([&] { return romeo.app().archiveKeys().keys() == *keys; }, 20000));
    }

    // nothing is offered, and the server's words arrive
    void refusals()
    {
        {
            ProsodyServer server(options(u"letterlock_archive_encrypt = false"_s));
            QVERIFY2(server.start(), qPrintable(server.log()));
            TestClient romeo(server, u"romeo"_s);
            QVERIFY2(romeo.signIn() && romeo.makeKey(), qPrintable(romeo.problem()));
            auto &preferences = romeo.app().archivePreferences();
            QVERIFY(waitUntil([&] { return preferences.areShared(); }, 20000));
            QVERIFY(!preferences.canRecordSealed());
            const auto on = await(preferences.setRecording(true));
            QVERIFY(!on && on.error().detail.startsWith(u"feature-not-implemented"_s));
            QVERIFY(romeo.app().archiveKeys().keys().isEmpty());
            RawXmppStream stream;
            QVERIFY(openRaw(stream, server));
            RawIqChannel channel(stream);
            archive::IqArchivePreferences remote(channel);
            const auto refused = await(remote.record({.on = true, .sealed = true}));
            QVERIFY(!refused && refused.error().detail.startsWith(u"feature-not-implemented"_s));
        }
        ProsodyServer server(options({}));
        QVERIFY2(server.start(), qPrintable(server.log()));
        RawXmppStream stream;
        QVERIFY(openRaw(stream, server));
        RawIqChannel channel(stream);
        archive::IqArchivePreferences remote(channel);
        const auto refused = await(remote.record({.on = true, .sealed = true}));
        QVERIFY(!refused && refused.error().detail.startsWith(u"not-acceptable"_s));
        QVERIFY(!await(remote.fetch())->records);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ServerSealingTest)
#include "ServerSealingTest.moc"
