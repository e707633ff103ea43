// SPDX-License-Identifier: GPL-3.0-or-later
// UI section 6; REQUIREMENTS.
#include "app/keys/KeyRotationController.h"
#include "app/keys/RootKeys.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/RekeyBench.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RotationReason;
using app::RotationStep;
using app::RotationStepState;
using archive::RekeyState;

/// The announced keys of one account, with a diary of what was done.
class DirectoryOfOne final : public app::KeyDirectory {
public:
    QFuture<app::TransportResult<QList<app::AnnouncedKey>>> announced(const crypto::BareJid &) override
    {
        return crypto::ready(app::TransportResult<QList<app::AnnouncedKey>>(list));
    }
    QFuture<app::TransportResult<QByteArray>> fetch(const crypto::BareJid &, const crypto::KeyFingerprint &key) override
    {
        return crypto::ready(app::TransportResult<QByteArray>(published.value(key)));
    }
    QFuture<app::TransportResult<void>> announce(
        const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QDateTime &created) override
    {
        if (offline) {
            return crypto::ready(app::TransportResult<void>(
                std::unexpected(app::TransportError{app::TransportError::Code::NotConnected, {}, {}, {}})));
        }
        diary.append(u"announce "_s + key.toString());
        published.insert(key, publicKey);
        list.removeIf([&](const app::AnnouncedKey &one) { return one.fingerprint == key; });
        list.append({key, created});
        return crypto::ready(app::TransportResult<void>());
    }
    QFuture<app::TransportResult<void>> withdraw(
        const crypto::KeyFingerprint &key, const QByteArray &revokedPublicKey) override
    {
        diary.append(u"withdraw "_s + key.toString());
        if (afterWithdrawal) {
            afterWithdrawal();
        }
        published.insert(key, revokedPublicKey);
        list.removeIf([&](const app::AnnouncedKey &one) { return one.fingerprint == key; });
        return crypto::ready(app::TransportResult<void>());
    }
    QFuture<app::TransportResult<QList<app::KeyStatement>>> statements(const crypto::BareJid &) override
    {
        return crypto::ready(app::TransportResult<QList<app::KeyStatement>>(said));
    }
    QFuture<app::TransportResult<void>> publishStatement(const app::KeyStatement &statement) override
    {
        diary.append(u"vouch "_s + statement.newKey.toString());
        said.append(statement);
        return crypto::ready(app::TransportResult<void>());
    }
    [[nodiscard]] bool lists(const crypto::KeyFingerprint &key) const
    {
        return std::ranges::any_of(list, [&](const app::AnnouncedKey &one) { return one.fingerprint == key; });
    }

    QList<app::AnnouncedKey> list;
    QHash<crypto::KeyFingerprint, QByteArray> published;
    QList<app::KeyStatement> said;
    QStringList diary;
    bool offline = false;
    std::function<void()> afterWithdrawal; ///< before it is answered
};

/// A device with an account, an archive sealed for its current key, and a rotation that can be killed.
struct Device {
    RekeyKeys keys; ///< oldKey is replaced by the account's own
    RekeyBench bench{keys};
    DirectoryOfOne directory;
    MemoryCredentialStore credentials;
    crypto::Worker openPgp{u"openpgp"_s};
    std::unique_ptr<app::KeyController> own;
    std::unique_ptr<app::KeyRotationController> rotation;
    QList<crypto::KeyFingerprint> archiveKeys; ///< beside the chat keys

    void start()
    {
        rotation.reset();
        bench.start();
        own = std::make_unique<app::KeyController>(app::KeyController::Ports{
            keys.both.keyring(), keys.both.engine(), directory, bench.history, credentials, openPgp});
        QSignalSpy loaded(own.get(), &app::KeyController::loaded);
        own->setAccount(*crypto::BareJid::parse(u"anna@example.org"_s));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 30'000);
        rotation = std::make_unique<app::KeyRotationController>(app::KeyRotationController::Ports{*own, *bench.runner,
            bench.ports(), keys.both.engine(), openPgp, bench.clock, {.recipients = [this] { return archiveKeys; }}});
    }
    void prepare(int collections)
    {
        start();
        keys.oldKey = await(own->makeKey(true), 60'000).value().fingerprint;
        QVERIFY(await(own->announceAsCurrent(keys.oldKey)));
        app::RootKeys roots(bench.ports(), *own);
        QVERIFY(await(roots.prepare(), 60'000));
        bench.seed(collections);
    }
    void makeNewKey()
    {
        QSignalSpy made(rotation.get(), &app::KeyRotationController::newKeyReady);
        rotation->makeNewKey();
        QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, 60'000);
        keys.newKey = rotation->newKey();
    }
    void learnNewKey() ///< the device that has nothing else
    {
        const auto secret = keys.both.keyring().exportSecret({keys.newKey});
        QVERIFY(secret && keys.onlyNew.keyring().importKeys(secret->view().toByteArray()));
    }
};

class KeyRotationControllerTest : public QObject {
    Q_OBJECT

    static void isFinished(Device &device, int collections)
    {
        auto &rotation = *device.rotation;
        QTRY_COMPARE_WITH_TIMEOUT(rotation.state(), RekeyState::Done, 120'000);
        for (const auto &step : rotation.steps()) {
            QCOMPARE(step.state, RotationStepState::State::Done);
        }
        QCOMPARE(rotation.percent(), 100);
        QVERIFY(rotation.receipt());
        QCOMPARE(rotation.receipt()->collections, collections);
        QCOMPARE(rotation.receipt()->opened, collections);
        QCOMPARE(rotation.receipt()->wrapsRemoved, collections);
        QCOMPARE(rotation.receipt()->setAside, 0);
        QCOMPARE(rotation.receipt()->newKey, device.keys.newKey);
        const auto receipt = device.keys.both.engine().open(rotation.receipt()->signedText);
        QVERIFY(receipt);
        QCOMPARE(receipt->signatures.size(), 1);
        QCOMPARE(receipt->signatures.constFirst().key, device.keys.newKey);
        QVERIFY(receipt->plaintext.contains(device.keys.oldKey.grouped().toLatin1()));
        QCOMPARE(device.bench.wrapsFor(device.keys.oldKey), 0);
        QCOMPARE(device.own->currentKey(), device.keys.newKey);
        QVERIFY(device.directory.lists(device.keys.newKey));
        QVERIFY(!device.directory.lists(device.keys.oldKey));
        QVERIFY(!device.own->sealingRecipients().contains(device.keys.oldKey));
        device.learnNewKey();
        QCOMPARE(device.bench.openedWithNewKeyOnly(), RekeyBench::expectedBodies(collections));
        // Every root key in the private node opens with the new key alone.
        crypto::DataKeyRing fresh(device.keys.onlyNew.engine());
        QVERIFY(!device.bench.lease.nodes.value(app::RootKeys::node()).isEmpty());
        for (const auto &item : device.bench.lease.nodes.value(app::RootKeys::node())) {
            QVERIFY(fresh.importRootKey(QByteArray::fromBase64(item.text().toLatin1()), {device.keys.newKey}));
        }
    }

private Q_SLOTS:
    void aNewKeyIsMadeAfterAnotherWasChosen()
    {
        Device device;
        device.prepare(0);
        const auto brought = await(device.own->makeKey(false), 60'000).value().fingerprint;
        device.rotation->useKey(brought);
        QTRY_COMPARE(device.rotation->newKey(), brought);
        device.makeNewKey();
        QVERIFY(device.rotation->newKey() != brought);
        // The page is visited again: one that was made is not made twice.
        const auto made = device.rotation->newKey();
        device.makeNewKey();
        QCOMPARE(device.rotation->newKey(), made);
    }

    void planned()
    {
        Device device;
        device.prepare(4);
        auto &rotation = *device.rotation;
        rotation.setReason(RotationReason::Planned);
        device.makeNewKey();
        QSignalSpy rehearsed(&rotation, &app::KeyRotationController::rehearsed);
        rotation.rehearse();
        QTRY_COMPARE_WITH_TIMEOUT(rehearsed.size(), 1, 60'000);
        QCOMPARE(rotation.rehearsal()->opened, 4);
        QVERIFY(!rotation.canStop());
        rotation.start();
        QVERIFY(rotation.canStop());
        isFinished(device, 4);
        rotation.acknowledgeReceipt();
        QCOMPARE(rotation.state(), RekeyState::Idle);
        QVERIFY(rotation.receipt());
        QVERIFY(!await(device.bench.runner->unfinished()).value().has_value());
    }

    // A new device trusts the root key by the signature of a key it brought: the one that is current now.
    void aNewSignerPublishesAgain()
    {
        Device device;
        device.prepare(1);
        const auto second = await(device.own->makeKey(false), 60'000).value().fingerprint;
        app::RootKeys early(device.bench.ports(), *device.own);
        QVERIFY(await(early.prepare(), 60'000)); // for two recipients, signed by the first
        QVERIFY(!early.mayNeedRepublishing());
        app::RootKeys late(device.bench.ports(), *device.own);
        QVERIFY(await(late.prepare(), 60'000));
        // The key changes while the early one is at it; what it sends last must not be signed by the old key.
        auto sending = early.republish();
        QVERIFY(await(device.own->announceAsCurrent(second)));
        QVERIFY(late.mayNeedRepublishing());
        QVERIFY(await(late.republish(), 60'000));
        QVERIFY(await(sending, 60'000));
        QVERIFY(!late.mayNeedRepublishing());
        crypto::DataKeyRing fresh(device.keys.both.engine());
        for (const auto &item : device.bench.lease.nodes.value(app::RootKeys::node())) {
            QVERIFY(fresh.importRootKey(QByteArray::fromBase64(item.text().toLatin1()), {second}));
        }
        QVERIFY(fresh.generations().size() == 1);
    }

    void lostDeviceRenewsTheRootKey()
    {
        Device device;
        device.prepare(2);
        const auto before = device.bench.ring.currentGeneration();
        device.rotation->setReason(RotationReason::LostDevice);
        device.makeNewKey();
        device.directory.diary.clear();
        device.rotation->start();
        isFinished(device, 2);
        QVERIFY(device.bench.ring.currentGeneration() != before);
        // Shut out before anything else; revoked only when the archive is safe.
        QCOMPARE(device.directory.diary.size(), 3);
        QCOMPARE(device.directory.diary.at(0), u"withdraw "_s + device.keys.oldKey.toString());
        QCOMPARE(device.directory.diary.at(1), u"announce "_s + device.keys.newKey.toString());
        QCOMPARE(device.directory.diary.at(2), u"withdraw "_s + device.keys.oldKey.toString());
        QCOMPARE(device.rotation->steps().constFirst().step, RotationStep::ShutOut);
        QCOMPARE(device.keys.both.keyring().find(device.keys.oldKey)->validity, crypto::KeyValidity::Revoked);
    }

    void aLostDeviceWithAKeyOfItsOwnIsShutOutToo()
    {
        Device device;
        device.prepare(1);
        const auto lost = await(device.own->makeKey(false), 60'000).value().fingerprint;
        QVERIFY(await(device.directory.announce(lost, "public", QDateTime::currentDateTimeUtc())));
        QVERIFY(device.own->sealingRecipients().contains(lost));
        device.rotation->setReason(RotationReason::LostDevice);
        device.rotation->setLostKey(lost);
        device.makeNewKey();
        device.rotation->start();
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::Done, 120'000);
        QVERIFY(!device.directory.lists(lost));
        QVERIFY(!device.own->sealingRecipients().contains(lost));
        QCOMPARE(device.bench.wrapsFor(lost), 0);
    }

    /// The old key comes back whole: announced, sealed for, and it opens everything, also the new root key.
    void aLostDeviceCanBeStoppedToo()
    {
        Device device;
        device.prepare(4);
        device.rotation->setReason(RotationReason::LostDevice);
        device.makeNewKey();
        const auto &rotation = *device.rotation;
        bool stopped = false;
        device.bench.line.afterRequest = [&](int) {
            if (!stopped && rotation.canStop() && device.bench.wrapsFor(device.keys.newKey) == 2) {
                stopped = true;
                device.rotation->stopAndKeepOldKey();
            }
        };
        device.rotation->start();
        QVERIFY(rotation.canStop());
        QTRY_COMPARE_WITH_TIMEOUT(rotation.state(), RekeyState::Stopped, 60'000);
        QVERIFY(stopped);
        QCOMPARE(device.bench.wrapsFor(device.keys.newKey), 0);
        QCOMPARE(device.bench.wrapsFor(device.keys.oldKey), 4);
        QCOMPARE(device.own->currentKey(), device.keys.oldKey);
        QVERIFY(device.directory.lists(device.keys.oldKey));
        QVERIFY(!device.directory.lists(device.keys.newKey));
        QCOMPARE(device.own->sealingRecipients(), QList<crypto::KeyFingerprint>{device.keys.oldKey});
        QCOMPARE(device.keys.both.keyring().find(device.keys.oldKey)->validity, crypto::KeyValidity::Valid);
        const auto items = device.bench.lease.nodes.value(app::RootKeys::node());
        QCOMPARE(items.size(), 2);
        crypto::DataKeyRing fresh(device.keys.both.engine());
        for (const auto &item : items) {
            QVERIFY(fresh.importRootKey(QByteArray::fromBase64(item.text().toLatin1()), {device.keys.oldKey}));
        }
    }

    void compromisedWithdrawsFirst()
    {
        Device device;
        device.prepare(3);
        const auto stored = device.bench.remote.stored();
        device.archiveKeys = {device.keys.both.makeKey(u"archive@example.org"_s).fingerprint};
        device.rotation->setReason(RotationReason::Compromised);
        device.makeNewKey();
        device.directory.diary.clear();
        device.rotation->start();
        isFinished(device, 3);
        QCOMPARE(device.directory.diary.constFirst(), u"withdraw "_s + device.keys.oldKey.toString());
        for (const auto &collection : device.bench.remote.stored()) {
            for (const auto &old : stored) {
                QVERIFY(collection.parts.constFirst().keyName != old.parts.constFirst().keyName);
            }
        }
        // The archive's own key still opens everything.
        QCOMPARE(device.bench.wrapsFor(device.archiveKeys.constFirst()), 3);
    }

    void killedAndResumed_data()
    {
        QTest::addColumn<int>("request");
        QTest::addColumn<RotationReason>("reason");
        for (const int request : {0, 2, 5, 9, 14, 20}) {
            QTest::addRow("request %d", request) << request << RotationReason::Planned;
        }
        for (const int request : {0, 1, 3, 7, 12}) {
            QTest::addRow("lost device, request %d", request) << request << RotationReason::LostDevice;
        }
    }
    void killedAndResumed()
    {
        QFETCH(int, request);
        QFETCH(RotationReason, reason);
        Device device;
        device.prepare(2);
        device.rotation->setReason(reason);
        device.makeNewKey();
        device.bench.line.failAt = device.bench.line.requests + request;
        device.bench.line.phase = Phase::After;
        device.rotation->start();
        QTRY_VERIFY_WITH_TIMEOUT(device.rotation->state() == RekeyState::WaitingForConnection
                || device.rotation->state() == RekeyState::Done,
            120'000);
        device.start();
        device.rotation->resumeUnfinished();
        isFinished(device, 2);
    }

    // A change is not finished while a root key is still published for the keys of before.
    void theLastPublicationHasToArrive()
    {
        Device device;
        device.prepare(1);
        device.rotation->setReason(RotationReason::LostDevice);
        device.makeNewKey();
        auto &line = device.bench.line;
        device.directory.afterWithdrawal = [&] { line.failAt = line.requests; };
        device.rotation->start();
        // Shutting out takes it from the list, and the first look at the private node comes after that.
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::WaitingForConnection, 60'000);
        QCOMPARE(device.bench.wrapsFor(device.keys.newKey), 0);
        device.rotation->resumeUnfinished();
        // The second time it is withdrawn for good, as the last step.
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::WaitingForConnection, 60'000);
        QVERIFY(!device.rotation->receipt());
        QVERIFY(!device.directory.lists(device.keys.oldKey));
        device.start();
        device.rotation->resumeUnfinished();
        isFinished(device, 1);
    }

    // Before what an earlier run left is known, nothing may take its place.
    void anUnfinishedChangeIsNotReplaced()
    {
        Device device;
        device.prepare(1);
        device.makeNewKey();
        device.directory.offline = true;
        device.rotation->start();
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::WaitingForConnection, 30'000);
        device.start();
        QSignalSpy made(device.rotation.get(), &app::KeyRotationController::newKeyReady);
        device.rotation->setReason(RotationReason::Compromised);
        device.rotation->makeNewKey();
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::WaitingForConnection, 30'000);
        QVERIFY(made.isEmpty());
        QCOMPARE(device.rotation->newKey(), device.keys.newKey);
        QCOMPARE(device.rotation->reason(), RotationReason::Planned);
        device.directory.offline = false;
        device.rotation->resumeUnfinished();
        isFinished(device, 1);
    }

    void waitsForTheConnection()
    {
        Device device;
        device.prepare(1);
        device.makeNewKey();
        device.directory.offline = true;
        device.rotation->start();
        QTRY_COMPARE_WITH_TIMEOUT(device.rotation->state(), RekeyState::WaitingForConnection, 30'000);
        device.directory.offline = false;
        device.rotation->resumeUnfinished();
        isFinished(device, 1);
    }

    void stopsAndKeepsTheOldKey()
    {
        Device device;
        device.prepare(4);
        device.makeNewKey();
        const auto &rotation = *device.rotation;
        device.bench.line.afterRequest = [&](int) {
            if (rotation.canStop() && device.bench.wrapsFor(device.keys.newKey) == 2) {
                device.rotation->stopAndKeepOldKey();
            }
        };
        device.rotation->start();
        QTRY_COMPARE_WITH_TIMEOUT(rotation.state(), RekeyState::Stopped, 60'000);
        QCOMPARE(device.bench.wrapsFor(device.keys.newKey), 0);
        QCOMPARE(device.bench.wrapsFor(device.keys.oldKey), 4);
        QCOMPARE(device.own->currentKey(), device.keys.oldKey);
        QVERIFY(device.directory.lists(device.keys.oldKey));
        QVERIFY(!device.directory.lists(device.keys.newKey));
        QCOMPARE(device.own->sealingRecipients(), QList<crypto::KeyFingerprint>{device.keys.oldKey});
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyRotationControllerTest)
#include "KeyRotationControllerTest.moc"
