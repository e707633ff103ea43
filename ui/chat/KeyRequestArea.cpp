// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/KeyRequestArea.h"

#include <QHBoxLayout>

#include "ui/chat/Composer.h"
#include "ui/chat/DetailsPanel.h"
#include "ui/chat/KeyRequestCardView.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

KeyRequestArea::KeyRequestArea(Ports ports, QWidget *parent)
    : Panel(Role::BgTimeline, parent)
    , m_ports(ports.page)
{
    setObjectName(QStringLiteral("keyRequestArea"));
    m_card = new KeyRequestCardView(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 14, 16, 6);
    row->addStretch(1);
    row->addWidget(m_card, 1000);
    row->addStretch(1);
    auto &requests = m_ports.keyRequests;
    connect(m_card, &KeyRequestCardView::approved, &requests, &app::KeyRequestController::approve);
    connect(m_card, &KeyRequestCardView::refused, &requests, qOverload<int>(&app::KeyRequestController::refuse));
    connect(m_card, &KeyRequestCardView::refusedForNew, &requests, &app::KeyRequestController::refuseAndRenew);
    connect(m_card, &KeyRequestCardView::compareWanted, &ports.details, &DetailsPanel::compareWanted);
    connect(&ports.composer, &Composer::newSessionKeyWanted, this, &KeyRequestArea::startNewKey);
    const auto offer = [composer = &ports.composer, &settings = m_ports.settings] {
        composer->setSessionKeysOffered(settings.sessionKeys());
    };
    connect(&m_ports.settings, &app::SettingsStore::changed, &ports.composer, offer);
    offer();
    connect(&requests, &app::KeyRequestController::cardsChanged, this, &KeyRequestArea::refresh);
    connect(&m_ports.conversation, &app::ConversationController::opened, this, &KeyRequestArea::refresh);
    refresh();
}

void KeyRequestArea::refresh()
{
    const auto peer = m_ports.conversation.peer();
    // Devices of our own have no conversation of their own to be shown in.
    const auto own = m_ports.keys.account();
    const auto cards = m_ports.keyRequests.cards(peer) + m_ports.keyRequests.cards(own);
    setVisible(!cards.isEmpty());
    if (!cards.isEmpty()) {
        const bool isOwn = cards.first().asker.bare() == own;
        m_card->show(cards.first(), isOwn ? tr("Another device of yours") : m_ports.roster.contact(peer).name,
            int(cards.size()) - 1);
    }
}

void KeyRequestArea::startNewKey()
{
    const auto peer = m_ports.conversation.peer();
    m_ports.prompts.ask(this,
        {.name = QStringLiteral("newSessionKeyDialog"),
            .title = tr("Start a new session key"),
            .text = tr("What you send from now on goes under a new key, and every device asks for it anew. Nothing "
                       "changes for what was sent before: the old key cannot be taken back."),
            .confirm = tr("Start a new key")},
        [this, peer](Prompts::Answer answer) {
            if (answer == Prompts::Answer::Confirm)
                m_ports.keyRequests.startNewKey(peer);
        });
}

} // namespace letterlock::ui
