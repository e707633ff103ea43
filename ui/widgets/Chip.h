// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QWidget>

#include "crypto/identity/TrustVerdict.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// A small rounded mark with glyph and word, 24 px high.
class Chip : public QWidget {
    Q_OBJECT
public:
    struct Look {
        QString icon;
        QString text;
        Role ink = Role::Text2;
        Role fill = Role::BgPress;
    };
    explicit Chip(QWidget *parent = nullptr);

    static Look lookOf(crypto::TrustVerdict verdict); ///< the trust chip (UI section 5)
    static int widthOf(const Look &look);
    static void paint(QPainter &painter, const QRect &rect, const Look &look, Qt::LayoutDirection direction);

    void setLook(const Look &look);
    void setTrust(crypto::TrustVerdict verdict) { setLook(lookOf(verdict)); }
    [[nodiscard]] const Look &look() const { return m_look; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Look m_look;
};

} // namespace letterlock::ui
