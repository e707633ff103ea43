// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QSaveFile>

#include "archive/model/ArchiveError.h"
#include "archive/model/Message.h"

namespace letterlock::archive {

/// Writes chosen history to a file, conversation by conversation. Blocking: use on a worker, one call at a time. The
/// file appears under its name only when finish() succeeded; without it nothing stays behind.
class ExportWriter {
public:
    struct Head {
        crypto::BareJid account; ///< our own address
        QDateTime made; ///< UTC
    };
    /// What only the window can say: words for people.
    struct Words {
        QString title; ///< first line of a text
        QString closed; ///< stands for a message that cannot be opened here
        QString edited;
        QString deleted;
    };

    explicit ExportWriter(const QString &path);
    virtual ~ExportWriter() = default;
    ExportWriter(const ExportWriter &) = delete;
    ExportWriter &operator=(const ExportWriter &) = delete;

    virtual ArchiveResult<void> begin(const Head &head) = 0;
    virtual ArchiveResult<void> beginConversation(const crypto::BareJid &peer, const QString &name) = 0;
    /// In order of time; may be called often for one conversation.
    virtual ArchiveResult<void> add(const QList<Message> &messages) = 0;
    virtual ArchiveResult<void> finish() = 0; ///< DiskFull, StoreFailed

protected:
    ArchiveResult<void> write(const QByteArray &octets);
    ArchiveResult<void> commit();

private:
    [[nodiscard]] std::unexpected<ArchiveError> failure() const;

    QSaveFile m_file;
};

} // namespace letterlock::archive
