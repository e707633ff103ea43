// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "archive/remote/RemoteArchive.h"

namespace letterlock::archive {

/// What takes the place of a collection, as the journal keeps it.
struct ResealContent {
    QList<crypto::EncryptedData> parts;
    QList<crypto::EncryptedKey> keys;
    CollectionExtras extras;

    [[nodiscard]] QByteArray toBytes() const;
    static ArchiveResult<ResealContent> fromBytes(const QByteArray &bytes);
    [[nodiscard]] qint64 size() const; ///< octets of cipher text
};

using FormCipher = std::function<ArchiveResult<crypto::EncryptedData>(const crypto::EncryptedData &)>;
/// A form of attributes whose content may be sealed, with that content sealed anew.
ArchiveResult<crypto::XmlElement> sealFormAgain(const crypto::XmlElement &form, const FormCipher &cipher);

/// The plaintext of a part with its header naming `to`; everything else stays as it is. MovedByServer if the header
/// named another place than `from`, CannotOpen if the text is none of ours.
ArchiveResult<QByteArray> moveHeader(const QByteArray &plaintext, const CollectionId &from, const CollectionId &to);

} // namespace letterlock::archive
