// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepIndex.h"

#include <algorithm>

namespace letterlock::archive {

const PepEntry *PepIndex::find(const CollectionId &id) const
{
    const auto found = m_entries.find(keyOf(id));
    return found == m_entries.end() || found->second.removed ? nullptr : &found->second;
}

qint64 PepIndex::lastChange(const CollectionId &id) const
{
    const auto found = m_entries.find(keyOf(id));
    return found == m_entries.end() ? 0 : found->second.change;
}

QList<const PepEntry *> PepIndex::usersOf(const QString &dataKey) const
{
    QList<Key> keys(m_users.value(dataKey).values());
    std::ranges::sort(keys);
    QList<const PepEntry *> users;
    for (const auto &key : std::as_const(keys)) {
        const auto found = m_entries.find(key);
        if (found != m_entries.end() && !found->second.removed) {
            users.append(&found->second);
        }
    }
    return users;
}

qint64 PepIndex::storedSize() const
{
    qint64 size = 0;
    for (const auto &[key, entry] : m_entries) {
        for (const auto *records : {&entry.parts, &entry.keys}) {
            for (const auto &record : *records) {
                size += record.size;
            }
        }
    }
    for (const auto &page : m_pages) {
        size += page.size;
    }
    return size;
}

QSet<QString> PepIndex::items() const
{
    QSet<QString> named;
    for (const auto &page : m_pages) {
        named.insert(page.item);
    }
    for (const auto &dropped : m_trash) {
        named.insert(dropped.item);
    }
    for (const auto &[key, entry] : m_entries) {
        for (const auto *records : {&entry.parts, &entry.keys}) {
            for (const auto &record : *records) {
                named.insert(record.item);
            }
        }
    }
    return named;
}

void PepIndex::begin()
{
    if (!m_changed) {
        m_changed = true;
        m_pagesBefore = m_pages;
        m_trashBefore = m_trash;
        m_commitsBefore = m_commits;
        m_counterBefore = m_counter;
    }
}

PepEntry &PepIndex::touch(const CollectionId &id)
{
    begin();
    const auto key = keyOf(id);
    const auto found = m_entries.find(key);
    if (!m_before.contains(key)) {
        m_before.emplace(key, found == m_entries.end() ? std::nullopt : std::optional(found->second));
    }
    auto &entry = m_entries[key];
    entry.id = id;
    return entry;
}

void PepIndex::changed(PepEntry &entry)
{
    ++entry.version;
    entry.change = ++m_counter;
    entry.revision = entry.change;
    entry.page.clear();
}

CollectionVersion PepIndex::add(const CollectionId &id, const QList<PepRecord> &parts, const QList<PepRecord> &keys)
{
    auto &entry = touch(id);
    bool isNew = entry.version < 0;
    if (entry.removed) {
        entry.removed = false;
        entry.version = -1;
        isNew = true;
    }
    const auto drop = [this](const PepRecord &record) { m_trash.append({record.item, record.id}); };
    const auto use = [this, &id](const PepRecord &record) { m_users[record.dataKey].insert(keyOf(id)); };
    const bool isOurs = !parts.isEmpty()
        && std::ranges::all_of(parts, [&](const PepRecord &part) { return entry.parts.contains(part); });
    if (isOurs) {
        // This very change counts although we were told it does not; what others have replaced since stays replaced.
        return entry.version;
    }
    for (const auto &part : parts) {
        const auto same = std::ranges::find(entry.parts, part.hash, &PepRecord::hash);
        if (same != entry.parts.end()) {
            if (*same != part) {
                drop(part);
            }
            continue;
        }
        entry.parts.append(part);
        use(part);
        isNew = true;
    }
    for (const auto &key : keys) {
        const auto same = std::ranges::find_if(entry.keys,
            [&](const PepRecord &other) { return other.dataKey == key.dataKey && other.wrappedFor == key.wrappedFor; });
        if (same == entry.keys.end()) {
            entry.keys.append(key);
            use(key);
        } else if (same->hash == key.hash) {
            if (*same != key) {
                drop(key);
            }
            continue;
        } else {
            drop(*same);
            *same = key;
        }
        isNew = true;
    }
    if (isNew) {
        changed(entry);
    }
    return entry.version;
}

bool PepIndex::remove(const CollectionId &id)
{
    if (!find(id)) {
        return false;
    }
    auto &entry = touch(id);
    entry.removed = true;
    for (const auto &part : std::as_const(entry.parts)) {
        m_trash.append({part.item, part.id});
    }
    entry.parts.clear();
    const auto keys = std::exchange(entry.keys, {});
    changed(entry);
    keepForOthers(keys);
    return true;
}

/// A data key is wrapped once and used by many collections: its wraps outlive the collection they came with.
void PepIndex::keepForOthers(const QList<PepRecord> &keys)
{
    for (const auto &key : keys) {
        const auto users = usersOf(key.dataKey);
        const auto user = std::ranges::find_if(users, [&](const PepEntry *other) {
            return std::ranges::contains(other->parts, key.dataKey, &PepRecord::dataKey);
        });
        const bool isKnown = user != users.end() && std::ranges::any_of((*user)->keys, [&](const PepRecord &record) {
            return record.dataKey == key.dataKey && record.wrappedFor == key.wrappedFor;
        });
        if (user == users.end() || isKnown) {
            m_trash.append({key.item, key.id});
            continue;
        }
        auto &entry = touch((*user)->id);
        entry.keys.append(key);
        // Not a change of the collection: what it needs to be opened is where it was.
        entry.revision = ++m_counter;
        entry.page.clear();
    }
}

bool PepIndex::removeKeys(const CollectionId &id, const KeyName &key)
{
    const auto *found = find(id);
    if (!found || !std::ranges::contains(found->keys, key.toString(), &PepRecord::wrappedFor)) {
        return false;
    }
    auto &entry = touch(id);
    for (const auto &record : std::as_const(entry.keys)) {
        if (record.wrappedFor == key.toString()) {
            m_trash.append({record.item, record.id});
        }
    }
    entry.keys.removeIf([&](const PepRecord &record) { return record.wrappedFor == key.toString(); });
    changed(entry);
    return true;
}

bool PepIndex::forgetItems(const QSet<QString> &lost)
{
    const auto isLost = [&lost](const PepRecord &record) { return lost.contains(record.item); };
    QList<CollectionId> hit;
    for (const auto &[key, entry] : m_entries) {
        if (std::ranges::any_of(entry.parts, isLost) || std::ranges::any_of(entry.keys, isLost)) {
            hit.append(entry.id);
        }
    }
    for (const auto &id : std::as_const(hit)) {
        auto &entry = touch(id);
        entry.parts.removeIf(isLost);
        entry.keys.removeIf(isLost);
        entry.removed = entry.parts.isEmpty() && entry.keys.isEmpty();
        changed(entry);
    }
    return !hit.isEmpty();
}

void PepIndex::emptied(const QList<Trash> &done)
{
    begin();
    m_trash.removeIf([&](const Trash &dropped) { return done.contains(dropped); });
    // A head with less trash is a newer one too.
    ++m_counter;
}

void PepIndex::sign(const QString &commit)
{
    begin();
    m_commits.append(commit);
    if (m_commits.size() > mostCommits) {
        m_commits.removeFirst();
    }
}

void PepIndex::accept()
{
    m_changed = false;
    m_before.clear();
}

void PepIndex::rollBack()
{
    if (!m_changed) {
        return;
    }
    for (const auto &[key, before] : m_before) {
        if (before) {
            m_entries[key] = *before;
        } else {
            m_entries.erase(key);
        }
    }
    m_pages = m_pagesBefore;
    m_trash = m_trashBefore;
    m_commits = m_commitsBefore;
    m_counter = m_counterBefore;
    accept();
}

} // namespace letterlock::archive
