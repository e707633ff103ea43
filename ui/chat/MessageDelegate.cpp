// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/MessageDelegate.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include "ui/chat/MessagePaint.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kCachedRows = 600;
constexpr int kBelowLast = 14; // between the newest message and the edge
} // namespace

MessageDelegate::MessageDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_cache(kCachedRows)
{
    connect(&Palette::current(), &Palette::changed, this, &MessageDelegate::forgetLayouts);
}

std::shared_ptr<MessageLayout> MessageDelegate::layoutFor(
    const QModelIndex &index, int width, Qt::LayoutDirection direction) const
{
    const auto row = MessageRow::of(index);
    // Today's and yesterday's day lines change at midnight, so the date is part of the revision.
    const size_t revision = qHashMulti(row.revision(), int(direction), QDate::currentDate().toJulianDay(),
        m_shown.contains(row.message.id), textFont(TextStyle::Message).pixelSize());
    const std::pair key(row.message.id, width);
    if (const auto *cached = m_cache.object(key); cached && cached->revision == revision)
        return cached->layout;
    auto layout = MessageLayout::build(row, width, direction, m_shown.contains(row.message.id));
    m_cache.insert(key, new Cached{revision, layout});
    return layout;
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto layout = layoutFor(index, option.rect.width(), option.direction);
    MessagePaint::State state;
    state.direction = option.direction;
    if (const auto *view = qobject_cast<const QAbstractItemView *>(option.widget)) {
        state.focused = view->hasFocus() && view->currentIndex() == index;
        if (option.state & QStyle::State_MouseOver)
            state.hover = view->viewport()->mapFromGlobal(QCursor::pos()) - option.rect.topLeft();
    }
    painter->save();
    painter->translate(option.rect.topLeft());
    MessagePaint::paint(*painter, *layout, MessageRow::of(index), state);
    painter->restore();
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = option.rect.width();
    if (const auto *view = qobject_cast<const QAbstractItemView *>(option.widget))
        width = view->viewport()->width();
    const bool last = index.model() && index.row() == index.model()->rowCount() - 1;
    return {width, int(layoutFor(index, width, option.direction)->height) + (last ? kBelowLast : 0)};
}

bool MessageDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonRelease)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton)
        return false;
    const QPoint position = mouse->position().toPoint() - option.rect.topLeft();
    if (event->type() == QEvent::MouseButtonPress) {
        m_pressed = position;
        return false;
    }
    const auto layout = layoutFor(index, option.rect.width(), option.direction);
    const auto *button = layout->buttonAt(position);
    if (button && button == layout->buttonAt(m_pressed)) {
        Q_EMIT actionTriggered(button->what.action, index, qMax(button->file, 0));
        return true;
    }
    const QUrl link = layout->linkAt(position);
    if (!link.isEmpty() && link == layout->linkAt(m_pressed)) {
        Q_EMIT linkActivated(link);
        return true;
    }
    return false;
}

bool MessageDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto layout = layoutFor(index, option.rect.width(), option.direction);
    const QPoint position = event->pos() - option.rect.topLeft();
    if (!index.isValid() || !layout->meta.adjusted(-6, -6, 6, 6).contains(position))
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const auto row = MessageRow::of(index);
    QString tip = QLocale().toString(row.message.time.toLocalTime(), QLocale::LongFormat);
    if (row.message.outgoing)
        tip += u", "_s + TimelineText::delivery(row.message.delivery);
    if (layout->openLock)
        tip += u", "_s + tr("not sealed");
    if (row.message.timeIsOdd)
        tip += u", "_s + TimelineText::stamp(row.message) + u": "_s + tr("the sender’s clock is off");
    if (row.message.scheme == crypto::SchemeId::Jose && row.message.sealing == archive::Sealing::Sealed)
        tip += u", "_s + tr("sealed with a session key");
    QToolTip::showText(event->globalPos(), tip, view);
    return true;
}

void MessageDelegate::showBroken(archive::MessageId message)
{
    m_shown.insert(message);
}

void MessageDelegate::forgetLayouts()
{
    m_cache.clear();
}

} // namespace letterlock::ui
