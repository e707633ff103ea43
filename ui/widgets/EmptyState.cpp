// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EmptyState.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, Role ground, QWidget *parent)
    : Panel(ground, parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(metrics::kSpace8);
    column->addStretch(2);
    column->addWidget(new Glyph(icon, Role::AccentLine, 72, this), 0, Qt::AlignHCenter);
    column->addSpacing(metrics::kSpace8);
    m_title = (new TextLabel(title, TextStyle::Heading, Role::Text, this))->wrapping();
    m_title->setAlignment(Qt::AlignCenter);
    m_text = (new TextLabel(text, TextStyle::Body, Role::Text2, this))->wrapping();
    m_text->setAlignment(Qt::AlignCenter);
    column->addWidget(m_title);
    column->addWidget(m_text);
    m_buttons = new QVBoxLayout;
    m_buttons->setSpacing(metrics::kSpace8);
    column->addSpacing(metrics::kSpace8);
    column->addLayout(m_buttons);
    column->addStretch(3);
}

void EmptyState::setWords(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

QPushButton *EmptyState::addButton(const QString &text, ButtonKind kind)
{
    auto *button = new QPushButton(text, this);
    setButtonKind(button, kind, ButtonSize::Small);
    m_buttons->addWidget(button, 0, Qt::AlignHCenter);
    return button;
}

} // namespace letterlock::ui
