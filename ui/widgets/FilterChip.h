// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace letterlock::ui {

/// A filter as a pill, 32 px high: with a menu it ends in an arrow, or in a cross once it filters; without a menu it is
/// a checkable choice. Delete or the cross takes the filter away.
class FilterChip : public QToolButton {
    Q_OBJECT
public:
    FilterChip(const QString &icon, const QString &text, QWidget *parent = nullptr);

    void setFilter(const QString &text, bool active);
    void setCount(const QString &count); ///< stands after the text; empty = none
    [[nodiscard]] bool isActive() const { return m_active || isChecked(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void removed(); ///< the cross, or Delete

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QRect endRect() const;

    QString m_icon;
    QString m_count;
    bool m_active = false;
};

} // namespace letterlock::ui
