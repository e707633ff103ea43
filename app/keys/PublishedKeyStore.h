// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>

#include "archive/history/HistoryStore.h"
#include "crypto/wrapping/PublishedKey.h"

namespace letterlock::app {

/// What this profile knows of the archive keys that were ever published on the account, by their print: whatever
/// the server shows today, a decision of the person is not forgotten, and one about a key never holds for another.
class PublishedKeyStore {
public:
    struct Record {
        crypto::PublishedKey key;
        bool own = false; ///< published from here, or the same numbers as a key here
        bool confirmed = false; ///< "It is mine": of another program of the person
        bool rejected = false; ///< "It is not mine"
        bool revoked = false; ///< by a signature of one of the account's own keys; never taken back
        bool listed = false; ///< by the server, when last seen
        [[nodiscard]] bool isOthers() const { return !own && !rejected; }
        bool operator==(const Record &) const = default;
    };

    explicit PublishedKeyStore(archive::HistoryStore &history);

    /// Finishes when it holds what is stored for this account.
    QFuture<void> load(QObject *context, const crypto::BareJid &account);
    [[nodiscard]] const QMap<QString, Record> &records() const { return m_records; }
    QFuture<archive::ArchiveResult<void>> set(const Record &record);

private:
    archive::HistoryStore &m_history;
    QMap<QString, Record> m_records;
};

} // namespace letterlock::app
