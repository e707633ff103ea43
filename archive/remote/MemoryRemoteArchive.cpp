// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/MemoryRemoteArchive.h"

#include <QPromise>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

std::unexpected<ArchiveError> notFound()
{
    return archiveError(ArchiveError::Code::NotFound, u"item-not-found"_s);
}

bool sameWrap(const crypto::EncryptedKey &a, const crypto::EncryptedKey &b)
{
    return a.carriedKeyName == b.carriedKeyName && a.keyName == b.keyName;
}

} // namespace

MemoryRemoteArchive::MemoryRemoteArchive() = default;

template <class T, class F> QFuture<ArchiveResult<T>> MemoryRemoteArchive::answer(F work)
{
    auto promise = std::make_shared<QPromise<ArchiveResult<T>>>();
    promise->start();
    auto future = promise->future();
    QMetaObject::invokeMethod(
        &m_context,
        [this, promise, work = std::move(work)]() mutable {
            const int number = m_requests++;
            std::optional<ArchiveError> fault = m_fault ? m_fault(number, Phase::Before) : std::nullopt;
            if (fault) {
                promise->addResult(ArchiveResult<T>(std::unexpected(*fault)));
            } else {
                ArchiveResult<T> result = work();
                fault = m_fault ? m_fault(number, Phase::After) : std::nullopt;
                promise->addResult(fault ? ArchiveResult<T>(std::unexpected(*fault)) : std::move(result));
            }
            promise->finish();
        },
        Qt::QueuedConnection);
    return future;
}

MemoryRemoteArchive::Row *MemoryRemoteArchive::find(const CollectionId &id)
{
    for (auto it = m_rows.lower_bound({id.start, 0}); it != m_rows.end() && it->first.first == id.start; ++it) {
        if (it->second.place == id) {
            return &it->second;
        }
    }
    return nullptr;
}

void MemoryRemoteArchive::touch(Row &row)
{
    ++row.version;
    row.modseq = ++m_modseq;
    row.changed = QDateTime::currentDateTimeUtc();
}

qsizetype MemoryRemoteArchive::size() const
{
    qsizetype octets = 0;
    for (const auto &[order, row] : m_rows) {
        for (const auto &part : row.parts) {
            octets += part.value.cipherValue.size();
        }
    }
    return octets;
}

ArchiveResult<CollectionVersion> MemoryRemoteArchive::applySave(const SaveRequest &request)
{
    qsizetype added = 0;
    for (const auto &part : request.parts) {
        added += part.cipherValue.size();
    }
    if (added > m_largestSave) {
        return archiveError(ArchiveError::Code::TooLarge, u"not-acceptable"_s);
    }
    if (size() + added > m_quota) {
        return archiveError(ArchiveError::Code::QuotaReached, u"resource-constraint"_s);
    }
    Row *row = find(request.id);
    if (row && row->plain && !row->removed) {
        return archiveError(ArchiveError::Code::Conflict, u"conflict"_s);
    }
    if (!row) {
        const qint64 number = m_nextRow++;
        row = &m_rows[{request.id.start, number}];
        row->id = number;
        row->place = request.id;
    }
    bool changed = row->version < 0 || row->removed;
    if (row->removed) {
        row->removed = false;
        row->version = -1;
    }
    for (const auto &part : request.parts) {
        const bool known
            = m_deduplicates && std::ranges::any_of(row->parts, [&](const Part &other) { return other.value == part; });
        if (!known) {
            row->parts.push_back({m_nextSeq++, part});
            changed = true;
        }
    }
    for (const auto &key : request.keys) {
        const auto same
            = std::ranges::find_if(row->keys, [&](const crypto::EncryptedKey &k) { return sameWrap(k, key); });
        if (same == row->keys.end()) {
            row->keys.append(key);
            changed = true;
        } else if (*same != key) {
            *same = key;
            changed = true;
        }
    }
    if (changed) {
        touch(*row);
    }
    return row->version;
}

QFuture<ArchiveResult<bool>> MemoryRemoteArchive::probe()
{
    return answer<bool>([]() -> ArchiveResult<bool> { return true; });
}

QFuture<ArchiveResult<CollectionVersion>> MemoryRemoteArchive::save(SaveRequest request)
{
    return answer<CollectionVersion>([this, request = std::move(request)] { return applySave(request); });
}

QFuture<ArchiveResult<RemotePage<CollectionHead>>> MemoryRemoteArchive::list(PageRequest asked)
{
    return answer<RemotePage<CollectionHead>>([this, asked]() -> ArchiveResult<RemotePage<CollectionHead>> {
        RemotePage<CollectionHead> page;
        page.count = 0;
        bool beyond = asked.after.isEmpty();
        const int limit = std::min(asked.max, m_largestPage);
        for (const auto &[order, row] : m_rows) {
            if (!row.removed) {
                ++page.count;
            }
            if (beyond && !row.removed) {
                page.complete = page.items.size() < limit;
                if (page.complete) {
                    page.items.append({row.place, row.version, !row.plain});
                    page.last = QString::number(row.id);
                }
            }
            beyond = beyond || QString::number(row.id) == asked.after;
        }
        return beyond ? ArchiveResult<RemotePage<CollectionHead>>(page) : notFound();
    });
}

QList<crypto::EncryptedKey> MemoryRemoteArchive::keysFor(const QSet<QString> &names) const
{
    QList<crypto::EncryptedKey> found;
    for (const auto &[order, row] : m_rows) {
        for (const auto &key : row.keys) {
            if (names.contains(key.carriedKeyName)) {
                found.append(key);
            }
        }
    }
    return found;
}

QFuture<ArchiveResult<RemotePage<SealedCollection>>> MemoryRemoteArchive::retrieve(CollectionId id, PageRequest asked)
{
    return answer<RemotePage<SealedCollection>>([this, id, asked]() -> ArchiveResult<RemotePage<SealedCollection>> {
        const Row *row = find(id);
        if (!row || row->removed) {
            return notFound();
        }
        RemotePage<SealedCollection> page;
        page.count = static_cast<int>(row->parts.size());
        SealedCollection collection{
            .id = row->place, .version = row->version, .parts = {}, .keys = {}, .hasPlainItems = row->plain};
        const qint64 after = asked.after.toLongLong();
        QSet<QString> names;
        for (const auto &part : row->parts) {
            if (part.seq <= after) {
                continue;
            }
            page.complete = collection.parts.size() < std::min(asked.max, m_largestPage);
            if (!page.complete) {
                break;
            }
            collection.parts.append(part.value);
            names.insert(part.value.keyName);
            page.last = QString::number(part.seq);
        }
        collection.keys = keysFor(names);
        page.items.append(collection);
        return page;
    });
}

/// A data key may be stored once and used by many collections: its wraps outlive the collection they came with.
void MemoryRemoteArchive::rehome(const QList<crypto::EncryptedKey> &keys)
{
    for (const auto &key : keys) {
        for (auto &[order, row] : m_rows) {
            if (row.removed || std::ranges::none_of(row.parts, [&](const Part &part) {
                    return part.value.keyName == key.carriedKeyName;
                })) {
                continue;
            }
            if (std::ranges::none_of(row.keys, [&](const crypto::EncryptedKey &k) { return sameWrap(k, key); })) {
                row.keys.append(key);
            }
            break;
        }
    }
}

QFuture<ArchiveResult<void>> MemoryRemoteArchive::remove(CollectionId id)
{
    return answer<void>([this, id]() -> ArchiveResult<void> {
        Row *row = find(id);
        if (!row || row->removed) {
            return notFound();
        }
        const auto keys = std::exchange(row->keys, {});
        row->removed = true;
        row->plain = false;
        row->parts.clear();
        touch(*row);
        rehome(keys);
        return {};
    });
}

QFuture<ArchiveResult<RemotePage<CollectionChange>>> MemoryRemoteArchive::modified(QDateTime since, PageRequest asked)
{
    return answer<RemotePage<CollectionChange>>([this, since, asked]() -> ArchiveResult<RemotePage<CollectionChange>> {
        std::map<qint64, const Row *> changes;
        const qint64 after = asked.after.toLongLong();
        for (const auto &[order, row] : m_rows) {
            if (asked.after.isEmpty() ? !since.isValid() || row.changed > since : row.modseq > after) {
                changes.emplace(row.modseq, &row);
            }
        }
        RemotePage<CollectionChange> page;
        page.count = static_cast<int>(changes.size());
        for (const auto &[modseq, row] : changes) {
            page.complete = page.items.size() < std::min(asked.max, m_largestPage);
            if (!page.complete) {
                break;
            }
            page.items.append({row->place, row->version, row->removed});
            page.last = QString::number(modseq);
        }
        return page;
    });
}

QFuture<ArchiveResult<RemotePage<CollectionKeys>>> MemoryRemoteArchive::keys(KeyName key, PageRequest asked)
{
    return answer<RemotePage<CollectionKeys>>([this, key, asked]() -> ArchiveResult<RemotePage<CollectionKeys>> {
        RemotePage<CollectionKeys> page;
        page.count = 0;
        Order after{{}, 0};
        if (!asked.after.isEmpty()) {
            after = {QDateTime::fromMSecsSinceEpoch(asked.after.section(u'#', 0, 0).toLongLong(), QTimeZone::utc()),
                asked.after.section(u'#', 1).toLongLong()};
        }
        for (const auto &[order, row] : m_rows) {
            CollectionKeys entry{row.place, row.version, {}};
            for (const auto &wrap : row.keys) {
                if (wrap.keyName == key.toString()) {
                    entry.keys.append(wrap);
                }
            }
            if (entry.keys.isEmpty()) {
                continue;
            }
            ++page.count;
            if (!asked.after.isEmpty() && order <= after) {
                continue;
            }
            page.complete = page.items.size() < std::min(asked.max, m_largestPage);
            if (page.complete) {
                page.items.append(entry);
                page.last = QString::number(order.first.toMSecsSinceEpoch()) + u'#' + QString::number(order.second);
            }
        }
        return page;
    });
}

QFuture<ArchiveResult<void>> MemoryRemoteArchive::deleteKeys(CollectionId id, KeyName key)
{
    return answer<void>([this, id, key]() -> ArchiveResult<void> {
        Row *row = find(id);
        if (!row || row->removed) {
            return notFound();
        }
        // Nothing to delete is no error and no change.
        if (row->keys.removeIf([&](const crypto::EncryptedKey &k) { return k.keyName == key.toString(); }) > 0) {
            touch(*row);
        }
        return {};
    });
}

QList<SealedCollection> MemoryRemoteArchive::stored() const
{
    QList<SealedCollection> all;
    for (const auto &[order, row] : m_rows) {
        if (row.removed) {
            continue;
        }
        SealedCollection collection{
            .id = row.place, .version = row.version, .parts = {}, .keys = row.keys, .hasPlainItems = row.plain};
        for (const auto &part : row.parts) {
            collection.parts.append(part.value);
        }
        all.append(collection);
    }
    return all;
}

void MemoryRemoteArchive::replace(const SealedCollection &collection)
{
    Row *row = find(collection.id);
    if (!row) {
        const qint64 number = m_nextRow++;
        row = &m_rows[{collection.id.start, number}];
        row->id = number;
        row->place = collection.id;
    }
    row->removed = false;
    row->plain = collection.hasPlainItems;
    row->keys = collection.keys;
    row->parts.clear();
    for (const auto &part : collection.parts) {
        row->parts.push_back({m_nextSeq++, part});
    }
    touch(*row);
}

} // namespace letterlock::archive
