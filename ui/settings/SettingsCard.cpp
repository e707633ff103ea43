// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/SettingsCard.h"

#include <QHBoxLayout>

#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

SettingsCard::SettingsCard(QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_column(new QVBoxLayout(this))
{
    setRadius(metrics::kRadiusCard);
    setBorder(Role::Line);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
}

void SettingsCard::addRow(const QString &name, const QString &more, QWidget *control)
{
    auto *row = new Panel(Role::Count);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget((new TextLabel(name))->wrapping());
    if (!more.isEmpty()) {
        texts->addWidget((new TextLabel(more, TextStyle::Caption, Role::Text2))->wrapping());
    }
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 10, 16, 10);
    layout->setSpacing(metrics::kSpace16);
    layout->addLayout(texts, 1);
    if (control) {
        if (control->accessibleName().isEmpty()) {
            control->setAccessibleName(name);
        }
        if (!more.isEmpty() && control->accessibleDescription().isEmpty()) {
            control->setAccessibleDescription(more);
        }
        layout->addWidget(control);
    }
    row->setMinimumHeight(46);
    addWidget(row);
}

void SettingsCard::addWidget(QWidget *row)
{
    if (m_column->count() > 0) {
        auto *line = new Panel(Role::Line);
        line->setFixedHeight(1);
        m_column->addWidget(line);
    }
    m_column->addWidget(row);
}

SettingsSheet::SettingsSheet(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout)
{
    m_column->setSpacing(metrics::kSpace8);
    m_column->addWidget(new TextLabel(title, TextStyle::Title));
    auto *inner = new QWidget;
    inner->setMaximumWidth(760);
    auto *stretched = new QVBoxLayout(inner);
    stretched->setContentsMargins(0, 0, 0, 0);
    stretched->addLayout(m_column);
    stretched->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(40, 26, 24, 24);
    row->setSpacing(0);
    row->addWidget(inner, 760);
    row->addStretch(1);
    setAccessibleName(title);
}

void SettingsSheet::addSection(const QString &title, QWidget *content)
{
    m_column->addSpacing(metrics::kSpace8);
    if (!title.isEmpty()) {
        m_column->addWidget(new TextLabel(title, TextStyle::BodyStrong));
    }
    m_column->addWidget(content);
}

} // namespace letterlock::ui
