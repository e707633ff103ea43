// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QSet>

#include "archive/files/FileJournal.h"
#include "archive/model/SharedFile.h"
#include "crypto/base/Worker.h"

namespace letterlock::app {

/// The sealed copies of files in the profile, under random names. A copy is the very octets that lie on the server;
/// only the message in the encrypted database opens it. Works on a thread of its own.
class FileVault {
public:
    /// A copy that was made of a file of the person, and all that is to be said of it.
    struct Sealed {
        QString copy;
        qint64 size = 0; ///< of the copy
        archive::SharedFile file;
        QImage picture; ///< small, for the tray
        bool tellsMore = false; ///< it may say where and when it was taken, and that could not be taken out
    };
    template <class T> using Result = crypto::Expected<T, archive::FileProblem>;
    using Outcome = Result<bool>; ///< always true, or why not

    explicit FileVault(const QString &folder);

    QFuture<Result<Sealed>> seal(const QString &path);
    QFuture<Result<Sealed>> seal(const QImage &picture, const QString &name); ///< pasted
    /// Writes the opened file; it appears only once all of it proved to be what was sealed.
    QFuture<Outcome> open(const QString &copy, const archive::SharedFile &file, const QString &target);
    QFuture<Outcome> check(const QString &copy, const archive::SharedFile &file); ///< without writing anything
    QFuture<QImage> picture(const QString &copy, const archive::SharedFile &file, const QSize &bounds);
    QFuture<QImage> decode(const QByteArray &data, const QSize &bounds); ///< a thumbnail

    [[nodiscard]] QString path(const QString &copy) const;
    QFuture<bool> adopt(const QString &partial, const QString &copy); ///< a fetched one that proved good
    void remove(const QString &copy);
    void removeOthers(const QSet<QString> &known); ///< of earlier runs; what is being made stays
    [[nodiscard]] crypto::Worker &worker() { return m_worker; }

private:
    Result<Sealed> sealFrom(QIODevice &source, const QString &name, const QString &mediaType) const;
    Outcome pass(const QString &copy, const archive::SharedFile &file, QIODevice *target) const;

    QString m_folder;
    QDateTime m_started;
    crypto::Worker m_worker;
};

} // namespace letterlock::app
