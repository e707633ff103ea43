// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/FindingsBanner.h"

#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/style/Metrics.h"
#include "ui/widgets/Banner.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::LedgerFault;
using archive::LedgerHeadFault;

namespace {

constexpr int mostDaysShown = 3;

QList<QDate> daysOf(const FindingsView &view)
{
    QList<QDate> days;
    for (const auto &finding : view.findings) {
        const auto day = finding.id.start.toLocalTime().date();
        if (!days.contains(day)) {
            days.append(day);
        }
    }
    std::ranges::sort(days);
    return days;
}

QString joined(const QList<QDate> &days, qsizetype most)
{
    QStringList names;
    for (const auto &day : days.first(std::min(most, days.size()))) {
        names.append(QLocale().toString(day, QLocale::LongFormat));
    }
    return names.join(u"; "_s);
}

} // namespace

FindingsBanner::FindingsBanner(QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner(this))
{
    setObjectName(u"historyFindings"_s);
    m_banner->setObjectName(u"findingsBanner"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, metrics::kSpace8, 20, metrics::kSpace8);
    column->addWidget(m_banner);
    hide();
}

void FindingsBanner::show(const FindingsView &view)
{
    if (!view.findings.isEmpty()) {
        showFindings(view);
    } else if (view.list != LedgerHeadFault::None) {
        showList(view);
    }
    setVisible(!view.findings.isEmpty() || view.list != LedgerHeadFault::None);
}

void FindingsBanner::showFindings(const FindingsView &view)
{
    const auto count = view.findings.size();
    const auto here = std::ranges::count(view.findings, true, &archive::LedgerFinding::isHere);
    const auto missing = std::ranges::count(view.findings, LedgerFault::Missing, &archive::LedgerFinding::fault);
    const auto days = daysOf(view);
    Notice notice{.id = u"findings"_s, .severity = Notice::Severity::Bad, .icon = u"warning"_s};
    notice.headline = missing == count ? tr("%1 no longer has all of your history.").arg(view.server)
        : missing == 0                 ? tr("%1 has changed a part of your history.").arg(view.server)
                       : tr("%1 no longer has all of your history, and has changed a part of it.").arg(view.server);
    const auto hidden = days.size() - std::min<qsizetype>(mostDaysShown, days.size());
    notice.text = hidden == 0
        ? tr("Days: %1.").arg(joined(days, mostDaysShown))
        : tr("Days: %1, and %2 more.").arg(joined(days, mostDaysShown), QLocale().toString(hidden));
    notice.text += u' ';
    if (here == count) {
        notice.text += tr("All of it is still on this computer.");
    } else if (here > 0) {
        notice.text += tr("Some of it is still on this computer.");
    } else {
        notice.text += tr("This computer does not have it. Another of your devices may: open Letterlock there.");
    }
    if (here > 0) {
        notice.actions.append({tr("Upload it again"), [this] { Q_EMIT repairRequested(); }, ButtonKind::Primary});
    }
    notice.actions.append({tr("Leave it as it is…"), [this] { Q_EMIT acceptRequested(); }});
    m_banner->show(notice);
    m_banner->setToolTip(joined(days, days.size()));
    m_banner->setAccessibleDescription(notice.text);
}

void FindingsBanner::showList(const FindingsView &view)
{
    Notice notice{.id = u"list"_s, .severity = Notice::Severity::Warn, .icon = u"warning"_s};
    switch (view.list) {
    case LedgerHeadFault::Missing:
        notice.headline = tr("The list of what is in your archive was gone from %1.").arg(view.server);
        notice.text = tr("By it your devices notice when something is missing. This computer has written it again from "
                         "what it remembers.");
        break;
    case LedgerHeadFault::Older:
        notice.headline = tr("%1 has put back an older list of what is in your archive.").arg(view.server);
        notice.text = tr("By it your devices notice when something is missing. This computer has added again what it "
                         "remembers.");
        break;
    case LedgerHeadFault::Forged:
        notice.headline = tr("The list of what is in your archive was not written by your devices.");
        notice.text = tr("Until it is replaced, another device cannot notice when something is missing.");
        break;
    case LedgerHeadFault::None:
        return;
    }
    const bool isForged = view.list == LedgerHeadFault::Forged;
    notice.actions.append({isForged ? tr("Replace it") : tr("Understood"), [this] { Q_EMIT acceptRequested(); }});
    m_banner->show(notice);
    m_banner->setToolTip({});
    m_banner->setAccessibleDescription(notice.text);
}

} // namespace letterlock::ui
