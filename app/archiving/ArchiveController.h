// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

#include "app/archiving/ArchivePlaces.h"
#include "app/keys/KeyController.h"
#include "archive/remote/ArchiveLedger.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"
#include "archive/remote/RemovalNotes.h"

namespace letterlock::app {

/// When to look at the server's archive, when to seal and upload, and what to show of it.
class ArchiveController : public QObject {
    Q_OBJECT
public:
    enum class Status {
        Off, ///< switched off in the settings
        WaitingForConnection,
        Preparing, ///< root key, probe
        NoArchive, ///< the server cannot keep sealed collections
        NoKey, ///< there is no key to seal for yet
        Fetching,
        Uploading,
        Paused, ///< by the person; until resume() or the next start
        Sealed, ///< nothing left to do
        Problem,
    };
    struct Ports {
        archive::ArchivePorts archive;
        archive::ArchiveUploader &uploader;
        archive::ArchiveSync &sync;
        KeyController &keys;
        std::function<QList<crypto::KeyFingerprint>()> archiveKeys; ///< sealed for as well
        ArchivePlaces &places;
        archive::ArchiveLedger &ledger;
    };
    explicit ArchiveController(Ports ports, QObject *parent = nullptr);
    ~ArchiveController() override;

    [[nodiscard]] Status status() const;
    [[nodiscard]] int done() const;
    [[nodiscard]] int total() const;
    [[nodiscard]] archive::HistoryStore::Totals totals() const;
    [[nodiscard]] std::optional<archive::ArchiveError> problem() const;
    [[nodiscard]] QDateTime lastChecked() const;
    [[nodiscard]] int closedParts() const; ///< of the archive that no key here opens
    [[nodiscard]] archive::ArchivePlace place() const; ///< Unknown: not settled yet, or nowhere
    [[nodiscard]] QString placeReason() const; ///< why there is none; English, for "Details"
    [[nodiscard]] qint64 storedSize() const; ///< octets in private storage; 0 elsewhere
    /// In private storage there is room for years, but every server of everybody's has to carry it.
    [[nodiscard]] bool isLarge() const { return storedSize() > largeSize; }
    static constexpr qint64 largeSize = 300LL * 1000 * 1000;
    [[nodiscard]] int lostCollections() const; ///< that the server had dropped, in this session; uploaded again
    /// What the server has dropped, changed or taken back behind our back, in order of time.
    [[nodiscard]] const QList<archive::LedgerFinding> &findings() const;
    [[nodiscard]] archive::LedgerHeadFault listFault() const; ///< what became of the devices' own list of it
    /// Uploads again what is whole here, as far as findings go; the number of collections.
    QFuture<archive::ArchiveResult<int>> repairFindings();
    QFuture<archive::ArchiveResult<void>> acceptFindings(); ///< the archive counts as it is now
    [[nodiscard]] bool isPaused() const; ///< also while the last request is still in flight

    void setEnabled(bool enabled);
    void connectionChanged(bool connected);
    void historyChanged(); ///< a message was stored: upload when the conversation has rested
    void uploadNow(); ///< also what is not due yet
    void checkNow();
    /// What the range holds, as far as it was fetched.
    QFuture<archive::ArchiveResult<archive::RemovalNotes::Amount>> amountOnServer(archive::RemoveRange range);
    /// Removes what the range holds from the server. The messages stay here, and no device uploads them again by
    /// itself.
    QFuture<archive::ArchiveResult<void>> removeFromServer(archive::RemoveRange range);
    /// After a problem; every further one in a row doubles it, up to ten minutes.
    void setFirstRetry(std::chrono::milliseconds delay);
    void knock(); ///< another device may have written something

    static const QString doorbellNode; ///< its "+notify", and that of the private nodes, belong into our features
    void pause(); ///< after the request in flight
    void resume();

Q_SIGNALS:
    void changed();
    void idle(); ///< fetched and uploaded everything
    void historyFetched(int messages);
    void fellBack(); ///< to private storage, because the server has no archive
    void grewLarge(); ///< once per session, see isLarge()

private:
    void choosePlace();
    void hearOthers();
    void heedRemovals();
    void lookForLosses();
    void fetch();
    void upload();
    void uploadNext();
    void vouch(const std::optional<archive::ArchiveError> &problem);
    void compare(const std::optional<archive::ArchiveError> &problem);
    void ring();
    void countSoon();
    void finish(const std::optional<archive::ArchiveError> &problem);
    void setStatus(Status status);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::app
