// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FileVault.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QSaveFile>

#include "app/files/PictureCleaning.h"
#include "app/files/Pictures.h"
#include "crypto/base/Random.h"
#include "crypto/files/FileCipher.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::FileProblem;
using crypto::FileCipher;

namespace {

constexpr QSize trayBox{256, 256};

/// A file as it is, or a picture without what is not seen of it.
class SourceReader {
public:
    explicit SourceReader(QIODevice &source)
        : m_source(source)
        , m_pieces(PictureCleaning::withoutMetadata(source))
    {
        source.seek(0);
    }
    [[nodiscard]] bool isCleaned() const { return m_pieces.has_value(); }
    /// Empty at the end.
    QByteArray read(qint64 most)
    {
        while (m_pieces && m_at < m_pieces->size()) {
            const auto &piece = (*m_pieces)[m_at];
            const qint64 left = qMin(piece.size - m_done, most);
            const QByteArray bytes = !piece.instead.isEmpty()    ? piece.instead.mid(m_done, left)
                : left > 0 && m_source.seek(piece.from + m_done) ? m_source.read(left)
                                                                 : QByteArray();
            m_done += bytes.size();
            if (!bytes.isEmpty()) {
                return bytes;
            }
            ++m_at;
            m_done = 0;
        }
        return m_pieces ? QByteArray() : m_source.read(most);
    }

private:
    QIODevice &m_source;
    std::optional<PictureCleaning::Pieces> m_pieces;
    qsizetype m_at = 0;
    qint64 m_done = 0;
};

} // namespace

FileVault::FileVault(const QString &folder)
    : m_folder(folder)
    , m_started(QDateTime::currentDateTimeUtc())
    , m_worker(u"files"_s)
{
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QString FileVault::path(const QString &copy) const
{
    return m_folder + u'/' + copy;
}

QFuture<FileVault::Result<FileVault::Sealed>> FileVault::seal(const QString &path)
{
    return m_worker.run([this, path]() -> Result<Sealed> {
        const QFileInfo info(path);
        QFile source(path);
        // Only files: a pipe or a device might never end.
        if (!info.isFile() || !source.open(QIODevice::ReadOnly)) {
            return std::unexpected(FileProblem::CopyLost);
        }
        return sealFrom(source, info.fileName(), QMimeDatabase().mimeTypeForFile(info).name());
    });
}

QFuture<FileVault::Result<FileVault::Sealed>> FileVault::seal(const QImage &picture, const QString &name)
{
    return m_worker.run([this, picture, name]() -> Result<Sealed> {
        QBuffer buffer;
        buffer.open(QIODevice::ReadWrite);
        if (!picture.save(&buffer, "png")) {
            return std::unexpected(FileProblem::CopyLost);
        }
        buffer.seek(0);
        return sealFrom(buffer, name, u"image/png"_s);
    });
}

FileVault::Result<FileVault::Sealed> FileVault::sealFrom(
    QIODevice &source, const QString &name, const QString &mediaType) const
{
    Sealed sealed;
    sealed.copy = crypto::randomName();
    auto &file = sealed.file;
    file.name = archive::SharedFile::safeName(name);
    file.mediaType = mediaType;
    file.key = crypto::randomBytes(FileCipher::keySize);
    file.nonce = crypto::randomBytes(FileCipher::nonceSize);
    QSaveFile target(path(sealed.copy));
    if (!target.open(QIODevice::WriteOnly)) {
        return std::unexpected(FileProblem::DiskFull);
    }
    FileCipher cipher(FileCipher::Direction::Seal, crypto::SecretBytes(file.key), file.nonce);
    QCryptographicHash open(QCryptographicHash::Sha256);
    QCryptographicHash closed(QCryptographicHash::Sha256);
    const auto put = [&](const crypto::CryptoResult<QByteArray> &piece) {
        if (piece) {
            closed.addData(*piece);
        }
        return piece && target.write(*piece) == piece->size();
    };
    file.size = 0;
    sealed.tellsMore = PictureCleaning::mayTellMore(source, mediaType);
    SourceReader reader(source);
    sealed.tellsMore = sealed.tellsMore && !reader.isCleaned();
    for (;;) {
        const QByteArray piece = reader.read(FileCipher::pieceSize);
        if (piece.isEmpty()) {
            break;
        }
        open.addData(piece);
        file.size += piece.size();
        if (!put(cipher.add(piece))) {
            return std::unexpected(file.size > FileCipher::largest ? FileProblem::TooLarge : FileProblem::DiskFull);
        }
    }
    if (!put(cipher.finish()) || !target.commit()) {
        return std::unexpected(FileProblem::DiskFull);
    }
    file.sha256 = open.result();
    file.sealedSha256 = closed.result();
    sealed.size = file.size + FileCipher::tagSize;
    if (file.isPicture() && file.size <= Pictures::largestData && source.seek(0)) {
        sealed.picture = Pictures::decode(source.readAll(), trayBox, &file.dimensions);
        file.thumbnail = Pictures::thumbnail(sealed.picture, &file.thumbnailSize);
    }
    return sealed;
}

/// Opens the copy piece by piece into `target`, or nowhere.
FileVault::Outcome FileVault::pass(const QString &copy, const archive::SharedFile &file, QIODevice *target) const
{
    QFile source(path(copy));
    if (copy.isEmpty() || !source.open(QIODevice::ReadOnly)) {
        return std::unexpected(FileProblem::CopyLost);
    }
    const bool isCbc = file.cipher == archive::SharedFile::Cipher::Cbc;
    FileCipher cipher(isCbc ? FileCipher::Direction::OpenCbc : FileCipher::Direction::Open,
        crypto::SecretBytes(file.key), file.nonce);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QCryptographicHash closed(QCryptographicHash::Sha256);
    qint64 size = 0;
    for (bool more = true; more;) {
        more = !source.atEnd();
        const QByteArray bytes = more ? source.read(FileCipher::pieceSize) : QByteArray();
        if (isCbc) {
            closed.addData(bytes);
        }
        const auto piece = more ? cipher.add(bytes) : cipher.finish();
        if (!piece) {
            return std::unexpected(FileProblem::Tampered);
        }
        hash.addData(*piece);
        size += piece->size();
        if (target && target->write(*piece) != piece->size()) {
            return std::unexpected(FileProblem::DiskFull);
        }
    }
    const bool told = !isCbc || !file.sha256.isEmpty() || !file.sealedSha256.isEmpty();
    const bool good = told && (file.sha256.isEmpty() || file.sha256 == hash.result())
        && (!isCbc || file.sealedSha256.isEmpty() || file.sealedSha256 == closed.result())
        && (file.size < 0 || file.size == size);
    return good ? Outcome(true) : std::unexpected(FileProblem::Tampered);
}

QFuture<FileVault::Outcome> FileVault::open(const QString &copy, const archive::SharedFile &file, const QString &target)
{
    return m_worker.run([this, copy, file, target]() -> Outcome {
        QSaveFile out(target);
        if (!out.open(QIODevice::WriteOnly)) {
            return std::unexpected(FileProblem::DiskFull);
        }
        const auto passed = pass(copy, file, &out);
        if (!passed) {
            out.cancelWriting();
            return passed;
        }
        return out.commit() ? passed : std::unexpected(FileProblem::DiskFull);
    });
}

QFuture<FileVault::Outcome> FileVault::check(const QString &copy, const archive::SharedFile &file)
{
    return m_worker.run([this, copy, file] { return pass(copy, file, nullptr); });
}

QFuture<QImage> FileVault::picture(const QString &copy, const archive::SharedFile &file, const QSize &bounds)
{
    return m_worker.run(
        [this, copy, file, bounds] {
            if (QFileInfo(path(copy)).size() > Pictures::largestData) {
                return QImage();
            }
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            return pass(copy, file, &buffer) ? Pictures::decode(buffer.data(), bounds) : QImage();
        },
        crypto::Priority::Background);
}

QFuture<QImage> FileVault::decode(const QByteArray &data, const QSize &bounds)
{
    return m_worker.run([data, bounds] { return Pictures::decode(data, bounds); });
}

QFuture<bool> FileVault::adopt(const QString &partial, const QString &copy)
{
    return m_worker.run([from = path(partial), to = path(copy)] { return QFile::rename(from, to); });
}

void FileVault::remove(const QString &copy)
{
    m_worker.run([file = path(copy)] { QFile::remove(file); });
}

void FileVault::removeOthers(const QSet<QString> &known)
{
    m_worker.run(
        [folder = m_folder, known, before = m_started.addSecs(-2)] {
            for (const auto &entry : QDir(folder).entryInfoList(QDir::Files)) {
                if (!known.contains(entry.fileName()) && entry.lastModified().toUTC() < before) {
                    QFile::remove(entry.filePath());
                }
            }
        },
        crypto::Priority::Background);
}

} // namespace letterlock::app
