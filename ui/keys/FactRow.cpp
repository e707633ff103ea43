// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/FactRow.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

namespace {

constexpr int labelWidth = 122;
constexpr int narrow = 520;

} // namespace

FactRow::FactRow(const QString &icon, const QString &label, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_row(new QHBoxLayout(this))
    , m_label(new TextLabel(label, TextStyle::Body, Role::Text2))
    , m_fact((new TextLabel({}, TextStyle::Body))->wrapping())
    , m_more((new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping())
{
    setEdges(Qt::TopEdge);
    m_label->setFixedWidth(labelWidth);
    m_fact->setAccessibleName(label);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_fact);
    texts->addWidget(m_more);
    texts->addStretch(1);
    m_row->setContentsMargins(2, 6, 0, 6);
    m_row->setSpacing(metrics::kSpace12);
    m_row->addWidget(new Glyph(icon, Role::Text2, 18));
    m_row->addWidget(m_label);
    m_row->addLayout(texts, 1);
    setMinimumHeight(50);
}

void FactRow::setFact(const QString &fact, const QString &more)
{
    m_fact->setText(fact);
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
    setVisible(!fact.isEmpty());
}

QString FactRow::fact() const
{
    return m_fact->text();
}

void FactRow::addAction(QPushButton *button)
{
    m_row->addWidget(button);
}

void FactRow::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_label->setVisible(width() >= narrow);
}

} // namespace letterlock::ui
