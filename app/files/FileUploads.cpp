// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FileUploads.h"

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

using archive::FileProblem;

namespace {

constexpr auto longestPause = 5min;
constexpr int mostRefusals = 6; ///< a slot that has run out is replaced, but not for ever

} // namespace

FileUploads::FileUploads(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_slots(ports.transport)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &FileUploads::start);
}

qint64 FileUploads::sent(archive::MessageId message) const
{
    return m_busy && m_reply && m_current.message == message ? m_sent : -1;
}

void FileUploads::connected()
{
    for (auto &attempts : m_attempts) {
        attempts.notBefore.setRemainingTime(0);
    }
    start();
}

void FileUploads::start()
{
    if (m_busy) {
        m_again = true;
        return;
    }
    if (!m_ports.transport.isConnected()) {
        return;
    }
    m_busy = true;
    m_again = false;
    m_ports.journal.uploads().then(this, [this](const archive::ArchiveResult<QList<archive::FileUpload>> &waiting) {
        if (!waiting) {
            qCCritical(crypto::lcApp).noquote() << "the uploads cannot be read:" << waiting.error().detail;
        }
        next(waiting.value_or(QList<archive::FileUpload>()));
    });
}

void FileUploads::next(const QList<archive::FileUpload> &waiting)
{
    m_current = {};
    qint64 pause = -1;
    for (const auto &upload : waiting) {
        const auto attempts = m_attempts.value(upload.message);
        if (attempts.count == 0 || attempts.notBefore.hasExpired()) {
            m_current = upload;
            break;
        }
        const qint64 left = attempts.notBefore.remainingTime();
        pause = pause < 0 ? left : qMin(pause, left);
    }
    if (m_current.message == 0) {
        m_busy = false;
        if (m_again) {
            start();
        } else if (pause >= 0) {
            m_retry.start(int(pause) + 1);
        }
        return;
    }
    const auto files = archive::SharedFile::unpack(m_current.files);
    const QString ending = files.isEmpty() ? QString() : archive::SharedFile::endingOf(files.first().mediaType);
    m_slots.request(m_current.size, ending)
        .then(this, [this, message = m_current.message](const UploadSlots::Result &slot) {
            if (message != m_current.message || m_stopping) {
                return;
            }
            if (slot) {
                put(*slot);
            } else if (slot.error().problem == FileProblem::Unreachable) {
                postpone(false);
            } else {
                giveUp(message, slot.error().problem, slot.error().sizeLimit);
            }
        });
}

void FileUploads::put(const UploadSlot &slot)
{
    m_file.setFileName(m_ports.vault.path(m_current.copy));
    if (!m_file.open(QIODevice::ReadOnly) || m_file.size() != m_current.size) {
        giveUp(m_current.message, FileProblem::CopyLost, 0);
        return;
    }
    m_sent = 0;
    m_reply = m_ports.http.put(slot, &m_file);
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 done, qint64 total) {
        if (total > 0 && done > m_sent) {
            m_sent = done;
            Q_EMIT progressed(m_current.message, done, total);
        }
    });
    connect(m_reply, &QNetworkReply::finished, this, [this, slot] { finished(slot); });
}

void FileUploads::finished(const UploadSlot &slot)
{
    auto *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    m_file.close();
    const auto problem = FileHttp::problemOf(*reply);
    switch (problem) {
    case FileProblem::None:
        keepAddress(slot.get);
        return;
    case FileProblem::NotSecure:
    case FileProblem::TooLarge:
        giveUp(m_current.message, problem, 0);
        return;
    case FileProblem::Unreachable:
        postpone(false);
        return;
    default:
        break;
    }
    qCInfo(crypto::lcApp) << "the server did not take a file:"
                          << reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Most likely the slot has run out: a new one, at once.
    if (m_attempts.value(m_current.message).count >= mostRefusals) {
        giveUp(m_current.message, FileProblem::Refused, 0);
    } else {
        postpone(m_attempts.value(m_current.message).count == 0);
    }
}

void FileUploads::keepAddress(const QUrl &url)
{
    auto files = archive::SharedFile::unpack(m_current.files);
    if (!files.isEmpty()) {
        files.first().url = url.adjusted(QUrl::RemoveFragment);
    }
    const auto message = m_current.message;
    m_ports.history.filesUploaded(message, archive::SharedFile::pack(files))
        .then(this, [this, message](const archive::ArchiveResult<void> &stored) {
            if (!stored) {
                qCCritical(crypto::lcApp).noquote() << "an upload cannot be noted:" << stored.error().detail;
                postpone(false);
                return;
            }
            m_attempts.remove(message);
            if (message == m_current.message) {
                end();
            }
            Q_EMIT uploaded(message);
        });
}

void FileUploads::postpone(bool atOnce)
{
    auto &attempts = m_attempts[m_current.message];
    const auto pause
        = std::min<std::chrono::milliseconds>(m_firstPause * (1 << qMin(attempts.count, 10)), longestPause);
    ++attempts.count;
    attempts.notBefore.setRemainingTime(atOnce ? 0ms : pause);
    Q_EMIT progressed(m_current.message, 0, m_current.size);
    end();
}

void FileUploads::giveUp(archive::MessageId message, FileProblem problem, qint64 sizeLimit)
{
    m_attempts.remove(message);
    m_ports.journal.uploadFailed(message, problem, sizeLimit)
        .then(this,
            [this, message](
                const archive::ArchiveResult<void> &) { return m_ports.history.outboxFailed(message, false); })
        .unwrap()
        .then(this, [this, message, problem](const archive::ArchiveResult<void> &) {
            Q_EMIT failed(message, problem);
            if (message == m_current.message) {
                end();
            }
        });
}

void FileUploads::end()
{
    m_current = {};
    m_busy = false;
    m_stopping = false;
    start();
}

void FileUploads::stop(archive::MessageId message)
{
    if (message == m_current.message) {
        m_stopping = true;
        if (m_reply) {
            auto *reply = std::exchange(m_reply, nullptr);
            reply->disconnect(this);
            reply->abort();
            reply->deleteLater();
            m_file.close();
        }
    }
    giveUp(message, FileProblem::Stopped, 0);
}

void FileUploads::tryAgain(archive::MessageId message)
{
    m_attempts.remove(message);
    m_ports.journal.uploadAgain(message).then(this, [this](const archive::ArchiveResult<void> &) { start(); });
}

} // namespace letterlock::app
