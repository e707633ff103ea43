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

/// What a look at somebody's announced keys found. Keys that do not match their fingerprint or lack the user id
/// "xmpp:" + address are not in `keys` (O-10, O-22).
struct DiscoveredKeys {
    enum class Outcome { Found, SubscriptionNeeded, Failed };
    Outcome outcome = Outcome::Failed;
    QList<crypto::KeyFingerprint> announced;
    QHash<crypto::KeyFingerprint, crypto::PublicKey> keys;
};

/// Reads announced keys, fetches them and puts them into the keyring. One walk per owner at a time.
class KeyDiscovery : public QObject {
    Q_OBJECT
public:
    KeyDiscovery(crypto::Keyring &keyring, KeyDirectory &directory, crypto::Worker &worker, QObject *parent = nullptr);

    void discover(const crypto::BareJid &owner);
    void take(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced); ///< the list came by an event

Q_SIGNALS:
    void discovered(const crypto::BareJid &owner, const letterlock::app::DiscoveredKeys &keys);
    void problem(const QString &detail);

private:
    void fetchNext(const crypto::BareJid &owner, DiscoveredKeys found, QList<crypto::KeyFingerprint> left);
    void finish(const crypto::BareJid &owner, const DiscoveredKeys &found);

    crypto::Keyring &m_keyring;
    KeyDirectory &m_directory;
    crypto::Worker &m_worker;
    QSet<crypto::BareJid> m_running;
};

} // namespace letterlock::app
