// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Dialog.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

Dialog::Dialog(const QString &name, const QString &title, const QString &text, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(name);
    setWindowTitle(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setMinimumWidth(400);
    setMaximumWidth(480);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 20);
    column->setSpacing(metrics::kSpace12);
    column->addWidget((new TextLabel(title, TextStyle::Title, Role::Text, this))->wrapping());
    if (!text.isEmpty())
        column->addWidget((new TextLabel(text, TextStyle::Body, Role::Text2, this))->wrapping());
    m_body = new QVBoxLayout;
    m_body->setSpacing(metrics::kSpace8);
    column->addLayout(m_body);
    column->addSpacing(metrics::kSpace8);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(metrics::kSpace8);
    m_buttons->addStretch(1);
    column->addLayout(m_buttons);
}

QPushButton *Dialog::addButton(const QString &text, ButtonKind kind)
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(kind == ButtonKind::Primary);
    button->setDefault(kind == ButtonKind::Primary);
    setButtonKind(button, kind);
    m_buttons->addWidget(button);
    return button;
}

} // namespace letterlock::ui
