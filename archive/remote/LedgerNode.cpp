// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/LedgerNode.h"

#include <QCryptographicHash>

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

namespace {

const QString headItem = u"head"_s;
constexpr qsizetype nameSize = 32;

/// Of what the server holds, so that it cannot give another for it, and learns nothing from the name.
QString nameOf(const XmlElement &sealed)
{
    const auto part = crypto::EncryptedData::fromXml(sealed);
    const auto content = part ? part->cipherValue : QByteArray();
    return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex().first(nameSize));
}

} // namespace

LedgerNode::LedgerNode(Ports ports, QObject *context)
    : m_ports(ports)
    , m_seal(ports.keys, ports.worker, u"ledger"_s)
    , m_context(context)
{
}

/// Several nodes of few items each: Prosody's internal storage writes a whole node with each item.
QString LedgerNode::nodeOf(const QString &item)
{
    return LedgerHead::ns + u':' + item.first(1);
}

Pending<std::optional<LedgerHead>> LedgerNode::head()
{
    using Result = std::optional<LedgerHead>;
    return andThen(m_ports.nodes.fetch(LedgerHead::ns, {headItem}), m_context,
        [this](const QHash<QString, XmlElement> &items) -> Pending<Result> {
            const auto found = items.constFind(headItem);
            if (found == items.cend()) {
                return done(Result());
            }
            return andThen(m_seal.open(*found), m_context, [](const XmlElement &plain) -> Pending<Result> {
                const auto head = LedgerHead::fromXml(plain);
                return head ? done(Result(*head)) : failed<Result>(head.error());
            });
        });
}

Pending<QList<LedgerEntry>> LedgerNode::piece(QString bucket, QString item)
{
    using Result = QList<LedgerEntry>;
    return andThen(m_ports.nodes.fetch(nodeOf(item), {item}), m_context,
        [this, bucket, item](const QHash<QString, XmlElement> &items) -> Pending<Result> {
            const auto found = items.constFind(item);
            if (found == items.cend() || nameOf(*found) != item) {
                return failed<Result>({Code::NotFound, u"a piece of the archive's list is not there"_s});
            }
            return andThen(m_seal.open(*found), m_context, [bucket](const XmlElement &plain) -> Pending<Result> {
                const auto entries = LedgerHead::pieceFromXml(bucket, plain);
                return entries ? done(*entries) : failed<Result>(entries.error());
            });
        });
}

Pending<QString> LedgerNode::write(
    QString bucket, QList<LedgerEntry> entries, std::function<Pending<void>(const QString &)> note)
{
    auto sealing = m_seal.seal(LedgerHead::pieceToXml(bucket, entries));
    return andThen(std::move(sealing), m_context, [this, note = std::move(note)](const XmlElement &sealed) {
        const auto item = nameOf(sealed);
        auto put = andThen(note(item), m_context,
            [this, item, sealed] { return m_ports.privateStore.put(nodeOf(item), item, sealed); });
        return andThen(std::move(put), m_context, [item] { return done(item); });
    });
}

Pending<void> LedgerNode::fence()
{
    if (!m_token.isEmpty()) {
        return done();
    }
    const auto token = crypto::randomName();
    return andThen(m_ports.nodes.fence(LedgerHead::ns, token), m_context, [this, token] {
        m_token = token;
        return done();
    });
}

Pending<void> LedgerNode::publish(LedgerHead head)
{
    auto sealed = m_seal.seal(head.toXml());
    auto published = andThen(std::move(sealed), m_context, [this](const XmlElement &element) {
        return m_ports.nodes.publish(LedgerHead::ns, headItem, element, m_token);
    });
    return andAny(std::move(published), m_context, [this](const ArchiveResult<void> &result) {
        if (!result) {
            m_token.clear();
        }
        return crypto::ready(result);
    });
}

Pending<void> LedgerNode::drop(QStringList items)
{
    if (items.isEmpty()) {
        return done();
    }
    const auto item = items.takeFirst();
    return andAny(m_ports.nodes.retract(nodeOf(item), item), m_context, [this, items](const ArchiveResult<void> &gone) {
        const bool isLink = !gone && (gone.error().code == Code::Disconnected || gone.error().code == Code::TimedOut);
        return isLink ? crypto::ready(gone) : drop(items);
    });
}

} // namespace letterlock::archive
