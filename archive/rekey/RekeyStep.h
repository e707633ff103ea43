// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QSet>

#include "archive/rekey/RekeyJournal.h"
#include "archive/remote/ArchivePorts.h"

namespace letterlock::archive {

/// What one mode of re-keying does with one collection. Every call leaves the journal in a state from which it can be
/// called again; an error means "try again later", never "half done".
class RekeyStep {
public:
    virtual ~RekeyStep() = default;
    virtual Pending<void> seal(RekeyPlan plan, RekeyWork work) = 0; ///< Planned or Sealed -> Sent
    virtual Pending<void> readBack(RekeyPlan plan, RekeyWork work) = 0; ///< Sent -> ReadBack, Planned or SetAside
    virtual Pending<void> removeOld(RekeyPlan plan, RekeyWork work) = 0; ///< ReadBack -> Removed, or suspect
    virtual Pending<void> undo(RekeyPlan plan, RekeyWork work) = 0; ///< anything touched -> Undone
};

/// Some parts of a collection with the wraps they use.
struct Excerpt {
    CollectionVersion version = 0;
    QHash<QString, crypto::EncryptedData> parts; ///< one for each data key, by its name
    QList<crypto::EncryptedKey> keys;
    bool changedMeanwhile = false; ///< pages of different versions
};

/// Fetches until there is one part for each of `dataKeys`, or the collection ends. NotFound if it is gone.
Pending<Excerpt> fetchExcerpt(RemoteArchive &remote, QObject *context, CollectionId id, QSet<QString> dataKeys);

/// Errors that no repetition without the person's help mends; others make the row differ.
bool needsPerson(const crypto::CryptoError &error);
ArchiveError toArchiveError(const crypto::CryptoError &error);
/// Counts one more difference: Planned again, SetAside the second time.
void differ(RekeyRow &row);

} // namespace letterlock::archive
