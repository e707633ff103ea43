// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ArchivePlaceTile.h"

#include <QPainter>
#include <QStyleOptionButton>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

ArchivePlaceTile::ArchivePlaceTile(const QString &icon, const QString &title, const QString &meaning, QWidget *parent)
    : QRadioButton(parent)
{
    describe(icon, title, meaning);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void ArchivePlaceTile::describe(const QString &icon, const QString &title, const QString &meaning)
{
    m_icon = icon;
    m_meaning = meaning;
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(meaning);
    update();
}

void ArchivePlaceTile::paintEvent(QPaintEvent *)
{
    constexpr int left = 14;
    constexpr int indicator = 20;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = isChecked();
    painter.setBrush(chosen ? QBrush(color(Role::AccentSoft)) : QBrush(color(Role::BgSurface)));
    painter.setPen(QPen(color(chosen || hasFocus() ? Role::Accent : Role::LineStrong), chosen ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::kRadiusCard, metrics::kRadiusCard);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.rect = QRect(left, 13, indicator, indicator);
    style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &option, &painter, this);
    const int textLeft = left + indicator + 12;
    painter.drawPixmap(textLeft, 13, icons::icon(m_icon, Role::Text).pixmap(18, 18));
    painter.setFont(textFont(TextStyle::BodyStrong));
    painter.setPen(color(isEnabled() ? Role::Text : Role::Text2));
    painter.drawText(QRect(textLeft + 26, 12, width() - textLeft - 34, 20), Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(color(Role::Text2));
    painter.drawText(QRect(textLeft, 34, width() - textLeft - 8, height() - 36),
        Qt::TextWordWrap | Qt::AlignTop | Qt::AlignLeft, m_meaning);
}

} // namespace letterlock::ui
