// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/search/SearchController.h"

#include "crypto/base/LogCategories.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr int debounceMilliseconds = 120;

/// The best match for a typed name: the whole name or address first, then a beginning of either or of a word in it.
archive::ConversationId bestMatch(const QList<archive::ConversationSummary> &conversations, const QString &typed)
{
    const QString wanted = typed.toCaseFolded();
    archive::ConversationId partly = 0;
    for (const auto &conversation : conversations) {
        const QString name = conversation.name.toCaseFolded();
        const QString address = conversation.peer.toString();
        if (name == wanted || address == wanted || conversation.peer.local() == wanted) {
            return conversation.id;
        }
        if (partly == 0 && (name.startsWith(wanted) || name.contains(u' ' + wanted) || address.startsWith(wanted))) {
            partly = conversation.id;
        }
    }
    return partly;
}

bool isEmpty(const archive::SearchQuery &query)
{
    return query.words.trimmed().isEmpty() && query.conversation == 0 && !query.outgoing && !query.from.isValid()
        && !query.to.isValid() && !query.sealing;
}

} // namespace

SearchController::SearchController(archive::HistoryStore &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(debounceMilliseconds);
    connect(&m_debounce, &QTimer::timeout, this, &SearchController::search);
    // Queued: an answer that is there at once must not insert rows while a view is still asking.
    connect(&m_results, &SearchResultModel::moreWanted, this, &SearchController::loadMore, Qt::QueuedConnection);
}

void SearchController::setWords(const QString &words)
{
    if (words == m_query.words) {
        return;
    }
    m_query.words = words;
    ++m_generation; // an answer to the earlier words is late from now on
    m_debounce.start();
}

void SearchController::setConversation(archive::ConversationId conversation)
{
    m_query.conversation = conversation;
    filterChanged();
}

void SearchController::setOutgoing(std::optional<bool> outgoing)
{
    m_query.outgoing = outgoing;
    filterChanged();
}

void SearchController::setDates(const QDate &from, const QDate &to)
{
    m_query.from = from;
    m_query.to = to;
    filterChanged();
}

void SearchController::setSealing(std::optional<archive::Sealing> sealing)
{
    m_query.sealing = sealing;
    filterChanged();
}

void SearchController::clearFilters()
{
    const QString words = m_query.words;
    m_query = {};
    m_query.words = words;
    filterChanged();
}

void SearchController::filterChanged()
{
    Q_EMIT filtersChanged();
    search();
}

void SearchController::search()
{
    m_debounce.stop();
    ++m_generation;
    m_clock.start();
    const ParsedSearch parsed = parseSearch(m_query.words);
    if (!parsed.problem.isEmpty()) {
        refuse(parsed.problem);
        return;
    }
    archive::SearchQuery query = m_query;
    query.words = parsed.words;
    query.outgoing = m_query.outgoing ? m_query.outgoing : parsed.outgoing;
    if (!m_query.from.isValid() && !m_query.to.isValid()) {
        query.from = parsed.from;
        query.to = parsed.to;
    }
    if (query.from.isValid() && query.to.isValid() && query.from > query.to) {
        refuse(query.from.toString(Qt::ISODate));
    } else if (query.conversation == 0 && !parsed.conversationName.isEmpty()) {
        resolveName(parsed, query);
    } else {
        run(query);
    }
}

void SearchController::resolveName(const ParsedSearch &parsed, archive::SearchQuery query)
{
    using Found = archive::ArchiveResult<QList<archive::ConversationSummary>>;
    m_history.conversations().then(
        this, [this, generation = m_generation, name = parsed.conversationName, query](const Found &found) mutable {
            if (generation != m_generation) {
                return;
            }
            query.conversation = found ? bestMatch(*found, name) : 0;
            if (query.conversation == 0) {
                refuse(name);
            } else {
                run(query);
            }
        });
}

void SearchController::run(archive::SearchQuery query)
{
    m_running = query;
    if (isEmpty(query)) {
        m_total = -1;
        m_milliseconds = 0;
        show({});
        Q_EMIT searched();
        return;
    }
    m_history.search(query).then(
        this, [this, generation = m_generation](const archive::ArchiveResult<archive::SearchPage> &page) {
            if (generation != m_generation) {
                return;
            }
            if (!page) {
                qCCritical(crypto::lcApp).noquote() << "the search failed:" << page.error().detail;
            }
            m_milliseconds = m_clock.elapsed();
            m_total = page ? page->total : -1;
            show(page ? *page : archive::SearchPage());
            Q_EMIT searched();
            if (page && page->more) {
                count();
            }
        });
}

void SearchController::count()
{
    m_history.countHits(m_running).then(
        this, [this, generation = m_generation](const archive::ArchiveResult<int> &total) {
            if (generation == m_generation && total) {
                m_total = *total;
                Q_EMIT searched();
            }
        });
}

void SearchController::loadMore(archive::MessageId before)
{
    auto query = m_running;
    query.before = before;
    m_history.search(query).then(
        this, [this, generation = m_generation](const archive::ArchiveResult<archive::SearchPage> &page) {
            if (generation != m_generation) {
                return;
            }
            const auto next = page ? *page : archive::SearchPage();
            for (const auto &hit : next.hits) {
                m_resultDays.insert(hit.message.time.toLocalTime().date());
            }
            m_results.appendPage(next);
            Q_EMIT searched();
        });
}

void SearchController::refuse(const QString &token)
{
    m_total = -1;
    show({});
    Q_EMIT queryProblem(token);
}

void SearchController::show(archive::SearchPage page)
{
    m_resultDays.clear();
    for (const auto &hit : std::as_const(page.hits)) {
        m_resultDays.insert(hit.message.time.toLocalTime().date());
    }
    m_results.setPage(std::move(page));
}

void SearchController::loadActivity(const QDate &from, const QDate &to)
{
    m_history.messagesPerDay(from, to).then(this, [this](const archive::ArchiveResult<QMap<QDate, int>> &days) {
        if (days) {
            m_activity = *days;
            Q_EMIT activityLoaded();
        }
    });
}

} // namespace letterlock::app
