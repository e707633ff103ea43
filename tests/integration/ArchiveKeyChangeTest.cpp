// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

#include "app/keys/PublishedKeys.h"
#include "archive/remote/IqRemoteArchive.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "tests/integration/OtherProgram.h"
#include "tests/support/Await.h"
#include "tests/support/ClientOptions.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RotationReason;
using app::RotationStep;
using archive::RekeyState;

namespace {

/// The moment at which a child is killed: the step that has just begun, and how many changes later.
struct Moment {
    RotationStep step = RotationStep::ReplaceArchiveKey;
    int later = 0;
};

/// The child: a client on the given profile that changes its key until it is killed, or to the end.
int runClient(const QString &profileDir, RotationReason reason, Moment moment)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    app::AppContext client(clientOptions(profileDir));
    QObject::connect(&client, &app::AppContext::openFailed, &client, [] { QCoreApplication::exit(3); });
    QObject::connect(&client, &app::AppContext::opened, &client, [&] {
        auto &rotation = client.rotation();
        QObject::connect(
            &rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); });
        QObject::connect(&rotation, &app::KeyRotationController::finished, &rotation, [] { QCoreApplication::exit(0); });
        QObject::connect(&client.archive(), &app::ArchiveController::idle, &client, [&rotation, reason] {
            if (rotation.state() == RekeyState::Idle) {
                rotation.setReason(reason);
                rotation.makeNewKey();
            }
        });
        const auto look = [&rotation, moment, left = moment.later]() mutable {
            for (const auto &step : rotation.steps()) {
                if (step.step == moment.step && step.state != app::RotationStepState::State::Pending && left-- == 0) {
                    ::raise(SIGKILL);
                }
            }
        };
        QObject::connect(&rotation, &app::KeyRotationController::changed, &rotation, look);
        QObject::connect(&client.publishedKeys(), &app::PublishedKeys::changed, &rotation, look);
        client.account().signInStored();
    });
    client.open();
    return QCoreApplication::exec();
}

} // namespace

/// A change of the chat key after a loss or theft takes the archive keys with it: client, GnuPG and Prosody with the
/// module that records and seals, nothing pretended.
class ArchiveKeyChangeTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_romeo;
    OtherProgram m_other;

    [[nodiscard]] crypto::BareJid account() { return m_romeo->jid(u"romeo"_s); }
    [[nodiscard]] bool julietSays(const QString &text)
    {
        XmppPeer juliet(*m_server, u"juliet"_s);
        return juliet.signIn() && await(juliet.say(*crypto::Jid::parse(account().toString()), text, text));
    }
    [[nodiscard]] qsizetype wrapsNamed(const QString &name)
    {
        RawIqChannel channel(m_other.stream);
        archive::IqRemoteArchive remote(channel);
        const auto page = await(remote.keys(archive::KeyName(name), {200, {}}));
        return page && page->complete ? page->items.size() : -1;
    }
    [[nodiscard]] QList<archive::SealedCollection> collections()
    {
        RawIqChannel channel(m_other.stream);
        archive::IqRemoteArchive remote(channel);
        QList<archive::SealedCollection> found;
        const auto heads = await(remote.list({200, {}}));
        for (const auto &head : heads ? heads->items : QList<archive::CollectionHead>()) {
            if (const auto page = await(remote.retrieve(head.id, {200, {}}))) {
                found += page->items;
            }
        }
        return found;
    }
    /// What the other program reads of the archive, by its own key alone.
    [[nodiscard]] QByteArray otherReads()
    {
        QByteArray all;
        const auto there = collections();
        for (const auto &collection : there) {
            for (const auto &part : collection.parts) {
                all += m_other.read(part, collection.keys).value_or(QByteArray());
            }
        }
        return all;
    }
    [[nodiscard]] QString publishedPrint()
    {
        const auto items = m_other.items(OtherProgram::keyNode);
        const auto key = items.size() == 1 ? crypto::PublishedKey::read(items.first(), account())
                                           : crypto::CryptoResult<crypto::PublishedKey>(crypto::cryptoError({}));
        return key ? key->print() : QString();
    }
    [[nodiscard]] crypto::RsaKey archiveKey() { return m_romeo->app().archiveKeys().keys().value(0); }
    [[nodiscard]] bool change(RotationReason reason)
    {
        auto &rotation = m_romeo->app().rotation();
        rotation.setReason(reason);
        const QSignalSpy ready(&rotation, &app::KeyRotationController::newKeyReady);
        const QSignalSpy finished(&rotation, &app::KeyRotationController::finished);
        rotation.makeNewKey();
        if (!waitUntil([&] { return !ready.isEmpty(); }, 60000)) {
            return false;
        }
        rotation.start();
        return finishes();
    }
    [[nodiscard]] bool finishes()
    {
        const auto &rotation = m_romeo->app().rotation();
        const bool done = waitUntil([&] { return rotation.state() == RekeyState::Done; }, 120000);
        if (!done) {
            qWarning().noquote() << rotation.log().join(u'\n');
        }
        return done;
    }
    /// The old keys are gone wherever they were, and the new one is in their place.
    void isReplaced(const crypto::RsaKey &old, const QString &oldPrint)
    {
        QCOMPARE(m_romeo->app().archiveKeys().keys().size(), 1);
        QVERIFY(archiveKey().modulus != old.modulus);
        QTRY_VERIFY_WITH_TIMEOUT(!publishedPrint().isEmpty(), 20000);
        QVERIFY(publishedPrint() != oldPrint);
        const auto revocations = m_other.items(OtherProgram::revokeNode);
        QCOMPARE(revocations.keys(), QStringList{oldPrint});
        // By the new chat key: the old one proves nothing any more.
        crypto::GpgmeHome home(m_romeo->profileDir() + u"/gnupg"_s);
        crypto::GpgmeEngine engine(home);
        QVERIFY(crypto::KeyRevocation::read(revocations.first())
                ->isSignedBy(engine, {m_romeo->app().keys().currentKey()}));
        QCOMPARE(wrapsNamed(old.fingerprint.toString()), 0);
        QCOMPARE(wrapsNamed(oldPrint), 0);
        const auto there = collections();
        QVERIFY(there.size() >= 2);
        for (const auto &collection : there) {
            QVERIFY(std::ranges::any_of(collection.keys, [&](const crypto::EncryptedKey &key) {
                return key.keyName == archiveKey().fingerprint.toString();
            }));
        }
        const auto receipt = m_romeo->app().rotation().receipt();
        QVERIFY(receipt && receipt->archiveKeyReplaced && receipt->archiveWrapsReplaced >= 1);
        QVERIFY(receipt->signedText.isEmpty() || receipt->setAside == 0);
        QCOMPARE(receipt->opened, receipt->collections);
    }
    /// The server seals for the new key, and what it sealed opens; also for a device that has nothing but the new keys.
    void serverSealsForTheNewOne()
    {
        const auto before = wrapsNamed(archiveKey().fingerprint.toString());
        const auto name = archiveKey().fingerprint.toString();
        m_romeo->quit();
        QVERIFY(julietSays(u"after the change"_s));
        QVERIFY(wrapsNamed(name) > before);
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(m_romeo->hasMessage(u"juliet"_s, u"after the change"_s));
        QVERIFY(m_romeo->hasMessage(u"juliet"_s, u"recorded before"_s));
    }

private Q_SLOTS:
    void init()
    {
        ProsodyServer::Options options;
        options.accounts = {{u"romeo"_s, u"secret"_s}, {u"juliet"_s, u"other"_s}};
        options.withoutModules = {u"mam"_s, u"offline"_s}; // nothing but the recorder keeps what comes meanwhile
        options.hostConfig = u"letterlock_archive_auto = true\nmodules_disabled = { \"s2s\"; \"offline\" }\n"_s;
        m_server = std::make_unique<ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_romeo = std::make_unique<TestClient>(*m_server, u"romeo"_s);
        QVERIFY2(m_romeo->signIn() && m_romeo->makeKey(), qPrintable(m_romeo->problem()));
        QVERIFY(m_other.open(*m_server, u"romeo"_s));
    }
    void cleanup()
    {
        m_other.stream.close();
        m_romeo.reset();
        QCOMPARE(m_server->logProblems(), QStringList());
        m_server.reset();
    }

    // the whole way, with a collection that the server has sealed and one of our own
    void archiveKeyIsReplaced_data()
    {
        QTest::addColumn<RotationReason>("reason");
        QTest::addColumn<bool>("given"); // the key in <auto/>; else the server takes the published one
        QTest::newRow("somebody may have it") << RotationReason::Compromised << true;
        QTest::newRow("somebody may have it, published") << RotationReason::Compromised << false;
        QTest::newRow("lost device") << RotationReason::LostDevice << true;
    }
    void archiveKeyIsReplaced()
    {
        QFETCH(const RotationReason, reason);
        QFETCH(const bool, given);
        record(given);
        if (QTest::currentTestFailed()) {
            return;
        }
        const auto old = archiveKey();
        const auto oldPrint = publishedPrint();
        QVERIFY(!oldPrint.isEmpty());
        QVERIFY(wrapsNamed(old.fingerprint.toString()) + wrapsNamed(oldPrint) >= 2);
        QVERIFY(change(reason));
        isReplaced(old, oldPrint);
        if (!QTest::currentTestFailed()) {
            serverSealsForTheNewOne();
        }
    }

    // A planned change has no reason to take the archive key along.
    void plannedChangeLeavesIt()
    {
        record(true);
        const auto old = archiveKey();
        const auto print = publishedPrint();
        QVERIFY(change(RotationReason::Planned));
        QCOMPARE(archiveKey().modulus, old.modulus);
        QCOMPARE(publishedPrint(), print);
        QVERIFY(!m_romeo->app().rotation().receipt()->archiveKeyReplaced);
    }

    // kill -9 on the way: what was begun is gone on with, and one key takes the old one's place, not two
    void killedOnTheWay_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("later");
        QTest::newRow("before") << int(RotationStep::PublishNew) << 0;
        QTest::newRow("begun") << int(RotationStep::ReplaceArchiveKey) << 0;
        QTest::newRow("published") << int(RotationStep::ReplaceArchiveKey) << 2;
        QTest::newRow("revoked") << int(RotationStep::ReplaceArchiveKey) << 4;
        QTest::newRow("wrapping begins") << int(RotationStep::SealForArchiveKey) << 0;
        QTest::newRow("wrapping") << int(RotationStep::SealForArchiveKey) << 6;
    }
    void killedOnTheWay()
    {
        QFETCH(const int, step);
        QFETCH(const int, later);
        record(true);
        const auto old = archiveKey();
        const auto oldPrint = publishedPrint();
        m_romeo->quit();
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
            {u"--client"_s, m_romeo->profileDir(), QString::number(step), QString::number(later)});
        QVERIFY(child.waitForFinished(120000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(finishes());
        isReplaced(old, oldPrint);
    }

    // what the person has called their own is sealed for, also by a key change, until it is not
    void otherProgramIsSealedFor()
    {
        QVERIFY(await(m_romeo->app().archiveKeys().make(), 60000));
        const auto print = m_other.published().print();
        const QSignalSpy asked(&m_romeo->app().publishedKeys(), &app::PublishedKeys::unknownKey);
        QVERIFY(m_other.publish(OtherProgram::keyNode, print, m_other.published().write()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
        QVERIFY(archived(u"before the answer"_s));
        QCOMPARE(wrapsNamed(print), 0); // nobody's yet
        QVERIFY(otherReads().isEmpty());

        m_romeo->app().publishedKeys().confirm(print);
        QVERIFY(archived(u"after the answer"_s));
        QVERIFY(otherReads().contains("after the answer"));

        // A key change seals anew for it, too; the archive key of this computer ends, this one does not.
        QVERIFY(change(RotationReason::Compromised));
        QVERIFY(otherReads().contains("before the answer"));
        QVERIFY(otherReads().contains("after the answer"));
        m_romeo->app().rotation().acknowledgeReceipt();

        // Taken out by whoever: what comes from now on is under data keys it never had.
        QVERIFY(m_other.retract(print));
        QTRY_VERIFY_WITH_TIMEOUT(m_romeo->app().publishedKeys().confirmed().isEmpty(), 20000);
        QVERIFY(archived(u"after it went"_s));
        QVERIFY(otherReads().contains("after the answer"));
        QVERIFY(!otherReads().contains("after it went"));
        QVERIFY(m_other.publish(OtherProgram::keyNode, print, m_other.published().write()));
        QTRY_VERIFY_WITH_TIMEOUT(!m_romeo->app().publishedKeys().confirmed().isEmpty(), 20000);
        QVERIFY(archived(u"when it was back"_s));
        QVERIFY(otherReads().contains("when it was back"));
        // Not the person's after all.
        QVERIFY(await(m_romeo->app().publishedKeys().reject(print)));
        QVERIFY(archived(u"after the no"_s));
        QVERIFY(!otherReads().contains("after the no"));
    }

private:
    /// An own collection, and one that the server recorded and sealed.
    void record(bool given)
    {
        QVERIFY(await(m_romeo->app().archiveKeys().make(), 60000));
        QTRY_VERIFY_WITH_TIMEOUT(!publishedPrint().isEmpty(), 20000);
        QVERIFY(julietSays(u"heard at home"_s));
        QVERIFY(m_romeo->hasMessage(u"juliet"_s, u"heard at home"_s));
        QVERIFY(m_romeo->archiveIsIdle());
        if (given) {
            auto &preferences = m_romeo->app().archivePreferences();
            QVERIFY(waitUntil([&] { return preferences.canRecordSealed(); }, 20000));
            QVERIFY(await(preferences.setRecording(true)));
        } else {
            QCOMPARE(errorCondition(m_other.stream.iq(
                         u"set"_s, u"<auto xmlns='urn:xmpp:archive' save='true' encrypt='true' scope='global'/>"_s)),
                QString());
        }
        m_romeo->quit();
        QVERIFY(julietSays(u"recorded before"_s));
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(m_romeo->hasMessage(u"juliet"_s, u"recorded before"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_romeo->app().archiveKeys().keys().size(), 1, 20000);
        QVERIFY(m_romeo->archiveIsIdle());
    }
    [[nodiscard]] bool archived(const QString &text)
    {
        return julietSays(text) && m_romeo->hasMessage(u"juliet"_s, text) && m_romeo->archiveIsIdle();
    }
};

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--client"_L1) {
        return letterlock::test::runClient(arguments.value(2), letterlock::app::RotationReason::Compromised,
            {letterlock::app::RotationStep(arguments.value(3).toInt()), arguments.value(4).toInt()});
    }
    letterlock::test::ArchiveKeyChangeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "ArchiveKeyChangeTest.moc"
