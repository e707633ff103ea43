// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rekey/RekeyStep.h"

namespace letterlock::archive {

/// RekeyMode::Rewrap: the data stays as it is; wraps are added, read back, and the old ones removed.
class RewrapStep final : public RekeyStep {
public:
    RewrapStep(ArchivePorts ports, RekeyJournal &journal, QObject *context);

    Pending<void> seal(RekeyPlan plan, RekeyWork work) override;
    Pending<void> readBack(RekeyPlan plan, RekeyWork work) override;
    Pending<void> removeOld(RekeyPlan plan, RekeyWork work) override;
    Pending<void> undo(RekeyPlan plan, RekeyWork work) override;

private:
    struct Wrapped {
        QList<RekeyRow> rows; ///< those that have new wraps
        QList<RekeyRow> differing;
        QList<crypto::EncryptedKey> keys;
        QString problem;
    };
    Pending<Wrapped> wrapAgain(RekeyPlan plan, RekeyWork work, Excerpt excerpt);
    Pending<void> send(RekeyWork work, Wrapped wrapped, CollectionVersion before);
    Pending<void> check(RekeyPlan plan, RekeyWork work, Excerpt excerpt);
    Pending<void> gone(RekeyWork work);

    ArchivePorts m_ports;
    RekeyJournal &m_journal;
    QObject *m_context;
};

} // namespace letterlock::archive
