// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

#include "app/archiving/ArchiveKeys.h"
#include "archive/remote/ArchivePreferences.h"
#include "archive/remote/ArchiveUploader.h"
#include "crypto/base/XmlElement.h"
#include "crypto/wrapping/PublishedKey.h"

namespace letterlock::app {

/// What the person wants kept on the server. Shared through the server where it keeps such preferences, else of this
/// computer; a copy in the profile holds from the first moment on (P-03).
class ArchivePreferencesController : public QObject {
    Q_OBJECT
public:
    struct Ports {
        archive::ArchivePreferences &remote;
        archive::HistoryStore &history; ///< the copy
        archive::ArchiveUploader &uploader;
        ArchiveKeys &keys;
        std::function<QFuture<QStringList>()> features; ///< of the server and the account, by disco
        /// Keys of the person's other programs, for the server to seal for as well.
        std::function<QList<crypto::PublishedKey>()> others = {};
    };
    explicit ArchivePreferencesController(Ports ports, QObject *parent = nullptr);

    /// The copy of an earlier run.
    void load();
    /// Asks the server what it can and what is set; finishes when that holds, or cannot be had.
    QFuture<void> connected();
    void disconnected();
    void takePush(const crypto::XmlElement &payload); ///< from our own server

    [[nodiscard]] const archive::Preferences &preferences() const { return m_preferences; }
    [[nodiscard]] bool areShared() const { return m_shared; } ///< the account's other programs see them
    /// The server can record by itself and seal what it records; nothing less is offered.
    [[nodiscard]] bool canRecordSealed() const { return m_records && m_seals; }
    /// The server records although we never asked: its administrator's choice, or another program's.
    [[nodiscard]] bool recordsUnsealed() const { return m_preferences.records && !m_sealedByUs; }

    using Done = QFuture<archive::ArchiveResult<void>>;
    Done setRule(archive::SaveRule rule); ///< where no other fits
    Done setContact(const crypto::BareJid &contact, archive::SaveMode save);
    Done clearContact(const QString &address); ///< back to the general rule
    /// Makes an archive key first if there is none. Refused by the server: Unsupported or Refused, with the condition
    /// at the beginning of `detail`.
    Done setRecording(bool on);
    /// The archive keys are others now: where the server records by our word it is told. Else nothing is done.
    Done renewKeys();

Q_SIGNALS:
    void changed();

private:
    using Change = std::function<void(archive::Preferences &)>;
    Done apply(Done asked, Change change);
    void take(archive::Preferences preferences);
    void keepCopy();
    Done startRecording();

    Ports m_ports;
    archive::Preferences m_preferences;
    bool m_answered = false; ///< the server said what it can
    bool m_shared = false;
    bool m_records = false;
    bool m_seals = false;
    bool m_sealedByUs = false;
};

} // namespace letterlock::app
