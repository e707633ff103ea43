// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/Duplicates.h"

#include "archive/history/MessageRows.h"
#include "archive/history/OuterIds.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// The first row, in the given order, that matches.
template <class Matches>
ArchiveResult<std::optional<Message>> firstOf(Database &database, const QString &condition, const QVariantList &values,
    const Matches &matches, const QString &order = u"m.id"_s)
{
    auto find = database.prepare(
        u"SELECT %1 FROM messages m WHERE %2 ORDER BY %3"_s.arg(MessageRows::columns(), condition, order));
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

bool sameAuthor(const Message &one, const Message &other)
{
    return one.outgoing == other.outgoing && one.sender.bare() == other.sender.bare();
}

bool hasNoId(const Message &message)
{
    return message.stanzaId.isEmpty() && message.originId.isEmpty() && message.sealDigest.isEmpty();
}

} // namespace

ArchiveResult<std::optional<Message>> Duplicates::of(const Message &message, Signer signer)
{
    auto found = byIds(message, signer);
    if (found && !*found && hasNoId(message) && message.kept == Kept::OnServer) {
        found = withoutIds(message);
    }
    return !found || *found ? found : copyOf(message);
}

Duplicates::Found Duplicates::byIds(const Message &message, Signer signer)
{
    if (!message.stanzaId.isEmpty()) {
        auto found = firstOf(m_database, u"m.stanza_id <> '' AND m.stanza_id = ?1"_s, {message.stanzaId},
            [](const Message &) { return true; });
        if (!found || *found) {
            return found;
        }
    }
    if (!message.originId.isEmpty()) {
        // The sender chose this id: without the signer a forger could make a true message vanish. What is ours came
        // from our own server under our own address.
        const auto same = [&](const Message &earlier) {
            // A copy that could not be opened has no signer; nothing is lost by joining it with the one that could.
            const bool signerFits = message.outgoing || signer == Signer::Any || earlier.signer == message.signer
                || isClosed(earlier.sealing) || isClosed(message.sealing);
            return sameAuthor(earlier, message) && signerFits;
        };
        auto found = firstOf(m_database, u"m.origin_id <> '' AND m.origin_id = ?1 AND m.conversation = ?2"_s,
            {message.originId, message.conversation}, same);
        if (!found || *found) {
            return found;
        }
    }
    if (!message.sealDigest.isEmpty()) {
        return firstOf(m_database, u"m.seal_digest IS NOT NULL AND m.seal_digest = ?1 AND m.conversation = ?2"_s,
            {message.sealDigest, message.conversation},
            [&](const Message &earlier) { return sameAuthor(earlier, message); });
    }
    return OuterIds::find(m_database, message);
}

/// Out of the archive comes the very millisecond, so that what nobody gave an id is not here once more with each look.
Duplicates::Found Duplicates::withoutIds(const Message &message)
{
    constexpr qint64 movedOn = 1000; // ids are times, moved on where taken
    const qint64 time = message.time.toMSecsSinceEpoch();
    return firstOf(m_database,
        u"m.id BETWEEN ?1 AND ?2 AND m.time = ?1 AND m.conversation = ?3 AND m.origin_id = '' AND "
        "m.archive_marks = 0 AND m.seal_digest IS NULL"_s,
        {time, time + movedOn, message.conversation},
        [&](const Message &earlier) { return sameAuthor(earlier, message) && earlier.body == message.body; });
}

/// A server that records by itself keeps neither ids nor seals: its copy is known by direction, time and text, or by
/// the time of a sealed message and the words that stood outside of the seal.
Duplicates::Found Duplicates::copyOf(const Message &message)
{
    constexpr qint64 sameText = 90'000; // ms; clocks differ
    constexpr qint64 sameSeal = 10'000;
    const bool isCopy = message.archiveMarks != 0;
    const qint64 time = message.time.toMSecsSinceEpoch();
    if (!isCopy) {
        // Usually there are none, and then nothing is looked for.
        const auto any = hasCopies();
        if (!any || !*any) {
            return any ? Found(std::nullopt) : std::unexpected(any.error());
        }
    }
    m_hasCopies.reset();
    const auto condition = u"m.conversation = ?1 AND %1 BETWEEN ?2 AND ?3 AND m.outgoing = ?4 AND m.replaces = '' AND "
                           "m.archive_marks %2 0"_s.arg(isCopy ? u"m.id"_s : u"m.time"_s, isCopy ? u"="_s : u"<>"_s);
    const auto belongs = [&](const Message &other) {
        const auto &copy = isCopy ? message : other;
        const auto &original = isCopy ? other : message;
        const bool near = std::abs(other.time.toMSecsSinceEpoch() - time) <= sameSeal;
        const bool isNotice = copy.body.contains(u"encrypted"_s, Qt::CaseInsensitive)
            || copy.body.contains(u"OpenPGP"_s, Qt::CaseInsensitive);
        return copy.body == original.body || (near && isNotice && original.sealing != Sealing::NotSealed);
    };
    return firstOf(m_database, condition,
        {message.conversation, time - sameText, time + sameText, message.outgoing, time}, belongs,
        u"abs(m.time - ?5)"_s);
}

ArchiveResult<bool> Duplicates::hasCopies()
{
    if (!m_hasCopies) {
        auto find = m_database.prepare(u"SELECT 1 FROM messages WHERE archive_marks <> 0 LIMIT 1"_s);
        if (!find) {
            return std::unexpected(find.error());
        }
        const auto row = find->step();
        if (!row) {
            return std::unexpected(row.error());
        }
        m_hasCopies = *row;
    }
    return *m_hasCopies;
}

} // namespace letterlock::archive
