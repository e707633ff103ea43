// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslError>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// SHA-256 of the certificate in DER: what is shown, and what a pin is.
QByteArray certificateFingerprint(const QSslCertificate &certificate);

/// Puts the errors of a handshake into words the interface can explain.
CertificateProblem describeCertificate(
    const QString &server, const QSslCertificate &certificate, const QList<QSslError> &errors);

} // namespace letterlock::app
