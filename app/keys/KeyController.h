// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QPromise>
#include <QSet>

#include "app/keys/KeptPassphrase.h"
#include "app/keys/KeyDiscovery.h"
#include "app/keys/OwnKeyStore.h"
#include "app/keys/TrustStore.h"
#include "app/settings/CredentialStore.h"
#include "app/transport/KeyDirectory.h"
#include "archive/history/HistoryStore.h"
#include "crypto/base/Worker.h"
#include "crypto/identity/PublicKey.h"
#include "crypto/identity/TrustVerdict.h"
#include "crypto/openpgp/Keyring.h"
#include "crypto/openpgp/OpenPgpEngine.h"

namespace letterlock::app {

/// A key of the own account in the key manager.
struct OwnKey {
    crypto::PublicKey key;
    bool current = false; ///< signs and is announced
    bool confirmed = false; ///< made here or compared; only these are sealed for (A-06)
    bool retired = false; ///< kept to open old things
    bool announced = false;
    QDateTime since;
    bool ownPassphrase = false; ///< not the profile's random one: the person knows it, and can change it
};

/// A key of a contact.
struct ContactKey {
    crypto::PublicKey key;
    crypto::TrustVerdict verdict = crypto::TrustVerdict::NotChecked;
    QDateTime firstSeen;
    crypto::KeyFingerprint continues; ///< a key that counts as checked and vouched for this one; else empty
};

/// What is known of a contact's keys right now.
struct ContactKeys {
    enum class Knowledge {
        Unknown,
        Unreachable, ///< looked for without an answer; looked for again after the next connection
        NoneAnnounced,
        NoneUsable, ///< announced, but each has a reason in `skipped`
        SubscriptionNeeded,
        Known,
    };
    Knowledge knowledge = Knowledge::Unknown;
    QList<ContactKey> keys;
    QList<SkippedKey> skipped; ///< announced and not sealed for
};

/// Keys of the account and of its contacts: making, bringing, announcing, discovering, trust. GPG work runs on the
/// worker.
class KeyController : public QObject {
    Q_OBJECT
public:
    struct Ports {
        crypto::Keyring &keyring;
        crypto::OpenPgpEngine &engine; ///< for statements of continuity
        KeyDirectory &directory;
        archive::HistoryStore &history; ///< trust and own-key states are stored as values
        CredentialStore &credentials; ///< passphrases of keys made here
        crypto::Worker &worker;
    };
    explicit KeyController(Ports ports, QObject *parent = nullptr);

    void setAccount(const crypto::BareJid &account); ///< loads stored state; `loaded` when done
    [[nodiscard]] crypto::BareJid account() const { return m_account; }
    void refreshOwn(); ///< after sign-in: compare the announced list with what is here; announce again what vanished

    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] QList<OwnKey> ownKeys() const; ///< current first
    [[nodiscard]] crypto::KeyFingerprint currentKey() const; ///< empty = none yet
    /// Announced on the account by something else, and nobody has said yet whether they are ours.
    [[nodiscard]] QList<crypto::KeyFingerprint> unknownOwnKeys() const;
    [[nodiscard]] QList<crypto::KeyFingerprint> sealingRecipients() const; ///< confirmed, valid, can encrypt
    QFuture<crypto::CryptoResult<crypto::PublicKey>> makeKey(bool makeCurrent, const crypto::KeyPlan &plan = {});
    /// Secret keys for this account that the keyring has and the profile does not use: in a person's own GnuPG home.
    [[nodiscard]] QList<crypto::PublicKey> keysToAdopt() const;
    void adoptKey(const crypto::KeyFingerprint &key);
    QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> bringKey(crypto::SecretBytes secretKeys);
    QFuture<crypto::CryptoResult<QByteArray>> exportPublicKey(const crypto::KeyFingerprint &key); ///< binary, minimal
    /// Transferable secret keys without passphrase, for a backup or another device. Whoever asks decides where it goes.
    QFuture<crypto::CryptoResult<CredentialStore::Secret>> exportSecretKeys(const QList<crypto::KeyFingerprint> &keys);
    /// Announces the key and makes it the one that signs.
    QFuture<TransportResult<void>> announceAsCurrent(const crypto::KeyFingerprint &key);
    /// Publishes that both keys are ours, signed by both, so that contacts who compared the old one need not compare
    /// the new one. Before the new one is announced, and never after a loss or theft.
    QFuture<TransportResult<void>> vouch(const crypto::KeyFingerprint &oldKey, const crypto::KeyFingerprint &newKey);
    void confirmOwn(const crypto::KeyFingerprint &key);
    void rejectOwn(const crypto::KeyFingerprint &key);
    void retire(const crypto::KeyFingerprint &key);
    /// Opens the dialogs of GnuPG for the old and the new passphrase. KeyLocked = cancelled, nothing has changed.
    QFuture<crypto::CryptoResult<void>> changePassphrase(const crypto::KeyFingerprint &key);
    /// Tries the passphrase on the keys that were brought here; what opens stays open until the end of the program.
    QFuture<bool> unlock(crypto::SecretBytes passphrase);
    void reinstate(const crypto::KeyFingerprint &key); ///< takes back retire()
    /// Out of the announced list, without revoking it.
    QFuture<TransportResult<void>> takeFromList(const crypto::KeyFingerprint &key);
    QFuture<TransportResult<void>> revokeAndWithdraw(
        const crypto::KeyFingerprint &key, crypto::RevocationReason reason);

    [[nodiscard]] ContactKeys keysOf(const crypto::BareJid &contact) const;
    void discover(const crypto::BareJid &contact); ///< asks the directory unless known; `contactKeysChanged` follows
    /// Looked up since the last sign-in; what is known from earlier may be out of date.
    [[nodiscard]] bool isFresh(const crypto::BareJid &contact) const { return m_knowledge.contains(contact); }
    /// A message names a signer that is not announced any more. If the contact's server still has that key, and it
    /// was withdrawn or has expired, it counts for what it signed before: true, and the message can be opened again.
    QFuture<bool> lookForFormer(const crypto::BareJid &contact, const QString &issuer);
    /// Keys to encrypt to: valid, announced, not refused. Empty = cannot seal.
    [[nodiscard]] QList<crypto::KeyFingerprint> recipientsFor(const crypto::BareJid &contact) const;
    /// Of the key that deserves most attention among those that are sealed for; of the newest if there is none.
    [[nodiscard]] crypto::TrustVerdict verdict(const crypto::BareJid &contact) const;
    [[nodiscard]] crypto::TrustVerdict verdict(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const;
    /// Is this signer one of the contact's (or own, if contact is the account) bound keys? Else the message is
    /// rejected.
    [[nodiscard]] bool mayHaveSigned(const crypto::BareJid &contact, const crypto::KeyFingerprint &key) const;
    void setChecked(const crypto::BareJid &contact, const crypto::KeyFingerprint &key);
    void refuse(const crypto::BareJid &contact, const crypto::KeyFingerprint &key);
    void sendAnyway(const crypto::BareJid &contact); ///< NewAfterChecked -> NewNotChecked by decision
    [[nodiscard]] QList<crypto::BareJid> contactsWithKeys() const;

Q_SIGNALS:
    void loaded();
    void ownKeysChanged();
    void keyBrought(); ///< closed messages and collections may open now
    void keyLearned(const crypto::BareJid &contact); ///< messages that waited for a signer's key may open now
    void ownKeyWithdrawn(const crypto::KeyFingerprint &key); ///< the current key was revoked somewhere else
    void unknownOwnKey(const crypto::KeyFingerprint &key); ///< announced on the account, not ours until confirmed
    void contactKeysChanged(const crypto::BareJid &contact);
    void keyProblem(const QString &detail); ///< for the log and "Details"

private:
    struct Brought;
    [[nodiscard]] static Brought import(
        crypto::Keyring &keyring, const crypto::BareJid &owner, const crypto::SecretBytes &secretKeys);
    QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> settle(
        const Brought &brought, const CredentialStore::Secret &passphrase);
    void loadStored(const crypto::BareJid &account);
    void loadKeyring();
    void takeDiscovered(const crypto::BareJid &owner, const DiscoveredKeys &found);
    void takeEvent(const crypto::BareJid &owner, const QList<AnnouncedKey> &announced);
    void takeContact(const crypto::BareJid &owner, const DiscoveredKeys &found);
    void takeOwnAnnouncement(const DiscoveredKeys &found);
    void putBack(const crypto::KeyFingerprint &key);
    /// Good statements of `owner` that lead from a key in `trusted` to one in `wanted`.
    QFuture<QList<KeyStatement>> goodStatements(const crypto::BareJid &owner,
        const QList<crypto::KeyFingerprint> &trusted, const QList<crypto::KeyFingerprint> &wanted);
    [[nodiscard]] crypto::KeyValidity validityOf(const crypto::KeyFingerprint &key) const;
    [[nodiscard]] std::optional<SkippedKey::Reason> obstacle(const crypto::KeyFingerprint &key) const;

    Ports m_ports;
    KeptPassphrase m_passphrase;
    TrustStore m_trust;
    OwnKeyStore m_own;
    KeyDiscovery m_discovery;
    QHash<crypto::KeyFingerprint, crypto::PublicKey> m_known; ///< all keys of the keyring, as last listed
    QSet<crypto::KeyFingerprint> m_announced; ///< on our own account
    QList<crypto::KeyFingerprint> m_unknown; ///< of these, those that were asked about
    QHash<crypto::BareJid, ContactKeys::Knowledge> m_knowledge;
    QHash<crypto::BareJid, QList<SkippedKey>> m_skipped; ///< found unusable by the last look
    QList<QDateTime> m_putBacks;
    using Former = std::pair<crypto::BareJid, crypto::KeyFingerprint>;
    QHash<Former, bool> m_former; ///< looked for since the last sign-in, and whether it counts
    QHash<Former, QList<std::shared_ptr<QPromise<bool>>>> m_formerWaiters;
    crypto::BareJid m_account;
    bool m_loaded = false;
};

} // namespace letterlock::app
