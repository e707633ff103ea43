// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace letterlock::test {

enum class CertificateKind { Trusted, WrongHost, Expired };

/// A throwaway authority and a server's certificate signed by it: `ca.pem`, `server.crt`, `server.key` in a folder.
class TestCertificates {
public:
    [[nodiscard]] static bool make(const QString &folder, const QString &domain, CertificateKind kind);

private:
    static bool openssl(const QString &folder, const QStringList &arguments);
};

} // namespace letterlock::test
