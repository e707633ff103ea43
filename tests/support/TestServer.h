// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace letterlock::test {

/// What a client needs to know of a throwaway server on the loopback interface, whoever made it.
class TestServer {
public:
    TestServer() = default;
    virtual ~TestServer() = default;
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;

    QString host() const { return QStringLiteral("127.0.0.1"); }
    QString domain() const { return QStringLiteral("localhost"); }
    QString jid(const QString &user) const { return user + u'@' + domain(); }
    virtual quint16 port() const = 0;
    virtual QString password(const QString &user) const = 0;
    virtual QString caFile() const = 0; ///< PEM file of the throwaway CA
    virtual QString log() const = 0;
};

} // namespace letterlock::test
