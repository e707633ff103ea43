// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionOpener.h"

#include <QCryptographicHash>

#include "archive/collection/CollectionCodec.h"

namespace letterlock::archive {

namespace {

constexpr qsizetype mostKeys = 256; ///< that are looked at for one part (A-44)

QList<crypto::EncryptedKey> fitting(const QList<crypto::EncryptedKey> &keys, const QString &name)
{
    QList<crypto::EncryptedKey> found;
    for (const auto &key : keys) {
        // Other software may leave names out (R08).
        const bool fits = key.carriedKeyName == name || key.carriedKeyName.isEmpty() || name.isEmpty();
        if (fits && found.size() < mostKeys) {
            found.append(key);
        }
    }
    return found;
}

} // namespace

CollectionOpener::CollectionOpener(crypto::DataKeyRing &keys)
    : m_keys(keys)
{
}

OpenedCollection CollectionOpener::open(
    const SealedCollection &sealed, const crypto::BareJid &account, const QDateTime &time) const
{
    OpenedCollection result;
    result.time = time;
    if (!sealed.plainItems.empty()) {
        result.plainItems = int(sealed.plainItems.size());
        result.messages = CollectionCodec::decodeItems(sealed.plainItems, sealed.id, account, result.time);
        disown(result.messages, ArchiveMark::NotSealed);
    }
    for (const auto &part : sealed.parts) {
        const auto opened = m_keys.open(part, fitting(sealed.keys, part.keyName));
        auto decoded = opened ? CollectionCodec::decode(opened->plaintext, sealed.id, account, &result.time)
                              : ArchiveResult<DecodedPart>(archiveError(ArchiveError::Code::CannotOpen));
        if (!decoded) {
            ++result.closedParts;
            continue;
        }
        // Other software writes no header, but then it has no root key of ours either.
        if (decoded->hasHeader ? decoded->id != sealed.id : opened->sealedByOwner) {
            ++result.movedParts;
            continue;
        }
        if (!opened->authenticated) {
            ++result.unauthenticatedParts;
        }
        if (opened->sealedByOwner) {
            ++result.openedParts;
            result.facts += decoded->facts;
        } else {
            ++result.foreignParts;
            disown(decoded->messages,
                ArchiveMark::NotSealedByOwner | (decoded->hasHeader ? 0 : ArchiveMark::SealedByServer)
                    | (opened->authenticated ? 0 : ArchiveMark::NotAuthenticated));
        }
        result.messages += decoded->messages;
    }
    return result;
}

void CollectionOpener::disown(QList<Message> &messages, int marks)
{
    for (auto &message : messages) {
        message.archiveMarks = marks | (message.archiveMarks & (ArchiveMark::Note | ArchiveMark::Room));
        QCryptographicHash hash(QCryptographicHash::Sha256);
        hash.addData(QByteArray::number(message.time.toMSecsSinceEpoch()) + (message.outgoing ? '>' : '<'));
        hash.addData(message.body.toUtf8() + message.sealedStanza);
        if (message.archiveMarks & ArchiveMark::Room) {
            hash.addData(message.sender.resource().toUtf8()); // two may say the same in one second
        }
        message.sealDigest = hash.result();
        message.originId.clear();
        message.stanzaId.clear();
        message.replyTo.clear();
        message.replaces.clear();
        message.signer = {};
        message.scheme = crypto::SchemeId::None;
        message.outerId.clear();
        if (message.sealing == Sealing::Sealed) {
            message.sealing = Sealing::NotSealed;
        }
    }
}

} // namespace letterlock::archive
