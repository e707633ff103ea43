// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/RecoverySheet.h"

#include <QFontDatabase>
#include <QPagedPaintDevice>
#include <QPainter>

#include "ui/style/DayText.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RecoverySheet::RecoverySheet(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"recoverySheet"_s);
    setAccessibleName(tr("Recovery sheet"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RecoverySheet::setSheet(
    const QString &account, const QString &code, const crypto::KeyFingerprint &key, const QDate &date)
{
    m_account = account;
    m_groups = code.split(u'-', Qt::SkipEmptyParts);
    m_key = key;
    m_qr = QrCode::ofKey(key);
    m_date = date;
    setAccessibleDescription(
        tr("Backup code: %1. Fingerprint: %2.", "groups, groups").arg(m_groups.join(u", "_s), m_key.grouped()));
    update();
}

void RecoverySheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Role::PaperLine), 1));
    painter.setBrush(color(Role::Paper));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    paintSheet(painter, QRectF(rect()).adjusted(21, 20, -21, -18), false);
    if (hasFocus()) {
        painter.setPen(QPen(color(Role::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void RecoverySheet::paintSheet(QPainter &painter, const QRectF &area, bool onPaper) const
{
    const auto ink = onPaper ? QColor(Qt::black) : color(Role::PaperText);
    const auto ink2 = onPaper ? QColor(Qt::black) : color(Role::PaperText2);
    const auto line = onPaper ? QColor(Qt::black) : color(Role::PaperLine);
    const auto place = int(Qt::AlignLeft | Qt::AlignVCenter);
    qreal y = area.top();
    const auto text = [&](TextStyle style, const QColor &pen, const QString &words, qreal left, qreal height) {
        painter.setFont(textFont(style));
        painter.setPen(pen);
        painter.drawText(QRectF(left, y, area.right() - left, height), place, words);
        y += height;
    };
    icons::application().paint(&painter, QRect(qRound(area.left()), qRound(area.top()), 34, 34));
    text(TextStyle::Heading, ink, tr("Recovery sheet"), area.left() + 46, 20);
    text(TextStyle::Caption, ink2, tr("%1, %2", "address, day").arg(m_account, dayText(m_date)), area.left() + 46, 16);
    y += 14;
    text(TextStyle::Caption, ink2, tr("Backup code"), area.left(), 18);
    y += 4;
    const qreal wide = (area.width() - 12) / 3;
    auto mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPixelSize(textFont(TextStyle::Mono).pixelSize() + 2);
    painter.setFont(mono);
    for (int i = 0; i < m_groups.size(); ++i) {
        const QRectF box(area.left() + i % 3 * (wide + 6), y + i / 3 * 40, wide, 34);
        painter.setPen(QPen(line, 1));
        painter.setBrush(Qt::white);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.setPen(onPaper ? ink : color(Role::PaperText));
        painter.drawText(box, Qt::AlignCenter, m_groups.at(i));
    }
    y += 2 * 40 + 8;
    text(TextStyle::Caption, ink2, tr("Fingerprint of the key"), area.left(), 18);
    const auto groups = m_key.grouped().split(u' ');
    // Beside it the same for scanning.
    constexpr qreal code = 100;
    const QRectF square(area.right() - code, y - 10, code, code);
    painter.setPen(QPen(line, 1));
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(square.adjusted(-0.5, -0.5, 0.5, 0.5), 3, 3);
    if (!m_qr.isEmpty()) {
        m_qr.paint(painter, square.adjusted(1, 1, -1, -1));
    }
    mono.setPixelSize(textFont(TextStyle::Body).pixelSize());
    for (int i = 0; i + 5 <= groups.size(); i += 5) {
        painter.setFont(mono);
        painter.setPen(ink);
        painter.drawText(QRectF(area.left(), y, area.width(), 19), place, groups.mid(i, 5).join(u' '));
        y += 19;
    }
    y += 8;
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(ink2);
    painter.drawText(QRectF(area.left(), y, area.width() - code - 16, 76),
        int(Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap),
        tr("Keep this on paper, away from your devices. Whoever has it and your password can open your archive."));
}

void RecoverySheet::printTo(QPagedPaintDevice &device) const
{
    QPainter painter(&device);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr qreal wide = 360;
    const qreal scale = device.width() / (wide + 80);
    painter.scale(scale, scale);
    painter.setPen(QPen(Qt::black, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(20, 20, wide + 40, 320), 6, 6);
    paintSheet(painter, QRectF(40, 40, wide, 280), true);
}

} // namespace letterlock::ui
