// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>

#include "app/keys/KeyController.h"
#include "app/sessions/DeviceProof.h"
#include "app/sessions/SessionKeyAsker.h"
#include "app/transport/Transport.h"
#include "archive/sessions/SessionRows.h"
#include "archive/store/Store.h"
#include "crypto/jose/KeyRequests.h"
#include "crypto/jose/SessionKeyPolicy.h"

namespace letterlock::app {

/// A request for a key of ours that a person has to decide about.
struct KeyRequestCard {
    int id = 0;
    crypto::Jid asker;
    QString sid;
    QByteArray thumbprint; ///< SHA-256 of the key that asks
    crypto::KeyFingerprint openPgpKey; ///< that vouches for it; empty = nothing does
    crypto::TrustVerdict verdict = crypto::TrustVerdict::NotChecked; ///< of openPgpKey
    bool otherDeviceKnown = false; ///< another key of this person was approved before (E-59)
    int messages = 0; ///< that the key opens
    QDateTime since; ///< of the first of them
    QDateTime asked; ///< the last time
    int times = 1;

    [[nodiscard]] bool isChecked() const { return !openPgpKey.isEmpty() && verdict == crypto::TrustVerdict::Checked; }
};

/// Judges requests for our session keys (E-56 to E-59): only the peer that a key was made for and devices of our own
/// account may have it, and of these only devices that are approved, vouched for under a standing permission, or
/// approved now by the person.
class KeyRequestController : public QObject {
    Q_OBJECT
public:
    struct Ports {
        Transport &transport;
        archive::Store &store;
        archive::HistoryStore &history; ///< standing permissions
        KeyController &keys;
        DeviceProof &proof;
        crypto::SessionKeyStore &sessions;
    };
    KeyRequestController(Ports ports, crypto::Worker &worker, const crypto::Clock &clock,
        crypto::SessionKeyPolicy policy = {}, QObject *parent = nullptr);

    void handle(const IncomingRequest &request); ///< an iq with a `<keyreq/>`
    [[nodiscard]] QList<KeyRequestCard> cards(const crypto::BareJid &peer) const; ///< oldest first
    [[nodiscard]] QList<KeyRequestCard> cards() const;

    /// With `always`, this device is not asked about again; and where its OpenPGP key is checked, no device of this
    /// person whose key is checked.
    void approve(int card, bool always);
    void refuse(int card);
    void refuseAndRenew(int card); ///< what is sent from now on goes under a new key
    QFuture<archive::ArchiveResult<void>> startNewKey(const crypto::BareJid &peer);
    /// The devices that were given the key this conversation uses now, as far as this device gave it.
    QFuture<archive::ArchiveResult<QList<archive::SessionHandout>>> handouts(const crypto::BareJid &peer);

    /// A message for `peer` goes under this key.
    void noteUse(const crypto::BareJid &peer, const QString &sid);

    static constexpr int mostCards = 50;
    static constexpr int mostCardsOfOne = 5;
    static constexpr int mostPerMinute = 60; ///< requests of one person that are looked at

Q_SIGNALS:
    void cardsChanged(const crypto::BareJid &peer);
    void newKeyStarted(const crypto::BareJid &peer);
    void handedOut(const crypto::BareJid &peer); ///< the key of the conversation with `peer`
    void otherKeyUsed(const crypto::BareJid &peer); ///< a message went under another key than the one before

private:
    struct Asked {
        KeyRequestCard card;
        crypto::XmlElement iq; ///< the newest, to be answered
        crypto::KeyRequest request;
    };
    using Judging = std::shared_ptr<Asked>;

    [[nodiscard]] bool isTooOften(const crypto::BareJid &asker);
    void judge(const Judging &asked);
    void judgeProof(const Judging &asked);
    void askPerson(const Judging &asked);
    void give(const Judging &asked, bool byPerson = false);
    void noteHandout(const KeyRequestCard &card, bool byPerson);
    void refuse(const crypto::XmlElement &iq, crypto::KeyRefusal refusal);
    void remember(const KeyRequestCard &card, const QString &sid, archive::SessionApproval verdict);
    [[nodiscard]] Judging take(int card);

    Ports m_ports;
    crypto::Worker &m_worker;
    const crypto::Clock &m_clock;
    crypto::SessionKeyPolicy m_policy;
    QList<Judging> m_pending;
    QHash<crypto::BareJid, QList<Judging>> m_waitingForKeys; ///< until the asker's OpenPGP keys are looked up
    QHash<crypto::BareJid, QList<QDateTime>> m_recent;
    QHash<crypto::BareJid, QString> m_used; ///< since the start of the program: the key of the last message
    int m_lastId = 0;
};

} // namespace letterlock::app
