// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QFile>
#include <QHash>
#include <QTimer>

#include <chrono>

#include "app/files/FileHttp.h"
#include "app/files/FileVault.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

/// Brings sealed copies to the server, one after the other, until the journal is empty. Survives everything: what the
/// journal holds is tried again, with growing pauses, each time with a new slot. The message leaves the outbox only
/// after its file is there.
class FileUploads : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        archive::FileJournal &journal;
        archive::HistoryStore &history;
        FileVault &vault;
        FileHttp &http;
    };
    explicit FileUploads(Ports ports, QObject *parent = nullptr);

    void connected(); ///< whatever waits is tried now
    void start(); ///< something was added
    void stop(archive::MessageId message); ///< the person; it stays to be sent again
    void tryAgain(archive::MessageId message); ///< after it had failed; the outbox has it back already
    void setFirstPause(std::chrono::milliseconds pause) { m_firstPause = pause; }
    /// Octets that were sent of this one; -1 = it is not running.
    [[nodiscard]] qint64 sent(archive::MessageId message) const;

Q_SIGNALS:
    void progressed(letterlock::archive::MessageId message, qint64 done, qint64 total);
    void uploaded(letterlock::archive::MessageId message);
    void failed(letterlock::archive::MessageId message, letterlock::archive::FileProblem problem);

private:
    struct Attempts {
        int count = 0;
        QDeadlineTimer notBefore;
    };
    void next(const QList<archive::FileUpload> &waiting);
    void put(const UploadSlot &slot);
    void finished(const UploadSlot &slot);
    void keepAddress(const QUrl &url);
    void postpone(bool atOnce);
    void giveUp(archive::MessageId message, archive::FileProblem problem, qint64 sizeLimit);
    void end();

    Ports m_ports;
    UploadSlots m_slots;
    archive::FileUpload m_current;
    bool m_busy = false;
    bool m_again = false;
    bool m_stopping = false; ///< the current one, by the person
    QFile m_file;
    QNetworkReply *m_reply = nullptr;
    qint64 m_sent = 0;
    QHash<archive::MessageId, Attempts> m_attempts;
    std::chrono::milliseconds m_firstPause{2000};
    QTimer m_retry;
};

} // namespace letterlock::app
