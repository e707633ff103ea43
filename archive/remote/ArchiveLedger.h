// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <deque>

#include "archive/remote/ArchiveWitness.h"
#include "archive/remote/LedgerCheck.h"
#include "archive/remote/LedgerMemory.h"
#include "archive/remote/LedgerNode.h"
#include "archive/remote/RemoteArchive.h"
#include "archive/store/Store.h"
#include "crypto/base/Clock.h"

namespace letterlock::archive {

/// Notices when a server drops, changes or reorders collections, or puts an older state of them back. What has to be
/// there is remembered here and, sealed, in a private node for all devices of the account; see archive/README.md.
class ArchiveLedger : public QObject, public ArchiveWitness {
    Q_OBJECT
public:
    struct Ports {
        Store &store;
        PepNodes &nodes;
        PrivateStore &privateStore;
        crypto::DataKeyRing &keys;
        crypto::Worker &worker;
        const crypto::Clock &clock;
    };
    explicit ArchiveLedger(Ports ports, QObject *parent = nullptr);

    void newSession();
    void setPreferences(Preferences preferences) { m_preferences = std::move(preferences); }
    /// Takes over what other devices have told. Before looking at what changed in the archive.
    Pending<void> refresh();
    Pending<void> publish(); ///< tells them what is new
    /// Reads what seems to be wrong and judges it. `walk`: looks over the server's whole list first. `stillThere` says
    /// whether the archive is still at the place that was looked at.
    Pending<void> check(RemoteArchive &remote, bool walk, std::function<Pending<bool>()> stillThere);
    Pending<bool> isWalkDue();

    Pending<void> removing(CollectionId id) override;
    Pending<void> removing(RemoveRange range) override;
    Pending<void> saved(SaveRequest request, CollectionVersion version) override;

    [[nodiscard]] const QList<LedgerFinding> &findings() const { return m_findings; } ///< in order of time
    [[nodiscard]] LedgerHeadFault headFault() const { return m_headFault; }
    void load(); ///< what was found before this start
    /// Lets everything go up again of which all is here. The number of collections.
    Pending<int> repair(RemoteArchive &remote);
    Pending<void> accept(); ///< the archive is to count as it is now

Q_SIGNALS:
    void changed(); ///< the findings

private:
    enum class Place { Unknown, None, Absent, Here, Foreign };

    template <class T> Pending<T> inTurn(std::function<Pending<T>()> work);
    void runNext();
    Pending<void> refreshNow(int attempt);
    Pending<void> takeHead(
        const LedgerMemory &memory, const ArchiveResult<std::optional<LedgerHead>> &found, int attempt);
    Pending<void> takePieces(LedgerHead head, QStringList buckets, LedgerMemory::Pieces read, int attempt);
    Pending<void> suspectHead(LedgerHeadFault fault, QString bucket = {});
    Pending<void> publishNow(int attempt);
    Pending<void> publishOn(const LedgerMemory &memory, int attempt);
    Pending<void> writePieces(QStringList buckets, LedgerHead head, LedgerMemory::Pieces told, int attempt);
    Pending<void> sweep();
    Pending<void> publishHead(LedgerHead head, LedgerMemory::Pieces told, int attempt);
    Pending<void> pause(int attempt);
    Pending<void> removingAll(std::function<ArchiveResult<void>(Database &)> note);
    Pending<void> walkOn(RemoteArchive &remote, qint64 walk, QString after);
    Pending<void> readNext(
        RemoteArchive &remote, QList<LedgerEntry> rest, QList<std::pair<LedgerEntry, LedgerFault>> bad);
    Pending<std::optional<LedgerCheck::Reading>> read(
        RemoteArchive &remote, CollectionId id, QString after, LedgerCheck::Reading sofar);
    Pending<void> note(QList<std::pair<LedgerEntry, LedgerFault>> bad);
    Pending<void> loadFindings();
    [[nodiscard]] bool othersAreRemoving() const;
    [[nodiscard]] qint64 now() const { return m_ports.clock.now().toMSecsSinceEpoch(); }

    Ports m_ports;
    QObject m_context;
    LedgerNode m_node;
    Preferences m_preferences;
    Place m_place = Place::Unknown;
    LedgerHead m_head; ///< as last seen
    QString m_device;
    bool m_removing = false; ///< this device is
    bool m_mayReplace = false; ///< the person knows that the list there is not ours
    QTimer m_settle;
    std::deque<std::function<void()>> m_queue;
    bool m_busy = false;
    QList<LedgerFinding> m_findings;
    LedgerHeadFault m_headFault = LedgerHeadFault::None;
};

} // namespace letterlock::archive
