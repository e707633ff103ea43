// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <optional>

#include "app/keys/KeyController.h"
#include "archive/remote/ArchiveSync.h"
#include "archive/remote/ArchiveUploader.h"

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
    };
    explicit ArchiveController(Ports ports, QObject *parent = nullptr);
    ~ArchiveController() override;

    [[nodiscard]] Status status() const;
    [[nodiscard]] int done() const;
    [[nodiscard]] int total() const;
    [[nodiscard]] archive::HistoryStore::Totals totals() const;
    [[nodiscard]] std::optional<archive::ArchiveError> problem() const;
    [[nodiscard]] QDateTime lastChecked() const;
    [[nodiscard]] bool isPaused() const; ///< also while the last request is still in flight

    void setEnabled(bool enabled);
    void connectionChanged(bool connected);
    void historyChanged(); ///< a message was stored: upload when the conversation has rested
    void uploadNow(); ///< also what is not due yet
    void checkNow();
    void pause(); ///< after the request in flight
    void resume();

Q_SIGNALS:
    void changed();
    void idle(); ///< fetched and uploaded everything
    void historyFetched(int messages);

private:
    void probe();
    void fetch();
    void finish(const std::optional<archive::ArchiveError> &problem);
    void setStatus(Status status);

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::app
