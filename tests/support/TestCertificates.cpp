// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestCertificates.h"

#include <QProcess>

using namespace Qt::StringLiterals;

namespace letterlock::test {

bool TestCertificates::make(const QString &folder, const QString &domain, CertificateKind kind)
{
    const QStringList newKey{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s};
    const QString name = kind == CertificateKind::WrongHost ? u"elsewhere.example"_s : domain;
    QStringList sign{u"x509"_s, u"-req"_s, u"-in"_s, u"server.csr"_s, u"-CA"_s, u"ca.pem"_s, u"-CAkey"_s, u"ca.key"_s,
        u"-copy_extensions"_s, u"copy"_s, u"-out"_s, u"server.crt"_s};
    if (kind == CertificateKind::Expired) {
        sign << u"-not_before"_s << u"20200101000000Z"_s << u"-not_after"_s << u"20200201000000Z"_s;
    } else {
        sign << u"-days"_s << u"30"_s;
    }
    return openssl(folder,
               QStringList{u"req"_s, u"-x509"_s} + newKey
                   + QStringList{u"-keyout"_s, u"ca.key"_s, u"-out"_s, u"ca.pem"_s, u"-days"_s, u"30"_s, u"-subj"_s,
                       u"/CN=Throwaway test authority"_s})
        && openssl(folder,
            QStringList{u"req"_s, u"-new"_s} + newKey
                + QStringList{u"-keyout"_s, u"server.key"_s, u"-out"_s, u"server.csr"_s, u"-subj"_s, u"/CN="_s + name,
                    u"-addext"_s, u"subjectAltName=DNS:"_s + name})
        && openssl(folder, sign);
}

bool TestCertificates::openssl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"openssl"_s, arguments);
    const bool finished = process.waitForFinished(15000);
    if (!finished || process.exitCode() != 0) {
        qWarning("openssl: %s", process.readAllStandardError().constData());
        return false;
    }
    return true;
}

} // namespace letterlock::test
