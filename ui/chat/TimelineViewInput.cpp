// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with a message, by key, menu and assistive technology.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include "ui/chat/FileText.h"
#include "ui/chat/TimelineView.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

QList<MessageAction> TimelineView::actionsFor(const QModelIndex &index) const
{
    const auto row = MessageRow::of(index);
    QList<MessageAction> actions;
    if (const auto main = mainAction(index))
        actions.append(*main);
    if (TimelineText::isCard(row.message)) {
        for (const auto &button : TimelineText::card(row.message, row.sender).buttons) {
            if (!actions.contains(button.action))
                actions.append(button.action);
        }
    } else if (!row.message.retracted) {
        if (!row.files.isEmpty() && row.files.first().kind == app::FileState::Kind::Here && !m_readOnly)
            actions.append(MessageAction::SaveFile);
        if (!m_readOnly)
            actions.append(MessageAction::Reply);
        if (!m_readOnly && row.message.outgoing)
            actions.append(MessageAction::Edit);
        if (!row.message.body.isEmpty())
            actions.append(MessageAction::Copy);
    }
    if (!row.notice.isEmpty() && !row.noticeIsQuiet && !m_readOnly)
        actions.append(MessageAction::CompareKeys);
    actions.append(MessageAction::HowSealed);
    if (!m_readOnly)
        actions.append(MessageAction::ShowInHistory);
    return actions;
}

std::optional<MessageAction> TimelineView::mainAction(const QModelIndex &index) const
{
    const auto row = MessageRow::of(index);
    if (row.message.outgoing && row.message.delivery == archive::Delivery::Failed)
        return MessageAction::SendAgain;
    if (TimelineText::isCard(row.message)) {
        const auto buttons = TimelineText::card(row.message, row.sender).buttons;
        if (!buttons.isEmpty())
            return buttons.first().action;
    }
    if (!row.files.isEmpty() && !m_readOnly)
        return FileText::mainAction(row.files.first());
    return {};
}

void TimelineView::perform(MessageAction action, const QModelIndex &index, int file)
{
    const auto row = MessageRow::of(index);
    switch (action) {
    case MessageAction::Copy:
        QApplication::clipboard()->setText(row.message.body);
        break;
    case MessageAction::ShowAnyway:
        m_delegate->showBroken(row.message.id);
        relayout();
        break;
    default:
        Q_EMIT messageAction(action, row.message, file);
    }
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const auto index = currentIndex();
    const auto offers = index.isValid() ? actionsFor(index) : QList<MessageAction>();
    const auto tryPerform = [&](MessageAction action) {
        if (!offers.contains(action))
            return false;
        perform(action, index);
        return true;
    };
    if (event->matches(QKeySequence::SaveAs) && tryPerform(MessageAction::SaveFile))
        return;
    if (event->matches(QKeySequence::Copy) && tryPerform(MessageAction::Copy))
        return;
    if (event->modifiers() == Qt::NoModifier) {
        switch (event->key()) {
        case Qt::Key_Escape:
            Q_EMIT escapePressed();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (const auto main = index.isValid() ? mainAction(index) : std::nullopt) {
                perform(*main, index);
                return;
            }
            break;
        case Qt::Key_R:
            tryPerform(MessageAction::Reply);
            return;
        case Qt::Key_E:
            tryPerform(MessageAction::Edit);
            return;
        case Qt::Key_I:
            tryPerform(MessageAction::HowSealed);
            return;
        case Qt::Key_H:
            tryPerform(MessageAction::ShowInHistory);
            return;
        default:
            break;
        }
    }
    QListView::keyPressEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"messageMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto action : actionsFor(index))
        menu->addAction(TimelineText::actionName(action), this,
            [this, action, at = QPersistentModelIndex(index)] { perform(action, at); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    const auto index = indexAt(event->pos());
    bool active = false;
    if (index.isValid()) {
        const QRect rect = visualRect(index);
        const auto layout = m_delegate->layoutFor(index, rect.width(), layoutDirection());
        const QPoint position = event->pos() - rect.topLeft();
        active = layout->buttonAt(position) || !layout->linkAt(position).isEmpty();
        viewport()->update(rect);
    }
    viewport()->setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

} // namespace letterlock::ui
