// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "archive/remote/LedgerHead.h"
#include "archive/remote/PepNodes.h"
#include "archive/remote/PrivateStore.h"
#include "archive/remote/SealedXml.h"

namespace letterlock::archive {

/// The shared list as it lies in private nodes. Pieces are named by their content and never changed; the head is
/// published under a fence, like that of the archive in private storage, so that nobody overwrites what he has not
/// seen.
class LedgerNode {
public:
    struct Ports {
        PepNodes &nodes;
        PrivateStore &privateStore;
        crypto::DataKeyRing &keys;
        crypto::Worker &worker;
    };
    LedgerNode(Ports ports, QObject *context);

    Pending<std::optional<LedgerHead>> head(); ///< nothing: there is none
    Pending<QList<LedgerEntry>> piece(QString bucket, QString item); ///< NotFound: not there, or not what it was
    /// The item. Its name is noted before anything is sent: what was sent and never noted would stay for ever.
    Pending<QString> write(
        QString bucket, QList<LedgerEntry> entries, std::function<Pending<void>(const QString &)> note);
    /// Nobody but us can publish a head from here on, until somebody else fences.
    Pending<void> fence();
    /// Conflict: another device was faster.
    Pending<void> publish(LedgerHead head);
    /// Quietly, what is not there need not go; only a broken link is told.
    Pending<void> drop(QStringList items);
    void newSession() { m_token.clear(); }

private:
    static QString nodeOf(const QString &item);

    Ports m_ports;
    SealedXml m_seal;
    QObject *m_context;
    QString m_token;
};

} // namespace letterlock::archive
