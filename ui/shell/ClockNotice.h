// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/transport/ServerClock.h"

namespace letterlock::ui {

class BannerArea;

/// Says that this computer's clock and the server's differ by minutes or more, and whose time messages get.
class ClockNotice : public QObject {
    Q_OBJECT
public:
    ClockNotice(app::ServerClock &clock, BannerArea &banners, QObject *parent = nullptr);

private:
    void refresh();

    app::ServerClock &m_clock;
    BannerArea &m_banners;
};

} // namespace letterlock::ui
