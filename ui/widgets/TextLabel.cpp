// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

TextLabel::TextLabel(const QString &text, TextStyle style, Role role, QWidget *parent)
    : QLabel(text, parent)
    , m_role(role)
{
    setTextFormat(Qt::PlainText);
    setTextStyle(style);
    refresh();
    connect(&Palette::current(), &Palette::changed, this, &TextLabel::refresh);
}

void TextLabel::setRole(Role role)
{
    m_role = role;
    refresh();
}

void TextLabel::setTextStyle(TextStyle style)
{
    setFont(textFont(style));
}

TextLabel *TextLabel::wrapping()
{
    setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    return this;
}

void TextLabel::refresh()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, color(m_role));
    palette.setColor(QPalette::Link, color(Role::AccentText));
    setPalette(palette);
}

} // namespace letterlock::ui
