// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/keys/PublishedKeys.h"

namespace letterlock::ui {

class BannerArea;
class Prompts;

/// What is odd about the archive keys that are published on the account: one that nobody knows, one that was revoked,
/// one that vanished.
class PublishedKeyNotice : public QObject {
    Q_OBJECT
public:
    struct Ports {
        app::PublishedKeys &keys;
        BannerArea &banners;
        Prompts &prompts;
        QWidget *window = nullptr;
    };
    explicit PublishedKeyNotice(Ports ports, QObject *parent = nullptr);

private:
    void askAbout(const QString &print);
    void decide(const QString &print);
    void tellRevoked();
    void tellDropped(const QString &print);
    void refresh(); ///< takes away what is settled

    Ports m_ports;
    QString m_asked; ///< print
};

} // namespace letterlock::ui
