// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TempGnupgHome.h"
#include "tests/support/XmppPeer.h"

namespace letterlock::test {

/// A scripted client that speaks OX as Gajim was seen to do, with stock gpg doing the work: what it publishes, what it
/// puts inside the payload, and what it refuses to show.
class OxPeer {
public:
    OxPeer(const TestServer &server, const QString &user, const QString &resource = QStringLiteral("gajim"));

    [[nodiscard]] bool signIn();
    /// Data node with the old `date` attribute, list merged under the id "current".
    [[nodiscard]] bool announce(const crypto::KeyFingerprint &key);
    [[nodiscard]] bool importKeyOf(const crypto::BareJid &owner, const crypto::KeyFingerprint &key);
    /// `<signcrypt/>` around `payload` for `to`, stamped now, signed and encrypted to all `recipients`.
    QByteArray sealed(const QString &to, const QString &payload, const crypto::KeyFingerprint &signer,
        const QList<crypto::KeyFingerprint> &recipients);
    /// As Gajim frames it: EME and fallback body beside it, no hint.
    void send(const QString &to, const QByteArray &openPgpMessage, const QString &id);

    /// What Gajim would show or act on of a message that arrived: the payload, or why it refuses.
    struct Reading {
        QString refusal;
        crypto::XmlElement payload;
        QString time;
        int recipients = 0; ///< public-key session keys in the packets
    };
    Reading read(const app::IncomingMessage &message, const crypto::KeyFingerprint &announced);
    /// The first arrived message whose opened payload has this child; a null payload if none comes.
    Reading await(const QString &child, const QString &ns, const crypto::KeyFingerprint &announced);

    XmppPeer xmpp;
    TempGnupgHome gnupg;

private:
    qsizetype m_read = 0;
};

} // namespace letterlock::test
