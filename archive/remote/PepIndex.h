// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>

#include <map>
#include <optional>

#include "archive/model/ArchiveError.h"
#include "archive/model/RemoteValues.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// One sealed part or one wrapped key inside an item of a shard. `item` is "shard/item".
struct PepRecord {
    QString item;
    QString id; ///< the same content written at another time or place is another record
    QByteArray hash; ///< of its XML
    qint64 size = 0; ///< octets of its XML
    QString dataKey; ///< name of the data key it is sealed with, or that it wraps
    QString wrappedFor; ///< of a wrap: the public key's name
    bool operator==(const PepRecord &) const = default;
};

struct PepEntry {
    CollectionId id;
    CollectionVersion version = -1;
    qint64 change = 0; ///< the archive's counter when it last changed
    qint64 revision = 0; ///< the same for this entry: a wrap may move here without the collection changing
    bool removed = false;
    QList<PepRecord> parts;
    QList<PepRecord> keys;
    QString page; ///< "shard/item" that holds it; empty = the head
    bool operator==(const PepEntry &) const = default;
};

/// The table of contents of an archive in private nodes, as a value with undo. The newest entries stand in the head,
/// the one item whose publishing makes a change count; older ones in pages that are never changed, only replaced.
class PepIndex {
public:
    using Key = std::pair<qint64, QString>; ///< start, peer: the order of listing
    struct Page {
        QString item; ///< "shard/item"
        qint64 size = 0; ///< octets of its XML
        bool operator==(const Page &) const = default;
    };
    struct Trash {
        QString item;
        QString record;
        bool operator==(const Trash &) const = default;
    };

    [[nodiscard]] qint64 counter() const { return m_counter; }
    [[nodiscard]] const std::map<Key, PepEntry> &entries() const { return m_entries; }
    [[nodiscard]] const QList<Page> &pages() const { return m_pages; }
    [[nodiscard]] const QList<Trash> &trash() const { return m_trash; }
    [[nodiscard]] const PepEntry *find(const CollectionId &id) const; ///< null if absent or removed
    [[nodiscard]] qint64 lastChange(const CollectionId &id) const; ///< 0 = never there
    /// Living collections that use or wrap this data key.
    [[nodiscard]] QList<const PepEntry *> usersOf(const QString &dataKey) const;
    [[nodiscard]] qint64 storedSize() const; ///< octets of everything alive
    [[nodiscard]] QSet<QString> items() const; ///< everything that is referred to

    // Changes of one commit. Records that are there already are dropped to the trash.
    CollectionVersion add(const CollectionId &id, const QList<PepRecord> &parts, const QList<PepRecord> &keys);
    bool remove(const CollectionId &id); ///< false: not there
    bool removeKeys(const CollectionId &id, const KeyName &key); ///< false: nothing to do
    bool forgetItems(const QSet<QString> &lost); ///< what stood in them is gone
    void emptied(const QList<Trash> &done);
    /// Moves the entries of the head, and of small pages if there are many, into new pages; `write` names the item a
    /// page was put into. Pages that have nothing left are dropped.
    struct Spill {
        QList<Key> keys;
        qint64 size = 0;
    };
    [[nodiscard]] std::optional<QList<Spill>> spills() const; ///< nothing: the head is small enough
    [[nodiscard]] crypto::XmlElement page(const Spill &spill) const;
    void spilled(const Spill &spill, const QString &item);

    static constexpr qsizetype mostCommits = 100;
    /// Names of the last commits, by which a device sees whether its own still count.
    [[nodiscard]] const QStringList &commits() const { return m_commits; }
    void sign(const QString &commit);

    void accept(); ///< the commit was published
    void rollBack(); ///< it was not
    [[nodiscard]] bool hasChanges() const { return m_changed; }

    [[nodiscard]] crypto::XmlElement head() const;
    /// Takes over a newer head. Pages it names that are not read yet are returned.
    ArchiveResult<QStringList> readHead(const crypto::XmlElement &head);
    ArchiveResult<void> readPage(const QString &item, const crypto::XmlElement &page);

private:
    static Key keyOf(const CollectionId &id);
    void begin();
    PepEntry &touch(const CollectionId &id);
    void changed(PepEntry &entry);
    void take(PepEntry entry);
    void keepForOthers(const QList<PepRecord> &keys);
    void dropEmptyPages();

    std::map<Key, PepEntry> m_entries;
    QHash<QString, QSet<Key>> m_users; ///< data key to entries that may use it
    QList<Page> m_pages;
    QList<Trash> m_trash;
    QStringList m_commits;
    qint64 m_counter = 0;
    bool m_changed = false;
    std::map<Key, std::optional<PepEntry>> m_before;
    QList<Page> m_pagesBefore;
    QList<Trash> m_trashBefore;
    QStringList m_commitsBefore;
    qint64 m_counterBefore = 0;
};

} // namespace letterlock::archive
