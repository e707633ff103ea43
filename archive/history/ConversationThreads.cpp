// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/ConversationThreads.h"

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive::ConversationThreads {

namespace {

// A run in which nobody named a thread for so long has none.
constexpr int farthestBack = 100;

} // namespace

ArchiveResult<QString> of(Database &database, const Message &message)
{
    // Closed ones may belong to any thread; copies and what was said at odd times may be anybody's repetition.
    auto find = database.prepare(
        u"SELECT m.time, m.thread FROM messages m WHERE m.conversation = ?1 AND m.scheme = ?2 AND m.sealing = ?3 AND "
        "m.time_is_odd = 0 AND m.archive_marks = 0 ORDER BY m.id DESC LIMIT ?4"_s);
    if (!find) {
        return std::unexpected(find.error());
    }
    find->bind(1, message.conversation).bind(2, int(message.scheme)).bind(3, int(message.sealing));
    find->bind(4, farthestBack);
    qint64 after = message.time.toMSecsSinceEpoch();
    for (;;) {
        const auto row = find->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row || std::abs(after - find->integer(0)) > std::chrono::milliseconds(pause).count()) {
            return crypto::randomName();
        }
        if (const QString thread = find->text(1); !thread.isEmpty()) {
            return thread;
        }
        after = find->integer(0);
    }
}

} // namespace letterlock::archive::ConversationThreads
