// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMutex>
#include <QMutexLocker>

#include <optional>

#include "crypto/wrapping/PublishedKey.h"

namespace letterlock::crypto {

/// The keys of the person's other programs by their handles. Thread-safe.
class PublishedRecipients {
public:
    struct Entry {
        PublishedKey key;
        bool withdrawn = false;
    };

    void set(const QList<PublishedKey> &usable, const QList<PublishedKey> &withdrawn)
    {
        QHash<KeyFingerprint, Entry> entries;
        for (const auto &key : withdrawn) {
            entries.insert(key.handle(), {key, true});
        }
        for (const auto &key : usable) {
            entries.insert(key.handle(), {key, false});
        }
        const QMutexLocker lock(&m_mutex);
        m_entries.swap(entries);
    }

    [[nodiscard]] std::optional<Entry> find(const KeyFingerprint &recipient) const
    {
        const QMutexLocker lock(&m_mutex);
        const auto found = m_entries.constFind(recipient);
        return found == m_entries.cend() ? std::nullopt : std::optional(*found);
    }
    [[nodiscard]] QString nameOf(const KeyFingerprint &recipient) const
    {
        const auto entry = find(recipient);
        return entry ? entry->key.print() : recipient.toString();
    }

private:
    mutable QMutex m_mutex;
    QHash<KeyFingerprint, Entry> m_entries;
};

} // namespace letterlock::crypto
