// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFuture>
#include <QList>
#include <QObject>

#include "app/transport/Transport.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::app {

struct AnnouncedKey {
    crypto::KeyFingerprint fingerprint;
    QDateTime date;
};

/// The same text, once signed by the key that goes and once by the key that comes: their owner is the same.
struct KeyStatement {
    crypto::KeyFingerprint oldKey; ///< as claimed beside it; the signed text counts
    crypto::KeyFingerprint newKey;
    QByteArray byOld; ///< signed OpenPGP messages
    QByteArray byNew;
};

/// OpenPGP keys announced over PEP (XEP-0373 section 4) as a port.
class KeyDirectory : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// The announced list of a contact or of the own account; empty list = none announced. Error with condition
    /// "forbidden"/"not-authorized" = ask for a subscription, which is not "has no key".
    virtual QFuture<TransportResult<QList<AnnouncedKey>>> announced(const crypto::BareJid &owner) = 0;
    /// Transferable public key of that node, binary, not yet checked against the fingerprint.
    virtual QFuture<TransportResult<QByteArray>> fetch(const crypto::BareJid &owner, const crypto::KeyFingerprint &key)
        = 0;
    /// Publishes the data node first, then merges the key into the metadata list; foreign entries are kept.
    virtual QFuture<TransportResult<void>> announce(
        const crypto::KeyFingerprint &key, const QByteArray &publicKey, const QDateTime &created)
        = 0;
    /// Takes a key out of the own list (its data node stays: it carries the revocation).
    virtual QFuture<TransportResult<void>> withdraw(
        const crypto::KeyFingerprint &key, const QByteArray &revokedPublicKey)
        = 0;
    /// What the owner says of changed keys, unchecked; empty = nothing.
    virtual QFuture<TransportResult<QList<KeyStatement>>> statements(const crypto::BareJid &owner) = 0;
    /// Adds it beside the own announcement, in place of an earlier one about the same new key.
    virtual QFuture<TransportResult<void>> publishStatement(const KeyStatement &statement) = 0;

Q_SIGNALS:
    void announcementChanged(const crypto::BareJid &owner, const QList<letterlock::app::AnnouncedKey> &keys);
};

} // namespace letterlock::app
