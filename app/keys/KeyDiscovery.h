// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>

#include "app/transport/KeyDirectory.h"
#include "crypto/base/Worker.h"
#include "crypto/identity/PublicKey.h"
#include "crypto/openpgp/Keyring.h"

namespace letterlock::app {

/// An announced key that is not used, and why.
struct SkippedKey {
    enum class Reason {
        NoData, ///< listed, but its data could not be had
        NotThatKey, ///< the data is another key, several, or none (O-22)
        OtherOwner, ///< does not name the owner (O-10, O-39)
        Expired,
        Revoked,
        Weak,
        CannotEncrypt,
    };
    crypto::KeyFingerprint key;
    Reason reason = Reason::NoData;
    bool operator==(const SkippedKey &) const = default;
};

/// What a look at somebody's announced keys found. Keys that do not match their fingerprint or lack the user id
/// "xmpp:" + address are not in `keys` (O-10, O-22).
struct DiscoveredKeys {
    enum class Outcome { Found, SubscriptionNeeded, Failed };
    Outcome outcome = Outcome::Failed;
    QList<crypto::KeyFingerprint> announced;
    QHash<crypto::KeyFingerprint, crypto::PublicKey> keys;
    QList<SkippedKey> skipped;
};

/// Reads announced keys, fetches them and puts them into the keyring. One walk per owner at a time.
class KeyDiscovery : public QObject {
    Q_OBJECT
public:
    KeyDiscovery(crypto::Keyring &keyring, KeyDirectory &directory, crypto::Worker &worker, QObject *parent = nullptr);

    void discover(const crypto::BareJid &owner);
    /// The list came by an event. During a walk it is remembered, and the owner is looked at once more afterwards.
    void take(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced);

Q_SIGNALS:
    void discovered(const crypto::BareJid &owner, const letterlock::app::DiscoveredKeys &keys);
    void problem(const QString &detail);

private:
    void fetchNext(const crypto::BareJid &owner, DiscoveredKeys found, QList<crypto::KeyFingerprint> left);
    void skip(const crypto::BareJid &owner, DiscoveredKeys &found, const SkippedKey &skipped);
    void finish(const crypto::BareJid &owner, const DiscoveredKeys &found);

    crypto::Keyring &m_keyring;
    KeyDirectory &m_directory;
    crypto::Worker &m_worker;
    QSet<crypto::BareJid> m_running;
    QSet<crypto::BareJid> m_again; ///< told of a change while walking
};

} // namespace letterlock::app
