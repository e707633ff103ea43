// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyRehearsal.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

RekeyRehearsal::RekeyRehearsal(ArchivePorts ports, RekeyPlan plan, QObject *context)
    : m_ports(ports)
    , m_plan(std::move(plan))
    , m_context(context)
{
    if (m_plan.newKey.isEmpty()) {
        m_plan.newKey = m_plan.oldKey; // before the new key is made: the same work with the key there is
    }
}

Pending<Rehearsal> RekeyRehearsal::run(int sample)
{
    return andThen(list({}), m_context, [this, sample] {
        m_result.wraps = int(m_candidates.size());
        QList<Candidate> chosen;
        const auto count = qMin(qsizetype(qMax(sample, 0)), m_candidates.size());
        for (qsizetype i = 0; i < count; ++i) {
            // From the oldest to the newest, evenly: different times may have been sealed in different ways.
            chosen.append(m_candidates[count == 1 ? 0 : i * (m_candidates.size() - 1) / (count - 1)]);
        }
        m_candidates = chosen;
        return tryNext();
    });
}

Pending<void> RekeyRehearsal::list(QString after)
{
    return andThen(m_ports.remote.keys(m_plan.oldKey, {50, after}), m_context,
        [this, after](const RemotePage<CollectionKeys> &page) {
            for (const auto &collection : page.items) {
                ++m_result.collections;
                for (const auto &key : collection.keys) {
                    m_candidates.append({collection.id, key});
                }
            }
            if (page.complete) {
                std::ranges::stable_sort(m_candidates, {}, [](const Candidate &c) { return c.id.start; });
                return done();
            }
            if (page.items.isEmpty() || page.last.isEmpty() || page.last == after) {
                return failed<void>({ArchiveError::Code::BadAnswer, u"the list of wrapped keys does not end"_s});
            }
            return list(page.last);
        });
}

Pending<Rehearsal> RekeyRehearsal::tryNext()
{
    if (m_candidates.isEmpty()) {
        m_result.millisecondsPerWrap = m_result.tried > 0 ? m_milliseconds / m_result.tried : 0;
        return done(m_result);
    }
    auto timer = std::make_shared<QElapsedTimer>();
    timer->start();
    return andThen(tryOne(m_candidates.takeFirst()), m_context, [this, timer](bool opened) {
        ++m_result.tried;
        m_result.opened += opened ? 1 : 0;
        m_milliseconds += timer->elapsed();
        return tryNext();
    });
}

Pending<bool> RekeyRehearsal::tryOne(Candidate candidate)
{
    auto excerpt = fetchExcerpt(m_ports.remote, m_context, candidate.id, {candidate.wrap.carriedKeyName});
    return andThen(std::move(excerpt), m_context, [this, candidate](const Excerpt &found) {
        auto job
            = [&ring = m_ports.keys, wrap = candidate.wrap, newKey = m_plan.newKey, found]() -> ArchiveResult<bool> {
            const auto part = found.parts.constFind(wrap.carriedKeyName);
            if (part == found.parts.cend() || !ring.open(*part, {wrap})) {
                return false;
            }
            const auto keys = ring.rewrap(wrap, &*part, {newKey});
            if (!keys) {
                return needsPerson(keys.error()) ? ArchiveResult<bool>(std::unexpected(toArchiveError(keys.error())))
                                                 : ArchiveResult<bool>(false);
            }
            return keys->size() == 1 && ring.verifyWrap(keys->constFirst()) && ring.open(*part, *keys);
        };
        return Pending<bool>(m_ports.worker.run(std::move(job), crypto::Priority::Background));
    });
}

} // namespace letterlock::archive
