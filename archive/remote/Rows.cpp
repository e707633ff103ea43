// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/Rows.h"

#include <QTimeZone>

#include "archive/history/MessageRows.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

const QString messageColumns
    = u"m.id, m.conversation, m.outgoing, m.sender, m.time, m.body, m.origin_id, m.stanza_id, m.reply_to, m.delivery, "
      "m.sealing, m.edited, m.retracted, m.time_is_odd, m.signer, m.seal_digest, m.sealed_stanza, m.kept, m.edits, "
      "m.files, m.scheme, m.thread, m.fault, CASE WHEN m.outgoing = 1 "
      "AND m.scheme = 2 THEN (SELECT s.outer_id FROM session_sent s WHERE s.origin_id = m.origin_id ORDER BY s.sent "
      "DESC LIMIT 1) END, m.replaces, m.corrected_at"_s;

Message messageFrom(const Statement &row)
{
    Message message;
    message.id = row.integer(0);
    message.conversation = row.integer(1);
    message.outgoing = row.integer(2) != 0;
    message.sender = crypto::Jid::parse(row.text(3)).value_or(crypto::Jid());
    message.time = QDateTime::fromMSecsSinceEpoch(row.integer(4), QTimeZone::utc());
    message.body = row.text(5);
    message.originId = row.text(6);
    message.stanzaId = row.text(7);
    message.replyTo = row.text(8);
    message.delivery = static_cast<Delivery>(row.integer(9));
    message.sealing = static_cast<Sealing>(row.integer(10));
    message.edited = row.integer(11) != 0;
    message.retracted = row.integer(12) != 0;
    message.timeIsOdd = row.integer(13) != 0;
    message.timeMark = MessageRows::timeMarkFrom(row.integer(13));
    message.signer = crypto::KeyFingerprint::parse(row.text(14)).value_or(crypto::KeyFingerprint());
    message.sealDigest = row.blob(15);
    message.sealedStanza = row.blob(16);
    message.kept = static_cast<Kept>(row.integer(17));
    message.edits = static_cast<int>(row.integer(18));
    message.files = row.blob(19);
    message.scheme = static_cast<crypto::SchemeId>(row.integer(20));
    message.thread = row.text(21);
    message.fault = static_cast<SendFault>(row.integer(22));
    message.outerId = row.isNull(23) ? QString() : row.text(23);
    message.replaces = row.text(24);
    message.correctedAt = row.integer(25);
    return message;
}

ArchiveResult<void> runSql(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    return statement->run();
}

} // namespace letterlock::archive
