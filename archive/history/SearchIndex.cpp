// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/SearchIndex.h"

#include "archive/history/MessageRows.h"
#include "archive/history/SearchWords.h"

#include <algorithm>

#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr int largestPage = 500;
// An id is its message's time, moved on a little where many share one; the exact time is compared as well.
constexpr qint64 idSlack = 60'000;

struct Condition {
    QString from;
    QStringList where{u"m.replaces = ''"_s, u"m.retracted = 0"_s};
    QVariantList values;
    QString order; ///< the row id to sort and page by

    void add(const QString &condition, const QVariant &value)
    {
        values.append(value);
        where.append(condition.arg(values.size()));
    }
};

/// The index of texts, or that of messages with files where the words are not in the text alone.
enum class Index { Texts, Files };

Condition conditionOf(const SearchQuery &query, const SearchWords &words, Index index)
{
    Condition condition;
    if (words.isEmpty()) {
        condition.from = u"messages m"_s;
        condition.order = u"m.id"_s;
        if (query.conversation > 0) {
            condition.add(u"m.conversation = ?%1"_s, query.conversation);
        }
    } else {
        const QString table = index == Index::Texts ? u"messages_text"_s : u"files_text"_s;
        condition.from = table + u" t JOIN messages m ON m.id = t.rowid"_s;
        condition.order = u"t.rowid"_s;
        // The conversation is a word of each message too: a rare conversation is found without a walk over all hits.
        const QString expression
            = words.expression() + (query.conversation > 0 ? u" AND c : \"c%1\""_s.arg(query.conversation) : QString());
        condition.add(table + u" MATCH ?%1"_s, expression);
        if (index == Index::Files) {
            condition.add(
                u"NOT EXISTS (SELECT 1 FROM messages_text x WHERE x.rowid = t.rowid AND messages_text MATCH ?%1)"_s,
                expression);
        }
    }
    if (query.outgoing) {
        condition.add(u"m.outgoing = ?%1"_s, *query.outgoing);
    }
    if (query.sealing) {
        condition.add(u"m.sealing = ?%1"_s, int(*query.sealing));
    }
    if (query.from.isValid()) {
        const qint64 start = query.from.startOfDay().toMSecsSinceEpoch();
        condition.add(condition.order + u" >= ?%1"_s, start);
        condition.add(u"m.time >= ?%1"_s, start);
    }
    if (query.to.isValid()) {
        const qint64 end = query.to.addDays(1).startOfDay().toMSecsSinceEpoch();
        condition.add(condition.order + u" < ?%1"_s, end + idSlack);
        condition.add(u"m.time < ?%1"_s, end);
    }
    return condition;
}

bool isFiltered(const SearchQuery &query)
{
    return query.conversation > 0 || query.outgoing || query.sealing || query.from.isValid() || query.to.isValid();
}

bool asksForNothing(const SearchQuery &query, const SearchWords &words)
{
    return words.isEmpty() && (!query.words.trimmed().isEmpty() || !isFiltered(query));
}

ArchiveResult<int> countOf(Database &database, const Condition &condition)
{
    auto count = database.prepare(u"SELECT count(*) FROM (SELECT 1 FROM %1 WHERE %2 LIMIT %3)"_s.arg(
        condition.from, condition.where.join(u" AND "_s), QString::number(mostCounted)));
    if (!count) {
        return std::unexpected(count.error());
    }
    for (int i = 0; i < condition.values.size(); ++i) {
        count->bind(i + 1, condition.values[i]);
    }
    if (auto row = count->step(); !row) {
        return std::unexpected(row.error());
    }
    return int(count->integer(0));
}

SearchHit hitOf(const Statement &row, const SearchWords &words)
{
    SearchHit hit;
    hit.message = MessageRows::read(row);
    hit.peer = crypto::BareJid::parse(row.text(MessageRows::columnCount)).value_or(crypto::BareJid());
    hit.conversationName = row.text(MessageRows::columnCount + 1);
    hit.bodyMarks = words.marksIn(hit.message.body);
    const QString names = SharedFile::names(hit.message.files).join(u", "_s);
    const QString text = names.isEmpty() || hit.message.body.isEmpty() ? names + hit.message.body
                                                                       : names + u" \u00b7 "_s + hit.message.body;
    const auto snippet = SearchWords::snippetOf(text, names.isEmpty() ? hit.bodyMarks : words.marksIn(text));
    hit.snippet = snippet.text;
    hit.marks = snippet.marks;
    return hit;
}

/// At most `most` hits, newest first, added to `hits`.
ArchiveResult<void> find(
    Database &database, const Condition &condition, const SearchWords &words, int most, QList<SearchHit> &hits)
{
    auto statement = database.prepare(
        u"SELECT %1, v.peer, v.name FROM %2 JOIN conversations v ON v.id = m.conversation WHERE %3 ORDER BY %4 DESC LIMIT %5"_s
            .arg(MessageRows::columns(), condition.from, condition.where.join(u" AND "_s), condition.order,
                QString::number(most)));
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < condition.values.size(); ++i) {
        statement->bind(i + 1, condition.values[i]);
    }
    for (;;) {
        const auto row = statement->step();
        if (!row || !*row) {
            return row ? ArchiveResult<void>() : std::unexpected(row.error());
        }
        hits.append(hitOf(*statement, words));
    }
}

QList<Index> indexesFor(const SearchWords &words)
{
    return words.isEmpty() ? QList{Index::Texts} : QList{Index::Texts, Index::Files};
}

} // namespace

ArchiveResult<SearchPage> findMessages(Database &database, const SearchQuery &query)
{
    SearchPage page;
    const SearchWords words(query.words);
    if (asksForNothing(query, words)) {
        return page;
    }
    const int limit = std::clamp(query.limit, 1, largestPage);
    for (const auto index : indexesFor(words)) {
        Condition condition = conditionOf(query, words, index);
        if (query.before > 0) {
            condition.add(condition.order + u" < ?%1"_s, query.before);
        }
        if (auto found = find(database, condition, words, limit + 1, page.hits); !found) {
            return std::unexpected(found.error());
        }
    }
    std::ranges::sort(page.hits, std::ranges::greater(), [](const SearchHit &hit) { return hit.message.id; });
    page.more = page.hits.size() > limit;
    page.hits.resize(std::min<qsizetype>(page.hits.size(), limit));
    page.total = page.more || query.before > 0 ? -1 : int(page.hits.size());
    return page;
}

ArchiveResult<int> countMessages(Database &database, const SearchQuery &query)
{
    const SearchWords words(query.words);
    if (asksForNothing(query, words)) {
        return 0;
    }
    int total = 0;
    for (const auto index : indexesFor(words)) {
        const auto count = countOf(database, conditionOf(query, words, index));
        if (!count) {
            return count;
        }
        total += *count;
    }
    return std::min(total, mostCounted);
}

} // namespace letterlock::archive
