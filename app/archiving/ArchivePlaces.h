// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "archive/remote/ArchivePorts.h"
#include "archive/remote/PepRemoteArchive.h"
#include "archive/remote/PlacedArchive.h"

namespace letterlock::app {

/// Where the account's archive is: the server's archive if it proves to keep sealed collections, else private storage
/// if the server keeps that private, else nowhere. Stored here and in a private node, so that all devices go to the
/// same place.
class ArchivePlaces : public QObject {
    Q_OBJECT
public:
    ArchivePlaces(archive::PlacedArchive &remote, archive::PepRemoteArchive &privateStorage, archive::Store &store,
        archive::HistoryStore &history, archive::PrivateStore &privateStore, QObject *parent = nullptr);

    /// Goes to the place that is settled, or settles one. False: nowhere, see `reason()`.
    archive::Pending<bool> choose();
    /// For all devices, from now on.
    archive::Pending<void> settle(archive::ArchivePlace place);
    /// Is this place good enough to move to?
    archive::Pending<bool> canUse(archive::ArchivePlace place);

    [[nodiscard]] archive::ArchivePlace place() const { return m_remote.place(); }
    [[nodiscard]] QString reason() const { return m_reason; } ///< English, for "Details"
    [[nodiscard]] archive::PlacedArchive &remote() const { return m_remote; }
    [[nodiscard]] archive::PepRemoteArchive &privateStorage() const { return m_privateStorage; }

Q_SIGNALS:
    void fellBack(); ///< private storage was chosen just now, because the server has no archive

private:
    archive::Pending<archive::ArchivePlace> announced();
    archive::Pending<bool> goTo(archive::ArchivePlace place, bool isNews);
    archive::Pending<bool> tryAll();
    archive::Pending<bool> tryNext(archive::ArchivePlace place);

    archive::PlacedArchive &m_remote;
    archive::PepRemoteArchive &m_privateStorage;
    archive::Store &m_store;
    archive::HistoryStore &m_history;
    archive::PrivateStore &m_privateStore;
    QString m_reason;
};

} // namespace letterlock::app
