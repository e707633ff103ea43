// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/BannerArea.h"

#include <QVBoxLayout>

namespace letterlock::ui {

using namespace Qt::StringLiterals;

BannerArea::BannerArea(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"bannerArea"_s);
    setAccessibleName(tr("Notices"));
    m_banner = new Banner(this);
    m_banner->setRadius(0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_banner);
    connect(m_banner, &Banner::closed, this, &BannerArea::take);
    refresh();
}

void BannerArea::put(const Notice &notice)
{
    m_notices.removeIf([&](const Notice &other) { return other.id == notice.id; });
    auto at = m_notices.begin();
    while (at != m_notices.end() && at->rank <= notice.rank)
        ++at;
    m_notices.insert(at, notice);
    refresh();
}

void BannerArea::take(const QString &id)
{
    if (m_notices.removeIf([&](const Notice &notice) { return notice.id == id; }) > 0)
        refresh();
}

bool BannerArea::shows(const QString &id) const
{
    return !m_notices.isEmpty() && m_notices.first().id == id;
}

void BannerArea::refresh()
{
    setVisible(!m_notices.isEmpty());
    if (m_notices.isEmpty())
        return;
    m_banner->show(m_notices.first(), m_notices.size() > 1 ? tr("1 of %1").arg(m_notices.size()) : QString());
}

} // namespace letterlock::ui
