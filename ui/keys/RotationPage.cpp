// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationPage.h"

#include <QVBoxLayout>

#include "ui/style/Metrics.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

RotationPage::RotationPage(QWidget *parent)
    : QWidget(parent)
    , m_content(new QVBoxLayout(this))
    , m_title((new TextLabel({}, TextStyle::Title))->wrapping())
    , m_line((new TextLabel({}, TextStyle::Body, Role::Text2))->wrapping())
{
    m_content->setContentsMargins(30, 22, 30, 16);
    m_content->setSpacing(metrics::kSpace12);
    auto *head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_title);
    head->addWidget(m_line);
    m_content->addLayout(head);
}

void RotationPage::setHeading(const QString &title, const QString &line)
{
    m_title->setText(title);
    m_line->setText(line);
    setAccessibleName(title);
}

Panel *RotationPage::makeCard(QVBoxLayout *&inside)
{
    auto *card = new Panel(Role::BgSurface);
    card->setRadius(metrics::kRadiusCard);
    card->setBorder(Role::Line);
    inside = new QVBoxLayout(card);
    inside->setContentsMargins(16, 12, 16, 14);
    inside->setSpacing(6);
    return card;
}

} // namespace letterlock::ui
