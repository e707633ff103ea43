// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Metrics.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

namespace letterlock::ui {

namespace {

int &messageSize()
{
    static int px = 14;
    return px;
}

} // namespace

void setMessageTextSize(int px)
{
    messageSize() = qBound(12, px, 20);
}

QFont textFont(TextStyle style)
{
    const QFont base = QApplication::font();
    const double ratio = QFontInfo(base).pixelSize() / 13.0;
    double px = 13;
    auto weight = QFont::Normal;
    switch (style) {
    case TextStyle::Display:
        px = 26;
        weight = QFont::DemiBold;
        break;
    case TextStyle::Title:
        px = 20;
        weight = QFont::DemiBold;
        break;
    case TextStyle::Heading:
        px = 15;
        weight = QFont::DemiBold;
        break;
    case TextStyle::Message:
        px = messageSize();
        break;
    case TextStyle::Body:
        break;
    case TextStyle::BodyMedium:
        weight = QFont::Medium;
        break;
    case TextStyle::BodyStrong:
        weight = QFont::DemiBold;
        break;
    case TextStyle::Caption:
        px = 12;
        break;
    case TextStyle::CaptionStrong:
        px = 12;
        weight = QFont::DemiBold;
        break;
    case TextStyle::Micro:
        px = 11;
        break;
    case TextStyle::Mono:
        px = 14;
        break;
    }
    QFont result = style == TextStyle::Mono ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    result.setPixelSize(qRound(px * ratio));
    result.setWeight(weight);
    return result;
}

} // namespace letterlock::ui
