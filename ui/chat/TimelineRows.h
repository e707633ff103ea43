// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>

namespace letterlock::ui {

/// Adds words to a timeline model: each row as one sentence for assistive technology, and its text for copying.
class TimelineRows : public QIdentityProxyModel {
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

} // namespace letterlock::ui
