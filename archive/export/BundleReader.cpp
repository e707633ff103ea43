// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/export/BundleReader.h"

#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionOpener.h"
#include "archive/export/BundleWriter.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

const QString xencNs = u"http://www.w3.org/2001/04/xmlenc#"_s;
constexpr qint64 largestElement = 12LL * 1024 * 1024; // octets; a part of 8 MiB in Base64
constexpr qsizetype mostWraps = 256; // (A-44)
constexpr int deepest = 32; // elements inside each other

std::unexpected<ArchiveError> notABundle(const QString &detail)
{
    return archiveError(ArchiveError::Code::Damaged, detail);
}

/// The element that the reader stands on, to its end. Its size is bounded by the device.
std::optional<crypto::XmlElement> read(QXmlStreamReader &xml, int depth)
{
    if (depth > deepest) {
        return std::nullopt;
    }
    crypto::XmlElement element(xml.name().toString(), xml.namespaceUri().toString());
    for (const auto &attribute : xml.attributes()) {
        element.setAttribute(
            attribute.name().toString(), attribute.value().toString(), attribute.namespaceUri().toString());
    }
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement: {
            auto child = read(xml, depth + 1);
            if (!child) {
                return std::nullopt;
            }
            element.append(*std::move(child));
            break;
        }
        case QXmlStreamReader::Characters:
            element.appendText(xml.text().toString());
            break;
        case QXmlStreamReader::EndElement:
            return element;
        default:
            break;
        }
    }
    return std::nullopt;
}

} // namespace

BundleReader::BundleReader(
    const QString &path, crypto::DataKeyRing &keys, std::shared_ptr<const crypto::SecretBytes> passphrase)
    : m_file(path)
    , m_device(m_file, largestElement)
    , m_keys(keys)
    , m_passphrase(std::move(passphrase))
{
}

ArchiveResult<void> BundleReader::begin()
{
    if (!m_file.open(QIODevice::ReadOnly) || !m_device.open(QIODevice::ReadOnly)) {
        return archiveError(ArchiveError::Code::NotFound, m_file.errorString());
    }
    m_xml.setDevice(&m_device);
    while (m_xml.readNext() != QXmlStreamReader::StartElement) {
        if (m_xml.atEnd() || m_xml.isDTD()) {
            return notABundle(m_xml.errorString());
        }
    }
    if (m_xml.name() != "bundle"_L1 || m_xml.namespaceUri() != BundleWriter::ns) {
        return notABundle(u"another root element"_s);
    }
    for (;;) {
        auto found = element();
        if (!found) {
            return std::unexpected(found.error());
        }
        if (!found->is(u"EncryptedKey", xencNs)) {
            m_first = *std::move(found);
            break;
        }
        if (auto wrap = crypto::EncryptedKey::fromXml(*found); wrap && m_wraps.size() < mostWraps) {
            m_wraps.append(*std::move(wrap));
        }
    }
    if (!m_passphrase) {
        return {};
    }
    for (const auto &wrap : std::as_const(m_wraps)) {
        if (m_keys.learnWithCode(wrap, *m_passphrase)) {
            m_byPassphrase.append(wrap.carriedKeyName);
        }
    }
    return m_byPassphrase.isEmpty() ? archiveError(ArchiveError::Code::WrongKey, u"the passphrase opens nothing"_s)
                                    : ArchiveResult<void>();
}

/// The next child of the root, whole. A null element is the end of the root.
ArchiveResult<crypto::XmlElement> BundleReader::element()
{
    m_device.allow();
    while (!m_xml.readNextStartElement()) {
        if (m_xml.hasError() || m_xml.isDTD()) {
            return notABundle(m_xml.errorString());
        }
        return crypto::XmlElement();
    }
    auto whole = read(m_xml, 0);
    return whole && !m_xml.hasError() ? ArchiveResult<crypto::XmlElement>(*std::move(whole))
                                      : ArchiveResult<crypto::XmlElement>(notABundle(m_xml.errorString()));
}

ArchiveResult<std::optional<BundleReader::Part>> BundleReader::next(const crypto::BareJid &account)
{
    for (;;) {
        auto found = m_first ? ArchiveResult<crypto::XmlElement>(*std::exchange(m_first, std::nullopt)) : element();
        if (!found || found->isNull()) {
            return std::nullopt; // cut off, or the end
        }
        if (found->is(u"end", BundleWriter::ns)) {
            m_summary.isWhole
                = found->attribute(u"parts").toLongLong() == m_summary.openedParts + m_summary.closedParts;
        } else if (found->is(u"EncryptedData", xencNs)) {
            m_summary.isWhole = false; // nothing belongs behind the end
            if (auto part = open(*found, account)) {
                ++m_summary.openedParts;
                return part;
            }
            ++m_summary.closedParts;
        }
    }
}

std::optional<BundleReader::Part> BundleReader::open(const crypto::XmlElement &element, const crypto::BareJid &account)
{
    const auto data = crypto::EncryptedData::fromXml(element);
    if (!data) {
        return std::nullopt;
    }
    const auto opened = m_keys.open(*data, m_wraps);
    if (!opened) {
        return std::nullopt;
    }
    auto decoded = CollectionCodec::decode(opened->plaintext, {}, account);
    if (!decoded || !decoded->hasHeader) {
        return std::nullopt;
    }
    Part part;
    part.peer = decoded->id.with;
    part.sealedByOwner = opened->sealedByOwner || (opened->authenticated && m_byPassphrase.contains(data->keyName));
    part.messages = std::move(decoded->messages);
    if (!part.sealedByOwner) {
        CollectionOpener::disown(part.messages, ArchiveMark::NotSealedByOwner);
    }
    return part;
}

int BundleReader::percent() const
{
    return m_file.size() > 0 ? int(100 * m_file.pos() / m_file.size()) : 0;
}

} // namespace letterlock::archive
