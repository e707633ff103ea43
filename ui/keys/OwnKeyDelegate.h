// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "app/keys/KeyController.h"

namespace letterlock::ui {

/// A row of "My keys": glyph, what it is, since when, how it ends, and a mark when it needs an answer.
class OwnKeyDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Field {
        KeyRole = Qt::UserRole + 1, ///< app::OwnKey; rows without one are section titles
    };
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static QString title(const app::OwnKey &own);
    static QString line(const app::OwnKey &own);
    static bool needsAnswer(const app::OwnKey &own) { return !own.confirmed && !own.retired; }
};

} // namespace letterlock::ui

Q_DECLARE_METATYPE(letterlock::app::OwnKey)
