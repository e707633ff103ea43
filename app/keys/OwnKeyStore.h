// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QTimeZone>

#include "archive/history/HistoryStore.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::app {

/// What this profile knows of the account's own keys beyond the keyring: made here or confirmed, current, retired.
class OwnKeyStore {
public:
    struct Record {
        bool madeHere = false; ///< its passphrase is the profile's
        bool confirmed = false;
        bool rejected = false; ///< "It is not mine"
        bool current = false;
        bool retired = false;
        QDateTime since;
    };

    explicit OwnKeyStore(archive::HistoryStore &history);

    void load(const QHash<QString, QByteArray> &values);
    [[nodiscard]] const QHash<crypto::KeyFingerprint, Record> &records() const { return m_records; }
    [[nodiscard]] crypto::KeyFingerprint current() const;
    QFuture<archive::ArchiveResult<void>> set(const crypto::KeyFingerprint &key, const Record &record);
    void makeCurrent(const crypto::KeyFingerprint &key);

    static QString scope() { return QStringLiteral("own-keys"); }

private:
    archive::HistoryStore &m_history;
    QHash<crypto::KeyFingerprint, Record> m_records;
};

} // namespace letterlock::app
