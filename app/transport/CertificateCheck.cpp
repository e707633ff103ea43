// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/CertificateCheck.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

QString reason(QSslError::SslError error)
{
    switch (error) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
        return u"self-signed"_s;
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
        return u"expired"_s;
    case QSslError::HostNameMismatch:
        return u"wrong-name"_s;
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
        return u"unknown-authority"_s;
    default:
        return u"other"_s;
    }
}

} // namespace

QByteArray certificateFingerprint(const QSslCertificate &certificate)
{
    return certificate.digest(QCryptographicHash::Sha256);
}

CertificateProblem describeCertificate(
    const QString &server, const QSslCertificate &certificate, const QList<QSslError> &errors)
{
    CertificateProblem problem;
    problem.server = server;
    for (const auto &error : errors) {
        // A chain that ends in an authority of its own is unknown, not self-signed, unless it is alone.
        const bool inChain = error.error() == QSslError::SelfSignedCertificateInChain && !certificate.isSelfSigned();
        const QString word = inChain ? u"unknown-authority"_s : reason(error.error());
        if (!problem.reasons.contains(word)) {
            problem.reasons << word;
        }
    }
    problem.sha256 = certificateFingerprint(certificate);
    problem.subject = certificate.subjectDisplayName();
    problem.issuer = certificate.issuerDisplayName();
    problem.validFrom = certificate.effectiveDate().toUTC();
    problem.validTo = certificate.expiryDate().toUTC();
    return problem;
}

} // namespace letterlock::app
