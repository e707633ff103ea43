// SPDX-License-Identifier: GPL-3.0-or-later
// The archive on a real server: what the client adds to the bare requests, and how each grows with the archive.
#include <QFile>
#include <QTimeZone>

#include <cstdio>

#include "app/transport/PepPrivateStore.h"
#include "app/transport/PepTransportNodes.h"
#include "app/transport/TransportIqChannel.h"
#include "archive/collection/CollectionOpener.h"
#include "archive/collection/CollectionXml.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"
#include "archive/remote/IqRemoteArchive.h"
#include "archive/remote/PepRemoteArchive.h"
#include "crypto/base/Random.h"
#include "tests/bench/Rows.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/TempPostgres.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

using archive::CollectionXml;
using crypto::XmlElement;
using Answer = archive::ArchiveResult<XmlElement>;
using Type = archive::IqChannel::Type;

constexpr int patience = 3'600'000; // ms
constexpr int mostSampled = 1000;
constexpr int peers = 20;
constexpr int perCollection = 5;

const auto account = u"romeo"_s;

/// One request after the other, as the client does, and nothing else.
class Series : public QObject {
public:
    static double milliseconds(int count, std::function<QFuture<Answer>(int)> ask)
    {
        return wallMilliseconds([&] {
            Series series(count, std::move(ask));
            series.next();
            need(waitUntil([&] { return series.m_done == series.m_count; }, patience), "a request was not answered");
        });
    }

private:
    Series(int count, std::function<QFuture<Answer>(int)> ask)
        : m_ask(std::move(ask))
        , m_count(count)
    {
    }
    void next()
    {
        if (m_done < m_count) {
            m_ask(m_done).then(this, [this](const Answer &answer) {
                need(answer.has_value(), "a request was refused");
                ++m_done;
                next();
            });
        }
    }
    std::function<QFuture<Answer>(int)> m_ask;
    int m_count;
    int m_done = 0;
};

/// Highest resident memory since the last call, in MiB.
double peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    need(status.open(QIODevice::ReadOnly), "no /proc");
    double peak = 0;
    for (const auto &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            peak = line.mid(6).simplified().split(' ').constFirst().toDouble() / 1024;
        }
    }
    QFile clear(u"/proc/self/clear_refs"_s);
    need(clear.open(QIODevice::WriteOnly) && clear.write("5") == 1, "no /proc");
    return peak;
}

struct Keys {
    TempGnupgHome gnupg;
    crypto::KeyFingerprint oldKey = gnupg.makeKey(u"romeo@localhost"_s).fingerprint;
    crypto::KeyFingerprint newKey = gnupg.makeKey(u"romeo@localhost"_s).fingerprint;
    crypto::RootKey root = crypto::RootKey::make();
};

/// One device on the server.
struct Station {
    XmppPeer peer;
    app::TransportIqChannel channel{peer.transport};
    app::PepPrivateStore privateStore{peer.transport};
    app::PepTransportNodes nodes{peer.transport};
    TempDatabase database;
    archive::SqlHistoryStore history{database.store()};
    crypto::Worker worker{u"bench"_s};
    crypto::DataKeyRing ring;
    crypto::SystemClock clock;
    archive::IqRemoteArchive remote{channel};

    Station(const TestServer &server, const QString &user, Keys &keys)
        : peer(server, user)
        , ring(keys.gnupg.engine())
    {
        ring.addRootKey(keys.root.copy());
        need(peer.signIn(), "no session");
    }
    ~Station() { peer.signOut(); }
    archive::ArchivePorts ports()
    {
        return {database.store(), history, remote, privateStore, ring, worker, clock, peer.settings.account};
    }
    /// Conversations that rest, so that each run of a few messages is a collection of its own.
    void write(int collections)
    {
        const QDateTime begin(QDate(2010, 1, 1), QTime(0, 0), QTimeZone::utc());
        for (int first = 0; first < collections; first += 1000) {
            QList<archive::Message> messages;
            for (int i = first; i < std::min(collections, first + 1000); ++i) {
                const auto with = *crypto::BareJid::parse(u"peer%1@example.org"_s.arg(i % peers));
                const auto conversation = await(history.conversationWith(with));
                for (int k = 0; k < perCollection; ++k) {
                    archive::Message message;
                    message.conversation = *conversation;
                    message.outgoing = k % 2 == 1;
                    message.sender = crypto::Jid(message.outgoing ? peer.settings.account : with, u"here"_s);
                    message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
                    message.time = begin.addSecs(qint64(i / peers) * 5 * 3600 + k * 30).addMSecs(i % peers);
                    message.originId = u"origin-%1-%2"_s.arg(i).arg(k);
                    message.sealing = archive::Sealing::Sealed;
                    message.body = u"The boat leaves at nine, bring the lamp and the long rope. %1"_s.arg(i);
                    messages.append(message);
                }
            }
            need(await(history.import(messages, {}, {}), patience).has_value(), "not imported");
        }
    }
    QList<archive::CollectionHead> heads()
    {
        QList<archive::CollectionHead> all;
        archive::PageRequest page{100, {}};
        for (bool complete = false; !complete;) {
            const auto got = await(remote.list(page), patience);
            need(got.has_value(), "not listed");
            all += got->items;
            page.after = got->last;
            complete = got->complete;
        }
        return all;
    }
};

/// The large sizes take long.
void tell(const char *what, int collections)
{
    std::fprintf(stderr, "bench: archive: %s, %d collections\n", what, collections);
}

/// Milliseconds for one collection, of the client and of the bare requests.
struct Cost {
    double client = 0;
    double floor = 0;
};

struct Measured {
    int collections = 0;
    Cost upload, list, open, restore, rekey;
    double memory = 0;
    double listFirst = 0, listLast = 0, keysPage = 0;
};

double latency(Station &station, const XmlElement &request)
{
    QList<double> times;
    for (int i = 0; i < 15; ++i) {
        times.append(Series::milliseconds(1, [&](int) { return station.channel.request(Type::Get, request); }));
    }
    return median(times);
}

void measurePages(Station &station, Measured &result, const QString &lastPage, const crypto::KeyFingerprint &key)
{
    const CollectionXml xml;
    result.listFirst = latency(station, xml.list({100, {}}));
    result.listLast = latency(station, xml.list({100, lastPage}));
    result.keysPage = latency(station, xml.keys(key, {50, {}}));
}

/// An archive of this size, once: uploaded, listed, read, restored and sealed for another key.
Measured measure(int collections, Keys &keys)
{
    ProsodyServer server({.accounts = {{account, u"secret"_s}, {u"floor"_s, u"secret"_s}},
        .hostConfig = u"letterlock_archive_rate = 0\nletterlock_archive_quota_bytes = 8589934592"_s});
    need(server.start(), "no server");
    Measured result{.collections = collections};
    const CollectionXml xml;
    const int sampled = std::min(collections, mostSampled);
    QList<archive::CollectionHead> heads;
    QList<archive::SaveRequest> sample;
    {
        Station here(server, account, keys);
        here.write(collections);
        archive::ArchiveUploader uploader(here.ports());
        uploader.setRecipients({keys.oldKey});
        tell("uploading", collections);
        result.upload.client = wallMilliseconds([&] {
            const auto sent = await(uploader.upload(true), patience);
            need(sent && sent->collections == collections, "not uploaded");
        }) / collections;

        tell("listing and opening", collections);
        heads = here.heads();
        need(heads.size() == collections, "not all there");
        QList<XmlElement> pages;
        const int pageCount = (collections + 99) / 100;
        result.list.client = wallMilliseconds([&] { here.heads(); }) / collections;
        QString after;
        result.list.floor = Series::milliseconds(pageCount, [&](int) {
            return here.channel.request(Type::Get, xml.list({100, after})).then([&](const Answer &answer) {
                if (answer) { // only what is needed to go on
                    after = answer->nodes().back().childText(u"last", u"http://jabber.org/protocol/rsm"_s);
                }
                return answer;
            });
        }) / collections;

        QList<archive::SealedCollection> sealed;
        const int stride = std::max(1, collections / sampled);
        const auto placeOf = [&](int i) { return heads[qsizetype(i) * stride].id; };
        result.open.floor = Series::milliseconds(sampled, [&](int i) {
            return here.channel.request(Type::Get, xml.retrieve(placeOf(i), {20, {}}));
        }) / sampled;
        const archive::CollectionOpener opener(here.ring);
        result.open.client = wallMilliseconds([&] {
            for (int i = 0; i < sampled; ++i) {
                const auto page = await(here.remote.retrieve(placeOf(i), {20, {}}), patience);
                need(page.has_value(), "not retrieved");
                need(opener.open(page->items.first(), here.peer.settings.account).openedParts > 0, "not opened");
                sample.append({page->items.first().id, page->items.first().parts, page->items.first().keys});
            }
        }) / sampled;
    }
    {
        Station bare(server, u"floor"_s, keys);
        result.upload.floor = Series::milliseconds(sampled, [&](int i) {
            return bare.channel.request(Type::Set, xml.save(sample[i]));
        }) / sampled;
    }
    {
        Station fresh(server, account, keys);
        archive::ArchiveSync sync(fresh.ports());
        const double before = (peakMemory(), peakMemory());
        tell("restoring", collections);
        result.restore.client = wallMilliseconds([&] {
            const auto read = await(sync.sync(), patience);
            need(read && read->messages == collections * perCollection, "not restored");
        }) / collections;
        result.memory = peakMemory() - before;
        result.restore.floor = result.open.floor + result.list.floor;

        measurePages(
            fresh, result,
            [&] {
                archive::PageRequest page{100, {}};
                QString last;
                for (bool complete = false; !complete;) {
                    const auto got = await(fresh.remote.list(page), patience);
                    last = page.after;
                    page.after = got->last;
                    complete = got->complete;
                }
                return last;
            }(),
            keys.oldKey);

        // As many wraps as there are data keys: one for each conversation and month.
        int dataKeys = 0;
        archive::RekeyRunner runner(fresh.ports());
        tell("sealing for another key", collections);
        const double took = wallMilliseconds([&] {
            const auto resealed
                = await(runner.run({keys.oldKey, keys.newKey, archive::RekeyMode::Rewrap, {keys.newKey}}), patience);
            need(resealed.has_value(), "not sealed again");
            dataKeys = resealed->wraps;
            need(await(runner.removeOld(), patience).has_value(), "old wraps are left");
        });
        const auto secret = crypto::SecretBytes::random(32);
        const int encrypted = std::min(dataKeys, 40);
        const double encrypt = wallMilliseconds([&] {
            for (int i = 0; i < encrypted; ++i) {
                need(keys.gnupg.engine().encrypt(secret, {keys.newKey}).has_value(), "not encrypted");
            }
        }) / encrypted;
        // Save, look, delete: three requests that nobody can leave out.
        result.rekey.client = took / dataKeys;
        result.rekey.floor = encrypt + result.upload.floor + 2 * result.open.floor;
    }
    need(server.logProblems().isEmpty(), "the server had problems");
    return result;
}

void addCosts(QList<Row> &rows, const Measured &at)
{
    const auto row = [&](const QString &name, const Cost &cost, double budget) {
        rows.append({.name = u"%1, %2 collections"_s.arg(name).arg(at.collections),
            .measured = cost.client,
            .floor = cost.floor,
            .budget = budget,
            .unit = u"ms"_s,
            .note = {}});
    };
    row(u"archive: cut, seal and upload one"_s, at.upload, 4);
    row(u"archive: list, one of a page of 100"_s, at.list, 1.5);
    row(u"archive: retrieve and open one"_s, at.open, 2);
    row(u"archive: restore one on a new device"_s, at.restore, 4);
    row(u"archive: re-key, one data key"_s, at.rekey, 4);
}

/// The same for one collection of a larger archive: linear or better.
void addGrowth(QList<Row> &rows, const Measured &small, const Measured &large)
{
    const auto row = [&](const QString &name, double before, double after, double budget, const QString &unit) {
        rows.append({.name = u"growth %1 to %2: %3"_s.arg(small.collections).arg(large.collections).arg(name),
            .measured = after,
            .floor = before,
            .budget = budget,
            .unit = unit,
            .note = {}});
    };
    row(u"upload one"_s, small.upload.client, large.upload.client, 1.3, u"ms"_s);
    row(u"list one"_s, small.list.client, large.list.client, 1.3, u"ms"_s);
    row(u"retrieve and open one"_s, small.open.client, large.open.client, 1.3, u"ms"_s);
    row(u"restore one"_s, small.restore.client, large.restore.client, 1.3, u"ms"_s);
    row(u"re-key one data key"_s, small.rekey.client, large.rekey.client, 1.3, u"ms"_s);
    row(u"memory of the restore"_s, std::max(8.0, small.memory), large.memory, 1.5, u"MiB"_s);
    row(u"list, last page against first"_s, large.listFirst, large.listLast, 4, u"ms"_s);
    row(u"keys, one page"_s, small.keysPage, large.keysPage, 3, u"ms"_s);
}

/// The pages of a server module with this store, filled with plain requests.
Measured pagesOf(int collections, const QString &config, Keys &keys)
{
    ProsodyServer server({.accounts = {{account, u"secret"_s}},
        .hostConfig = u"letterlock_archive_rate = 0\nletterlock_archive_quota_bytes = 8589934592\n"_s + config});
    need(server.start(), "no server");
    Station station(server, account, keys);
    const auto dataKey = crypto::randomName();
    const auto wraps = *station.ring.wrap(dataKey, {keys.oldKey});
    const auto part = *station.ring.seal(QByteArray(2000, 'x'), dataKey);
    const CollectionXml xml;
    QString last;
    tell("filling a module", collections);
    Series::milliseconds(collections, [&](int i) {
        archive::SaveRequest request{
            {*crypto::BareJid::parse(u"peer%1@example.org"_s.arg(i % peers)),
                QDateTime(QDate(2010, 1, 1), QTime(0, 0), QTimeZone::utc()).addSecs(qint64(i) * 600)},
            {part}, wraps, {}};
        return station.channel.request(Type::Set, xml.save(request));
    });
    Measured result{.collections = collections};
    archive::PageRequest page{100, {}};
    for (bool complete = false; !complete;) {
        const auto got = await(station.remote.list(page), patience);
        need(got.has_value(), "not listed");
        last = page.after;
        page.after = got->last;
        complete = got->complete;
    }
    measurePages(station, result, last, keys.oldKey);
    return result;
}

void addPages(QList<Row> &rows, const QString &store, const Measured &small, const Measured &large)
{
    const auto row = [&](const QString &name, double before, double after) {
        rows.append(
            {.name = u"module on %1, %2 to %3: %4"_s.arg(store).arg(small.collections).arg(large.collections).arg(name),
                .measured = after,
                .floor = before,
                .budget = 4,
                .unit = u"ms"_s,
                .note = {}});
    };
    row(u"first page of the list"_s, small.listFirst, large.listFirst);
    row(u"last page of the list"_s, small.listLast, large.listLast);
    row(u"page of keys"_s, small.keysPage, large.keysPage);
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

QList<Row> archiveRows(bool full)
{
    Keys keys;
    QList<Row> rows;
    const QList<int> sizes = full ? QList<int>{1000, 10'000, 100'000} : QList<int>{100, 1000};
    std::optional<Measured> before;
    for (const int size : sizes) {
        const auto measured = measure(size, keys);
        addCosts(rows, measured);
        if (before) {
            addGrowth(rows, *before, measured);
        }
        before = measured;
    }
    rows.append(privateStorage(keys));
    const int small = full ? 10'000 : 200;
    const int large = full ? 100'000 : 2000;
    addPages(rows, u"SQLite"_s, pagesOf(small, {}, keys), pagesOf(large, {}, keys));
    TempPostgres first;
    TempPostgres second;
    need(first.start() && second.start(), "no PostgreSQL");
    addPages(
        rows, u"PostgreSQL"_s, pagesOf(small, first.moduleConfig(), keys), pagesOf(large, second.moduleConfig(), keys));
    return rows;
}

} // namespace letterlock::test
