// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>

#include "app/roster/RosterController.h"
#include "app/transport/Transport.h"

namespace letterlock::app {

/// What the programs say with which a peer is online.
enum class FeatureSupport {
    Unknown, ///< nobody is online, or nobody said anything
    Asked, ///< the first answer is still out
    All,
    Some,
    None,
};

/// Which features the programs of a peer announce (XEP-0030, asked again when their XEP-0115 hash changes). Asks only
/// full addresses of contacts who see our presence anyway, and the bare address, which is answered by a server.
class PeerFeatures : public QObject {
    Q_OBJECT
public:
    PeerFeatures(Transport &transport, const RosterController &roster, QObject *parent = nullptr);

    void watch(const crypto::BareJid &peer); ///< asks now, and whenever something changes; `changed` follows
    [[nodiscard]] FeatureSupport support(const crypto::BareJid &peer, const QString &feature) const;
    [[nodiscard]] bool isGroup(const crypto::BareJid &peer) const; ///< a room, not a person

    /// The features of an answer to disco#info; also those that draft-miller-xmpp-e2e misprints as
    /// `<feature xmlns='…'/>` (R32).
    [[nodiscard]] static QSet<QString> featuresIn(const crypto::XmlElement &query);

    static constexpr int mostResources = 16; ///< of one peer that are asked
    static constexpr int mostFeatures = 500; ///< of one answer that are looked at
    static constexpr int longestFeature = 200;

Q_SIGNALS:
    void changed(const crypto::BareJid &peer);

private:
    struct Program {
        QString caps; ///< XEP-0115 hash it was asked under
        QString latestCaps; ///< seen while the answer is out
        bool answered = false; ///< false: asked, or it did not say
        bool asking = false;
        QSet<QString> features;
    };
    struct Peer {
        QHash<QString, Program> programs; ///< by resource
        bool isGroup = false;
        bool wasLookedAt = false; ///< the bare address
    };

    void onPresence(const PresenceChange &presence);
    void ask(const crypto::Jid &program, const QString &caps);
    void askAddress(const crypto::BareJid &peer);

    Transport &m_transport;
    const RosterController &m_roster;
    QHash<crypto::BareJid, Peer> m_watched;
    int m_session = 0; ///< answers of an earlier stream say nothing about this one
};

} // namespace letterlock::app
