// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/export/BundleWriter.h"

#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionCutter.h"
#include "archive/collection/CollectionXml.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

ArchiveError cannotSeal(const crypto::CryptoError &error)
{
    return {ArchiveError::Code::CannotOpen, error.detail};
}

} // namespace

const QString BundleWriter::ns = u"urn:letterlock:bundle:1"_s;

BundleWriter::BundleWriter(const QString &path, crypto::DataKeyRing &keys, Seal seal)
    : ExportWriter(path)
    , m_keys(keys)
    , m_seal(std::move(seal))
    , m_dataKey(crypto::randomName())
{
}

ArchiveResult<void> BundleWriter::begin(const Head &head)
{
    m_account = head.account;
    QList<crypto::EncryptedKey> wraps;
    if (!m_seal.recipients.isEmpty()) {
        auto wrapped = m_keys.wrap(m_dataKey, m_seal.recipients);
        if (!wrapped) {
            return std::unexpected(cannotSeal(wrapped.error()));
        }
        wraps = *std::move(wrapped);
    }
    if (m_seal.passphrase) {
        auto wrapped = m_keys.wrapWithCode(m_dataKey, *m_seal.passphrase);
        if (!wrapped) {
            return std::unexpected(cannotSeal(wrapped.error()));
        }
        wraps.append(*std::move(wrapped));
    }
    if (wraps.isEmpty()) {
        return archiveError(ArchiveError::Code::CannotOpen, u"nobody to seal the bundle for"_s);
    }
    QByteArray text = "<?xml version='1.0' encoding='UTF-8'?>\n<bundle xmlns='" + ns.toUtf8() + "' made='"
        + CollectionXml::dateTime(head.made).toUtf8() + "'>\n";
    for (const auto &wrap : std::as_const(wraps)) {
        text += wrap.toXml().toXml(ns) + '\n';
    }
    return write(text);
}

ArchiveResult<void> BundleWriter::beginConversation(const crypto::BareJid &peer, const QString &)
{
    auto written = writePart();
    m_peer = peer;
    return written;
}

ArchiveResult<void> BundleWriter::add(const QList<Message> &messages)
{
    for (const auto &message : messages) {
        const auto size = CollectionCodec::entrySize(message);
        if (m_size + size > CollectionCutter::largestPlaintext) {
            if (auto written = writePart(); !written) {
                return written;
            }
        }
        m_part.append(message);
        m_size += size;
    }
    return {};
}

ArchiveResult<void> BundleWriter::writePart()
{
    if (m_part.isEmpty()) {
        return {};
    }
    const Collection collection{{m_peer, m_part.first().time}, int(m_parts), std::exchange(m_part, {})};
    m_size = 0;
    const auto part = m_keys.seal(CollectionCodec::encode(collection, m_account), m_dataKey);
    if (!part) {
        return std::unexpected(cannotSeal(part.error()));
    }
    ++m_parts;
    m_messages += collection.messages.size();
    return write(part->toXml().toXml(ns) + '\n');
}

ArchiveResult<void> BundleWriter::finish()
{
    if (auto written = writePart(); !written) {
        return written;
    }
    auto written = write("<end parts='" + QByteArray::number(m_parts) + "' messages='" + QByteArray::number(m_messages)
        + "'/>\n</bundle>\n");
    return written ? commit() : written;
}

} // namespace letterlock::archive
