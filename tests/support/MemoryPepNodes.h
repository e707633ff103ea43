// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QTimer>

#include "archive/remote/PepNodes.h"
#include "tests/support/LeaseNodes.h"

namespace letterlock::test {

/// Private nodes in memory, with the behaviour of the servers that were measured: fences, items replaced as a whole.
/// Answers come through the event loop, so that two devices' requests mix.
class MemoryPepNodes final : public archive::PepNodes {
public:
    struct Node {
        QString title;
        QMap<QString, crypto::XmlElement> items;
    };

    explicit MemoryPepNodes(FaultLine &line)
        : m_line(&line)
    {
    }
    archive::Pending<bool> isOffered() override
    {
        return answer<bool>([this]() -> ArchiveResult<bool> { return offered; });
    }
    archive::Pending<void> fence(QString node, QString token) override
    {
        return answer<void>([this, node, token]() -> ArchiveResult<void> {
            (*nodes)[node].title = token;
            return {};
        });
    }
    archive::Pending<void> publish(QString node, QString id, crypto::XmlElement payload, QString token) override
    {
        octetsSent += payload.toXml().size();
        largest = std::max<qint64>(largest, payload.toXml().size());
        const auto lost = archive::archiveError(ArchiveError::Code::Conflict, QStringLiteral("precondition-not-met"));
        const int late = lateness ? lateness() : 0;
        if (late == 0) {
            return answer<void>([this, node, id, payload, token, lost]() -> ArchiveResult<void> {
                auto &found = (*nodes)[node];
                if (found.title != token && honoursFences) {
                    return lost;
                }
                found.items.insert(id, payload);
                return {};
            });
        }
        // Compared now, written after a while, compared again.
        auto compared = answer<void>([this, node, token, lost]() -> ArchiveResult<void> {
            return (*nodes)[node].title == token ? ArchiveResult<void>() : lost;
        });
        return archive::andThen(compared, &m_context, [this, node, id, payload, token, lost, late] {
            auto promise = std::make_shared<QPromise<ArchiveResult<void>>>();
            promise->start();
            QTimer::singleShot(late, &m_context, [this, node, id, payload, token, lost, promise] {
                (*nodes)[node].items.insert(id, payload);
                promise->addResult((*nodes)[node].title == token ? ArchiveResult<void>() : lost);
                promise->finish();
            });
            return promise->future();
        });
    }
    archive::Pending<QHash<QString, crypto::XmlElement>> fetch(QString node, QStringList ids) override
    {
        using Items = QHash<QString, crypto::XmlElement>;
        return answer<Items>([this, node, ids]() -> ArchiveResult<Items> {
            Items found;
            for (const auto &id : ids) {
                if (nodes->value(node).items.contains(id)) {
                    found.insert(id, nodes->value(node).items.value(id));
                }
            }
            return found;
        });
    }
    archive::Pending<QStringList> ids(QString node) override
    {
        return answer<QStringList>(
            [this, node]() -> ArchiveResult<QStringList> { return nodes->value(node).items.keys(); });
    }
    [[nodiscard]] qsizetype largestItem() const override { return limit; }
    archive::Pending<void> retract(QString node, QString id) override
    {
        return answer<void>([this, node, id]() -> ArchiveResult<void> {
            if (nodes->contains(node)) {
                (*nodes)[node].items.remove(id);
            }
            return {};
        });
    }
    archive::Pending<void> remove(QString node) override
    {
        return answer<void>([this, node]() -> ArchiveResult<void> {
            nodes->remove(node);
            return {};
        });
    }

    /// What the server holds; shared by the devices.
    std::shared_ptr<QMap<QString, Node>> nodes = std::make_shared<QMap<QString, Node>>();
    bool offered = true;
    bool honoursFences = true;
    /// Milliseconds between comparing the fence and writing, on a server that does not do both at once.
    std::function<int()> lateness;
    qsizetype limit = 240'000;
    qint64 octetsSent = 0;
    qint64 largest = 0;

private:
    template <class T, class F> archive::Pending<T> answer(F work)
    {
        auto promise = std::make_shared<QPromise<ArchiveResult<T>>>();
        promise->start();
        auto future = promise->future();
        QMetaObject::invokeMethod(
            &m_context,
            [this, promise, work = std::move(work)]() mutable {
                std::optional<ArchiveError> fault = m_line->pass(Phase::Before);
                if (fault) {
                    promise->addResult(ArchiveResult<T>(std::unexpected(*fault)));
                } else {
                    ArchiveResult<T> result = work();
                    fault = m_line->pass(Phase::After);
                    promise->addResult(fault ? ArchiveResult<T>(std::unexpected(*fault)) : std::move(result));
                }
                promise->finish();
            },
            Qt::QueuedConnection);
        return future;
    }
    FaultLine *m_line;
    QObject m_context;
};

} // namespace letterlock::test
