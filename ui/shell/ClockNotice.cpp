// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ClockNotice.h"

#include "ui/shell/BannerArea.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto worthSaying = 5min; // other programs, too, find a message odd whose time is that far off

} // namespace

ClockNotice::ClockNotice(app::ServerClock &clock, BannerArea &banners, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_banners(banners)
{
    connect(&clock, &app::ServerClock::changed, this, &ClockNotice::refresh);
    refresh();
}

void ClockNotice::refresh()
{
    const QString id = u"clock"_s;
    const auto ahead = m_clock.ahead();
    const auto apart = std::chrono::abs(ahead);
    if (apart < worthSaying) {
        m_banners.take(id);
        return;
    }
    const auto minutes = int(std::chrono::round<std::chrono::minutes>(apart).count());
    const QString difference = apart < 90min ? tr("%n minutes", nullptr, minutes)
        : apart < 48h ? tr("%n hours", nullptr, int(std::chrono::round<std::chrono::hours>(apart).count()))
                      : tr("%n days", nullptr, int(std::chrono::round<std::chrono::days>(apart).count()));
    m_banners.put({.id = id,
        .severity = Notice::Severity::Warn,
        .icon = u"clock"_s,
        .headline = ahead > 0ms ? tr("This computer's clock is %1 ahead of your server's.").arg(difference)
                                : tr("This computer's clock is %1 behind your server's.").arg(difference),
        .text = m_clock.isFollowed() ? tr("What you write gets the server's time.")
                                     : tr("That is too much to believe: what you write keeps this computer's time."),
        .actions = {{tr("Close"), [this, id] { m_banners.take(id); }, ButtonKind::Text}},
        .rank = 65});
}

} // namespace letterlock::ui
