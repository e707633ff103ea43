// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QSize>
#include <QString>
#include <QUrl>

#include <optional>

#include "crypto/base/XmlElement.h"

namespace letterlock::archive {

/// A file that belongs to a message: what it is, where its sealed form lies and what opens it. All of it may come from
/// outside: reading leaves only what is safe to show and to use.
struct SharedFile {
    /// How it lies on the server. Of `Cbc` only hashes show changes; a `None` is no secret of the two.
    enum class Cipher { Gcm, Cbc, None };

    QString name; ///< no folders, no characters that mislead; may be empty
    QString mediaType; ///< "image/jpeg"; empty = unknown
    qint64 size = -1; ///< of the opened file; -1 = unknown
    QSize dimensions; ///< of a picture, in pixels; invalid = unknown
    QByteArray sha256; ///< of the opened file; empty = not told
    QByteArray sealedSha256; ///< of what lies on the server
    QUrl url; ///< https, without a fragment; empty = not uploaded yet
    Cipher cipher = Cipher::Gcm;
    QByteArray key;
    QByteArray nonce;
    QByteArray thumbnail; ///< a small JPEG or PNG
    QSize thumbnailSize; ///< as told; not what it decodes to

    static const QString ns; ///< of XEP-0447
    static constexpr int mostInMessage = 10;
    static constexpr qsizetype largestThumbnail = 16 * 1024;

    [[nodiscard]] bool isPicture() const; ///< of a kind that is shown in the conversation

    /// XEP-0447 with XEP-0446, 0264, 0300 and 0448.
    [[nodiscard]] crypto::XmlElement toXml() const;
    /// The sealed form where there is one that we can open, else an open one. Nothing where we could fetch neither;
    /// `stored`: the address of a sealed form may still be missing.
    static std::optional<SharedFile> fromXml(const crypto::XmlElement &fileSharing, bool stored = false);

    /// "aesgcm://…" (XEP-0454): what other programs open. Empty without an address.
    [[nodiscard]] QString link() const;
    /// A body that is such a link and nothing else, or a link and a thumbnail.
    static std::optional<SharedFile> fromLink(const QString &body);

    /// A body that is the very address told beside it (XEP-0066): an open file.
    static std::optional<SharedFile> fromAddress(const QString &address, const QString &body);

    /// As one value of the store and of the archive.
    static QByteArray pack(const QList<SharedFile> &files);
    static QList<SharedFile> unpack(const QByteArray &packed);
    static int countIn(const QByteArray &packed); ///< without reading them
    static QStringList names(const QByteArray &packed); ///< of those that have one

    /// ".jpg": what other programs need to see in an address to show such a file, which says its kind and nothing else.
    /// Empty for kinds that they do not show or play.
    static QString endingOf(const QString &mediaType);

    /// What may be shown and used as a name of a file.
    static QString safeName(const QString &name);
};

} // namespace letterlock::archive
