// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rekey/RekeyStep.h"

namespace letterlock::archive {

/// Re-keys a sample in memory: fetches, re-wraps, opens, and sends nothing.
class RekeyRehearsal {
public:
    RekeyRehearsal(ArchivePorts ports, RekeyPlan plan, QObject *context);
    Pending<Rehearsal> run(int sample);

private:
    struct Candidate {
        CollectionId id;
        crypto::EncryptedKey wrap;
    };
    Pending<void> list(QString after);
    Pending<Rehearsal> tryNext();
    Pending<bool> tryOne(Candidate candidate);

    ArchivePorts m_ports;
    RekeyPlan m_plan;
    QObject *m_context;
    QList<Candidate> m_candidates;
    Rehearsal m_result;
    qint64 m_milliseconds = 0;
};

} // namespace letterlock::archive
