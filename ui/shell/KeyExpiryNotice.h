// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/keys/KeyController.h"

namespace letterlock::ui {

class BannerArea;

/// Says a month before that the current key comes to its end.
class KeyExpiryNotice : public QObject {
    Q_OBJECT
public:
    KeyExpiryNotice(app::KeyController &keys, BannerArea &banners, QObject *parent = nullptr);

Q_SIGNALS:
    void changeWanted();

private:
    void refresh();

    app::KeyController &m_keys;
    BannerArea &m_banners;
};

} // namespace letterlock::ui
