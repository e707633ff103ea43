// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QSet>
#include <QStyledItemDelegate>

#include "ui/chat/MessageLayout.h"

namespace letterlock::ui {

/// Paints the rows of a timeline: day lines, bubbles, closed message cards. Buttons and links inside a row are painted
/// and hit-tested here; the view offers the same actions by key and menu.
class MessageDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit MessageDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

    [[nodiscard]] std::shared_ptr<MessageLayout> layoutFor(
        const QModelIndex &index, int width, Qt::LayoutDirection direction) const;
    void showBroken(archive::MessageId message); ///< the person asked to see it
    void forgetLayouts(); ///< theme or fonts changed

Q_SIGNALS:
    void actionTriggered(letterlock::ui::MessageAction action, const QModelIndex &index, int file);
    void linkActivated(const QUrl &url);

private:
    struct Cached {
        size_t revision = 0;
        std::shared_ptr<MessageLayout> layout;
    };
    mutable QCache<std::pair<qint64, int>, Cached> m_cache;
    QSet<archive::MessageId> m_shown;
    QPoint m_pressed;
};

} // namespace letterlock::ui
