// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMap>
#include <QStringList>

#include "archive/model/ArchiveError.h"
#include "archive/remote/LedgerEntry.h"
#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// The top of the account's list of what has to be in the archive: it names the pieces by the digest of their sealed
/// content, so that whoever trusts the head trusts the whole.
struct LedgerHead {
    qint64 counter = 0; ///< grows by one with every change
    QStringList log; ///< names of the last changes, the newest at the end
    QMap<QString, QString> pieces; ///< bucket to item
    QHash<QString, qint64> removing; ///< devices that are removing something, and until when (ms) that is believed
    QStringList dropped; ///< items that the newest change replaced

    static constexpr qsizetype longestLog = 100;
    static const QString ns;

    [[nodiscard]] QByteArray root() const; ///< one digest over everything that is vouched for
    [[nodiscard]] crypto::XmlElement toXml() const;
    static ArchiveResult<LedgerHead> fromXml(const crypto::XmlElement &element);

    static crypto::XmlElement pieceToXml(const QString &bucket, const QList<LedgerEntry> &entries);
    static ArchiveResult<QList<LedgerEntry>> pieceFromXml(const QString &bucket, const crypto::XmlElement &element);
};

} // namespace letterlock::archive
