// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "archive/remote/MemoryRemoteArchive.h"
#include "archive/remote/PrivateStore.h"
#include "crypto/base/Worker.h"

namespace letterlock::test {

using archive::ArchiveError;
using archive::ArchiveResult;
using Phase = archive::MemoryRemoteArchive::Phase;

/// Lets one request out of all, to either store, fail before or after it is applied; counts from 0.
struct FaultLine {
    int failAt = -1;
    Phase phase = Phase::Before;
    ArchiveError error{ArchiveError::Code::Disconnected, QStringLiteral("cut")};
    int requests = 0;
    std::function<void(int)> afterRequest; ///< a hostile or busy server

    std::optional<ArchiveError> pass(Phase now)
    {
        const int number = now == Phase::Before ? requests++ : requests - 1;
        if (now == Phase::After && afterRequest) {
            afterRequest(number);
        }
        return number == failAt && now == phase ? std::optional(error) : std::nullopt;
    }
};

/// The lease part of a private store.
class LeaseNodes final : public archive::PrivateStore {
public:
    explicit LeaseNodes(FaultLine &line)
        : m_line(line)
    {
    }
    QFuture<ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString node) override
    {
        return answer<QHash<QString, crypto::XmlElement>>([this, node] { return nodes.value(node); });
    }
    QFuture<ArchiveResult<void>> put(QString node, QString id, crypto::XmlElement payload) override
    {
        return answer<void>([this, node, id, payload]() -> ArchiveResult<void> {
            nodes[node].insert(id, payload);
            return {};
        });
    }
    QFuture<ArchiveResult<void>> retract(QString node, QString id) override
    {
        return answer<void>([this, node, id]() -> ArchiveResult<void> {
            nodes[node].remove(id);
            return {};
        });
    }
    QFuture<ArchiveResult<void>> createLease(QString, QString given) override
    {
        return answer<void>([this, given]() -> ArchiveResult<void> {
            if (!token.isEmpty()) {
                return archive::archiveError(ArchiveError::Code::Conflict, QStringLiteral("conflict"));
            }
            token = given;
            return {};
        });
    }
    QFuture<ArchiveResult<QString>> leaseToken(QString) override
    {
        return answer<QString>([this]() -> ArchiveResult<QString> {
            return token.isEmpty() ? archive::archiveError(ArchiveError::Code::NotFound)
                                   : ArchiveResult<QString>(token);
        });
    }
    QFuture<ArchiveResult<void>> dropLease(QString) override
    {
        return answer<void>([this]() -> ArchiveResult<void> {
            token.clear();
            return {};
        });
    }

    QString token;
    QHash<QString, QHash<QString, crypto::XmlElement>> nodes;

private:
    template <class T, class F> QFuture<ArchiveResult<T>> answer(F work)
    {
        if (auto error = m_line.pass(Phase::Before)) {
            return crypto::ready(ArchiveResult<T>(std::unexpected(*error)));
        }
        ArchiveResult<T> result = work();
        if (auto error = m_line.pass(Phase::After)) {
            return crypto::ready(ArchiveResult<T>(std::unexpected(*error)));
        }
        return crypto::ready(std::move(result));
    }
    FaultLine &m_line;
};

} // namespace letterlock::test
