// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepShards.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

#include "archive/collection/CollectionXml.h"
#include "archive/remote/PepIndexXml.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

namespace {

// On servers that rewrite a node with every publish, octets per node are the budget.
constexpr int mostItems = 16;
constexpr qint64 largestShard = 1'500'000;
constexpr qint64 fullPack = 48 * 1024;
constexpr qint64 largestPack = 88 * 1024; ///< one part that is larger has an item of its own
constexpr qint64 packFrame = 200; ///< the element around the records
constexpr qsizetype fetchedAtOnce = 4;
constexpr int mostAttempts = 6;
constexpr qsizetype cacheSize = 6 * 1024 * 1024;

XmlElement emptyPack()
{
    return pepxml::element(u"pack"_s);
}

XmlElement record(const QString &id, XmlElement content)
{
    XmlElement chat(u"chat"_s, CollectionXml::archiveNs);
    chat.setAttribute(u"id"_s, id);
    chat.append(std::move(content));
    return chat;
}

QString shardOf(const QString &item)
{
    return item.section(u'/', 0, 0);
}

QString idOf(const QString &item)
{
    return item.section(u'/', 1);
}

QString shortName()
{
    return crypto::randomName().first(10);
}

} // namespace

PepShards::PepShards(PepNodes &nodes, PepDevice &device, QObject *context)
    : m_nodes(nodes)
    , m_device(device)
    , m_context(context)
    , m_packs(cacheSize)
{
}

QByteArray PepShards::hashOf(const XmlElement &content)
{
    return QCryptographicHash::hash(content.toXml(), QCryptographicHash::Sha256).first(16);
}

QString PepShards::nodeOfShard(const QString &shard)
{
    return QString(pepxml::ns) + u":s:"_s + shard;
}

QString PepShards::nodeOf(const QString &item)
{
    return nodeOfShard(shardOf(item));
}

bool PepShards::isOpen(const QString &item) const
{
    return std::ranges::any_of(m_device.openOnes(),
        [&](const PepDevice::Open &open) { return !open.item.isEmpty() && open.shard + u'/' + open.item == item; });
}

/// Some servers take only small stanzas.
qint64 PepShards::packLimit() const
{
    return std::min<qint64>(largestPack, m_nodes.largestItem() - packFrame);
}

Pending<QString> PepShards::fence(const QString &shard)
{
    if (m_tokens.contains(shard)) {
        return done(m_tokens.value(shard));
    }
    m_openPacks.removeIf([&](const auto &pack) { return shardOf(pack.key()) == shard; });
    const auto token = crypto::randomName();
    return andThen(m_nodes.fence(nodeOfShard(shard), token), m_context, [this, shard, token] {
        m_tokens.insert(shard, token);
        return done(token);
    });
}

/// A null `payload` is nothing to do. It is asked for again when another device was faster, after the fence was set
/// anew.
Pending<void> PepShards::publish(QString item, std::function<Pending<XmlElement>()> payload, int attempt)
{
    return andThen(fence(shardOf(item)), m_context, [this, item, payload, attempt](const QString &token) {
        return andThen(payload(), m_context, [this, item, payload, attempt, token](const XmlElement &written) {
            m_packs.remove(item);
            if (written.isNull()) {
                return done();
            }
            return andAny(m_nodes.publish(nodeOf(item), idOf(item), written, token), m_context,
                [this, item, payload, attempt](const ArchiveResult<void> &published) {
                    if (published) {
                        return done();
                    }
                    // Also where the answer is lost: what stands there now is not known.
                    m_tokens.remove(shardOf(item));
                    const auto code = published.error().code;
                    if (code != Code::Conflict && code != Code::ServerFailed) {
                        return crypto::ready(published);
                    }
                    return attempt < mostAttempts ? publish(item, payload, attempt + 1)
                                                  : failed<void>({Code::ServerFailed,
                                                        u"a shard cannot be written: "_s + published.error().detail});
                });
        });
    });
}

/// Makes sure that the open item of this kind takes `size` octets more; a page never joins others.
Pending<void> PepShards::makeRoom(Kind kind, qint64 size, bool mayJoin)
{
    auto &open = m_device.open(kind);
    const bool joins
        = mayJoin && !open.item.isEmpty() && open.itemSize < fullPack && open.itemSize + size <= packLimit();
    if (joins) {
        return done();
    }
    open.item = shortName();
    open.itemSize = 0;
    ++open.items;
    if (!open.shard.isEmpty() && open.items <= mostItems && open.shardSize + size <= largestShard) {
        return m_device.store();
    }
    open.shard = shortName();
    open.items = 1;
    open.shardSize = 0;
    m_device.shards().append(open.shard);
    return m_device.store();
}

Pending<XmlElement> PepShards::currentPack(QString item)
{
    const auto known = m_openPacks.constFind(item);
    if (known != m_openPacks.cend()) {
        return done(*known);
    }
    return andThen(m_nodes.fetch(nodeOf(item), {idOf(item)}), m_context,
        [item](const QHash<QString, XmlElement> &items) { return done(items.value(idOf(item), emptyPack())); });
}

Pending<QList<PepRecord>> PepShards::append(Kind kind, QList<XmlElement> contents, QByteArray place)
{
    QList<XmlElement> chats;
    QList<PepRecord> records;
    for (auto &content : contents) {
        const auto hash = hashOf(content);
        const QByteArray told
            = QMessageAuthenticationCode::hash(place + '|' + hash, m_device.secret(), QCryptographicHash::Sha256);
        const auto id = QString::fromLatin1(told.toHex().first(16));
        chats.append(record(id, std::move(content)));
        records.append({.id = id, .hash = hash, .size = chats.last().toXml().size()});
    }
    return appendSome(kind, std::move(chats), std::move(records), {});
}

Pending<QList<PepRecord>> PepShards::appendSome(
    Kind kind, QList<XmlElement> restChats, QList<PepRecord> rest, QList<PepRecord> written)
{
    if (rest.isEmpty()) {
        return done(written);
    }
    // As many as fit into one item.
    QList<XmlElement> chats;
    QList<PepRecord> records;
    qint64 size = 0;
    while (!rest.isEmpty() && (chats.isEmpty() || size + rest.first().size <= packLimit())) {
        size += rest.first().size;
        records.append(rest.takeFirst());
        chats.append(restChats.takeFirst());
    }
    if (size > m_nodes.largestItem() - packFrame) {
        return failed<QList<PepRecord>>({Code::TooLarge, u"a part is larger than an item may be"_s});
    }
    return andThen(
        makeRoom(kind, size, true), m_context, [this, kind, restChats, rest, written, chats, records, size]() mutable {
            const auto &open = m_device.open(kind);
            const QString item = open.shard + u'/' + open.item;
            const auto pack = std::make_shared<XmlElement>();
            const auto payload = [this, item, chats, pack] {
                return andThen(currentPack(item), m_context, [chats, pack](XmlElement current) {
                    for (const auto &chat : chats) {
                        // Written by an attempt that did not know it had succeeded, perhaps before a kill.
                        if (!std::ranges::contains(current.nodes(), chat)) {
                            current.append(chat);
                        }
                    }
                    *pack = current;
                    return done(current);
                });
            };
            for (auto &each : records) {
                each.item = item;
            }
            written += records;
            return andThen(publish(item, payload), m_context, [this, kind, restChats, rest, written, item, size, pack] {
                auto &now = m_device.open(kind);
                now.itemSize += size;
                now.shardSize += size;
                m_openPacks.insert(item, *pack);
                if (now.itemSize >= fullPack) {
                    m_openPacks.remove(item);
                }
                return andThen(m_device.store(), m_context,
                    [this, kind, restChats, rest, written] { return appendSome(kind, restChats, rest, written); });
            });
        });
}

Pending<QString> PepShards::putPage(std::function<Pending<XmlElement>(QString item)> make)
{
    return andThen(makeRoom(Kind::Pages, largestPack, false), m_context, [this, make] {
        auto &open = m_device.open(Kind::Pages);
        const QString item = open.shard + u'/' + open.item;
        open.item.clear();
        open.shardSize += largestPack;
        return andThen(publish(item, [make, item] { return make(item); }), m_context, [item] { return done(item); });
    });
}

Pending<XmlElement> PepShards::readPage(QString item)
{
    return andThen(
        m_nodes.fetch(nodeOf(item), {idOf(item)}), m_context, [item](const QHash<QString, XmlElement> &items) {
            const auto found = items.constFind(idOf(item));
            return found == items.cend()
                ? failed<XmlElement>({Code::NotFound, u"a page of the archive's index is gone: "_s + item})
                : done(*found);
        });
}

Pending<QHash<QString, XmlElement>> PepShards::read(QList<PepRecord> records)
{
    Contents found;
    QList<PepRecord> missing;
    for (const auto &record : std::as_const(records)) {
        const auto *pack = m_packs.object(record.item);
        if (!pack || !take(*pack, record, found)) {
            missing.append(record);
        }
    }
    if (missing.isEmpty()) {
        return done(found);
    }
    // A few items of one shard at a time.
    const QString shard = shardOf(missing.first().item);
    QStringList ids;
    QList<PepRecord> later;
    for (const auto &record : std::as_const(missing)) {
        const auto id = idOf(record.item);
        const bool isNext = shardOf(record.item) == shard && (ids.contains(id) || ids.size() < fetchedAtOnce);
        if (!isNext) {
            later.append(record);
        } else if (!ids.contains(id)) {
            ids.append(id);
        }
    }
    return andThen(m_nodes.fetch(nodeOfShard(shard), ids), m_context,
        [this, shard, missing, later, found](const Contents &answer) mutable {
            for (auto it = answer.begin(); it != answer.end(); ++it) {
                const QString item = shard + u'/' + it.key();
                auto pack = std::make_unique<Contents>();
                for (const auto *chat : it->elements(u"chat", CollectionXml::archiveNs)) {
                    if (const auto *content = chat->firstElement()) {
                        pack->insert(chat->attribute(u"id"), *content);
                    }
                }
                for (const auto &record : std::as_const(missing)) {
                    if (record.item == item) {
                        take(*pack, record, found);
                    }
                }
                m_packs.insert(item, pack.release(), it->toXml().size());
            }
            if (later.isEmpty()) {
                return done(found);
            }
            return andThen(read(later), m_context, [found](const Contents &others) mutable {
                found.insert(others);
                return done(found);
            });
        });
}

bool PepShards::take(const Contents &pack, const PepRecord &record, Contents &into)
{
    const auto content = pack.constFind(record.id);
    const bool isThere = content != pack.cend() && hashOf(*content) == record.hash;
    if (isThere) {
        into.insert(record.id, *content);
    }
    return isThere;
}

Pending<void> PepShards::trim(QString item, QStringList records)
{
    // What stands there now is what counts, not what was there when the fence was last ours.
    m_openPacks.remove(item);
    const auto isEmpty = std::make_shared<bool>(false);
    const auto payload = [this, item, records, isEmpty] {
        return andThen(currentPack(item), m_context, [records, isEmpty](const XmlElement &current) {
            if (current.elements().empty()) {
                return done(XmlElement());
            }
            auto left = emptyPack();
            for (const auto *chat : current.elements(u"chat", CollectionXml::archiveNs)) {
                if (!records.contains(chat->attribute(u"id"))) {
                    left.append(*chat);
                }
            }
            *isEmpty = left.elements().empty();
            return done(left);
        });
    };
    // In a shard of another device the empty item stays until its maker collects it.
    return andThen(publish(item, payload), m_context, [this, item, isEmpty] { return *isEmpty ? drop(item) : done(); });
}

Pending<void> PepShards::drop(QString item)
{
    if (!m_device.shards().contains(shardOf(item)) || isOpen(item)) {
        return done();
    }
    m_packs.remove(item);
    return m_nodes.retract(nodeOf(item), idOf(item));
}

} // namespace letterlock::archive
