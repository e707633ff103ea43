// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

#include "app/transport/Transport.h"
#include "archive/files/FileJournal.h"

namespace letterlock::app {

/// Where one file may be put, once and soon, and where it can be fetched afterwards (XEP-0363).
struct UploadSlot {
    QUrl put;
    QUrl get;
    QList<std::pair<QByteArray, QByteArray>> headers;
};

/// Why there is no slot.
struct SlotRefusal {
    archive::FileProblem problem = archive::FileProblem::Unreachable; ///< Unreachable = try again later
    qint64 sizeLimit = 0; ///< with TooLarge; 0 = not told
};

/// Finds the own server's service for files and asks it for slots. What it is told of a file is its sealed size,
/// and of one that other programs show, the kind: they see it in the address alone.
class UploadSlots : public QObject {
    Q_OBJECT
public:
    using Result = crypto::Expected<UploadSlot, SlotRefusal>;
    explicit UploadSlots(Transport &transport, QObject *parent = nullptr);

    QFuture<Result> request(qint64 size, const QString &ending);

    static Result read(const crypto::XmlElement &slot); ///< the answer's payload
    static SlotRefusal refusal(const TransportError &error);

private:
    struct Service {
        crypto::Jid jid; ///< empty = there is none
        qint64 sizeLimit = 0; ///< 0 = not told
    };
    QFuture<std::optional<Service>> find(); ///< nothing = no answer
    QFuture<std::optional<Service>> lookInto(QList<crypto::Jid> candidates, bool answered);

    Transport &m_transport;
    std::optional<Service> m_service;
};

} // namespace letterlock::app
