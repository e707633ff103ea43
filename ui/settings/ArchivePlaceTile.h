// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRadioButton>

namespace letterlock::ui {

/// A place where the history can be kept: radio button, icon, name, and what it means.
class ArchivePlaceTile : public QRadioButton {
    Q_OBJECT
public:
    ArchivePlaceTile(const QString &icon, const QString &title, const QString &meaning, QWidget *parent = nullptr);

    void describe(const QString &icon, const QString &title, const QString &meaning);
    [[nodiscard]] QSize sizeHint() const override { return {246, 78}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 78}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] bool hitButton(const QPoint &pos) const override { return rect().contains(pos); }

private:
    QString m_icon;
    QString m_meaning;
};

} // namespace letterlock::ui
