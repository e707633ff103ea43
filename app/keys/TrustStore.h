// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QTimeZone>

#include "archive/history/HistoryStore.h"
#include "crypto/identity/PublicKey.h"
#include "crypto/identity/TrustVerdict.h"

namespace letterlock::app {

/// What the person decided about the keys of contacts, bound to fingerprint and address together. Kept as values of the
/// profile: every change is written at once.
class TrustStore {
public:
    enum class Decision {
        None,
        Checked,
        Refused,
        Overruled,
        Continued, ///< vouched for by a key that counts as checked: as good as that one
    };
    struct Record {
        crypto::KeyFingerprint key;
        Decision decision = Decision::None;
        QDateTime firstSeen;
        bool announced = false; ///< in the contact's list when it was last read
        crypto::KeyFingerprint continues; ///< with Continued: the key that vouches
    };

    explicit TrustStore(archive::HistoryStore &history);

    void load(const QHash<QString, QByteArray> &values);
    [[nodiscard]] QList<Record> records(const crypto::BareJid &contact) const; ///< oldest first
    [[nodiscard]] QList<crypto::BareJid> contacts() const;
    [[nodiscard]] bool knows(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const;
    void setAnnounced(const crypto::BareJid &contact, const QList<crypto::KeyFingerprint> &keys, const QDateTime &now);
    /// A key that was the contact's and is no longer announced: only what it signed in its time counts.
    void addFormer(const crypto::BareJid &contact, const crypto::KeyFingerprint &key, const QDateTime &now);
    void decide(const crypto::BareJid &contact, const crypto::KeyFingerprint &key, Decision decision);
    /// A statement of continuity was found good. Counts as long as `oldKey` counts as checked.
    void decideContinued(
        const crypto::BareJid &contact, const crypto::KeyFingerprint &newKey, const crypto::KeyFingerprint &oldKey);
    /// Compared by the person, or vouched for by a key that was.
    [[nodiscard]] bool countsAsChecked(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const;
    /// Pure judgement: validity of the key, decisions, and what came before it.
    [[nodiscard]] crypto::TrustVerdict verdict(
        const crypto::BareJid &contact, const crypto::KeyFingerprint &key, crypto::KeyValidity validity) const;

    static QString scope() { return QStringLiteral("trust"); }

private:
    Record *find(const crypto::BareJid &contact, const crypto::KeyFingerprint &key);
    void save(const crypto::BareJid &contact, const Record &record);

    archive::HistoryStore &m_history;
    QHash<crypto::BareJid, QList<Record>> m_records;
};

} // namespace letterlock::app
