// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepRemoteArchive.h"

#include <QRandomGenerator>
#include <QTest>

#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/PepBench.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

/// The archive in private nodes against the one in memory, and against itself on a second device.
class PepRemoteArchiveTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TempGnupgHome> m_gnupg;
    crypto::RootKey m_root = crypto::RootKey::make();

    static CollectionId place(int number)
    {
        const auto peer = u"peer%1@example.org"_s.arg(number % 3);
        const QDateTime start(QDate(2025, 1 + number % 12, 3), QTime(10, number % 60), QTimeZone::UTC);
        return {*crypto::BareJid::parse(peer), start};
    }
    static crypto::EncryptedData part(const QString &dataKey, const QByteArray &text)
    {
        return {.method = u"http://www.w3.org/2009/xmlenc11#aes256-gcm"_s, .keyName = dataKey, .cipherValue = text};
    }
    static QString fingerprint(int number) { return QString(40, QChar(u'A' + number)); }
    static crypto::EncryptedKey wrap(const QString &dataKey, int recipient, const QByteArray &text)
    {
        crypto::EncryptedKey key;
        key.method = crypto::DataKeyRing::openPgpWrapMethod;
        key.keyName = fingerprint(recipient);
        key.cipherValue = text;
        key.carriedKeyName = dataKey;
        return key;
    }
    static SaveRequest request(int number, const QByteArray &text)
    {
        const auto dataKey = u"key-%1"_s.arg(number % 4);
        return {place(number), {part(dataKey, text)}, {wrap(dataKey, 0, "wrap of " + dataKey.toLatin1())}};
    }
    template <class T> static QString describe(const ArchiveResult<T> &result)
    {
        return result ? u"fine"_s : u"error %1"_s.arg(int(result.error().code));
    }
    static bool sameWraps(QList<crypto::EncryptedKey> one, QList<crypto::EncryptedKey> other)
    {
        const auto name = [](const crypto::EncryptedKey &key) {
            return key.carriedKeyName + key.keyName + QString::fromLatin1(key.cipherValue);
        };
        std::ranges::sort(one, {}, name);
        std::ranges::sort(other, {}, name);
        return one == other;
    }

    /// Everything that can be read of both is the same.
    static void compare(RemoteArchive &pep, RemoteArchive &model)
    {
        const auto pepList = await(pep.list({200, {}}));
        const auto modelList = await(model.list({200, {}}));
        QVERIFY2(pepList, qPrintable(describe(pepList)));
        QCOMPARE(pepList->count, modelList->count);
        QHash<CollectionId, CollectionVersion> versions;
        for (const auto &head : modelList->items) {
            versions.insert(head.id, head.version);
        }
        for (const auto &head : pepList->items) {
            QCOMPARE(head.version, versions.value(head.id, -7));
            const auto one = await(pep.retrieve(head.id, {200, {}}));
            const auto other = await(model.retrieve(head.id, {200, {}}));
            QVERIFY(one && other);
            QCOMPARE(one->items.first().parts, other->items.first().parts);
            QVERIFY(sameWraps(one->items.first().keys, other->items.first().keys));
        }
        const auto pepChanges = await(pep.modified({}, {200, {}}));
        const auto modelChanges = await(model.modified({}, {200, {}}));
        QCOMPARE(pepChanges->items.size(), modelChanges->items.size());
        for (qsizetype i = 0; i < pepChanges->items.size(); ++i) {
            QCOMPARE(pepChanges->items[i].id, modelChanges->items[i].id);
            QCOMPARE(pepChanges->items[i].version, modelChanges->items[i].version);
            QCOMPARE(pepChanges->items[i].removed, modelChanges->items[i].removed);
        }
        for (int recipient = 0; recipient < 3; ++recipient) {
            const auto key = *crypto::KeyFingerprint::parse(fingerprint(recipient));
            const auto pepKeys = await(pep.keys(key, {200, {}}));
            const auto modelKeys = await(model.keys(key, {200, {}}));
            QCOMPARE(pepKeys->items.size(), modelKeys->items.size());
        }
    }

    static ArchiveResult<void> work(PepBench &bench)
    {
        for (int i = 0; i < 3; ++i) {
            const auto saved = await(bench.remote->save(request(i, "text " + QByteArray::number(i))));
            if (!saved) {
                return std::unexpected(saved.error());
            }
        }
        const auto removed = await(bench.remote->remove(place(1)));
        if (!removed && removed.error().code != ArchiveError::Code::NotFound) {
            return removed;
        }
        const auto wraps = await(bench.remote->deleteKeys(place(2), *crypto::KeyFingerprint::parse(fingerprint(0))));
        return wraps ? await(bench.remote->sweep()) : wraps;
    }

private Q_SLOTS:
    void initTestCase() { m_gnupg = std::make_unique<TempGnupgHome>(); }
    void cleanupTestCase() { m_gnupg.reset(); }

    void probesByTrying()
    {
        PepBench bench(*m_gnupg, m_root);
        QCOMPARE(await(bench.remote->probe()).value_or(false), true);
        QVERIFY(bench.nodes.nodes->isEmpty());
        bench.nodes.honoursFences = false;
        QCOMPARE(await(bench.remote->probe()).value_or(true), false);
        QVERIFY(bench.remote->whyNot().contains(u"fence"_s));
        bench.nodes.offered = false;
        QCOMPARE(await(bench.remote->probe()).value_or(true), false);
    }

    void doesWhatTheServerModuleDoes()
    {
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        PepBench bench(*m_gnupg, m_root);
        MemoryRemoteArchive model;
        for (int step = 0; step < 160; ++step) {
            const int number = random.bounded(8);
            const auto dataKey = u"key-%1"_s.arg(random.bounded(4));
            switch (random.bounded(10)) {
            case 0: {
                const auto one = await(bench.remote->remove(place(number)));
                QCOMPARE(describe(one), describe(await(model.remove(place(number)))));
                break;
            }
            case 1: {
                const auto key = *crypto::KeyFingerprint::parse(fingerprint(random.bounded(3)));
                std::ignore = await(bench.remote->retrieve(place(number), {1, {}}));
                const auto one = await(bench.remote->deleteKeys(place(number), key));
                QCOMPARE(describe(one), describe(await(model.deleteKeys(place(number), key))));
                break;
            }
            case 2:
                bench.restart();
                break;
            default: {
                SaveRequest given{place(number), {}, {}};
                for (int i = random.bounded(3); i > 0; --i) {
                    given.parts.append(part(dataKey, "text " + QByteArray::number(random.bounded(40))));
                }
                for (int i = random.bounded(3); i > 0; --i) {
                    given.keys.append(wrap(dataKey, i, "wrap " + QByteArray::number(random.bounded(2))));
                }
                const auto one = await(bench.remote->save(given));
                const auto other = await(model.save(given));
                QCOMPARE(describe(one), describe(other));
                QCOMPARE(one.value_or(-9), other.value_or(-9));
            }
            }
            if (step % 20 == 0) {
                compare(*bench.remote, model);
            }
        }
        compare(*bench.remote, model);
        bench.restart();
        compare(*bench.remote, model);
        PepBench other(*m_gnupg, m_root, &bench);
        compare(*other.remote, model);
    }

    void pagesFollowEachOther()
    {
        PepBench bench(*m_gnupg, m_root);
        constexpr int count = 30;
        for (int i = 0; i < count; ++i) {
            QVERIFY(await(bench.remote->save(request(i, "text"))));
        }
        QSet<CollectionId> listed;
        PageRequest asked{7, {}};
        for (bool complete = false; !complete;) {
            const auto page = await(bench.remote->list(asked));
            QVERIFY(page);
            QCOMPARE(page->count, count);
            for (const auto &head : page->items) {
                listed.insert(head.id);
            }
            complete = page->complete;
            asked.after = page->last;
        }
        QCOMPARE(listed.size(), count);
        asked = {7, {}};
        int changes = 0;
        for (bool complete = false; !complete;) {
            const auto page = await(bench.remote->modified({}, asked));
            QVERIFY(page);
            changes += int(page->items.size());
            complete = page->complete;
            asked.after = page->last;
        }
        QCOMPARE(changes, count);
        QVERIFY(await(bench.remote->modified({}, asked))->items.isEmpty());
        // A place of another kind of archive: walk from the start.
        QCOMPARE(await(bench.remote->modified({}, {7, u"17.4"_s})).error().code, ArchiveError::Code::NotFound);
        SaveRequest more{place(0), {}, {}};
        for (int i = 0; i < 9; ++i) {
            more.parts.append(part(u"key-0"_s, QByteArray::number(i)));
        }
        QVERIFY(await(bench.remote->save(more)));
        QList<crypto::EncryptedData> parts;
        asked = {4, {}};
        for (bool complete = false; !complete;) {
            const auto page = await(bench.remote->retrieve(place(0), asked));
            QVERIFY(page);
            parts += page->items.first().parts;
            complete = page->complete;
            asked.after = page->last;
        }
        QCOMPARE(parts.size(), 10);
    }

    /// Budgets of notes/server.md, section 5; the server learns no address and no date.
    void keepsItsLayout()
    {
        PepBench bench(*m_gnupg, m_root);
        const QByteArray large(60 * 1024, 'x');
        for (int i = 0; i < 60; ++i) {
            QVERIFY(await(bench.remote->save(request(i, large + QByteArray::number(i)))));
            QVERIFY(await(bench.remote->save(request(i, "little " + QByteArray::number(i)))));
        }
        QVERIFY(bench.nodes.largest < 200 * 1024);
        for (auto node = bench.nodes.nodes->cbegin(); node != bench.nodes.nodes->cend(); ++node) {
            QVERIFY(!node.key().contains(u"peer"_s));
            QVERIFY(node->items.size() <= 16);
            qint64 octets = 0;
            for (auto item = node->items.cbegin(); item != node->items.cend(); ++item) {
                const auto xml = item->toXml();
                octets += xml.size();
                QVERIFY(!xml.contains("example.org"));
                QVERIFY(!xml.contains("2025-")); // no date; Base64 has the digits now and then, but no hyphen
            }
            QVERIFY(octets <= 1'600'000);
        }
        QCOMPARE(await(bench.remote->list({1, {}}))->count, 60);
    }

    /// Some servers take only small stanzas; what does not fit can be split by whoever sealed it.
    void keepsToSmallStanzas()
    {
        PepBench bench(*m_gnupg, m_root);
        bench.nodes.limit = 30'000;
        for (int i = 0; i < 12; ++i) {
            QVERIFY(await(bench.remote->save(request(i % 3, QByteArray(8000, 'x') + QByteArray::number(i)))));
        }
        QVERIFY(bench.nodes.largest <= 30'000);
        QCOMPARE(await(bench.remote->retrieve(place(1), {50, {}}))->items.first().parts.size(), 4);
        const auto large = await(bench.remote->save(request(1, QByteArray(30'000, 'x'))));
        QCOMPARE(large.error().code, ArchiveError::Code::TooLarge);
    }

    void removedIsGone()
    {
        PepBench bench(*m_gnupg, m_root);
        for (int i = 0; i < 12; ++i) {
            QVERIFY(await(bench.remote->save(request(i, "secret " + QByteArray::number(i)))));
        }
        const auto old = *crypto::KeyFingerprint::parse(fingerprint(0));
        for (int i = 0; i < 12; ++i) {
            QVERIFY(await(i % 2 ? bench.remote->remove(place(i)) : bench.remote->deleteKeys(place(i), old)));
        }
        QVERIFY(await(bench.remote->keys(old, {50, {}}))->items.isEmpty());
        int texts = 0;
        int wraps = 0;
        for (const auto &node : std::as_const(*bench.nodes.nodes)) {
            for (const auto &item : node.items) {
                texts += int(item.toXml().count("<EncryptedData"));
                wraps += int(item.toXml().count("<EncryptedKey"));
            }
        }
        QCOMPARE(wraps, 0);
        QCOMPARE(texts, 6 + 1); // and the head
    }

    void twoDevicesWriteAtOnce_data()
    {
        QTest::addColumn<bool>("late");
        QTest::newRow("fence and write are one step") << false;
        QTest::newRow("what was compared is written later") << true;
    }
    void twoDevicesWriteAtOnce()
    {
        QFETCH(bool, late);
        const auto seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        PepBench here(*m_gnupg, m_root);
        PepBench there(*m_gnupg, m_root, &here);
        if (late) {
            for (auto *bench : {&here, &there}) {
                bench->nodes.lateness = [&random] { return random.bounded(4) == 0 ? random.bounded(1, 200) : 0; };
            }
        }
        constexpr int count = 40;
        QMap<QByteArray, int> expected;
        QList<QFuture<ArchiveResult<CollectionVersion>>> saves;
        for (int i = 0; i < count; ++i) {
            const QByteArray text = "text " + QByteArray::number(i);
            expected.insert(text, 1);
            saves.append((random.bounded(2) ? here : there).remote->save(request(random.bounded(6), text)));
        }
        for (auto &save : saves) {
            const auto saved = await(save, 60000);
            QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        }
        // Making a change again can take another one away in its turn; that is found by the next look.
        for (auto *bench : {&here, &there, &here, &there, &here, &there, &here}) {
            QVERIFY(await(bench->remote->verify()));
        }
        for (auto *bench : {&here, &there}) {
            QMap<QByteArray, int> found;
            QCOMPARE(await(bench->remote->list({200, {}}))->count, 6); // looks at the newest index
            for (int i = 0; i < 6; ++i) {
                const auto page = await(bench->remote->retrieve(place(i), {200, {}}));
                for (const auto &each : page ? page->items.first().parts : QList<crypto::EncryptedData>()) {
                    ++found[each.cipherValue];
                }
            }
            QCOMPARE(found, expected);
        }
        // Versions have no gap: what the re-key proves by them holds here too.
        qint64 versions = 0;
        const auto heads = await(here.remote->list({200, {}}));
        for (const auto &head : heads->items) {
            versions += head.version + 1;
        }
        QCOMPARE(versions, count);
    }

    void aRemovalOfWrapsIsRefusedIfSomethingChanged()
    {
        PepBench here(*m_gnupg, m_root);
        PepBench there(*m_gnupg, m_root, &here);
        QVERIFY(await(here.remote->save(request(1, "one"))));
        QVERIFY(await(here.remote->retrieve(place(1), {1, {}})));
        QVERIFY(await(there.remote->save({place(1), {part(u"other"_s, "two")}, {wrap(u"other"_s, 0, "w")}})));
        const auto old = *crypto::KeyFingerprint::parse(fingerprint(0));
        QCOMPARE(await(here.remote->deleteKeys(place(1), old)).error().code, ArchiveError::Code::Conflict);
        QCOMPARE(await(there.remote->retrieve(place(1), {9, {}}))->items.first().keys.size(), 2);
        QVERIFY(await(here.remote->retrieve(place(1), {1, {}})));
        QVERIFY(await(here.remote->deleteKeys(place(1), old)));
    }

    /// A server that compares the fence and writes in two steps: what was written counts although we are told
    /// otherwise.
    void aChangeThatCountedUnknownToUsIsNotMadeTwice()
    {
        PepBench undisturbed(*m_gnupg, m_root);
        QVERIFY(work(undisturbed));
        for (int cut = 0; cut < undisturbed.line.requests; ++cut) {
            PepBench bench(*m_gnupg, m_root);
            bench.line.failAt = cut;
            bench.line.phase = Phase::After;
            bench.line.error = {ArchiveError::Code::Conflict, u"conflict"_s};
            const auto first = work(bench);
            // Only publishing can meet that; elsewhere it is just an error.
            if (!first) {
                QCOMPARE(first.error().code, ArchiveError::Code::Conflict);
                continue;
            }
            PepBench other(*m_gnupg, m_root, &bench);
            QCOMPARE(await(other.remote->list({50, {}}))->count, 2);
            for (const int i : {0, 2}) {
                const auto page = await(other.remote->retrieve(place(i), {50, {}}));
                QCOMPARE(page->items.first().parts, request(i, "text " + QByteArray::number(i)).parts);
                QCOMPARE(page->items.first().keys.size(), i == 0 ? 1 : 0);
            }
            int records = 0;
            for (const auto &node : std::as_const(*bench.nodes.nodes)) {
                for (const auto &item : node.items) {
                    records += int(item.toXml().count("<chat"));
                }
            }
            QCOMPARE(records, 3);
        }
    }

    /// Every request of everything fails once, before and after it is applied; a new process does it all again.
    void cutAtEveryRequest()
    {
        PepBench undisturbed(*m_gnupg, m_root);
        QVERIFY(work(undisturbed));
        const int requests = undisturbed.line.requests;
        QVERIFY(requests > 15);
        for (int cut = 0; cut < requests; ++cut) {
            for (const auto phase : {Phase::Before, Phase::After}) {
                PepBench bench(*m_gnupg, m_root);
                bench.line.failAt = cut;
                bench.line.phase = phase;
                const auto first = work(bench);
                bench.restart();
                bench.line.failAt = -1;
                const auto again = work(bench);
                QVERIFY2(again, qPrintable(u"cut %1: %2"_s.arg(cut).arg(again ? QString() : again.error().detail)));
                PepBench other(*m_gnupg, m_root, &bench);
                const auto list = await(other.remote->list({50, {}}));
                QCOMPARE(list->count, 2);
                for (const int i : {0, 2}) {
                    const auto page = await(other.remote->retrieve(place(i), {50, {}}));
                    QVERIFY(page);
                    QCOMPARE(page->items.first().parts, request(i, "text " + QByteArray::number(i)).parts);
                }
                QVERIFY(await(other.remote->check())->lost.isEmpty());
            }
        }
    }

    void whatTheServerDroppedIsNoticed()
    {
        PepBench bench(*m_gnupg, m_root);
        const QByteArray large(60 * 1024, 'x');
        for (int i = 0; i < 5; ++i) {
            QVERIFY(await(bench.remote->save(request(i, large + QByteArray::number(i)))));
        }
        QVERIFY(await(bench.remote->check())->lost.isEmpty());
        const auto node = std::ranges::max_element(
            *bench.nodes.nodes, {}, [](const MemoryPepNodes::Node &each) { return each.items.size(); });
        QCOMPARE(node->items.size(), 5);
        node->items.erase(node->items.begin());
        bench.restart();
        const auto checked = await(bench.remote->check());
        QVERIFY(checked);
        QCOMPARE(checked->lost.size(), 1);
        QCOMPARE(await(bench.remote->list({50, {}}))->count, 5); // its wraps are still there
        QVERIFY(await(bench.remote->retrieve(checked->lost.first(), {9, {}}))->items.first().parts.isEmpty());
        QVERIFY(await(bench.remote->check())->lost.isEmpty());
    }

    void whatAKilledRunLeftIsCollected()
    {
        PepBench bench(*m_gnupg, m_root);
        QVERIFY(await(bench.remote->save(request(1, "one"))));
        auto &nodes = *bench.nodes.nodes;
        for (auto it = nodes.begin(); it != nodes.end(); ++it) {
            if (it.key().contains(u":s:"_s)) {
                it->items.insert(u"left"_s, it->items.first());
            }
        }
        QVERIFY(await(bench.remote->check()));
        const auto left = [&nodes] {
            return std::ranges::count_if(
                nodes, [](const MemoryPepNodes::Node &node) { return node.items.contains(u"left"_s); });
        };
        QCOMPARE(left(), 2);
        bench.clock.time = bench.clock.time.addDays(8);
        bench.restart();
        QVERIFY(await(bench.remote->check()));
        QCOMPARE(left(), 0);
        QCOMPARE(await(bench.remote->retrieve(place(1), {9, {}}))->items.first().parts.size(), 1);
    }

    void anotherRootKeyOpensNothing()
    {
        PepBench bench(*m_gnupg, m_root);
        QVERIFY(await(bench.remote->save(request(1, "one"))));
        PepBench stranger(*m_gnupg, crypto::RootKey::make(), &bench);
        QCOMPARE(await(stranger.remote->list({9, {}})).error().code, ArchiveError::Code::CannotOpen);
        QCOMPARE(await(stranger.remote->save(request(2, "two"))).error().code, ArchiveError::Code::CannotOpen);
        QCOMPARE(await(bench.remote->list({9, {}}))->count, 1);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PepRemoteArchiveTest)
#include "PepRemoteArchiveTest.moc"
