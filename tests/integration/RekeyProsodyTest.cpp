// SPDX-License-Identifier: GPL-3.0-or-later
// REQUIREMENTS against the real server module.
#include "archive/remote/IqRemoteArchive.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/RekeyBench.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::RekeyMode;
using archive::RekeyState;

class RekeyProsodyTest : public QObject {
    Q_OBJECT

    static constexpr int collections = 6;
    std::unique_ptr<RekeyKeys> m_keys;

    /// Opens everything with a device that has only the new key; empty if something does not open.
    QList<QByteArray> openAll(archive::RemoteArchive &remote)
    {
        crypto::DataKeyRing fresh(m_keys->onlyNew.engine());
        QList<QByteArray> texts;
        const auto list = await(remote.list({100, {}}));
        if (!list) {
            return {};
        }
        for (const auto &head : list->items) {
            const auto page = await(remote.retrieve(head.id, {50, {}}));
            for (const auto &part : page ? page->items.constFirst().parts : QList<crypto::EncryptedData>()) {
                const auto opened = fresh.open(part, page->items.constFirst().keys);
                if (!opened) {
                    return {};
                }
                texts.append(opened->plaintext);
            }
        }
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { m_keys = std::make_unique<RekeyKeys>(); }
    void cleanupTestCase() { m_keys.reset(); }

    void rekeysOnServer_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("rewrap") << int(RekeyMode::Rewrap);
        QTest::newRow("reencrypt") << int(RekeyMode::Reencrypt);
    }
    void rekeysOnServer()
    {
        QFETCH(int, mode);
        ProsodyServer server({.accounts = {{u"anna"_s, u"secret"_s}}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        RawXmppStream stream;
        QVERIFY2(stream.open({server.port(), u"anna"_s, u"secret"_s, server.caFile()}), qPrintable(stream.errorText()));
        RawIqChannel channel(stream);
        archive::IqRemoteArchive remote(channel);

        RekeyBench bench(*m_keys); // for its database, keys and lease
        bench.ring.addRootKey(crypto::RootKey::make());
        for (int i = 0; i < collections; ++i) {
            const auto saved = await(remote.save(bench.sealed(i, u"data-key-%1"_s.arg(i))));
            QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        }
        auto ports = bench.ports();
        const archive::ArchivePorts onServer{ports.store, ports.history, remote, ports.privateStore, ports.keys,
            ports.worker, ports.clock, ports.account};
        if (RekeyMode(mode) == RekeyMode::Reencrypt) {
            bench.ring.addRootKey(crypto::RootKey::make());
        }
        archive::RekeyRunner runner(onServer);
        const auto sealed = await(runner.run(bench.plan(RekeyMode(mode))), 120'000);
        QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
        QCOMPARE(sealed->readBack, collections);
        const auto finished = await(runner.removeOld(), 120'000);
        QVERIFY2(finished, qPrintable(finished ? QString() : finished.error().detail));
        QCOMPARE(finished->state, RekeyState::Done);
        QCOMPARE(finished->removed, collections);
        const auto left = await(remote.keys(m_keys->oldKey, {50, {}}));
        QVERIFY(left);
        QVERIFY(left->items.isEmpty());
        QCOMPARE(openAll(remote).size(), collections);
        QCOMPARE(server.logProblems(), QStringList());
    }

    // A-15, P-34, P-35: what other software put beside the parts is there after everything was sealed anew
    void linksAndSealedFormStay()
    {
        ProsodyServer server({.accounts = {{u"anna"_s, u"secret"_s}}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        RawXmppStream stream;
        QVERIFY2(stream.open({server.port(), u"anna"_s, u"secret"_s, server.caFile()}), qPrintable(stream.errorText()));
        RawIqChannel channel(stream);
        archive::IqRemoteArchive remote(channel);
        RekeyBench bench(*m_keys);
        bench.ring.addRootKey(crypto::RootKey::make());
        auto request = bench.sealed(0, u"data-key"_s);
        crypto::XmlElement form(u"x"_s, u"jabber:x:data"_s);
        form.setAttribute(u"type"_s, u"submit"_s);
        form.append(bench.ring.seal("<field var='mood'><value>calm</value></field>", u"data-key"_s)->toXml());
        request.extras.form = form;
        request.extras.previous = {u"juliet@example.org"_s, RekeyBench::place(0).start.addDays(-1)};
        QVERIFY(await(remote.save(request)));
        auto ports = bench.ports();
        const archive::ArchivePorts onServer{ports.store, ports.history, remote, ports.privateStore, ports.keys,
            ports.worker, ports.clock, ports.account};
        bench.ring.addRootKey(crypto::RootKey::make());
        archive::RekeyRunner runner(onServer);
        const auto sealed = await(runner.run(bench.plan(RekeyMode::Reencrypt)), 120'000);
        QVERIFY2(sealed, qPrintable(sealed ? QString() : sealed.error().detail));
        QVERIFY(await(runner.removeOld(), 120'000));
        const auto list = await(remote.list({10, {}}));
        QCOMPARE(list->items.size(), 1);
        const auto page = await(remote.retrieve(list->items.first().id, {10, {}}));
        const auto &now = page->items.first();
        QCOMPARE(now.extras.previous, request.extras.previous);
        QVERIFY(now.extras.form);
        const auto *field = now.extras.form->firstElement();
        QVERIFY(field);
        const auto part = crypto::EncryptedData::fromXml(*field);
        QVERIFY(part);
        QCOMPARE(part->keyName, now.parts.first().keyName);
        crypto::DataKeyRing fresh(m_keys->onlyNew.engine());
        const auto opened = fresh.open(*part, now.keys);
        QVERIFY(opened);
        QVERIFY(opened->plaintext.contains("calm"));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RekeyProsodyTest)
#include "RekeyProsodyTest.moc"
