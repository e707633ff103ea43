// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ConversationHeader.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include "ui/widgets/Avatar.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/IconButton.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ConversationHeader::ConversationHeader(QWidget *parent)
    : Panel(Role::BgSurface, parent)
{
    setObjectName(u"conversationHeader"_s);
    setEdges(Qt::BottomEdge);
    setFixedHeight(metrics::kHeader);
    m_back = new IconButton(u"back"_s, tr("Back"), this);
    m_back->setObjectName(u"conversationBack"_s);
    m_back->hide();
    m_avatar = new Avatar(40, Role::BgSurface, this);
    m_name = new ElidedLabel({}, TextStyle::Heading, Role::Text, this);
    m_presence = new TextLabel({}, TextStyle::Caption, Role::Text2, this);
    m_key = new ElidedLabel({}, TextStyle::Caption, Role::Text2, this);
    m_key->setObjectName(u"conversationKeyState"_s);
    m_search = new IconButton(u"search"_s, tr("Search in this conversation"), this, QKeySequence(u"Ctrl+F"_s));
    m_search->setObjectName(u"searchInConversationButton"_s);
    m_history = new IconButton(u"history"_s, tr("Show in History"), this);
    m_history->setObjectName(u"openHistoryButton"_s);
    m_details = new IconButton(u"panel"_s, tr("Details"), this, QKeySequence(u"Ctrl+I"_s));
    m_details->setObjectName(u"detailsToggle"_s);
    m_details->setCheckable(true);
    auto *more = new IconButton(u"more"_s, tr("More"), this);
    more->setObjectName(u"conversationMenu"_s);
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->addAction(tr("Search in this conversation"), this, &ConversationHeader::searchWanted);
    menu->addAction(tr("Show in History"), this, &ConversationHeader::historyWanted);
    menu->addAction(tr("Compare keys…"), this, &ConversationHeader::compareWanted);
    more->setMenu(menu);

    auto *second = new QHBoxLayout;
    second->setSpacing(6);
    second->addWidget(m_presence);
    second->addWidget(new TextLabel(u"·"_s, TextStyle::Caption, Role::Text2, this));
    second->addWidget(m_key, 1);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    words->addWidget(m_name);
    words->addLayout(second);
    words->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(15, 0, 10, 1);
    row->setSpacing(10);
    row->addWidget(m_back);
    row->addWidget(m_avatar);
    row->addLayout(words, 1);
    for (auto *button : {m_search, m_history, m_details, more})
        row->addWidget(button);

    connect(m_back, &QToolButton::clicked, this, &ConversationHeader::backWanted);
    connect(m_search, &QToolButton::clicked, this, &ConversationHeader::searchWanted);
    connect(m_history, &QToolButton::clicked, this, &ConversationHeader::historyWanted);
    connect(m_details, &QToolButton::clicked, this, &ConversationHeader::detailsToggled);
}

void ConversationHeader::setContact(const app::Contact &contact, crypto::TrustVerdict trust, bool typing)
{
    m_contact = contact;
    m_trust = trust;
    m_typing = typing;
    refresh();
}

void ConversationHeader::setOnline(bool online)
{
    m_online = online;
    refresh();
}

void ConversationHeader::setSessionKey(bool chosen, int devices)
{
    m_sessionKey = chosen;
    m_keyDevices = devices;
    refresh();
}

void ConversationHeader::refresh()
{
    const auto shown = m_online ? m_contact.availability : app::Availability::Offline;
    m_avatar->setPerson(m_contact.jid.toString(), m_contact.name, shown);
    m_name->setText(m_contact.name);
    QString presence = AvatarPainter::presenceName(shown);
    if (m_typing)
        presence = tr("is typing");
    else if (!m_online)
        presence = tr("Offline: shown as last known");
    QString key;
    auto role = Role::Text2;
    using crypto::TrustVerdict;
    switch (m_trust) {
    case TrustVerdict::NoKey:
        key = tr("no key yet");
        break;
    case TrustVerdict::NotChecked:
        key = tr("key not checked yet");
        break;
    case TrustVerdict::Checked:
        key = tr("key checked");
        break;
    case TrustVerdict::NewNotChecked:
    case TrustVerdict::NewAfterChecked:
        key = tr("new key, not checked");
        role = Role::Warn;
        break;
    case TrustVerdict::Refused:
        key = tr("key refused by you");
        role = Role::Bad;
        break;
    case TrustVerdict::Expired:
        key = tr("key expired");
        role = Role::Warn;
        break;
    case TrustVerdict::Revoked:
        key = tr("key withdrawn by its owner");
        role = Role::Bad;
        break;
    }
    if (m_sessionKey) {
        key = m_keyDevices > 0 ? tr("session key with %n devices", nullptr, m_keyDevices) : tr("session key");
        role = Role::Text2;
    }
    m_presence->setText(presence);
    m_presence->setRole(m_typing ? Role::AccentText : Role::Text2);
    m_key->setText(key);
    m_key->setTextStyle(role == Role::Text2 ? TextStyle::Caption : TextStyle::CaptionStrong);
    m_key->setRole(role);
}

void ConversationHeader::setDetailsShown(bool shown)
{
    m_details->setChecked(shown);
}

void ConversationHeader::setShort(bool isShort)
{
    m_search->setVisible(!isShort);
    m_history->setVisible(!isShort);
}

void ConversationHeader::setBackVisible(bool visible)
{
    m_back->setVisible(visible);
}

} // namespace letterlock::ui
