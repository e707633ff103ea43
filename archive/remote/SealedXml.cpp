// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/SealedXml.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

SealedXml::SealedXml(crypto::DataKeyRing &keys, crypto::Worker &worker, QString dataKeyName)
    : m_keys(keys)
    , m_worker(worker)
    , m_dataKeyName(std::move(dataKeyName))
{
}

Pending<XmlElement> SealedXml::seal(XmlElement plain) const
{
    return m_worker.run(
        [&keys = m_keys, name = m_dataKeyName, plain = std::move(plain)]() -> ArchiveResult<XmlElement> {
            const auto sealed = keys.seal(plain.toXml(), name);
            return sealed ? ArchiveResult<XmlElement>(sealed->toXml())
                          : archiveError(Code::CannotOpen, sealed.error().detail);
        },
        crypto::Priority::Background);
}

Pending<XmlElement> SealedXml::open(XmlElement sealed) const
{
    return m_worker.run(
        [&keys = m_keys, name = m_dataKeyName, sealed = std::move(sealed)]() -> ArchiveResult<XmlElement> {
            const auto part = crypto::EncryptedData::fromXml(sealed);
            const auto opened = part ? keys.open(*part, {}) : std::unexpected(part.error());
            if (!opened || !opened->sealedByOwner || !opened->authenticated) {
                return archiveError(
                    Code::CannotOpen, u"the archive's "_s + name + u" does not open with a root key here"_s);
            }
            auto plain = XmlElement::parse(opened->plaintext);
            return plain ? ArchiveResult<XmlElement>(*std::move(plain))
                         : archiveError(Code::BadAnswer, u"the archive's "_s + name + u": "_s + plain.error().detail);
        },
        crypto::Priority::Background);
}

} // namespace letterlock::archive
