// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/ChoiceCard.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QRadioButton>

#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

ChoiceCard::ChoiceCard(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_button(new QRadioButton(this))
    , m_texts(new QVBoxLayout)
{
    setRadius(metrics::kRadiusCard);
    m_button->setAccessibleName(title);
    m_button->setAccessibleDescription(text);
    m_texts->setSpacing(2);
    m_texts->addWidget(new TextLabel(title, TextStyle::BodyStrong));
    m_texts->addWidget((new TextLabel(text, TextStyle::Body, Role::Text2))->wrapping());

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(m_button, 0, Qt::AlignTop);
    if (!icon.isEmpty()) {
        row->addWidget(new Glyph(icon, Role::Text2, 20), 0, Qt::AlignTop);
    }
    row->addLayout(m_texts, 1);
    connect(m_button, &QRadioButton::toggled, this, &ChoiceCard::restyle);
    restyle();
}

void ChoiceCard::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_button->isEnabled()) {
        m_button->click();
        m_button->setFocus(Qt::MouseFocusReason);
    }
}

void ChoiceCard::restyle()
{
    const bool on = m_button->isChecked();
    setFill(on ? Role::AccentSoft : Role::BgSurface);
    setBorder(on ? Role::Accent : Role::LineStrong, on ? 2 : 1);
}

} // namespace letterlock::ui
