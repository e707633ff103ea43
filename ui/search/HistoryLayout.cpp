// SPDX-License-Identifier: GPL-3.0-or-later
// How History is put together; what it does is in HistoryView.cpp.
#include <QHBoxLayout>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/search/HistoryView.h"
#include "ui/search/ResultPreview.h"
#include "ui/search/SearchHitDelegate.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

/// The shades from few to many.
class HeatLegend : public QWidget {
public:
    explicit HeatLegend(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(5 * 16 - 5, 11);
        connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        int x = 0;
        for (const auto role : {Role::Heat0, Role::Heat1, Role::Heat2, Role::Heat3, Role::Heat4}) {
            painter.setBrush(color(role));
            painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, 11, 11)), 3, 3);
            x += 16;
        }
    }
};

} // namespace

HistoryView::HistoryView(QWidget *preview, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_spoken(new SpokenResults(this))
    , m_preview(new ResultPreview(preview))
    , m_findings(new FindingsBanner)
    , m_archive(new ArchiveStateBar)
{
    setObjectName(u"historyPage"_s);
    setMinimumSize(480, 360); // smaller than what the parts ask for: they fold
    setAccessibleName(tr("History"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTop());
    column->addWidget(m_stripRow = makeStripRow());
    column->addWidget(m_findings);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_resultsPane = makeResults());
    middle->addWidget(m_preview, 1);
    column->addLayout(middle, 1);
    column->addWidget(m_archive);
    connectParts();
    show(SearchView{});
}

QWidget *HistoryView::makeTop()
{
    auto *top = new Panel(Role::BgSurface);
    top->setEdges(Qt::BottomEdge);
    m_search = new SearchField(tr("Search your history"));
    m_search->setObjectName(u"searchField"_s);
    m_search->setAccessibleName(tr("Search your history"));
    m_search->setMinimumHeight(40);
    m_search->setFont(textFont(TextStyle::Message));
    m_count = new TextLabel({}, TextStyle::Caption, Role::Text3, m_search);
    m_count->setObjectName(u"searchCount"_s);
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QHBoxLayout(m_search);
    inside->setContentsMargins(0, 0, 36, 0);
    inside->addStretch(1);
    inside->addWidget(m_count);
    m_filters = new FilterBar;
    m_fold = new QToolButton;
    m_fold->setObjectName(u"activityFold"_s);
    m_fold->setText(tr("Activity by day"));
    m_fold->setAccessibleName(tr("Show activity by day"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setIcon(icons::icon(u"chevron-down"_s));
    m_fold->setCheckable(true);

    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(20, 14, 20, 12);
    column->setSpacing(metrics::kSpace12);
    m_export = new QPushButton(tr("Export…"));
    m_export->setObjectName(u"exportButton"_s);
    m_export->setAccessibleName(tr("Export"));
    m_export->setIcon(icons::icon(u"export"_s));
    m_export->setMinimumHeight(40);
    m_export->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    setButtonKind(m_export, ButtonKind::Secondary);
    auto *first = new QHBoxLayout;
    first->setSpacing(metrics::kSpace12);
    first->addWidget(m_search, 1);
    first->addWidget(m_export);
    column->addLayout(first);
    auto *row = new QHBoxLayout;
    row->addWidget(m_filters, 1);
    row->addWidget(m_fold);
    column->addLayout(row);
    return top;
}

QWidget *HistoryView::makeStripRow()
{
    auto *row = new Panel(Role::BgSurface);
    row->setEdges(Qt::BottomEdge);
    m_strip = new ActivityStrip;
    m_stripSide = new QWidget;
    m_stripSide->setFixedWidth(232);
    m_rangeTitle = new TextLabel({}, TextStyle::BodyStrong);
    m_rangeText = (new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping();
    m_rangeTitle->setObjectName(u"activityTitle"_s);
    m_rangeText->setObjectName(u"activitySummary"_s);
    m_period = new QToolButton;
    m_period->setObjectName(u"activityPeriod"_s);
    m_period->setText(tr("Other months"));
    m_period->setAccessibleName(tr("Other months"));
    m_period->setFont(textFont(TextStyle::BodyStrong));
    m_period->setIcon(icons::icon(u"calendar"_s, Role::AccentText));
    m_period->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_period->setPopupMode(QToolButton::InstantPopup);
    m_period->setMenu(new QMenu(m_period));
    connect(m_period->menu(), &QMenu::aboutToShow, this, &HistoryView::fillPeriodMenu);

    auto *legend = new QHBoxLayout;
    legend->setSpacing(6);
    legend->addWidget(new TextLabel(tr("Fewer"), TextStyle::Caption, Role::Text2));
    legend->addWidget(new HeatLegend(m_stripSide));
    legend->addWidget(new TextLabel(tr("More"), TextStyle::Caption, Role::Text2));
    legend->addStretch(1);
    auto *side = new QVBoxLayout(m_stripSide);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(metrics::kSpace4);
    side->addWidget(m_rangeTitle);
    side->addWidget(m_rangeText);
    side->addLayout(legend);
    side->addWidget(m_period, 0, Qt::AlignLeft);
    side->addStretch(1);

    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(20, 14, 20, 8);
    layout->setSpacing(metrics::kSpace24);
    layout->addWidget(m_strip, 1, Qt::AlignTop);
    layout->addWidget(m_stripSide);
    return row;
}

QWidget *HistoryView::makeResults()
{
    auto *pane = new Panel(Role::BgSide);
    pane->setEdges(Qt::RightEdge);
    m_resultsTitle = new TextLabel(tr("Results"), TextStyle::BodyStrong);
    m_resultsTitle->setObjectName(u"resultsTitle"_s);
    auto *order = new TextLabel(tr("Newest first"), TextStyle::Body, Role::Text2);
    order->setObjectName(u"resultOrder"_s);
    order->setAccessibleName(tr("Order"));
    m_list = new QListView;
    m_list->setObjectName(u"searchResults"_s);
    m_list->setAccessibleName(tr("Results"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new SearchHitDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setModel(m_spoken);

    m_nothing = new QWidget;
    m_nothingText = (new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping();
    m_nothingText->setObjectName(u"nothingFound"_s);
    m_nothingText->setAlignment(Qt::AlignHCenter);
    auto *empty = new QVBoxLayout(m_nothing);
    empty->setContentsMargins(32, 40, 32, 0);
    empty->addWidget(m_nothingText);
    empty->addStretch(1);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(20, 0, 20, 0);
    head->addWidget(m_resultsTitle);
    head->addStretch(1);
    head->addWidget(order);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 12, 1, 0);
    column->setSpacing(metrics::kSpace12);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    return pane;
}

void HistoryView::fillPeriodMenu()
{
    auto *menu = m_period->menu();
    menu->clear();
    const auto today = QDate::currentDate();
    menu->addAction(tr("The newest"), this, [this, today] { m_strip->setLastDay(today); });
    for (int back = 1; back <= 8; ++back) {
        const QDate end(today.year() - back, 12, 31);
        menu->addAction(tr("Until the end of %1").arg(end.year()), this, [this, end] { m_strip->setLastDay(end); });
    }
}

void HistoryView::refreshStripSummary()
{
    const QLocale locale;
    auto range = m_strip->range();
    if (!range.isValid()) {
        range = m_strip->period();
    }
    const bool sameYear = range.from.year() == range.to.year();
    m_rangeTitle->setText(range.from == range.to
            ? locale.toString(range.from, tr("d MMMM yyyy"))
            : tr("%1 – %2").arg(locale.toString(range.from, sameYear ? tr("d MMMM") : tr("d MMM yyyy")),
                  locale.toString(range.to, sameYear ? tr("d MMMM yyyy") : tr("d MMM yyyy"))));
    qint64 messages = 0;
    int days = 0;
    bool results = false;
    const auto shown = m_strip->period();
    for (auto day = std::max(range.from, shown.from); day <= std::min(range.to, shown.to); day = day.addDays(1)) {
        const int count = m_strip->count(day);
        messages += count;
        days += count > 0 ? 1 : 0;
        results = results || m_strip->isResultDay(day);
    }
    auto text = days == 1 ? tr("%1 messages on one day.").arg(locale.toString(messages))
                          : tr("%1 messages on %2 days.").arg(locale.toString(messages), locale.toString(days));
    if (results) {
        text += u' ' + tr("Outlined days hold a result.");
    }
    m_rangeText->setText(text);
}

} // namespace letterlock::ui
