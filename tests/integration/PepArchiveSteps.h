// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "app/transport/PepPrivateStore.h"
#include "app/transport/PepTransportNodes.h"
#include "archive/remote/PepRemoteArchive.h"
#include "tests/support/RekeyBench.h"
#include "tests/support/XmppPeer.h"

namespace letterlock::test {

/// One device of an account on a real server, with nothing but the stream and the archive in private nodes.
struct PepStation {
    XmppPeer peer;
    app::PepTransportNodes nodes{peer.transport};
    app::PepPrivateStore privateStore{peer.transport};
    TempDatabase database;
    archive::SqlHistoryStore history{database.store()};
    crypto::Worker worker{QStringLiteral("sealing")};
    crypto::DataKeyRing ring;
    crypto::SystemClock clock;
    archive::PepRemoteArchive remote{{nodes, history, ring, worker, clock}};

    PepStation(const TestServer &server, const QString &user, const QString &resource, RekeyKeys &keys,
        const crypto::RootKey &root)
        : peer(server, user)
        , ring(keys.both.engine())
    {
        peer.settings.resource = resource;
        ring.addRootKey(root.copy());
    }
    ~PepStation() { peer.signOut(); }
    archive::ArchivePorts ports()
    {
        return {database.store(), history, remote, privateStore, ring, worker, clock, peer.settings.account};
    }
};

/// What has to hold on every server of the fallback; each function is one test.
class PepArchiveSteps {
public:
    explicit PepArchiveSteps(const TestServer &server)
        : m_server(server)
    {
    }

    void keepsWhatItIsGiven()
    {
        PepStation here(m_server, QStringLiteral("anna"), QStringLiteral("desk"), m_keys, m_root);
        QVERIFY(here.peer.signIn());
        const auto works = await(here.remote.probe());
        QVERIFY2(works && *works, qPrintable(works ? here.remote.whyNot() : works.error().detail));
        RekeyBench maker(m_keys); // seals
        maker.ring.addRootKey(m_root.copy());
        for (int i = 0; i < 5; ++i) {
            const auto saved = await(here.remote.save(maker.sealed(i, QStringLiteral("data-key-%1").arg(i))));
            QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
            QCOMPARE(*saved, 0);
        }
        const auto more = await(here.remote.save(maker.sealed(0, QStringLiteral("data-key-0"), 1)));
        QCOMPARE(more.value_or(-1), 1);
        QVERIFY(await(here.remote.remove(RekeyBench::place(4))));
        QVERIFY(await(here.remote.sweep()));
        QVERIFY(await(here.remote.check())->lost.isEmpty());

        PepStation there(m_server, QStringLiteral("anna"), QStringLiteral("phone"), m_keys, m_root);
        QVERIFY(there.peer.signIn());
        const auto list = await(there.remote.list({50, {}}));
        QVERIFY2(list, qPrintable(list ? QString() : list.error().detail));
        QCOMPARE(list->count, 4);
        const auto page = await(there.remote.retrieve(RekeyBench::place(0), {50, {}}));
        QVERIFY(page);
        QCOMPARE(page->items.first().parts.size(), 2);
        QVERIFY(there.ring.open(page->items.first().parts.first(), page->items.first().keys));
        QVERIFY(await(there.remote.check())->lost.isEmpty());

        // A contact reads nothing of it, and no name of a node tells who it is about.
        XmppPeer contact(m_server, QStringLiteral("bob"));
        QVERIFY(contact.signIn());
        const auto head = app::pubsub::itemsRequest(archive::PepManifest::node, QStringList{QStringLiteral("head")});
        QVERIFY(!await(contact.transport.sendIq(false, crypto::Jid(here.peer.settings.account, {}), head)));
        contact.signOut();
    }

    void twoDevicesWriteAtOnce()
    {
        PepStation here(m_server, QStringLiteral("cleo"), QStringLiteral("desk"), m_keys, m_root);
        PepStation there(m_server, QStringLiteral("cleo"), QStringLiteral("phone"), m_keys, m_root);
        QVERIFY(here.peer.signIn());
        QVERIFY(there.peer.signIn());
        RekeyBench maker(m_keys);
        maker.ring.addRootKey(m_root.copy());
        constexpr int count = 24;
        QList<QFuture<archive::ArchiveResult<archive::CollectionVersion>>> saves;
        for (int i = 0; i < count; ++i) {
            auto &station = i % 2 == 0 ? here : there;
            saves.append(station.remote.save(maker.sealed(i % 3, QStringLiteral("data-key-%1").arg(i % 3), i)));
        }
        for (auto &save : saves) {
            const auto saved = await(save, 60000);
            QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        }
        for (auto *station : {&here, &there, &here}) {
            QVERIFY(await(station->remote.verify()));
        }
        for (auto *station : {&here, &there}) {
            const auto list = await(station->remote.list({50, {}}));
            QCOMPARE(list->count, 3);
            qsizetype parts = 0;
            for (int i = 0; i < 3; ++i) {
                const auto page = await(station->remote.retrieve(RekeyBench::place(i), {100, {}}));
                QVERIFY(page);
                parts += page->items.first().parts.size();
                QCOMPARE(page->items.first().version, count / 3 - 1);
            }
            QCOMPARE(parts, count);
            QVERIFY(await(station->remote.check())->lost.isEmpty());
        }
    }

    void rekeys(archive::RekeyMode mode, const QString &user)
    {
        constexpr int collections = 5;
        PepStation here(m_server, user, QStringLiteral("desk"), m_keys, m_root);
        QVERIFY(here.peer.signIn());
        RekeyBench maker(m_keys);
        maker.ring.addRootKey(m_root.copy());
        for (int i = 0; i < collections; ++i) {
            QVERIFY(await(here.remote.save(maker.sealed(i, QStringLiteral("data-key-%1").arg(i)))));
        }
        if (mode == archive::RekeyMode::Reencrypt) {
            here.ring.addRootKey(crypto::RootKey::make());
        }
        // The lease: another device that re-keys at the same time is told so.
        PepStation there(m_server, user, QStringLiteral("phone"), m_keys, m_root);
        QVERIFY(there.peer.signIn());
        archive::RekeyRunner second(there.ports());
        archive::RekeyRunner runner(here.ports());
        const archive::RekeyPlan plan{m_keys.oldKey, m_keys.newKey, mode, {m_keys.newKey}};
        const auto sealed = await(runner.run(plan), 120'000);
        QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
        QCOMPARE(sealed->readBack, collections);
        const auto held = await(second.run(plan), 60'000);
        QVERIFY(!held);
        QCOMPARE(held.error().code, archive::ArchiveError::Code::LeaseHeld);
        const auto finished = await(runner.removeOld(), 120'000);
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(finished->state, archive::RekeyState::Done);
        const auto left = await(here.remote.keys(m_keys.oldKey, {50, {}}));
        QVERIFY(left && left->items.isEmpty());
        QCOMPARE(openedWithNewKeyOnly(here.remote), collections);
    }

private:
    /// Parts that open on a device with nothing but the new key.
    int openedWithNewKeyOnly(archive::RemoteArchive &remote)
    {
        crypto::DataKeyRing fresh(m_keys.onlyNew.engine());
        const auto list = await(remote.list({100, {}}));
        int opened = 0;
        for (qsizetype i = 0; list && i < list->items.size(); ++i) {
            const auto page = await(remote.retrieve(list->items[i].id, {50, {}}));
            for (const auto &part : page ? page->items.constFirst().parts : QList<crypto::EncryptedData>()) {
                opened += fresh.open(part, page->items.constFirst().keys) ? 1 : 0;
            }
        }
        return opened;
    }

    const TestServer &m_server;
    RekeyKeys m_keys;
    crypto::RootKey m_root = crypto::RootKey::make();
};

} // namespace letterlock::test
