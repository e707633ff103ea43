// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/roster/RosterController.h"

#include <QCollator>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

/// Smaller is better to reach somebody at.
int rank(Availability availability)
{
    switch (availability) {
    case Availability::Online:
        return 0;
    case Availability::Busy:
        return 1;
    case Availability::Away:
        return 2;
    case Availability::Offline:
        break;
    }
    return 3;
}

} // namespace

RosterController::RosterController(Transport &transport, archive::HistoryStore &history, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_history(history)
{
    connect(&transport, &Transport::rosterReceived, this, [this](const QList<RosterItem> &items) {
        QHash<crypto::BareJid, Entry> before;
        m_entries.swap(before);
        for (const auto &item : items) {
            m_entries.insert(item.jid, before.take(item.jid));
            update(item);
        }
        for (const auto &gone : before.keys()) {
            if (before.value(gone).item.jid.isEmpty()) {
                m_entries.insert(gone, before.value(gone)); // presence of somebody who is no contact
            } else {
                Q_EMIT contactRemoved(gone);
            }
        }
    });
    connect(&transport, &Transport::rosterItemChanged, this, [this](const RosterItem &item) {
        if (item.subscription != "remove"_L1) {
            update(item);
        } else if (m_entries.remove(item.jid)) {
            Q_EMIT contactRemoved(item.jid);
        }
    });
    connect(&transport, &Transport::presenceChanged, this, &RosterController::takePresence);
    connect(&transport, &Transport::connected, this, [this](bool resumed) {
        // A resumed stream missed nothing; a new one is told everything again.
        if (resumed) {
            return;
        }
        for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
            if (!it->resources.isEmpty()) {
                it->resources.clear();
                Q_EMIT contactChanged(it.key());
            }
        }
    });
    connect(&transport, &Transport::subscriptionRequested, this, [this](const crypto::BareJid &contact) {
        if (!m_requests.contains(contact)) {
            m_requests.append(contact);
        }
        Q_EMIT requestReceived(contact);
    });
}

Contact RosterController::contact(const crypto::BareJid &jid) const
{
    const Entry entry = m_entries.value(jid);
    Contact contact;
    contact.jid = jid;
    contact.name = entry.item.name.trimmed().isEmpty() ? jid.toString() : entry.item.name;
    contact.subscription = entry.item.subscription.isEmpty() ? u"none"_s : entry.item.subscription;
    const auto best = resources(jid);
    if (!best.isEmpty()) {
        const auto presence = entry.resources.value(best.first().resource());
        contact.availability = presence.availability;
        contact.status = presence.status;
    }
    return contact;
}

QList<Contact> RosterController::contacts() const
{
    QList<Contact> all;
    for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        if (!it->item.jid.isEmpty()) {
            all << contact(it.key());
        }
    }
    QCollator order;
    order.setCaseSensitivity(Qt::CaseInsensitive);
    std::ranges::sort(all, [&order](const Contact &a, const Contact &b) {
        const int compared = order.compare(a.name, b.name);
        return compared ? compared < 0 : a.jid < b.jid;
    });
    return all;
}

bool RosterController::isSubscribedToUs(const crypto::BareJid &jid) const
{
    const QString subscription = m_entries.value(jid).item.subscription;
    return subscription == "from"_L1 || subscription == "both"_L1;
}

QList<crypto::Jid> RosterController::resources(const crypto::BareJid &jid) const
{
    const auto known = m_entries.value(jid).resources;
    QList<PresenceChange> online(known.begin(), known.end());
    std::ranges::sort(online, [](const PresenceChange &a, const PresenceChange &b) {
        return rank(a.availability) != rank(b.availability) ? rank(a.availability) < rank(b.availability)
                                                            : a.jid.resource() < b.jid.resource();
    });
    QList<crypto::Jid> jids;
    for (const auto &presence : online) {
        jids << presence.jid;
    }
    return jids;
}

QString RosterController::capsOf(const crypto::Jid &program) const
{
    const auto presence = m_entries.value(program.bare()).resources.value(program.resource());
    const auto *caps = presence.stanza.child(u"c", u"http://jabber.org/protocol/caps");
    return caps ? caps->attribute(u"ver") : QString();
}

void RosterController::add(const crypto::BareJid &jid, const QString &name)
{
    m_transport.setRosterItem(jid, name).then(this, [](const TransportResult<void> &set) {
        if (!set) {
            qCWarning(crypto::lcApp) << "the roster was not changed:" << set.error().condition;
        }
    });
    m_transport.subscribeTo(jid);
    m_history.conversationWith(jid).then(
        this, [this, name](const archive::ArchiveResult<archive::ConversationId> &conversation) {
            if (conversation && !name.isEmpty()) {
                m_history.setConversationName(*conversation, name);
            }
        });
}

void RosterController::rename(const crypto::BareJid &jid, const QString &name)
{
    m_transport.setRosterItem(jid, name);
}

void RosterController::remove(const crypto::BareJid &jid)
{
    m_transport.removeRosterItem(jid);
}

void RosterController::answerRequest(const crypto::BareJid &jid, bool allow)
{
    m_transport.answerSubscription(jid, allow);
    closeRequest(jid);
    if (allow && !m_entries.contains(jid)) {
        add(jid, {});
    }
}

void RosterController::closeRequest(const crypto::BareJid &jid)
{
    if (m_requests.removeAll(jid) > 0) {
        Q_EMIT requestAnswered(jid);
    }
}

void RosterController::setOwnAvailability(Availability availability, const QString &status)
{
    m_ownAvailability = availability;
    m_ownStatus = status;
    m_transport.setAvailability(availability, status);
}

void RosterController::takePresence(const PresenceChange &presence)
{
    if (presence.jid.bare() == m_transport.ownJid().bare()) {
        return;
    }
    auto &entry = m_entries[presence.jid.bare()];
    if (presence.availability == Availability::Offline) {
        entry.resources.remove(presence.jid.resource());
    } else {
        entry.resources.insert(presence.jid.resource(), presence);
    }
    Q_EMIT contactChanged(presence.jid.bare());
}

void RosterController::update(const RosterItem &item)
{
    auto &entry = m_entries[item.jid];
    const bool isNews = entry.item.jid.isEmpty() || entry.item.name != item.name;
    entry.item = item;
    if (isSubscribedToUs(item.jid)) {
        closeRequest(item.jid);
    }
    // Every contact has a conversation, so that there is a place to write to.
    if (isNews) {
        m_history.conversationWith(item.jid).then(
            this, [this, name = item.name](const archive::ArchiveResult<archive::ConversationId> &conversation) {
                if (conversation) {
                    m_history.setConversationName(*conversation, name);
                }
            });
    }
    Q_EMIT contactChanged(item.jid);
}

} // namespace letterlock::app
