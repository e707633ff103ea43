// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveSync.h"

#include <QSignalSpy>
#include <QTest>

#include "archive/collection/CollectionSealer.h"
#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

using Phase = MemoryRemoteArchive::Phase;

} // namespace

class ArchiveSyncTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RomeosKeys> m_romeo;

    std::unique_ptr<ArchiveProfile> profile(RemoteArchive &remote, bool withRoot = true)
    {
        return m_romeo->device(remote, withRoot);
    }

    /// Uploads `runs` runs of three messages from a device of its own.
    QStringList fill(MemoryRemoteArchive &remote, int runs)
    {
        auto device = profile(remote);
        QStringList bodies;
        for (int i = 0; i < runs * 3; ++i) {
            bodies.append(u"message %1"_s.arg(i));
            device->add(bodies.last(), morning.addSecs(i / 3 * 5 * 3600 + i), i % 2 == 0, u"origin-%1"_s.arg(i));
        }
        if (!await(device->uploader->upload(true))) {
            qFatal("the upload failed");
        }
        return bodies;
    }

private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }

    // P-51: a new device has the whole conversation, in order, once.
    void aNewDeviceGetsEverything()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 4);
        auto device = profile(remote);
        const auto summary = await(device->sync->sync());
        QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().detail));
        QCOMPARE(summary->collections, 4);
        QCOMPARE(summary->messages, 12);
        QCOMPARE(summary->closedParts, 0);
        QCOMPARE(summary->foreignParts, 0);
        QCOMPARE(device->bodies(), bodies);
        QCOMPARE(device->totals().onServer, 12);
        // Nothing is new, nothing goes back up.
        const int before = remote.requests();
        QCOMPARE(await(device->sync->sync())->collections, 0);
        QCOMPARE(remote.requests(), before + 1);
        QCOMPARE(await(device->uploader->upload(true))->messages, 0);
        QCOMPARE(device->bodies(), bodies);
    }

    // Cut at any request, it goes on in a new process without a loss and without a duplicate.
    void anyRequestMayBeTheLast()
    {
        MemoryRemoteArchive remote;
        remote.setLargestPage(2);
        const auto bodies = fill(remote, 5);
        int finishedAt = -1;
        for (int cut = 0; finishedAt < 0; ++cut) {
            auto device = profile(remote);
            const int base = remote.requests();
            remote.setFault([&, base](int request, Phase at) -> std::optional<ArchiveError> {
                return request == base + cut && at == Phase::After
                    ? std::optional(ArchiveError{ArchiveError::Code::Disconnected, u"cut"_s})
                    : std::nullopt;
            });
            if (await(device->sync->sync())) {
                finishedAt = cut;
            }
            remote.setFault({});
            device->restart();
            QVERIFY(await(device->sync->sync()));
            QCOMPARE(device->bodies(), bodies);
        }
        QVERIFY(finishedAt >= 8);
    }

    // A long way to the server is not gone once for each collection, and nothing is asked for twice.
    void theNextAreOnTheirWay()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 20);
        auto device = profile(remote);
        const int before = remote.requests();
        int atFirst = 0;
        connect(device->sync.get(), &ArchiveSync::progressed, this,
            [&](int done) { atFirst = done == 1 ? remote.requests() - before : atFirst; });
        QVERIFY(await(device->sync->sync()));
        QCOMPARE(atFirst, 1 + 1 + 8); // what there is, the first, and the next eight
        QCOMPARE(remote.requests() - before, 1 + 20);
        QCOMPARE(device->bodies(), bodies);
    }

    // Of what was saved in a row only the last is looked at.
    void ownUploadsAreNotFetched()
    {
        MemoryRemoteArchive remote;
        auto device = profile(remote);
        for (int i = 0; i < 5; ++i) {
            device->add(u"mine"_s, morning.addDays(i), true, u"o%1"_s.arg(i));
        }
        QVERIFY(await(device->uploader->upload(true)));
        QCOMPARE(remote.stored().size(), 5);
        for (const int more : {2, 1}) {
            const int before = remote.requests();
            const auto summary = await(device->sync->sync());
            QCOMPARE(summary->collections, 0);
            QCOMPARE(remote.requests(), before + more);
        }
        QCOMPARE(device->totals().onServer, 5);
    }

    // Two devices that both see the live messages, each writing some of the archive.
    void twoDevicesInterleave()
    {
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        QStringList bodies;
        for (int i = 0; i < 12; ++i) {
            bodies.append(u"message %1"_s.arg(i));
            const QDateTime time = morning.addSecs(i * 60);
            // Each misses one: it was off line.
            if (i != 3) {
                one->add(bodies.last(), time, i % 2 == 0, u"o%1"_s.arg(i));
            }
            if (i != 7) {
                two->add(bodies.last(), time, i % 2 == 0, u"o%1"_s.arg(i));
            }
            auto &device = i % 2 == 0 ? *one : *two;
            QVERIFY(await(device.sync->sync()));
            QVERIFY(await(device.uploader->upload(true)));
        }
        for (auto *device : {one.get(), two.get()}) {
            QVERIFY(await(device->sync->sync()));
            QVERIFY(await(device->uploader->upload(true)));
            QVERIFY(await(device->sync->sync()));
        }
        QVERIFY(await(one->sync->sync()));
        QCOMPARE(one->bodies(), bodies);
        QCOMPARE(two->bodies(), bodies);
        QCOMPARE(one->totals().onlyHere, 0);
        QCOMPARE(two->totals().onlyHere, 0);
        auto third = profile(remote);
        QVERIFY(await(third->sync->sync()));
        QCOMPARE(third->bodies(), bodies);
    }

    // a tampered part is counted and leaves the others readable.
    void aTamperedPartIsClosed()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 3);
        auto damaged = remote.stored()[1];
        damaged.parts[0].cipherValue[20] = static_cast<char>(damaged.parts[0].cipherValue[20] ^ 1);
        remote.replace(damaged);
        auto device = profile(remote);
        const auto summary = await(device->sync->sync());
        QVERIFY(summary);
        QCOMPARE(summary->closedParts, 1);
        QCOMPARE(device->bodies(), bodies.mid(0, 3) + bodies.mid(6));
    }

    // MovedByServer: a sealed part in another place than its header names is not shown there.
    void aMovedPartIsNotShown()
    {
        MemoryRemoteArchive remote;
        fill(remote, 2);
        auto victim = remote.stored()[0];
        victim.id.with = *crypto::BareJid::parse(u"nurse@localhost"_s);
        remote.replace(victim);
        auto device = profile(remote);
        const auto summary = await(device->sync->sync());
        QCOMPARE(summary->closedParts, 1);
        QCOMPARE(device->bodies(victim.id.with), QStringList());
        QCOMPARE(device->bodies().size(), 6);
    }

    // A-04, DESIGN section 6: the server knows the public key and can make a part that opens, but not one of ours.
    void aForgedPartIsTold()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 1);
        crypto::DataKeyRing forger(m_romeo->gnupg.engine());
        forger.addRootKey(crypto::RootKey::make());
        Message forged;
        forged.sender = crypto::Jid(juliet, {});
        forged.time = morning;
        forged.body = u"Meet me at the server's"_s;
        forged.originId = u"origin-0"_s;
        forged.sealing = Sealing::Sealed;
        forged.signer = m_romeo->key;
        const auto sealed
            = CollectionSealer(forger).seal({.collection = {.id = {juliet, morning.addDays(1)}, .messages = {forged}},
                .account = romeo,
                .dataKeyName = u"forged"_s,
                .wrapFor = {m_romeo->key}});
        QVERIFY(sealed);
        remote.replace({.id = sealed->id, .parts = sealed->parts, .keys = sealed->keys});
        auto device = profile(remote);
        const auto summary = await(device->sync->sync());
        QCOMPARE(summary->foreignParts, 1);
        QCOMPARE(device->bodies().size(), bodies.size() + 1);
        const auto shown = *await(device->history->page(*await(device->history->conversationWith(juliet)), 0, 10));
        for (const auto &message : shown) {
            if (message.body == forged.body) {
                QCOMPARE(message.sealing, Sealing::NotSealed);
                QVERIFY(message.signer.isEmpty());
            }
        }
    }

    // No wrap for a key of ours and no root key: closed, remembered, and opened once the root key arrives.
    void closedPartsAreTriedAgain()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 2);
        auto all = remote.stored();
        for (auto &collection : all) {
            collection.keys.clear();
            remote.replace(collection);
        }
        auto device = profile(remote, false);
        QCOMPARE(await(device->sync->sync())->closedParts, 2);
        QCOMPARE(device->bodies(), QStringList());
        device->ring.addRootKey(m_romeo->root.copy());
        QCOMPARE(await(device->sync->sync())->messages, 0);
        device->sync->retryClosed();
        QCOMPARE(await(device->sync->sync())->messages, 6);
        QCOMPARE(device->bodies(), bodies);
        QCOMPARE(await(device->sync->sync())->collections, 0);
    }

    // The wraps alone open it too, and then it counts as not sealed by a known root key.
    void wrapsOpenWithoutRootKey()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 2);
        auto device = profile(remote, false);
        const auto summary = await(device->sync->sync());
        QCOMPARE(summary->closedParts, 0);
        QCOMPARE(summary->foreignParts, 2);
        QCOMPARE(device->bodies(), bodies);
        QVERIFY(await(device->sync->sync()));
        QCOMPARE(device->bodies(), bodies);
    }

    // A collection that somebody removed: never a silent loss here, and no silent return there.
    void aRemovedCollectionStaysHere()
    {
        MemoryRemoteArchive remote;
        const auto bodies = fill(remote, 2);
        auto device = profile(remote);
        QVERIFY(await(device->sync->sync()));
        QVERIFY(await(remote.remove(remote.stored()[0].id)));
        QVERIFY(await(device->sync->sync()));
        QCOMPARE(device->bodies(), bodies);
        QCOMPARE(device->totals().onServer, 3);
        QCOMPARE(device->totals().onlyHere, 3);
        QCOMPARE(await(device->uploader->upload(true))->messages, 0);
        QCOMPARE(remote.stored().size(), 1);
    }

    void factsReachTheOtherDevice()
    {
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        const auto first = one->add(u"tpyo"_s, morning, true, u"o1"_s);
        one->add(u"regret"_s, morning.addSecs(1), true, u"o2"_s);
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->sync->sync()));
        QCOMPARE(two->bodies(), (QStringList{u"tpyo"_s, u"regret"_s}));
        QVERIFY(await(one->history->replaceContent(first, u"typo"_s, Sealing::Sealed, {}, true)));
        QVERIFY(await(one->history->retract(*await(one->history->conversationWith(juliet)), u"o2"_s)));
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->sync->sync()));
        const auto shown = *await(two->history->page(*await(two->history->conversationWith(juliet)), 0, 10));
        QCOMPARE(shown.size(), 2);
        QCOMPARE(shown[0].body, u"typo"_s);
        QVERIFY(shown[0].edited);
        QVERIFY(shown[1].retracted);
        // It does not bounce.
        QCOMPARE(await(two->uploader->upload(true))->collections, 0);
        // A new device sees the same.
        auto third = profile(remote);
        QVERIFY(await(third->sync->sync()));
        QCOMPARE(third->bodies(), (QStringList{u"typo"_s, QString()}));
    }

    // Two devices know different things of one message: neither takes from the other what it knew
    void whatTwoDevicesKnowIsBroughtTogether()
    {
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        const auto first = one->add(u"tpyo"_s, morning, true, u"o1"_s);
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->sync->sync()));
        // A correction reaches one device, a receipt the other, and both tell the archive without having looked.
        QVERIFY(await(one->history->replaceContent(first, u"typo"_s, Sealing::Sealed, {}, true)));
        const auto there = *await(two->history->conversationWith(juliet));
        QVERIFY(await(two->history->setDelivery(there, u"o1"_s, Delivery::Displayed)));
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->uploader->upload(true)));
        auto third = profile(remote);
        for (auto *device : {one.get(), two.get(), third.get()}) {
            QVERIFY(await(device->sync->sync()));
            const auto shown = *await(device->history->page(*await(device->history->conversationWith(juliet)), 0, 10));
            QCOMPARE(shown.size(), 1);
            QCOMPARE(shown[0].body, u"typo"_s);
            QCOMPARE(shown[0].edits, 1);
            QCOMPARE(shown[0].delivery, Delivery::Displayed);
        }
    }

    // One device gets a message back: the others know it and why, and each of them can send it again.
    void whatCameBackIsKnownEverywhere()
    {
        using archive::SendFault;
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        const auto shown = [](ArchiveProfile &device, int row) {
            return await(device.history->page(*await(device.history->conversationWith(juliet)), 0, 10))->value(row);
        };
        const auto is = [&](ArchiveProfile &device, int row, Delivery delivery, SendFault fault) {
            return shown(device, row).delivery == delivery && shown(device, row).fault == fault;
        };
        // Before it was archived, and after.
        one->add(u"early"_s, morning, true, u"o1"_s);
        one->add(u"late"_s, morning.addSecs(60), true, u"o2"_s);
        QVERIFY(await(one->history->sentBack(juliet, u"o1"_s, SendFault::NotTaken)));
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->sync->sync()));
        QVERIFY(is(*two, 0, Delivery::Failed, SendFault::NotTaken));
        QVERIFY(is(*two, 1, Delivery::Sent, SendFault::None));
        QVERIFY(await(one->history->sentBack(juliet, u"o2"_s, SendFault::NoKey)));
        QVERIFY(await(one->uploader->upload(true)));
        auto third = profile(remote);
        for (auto *device : {one.get(), two.get(), third.get()}) {
            QVERIFY(await(device->sync->sync()));
            QVERIFY(is(*device, 0, Delivery::Failed, SendFault::NotTaken));
            QVERIFY(is(*device, 1, Delivery::Failed, SendFault::NoKey));
            // It does not bounce, and nothing goes again by itself.
            QCOMPARE(await(device->uploader->upload(true))->collections, 0);
            QVERIFY(await(device->history->outbox())->isEmpty());
        }
        // Sent again from the device that did not send it first.
        QVERIFY(await(two->history->retry(shown(*two, 1).id)));
        const auto outbox = *await(two->history->outbox());
        QCOMPARE(outbox.size(), 1);
        QCOMPARE(outbox[0].body, u"late"_s);
        QCOMPARE(outbox[0].originId, u"o2"_s);
        QCOMPARE(outbox[0].to, juliet);
        two->restart();
        QVERIFY(await(two->sync->sync()));
        QVERIFY(is(*two, 1, Delivery::Waiting, SendFault::None));
        QVERIFY(await(two->history->outboxSent(shown(*two, 1).id, {})));
        QVERIFY(await(two->uploader->upload(true)));
        for (auto *device : {one.get(), two.get(), third.get()}) {
            QVERIFY(await(device->sync->sync()));
            QVERIFY(is(*device, 0, Delivery::Failed, SendFault::NotTaken));
            QVERIFY(is(*device, 1, Delivery::Sent, SendFault::None));
        }
        // The peer has it after all.
        QVERIFY(await(one->history->setDelivery(shown(*one, 0).conversation, u"o1"_s, Delivery::Arrived)));
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(third->sync->sync()));
        QVERIFY(is(*third, 0, Delivery::Arrived, SendFault::None));
    }

    // The archive has an older text than this device, which has never told it anything of the message
    void whatTheArchiveDoesNotKnowIsToldToIt()
    {
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        one->add(u"tpyo"_s, morning, false, u"o1"_s);
        const auto row = two->add(u"tpyo"_s, morning, false, u"o1"_s);
        QVERIFY(await(two->history->replaceContent(row, u"typo"_s, Sealing::Sealed, {}, true)));
        QVERIFY(await(one->uploader->upload(true)));
        QVERIFY(await(two->sync->sync()));
        QCOMPARE(two->bodies(), QStringList{u"typo"_s});
        QCOMPARE(await(two->uploader->upload(true))->collections, 1);
        QVERIFY(await(one->sync->sync()));
        QCOMPARE(one->bodies(), QStringList{u"typo"_s});
        // It does not bounce.
        QCOMPARE(await(one->uploader->upload(true))->collections, 0);
        QVERIFY(await(two->sync->sync()));
        QCOMPARE(await(two->uploader->upload(true))->collections, 0);
    }

    // Nobody gave it an id: it is here once all the same, however often its collection grows
    void whatHasNoIdIsNotDoubled()
    {
        MemoryRemoteArchive remote;
        auto one = profile(remote);
        auto two = profile(remote);
        for (int i = 0; i < 4; ++i) {
            one->add(u"nameless"_s, morning.addSecs(i / 2), i % 2 == 0, {});
            QVERIFY(await(one->uploader->upload(true)));
            QVERIFY(await(two->sync->sync()));
            QCOMPARE(two->bodies().size(), i + 1);
            QCOMPARE(two->totals().onServer, i + 1);
        }
        QCOMPARE(await(two->uploader->upload(true))->messages, 0);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveSyncTest)
#include "ArchiveSyncTest.moc"
