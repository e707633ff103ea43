// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

#include "archive/model/ArchiveError.h"
#include "archive/model/Collection.h"
#include "archive/model/RemoteValues.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// The payloads of XEP-0136 and XEP-0241 (REQUIREMENTS section 3). Requests are written strictly, in one namespace;
/// answers are read in either (R01, R16). Readers check that the answer speaks of what was asked: BadAnswer if not.
class CollectionXml {
public:
    static const QString archiveNs; ///< urn:xmpp:archive
    static const QString tmpArchiveNs; ///< urn:xmpp:tmp:archive, as printed in XEP-0241

    explicit CollectionXml(QString ns = archiveNs);
    [[nodiscard]] const QString &ns() const { return m_ns; }

    [[nodiscard]] crypto::XmlElement save(const SaveRequest &request) const;
    [[nodiscard]] crypto::XmlElement list(const PageRequest &page) const;
    [[nodiscard]] crypto::XmlElement retrieve(const CollectionId &id, const PageRequest &page) const;
    [[nodiscard]] crypto::XmlElement remove(const CollectionId &id) const;
    /// Always with both ends where it has one: a start without end would name a single collection (R13).
    [[nodiscard]] crypto::XmlElement removeRange(const RemoveRange &range) const;
    [[nodiscard]] crypto::XmlElement modified(const QDateTime &since, const PageRequest &page) const;
    [[nodiscard]] crypto::XmlElement keys(const KeyName &key, const PageRequest &page) const;
    [[nodiscard]] crypto::XmlElement deleteKeys(const CollectionId &id, const KeyName &key) const;

    static ArchiveResult<SaveRequest> readSaveRequest(const crypto::XmlElement &request); ///< what save() wrote
    static ArchiveResult<CollectionVersion> readSaved(const crypto::XmlElement &answer, const CollectionId &id);
    static ArchiveResult<RemotePage<CollectionHead>> readList(
        const crypto::XmlElement &answer, const PageRequest &asked);
    /// A part that cannot be read stays as an empty EncryptedData, so that it is counted as closed.
    static ArchiveResult<RemotePage<SealedCollection>> readCollection(
        const crypto::XmlElement &answer, const CollectionId &id, const PageRequest &asked);
    static ArchiveResult<RemotePage<CollectionChange>> readModified(
        const crypto::XmlElement &answer, const PageRequest &asked);
    static ArchiveResult<RemotePage<CollectionKeys>> readKeys(
        const crypto::XmlElement &answer, const PageRequest &asked);

    /// XEP-0082 in UTC with milliseconds and back. Reads any offset and any fraction (cut to milliseconds).
    [[nodiscard]] static QString dateTime(const QDateTime &time);
    [[nodiscard]] static std::optional<QDateTime> parseDateTime(const QString &text);
    [[nodiscard]] static bool isArchiveNs(const QString &ns) { return ns == archiveNs || ns == tmpArchiveNs; }

private:
    [[nodiscard]] crypto::XmlElement request(const QString &name, const CollectionId &id) const;
    [[nodiscard]] crypto::XmlElement linkElement(const QString &name, const CollectionLink &link) const;

    QString m_ns;
};

} // namespace letterlock::archive
