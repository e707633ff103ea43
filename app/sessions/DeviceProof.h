// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/keys/KeyController.h"
#include "crypto/base/Worker.h"
#include "crypto/base/XmlElement.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::app {

/// Ties the RSA key with which a device asks for session keys to the OpenPGP key of its account: a signed statement
/// inside the request. Others ignore the element; whoever knows it need not compare every device by hand (E-59).
class DeviceProof : public QObject {
    Q_OBJECT
public:
    struct Ports {
        KeyController &keys;
        crypto::OpenPgpEngine &engine;
        crypto::Worker &worker;
    };
    explicit DeviceProof(Ports ports, QObject *parent = nullptr);

    static QString ns() { return QStringLiteral("urn:letterlock:session-key-proof:1"); }
    /// Null where there is no key that could sign. Made once for each signing key.
    QFuture<crypto::XmlElement> make(const QByteArray &thumbprint);
    /// The OpenPGP key that `account` signed with; empty if the request proves nothing.
    QFuture<crypto::KeyFingerprint> signer(
        const crypto::XmlElement &request, const crypto::BareJid &account, const QByteArray &thumbprint);

private:
    Ports m_ports;
    QByteArray m_madeFor; ///< thumbprint and signing key of m_made
    crypto::XmlElement m_made;
};

} // namespace letterlock::app
