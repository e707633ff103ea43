// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>
#include <QStyledItemDelegate>

#include "app/search/SearchResultModel.h"

namespace letterlock::ui {

/// One found message: who, when, where it is kept, two lines of its text with the hits marked.
class SearchHitDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static QString timeText(const QDateTime &time); ///< "Today, 14:20", "Tue 14 Apr", "5 Mar 2024"
    static QString keptIcon(archive::Kept kept);
    static QString keptText(archive::Kept kept);
};

/// Adds what assistive technology reads: one sentence per result.
class SpokenResults : public QIdentityProxyModel {
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

} // namespace letterlock::ui
