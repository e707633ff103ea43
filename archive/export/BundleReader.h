// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QXmlStreamReader>

#include <memory>

#include "archive/export/BoundedDevice.h"
#include "archive/model/ArchiveError.h"
#include "archive/model/Message.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/base/XmlElement.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// Reads what BundleWriter wrote, part by part, so that a bundle of any size needs little memory. Blocking: use on a
/// worker, one call at a time. The file may come from anybody: bounded elements, no DTD.
class BundleReader {
public:
    struct Part {
        crypto::BareJid peer;
        QList<Message> messages;
        bool sealedByOwner = false; ///< the data key is ours, or was opened by the passphrase
    };
    struct Summary {
        qint64 openedParts = 0;
        qint64 closedParts = 0; ///< damaged, or no key here opens them
        bool isWhole = false; ///< the end was there and names as many parts as were found
    };

    BundleReader(const QString &path, crypto::DataKeyRing &keys, std::shared_ptr<const crypto::SecretBytes> passphrase);

    /// CannotOpen = no key and no passphrase here opens it; Damaged = not a bundle; NotFound.
    ArchiveResult<void> begin();
    /// The next part that opens; nothing at the end of the file. A cut-off file ends early and isWhole stays false.
    ArchiveResult<std::optional<Part>> next(const crypto::BareJid &account);
    [[nodiscard]] const Summary &summary() const { return m_summary; }
    [[nodiscard]] int percent() const; ///< of the file

private:
    ArchiveResult<crypto::XmlElement> element();
    std::optional<Part> open(const crypto::XmlElement &element, const crypto::BareJid &account);

    QFile m_file;
    BoundedDevice m_device;
    QXmlStreamReader m_xml;
    crypto::DataKeyRing &m_keys;
    std::shared_ptr<const crypto::SecretBytes> m_passphrase;
    QList<crypto::EncryptedKey> m_wraps;
    QStringList m_byPassphrase; ///< data keys that the passphrase opened
    std::optional<crypto::XmlElement> m_first; ///< the part that ended the list of wraps
    Summary m_summary;
};

} // namespace letterlock::archive
