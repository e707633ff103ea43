// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyPlanner.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// A server that answers the same page for ever must not keep us busy for ever.
template <class T> bool leadsNowhere(const RemotePage<T> &page, const QString &asked)
{
    return !page.complete && (page.items.isEmpty() || page.last.isEmpty() || page.last == asked);
}

} // namespace

RekeyPlanner::RekeyPlanner(ArchivePorts ports, RekeyJournal &journal, QObject *context)
    : m_ports(ports)
    , m_journal(journal)
    , m_context(context)
{
}

Pending<void> RekeyPlanner::listPage(const JournalPlan &plan)
{
    auto listed = plan.listing == 0 ? listWraps(plan) : listCollections(plan);
    // The element the cursor names may be gone meanwhile: begin this part again, rows are recognised.
    return andAny(std::move(listed), m_context, [this, plan](const ArchiveResult<void> &result) {
        if (!result && result.error().code == ArchiveError::Code::NotFound && !plan.cursor.isEmpty()) {
            return m_journal.setListing(plan.listing);
        }
        return crypto::ready(result);
    });
}

Pending<void> RekeyPlanner::listWraps(const JournalPlan &plan)
{
    return andThen(m_ports.remote.keys(plan.plan.nameOfOld(), {50, plan.cursor}), m_context,
        [this, plan](RemotePage<CollectionKeys> page) {
            if (leadsNowhere(page, plan.cursor)) {
                return failed<void>({ArchiveError::Code::BadAnswer, u"the list of wrapped keys does not end"_s});
            }
            for (auto &collection : page.items) {
                collection.keys.removeIf([&plan](const crypto::EncryptedKey &key) {
                    return key.keyName != plan.plan.nameOfOld().toString();
                });
            }
            auto stored = m_journal.addWraps(page.items, page.last, plan.round, plan.plan.mode == RekeyMode::Rewrap);
            if (!page.complete) {
                return stored;
            }
            return andThen(std::move(stored), m_context, [this, plan] { return endPart(plan); });
        });
}

Pending<void> RekeyPlanner::listCollections(const JournalPlan &plan)
{
    return andThen(
        m_ports.remote.list({100, plan.cursor}), m_context, [this, plan](const RemotePage<CollectionHead> &page) {
            if (leadsNowhere(page, plan.cursor)) {
                return failed<void>({ArchiveError::Code::BadAnswer, u"the list of collections does not end"_s});
            }
            auto stored = m_journal.addCollections(page.items, page.last, plan.round);
            if (!page.complete) {
                return stored;
            }
            return andThen(std::move(stored), m_context, [this, plan] { return endPart(plan); });
        });
}

Pending<void> RekeyPlanner::endPart(const JournalPlan &plan)
{
    if (plan.plan.mode == RekeyMode::Reencrypt && plan.listing == 0) {
        return m_journal.setListing(1);
    }
    return m_journal.endRound(plan.round);
}

} // namespace letterlock::archive
