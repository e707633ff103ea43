// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "app/search/SearchQueryParser.h"
#include "app/search/SearchResultModel.h"
#include "archive/history/HistoryStore.h"

namespace letterlock::app {

/// Search over local history: debounced, late answers dropped by a generation number. The server never sees a query.
class SearchController : public QObject {
    Q_OBJECT
public:
    explicit SearchController(archive::HistoryStore &history, QObject *parent = nullptr);

    [[nodiscard]] SearchResultModel &results() { return m_results; }
    /// The chips and the words as typed; filters inside the words are not in it.
    [[nodiscard]] const archive::SearchQuery &query() const { return m_query; }
    [[nodiscard]] int total() const { return m_total; } ///< -1 = not known yet
    [[nodiscard]] qint64 milliseconds() const { return m_milliseconds; } ///< of the last search
    [[nodiscard]] const QMap<QDate, int> &activity() const { return m_activity; }
    [[nodiscard]] QSet<QDate> resultDays() const { return m_resultDays; }

    /// `from:`, `in:`, `before:`, `after:` in the words are understood (SearchQueryParser); chips override them.
    void setWords(const QString &words); ///< debounced 120 ms
    void setConversation(archive::ConversationId conversation);
    void setOutgoing(std::optional<bool> outgoing);
    void setDates(const QDate &from, const QDate &to); ///< invalid = open
    void setSealing(std::optional<archive::Sealing> sealing);
    void clearFilters();
    void loadActivity(const QDate &from, const QDate &to);

Q_SIGNALS:
    void searched();
    void queryProblem(const QString &token); ///< a filter that cannot be understood, or contradicts another
    void activityLoaded();
    void filtersChanged();

private:
    void search();
    void resolveName(const ParsedSearch &parsed, archive::SearchQuery query);
    void run(archive::SearchQuery query);
    void count(); ///< all hits, after the first page is shown
    void loadMore(archive::MessageId before);
    void refuse(const QString &token);
    void show(archive::SearchPage page);
    void filterChanged();

    archive::HistoryStore &m_history;
    SearchResultModel m_results;
    archive::SearchQuery m_query;
    archive::SearchQuery m_running; ///< what the results belong to
    QTimer m_debounce;
    QElapsedTimer m_clock;
    int m_generation = 0;
    int m_total = -1;
    qint64 m_milliseconds = 0;
    QMap<QDate, int> m_activity;
    QSet<QDate> m_resultDays;
};

} // namespace letterlock::app
