// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>

#include "archive/remote/PepDevice.h"
#include "archive/remote/PepIndex.h"
#include "archive/remote/PepNodes.h"

namespace letterlock::archive {

/// The items that hold sealed parts, wrapped keys and pages of the index. A record is a `<chat/>` as in XEP-0136, with
/// a random id in place of peer and start; an item (a pack) holds several. Writes are fenced per shard, so that an item
/// can be changed in place by any device without losing what another one put there.
class PepShards {
public:
    using Kind = PepDevice::Kind;

    PepShards(PepNodes &nodes, PepDevice &device, QObject *context);

    /// Appends each element as a record; the answer has item, id, hash and size. The id follows from the content and
    /// `place`, so that an attempt that is repeated does not leave two of them.
    Pending<QList<PepRecord>> append(Kind kind, QList<crypto::XmlElement> contents, QByteArray place);
    /// Chooses a place for a page; publishes what `make` writes for it.
    Pending<QString> putPage(std::function<Pending<crypto::XmlElement>(QString item)> make);
    Pending<crypto::XmlElement> readPage(QString item); ///< NotFound if it is not there
    /// Record id to content; what is absent, or is not what was written, is left out.
    Pending<QHash<QString, crypto::XmlElement>> read(QList<PepRecord> records);
    /// Takes records out of an item.
    Pending<void> trim(QString item, QStringList records);
    Pending<void> drop(QString item); ///< if it is in a shard of ours
    void forget() { m_tokens.clear(); } ///< a new session

    static QByteArray hashOf(const crypto::XmlElement &content);
    static QString nodeOf(const QString &item);
    static QString nodeOfShard(const QString &shard);
    [[nodiscard]] bool isOpen(const QString &item) const;

private:
    using Contents = QHash<QString, crypto::XmlElement>; ///< by record id, or item id

    Pending<void> makeRoom(Kind kind, qint64 size, bool mayJoin);
    [[nodiscard]] qint64 packLimit() const;
    Pending<QString> fence(const QString &shard);
    Pending<void> publish(QString item, std::function<Pending<crypto::XmlElement>()> payload, int attempt = 0);
    Pending<QList<PepRecord>> appendSome(
        Kind kind, QList<crypto::XmlElement> restChats, QList<PepRecord> rest, QList<PepRecord> written);
    Pending<crypto::XmlElement> currentPack(QString item);
    static bool take(const Contents &pack, const PepRecord &record, Contents &into);

    PepNodes &m_nodes;
    PepDevice &m_device;
    QObject *m_context;
    QHash<QString, QString> m_tokens; ///< fences held, by shard
    QHash<QString, crypto::XmlElement> m_openPacks; ///< as last published, while the fence holds
    QCache<QString, Contents> m_packs; ///< read lately, by item
};

} // namespace letterlock::archive
