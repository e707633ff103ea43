// SPDX-License-Identifier: GPL-3.0-or-later
// The archive on a real server: what the client adds to the bare requests, and how each grows with the archive.
#include "archive/collection/CollectionOpener.h"
#include "archive/collection/CollectionXml.h"
#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"
#include "archive/remote/PepRemoteArchive.h"
#include "tests/bench/ArchiveStation.h"
#include "tests/bench/Rows.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

using archive::CollectionXml;
using Keys = ArchiveKeysForBench;
using Type = archive::IqChannel::Type;

constexpr int mostSampled = 1000;
constexpr int mostEncrypted = 40;
// The store keeps this much of its file in memory (Database.cpp), however large the file is; the rest is the work.
constexpr double pageCaches = 80;
constexpr double memoryBudget = pageCaches + 32;

/// Milliseconds for one collection, or for one data key, of the client and of the bare requests; and memory.
struct Cost {
    double client = 0;
    double floor = 0;
    double memory = 0;
};

struct Measured {
    int collections = 0;
    int dataKeys = 0;
    Cost upload, list, open, restore, rekey, reseal;
    double server = 0;
};

/// One bare call of GPGME for a data key: to wrap it, and to open the wrap.
struct Gpg {
    double encrypt = 0;
    double decrypt = 0;

    explicit Gpg(Keys &keys)
    {
        const auto secret = crypto::SecretBytes::random(32);
        QList<QByteArray> wraps;
        auto &engine = keys.gnupg.engine();
        encrypt = wallMilliseconds([&] {
            for (int i = 0; i < mostEncrypted; ++i) {
                const auto wrapped = engine.encrypt(secret, {keys.newKey});
                need(wrapped.has_value(), "not encrypted");
                wraps.append(*wrapped);
            }
        }) / mostEncrypted;
        decrypt = wallMilliseconds([&] {
            for (const auto &wrap : std::as_const(wraps)) {
                need(engine.decrypt(wrap).has_value(), "not decrypted");
            }
        }) / mostEncrypted;
    }
};

/// What was uploaded, as the server gives it back.
QList<archive::SaveRequest> readBack(Station &here, const QList<archive::CollectionHead> &heads, Measured &result)
{
    announce("listing and opening", result.collections);
    const CollectionXml xml;
    const int pageCount = (result.collections + 99) / 100;
    const MemoryGrowth memory;
    result.list.client = wallMilliseconds([&] { here.heads(); }) / result.collections;
    result.list.memory = memory.most();
    QString after;
    result.list.floor = Series::milliseconds(pageCount, [&](int) {
        return here.channel.request(Type::Get, xml.list({100, after})).then([&](const BareAnswer &answer) {
            if (answer) { // only what is needed to go on
                after = answer->nodes().back().childText(u"last"_s, u"http://jabber.org/protocol/rsm"_s);
            }
            return answer;
        });
    }) / result.collections;

    QList<archive::SaveRequest> sample;
    const int sampled = std::min(result.collections, mostSampled);
    const int stride = result.collections / sampled;
    const auto placeOf = [&](int i) { return heads[qsizetype(i) * stride].id; };
    result.open.floor = Series::milliseconds(sampled, [&](int i) {
        return here.channel.request(Type::Get, xml.retrieve(placeOf(i), {20, {}}));
    }) / sampled;
    const archive::CollectionOpener opener(here.ring);
    const MemoryGrowth openMemory;
    result.open.client = wallMilliseconds([&] {
        for (int i = 0; i < sampled; ++i) {
            const auto page = await(here.remote.retrieve(placeOf(i), {20, {}}), patience);
            need(page.has_value(), "not retrieved");
            need(opener.open(page->items.first(), here.peer.settings.account).openedParts > 0, "not opened");
            sample.append({page->items.first().id, page->items.first().parts, {}});
        }
    }) / sampled;
    result.open.memory = openMemory.most();
    return sample;
}

/// From one key to the next, until nothing is left for the one before; answers milliseconds.
double rekey(Station &station, const archive::RekeyPlan &plan, int wraps)
{
    archive::RekeyRunner runner(station.ports());
    return wallMilliseconds([&] {
        const auto sealed = await(runner.run(plan), patience);
        need(sealed && sealed->wraps == wraps, "not sealed for the new key");
        need(await(runner.removeOld(), patience).has_value(), "something is left for the old key");
    });
}

/// An archive of this size, once: uploaded, listed, read, restored and sealed for another key.
Measured measure(int collections, Keys &keys, bool withReseal)
{
    ProsodyServer server({.accounts = {{account, u"secret"_s}, {u"floor"_s, u"secret"_s}}, .hostConfig = limitless});
    need(server.start(), "no server");
    Measured result{.collections = collections};
    QList<archive::SaveRequest> sample;
    {
        Station here(server, account, keys);
        result.dataKeys = here.write(collections);
        archive::ArchiveUploader uploader(here.ports());
        uploader.setRecipients({keys.oldKey});
        announce("uploading", collections);
        const MemoryGrowth memory;
        result.upload.client = wallMilliseconds([&] {
            const auto sent = await(uploader.upload(true), patience);
            need(sent && sent->collections == collections, "not uploaded");
        }) / collections;
        result.upload.memory = memory.most();
        const auto heads = here.heads();
        need(heads.size() == collections, "not all there");
        sample = readBack(here, heads, result);
    }
    {
        // Without the wraps, which are few, and are counted below.
        Station bare(server, u"floor"_s, keys);
        result.upload.floor = Series::milliseconds(int(sample.size()), [&](int i) {
            return bare.channel.request(Type::Set, CollectionXml().save(sample[i]));
        }) / double(sample.size());
    }
    const double save = result.upload.floor;
    const double look = result.open.floor;
    const Gpg gpg(keys);
    result.upload.floor += gpg.encrypt * result.dataKeys / collections;
    result.restore.floor = look + result.list.floor;

    Station fresh(server, account, keys);
    {
        archive::ArchiveSync sync(fresh.ports());
        announce("restoring", collections);
        const MemoryGrowth memory;
        result.restore.client = wallMilliseconds([&] {
            const auto read = await(sync.sync(), patience);
            need(read && read->messages == collections * perCollection, "not restored");
        }) / collections;
        result.restore.memory = memory.most();
    }
    {
        announce("wrapping for another key", collections);
        const MemoryGrowth memory;
        result.rekey.client
            = rekey(fresh, {keys.oldKey, keys.newKey, archive::RekeyMode::Rewrap, {keys.newKey}}, result.dataKeys)
            / result.dataKeys;
        result.rekey.memory = memory.most();
        // Look, wrap, save; read back and open; look, delete: nobody can leave that out.
        result.rekey.floor = gpg.encrypt + gpg.decrypt + save + 4 * look;
    }
    if (withReseal) {
        announce("sealing anew", collections);
        fresh.ring.addRootKey(crypto::RootKey::make());
        const MemoryGrowth memory;
        result.reseal.client
            = rekey(fresh, {keys.newKey, keys.newestKey, archive::RekeyMode::Reencrypt, {keys.newestKey}},
                  result.dataKeys)
            / collections;
        result.reseal.memory = memory.most();
        // Read, look at the new place, save, read back, look, remove.
        result.reseal.floor
            = save + 5 * look + (gpg.encrypt + gpg.decrypt) * double(result.dataKeys) / double(collections);
    }
    result.server = memoryOf(processOf(server), "VmHWM");
    need(server.logProblems().isEmpty(), "the server had problems");
    return result;
}

struct Step {
    QString name;
    Cost Measured::*cost;
    double budget;
};

QList<Step> steps()
{
    return {{u"cut, seal and upload one"_s, &Measured::upload, 4},
        {u"list, one of a page of 100"_s, &Measured::list, 1.5}, {u"retrieve and open one"_s, &Measured::open, 2},
        {u"restore one on a new device"_s, &Measured::restore, 4}, {u"re-key, one data key"_s, &Measured::rekey, 2},
        {u"seal one anew"_s, &Measured::reseal, 3}};
}

QList<Row> costsOf(const Measured &at)
{
    QList<Row> rows;
    for (const auto &[name, cost, budget] : steps()) {
        const auto &one = at.*cost;
        if (one.client > 0) {
            rows.append({.name = u"archive of %1: %2"_s.arg(at.collections).arg(name),
                .measured = one.client,
                .floor = one.floor,
                .budget = budget,
                .unit = u"ms"_s,
                .note = {}});
            rows.append({.name = u"archive of %1: %2, more memory"_s.arg(at.collections).arg(name),
                .measured = one.memory,
                .budget = memoryBudget,
                .unit = u"MiB"_s,
                .note = {}});
        }
    }
    rows.append({.name = u"archive of %1: the server's memory"_s.arg(at.collections),
        .measured = at.server,
        .budget = 64,
        .unit = u"MiB"_s,
        .note = {}});
    return rows;
}

/// The same for one collection of a larger archive: linear or better.
QList<Row> growth(const Measured &small, const Measured &large)
{
    QList<Row> rows;
    for (const auto &[name, cost, budget] : steps()) {
        if ((small.*cost).client > 0 && (large.*cost).client > 0) {
            rows.append({.name = u"growth %1 to %2: %3"_s.arg(small.collections).arg(large.collections).arg(name),
                .measured = (large.*cost).client,
                .floor = (small.*cost).client,
                .budget = 1.3,
                .unit = u"ms"_s,
                .note = {}});
        }
    }
    return rows;
}

Row privateStorage(Keys &keys)
{
    constexpr int collections = 60;
    ProsodyServer server({.accounts = {{account, u"secret"_s}}});
    need(server.start(), "no server");
    Station station(server, account, keys);
    archive::PepRemoteArchive pep({station.nodes, station.history, station.ring, station.worker, station.clock});
    const auto save = [&](archive::RemoteArchive &to) {
        return wallMilliseconds([&] {
            for (int i = 0; i < collections; ++i) {
                const auto dataKey = u"key-%1"_s.arg(i % 6);
                archive::SaveRequest request{
                    {*crypto::BareJid::parse(u"peer@example.org"_s),
                        QDateTime(QDate(2010, 1, 1), QTime(0, 0), QTimeZone::utc()).addDays(i)},
                    {*station.ring.seal(QByteArray(2000, 'x'), dataKey)}, {}, {}};
                if (i < 6) {
                    request.keys = *station.ring.wrap(dataKey, {keys.oldKey});
                }
                const auto saved = await(to.save(request), patience);
                need(saved.has_value(), "not saved");
            }
        }) / collections;
    };
    const double onServer = save(station.remote);
    const double inPrivate = save(pep);
    return {.name = u"private storage: save one, against the server's archive"_s,
        .measured = inPrivate,
        .floor = onServer,
        .budget = 25,
        .unit = u"ms"_s,
        .note = {}};
}

} // namespace

void archiveRows(const QList<int> &sizes, bool full, const Tell &tell)
{
    Keys keys;
    std::optional<Measured> before;
    for (const int size : sizes) {
        const auto measured = measure(size, keys, size <= (full ? 10'000 : 1000));
        tell(costsOf(measured));
        if (before) {
            tell(growth(*before, measured));
        }
        before = measured;
    }
    tell({privateStorage(keys)});
}

} // namespace letterlock::test
