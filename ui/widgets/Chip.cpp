// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Chip.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

Chip::Chip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

Chip::Look Chip::lookOf(crypto::TrustVerdict verdict)
{
    using crypto::TrustVerdict;
    switch (verdict) {
    case TrustVerdict::NoKey:
        return {u"lock-open"_s, tr("No key"), Role::Text2, Role::BgPress};
    case TrustVerdict::NotChecked:
        return {u"shield-question"_s, tr("Not checked yet"), Role::Text2, Role::BgPress};
    case TrustVerdict::Checked:
        return {u"shield-check"_s, tr("Checked"), Role::Ok, Role::OkSoft};
    case TrustVerdict::NewNotChecked:
    case TrustVerdict::NewAfterChecked:
        return {u"shield-alert"_s, tr("New key, not checked"), Role::Warn, Role::WarnSoft};
    case TrustVerdict::Refused:
        return {u"close"_s, tr("Refused by you"), Role::Bad, Role::BadSoft};
    case TrustVerdict::Expired:
        return {u"clock"_s, tr("Expired"), Role::Warn, Role::WarnSoft};
    case TrustVerdict::Revoked:
        return {u"shield-alert"_s, tr("Withdrawn by its owner"), Role::Bad, Role::BadSoft};
    }
    return {};
}

int Chip::widthOf(const Look &look)
{
    return 10 + 14 + 6 + QFontMetrics(textFont(TextStyle::Caption)).horizontalAdvance(look.text) + 12;
}

void Chip::paint(QPainter &painter, const QRect &rect, const Look &look, Qt::LayoutDirection direction)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Palette::current().isHighContrast() ? QPen(color(look.ink), 2) : QPen(Qt::NoPen));
    painter.setBrush(color(look.fill));
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    const bool rtl = direction == Qt::RightToLeft;
    const QRect glyph(rtl ? rect.right() - 23 : rect.x() + 10, rect.center().y() - 6, 14, 14);
    icons::paint(painter, glyph, look.icon, color(look.ink));
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(color(look.ink));
    const QRect text = rtl ? rect.adjusted(12, 0, -30, 0) : rect.adjusted(30, 0, -8, 0);
    painter.drawText(text, int(Qt::AlignVCenter | (rtl ? Qt::AlignRight : Qt::AlignLeft)), look.text);
    painter.restore();
}

void Chip::setLook(const Look &look)
{
    m_look = look;
    setAccessibleDescription(look.text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return {widthOf(m_look), metrics::kChip};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_look, layoutDirection());
}

} // namespace letterlock::ui
