// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ConversationListView.h"

#include <QContextMenuEvent>
#include <QKeyEvent>

#include "app/chat/ConversationListModel.h"
#include "ui/chat/ConversationDelegate.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Model = app::ConversationListModel;

namespace {
constexpr int kNarrow = 120;
}

void ConversationRows::setWords(const QString &words)
{
    m_words = words.trimmed();
    invalidateFilter();
}

QVariant ConversationRows::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole)
        return ConversationRow::of(index).sentence();
    if (role == Qt::ToolTipRole)
        return index.data(Model::PeerRole);
    return QSortFilterProxyModel::data(index, role);
}

bool ConversationRows::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (m_words.isEmpty())
        return true;
    const auto index = sourceModel()->index(sourceRow, 0, sourceParent);
    return index.data(Model::NameRole).toString().contains(m_words, Qt::CaseInsensitive)
        || index.data(Model::PeerRole).toString().contains(m_words, Qt::CaseInsensitive);
}

ConversationListView::ConversationListView(QWidget *parent)
    : QListView(parent)
    , m_rows(new ConversationRows(this))
    , m_delegate(new ConversationDelegate(this))
{
    setObjectName(u"conversationList"_s);
    setAccessibleName(tr("Conversations"));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setItemDelegate(m_delegate);
    setModel(m_rows);
    connect(this, &QListView::pressed, this, [this](const QModelIndex &index) { m_pressed = index; });
    connect(this, &QListView::clicked, this, &ConversationListView::choose);
    // Rows move when messages arrive: the selection stays with the conversation.
    const auto keep = [this] { showCurrent(m_current); };
    connect(m_rows, &QAbstractItemModel::modelReset, this, keep);
    connect(m_rows, &QAbstractItemModel::rowsMoved, this, keep);
    connect(m_rows, &QAbstractItemModel::rowsInserted, this, keep);
    const auto refresh = [this] {
        QPalette colors = palette();
        colors.setColor(QPalette::Base, color(Role::BgSide));
        colors.setColor(QPalette::Window, color(Role::BgSide)); // beside the scroll bar
        setPalette(colors);
    };
    connect(&Palette::current(), &Palette::changed, this, refresh);
    refresh();
}

void ConversationListView::setConversations(QAbstractItemModel *model)
{
    m_rows->setSourceModel(model);
}

void ConversationListView::setWords(const QString &words)
{
    m_rows->setWords(words);
    if (!words.isEmpty() && m_rows->rowCount() > 0)
        setCurrentIndex(m_rows->index(0, 0));
    else
        showCurrent(m_current);
}

void ConversationListView::setCompact(bool compact)
{
    m_delegate->setCompact(compact);
    scheduleDelayedItemsLayout();
}

void ConversationListView::showCurrent(archive::ConversationId conversation)
{
    m_current = conversation;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const auto index = m_rows->index(row, 0);
        if (index.data(Model::ConversationRole).value<archive::ConversationId>() == conversation) {
            setCurrentIndex(index);
            return;
        }
    }
    if (conversation == 0)
        setCurrentIndex({});
}

archive::ConversationId ConversationListView::currentConversation() const
{
    return m_current;
}

void ConversationListView::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_current = index.data(Model::ConversationRole).value<archive::ConversationId>();
    setCurrentIndex(index);
    Q_EMIT chosen(m_current, index.data(Model::PeerRole).toString());
}

void ConversationListView::step(int rows)
{
    if (m_rows->rowCount() == 0)
        return;
    const int now = currentIndex().isValid() ? currentIndex().row() : (rows > 0 ? -1 : 0);
    choose(m_rows->index(qBound(0, now + rows, m_rows->rowCount() - 1), 0));
}

void ConversationListView::nextUnread()
{
    const int count = m_rows->rowCount();
    const int start = currentIndex().isValid() ? currentIndex().row() : -1;
    for (int i = 1; i <= count; ++i) {
        const auto index = m_rows->index((start + i + count) % count, 0);
        if (index.data(Model::UnreadRole).toInt() > 0) {
            choose(index);
            return;
        }
    }
}

void ConversationListView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose(currentIndex());
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

void ConversationListView::mouseReleaseEvent(QMouseEvent *event)
{
    // What was clicked is looked for before: the row moves when its message goes out.
    const auto place = event->position().toPoint();
    const auto index = indexAt(place);
    QStyleOptionViewItem option;
    option.rect = visualRect(index);
    option.direction = layoutDirection();
    const bool retry = event->button() == Qt::LeftButton && index.isValid() && index == m_pressed
        && m_delegate->offersRetry(option, index, place);
    const auto message = index.data(Model::LastMessageRole).value<archive::MessageId>();
    QListView::mouseReleaseEvent(event);
    if (retry)
        Q_EMIT retryWanted(message);
}

void ConversationListView::resizeEvent(QResizeEvent *event)
{
    m_delegate->setNarrow(width() < kNarrow);
    QListView::resizeEvent(event);
}

void ConversationListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const auto index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        Q_EMIT menuWanted(index, byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

} // namespace letterlock::ui
