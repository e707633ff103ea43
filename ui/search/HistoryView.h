// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

#include "ui/search/ActivityStrip.h"
#include "ui/search/ArchiveStateBar.h"
#include "ui/search/FilterBar.h"
#include "ui/search/FindingsBanner.h"
#include "ui/widgets/Panel.h"

class QListView;
class QPushButton;
class QToolButton;

namespace letterlock::ui {

class ResultPreview;
class SearchField;
class SpokenResults;
class TextLabel;

/// What the search answered.
struct SearchView {
    QString words;
    int total = -1; ///< -1 = not known yet
    qint64 milliseconds = 0;
    QString problem; ///< a sentence; empty = none
    FilterView filters;
};

/// History without its controller: shows values, tells what the person does. HistoryPage connects the two.
class HistoryView : public Panel {
    Q_OBJECT
public:
    /// Takes `preview` over.
    explicit HistoryView(QWidget *preview, QWidget *parent = nullptr);

    void setResults(QAbstractItemModel *results);
    void show(const SearchView &view);
    using Panel::show;
    void showArchive(const ArchiveStateView &view);
    void showFindings(const FindingsView &view);
    void showWork(const QString &text); ///< an export or import under way; empty = none
    void setPeople(const QList<FilterBar::Person> &people);
    void setServer(const QString &server) { m_server = server; }
    [[nodiscard]] ActivityStrip *strip() { return m_strip; }
    void refreshStripSummary();
    [[nodiscard]] QString words() const { return m_view.words; }
    void setWords(const QString &words); ///< without telling
    void focusSearch(); ///< the field, everything in it selected

public Q_SLOTS:
    void nextResult();
    void previousResult();

Q_SIGNALS:
    void wordsChanged(const QString &words);
    void hitChosen(const QModelIndex &index); ///< of the results given to setResults()
    void openRequested(letterlock::archive::ConversationId conversation, letterlock::archive::MessageId message);
    void uploadRequested();
    void exportRequested();
    void repairRequested(); ///< what the server has lost goes up again
    void acceptRequested(); ///< the archive counts as it is
    void workCancelled();
    void conversationChosen(letterlock::archive::ConversationId conversation);
    void outgoingChosen(std::optional<bool> outgoing);
    void datesChosen(const QDate &from, const QDate &to);
    void sealingChosen(std::optional<letterlock::archive::Sealing> sealing);
    void filtersCleared();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeTop();
    QWidget *makeStripRow();
    QWidget *makeResults();
    void connectParts();
    void choose(const QModelIndex &index);
    void refreshPreview();
    void fillPeriodMenu();
    void arrange();
    [[nodiscard]] QModelIndex current() const;

    QString m_server;
    SearchView m_view;
    SearchField *m_search = nullptr;
    TextLabel *m_count = nullptr;
    FilterBar *m_filters = nullptr;
    QPushButton *m_export = nullptr;
    QToolButton *m_fold = nullptr;
    QWidget *m_stripRow = nullptr;
    QWidget *m_stripSide = nullptr;
    ActivityStrip *m_strip = nullptr;
    TextLabel *m_rangeTitle = nullptr;
    TextLabel *m_rangeText = nullptr;
    QToolButton *m_period = nullptr;
    QWidget *m_resultsPane = nullptr;
    TextLabel *m_resultsTitle = nullptr;
    QListView *m_list = nullptr;
    QWidget *m_nothing = nullptr;
    TextLabel *m_nothingText = nullptr;
    SpokenResults *m_spoken = nullptr;
    ResultPreview *m_preview = nullptr;
    FindingsBanner *m_findings = nullptr;
    ArchiveStateBar *m_archive = nullptr;
    bool m_stacked = false;
    bool m_previewOpen = false; ///< only when stacked
    bool m_unfolded = false; ///< the strip, in a low window
};

} // namespace letterlock::ui
