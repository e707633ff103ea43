// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

#include "app/keys/KeyController.h"
#include "archive/rekey/RekeyRunner.h"

namespace letterlock::app {

enum class RotationReason { Planned, LostDevice, Compromised };

/// The steps of a key change in the order of its reason (UI section 6).
enum class RotationStep {
    WarnContacts,
    PublishNew,
    List,
    SealAgain,
    ReadBack,
    RemoveOld,
    WithdrawOld,
    ShutOut,
    ReplaceArchiveKey, ///< the RSA keys of the archive end with the chat key
    SealForArchiveKey, ///< what was wrapped for them is wrapped for the new one
};

struct RotationStepState {
    RotationStep step = RotationStep::PublishNew;
    enum class State { Pending, Running, Done, Failed } state = State::Pending;
    QDateTime finishedAt;
    int done = 0;
    int total = 0;
};

struct RotationReceipt {
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;
    RotationReason reason = RotationReason::Planned;
    QDateTime startedAt;
    QDateTime finishedAt;
    int collections = 0;
    int wrapsAdded = 0;
    int opened = 0; ///< collections proven to open with the new key
    int wrapsRemoved = 0;
    int setAside = 0;
    bool archiveKeyReplaced = false;
    int archiveWrapsReplaced = 0; ///< wraps of the former archive keys that are gone
    QByteArray signedText; ///< the same facts signed by the new key
};

/// A key change from reason to receipt; the wizard is only a view on it. Stored after every step: closing the wizard,
/// quitting or kill -9 changes nothing, resumeUnfinished() goes on.
class KeyRotationController : public QObject {
    Q_OBJECT
public:
    /// The RSA keys of the archive, which end with the chat key where somebody else may have both.
    struct ArchiveKeyPort {
        /// Further own keys that open the archive, beside the chat keys: what is sealed anew is sealed for them too.
        std::function<QList<crypto::KeyFingerprint>()> recipients = {};
        std::function<QStringList()> names = {}; ///< what wraps call them; empty = there are none
        std::function<void(const QStringList &)> end = {}; ///< nothing is sealed for these from now on
        /// Puts a new one in their place, everywhere. May be done again.
        std::function<QFuture<archive::ArchiveResult<crypto::KeyFingerprint>>(const QStringList &)> replace = {};
    };
    struct Ports {
        KeyController &keys;
        archive::RekeyRunner &runner;
        archive::ArchivePorts archive;
        crypto::OpenPgpEngine &engine;
        crypto::Worker &worker; ///< OpenPGP worker
        const crypto::Clock &clock;
        ArchiveKeyPort archiveKeys = {};
    };
    explicit KeyRotationController(Ports ports, QObject *parent = nullptr);
    ~KeyRotationController() override;

    [[nodiscard]] archive::RekeyState state() const;
    [[nodiscard]] RotationReason reason() const;
    [[nodiscard]] QList<RotationStepState> steps() const;
    [[nodiscard]] archive::RekeyProgress progress() const;
    [[nodiscard]] crypto::KeyFingerprint oldKey() const;
    [[nodiscard]] crypto::KeyFingerprint newKey() const; ///< empty until made
    [[nodiscard]] crypto::KeyFingerprint lostKey() const;
    [[nodiscard]] std::optional<archive::Rehearsal> rehearsal() const;
    [[nodiscard]] std::optional<RotationReceipt> receipt() const; ///< of the last finished change
    [[nodiscard]] int percent() const;
    [[nodiscard]] double wrapsPerSecond() const; ///< mean of the last 30 s; 0 for the first 10 s
    [[nodiscard]] int secondsLeft() const; ///< -1 = unknown
    [[nodiscard]] bool endsArchiveKeys() const; ///< this change does, or would if it were started
    [[nodiscard]] bool canStop() const;
    [[nodiscard]] QStringList log() const;

    void setReason(RotationReason reason);
    void setLostKey(const crypto::KeyFingerprint &key); ///< of a lost device; empty = the key that is being changed
    void makeNewKey(const crypto::KeyPlan &plan = {}); ///< newKeyReady or failed
    void useKey(const crypto::KeyFingerprint &key);
    void rehearse();
    void start();
    void pause();
    void resume();
    void stopAndKeepOldKey();
    void acknowledgeReceipt(); ///< "Finish": clears the journal
    void resumeUnfinished(); ///< at start-up, once connected

Q_SIGNALS:
    void changed(); ///< anything above
    void newKeyReady(const crypto::KeyFingerprint &key);
    void rehearsed();
    void finished();
    void failed(const letterlock::archive::ArchiveError &error);

private:
    struct State;
    /// Before what is stored is known, a new change would take its place.
    void onceLoaded(std::function<void()> next);
    std::unique_ptr<State> m_state;
};

} // namespace letterlock::app
