// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/DrillRow.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/settings/DrillDialog.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

DrillRow::DrillRow(app::RecoveryDrill &drill, const QString &server, QWidget *parent)
    : QWidget(parent)
    , m_drill(drill)
    , m_last(new TextLabel({}, TextStyle::Caption, Role::Text2, this))
{
    auto *open = new QPushButton(tr("Rehearse a restore…"), this);
    open->setObjectName(u"drillOpen"_s);
    open->setAccessibleName(open->text());
    open->setIcon(icons::icon(u"refresh"_s, Role::AccentText));
    setButtonKind(open, ButtonKind::Text, ButtonSize::Small);
    m_last->setObjectName(u"drillLast"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace8);
    row->addWidget(open);
    row->addWidget(m_last);
    connect(open, &QPushButton::clicked, this, [this, server] {
        auto *dialog = new DrillDialog(m_drill, server, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(&m_drill, &app::RecoveryDrill::changed, this, &DrillRow::refresh);
    refresh();
}

void DrillRow::refresh()
{
    const auto last = m_drill.lastPassed().toLocalTime().date();
    const auto date = QLocale().toString(last, QLocale::LongFormat);
    m_last->setText(!last.isValid() ? tr("Never rehearsed")
            : m_drill.isDue()       ? tr("Last rehearsed on %1. It is time to do it again.").arg(date)
                                    : tr("Last rehearsed on %1").arg(date));
}

} // namespace letterlock::ui
