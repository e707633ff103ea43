// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "archive/remote/PepRemoteArchive.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

namespace {

constexpr int shortly = 1000; ///< ms that the index may be old when single collections are read
constexpr int largestPage = 200; ///< elements
constexpr qint64 largestAnswer = 400 * 1024; ///< octets of parts in one page

/// Not understood by a server of XEP-0136, and the reverse: after a move the walk begins anew.
const QString changePrefix = u"pep-"_s;

QString placeOf(const PepIndex::Key &key)
{
    return QString::number(key.first) + u'#' + key.second;
}

PepIndex::Key afterKey(const QString &place)
{
    return {place.section(u'#', 0, 0).toLongLong(), place.section(u'#', 1)};
}

int limitOf(const PageRequest &page)
{
    return std::clamp(page.max, 1, largestPage);
}

template <class T> Pending<RemotePage<T>> answer(RemotePage<T> page)
{
    return done(std::move(page));
}

} // namespace

QFuture<ArchiveResult<RemotePage<CollectionHead>>> PepRemoteArchive::list(PageRequest asked)
{
    return inTurn<RemotePage<CollectionHead>>([this, asked] {
        return andThen(m_manifest.refresh(asked.after.isEmpty() ? 0 : shortly), &m_context, [this, asked] {
            RemotePage<CollectionHead> page;
            page.count = 0;
            const auto after = afterKey(asked.after);
            for (const auto &[key, entry] : m_manifest.index().entries()) {
                if (entry.removed) {
                    continue;
                }
                ++page.count;
                if (!asked.after.isEmpty() && key <= after) {
                    continue;
                }
                page.complete = page.complete && page.items.size() < limitOf(asked);
                if (page.complete) {
                    page.items.append({entry.id, entry.version, true});
                    page.last = placeOf(key);
                }
            }
            return answer(page);
        });
    });
}

QFuture<ArchiveResult<RemotePage<CollectionChange>>> PepRemoteArchive::modified(QDateTime, PageRequest asked)
{
    return inTurn<RemotePage<CollectionChange>>([this, asked] {
        return andThen(m_manifest.refresh(), &m_context, [this, asked] {
            const auto &index = m_manifest.index();
            const qint64 after = asked.after.sliced(std::min(changePrefix.size(), asked.after.size())).toLongLong();
            const bool isOurs = asked.after.isEmpty() || asked.after.startsWith(changePrefix);
            if (!isOurs || after > index.counter()) {
                return failed<RemotePage<CollectionChange>>({Code::NotFound, u"item-not-found"_s});
            }
            QList<const PepEntry *> changes;
            for (const auto &[key, entry] : index.entries()) {
                if (entry.change > after) {
                    changes.append(&entry);
                }
            }
            std::ranges::sort(changes, {}, &PepEntry::change);
            RemotePage<CollectionChange> page;
            page.count = static_cast<int>(changes.size());
            page.complete = page.count <= limitOf(asked);
            for (const auto *entry : changes.first(std::min<qsizetype>(changes.size(), limitOf(asked)))) {
                page.items.append({entry->id, entry->version, entry->removed});
                page.last = changePrefix + QString::number(entry->change);
            }
            return answer(page);
        });
    });
}

QFuture<ArchiveResult<RemotePage<SealedCollection>>> PepRemoteArchive::retrieve(CollectionId id, PageRequest asked)
{
    return inTurn<RemotePage<SealedCollection>>([this, id, asked] {
        return andThen(m_manifest.refresh(shortly), &m_context, [this, id, asked] {
            const auto *entry = m_manifest.index().find(id);
            if (!entry) {
                return failed<RemotePage<SealedCollection>>({Code::NotFound, u"item-not-found"_s});
            }
            m_seen.insert(id, entry->version);
            return readCollection(*entry, asked);
        });
    });
}

Pending<RemotePage<SealedCollection>> PepRemoteArchive::readCollection(const PepEntry &entry, PageRequest asked)
{
    RemotePage<SealedCollection> page;
    page.count = static_cast<int>(entry.parts.size());
    auto from = entry.parts.begin();
    if (!asked.after.isEmpty()) {
        from = std::ranges::find(entry.parts, asked.after, &PepRecord::id);
        if (from == entry.parts.end()) {
            return failed<RemotePage<SealedCollection>>({Code::NotFound, u"item-not-found"_s});
        }
        ++from;
    }
    QList<PepRecord> parts;
    QSet<QString> names;
    qint64 octets = 0;
    for (; from != entry.parts.end(); ++from) {
        octets += from->size;
        page.complete = parts.isEmpty() || (parts.size() < limitOf(asked) && octets <= largestAnswer);
        if (!page.complete) {
            break;
        }
        parts.append(*from);
        names.insert(from->dataKey);
        page.last = from->id;
    }
    QList<PepRecord> wraps;
    for (const auto &name : std::as_const(names)) {
        for (const auto *user : m_manifest.index().usersOf(name)) {
            std::ranges::copy_if(
                user->keys, std::back_inserter(wraps), [&](const PepRecord &key) { return key.dataKey == name; });
        }
    }
    SealedCollection collection{.id = entry.id, .version = entry.version, .parts = {}, .keys = {}};
    return andThen(m_shards.read(parts + wraps), &m_context,
        [page, parts, wraps, collection](const QHash<QString, XmlElement> &contents) mutable {
            for (const auto &record : std::as_const(parts)) {
                // A part that is gone stays as an empty one, so that it is counted as closed.
                auto part = crypto::EncryptedData::fromXml(contents.value(record.id));
                collection.parts.append(part ? *std::move(part) : crypto::EncryptedData{});
            }
            for (const auto &record : std::as_const(wraps)) {
                if (auto key = crypto::EncryptedKey::fromXml(contents.value(record.id))) {
                    collection.keys.append(*std::move(key));
                }
            }
            page.items.append(collection);
            return done(page);
        });
}

QFuture<ArchiveResult<RemotePage<CollectionKeys>>> PepRemoteArchive::keys(KeyName key, PageRequest asked)
{
    return inTurn<RemotePage<CollectionKeys>>([this, key, asked] {
        auto fresh = m_manifest.refresh(asked.after.isEmpty() ? 0 : shortly);
        // The list proves that wraps are gone: then they have to be gone from the shards too.
        auto swept = andThen(std::move(fresh), &m_context,
            [this, first = asked.after.isEmpty()] { return first ? sweepNow() : done(); });
        return andThen(std::move(swept), &m_context, [this, key, asked] { return readKeys(key, asked); });
    });
}

Pending<RemotePage<CollectionKeys>> PepRemoteArchive::readKeys(KeyName key, PageRequest asked)
{
    RemotePage<CollectionKeys> page;
    page.count = 0;
    QList<QList<PepRecord>> wraps;
    QList<PepRecord> all;
    const auto after = afterKey(asked.after);
    for (const auto &[place, entry] : m_manifest.index().entries()) {
        QList<PepRecord> fitting;
        std::ranges::copy_if(entry.keys, std::back_inserter(fitting),
            [&](const PepRecord &record) { return record.wrappedFor == key.toString(); });
        if (entry.removed || fitting.isEmpty()) {
            continue;
        }
        ++page.count;
        if (!asked.after.isEmpty() && place <= after) {
            continue;
        }
        page.complete = page.complete && page.items.size() < limitOf(asked);
        if (page.complete) {
            page.items.append({entry.id, entry.version, {}});
            page.last = placeOf(place);
            wraps.append(fitting);
            all += fitting;
        }
    }
    return andThen(m_shards.read(all), &m_context, [page, wraps](const QHash<QString, XmlElement> &contents) mutable {
        for (qsizetype i = 0; i < wraps.size(); ++i) {
            for (const auto &record : std::as_const(wraps[i])) {
                if (auto wrap = crypto::EncryptedKey::fromXml(contents.value(record.id))) {
                    page.items[i].keys.append(*std::move(wrap));
                }
            }
        }
        return done(page);
    });
}

} // namespace letterlock::archive
