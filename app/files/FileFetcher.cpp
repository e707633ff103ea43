// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FileFetcher.h"

#include "crypto/base/Random.h"
#include "crypto/files/FileCipher.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::FileProblem;

namespace {

constexpr qint64 readAhead = 512 * 1024; ///< of the network; the disk may be slower

} // namespace

FileFetcher::FileFetcher(FileVault &vault, FileHttp &http, archive::SharedFile file, qint64 limit, QObject *parent)
    : QObject(parent)
    , m_vault(vault)
    , m_http(http)
    , m_file(std::move(file))
    , m_limit(limit)
    , m_copy(crypto::randomName())
{
}

FileFetcher::~FileFetcher()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        delete m_reply;
    }
    if (!m_over && m_partial) {
        m_vault.remove(m_copy + u".part"_s);
    }
}

void FileFetcher::start()
{
    if (m_file.url.scheme() != "https"_L1) {
        fail(FileProblem::NotSecure);
        return;
    }
    using Cipher = archive::SharedFile::Cipher;
    if (m_file.size >= 0) {
        // More than was said can only be something else.
        m_total = m_file.cipher == Cipher::None ? m_file.size
            : m_file.cipher == Cipher::Cbc      ? (m_file.size / 16 + 1) * 16
                                                : m_file.size + crypto::FileCipher::tagSize;
        if (m_total > m_limit) {
            fail(FileProblem::TooLarge);
            return;
        }
    }
    if (m_file.cipher == Cipher::None) {
        m_file.key = crypto::randomBytes(crypto::FileCipher::keySize);
        m_file.nonce = crypto::randomBytes(crypto::FileCipher::nonceSize);
        m_file.cipher = Cipher::Gcm;
        m_sealing = std::make_shared<crypto::FileCipher>(
            crypto::FileCipher::Direction::Seal, crypto::SecretBytes(m_file.key), m_file.nonce);
    }
    m_partial = std::make_shared<QFile>(m_vault.path(m_copy + u".part"_s));
    m_reply = m_http.get(m_file.url);
    m_reply->setReadBufferSize(readAhead);
    connect(m_reply, &QNetworkReply::readyRead, this, &FileFetcher::takeMore);
    connect(m_reply, &QNetworkReply::finished, this, &FileFetcher::takeMore);
}

void FileFetcher::takeMore()
{
    if (m_writing || m_over) {
        return;
    }
    const QByteArray piece = m_reply->read(crypto::FileCipher::pieceSize);
    if (piece.isEmpty()) {
        if (m_reply->isFinished()) {
            ended();
        }
        return;
    }
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200) {
        // The words of an error page, which may have no end.
        const auto problem = FileHttp::problemOf(*m_reply);
        fail(problem == FileProblem::None ? FileProblem::Unreachable : problem);
        return;
    }
    m_done += piece.size();
    if (m_total >= 0 && m_done > m_total) {
        fail(FileProblem::Tampered);
        return;
    }
    if (m_done > m_limit) {
        fail(FileProblem::TooLarge);
        return;
    }
    m_writing = true;
    m_vault.worker()
        .run([file = m_partial, sealing = m_sealing, piece] {
            const bool opened = file->isOpen() || file->open(QIODevice::WriteOnly | QIODevice::Truncate);
            const auto bytes = sealing ? sealing->add(piece) : crypto::CryptoResult<QByteArray>(piece);
            return opened && bytes && file->write(*bytes) == bytes->size();
        })
        .then(this, [this](bool written) {
            m_writing = false;
            if (!written) {
                fail(FileProblem::DiskFull);
                return;
            }
            Q_EMIT progressed();
            takeMore();
        });
}

void FileFetcher::ended()
{
    const auto problem = FileHttp::problemOf(*m_reply);
    if (problem != FileProblem::None) {
        fail(problem);
        return;
    }
    verify();
}

void FileFetcher::verify()
{
    m_over = true;
    m_vault.worker()
        .run([file = m_partial, sealing = m_sealing] {
            const auto tag
                = sealing && file->isOpen() ? sealing->finish() : crypto::CryptoResult<QByteArray>(QByteArray());
            const bool written = !file->isOpen() || (tag && file->write(*tag) == tag->size() && file->flush());
            file->close();
            return written;
        })
        .then(this,
            [this](bool written) -> QFuture<FileVault::Outcome> {
                return written ? m_vault.check(m_copy + u".part"_s, m_file)
                               : crypto::ready(FileVault::Outcome(std::unexpected(FileProblem::DiskFull)));
            })
        .unwrap()
        .then(this, [this](const FileVault::Outcome &checked) {
            if (!checked) {
                m_vault.remove(m_copy + u".part"_s);
                // An empty answer left no copy at all.
                const bool lost = checked.error() == FileProblem::CopyLost;
                Q_EMIT finished({}, lost ? FileProblem::Tampered : checked.error());
                return;
            }
            m_vault.adopt(m_copy + u".part"_s, m_copy).then(this, [this](bool kept) {
                Q_EMIT finished(kept ? m_copy : QString(), kept ? FileProblem::None : FileProblem::DiskFull);
            });
        });
}

void FileFetcher::fail(FileProblem problem)
{
    m_over = true;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    if (m_partial) {
        m_vault.worker().run([file = m_partial] {
            file->close();
            file->remove();
        });
    }
    Q_EMIT finished({}, problem);
}

} // namespace letterlock::app
