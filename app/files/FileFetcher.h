// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <memory>

#include "app/files/FileHttp.h"
#include "app/files/FileVault.h"
#include "crypto/files/FileCipher.h"

namespace letterlock::app {

/// Fetches one file into the vault. It becomes a copy only after all of it was opened once and proved to be what was
/// sealed. What lies open on a server is sealed on its way to the disk. Goes by itself with its owner; what was fetched
/// until then goes with it.
class FileFetcher : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 largest = 4LL << 30;

    /// `limit`: octets that are taken at most, whatever the other side says.
    FileFetcher(FileVault &vault, FileHttp &http, archive::SharedFile file, qint64 limit, QObject *parent);
    ~FileFetcher() override;

    void start();
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 total() const { return m_total; } ///< -1 = unknown
    /// What opens the copy where the message does not say it: key and nonce; otherwise empty.
    [[nodiscard]] QByteArray ownKey() const { return m_sealing ? m_file.key + m_file.nonce : QByteArray(); }

Q_SIGNALS:
    void progressed();
    void finished(const QString &copy, letterlock::archive::FileProblem problem); ///< once; copy empty = why not

private:
    void takeMore();
    void ended();
    void verify();
    void fail(archive::FileProblem problem);

    FileVault &m_vault;
    FileHttp &m_http;
    archive::SharedFile m_file;
    qint64 m_limit;
    QString m_copy;
    std::shared_ptr<QFile> m_partial;
    std::shared_ptr<crypto::FileCipher> m_sealing; ///< of a file that came open
    QNetworkReply *m_reply = nullptr;
    qint64 m_done = 0;
    qint64 m_total = -1;
    bool m_writing = false;
    bool m_over = false;
};

} // namespace letterlock::app
