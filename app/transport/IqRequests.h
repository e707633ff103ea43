// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPromise>
#include <QTimer>

#include <chrono>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// Requests that wait for their answer. An answer counts only if it comes from whom we asked; each request ends after
/// the time-out at the latest.
class IqRequests : public QObject {
    Q_OBJECT
public:
    using Result = TransportResult<crypto::XmlElement>;
    using QObject::QObject;
    ~IqRequests() override;

    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }
    /// `to` empty = the account `own` on its own server.
    /// `patience` 0 = the usual time-out.
    QFuture<Result> add(
        const QString &id, const crypto::Jid &to, const crypto::Jid &own, std::chrono::milliseconds patience = {});
    /// Takes an IQ of type result or error. False: nobody waits for it, or it is forged.
    bool answer(const crypto::XmlElement &iq);
    void fail(const QString &id, const TransportError &error);
    void failAll(const TransportError &error);

private:
    struct Request {
        QPromise<Result> promise;
        crypto::Jid to;
        crypto::Jid own;
        std::unique_ptr<QTimer> timer;
    };
    void finish(const QString &id, Result result);

    std::chrono::milliseconds m_timeout{30'000};
    QHash<QString, std::shared_ptr<Request>> m_requests;
};

/// The error of a stanza of type error.
TransportError stanzaError(const crypto::XmlElement &stanza);

} // namespace letterlock::app
