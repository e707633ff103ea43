// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/chat/ConversationRow.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// Paints a row of the conversation list: avatar with presence, name and seal, time, one line, marks on the right.
class ConversationDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setCompact(bool compact) { m_compact = compact; } ///< 54 px rows
    void setNarrow(bool narrow) { m_narrow = narrow; } ///< only avatars
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Whether a click there, in this row, is one on what could not be sent.
    [[nodiscard]] bool offersRetry(const QStyleOptionViewItem &option, const QModelIndex &index, QPoint position) const;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintFirstLine(
        QPainter &painter, const ConversationRow &row, const QRect &line, Qt::LayoutDirection dir) const;
    void paintSecondLine(QPainter &painter, const ConversationRow &row, QRect line, Qt::LayoutDirection dir) const;

    bool m_compact = false;
    bool m_narrow = false;
};

} // namespace letterlock::ui
