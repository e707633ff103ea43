// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/FactLine.h"

#include <QHBoxLayout>

#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

FactLine::FactLine(QWidget *parent)
    : QWidget(parent)
    , m_glyph(new Glyph(u"check"_s, Role::Ok, 18))
    , m_fact((new TextLabel({}, TextStyle::BodyMedium))->wrapping())
    , m_more((new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping())
{
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_fact);
    texts->addWidget(m_more);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(12);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
}

void FactLine::setFact(const QString &icon, Role role, const QString &fact, const QString &more)
{
    m_glyph->setIcon(icon, role);
    m_fact->setText(fact);
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
}

} // namespace letterlock::ui
