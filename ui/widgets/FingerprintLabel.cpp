// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FingerprintLabel.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

FingerprintLabel::FingerprintLabel(const crypto::KeyFingerprint &key, QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFingerprint(key);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
}

void FingerprintLabel::setFingerprint(const crypto::KeyFingerprint &key)
{
    m_key = key;
    // Commas make screen readers pause after each group.
    setAccessibleDescription(groups().join(u", "_s));
    updateGeometry();
    update();
}

void FingerprintLabel::setLarge(bool large)
{
    m_large = large;
    updateGeometry();
    update();
}

void FingerprintLabel::setGroupsPerLine(int groups)
{
    m_perLine = qMax(1, groups);
    updateGeometry();
    update();
}

QStringList FingerprintLabel::groups() const
{
    QStringList result;
    const QString &hex = m_key.toString();
    for (qsizetype at = 0; at < hex.size(); at += 4)
        result.append(hex.mid(at, 4));
    return result;
}

QFont FingerprintLabel::groupFont() const
{
    QFont result = textFont(TextStyle::Mono);
    if (m_large)
        result.setPixelSize(result.pixelSize() * 18 / 14);
    return result;
}

int FingerprintLabel::step() const
{
    const QFontMetrics fm(groupFont());
    return fm.horizontalAdvance(u"0000"_s) + (m_large ? 14 : 12);
}

int FingerprintLabel::perLine(int width) const
{
    const int gap = m_large ? 14 : 12;
    return qBound(1, (width + gap) / step(), m_perLine);
}

QSize FingerprintLabel::sizeHint() const
{
    const int width = m_perLine * step() - (m_large ? 14 : 12);
    return {width, heightForWidth(width)};
}

QSize FingerprintLabel::minimumSizeHint() const
{
    return {step(), lineHeight()};
}

int FingerprintLabel::heightForWidth(int width) const
{
    const int columns = perLine(width);
    return qMax(1, int((groups().size() + columns - 1) / columns)) * lineHeight();
}

void FingerprintLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setFont(groupFont());
    painter.setPen(color(Role::Text));
    const auto all = groups();
    const int columns = perLine(width());
    for (int i = 0; i < all.size(); ++i) {
        const QRect cell(i % columns * step(), i / columns * lineHeight(), step(), lineHeight());
        painter.drawText(cell, int(Qt::AlignLeft | Qt::AlignVCenter), all.at(i));
    }
}

} // namespace letterlock::ui
