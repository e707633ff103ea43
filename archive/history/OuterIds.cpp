// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/OuterIds.h"

#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive::OuterIds {

ArchiveResult<void> note(Database &database, const Message &message)
{
    if (message.outerId.isEmpty() || !message.outgoing) {
        return {};
    }
    auto statement
        = database.prepare(u"INSERT INTO session_sent (outer_id, peer, origin_id, sid, sent) SELECT ?1, peer, ?2, '', "
                           "?3 FROM conversations WHERE id = ?4 ON CONFLICT (outer_id) DO NOTHING"_s);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    statement->bind(1, message.outerId).bind(2, message.originId).bind(3, message.time.toMSecsSinceEpoch());
    return statement->bind(4, message.conversation).run();
}

ArchiveResult<std::optional<Message>> find(Database &database, const Message &message)
{
    const bool closed = isClosed(message.sealing);
    const QString outerId = closed ? message.originId : message.outerId;
    if (outerId.isEmpty() || !message.outgoing || message.scheme != crypto::SchemeId::Jose) {
        return std::nullopt;
    }
    const QString which = closed
        ? u"m.sealing < 2 AND m.origin_id = (SELECT s.origin_id FROM session_sent s WHERE s.outer_id = ?1)"_s
        : u"m.sealing > 1 AND m.origin_id = ?1"_s;
    auto statement = database.prepare(
        u"SELECT %1 FROM messages m WHERE m.origin_id <> '' AND %2 AND m.conversation = ?2 AND m.outgoing = 1 "
        "ORDER BY m.id LIMIT 1"_s.arg(MessageRows::columns(), which));
    if (!statement) {
        return std::unexpected(statement.error());
    }
    const auto row = statement->bind(1, outerId).bind(2, message.conversation).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(MessageRows::read(*statement)) : std::nullopt;
}

} // namespace letterlock::archive::OuterIds
