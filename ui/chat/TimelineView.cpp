// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineView.h"

#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

#include "app/chat/TimelineModel.h"
#include "ui/chat/TimelineAccessible.h"
#include "ui/chat/TimelineRows.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/OpenExternally.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kNearEdge = 600; // px from the top at which older messages are wanted
constexpr int kAtBottom = 8;

/// Round, 40 px, with the count of new messages.
class JumpButton : public QToolButton {
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRectF disc(2, 12, 40, 40);
        roundRect(painter, disc, 20, color(underMouse() ? Role::BgHover : Role::BgRaised), color(Role::LineStrong));
        if (hasFocus())
            roundRect(painter, disc, 20, Qt::transparent, color(Role::Accent), 2);
        icons::paint(painter, disc.toRect().adjusted(10, 10, -10, -10), u"chevron-down"_s, color(Role::Text2));
        const int count = property("count").toInt();
        if (count == 0)
            return;
        const QString text = count > 99 ? u"99+"_s : QString::number(count);
        painter.setFont(textFont(TextStyle::CaptionStrong));
        const int width = qMax(20, painter.fontMetrics().horizontalAdvance(text) + 10);
        const QRectF badge(22 - width / 2.0, 0, width, 20);
        roundRect(painter, badge, 10, color(Role::Accent), Qt::transparent);
        painter.setPen(color(Role::OnAccent));
        painter.drawText(badge, Qt::AlignCenter, text);
    }
};

} // namespace

TimelineView::TimelineView(QWidget *parent)
    : QListView(parent)
    , m_delegate(new MessageDelegate(this))
    , m_rows(new TimelineRows(this))
    , m_jump(new JumpButton(this))
{
    installTimelineAccessibility();
    setObjectName(u"timeline"_s);
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(NoEditTriggers);
    setItemDelegate(m_delegate);
    setModel(m_rows);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    verticalScrollBar()->setSingleStep(24);

    m_jump->setObjectName(u"jumpToLatest"_s);
    m_jump->setAccessibleName(tr("Go to the newest message"));
    m_jump->setToolTip(tr("Go to the newest message"));
    m_jump->setFixedSize(44, 54);
    m_jump->hide();
    connect(m_jump, &QToolButton::clicked, this, &TimelineView::jumpToLatest);

    connect(m_delegate, &MessageDelegate::actionTriggered, this, &TimelineView::perform);
    connect(m_delegate, &MessageDelegate::linkActivated, this, [](const QUrl &url) { openExternally(url); });
    connect(m_rows, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        m_wasAtBottom = isAtBottom();
        m_anchor = topAnchor();
    });
    connect(m_rows, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { afterInsert(first, last); });
    connect(m_rows, &QAbstractItemModel::modelReset, this, [this] {
        m_newBelow = 0;
        m_askedAtRows = -1;
        jumpToLatest();
    });
    connect(m_rows, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        for (int row = first.row(); row <= last.row(); ++row) {
            const auto index = m_rows->index(row, 0);
            if (visualRect(index).height() != sizeHintForIndex(index).height()) {
                scheduleDelayedItemsLayout();
                break;
            }
        }
        if (m_wasAtBottom)
            QMetaObject::invokeMethod(this, &TimelineView::jumpToLatest, Qt::QueuedConnection);
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TimelineView::scrolled);
    const auto repaint = [this] {
        QPalette colors = palette();
        colors.setColor(QPalette::Base, color(Role::BgTimeline));
        colors.setColor(QPalette::Window, color(Role::BgTimeline)); // beside the scroll bar
        setPalette(colors);
        relayout();
    };
    connect(&Palette::current(), &Palette::changed, this, repaint);
    repaint();
}

void TimelineView::setTimeline(QAbstractItemModel *model)
{
    m_rows->setSourceModel(model);
}

void TimelineView::setKeyNotice(const QString &text, const QDateTime &since, bool isQuiet)
{
    m_rows->setNotice(text, since, isQuiet);
}

void TimelineView::jumpToUnread()
{
    for (int row = m_rows->rowCount() - 1; row >= 0; --row) {
        const auto index = m_rows->index(row, 0);
        if (index.data(app::TimelineModel::UnreadRole).toInt() == 0)
            continue;
        executeDelayedItemsLayout();
        const int before = verticalScrollBar()->value();
        scrollTo(index, PositionAtTop);
        if (verticalScrollBar()->value() < before) {
            setCurrentIndex(index);
            return;
        }
        break; // it was in sight, or above: the second press goes to the end
    }
    jumpToLatest();
}

void TimelineView::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
}

bool TimelineView::isAtBottom() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - kAtBottom;
}

void TimelineView::scrollToMessage(const QModelIndex &sourceIndex)
{
    const auto index = m_rows->mapFromSource(sourceIndex);
    if (!index.isValid())
        return;
    executeDelayedItemsLayout();
    scrollTo(index, PositionAtCenter);
    setCurrentIndex(index);
}

void TimelineView::jumpToLatest()
{
    executeDelayedItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_wasAtBottom = true;
    m_newBelow = 0;
    placeJumpButton();
    Q_EMIT bottomReached();
}

TimelineView::Anchor TimelineView::topAnchor() const
{
    // A little below the edge, so that a row of which one line is left does not count.
    const auto index = indexAt({viewport()->width() / 2, 12});
    if (!index.isValid())
        return {};
    return {QPersistentModelIndex(index), visualRect(index).top()};
}

void TimelineView::restore(const Anchor &anchor)
{
    if (!anchor.index.isValid())
        return;
    m_restoring = true;
    executeDelayedItemsLayout();
    auto *bar = verticalScrollBar();
    bar->setValue(bar->value() + visualRect(anchor.index).top() - anchor.top);
    m_restoring = false;
}

void TimelineView::relayout()
{
    const bool bottom = m_wasAtBottom;
    const auto anchor = topAnchor();
    m_delegate->forgetLayouts();
    doItemsLayout();
    if (bottom)
        jumpToLatest();
    else
        restore(anchor);
}

void TimelineView::afterInsert(int first, int last)
{
    m_askedAtRows = -1;
    const bool atEnd = last == m_rows->rowCount() - 1;
    bool own = false;
    if (atEnd)
        own = MessageRow::of(m_rows->index(last, 0)).message.outgoing;
    if (atEnd && first > 0 && (m_wasAtBottom || own)) {
        jumpToLatest();
        return;
    }
    if (atEnd && first > 0)
        m_newBelow += last - first + 1;
    restore(m_anchor);
    if (m_wasAtBottom)
        jumpToLatest();
    placeJumpButton();
}

void TimelineView::scrolled(int value)
{
    if (m_restoring)
        return;
    m_wasAtBottom = isAtBottom();
    if (m_wasAtBottom && m_newBelow > 0) {
        m_newBelow = 0;
        Q_EMIT bottomReached();
    }
    placeJumpButton();
    // Once per number of rows: an answer with nothing new must not ask again and again.
    if (value < kNearEdge && m_rows->rowCount() > 0 && m_askedAtRows != m_rows->rowCount()) {
        m_askedAtRows = m_rows->rowCount();
        Q_EMIT olderWanted();
    }
    if (m_wasAtBottom)
        Q_EMIT newerWanted();
}

void TimelineView::scrollContentsBy(int dx, int dy)
{
    QListView::scrollContentsBy(dx, dy);
    placeJumpButton();
}

void TimelineView::placeJumpButton()
{
    m_jump->setProperty("count", m_newBelow);
    m_jump->setAccessibleDescription(m_newBelow > 0 ? tr("%n new messages", nullptr, m_newBelow) : QString());
    const int x = layoutDirection() == Qt::RightToLeft ? 16 : width() - 60;
    m_jump->move(x, height() - 66);
    m_jump->setVisible(!m_wasAtBottom && verticalScrollBar()->maximum() > 0);
    m_jump->raise();
    m_jump->update();
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    const bool bottom = m_wasAtBottom;
    const auto anchor = topAnchor();
    QListView::resizeEvent(event);
    if (bottom)
        jumpToLatest();
    else
        restore(anchor);
    placeJumpButton();
}

void TimelineView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        relayout();
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && m_rows->rowCount() > 0)
        setCurrentIndex(m_rows->index(m_rows->rowCount() - 1, 0));
}

} // namespace letterlock::ui
