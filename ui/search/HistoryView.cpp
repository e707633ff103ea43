// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/HistoryView.h"

#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

#include "app/search/SearchResultModel.h"
#include "ui/search/ResultPreview.h"
#include "ui/search/SearchHitDelegate.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Results = app::SearchResultModel;

namespace {

constexpr int rail = 72; // breakpoints are of the window, this page is what is left of it
constexpr int narrow = 1100 - rail;
constexpr int single = 900 - rail;
constexpr int low = 620;

} // namespace

void HistoryView::setResults(QAbstractItemModel *results)
{
    m_spoken->setSourceModel(results);
    const auto changed = [this] {
        if (m_spoken->rowCount() == 0) {
            m_previewOpen = false;
        }
        refreshPreview();
        arrange();
    };
    connect(m_spoken, &QAbstractItemModel::modelReset, this, changed);
    connect(m_spoken, &QAbstractItemModel::rowsInserted, this, &HistoryView::refreshPreview);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &HistoryView::choose);
    changed();
}

QModelIndex HistoryView::current() const
{
    return m_list->selectionModel() ? m_list->currentIndex() : QModelIndex();
}

void HistoryView::choose(const QModelIndex &index)
{
    refreshPreview();
    if (index.isValid()) {
        Q_EMIT hitChosen(m_spoken->mapToSource(index));
    }
}

void HistoryView::refreshPreview()
{
    const auto index = current();
    ResultPreview::View view;
    if (index.isValid()) {
        const auto time = index.data(Results::TimeRole).toDateTime().toLocalTime();
        const auto day = QLocale().toString(time.date(), tr("dddd d MMMM yyyy"));
        view.title = tr("%1, %2", "person, day").arg(index.data(Results::PeerNameRole).toString(), day);
        view.position = index.row() + 1;
        view.total = std::max(m_view.total, m_spoken->rowCount());
        view.hasPrevious = index.row() > 0;
        view.hasNext = index.row() + 1 < m_spoken->rowCount() || m_spoken->canFetchMore({});
        const auto kept = static_cast<archive::Kept>(index.data(Results::KeptRole).toInt());
        view.keptIcon = SearchHitDelegate::keptIcon(kept);
        view.keptSealed = kept == archive::Kept::OnServer;
        view.keptText = kept == archive::Kept::OnServer && !m_server.isEmpty()
            ? tr("Sealed for your keys, stored on %1.").arg(m_server)
            : SearchHitDelegate::keptText(kept) + u'.';
    }
    m_preview->show(view);
}

void HistoryView::nextResult()
{
    const int row = current().isValid() ? current().row() + 1 : 0;
    if (row >= m_spoken->rowCount() && m_spoken->canFetchMore({})) {
        m_spoken->fetchMore({});
    }
    if (row < m_spoken->rowCount()) {
        m_list->setCurrentIndex(m_spoken->index(row, 0));
    }
}

void HistoryView::previousResult()
{
    if (current().isValid() && current().row() > 0) {
        m_list->setCurrentIndex(m_spoken->index(current().row() - 1, 0));
    }
}

void HistoryView::showWork(const QString &text)
{
    m_archive->showWork(text);
    m_export->setEnabled(text.isEmpty());
    m_export->setToolTip(text);
}

void HistoryView::show(const SearchView &view)
{
    m_view = view;
    setWords(view.words);
    m_filters->show(view.filters);
    const QLocale locale;
    const bool asked = !view.words.trimmed().isEmpty() || !view.filters.isEmpty();
    const bool known = view.total >= 0 && asked && view.problem.isEmpty();
    const auto seconds = view.milliseconds < 100
        ? tr("less than 0.1 s")
        : tr("%1 s").arg(locale.toString(static_cast<double>(view.milliseconds) / 1000, 'f', 1));
    m_count->setText(known ? tr("%1 found in %2").arg(locale.toString(view.total), seconds) : QString());
    m_resultsTitle->setText(!known ? tr("Results")
            : view.total == 1      ? tr("1 result")
                                   : tr("%1 results").arg(locale.toString(view.total)));
    m_list->setAccessibleDescription(m_resultsTitle->text());
    const bool nothing = !view.problem.isEmpty() || (known && view.total == 0) || (!asked && m_spoken->rowCount() == 0);
    m_nothing->setVisible(nothing);
    m_list->setVisible(!nothing);
    if (!view.problem.isEmpty()) {
        m_nothingText->setText(view.problem);
    } else if (!asked) {
        m_nothingText->setText(tr("Type a word, or choose a person or days."));
    } else if (view.words.trimmed().isEmpty()) {
        m_nothingText->setText(tr("Nothing found for these filters."));
    } else {
        m_nothingText->setText(tr("Nothing found for “%1”.").arg(view.words.trimmed()));
    }
    m_strip->setRange({view.filters.from,
        view.filters.from.isValid() && !view.filters.to.isValid() ? QDate::currentDate() : view.filters.to});
    refreshStripSummary();
    refreshPreview();
}

void HistoryView::showFindings(const FindingsView &view)
{
    m_findings->show(view);
}

void HistoryView::showArchive(const ArchiveStateView &view)
{
    m_server = view.server;
    m_archive->show(view);
    refreshPreview();
}

void HistoryView::setPeople(const QList<FilterBar::Person> &people)
{
    m_filters->setPeople(people);
}

void HistoryView::setWords(const QString &words)
{
    m_view.words = words;
    if (m_search->text() != words) {
        const QSignalBlocker quiet(this);
        m_search->setText(words);
    }
}

void HistoryView::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void HistoryView::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    arrange();
}

void HistoryView::arrange()
{
    m_stacked = width() < single;
    m_resultsPane->setVisible(!m_stacked || !m_previewOpen);
    m_preview->setVisible(!m_stacked || m_previewOpen);
    m_preview->setBackVisible(m_stacked);
    if (m_stacked) {
        m_resultsPane->setMinimumWidth(0);
        m_resultsPane->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_resultsPane->setFixedWidth(width() < narrow ? 380 : 452);
    }
    m_filters->setNoteVisible(width() >= 1120);
    m_stripSide->setVisible(width() >= 820);
    const bool fold = height() < low;
    m_fold->setVisible(fold);
    m_stripRow->setVisible(!fold || m_unfolded);
    m_fold->setChecked(m_unfolded);
}

void HistoryView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F3) {
        event->modifiers() & Qt::ShiftModifier ? previousResult() : nextResult();
        return;
    }
    if (event->key() == Qt::Key_Escape && m_stacked && m_previewOpen) {
        m_previewOpen = false;
        arrange();
        m_list->setFocus();
        return;
    }
    Panel::keyPressEvent(event);
}

void HistoryView::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_view.words = words;
        Q_EMIT wordsChanged(words);
    });
    connect(m_search, &SearchField::leaveDown, this, [this] {
        m_list->setFocus();
        if (!current().isValid()) {
            nextResult();
        }
    });
    connect(m_search, &QLineEdit::returnPressed, this, &HistoryView::nextResult);
    connect(m_filters, &FilterBar::conversationChosen, this, &HistoryView::conversationChosen);
    connect(m_filters, &FilterBar::outgoingChosen, this, &HistoryView::outgoingChosen);
    connect(m_filters, &FilterBar::datesChosen, this, &HistoryView::datesChosen);
    connect(m_filters, &FilterBar::sealingChosen, this, &HistoryView::sealingChosen);
    connect(m_filters, &FilterBar::cleared, this, &HistoryView::filtersCleared);
    connect(m_strip, &ActivityStrip::rangeChosen, this, [this](const QDate &from, const QDate &to) {
        refreshStripSummary();
        Q_EMIT datesChosen(from, to);
    });
    connect(m_strip, &ActivityStrip::periodChanged, this, &HistoryView::refreshStripSummary);
    connect(m_fold, &QToolButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        arrange();
    });
    const auto open = [this](const QModelIndex &index) {
        const auto hit = index.data(Results::HitRole).value<archive::SearchHit>();
        Q_EMIT openRequested(hit.message.conversation, hit.message.id);
    };
    connect(m_list, &QListView::clicked, this, [this] {
        m_previewOpen = m_stacked;
        arrange();
    });
    connect(m_list, &QListView::activated, this, [this, open](const QModelIndex &index) {
        if (m_stacked && !m_previewOpen) {
            m_previewOpen = true;
            arrange();
        } else {
            open(index);
        }
    });
    connect(m_preview, &ResultPreview::openRequested, this, [this, open] {
        if (current().isValid()) {
            open(current());
        }
    });
    connect(m_preview, &ResultPreview::nextRequested, this, &HistoryView::nextResult);
    connect(m_preview, &ResultPreview::previousRequested, this, &HistoryView::previousResult);
    connect(m_preview, &ResultPreview::backRequested, this, [this] {
        m_previewOpen = false;
        arrange();
        m_list->setFocus();
    });
    connect(m_findings, &FindingsBanner::repairRequested, this, &HistoryView::repairRequested);
    connect(m_findings, &FindingsBanner::acceptRequested, this, &HistoryView::acceptRequested);
    connect(m_archive, &ArchiveStateBar::uploadRequested, this, &HistoryView::uploadRequested);
    connect(m_archive, &ArchiveStateBar::workCancelled, this, &HistoryView::workCancelled);
    connect(m_export, &QPushButton::clicked, this, &HistoryView::exportRequested);
}

} // namespace letterlock::ui
