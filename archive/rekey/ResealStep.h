// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rekey/RekeyStep.h"
#include "archive/rekey/ResealContent.h"

namespace letterlock::archive {

/// RekeyMode::Reencrypt: each collection is opened, sealed again with a data key of the new root key, saved beside the
/// old one (same peer, start a millisecond or more later), read back whole, and only then the old one is removed.
class ResealStep final : public RekeyStep {
public:
    ResealStep(ArchivePorts ports, RekeyJournal &journal, QObject *context);

    Pending<void> seal(RekeyPlan plan, RekeyWork work) override;
    Pending<void> readBack(RekeyPlan plan, RekeyWork work) override;
    Pending<void> removeOld(RekeyPlan plan, RekeyWork work) override;
    Pending<void> undo(RekeyPlan plan, RekeyWork work) override;

private:
    struct Target {
        CollectionId id;
        QString dataKey;
        bool withKeys = false;
    };
    Pending<SealedCollection> fetchAll(CollectionId id, QString after = {}, SealedCollection soFar = {});
    Pending<void> sealAgain(RekeyPlan plan, CollectionId id, RekeyRow row);
    Pending<Target> chooseTarget(CollectionId id, RekeyRow row);
    Pending<CollectionId> freePlace(CollectionId candidate);
    Pending<void> sealInto(RekeyPlan plan, SealedCollection old, RekeyRow row, Target target);
    Pending<void> send(CollectionId id, RekeyRow row);
    Pending<void> sendRest(CollectionId newId, ResealContent content, qsizetype from);
    Pending<void> check(RekeyPlan plan, CollectionId newId, RekeyRow row, SealedCollection found);
    Pending<void> tryAgain(CollectionId newId, RekeyRow row, QString why);
    Pending<void> removeQuietly(CollectionId id); ///< gone already is fine

    ArchivePorts m_ports;
    RekeyJournal &m_journal;
    QObject *m_context;
    std::shared_ptr<QSet<QByteArray>> m_verified; ///< wraps that were opened with the new key; used on the worker only
};

} // namespace letterlock::archive
