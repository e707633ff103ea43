// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>

#include <optional>

#include "app/keys/KeyRotationController.h"

namespace letterlock::app {

/// What of a key change is stored after every step. Everything else is in the re-key journal.
struct RotationRecord {
    RotationReason reason = RotationReason::Planned;
    crypto::KeyFingerprint oldKey;
    crypto::KeyFingerprint newKey;
    crypto::KeyFingerprint lostKey; ///< the lost device had a key of its own; empty = it used the old one
    bool started = false;
    bool rootRenewed = false; ///< the new root key is published and seals
    bool madeHere = false; ///< the new key was made for this change
    bool stopping = false;
    bool endsArchiveKeys = false;
    QStringList archiveNames; ///< of the archive keys that end, as wraps have them; what is done is taken out
    crypto::KeyFingerprint archiveKey; ///< takes their place
    int archiveWraps = 0; ///< of theirs that were replaced
    RotationStep step = RotationStep::PublishNew; ///< the first that is not done
    QDateTime startedAt;
    QMap<RotationStep, QDateTime> finishedAt;
    archive::RekeyProgress result; ///< the counts, once the old wraps are removed

    static QString scope() { return QStringLiteral("rotation"); }
    [[nodiscard]] QList<RotationStep> steps() const;
    [[nodiscard]] bool isDone(RotationStep asked) const;
    /// Marks `step` done at `when` and goes to the next; false after the last.
    bool advance(const QDateTime &when);

    [[nodiscard]] QByteArray toJson() const;
    static std::optional<RotationRecord> fromJson(const QByteArray &json);
};

/// The receipt as the text that gets signed (English, for the record), and for storing.
[[nodiscard]] QByteArray receiptText(const RotationReceipt &receipt);
[[nodiscard]] QByteArray receiptToJson(const RotationReceipt &receipt);
[[nodiscard]] std::optional<RotationReceipt> receiptFromJson(const QByteArray &json);

} // namespace letterlock::app
