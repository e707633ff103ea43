// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/rekey/RekeyJournal.h"
#include "archive/remote/ArchivePorts.h"

namespace letterlock::archive {

/// Pages through what has to change and writes it down, one request per call.
class RekeyPlanner {
public:
    RekeyPlanner(ArchivePorts ports, RekeyJournal &journal, QObject *context);

    /// The next page of the round; its rows and the place to go on from are journaled together.
    Pending<void> listPage(const JournalPlan &plan);

private:
    Pending<void> listWraps(const JournalPlan &plan);
    Pending<void> listCollections(const JournalPlan &plan);
    Pending<void> endPart(const JournalPlan &plan);

    ArchivePorts m_ports;
    RekeyJournal &m_journal;
    QObject *m_context;
};

} // namespace letterlock::archive
