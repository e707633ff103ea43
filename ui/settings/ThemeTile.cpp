// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ThemeTile.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionButton>

#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

namespace {

void paintScene(QPainter &painter, const QRectF &area, Palette::Scheme scheme)
{
    const auto &palette = Palette::current();
    const auto of = [&](Role role) { return palette.color(role, scheme); };
    painter.fillRect(area, of(Role::BgTimeline));
    const qreal side = area.width() / 5;
    painter.fillRect(QRectF(area.left(), area.top(), side, area.height()), of(Role::BgSide));
    const bool outlined = scheme == Palette::Scheme::HighContrast;
    const auto bubble = [&](const QRectF &rect, Role fill, Role line) {
        painter.setPen(outlined ? QPen(of(line), 2) : QPen(Qt::NoPen));
        painter.setBrush(of(fill));
        painter.drawRoundedRect(rect, 6, 6);
    };
    for (int i = 0; i < 3; ++i) {
        bubble({area.left() + 7, area.top() + 9 + i * 13, side - 14, 7}, i == 0 ? Role::AccentSoft : Role::BgPress,
            Role::Text);
    }
    const qreal left = area.left() + side + 8;
    const qreal wide = area.right() - left - 8;
    bubble({left, area.top() + 10, wide * 0.65, 14}, Role::BubIn, Role::Text);
    bubble({left + wide * 0.5, area.top() + 30, wide * 0.5, 14}, Role::BubOut, Role::Accent);
    bubble({left, area.top() + 50, wide * 0.75, 14}, Role::BubIn, Role::Text);
}

} // namespace

ThemeTile::ThemeTile(app::ThemeChoice choice, const QString &text, QWidget *parent)
    : QRadioButton(text, parent)
    , m_choice(choice)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void ThemeTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF picture(4, 4, width() - 8, 88);
    QPainterPath shape;
    shape.addRoundedRect(picture, metrics::kRadiusControl, metrics::kRadiusControl);
    painter.save();
    painter.setClipPath(shape);
    using Scheme = Palette::Scheme;
    switch (m_choice) {
    case app::ThemeChoice::System:
        paintScene(
            painter, QRectF(picture.left(), picture.top(), picture.width() / 2, picture.height()), Scheme::Light);
        paintScene(
            painter, QRectF(picture.center().x(), picture.top(), picture.width() / 2, picture.height()), Scheme::Dark);
        break;
    case app::ThemeChoice::Light:
        paintScene(painter, picture, Scheme::Light);
        break;
    case app::ThemeChoice::Dark:
        paintScene(painter, picture, Scheme::Dark);
        break;
    case app::ThemeChoice::HighContrast:
        paintScene(painter, picture, Scheme::HighContrast);
        break;
    }
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color(Role::LineStrong), 1));
    painter.drawPath(shape);
    if (isChecked()) {
        painter.setPen(QPen(color(Role::Accent), 2));
        painter.drawRoundedRect(picture.adjusted(-3, -3, 3, 3), 10, 10);
    }
    QStyleOptionButton option;
    initStyleOption(&option);
    option.rect = QRect(4, 104, width() - 8, 22);
    painter.setFont(textFont(isChecked() ? TextStyle::BodyStrong : TextStyle::Body));
    style()->drawControl(QStyle::CE_RadioButton, &option, &painter, this);
}

} // namespace letterlock::ui
