// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRadioButton>

#include "app/settings/SettingsStore.h"

namespace letterlock::ui {

/// A colour scheme as a small picture of a conversation with its radio button below.
class ThemeTile : public QRadioButton {
    Q_OBJECT
public:
    ThemeTile(app::ThemeChoice choice, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] app::ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] QSize sizeHint() const override { return {170, 128}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 128}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] bool hitButton(const QPoint &pos) const override { return rect().contains(pos); }

private:
    app::ThemeChoice m_choice;
};

} // namespace letterlock::ui
