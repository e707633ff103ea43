// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepRemoteArchive.h"

#include <algorithm>

#include "archive/remote/PepProbe.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;
using Kind = PepDevice::Kind;

namespace {

constexpr qsizetype mostTrash = 32; ///< then it is swept at once
constexpr int mostAttempts = 4;

std::unexpected<ArchiveError> notFound()
{
    return archiveError(Code::NotFound, u"item-not-found"_s);
}

/// Asks for the save to be done once more.
const QString changedMeanwhile = u"conflict: the collection changed while it was written"_s;

} // namespace

PepRemoteArchive::PepRemoteArchive(Ports ports)
    : m_ports(ports)
    , m_device(ports.history)
    , m_shards(ports.nodes, m_device, &m_context)
    , m_manifest(ports.nodes, m_shards, ports.keys, ports.worker, &m_context)
{
    m_sweep.setSingleShot(true);
    m_sweep.setInterval(5s);
    m_verify.setSingleShot(true);
    m_verify.setInterval(1500ms);
    QObject::connect(&m_verify, &QTimer::timeout, &m_context, [this] { std::ignore = verify(); });
    QObject::connect(&m_sweep, &QTimer::timeout, &m_context, [this] { std::ignore = sweep(); });
}

void PepRemoteArchive::runNext()
{
    if (m_busy || m_queue.empty()) {
        return;
    }
    m_busy = true;
    const auto next = std::move(m_queue.front());
    m_queue.pop_front();
    next();
}

bool PepRemoteArchive::hasHeardOf(const CollectionId &id) const
{
    return m_manifest.index().lastChange(id) > 0;
}

bool PepRemoteArchive::hasWrapsOf(const QString &dataKey) const
{
    return std::ranges::any_of(m_manifest.index().usersOf(dataKey),
        [&](const PepEntry *entry) { return std::ranges::contains(entry->keys, dataKey, &PepRecord::dataKey); });
}

void PepRemoteArchive::newSession()
{
    m_manifest.forget();
    m_seen.clear();
}

QFuture<ArchiveResult<bool>> PepRemoteArchive::probe()
{
    return inTurn<bool>([this] {
        const auto probe = std::make_shared<PepProbe>(m_ports.nodes, &m_context);
        return andThen(probe->run(), &m_context, [this, probe](const QString &why) {
            m_whyNot = why;
            return done(why.isEmpty());
        });
    });
}

QFuture<ArchiveResult<CollectionVersion>> PepRemoteArchive::save(SaveRequest request)
{
    return inTurn<CollectionVersion>([this, request = std::move(request)] { return saveNow(request, 0); });
}

/// Writes those of `contents` that the collection does not have yet.
Pending<QList<PepRecord>> PepRemoteArchive::write(Kind kind, QList<XmlElement> contents, CollectionId id)
{
    if (const auto *entry = m_manifest.index().find(id)) {
        contents.removeIf([&](const XmlElement &content) {
            const auto &known = kind == Kind::Keys ? entry->keys : entry->parts;
            return std::ranges::contains(known, PepShards::hashOf(content), &PepRecord::hash);
        });
    }
    // What was there before a removal is another record than what is written after it.
    const auto place = id.address() + u'|' + QString::number(id.start.toMSecsSinceEpoch()) + u'|'
        + QString::number(m_manifest.index().lastChange(id));
    return m_shards.append(kind, std::move(contents), place.toUtf8());
}

Pending<CollectionVersion> PepRemoteArchive::saveNow(SaveRequest request, int attempt)
{
    if (request.extras != CollectionExtras{}) {
        return failed<CollectionVersion>({Code::Unsupported, u"private storage keeps no links and forms"_s});
    }
    QList<XmlElement> parts;
    QHash<QByteArray, PepRecord> names; // by hash
    for (const auto &part : std::as_const(request.parts)) {
        parts.append(part.toXml());
        names[PepShards::hashOf(parts.last())].dataKey = part.keyName;
    }
    QList<XmlElement> keys;
    for (const auto &key : std::as_const(request.keys)) {
        keys.append(key.toXml());
        auto &name = names[PepShards::hashOf(keys.last())];
        name.dataKey = key.carriedKeyName;
        name.wrappedFor = key.keyName;
    }
    auto fresh = attempt == 0 ? m_manifest.refresh(60'000) : m_manifest.refresh();
    return andThen(std::move(fresh), &m_context, [this, request, attempt, parts, keys, names] {
        // Parts first: a wrap without its part does no harm, a part without wraps opens nowhere else.
        return andThen(write(Kind::Parts, parts, request.id), &m_context,
            [this, request, attempt, keys, names](const QList<PepRecord> &newParts) {
                return andThen(write(Kind::Keys, keys, request.id), &m_context,
                    [this, request, attempt, newParts, names](const QList<PepRecord> &newKeys) {
                        const auto named = [&names](QList<PepRecord> records) {
                            for (auto &record : records) {
                                record.dataKey = names.value(record.hash).dataKey;
                                record.wrappedFor = names.value(record.hash).wrappedFor;
                            }
                            return records;
                        };
                        const auto version = std::make_shared<CollectionVersion>(-1);
                        const auto hashes = QSet<QByteArray>(names.keyBegin(), names.keyEnd());
                        const auto add = [id = request.id, version, hashes, named = named(newParts),
                                             keys = named(newKeys)](PepIndex &index) -> ArchiveResult<void> {
                            QSet<QByteArray> there;
                            for (const auto &record : named + keys) {
                                there.insert(record.hash);
                            }
                            if (const auto *now = index.find(id)) {
                                for (const auto &record : now->parts + now->keys) {
                                    there.insert(record.hash);
                                }
                            }
                            // Another device has taken away what was not written because it was there.
                            if (!there.contains(hashes)) {
                                return archiveError(Code::Conflict, changedMeanwhile);
                            }
                            *version = index.add(id, named, keys);
                            return {};
                        };
                        auto published = change(add);
                        return andAny(std::move(published), &m_context,
                            [this, request, attempt, version](const ArchiveResult<void> &result) {
                                if (result) {
                                    return done(*version);
                                }
                                if (result.error().detail != changedMeanwhile) {
                                    return failed<CollectionVersion>(result.error());
                                }
                                return attempt < mostAttempts
                                    ? saveNow(request, attempt + 1)
                                    : failed<CollectionVersion>({Code::ServerFailed, changedMeanwhile});
                            });
                    });
            });
    });
}

Pending<void> PepRemoteArchive::change(PepManifest::Change change)
{
    return andThen(m_manifest.commit(std::move(change)), &m_context, [this] {
        if (m_manifest.isDoubtful() && !m_verify.isActive()) {
            m_verify.start();
        }
        if (m_manifest.index().trash().size() >= mostTrash) {
            // The change counts already; what is swept later is not lost either.
            return andAny(sweepNow(), &m_context, [](const ArchiveResult<void> &) { return done(); });
        }
        if (!m_manifest.index().trash().isEmpty()) {
            m_sweep.start();
        }
        return done();
    });
}

QFuture<ArchiveResult<void>> PepRemoteArchive::remove(CollectionId id)
{
    return inTurn<void>([this, id] {
        // Tried before and gone now: that was us.
        const auto tried = std::make_shared<bool>(false);
        return change([id, tried](PepIndex &index) -> ArchiveResult<void> {
            const bool isFirst = !std::exchange(*tried, true);
            return !index.remove(id) && isFirst ? notFound() : ArchiveResult<void>();
        });
    });
}

QFuture<ArchiveResult<void>> PepRemoteArchive::deleteKeys(CollectionId id, KeyName key)
{
    return inTurn<void>([this, id, key] {
        // The index is the newest only once the fence is ours: what the caller judged by must still hold then.
        const auto seen = m_seen.value(id, -1);
        const auto tried = std::make_shared<bool>(false);
        auto removed = change([id, key, seen, tried](PepIndex &index) -> ArchiveResult<void> {
            const auto *entry = index.find(id);
            if (!entry) {
                return notFound();
            }
            const bool isDone = std::exchange(*tried, true)
                && !std::ranges::contains(entry->keys, key.toString(), &PepRecord::wrappedFor);
            if (!isDone && seen >= 0 && entry->version != seen) {
                return archiveError(Code::Conflict, u"conflict: another device has changed the collection"_s);
            }
            // Nothing to delete is no error and no change.
            index.removeKeys(id, key);
            return {};
        });
        m_seen.remove(id);
        return removed;
    });
}

Pending<void> PepRemoteArchive::sweep()
{
    return inTurn<void>([this] { return sweepNow(); });
}

Pending<void> PepRemoteArchive::verify()
{
    return inTurn<void>(
        [this] {
            return andAny(m_manifest.verify(), &m_context, [this](const ArchiveResult<void> &looked) {
                if (m_manifest.isDoubtful() && !m_verify.isActive()) {
                    m_verify.start();
                }
                return crypto::ready(looked);
            });
        },
        true);
}

Pending<void> PepRemoteArchive::sweepNow()
{
    m_sweep.stop();
    if (m_manifest.index().trash().isEmpty()) {
        return done();
    }
    // What is taken out of the packs must be out of a table that counts.
    auto certain = m_manifest.isDoubtful() ? m_manifest.verify() : done();
    return andThen(std::move(certain), &m_context, [this] { return sweepTrash(m_manifest.index().trash()); });
}

Pending<void> PepRemoteArchive::sweepTrash(QList<PepIndex::Trash> trash)
{
    if (trash.isEmpty()) {
        return done();
    }
    QHash<QString, QStringList> items;
    for (const auto &dropped : trash) {
        items[dropped.item].append(dropped.record);
    }
    return andThen(sweepItems(items), &m_context, [this, trash] {
        return m_manifest.commit([trash](PepIndex &index) -> ArchiveResult<void> {
            index.emptied(trash);
            return {};
        });
    });
}

Pending<void> PepRemoteArchive::sweepItems(QHash<QString, QStringList> rest)
{
    if (rest.isEmpty()) {
        return done();
    }
    const QString item = rest.constBegin().key();
    const auto records = rest.take(item);
    return andThen(m_shards.trim(item, records), &m_context, [this, rest] { return sweepItems(rest); });
}

} // namespace letterlock::archive
