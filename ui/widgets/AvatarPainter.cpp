// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/AvatarPainter.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

bool writesInWords(char32_t letter)
{
    const auto script = QChar::script(letter);
    return script == QChar::Script_Latin || script == QChar::Script_Cyrillic || script == QChar::Script_Greek;
}

QString firstLetter(const QString &word)
{
    const auto letters = word.toUcs4();
    return letters.isEmpty() ? QString()
                             : QString::fromUcs4(reinterpret_cast<const char32_t *>(letters.constData()), 1);
}

} // namespace

int AvatarPainter::colorIndex(const QString &address)
{
    // FNV-1a: qHash differs between runs.
    quint32 hash = 2166136261U;
    for (const char byte : address.toUtf8())
        hash = (hash ^ static_cast<quint8>(byte)) * 16777619U;
    return int((hash >> 16 ^ hash) % 8);
}

QString AvatarPainter::initials(const QString &name)
{
    const auto words = name.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return u"?"_s;
    const QString first = firstLetter(words.first()).toUpper();
    if (words.size() < 2 || !writesInWords(words.first().toUcs4().constFirst()))
        return first;
    return first + firstLetter(words.last()).toUpper();
}

QString AvatarPainter::presenceName(app::Availability availability)
{
    switch (availability) {
    case app::Availability::Offline:
        return QCoreApplication::translate("letterlock::ui::AvatarPainter", "Offline");
    case app::Availability::Online:
        return QCoreApplication::translate("letterlock::ui::AvatarPainter", "Online");
    case app::Availability::Away:
        return QCoreApplication::translate("letterlock::ui::AvatarPainter", "Away");
    case app::Availability::Busy:
        return QCoreApplication::translate("letterlock::ui::AvatarPainter", "Do not disturb");
    }
    return {};
}

void AvatarPainter::paint(QPainter &painter, const QRectF &rect, const QString &address, const QString &name,
    std::optional<app::Availability> availability, Role ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Palette::current().avatar(colorIndex(address)));
    painter.drawEllipse(rect);
    QFont letters = textFont(TextStyle::BodyStrong);
    letters.setPixelSize(qMax(9, qRound(rect.height() * 0.38)));
    painter.setFont(letters);
    painter.setPen(Qt::white);
    painter.drawText(rect, Qt::AlignCenter, initials(name));
    painter.restore();
    if (availability) {
        const qreal side = qBound(10.0, rect.width() * 0.3, 18.0);
        const bool rtl = painter.layoutDirection() == Qt::RightToLeft;
        const QRectF mark(rtl ? rect.left() - 1 : rect.right() - side + 1, rect.bottom() - side + 1, side, side);
        paintPresence(painter, mark, *availability, ground);
    }
}

void AvatarPainter::paintPresence(QPainter &painter, const QRectF &rect, app::Availability availability, Role ground)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(ground));
    painter.drawEllipse(rect);
    const QRectF inner = rect.adjusted(2, 2, -2, -2);
    switch (availability) {
    case app::Availability::Online:
        painter.setBrush(color(Role::DotOn));
        painter.drawEllipse(inner);
        break;
    case app::Availability::Away: {
        QPainterPath disc;
        disc.addEllipse(inner);
        QPainterPath bite;
        bite.addEllipse(inner.translated(-inner.width() * 0.38, -inner.height() * 0.38));
        painter.setBrush(color(Role::DotAway));
        painter.drawPath(disc.subtracted(bite));
        break;
    }
    case app::Availability::Busy:
        painter.setBrush(color(Role::DotBusy));
        painter.drawEllipse(inner);
        painter.setBrush(color(ground));
        painter.drawRect(QRectF(inner.left() + inner.width() * 0.22, inner.center().y() - inner.height() * 0.1,
            inner.width() * 0.56, inner.height() * 0.2));
        break;
    case app::Availability::Offline:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color(Role::DotOff), 2));
        painter.drawEllipse(inner.adjusted(1, 1, -1, -1));
        break;
    }
    painter.restore();
}

} // namespace letterlock::ui
