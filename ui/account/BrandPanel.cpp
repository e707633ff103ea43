// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/BrandPanel.h"

#include <QPainter>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kWidth = 420;
const QColor kGround(0x0F, 0x46, 0x59);
const QColor kInk(0xF2, 0xF8, 0xFA);
const QColor kSoft(0x9A, 0xD7, 0xEA);
} // namespace

BrandPanel::BrandPanel(QWidget *parent)
    : QWidget(parent)
{
    setFixedWidth(kWidth);
    setAccessibleName(tr("Your server keeps it. Only you can open it."));
}

void BrandPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), kGround);
    icons::application().paint(&painter, QRect(48, 50, 104, 104));
    QFont display = textFont(TextStyle::Display);
    display.setPixelSize(display.pixelSize() * 30 / 26);
    painter.setFont(display);
    painter.setPen(kInk);
    painter.drawText(QRect(48, 186, width() - 72, 90), int(Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap),
        tr("Your server keeps it.\nOnly you can open it."));

    struct Line {
        QString icon;
        QString text;
    };
    const QList<Line> lines = {{{}, tr("Your server can see")}, {u"person"_s, tr("who you write to, and when")},
        {u"archive"_s, tr("how much you have stored")}, {{}, {}}, {{}, tr("Your server cannot see")},
        {u"letter-sealed"_s, tr("a single word of your messages")}, {u"search"_s, tr("what you search for")}};
    int y = height() - 24 - int(lines.size()) * 28;
    for (const auto &line : lines) {
        const bool head = line.icon.isEmpty();
        painter.setFont(textFont(head ? TextStyle::BodyStrong : TextStyle::Message));
        painter.setPen(head ? kSoft : kInk);
        if (!head)
            icons::paint(painter, QRect(48, y + 4, 19, 19), line.icon, kInk);
        painter.drawText(QRect(head ? 48 : 79, y, width() - 90, 26), int(Qt::AlignLeft | Qt::AlignVCenter), line.text);
        y += line.text.isEmpty() ? 16 : 29;
    }
}

} // namespace letterlock::ui
