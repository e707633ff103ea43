// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/roster/PeerFeatures.h"

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

constexpr auto patience = 10s;
const auto infoNs = u"http://jabber.org/protocol/disco#info"_s;
const auto capsNs = u"http://jabber.org/protocol/caps"_s;

crypto::XmlElement question()
{
    return crypto::XmlElement(u"query"_s, infoNs);
}

} // namespace

PeerFeatures::PeerFeatures(Transport &transport, const RosterController &roster, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
    , m_roster(roster)
{
    connect(&transport, &Transport::presenceChanged, this, &PeerFeatures::onPresence);
    // It may see our presence only now, or we learn of that only now.
    connect(&roster, &RosterController::contactChanged, this, [this](const crypto::BareJid &peer) {
        if (m_watched.contains(peer) && m_roster.isSubscribedToUs(peer)) {
            for (const auto &program : m_roster.resources(peer)) {
                if (!m_watched.value(peer).programs.contains(program.resource())) {
                    ask(program, m_roster.capsOf(program));
                }
            }
        }
    });
    connect(&transport, &Transport::connected, this, [this](bool resumed) {
        if (resumed) {
            return;
        }
        ++m_session;
        const auto peers = m_watched.keys();
        m_watched.clear();
        for (const auto &peer : peers) {
            watch(peer);
            Q_EMIT changed(peer);
        }
    });
}

void PeerFeatures::watch(const crypto::BareJid &peer)
{
    if (peer.isEmpty() || (m_watched.contains(peer) && m_watched.value(peer).wasLookedAt)) {
        return;
    }
    m_watched[peer];
    if (!m_transport.isConnected()) {
        return;
    }
    askAddress(peer);
    for (const auto &program : m_roster.resources(peer)) {
        ask(program, m_roster.capsOf(program));
    }
}

void PeerFeatures::onPresence(const PresenceChange &presence)
{
    const auto peer = presence.jid.bare();
    const auto watched = m_watched.find(peer);
    if (watched == m_watched.end() || presence.jid.resource().isEmpty()) {
        return;
    }
    if (presence.availability == Availability::Offline) {
        if (watched->programs.remove(presence.jid.resource())) {
            Q_EMIT changed(peer);
        }
        return;
    }
    const auto *caps = presence.stanza.child(u"c", capsNs);
    const QString hash = caps ? caps->attribute(u"ver") : QString();
    const auto known = watched->programs.find(presence.jid.resource());
    if (known == watched->programs.end()) {
        ask(presence.jid, hash);
    } else if (caps && known->asking) {
        known->latestCaps = hash; // one question at a time, however often it changes
    } else if (caps && hash != known->caps) { // directed and sealed presence come without a hash: that is no news
        ask(presence.jid, hash);
    }
}

void PeerFeatures::ask(const crypto::Jid &program, const QString &caps)
{
    const auto peer = program.bare();
    auto &programs = m_watched[peer].programs;
    const QString resource = program.resource();
    if (!m_roster.isSubscribedToUs(peer) || (programs.size() >= mostResources && !programs.contains(resource))) {
        return;
    }
    programs[resource].caps = programs[resource].latestCaps = caps;
    programs[resource].asking = true;
    m_transport.sendIq(false, program, question(), patience)
        .then(this,
            [this, peer, resource, program, caps, session = m_session](
                const TransportResult<crypto::XmlElement> &answer) {
                const auto watched = m_watched.find(peer);
                if (session != m_session || watched == m_watched.end()) {
                    return;
                }
                const auto asked = watched->programs.find(resource);
                if (asked == watched->programs.end() || asked->caps != caps || !asked->asking) {
                    return;
                }
                asked->asking = false;
                asked->answered = answer && answer->is(u"query", infoNs);
                asked->features = asked->answered ? featuresIn(*answer) : QSet<QString>();
                if (asked->latestCaps != caps) {
                    ask(program, QString(asked->latestCaps));
                }
                Q_EMIT changed(peer);
            });
}

void PeerFeatures::askAddress(const crypto::BareJid &peer)
{
    m_watched[peer].wasLookedAt = true;
    m_transport.sendIq(false, crypto::Jid(peer, {}), question(), patience)
        .then(this, [this, peer, session = m_session](const TransportResult<crypto::XmlElement> &answer) {
            if (session != m_session || !answer || !m_watched.contains(peer)) {
                return;
            }
            const auto identities = answer->elements(u"identity", infoNs);
            const bool isGroup = std::ranges::any_of(identities,
                [](const crypto::XmlElement *identity) { return identity->attribute(u"category") == "conference"_L1; });
            if (std::exchange(m_watched[peer].isGroup, isGroup) != isGroup) {
                Q_EMIT changed(peer);
            }
        });
}

FeatureSupport PeerFeatures::support(const crypto::BareJid &peer, const QString &feature) const
{
    const auto programs = m_watched.value(peer).programs;
    const auto with
        = std::ranges::count_if(programs, [&](const Program &program) { return program.features.contains(feature); });
    const auto answered = std::ranges::count_if(programs, &Program::answered);
    if (with > 0) {
        return with == answered ? FeatureSupport::All : FeatureSupport::Some;
    }
    if (std::ranges::any_of(programs, &Program::asking)) {
        return FeatureSupport::Asked;
    }
    // One that does not say anything might know it.
    return answered > 0 && answered == programs.size() ? FeatureSupport::None : FeatureSupport::Unknown;
}

bool PeerFeatures::isGroup(const crypto::BareJid &peer) const
{
    return m_watched.value(peer).isGroup;
}

QSet<QString> PeerFeatures::featuresIn(const crypto::XmlElement &query)
{
    QSet<QString> features;
    for (const auto *element : query.elements()) {
        if (element->name() != "feature"_L1) {
            continue;
        }
        if (features.size() >= mostFeatures) {
            break;
        }
        const QString name = element->ns() == infoNs ? element->attribute(u"var") : element->ns();
        if (name.size() <= longestFeature) {
            features.insert(name);
        }
    }
    return features;
}

} // namespace letterlock::app
