// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/KeyRequestNotice.h"

#include "ui/shell/BannerArea.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

KeyRequestNotice::KeyRequestNotice(app::AppContext &app, BannerArea &banners, QObject *parent)
    : QObject(parent)
    , m_app(app)
    , m_banners(banners)
{
    connect(&m_app.keyRequests(), &app::KeyRequestController::cardsChanged, this, &KeyRequestNotice::refresh);
    connect(&m_app.conversation(), &app::ConversationController::opened, this,
        [this] { refresh(m_app.conversation().peer()); });
}

void KeyRequestNotice::refresh(const crypto::BareJid &peer)
{
    const QString id = u"keyRequest:"_s + peer.toString();
    const bool isShown = peer == m_app.conversation().peer() || peer == m_app.keys().account();
    if (isShown || m_app.keyRequests().cards(peer).isEmpty()) {
        m_banners.take(id);
        return;
    }
    m_banners.put({.id = id,
        .icon = u"lock"_s,
        .headline = tr("%1 asks for the key of your conversation.").arg(m_app.roster().contact(peer).name),
        .text = tr("Without it that device cannot open what you wrote."),
        .actions = {{tr("Show the request"),
            [this, peer] {
                m_app.conversation().openWith(peer);
                Q_EMIT chatsWanted();
            },
            ButtonKind::Primary}},
        .rank = 45});
}

} // namespace letterlock::ui
