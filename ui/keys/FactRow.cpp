// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/FactRow.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

namespace {

constexpr int labelWidth = 122;
constexpr int narrow = 520;
constexpr int glyphSize = 18;

int widthOf(const TextLabel &label)
{
    return label.isHidden() ? 0 : label.fontMetrics().horizontalAdvance(label.text()) + 1;
}

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
    m_texts = new QVBoxLayout;
    m_texts->setSpacing(0);
    m_texts->addStretch(1);
    m_texts->addWidget(m_fact);
    m_texts->addWidget(m_more);
    m_texts->addStretch(1);
    m_actions = new QWidget;
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, 0, 0);
    actions->setSpacing(metrics::kSpace12);
    m_row->setContentsMargins(2, 6, 0, 6);
    m_row->setSpacing(metrics::kSpace12);
    m_row->addWidget(new Glyph(icon, Role::Text2, glyphSize));
    m_row->addWidget(m_label);
    m_row->addLayout(m_texts, 1);
    m_row->addWidget(m_actions);
    m_actions->hide();
    setMinimumHeight(50);
}

void FactRow::setFact(const QString &fact, const QString &more)
{
    m_fact->setText(fact);
    m_more->setText(more);
    m_more->setVisible(!more.isEmpty());
    setVisible(!fact.isEmpty());
    placeActions();
}

QString FactRow::fact() const
{
    return m_fact->text();
}

void FactRow::addAction(QPushButton *button)
{
    m_actions->layout()->addWidget(button);
    m_actions->show();
}

/// Words that are broken at every second one cannot be read; what can be done about them has a line of its own then.
void FactRow::placeActions()
{
    const int actions = m_actions->sizeHint().width();
    const int texts = qMax(widthOf(*m_fact), widthOf(*m_more));
    const auto margins = m_row->contentsMargins();
    int room = width() - margins.left() - margins.right() - glyphSize - m_row->spacing();
    room -= m_label->isHidden() ? 0 : labelWidth + m_row->spacing();
    const bool below = texts + m_row->spacing() + actions > room && 2 * actions > room;
    if (below == m_actionsBelow)
        return;
    m_actionsBelow = below;
    if (below) {
        m_row->removeWidget(m_actions);
        m_texts->insertWidget(3, m_actions, 0, Qt::AlignLeading);
    } else {
        m_texts->removeWidget(m_actions);
        m_row->addWidget(m_actions);
    }
}

bool FactRow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) // a button came or went
        placeActions();
    return Panel::event(event);
}

void FactRow::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_label->setVisible(width() >= narrow);
    placeActions();
}

} // namespace letterlock::ui
