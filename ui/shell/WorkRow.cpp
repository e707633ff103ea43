// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/WorkRow.h"

#include <QHBoxLayout>

#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

WorkRow::WorkRow(const QString &id, QWidget *parent)
    : Panel(Role::Count, parent)
    , m_glyph(new Glyph(u"upload"_s, Role::Text2, metrics::kIcon, this))
    , m_title(new TextLabel({}, TextStyle::BodyMedium, Role::Text, this))
    , m_detail((new TextLabel({}, TextStyle::Caption, Role::Text2, this))->wrapping())
    , m_progress(new ProgressLine(this))
    , m_pause(new IconButton(u"pause"_s, {}, this))
    , m_open(new IconButton(u"chevron-right"_s, {}, this))
{
    setObjectName(u"workItem_"_s + id);
    setEdges(Qt::BottomEdge);
    m_pause->setObjectName(u"workPause_"_s + id);
    m_open->setObjectName(u"workOpen_"_s + id);
    auto *top = new QHBoxLayout;
    top->setSpacing(metrics::kSpace4);
    top->addWidget(m_title, 1);
    top->addWidget(m_pause);
    top->addWidget(m_open);
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::kSpace4);
    words->addLayout(top);
    words->addWidget(m_progress);
    words->addWidget(m_detail);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 14, 10);
    row->setSpacing(10);
    auto *icon = new QVBoxLayout;
    icon->setContentsMargins(0, 8, 0, 0);
    icon->addWidget(m_glyph);
    icon->addStretch(1);
    row->addLayout(icon);
    row->addLayout(words, 1);
    connect(m_pause, &QToolButton::clicked, this, &WorkRow::pauseToggled);
    connect(m_open, &QToolButton::clicked, this, &WorkRow::openWanted);
}

void WorkRow::show(const WorkItem &item)
{
    m_glyph->setIcon(item.icon, item.problem ? Role::Bad : Role::Text2);
    m_title->setText(item.title);
    m_detail->setText(item.detail);
    setAccessibleName(item.title);
    setAccessibleDescription(item.detail);
    const bool stands = item.paused || item.problem;
    m_progress->setVisible(item.fraction >= 0 || !stands);
    m_progress->setState(item.problem ? ProgressLine::State::Problem
            : item.paused             ? ProgressLine::State::Paused
            : item.fraction >= 0      ? ProgressLine::State::Running
                                      : ProgressLine::State::Unknown);
    if (item.fraction >= 0)
        m_progress->setFraction(item.fraction);
    m_progress->setAccessibleName(item.title);
    m_progress->setAccessibleDescription(item.detail);
    m_pause->setVisible(item.canPause);
    m_pause->setGlyph(stands ? u"play"_s : u"pause"_s);
    const QString name = (stands ? tr("Continue: %1") : tr("Pause: %1")).arg(item.title);
    m_pause->setAccessibleName(name);
    m_pause->setToolTip(stands ? tr("Continue") : tr("Pause"));
    m_open->setAccessibleName(tr("Show: %1").arg(item.title));
    m_open->setToolTip(tr("Show"));
}

} // namespace letterlock::ui
