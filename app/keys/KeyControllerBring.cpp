// SPDX-License-Identifier: GPL-3.0-or-later
// Secret keys that come from a backup or a file.
#include "app/keys/KeyController.h"
#include "crypto/base/LogCategories.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using Result = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;

} // namespace

struct KeyController::Brought {
    Result usable;
    QList<crypto::PublicKey> keys;
    QList<crypto::KeyFingerprint> bare; ///< of these: without a passphrase
};

KeyController::Brought KeyController::import(
    crypto::Keyring &keyring, const crypto::BareJid &owner, const crypto::SecretBytes &secretKeys)
{
    const QString userId = u"xmpp:"_s + owner.toString();
    const auto imported = keyring.importSecretKeys(secretKeys.view(), {userId, u"xmpp-archive:"_s + owner.toString()});
    if (!imported) {
        return {imported, {}, {}};
    }
    Brought brought{QList<crypto::KeyFingerprint>(), {}, {}};
    for (const auto &fingerprint : *imported) {
        const auto key = keyring.find(fingerprint);
        if (key && key->hasSecret && (key->userIds.contains(userId) || key->validity != crypto::KeyValidity::Valid)) {
            brought.usable->append(fingerprint);
            brought.keys.append(*key);
            if (keyring.isBare(fingerprint).value_or(false)) {
                brought.bare.append(fingerprint);
            }
        }
    }
    if (brought.usable->isEmpty()) {
        brought.usable
            = crypto::cryptoError(crypto::CryptoError::Code::KeyUnusable, u"no secret key for %1 in it"_s.arg(userId));
    }
    return brought;
}

QFuture<Result> KeyController::bringKey(crypto::SecretBytes secretKeys)
{
    const auto secret = std::make_shared<crypto::SecretBytes>(std::move(secretKeys));
    return m_passphrase.readOrMake()
        .then(this,
            [this, secret](const CredentialResult<CredentialStore::Secret> &passphrase) {
                return m_ports.worker
                    .run([keyring = &m_ports.keyring, owner = m_account, secret] {
                        return import(*keyring, owner, *secret);
                    })
                    .then(this,
                        [this, passphrase](Brought brought) {
                            if (!passphrase && !brought.bare.isEmpty()) {
                                qCWarning(crypto::lcApp).noquote()
                                    << "a key stays without a passphrase:" << passphrase.error().detail;
                                brought.bare.clear();
                            }
                            return settle(brought, passphrase.value_or(nullptr));
                        })
                    .unwrap();
            })
        .unwrap();
}

/// A backup has keys without a passphrase. They get the profile's, as a key that is made here; that they have it is
/// written down before, since a key that asks for less than is known still opens.
QFuture<Result> KeyController::settle(const Brought &brought, const CredentialStore::Secret &passphrase)
{
    using Write = QFuture<archive::ArchiveResult<void>>;
    QList<Write> writes;
    for (const auto &key : brought.keys) {
        m_known.insert(key.fingerprint, key);
        auto record = m_own.records().value(key.fingerprint);
        record.confirmed = true; // whoever holds the secret key owns it
        record.rejected = false;
        record.retired = key.validity != crypto::KeyValidity::Valid;
        record.since = record.since.isValid() ? record.since : key.created;
        record.madeHere = record.madeHere || brought.bare.contains(key.fingerprint);
        writes.append(m_own.set(key.fingerprint, record));
    }
    return QtFuture::whenAll(writes.begin(), writes.end())
        .then(this,
            [this, bare = brought.bare, passphrase](const QList<Write> &done) {
                const bool kept
                    = std::ranges::all_of(done, [](const Write &write) { return write.result().has_value(); });
                return m_ports.worker.run(
                    [keyring = &m_ports.keyring, passphrase, keys = kept ? bare : QList<crypto::KeyFingerprint>()] {
                        for (const auto &key : keys) {
                            if (const auto made = keyring->protectBare(key, *passphrase); !made) {
                                qCWarning(crypto::lcApp).noquote() << "a key stays as it is:" << made.error().detail;
                            }
                        }
                        return true;
                    });
            })
        .unwrap()
        .then(this, [this, brought](bool) {
            if (!brought.keys.isEmpty()) {
                Q_EMIT ownKeysChanged();
                Q_EMIT keyBrought();
            }
            return brought.usable;
        });
}

} // namespace letterlock::app
