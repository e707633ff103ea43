// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "archive/rekey/RekeyRunner.h"
#include "archive/remote/FutureChain.h"
#include "archive/remote/RemoteArchive.h"
#include "archive/store/Store.h"

namespace letterlock::archive {

/// How far a row is. The numbers are stored.
enum class RowState {
    Planned = 0,
    Sealed = 1, ///< Reencrypt: the new sealed bytes are in the journal
    Sent = 2, ///< the server confirmed the addition
    ReadBack = 3, ///< fetched again and opened with the new key
    Removed = 4, ///< the old wrap, or the old collection, is gone
    SetAside = 5, ///< differed twice
    Undone = 6, ///< the addition was taken back
    Kept = 7, ///< Reencrypt: the server has sealed it, and not for the old key
};

/// One wrap of the old key (Rewrap), or one collection (Reencrypt; then `dataKeyName` and `oldWrap` are empty).
struct RekeyRow {
    qint64 id = 0;
    QString dataKeyName;
    crypto::EncryptedKey oldWrap;
    RowState state = RowState::Planned;
    CollectionVersion version = 0; ///< last one known to hold what the journal says
    bool suspect = false; ///< somebody else may have changed the collection: list again before removing
    bool touched = false; ///< something was, or may have been, sent
    int attempts = 0;
    QDateTime newStart; ///< Reencrypt: the collection that replaces this one
    QString newDataKey;
    QByteArray sealed; ///< Reencrypt: serialised SaveRequest content
};

/// The rows of one collection.
struct RekeyWork {
    CollectionId id;
    QList<RekeyRow> rows;
};

struct JournalPlan {
    RekeyPlan plan;
    QString leaseToken;
    QString generation; ///< root key that seals, when the plan was made
    RekeyPhase phase = RekeyPhase::Listing;
    int round = 1; ///< of listing
    int listing = 0; ///< 0 wraps of the old key, 1 collections (Reencrypt), 2 complete
    QString cursor;
    bool stopping = false;
    bool removalBegun = false;
    int oldWraps = 0; ///< listed in this round
    int wrapsFound = 0; ///< listed in the first round
    qint64 bytesSent = 0;
};
constexpr int ListingComplete = 2;

struct JournalCounts {
    int rows = 0;
    int collections = 0;
    int planned = 0; ///< or sealed only
    int sent = 0;
    int readBack = 0;
    int removed = 0;
    int gone = 0; ///< removed by somebody else before they were read back
    int setAside = 0;
    int kept = 0; ///< nothing has to be done there
};

/// The re-key journal in the profile's database. Every call is one transaction.
class RekeyJournal {
public:
    explicit RekeyJournal(Store &store);

    Pending<std::optional<JournalPlan>> plan();
    /// Stores a new plan, replacing a finished one, or gives back the unfinished one if it is the same. Conflict: an
    /// unfinished journal of another plan is there.
    Pending<JournalPlan> begin(RekeyPlan plan, QString leaseToken, QString generation);
    Pending<void> setPhase(RekeyPhase phase);
    Pending<void> setStopping(); ///< Refused once removal has begun
    Pending<void> setRemovalBegun(); ///< Cancelled while stopping
    Pending<void> retrySetAside(); ///< they get two more attempts
    Pending<void> clear();

    /// A page of wraps of the old key, with the place to go on from.
    Pending<void> addWraps(QList<CollectionKeys> page, QString cursor, int round, bool withRows);
    Pending<void> addCollections(QList<CollectionHead> page, QString cursor, int round);
    Pending<void> setListing(int listing); ///< from its beginning
    Pending<void> beginRound(); ///< list once more
    /// Rows that the finished round did not show any more are Removed.
    Pending<void> endRound(int round);

    /// The newest collection with a row in `state`, with its rows in that state (at most `limit`).
    Pending<std::optional<RekeyWork>> next(RowState state, int limit = 16);
    /// The newest collection of which every row is read back and none is suspect.
    Pending<std::optional<RekeyWork>> nextRemovable();
    Pending<std::optional<RekeyWork>> nextToUndo();
    Pending<void> update(QList<RekeyRow> rows, QString detail = {});
    /// A save of `bytes` was acknowledged. With `before` our own save has taken the collection from there to the next
    /// version: what was known at the one is known at the other.
    Pending<void> sent(CollectionId id, QList<RekeyRow> rows, std::optional<CollectionVersion> before, qint64 bytes);
    Pending<bool> isTaken(CollectionId id); ///< an id that the journal knows already
    Pending<bool> isDataKeySent(QString dataKeyName);
    Pending<QString> newDataKeyFor(CollectionId id); ///< of that peer's month; empty = none yet
    Pending<JournalCounts> counts();

private:
    Store &m_store;
};

} // namespace letterlock::archive
