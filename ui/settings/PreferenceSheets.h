// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "app/sessions/SessionKeyAsker.h"
#include "app/settings/SettingsStore.h"

namespace letterlock::ui {

class SettingsSheet;

/// Pages that only read and write the settings file. Each follows changes made elsewhere.
/// `asker` knows the key with which this device asks for session keys; null = not told.
[[nodiscard]] SettingsSheet *makePrivacySheet(app::SettingsStore &settings, app::SessionKeyAsker *asker = nullptr);
[[nodiscard]] SettingsSheet *makeAppearanceSheet(app::SettingsStore &settings);
[[nodiscard]] SettingsSheet *makeWritingSheet(app::SettingsStore &settings);
[[nodiscard]] SettingsSheet *makeAboutSheet();

/// A row of the navigation.
class NavigationDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Field { IconField = Qt::UserRole + 10 };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, 42}; }
};

} // namespace letterlock::ui
