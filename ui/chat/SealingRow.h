// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/style/Palette.h"

namespace letterlock::ui {

/// One way of sealing in the menu of the composer: glyph, name, what it means in a sentence or two.
class SealingRow : public QAbstractButton {
    Q_OBJECT
public:
    SealingRow(const QString &icon, Role ink, const QString &name, QWidget *parent = nullptr);

    void setMeaning(const QString &meaning);
    void setBadge(const QString &badge); ///< small word beside the name
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;

private:
    [[nodiscard]] QRect meaningRect() const;

    QString m_icon;
    Role m_ink;
    QString m_meaning;
    QString m_badge;
};

} // namespace letterlock::ui
