// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QHash>
#include <QList>

#include "archive/model/Message.h"
#include "archive/store/Store.h"

namespace letterlock::archive {

/// Why a file is not here, or not there. Numbers are stored: never change them.
enum class FileProblem {
    None = 0,
    Gone = 1, ///< the server no longer has it
    Tampered = 2, ///< what came is not what was sealed
    TooLarge = 3, ///< for the server on sending, for us on fetching
    NoService = 4, ///< the own server takes no files
    Refused = 5, ///< the server said no
    Unreachable = 6, ///< tried often enough; another attempt may succeed
    Stopped = 7, ///< by the person
    CopyLost = 8, ///< the sealed copy on this computer cannot be read
    NotSecure = 9, ///< certificate, or not https
    DiskFull = 10,
};

/// A sealed copy that still has to reach the server.
struct FileUpload {
    MessageId message = 0;
    QString copy;
    qint64 size = 0; ///< octets of the sealed copy
    QByteArray files; ///< of the message
};

/// What is known here of one file of a message.
struct FileCopy {
    QString copy; ///< name of the sealed copy; empty = none
    FileProblem problem = FileProblem::None;
    QByteArray key; ///< key and nonce of the copy where the message has none, since it came open
    bool uploading = false; ///< waits for its upload, or was given up
    qint64 sizeLimit = 0; ///< with TooLarge, 0 = not told
};

/// The tables of files: what is to be uploaded, and where the copies are. Written before anything is done.
class FileJournal {
public:
    explicit FileJournal(Store &store)
        : m_store(store)
    {
    }

    QFuture<ArchiveResult<QList<FileUpload>>> uploads(); ///< oldest first, without those given up
    /// Why an upload ended; the caller takes the message out of the outbox afterwards, so that after a crash in between
    /// it is tried once more.
    QFuture<ArchiveResult<void>> uploadFailed(MessageId message, FileProblem problem, qint64 sizeLimit);
    QFuture<ArchiveResult<void>> uploadAgain(MessageId message);

    QFuture<ArchiveResult<void>> setCopy(MessageId message, int position, const FileCopy &copy);
    /// By position, of this message.
    QFuture<ArchiveResult<QHash<int, FileCopy>>> copies(MessageId message);
    /// Messages of this conversation that have files, newest first, older than `before` (0 = from the newest on).
    QFuture<ArchiveResult<QList<Message>>> messagesWithFiles(ConversationId conversation, MessageId before, int most);
    QFuture<ArchiveResult<int>> countFiles(ConversationId conversation); ///< in all of these messages
    QFuture<ArchiveResult<QSet<QString>>> allCopies(); ///< names that belong to a message

private:
    Store &m_store;
};

} // namespace letterlock::archive
