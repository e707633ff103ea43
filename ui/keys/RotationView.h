// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

#include "app/keys/KeyRotationController.h"

namespace letterlock::ui {

/// Everything the wizard shows, as one value. RotationWizard fills it from the controllers; RotationFrame draws it.
struct RotationView {
    enum class Backup { NotYet, Making, Kept, Failed, Foreign /* one is there that this computer never read */ };

    QString account;
    QString server;
    app::RotationReason reason = app::RotationReason::Planned;
    archive::RekeyState state = archive::RekeyState::Idle;
    QList<app::RotationStepState> steps;
    archive::RekeyProgress progress;
    int percent = 0;
    double wrapsPerSecond = 0; ///< 0 = not known yet
    int secondsLeft = -1; ///< -1 = not known yet
    bool canStop = false;
    bool endsArchiveKeys = false; ///< the archive keys are replaced as well
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;
    QList<app::OwnKey> otherDeviceKeys; ///< announced on the account, of devices that are not this one
    crypto::KeyFingerprint lostKey; ///< empty = the lost device used the old key
    bool makingKey = false;
    QList<app::OwnKey> usableKeys; ///< own secret keys that could become the new one
    bool rehearsing = false;
    std::optional<archive::Rehearsal> rehearsal;
    int contacts = 0; ///< with keys, who will notice
    std::optional<app::RotationReceipt> receipt;
    QStringList log;
    QString problem; ///< a sentence; empty = none
    QString backupCode; ///< as makeCode() gave it
    Backup backup = Backup::NotYet;

    /// The key change itself is under way (or waits, or is put back): the first three pages make no sense any more.
    [[nodiscard]] bool isUnderWay() const
    {
        using enum archive::RekeyState;
        return state != Idle && state != Stopped && state != Done;
    }
};

} // namespace letterlock::ui
