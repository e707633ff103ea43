// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QUrl>

#include <functional>

#include "tests/support/TestCertificates.h"

namespace letterlock::test {

/// Speaks TLS on loopback with a throwaway certificate for `localhost` and answers each request with whatever octets
/// the test wants, right or wrong; then it closes the connection.
class HttpsServer : public QSslServer {
public:
    using Answer = std::function<QByteArray(const QByteArray &request)>;

    explicit HttpsServer(Answer answer, CertificateKind kind = CertificateKind::Trusted)
    {
        if (!TestCertificates::make(m_folder.path(), QStringLiteral("localhost"), kind)) {
            return;
        }
        QSslConfiguration tls;
        tls.setLocalCertificate(QSslCertificate::fromPath(m_folder.filePath(QStringLiteral("server.crt"))).value(0));
        QFile key(m_folder.filePath(QStringLiteral("server.key")));
        (void)key.open(QIODevice::ReadOnly);
        tls.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
        setSslConfiguration(tls);
        connect(this, &QSslServer::pendingConnectionAvailable, this, [this, answer = std::move(answer)] {
            auto *socket = nextPendingConnection();
            connect(socket, &QIODevice::readyRead, socket, [this, socket, answer] {
                m_requests.append(socket->readAll());
                socket->write(answer(m_requests.last()));
                if (!m_stalls) {
                    socket->disconnectFromHost();
                }
            });
            connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
        });
        (void)listen(QHostAddress::LocalHost);
    }

    void stall() { m_stalls = true; } ///< from now on connections stay open after the answer, which may be a part
    [[nodiscard]] QString caFile() const { return m_folder.filePath(QStringLiteral("ca.pem")); }
    [[nodiscard]] QUrl url(const QString &path = QStringLiteral("/x")) const
    {
        return QUrl(QStringLiteral("https://localhost:%1%2").arg(serverPort()).arg(path));
    }
    [[nodiscard]] QList<QByteArray> requests() const { return m_requests; }

private:
    QTemporaryDir m_folder{QStringLiteral("/tmp/lt-XXXXXX")};
    QList<QByteArray> m_requests;
    bool m_stalls = false;
};

} // namespace letterlock::test
