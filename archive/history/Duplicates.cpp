// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/Duplicates.h"

#include "archive/history/MessageRows.h"
#include "archive/history/OuterIds.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

template <class Matches>
ArchiveResult<std::optional<Message>> firstOf(
    Database &database, const QString &condition, const QVariantList &values, const Matches &matches)
{
    auto find = database.prepare(
        u"SELECT %1 FROM messages m WHERE %2 ORDER BY m.id"_s.arg(MessageRows::columns(), condition));
    if (!find) {
        return std::unexpected(find.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        find->bind(i + 1, values[i]);
    }
    for (;;) {
        const auto row = find->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return std::nullopt;
        }
        if (auto earlier = MessageRows::read(*find); matches(earlier)) {
            return earlier;
        }
    }
}

} // namespace

ArchiveResult<std::optional<Message>> Duplicates::of(Database &database, const Message &message, Signer signer)
{
    if (!message.stanzaId.isEmpty()) {
        auto found = firstOf(database, u"m.stanza_id <> '' AND m.stanza_id = ?1"_s, {message.stanzaId},
            [](const Message &) { return true; });
        if (!found || *found) {
            return found;
        }
    }
    const auto sameAuthor = [&](const Message &earlier) {
        return earlier.outgoing == message.outgoing && earlier.sender.bare() == message.sender.bare();
    };
    if (!message.originId.isEmpty()) {
        // The sender chose this id: without the signer a forger could make a true message vanish. What is ours came
        // from our own server under our own address.
        const auto same = [&](const Message &earlier) {
            // A copy that could not be opened has no signer; nothing is lost by joining it with the one that could.
            const bool signerFits = message.outgoing || signer == Signer::Any || earlier.signer == message.signer
                || isClosed(earlier.sealing) || isClosed(message.sealing);
            return sameAuthor(earlier) && signerFits;
        };
        auto found = firstOf(database, u"m.origin_id <> '' AND m.origin_id = ?1 AND m.conversation = ?2"_s,
            {message.originId, message.conversation}, same);
        if (!found || *found) {
            return found;
        }
    }
    if (!message.sealDigest.isEmpty()) {
        return firstOf(database, u"m.seal_digest IS NOT NULL AND m.seal_digest = ?1 AND m.conversation = ?2"_s,
            {message.sealDigest, message.conversation}, sameAuthor);
    }
    return OuterIds::find(database, message);
}

} // namespace letterlock::archive
