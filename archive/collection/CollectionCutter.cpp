// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionCutter.h"

#include "archive/collection/CollectionCodec.h"

namespace letterlock::archive {

bool CollectionCutter::separates(const QDateTime &before, const QDateTime &after)
{
    const QDate first = before.toUTC().date();
    const QDate second = after.toUTC().date();
    return before.msecsTo(after) >= gap || first.year() != second.year() || first.month() != second.month();
}

QList<CollectionCutter::Run> CollectionCutter::cut(
    const QList<Message> &messages, const QDateTime &now, const std::optional<Tail> &tail, qsizetype limit)
{
    QList<Run> runs;
    for (const auto &message : messages) {
        const qsizetype size = CollectionCodec::entrySize(message);
        if (runs.isEmpty()) {
            Run first;
            // Late arrivals from before the tail start a collection of their own, so that each one stays in order.
            first.continues = tail && tail->time <= message.time && !separates(tail->time, message.time)
                && tail->size + size <= limit;
            first.size = first.continues ? tail->size : 0;
            runs.append(first);
        } else if (separates(runs.last().messages.last().time, message.time) || runs.last().size + size > limit) {
            runs.last().isOver = true;
            runs.append(Run{});
        }
        runs.last().messages.append(message);
        runs.last().size += size;
    }
    if (!runs.isEmpty() && separates(runs.last().messages.last().time, now)) {
        runs.last().isOver = true;
    }
    return runs;
}

} // namespace letterlock::archive
