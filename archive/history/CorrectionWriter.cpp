// SPDX-License-Identifier: GPL-3.0-or-later
// The part of HistoryWriter for corrections that others send.
#include "archive/history/HistoryWriter.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

ArchiveResult<void> HistoryWriter::correct(MessageId id, const Message &correction, const QDateTime &stamp)
{
    if (stamp.isValid()) {
        const qint64 at = stamp.toMSecsSinceEpoch();
        auto find = m_database.prepare(u"SELECT 1 FROM messages WHERE id = ?1 AND corrected_at > ?2"_s);
        if (!find) {
            return std::unexpected(find.error());
        }
        const auto later = find->bind(1, id).bind(2, at).step();
        if (!later || *later) {
            return later ? ArchiveResult<void>() : std::unexpected(later.error());
        }
        if (auto noted = run(u"UPDATE messages SET corrected_at = ?2 WHERE id = ?1"_s, {id, at}); !noted) {
            return noted;
        }
    }
    return replaceContent(id, correction.body, correction.sealing, correction.signer, true);
}

} // namespace letterlock::archive
