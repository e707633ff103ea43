// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/KeyRequestArea.h"

#include <QLayout>
#include <QScrollArea>

#include <utility>

#include "ui/chat/Composer.h"
#include "ui/chat/ConversationHeader.h"
#include "ui/chat/DetailsPanel.h"
#include "ui/chat/KeyRequestCardView.h"
#include "ui/chat/SendBlockText.h"
#include "ui/chat/TimelineText.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

namespace {

constexpr int kCardWidth = 560;
constexpr int kNarrow = 500;
constexpr int kMargin = 16;
constexpr int kAbove = 14;
constexpr int kBelow = 6;

} // namespace

KeyRequestArea::KeyRequestArea(Ports ports, QWidget *parent)
    : Panel(Role::BgTimeline, parent)
    , m_ports(ports.page)
    , m_header(ports.header)
{
    setObjectName(QStringLiteral("keyRequestArea"));
    // In the smallest window there is not room for all of it.
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_holder = new QWidget;
    m_scroll->setWidget(m_holder);
    m_holder->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_card = new KeyRequestCardView(m_holder);
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
    connect(&m_ports.conversation, &app::ConversationController::stateChanged, this, &KeyRequestArea::chooseHandouts);
    connect(&m_ports.conversation, &app::ConversationController::opened, this, &KeyRequestArea::chooseHandouts);
    for (auto changed : {&app::KeyRequestController::handedOut, &app::KeyRequestController::newKeyStarted,
             &app::KeyRequestController::otherKeyUsed})
        connect(&requests, changed, this, [this](const crypto::BareJid &peer) {
            if (peer == m_toldOf)
                readHandouts();
        });
    const auto sayThere = [this, composer = &ports.composer] {
        const auto &conversation = m_ports.conversation;
        const QString name = m_ports.roster.contact(conversation.peer()).name;
        composer->setSessionKeysThere(
            SendBlockText::sessionKeys(conversation.sessionKeySupport(), conversation.isGroup(), name));
    };
    connect(&m_ports.conversation, &app::ConversationController::stateChanged, this, sayThere);
    connect(&m_ports.conversation, &app::ConversationController::opened, this, sayThere);
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
        place();
    }
}

/// Of whose key it is told; the state of a conversation changes with each pause of somebody who writes.
void KeyRequestArea::chooseHandouts()
{
    const bool isUsed = m_ports.conversation.sealing() == app::SealingChoice::SessionKey;
    const auto peer = isUsed ? m_ports.conversation.peer() : crypto::BareJid();
    if (std::exchange(m_toldOf, peer) == peer)
        return;
    m_header.setSessionKey(isUsed);
    Q_EMIT handoutTold({}, {});
    if (isUsed)
        readHandouts();
}

void KeyRequestArea::readHandouts()
{
    m_ports.keyRequests.handouts(m_toldOf).then(
        this, [this, peer = m_toldOf](const archive::ArchiveResult<QList<archive::SessionHandout>> &found) {
            if (peer != m_toldOf)
                return;
            m_header.setSessionKey(true, found ? int(found->size()) : 0);
            if (!found || found->isEmpty()) {
                Q_EMIT handoutTold({}, {});
                return;
            }
            const auto &last = found->constLast();
            const auto name = KeyRequestCardView::deviceName(last.device.resource());
            Q_EMIT handoutTold(TimelineText::handoutNotice(name, last.handed, last.byPerson), last.handed);
        });
}

void KeyRequestArea::place()
{
    const int width = qMin(kCardWidth, m_scroll->viewport()->width() - 2 * kMargin);
    m_card->setNarrow(width < kNarrow);
    const int height = m_card->layout()->totalHeightForWidth(width);
    m_holder->resize(m_scroll->viewport()->width(), height + kAbove + kBelow);
    m_card->setGeometry((m_holder->width() - width) / 2, kAbove, width, height);
    if (m_height != m_holder->height()) {
        m_height = m_holder->height();
        updateGeometry();
    }
}

QSize KeyRequestArea::sizeHint() const
{
    return {kCardWidth, m_height};
}

QSize KeyRequestArea::minimumSizeHint() const
{
    return {200, qMin(m_height, 150)};
}

void KeyRequestArea::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_scroll->setGeometry(rect());
    place();
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
