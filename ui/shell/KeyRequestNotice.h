// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/bootstrap/AppContext.h"

namespace letterlock::ui {

class BannerArea;

/// Says in the window that somebody asks for a session key while another conversation is open.
class KeyRequestNotice : public QObject {
    Q_OBJECT
public:
    KeyRequestNotice(app::AppContext &app, BannerArea &banners, QObject *parent = nullptr);

Q_SIGNALS:
    void chatsWanted();

private:
    void refresh(const crypto::BareJid &peer);

    app::AppContext &m_app;
    BannerArea &m_banners;
};

} // namespace letterlock::ui
