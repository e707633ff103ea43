// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeHome.h"

#include <QDir>
#include <QFile>
#include <QMutexLocker>
#include <QProcess>
#include <QTimeZone>

#include "crypto/base/LogCategories.h"
#include "crypto/openpgp/GpgmeContext.h"
#include "crypto/openpgp/GpgmeRsa.h"
#include "crypto/openpgp/OpenPgpPackets.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

// The preference list leaves out AEAD packets, which RFC 4880 clients cannot read (R30).
constexpr auto gpgConf = R"(no-random-seed-file
trust-model always
no-auto-check-trustdb
no-greeting
no-emit-version
keyid-format long
default-preference-list AES256 AES192 AES SHA512 SHA384 SHA256 ZLIB ZIP Uncompressed
personal-cipher-preferences AES256 AES192 AES
import-options import-minimal
)";

// For passphrases that a person chose: the highest count that transferable keys can carry. Named, because otherwise the
// agent measures for a while how much the machine can bear. Keys made here get less, see protectAgain().
constexpr auto agentConf = R"(allow-loopback-pinentry
s2k-count 65011712
disable-scdaemon
)";

bool writeOwned(const QString &path, const char *content)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == content) {
        return true;
    }
    file.close();
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(content) >= 0 && file.flush();
}

CryptoResult<void> prepare(const QString &path)
{
    initialiseGpgme();
    const auto error = gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP);
    if (error != 0) {
        return gpgmeError(error, CryptoError::Code::EngineFailure, "GnuPG");
    }
    if (path.isEmpty()) {
        return {};
    }
    constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    const QDir dir(path);
    // An empty common.conf keeps newer GnuPG from choosing keyboxd, which is linear in the number of keys.
    if (!QDir().mkpath(path) || !QFile::setPermissions(path, ownerOnly)
        || !writeOwned(dir.filePath(u"gpg.conf"_s), gpgConf)
        || !writeOwned(dir.filePath(u"gpg-agent.conf"_s), agentConf)
        || !writeOwned(dir.filePath(u"common.conf"_s), "")) {
        return cryptoError(CryptoError::Code::EngineFailure, u"the GnuPG home cannot be written"_s);
    }
    return {};
}

KeyValidity validityOf(gpgme_key_t key)
{
    if (key->revoked) {
        return KeyValidity::Revoked;
    }
    if (key->expired || (key->subkeys && key->subkeys->expired)) {
        return KeyValidity::Expired;
    }
    return key->disabled || key->invalid ? KeyValidity::Unusable : KeyValidity::Valid;
}

QString algorithmOf(gpgme_subkey_t subkey)
{
    char *raw = gpgme_pubkey_algo_string(subkey);
    QString name = QString::fromLatin1(raw);
    gpgme_free(raw);
    for (const auto &[from, to] : {std::pair{u"ed25519"_s, u"Ed25519"_s}, std::pair{u"ed448"_s, u"Ed448"_s}}) {
        if (name == from) {
            return to;
        }
    }
    const auto digit = std::ranges::find_if(name, [](QChar c) { return c.isDigit(); });
    const auto letters = digit - name.begin();
    if ((name.startsWith("rsa"_L1) || name.startsWith("dsa"_L1)) && letters == 3) {
        return name.left(3).toUpper() + u'-' + name.mid(3);
    }
    return name;
}

/// A revoked key lists all its user ids as revoked; those that were not withdrawn before are found by their signatures.
bool isWithdrawn(gpgme_key_t key, gpgme_user_id_t uid)
{
    if (!key->revoked) {
        return uid->revoked;
    }
    for (auto *signature = uid->signatures; signature; signature = signature->next) {
        if (signature->revoked && key->subkeys && qstrcmp(signature->keyid, key->subkeys->keyid) == 0) {
            return true;
        }
    }
    return false;
}

bool isWeak(gpgme_subkey_t subkey)
{
    constexpr unsigned shortest = 2048;
    switch (subkey->pubkey_algo) {
    case GPGME_PK_RSA:
    case GPGME_PK_RSA_E:
    case GPGME_PK_RSA_S:
        return subkey->length < shortest;
    case GPGME_PK_DSA:
    case GPGME_PK_ELG:
    case GPGME_PK_ELG_E:
        return true;
    default:
        return false;
    }
}

/// Of what would be used: the primary key signs, the usable subkeys encrypt.
bool isWeak(gpgme_key_t key)
{
    bool weak = isWeak(key->subkeys);
    for (auto *subkey = key->subkeys; subkey; subkey = subkey->next) {
        const bool used = subkey->can_encrypt && !subkey->revoked && !subkey->expired && !subkey->disabled;
        weak = weak || (used && isWeak(subkey));
    }
    return weak;
}

PublicKey describe(gpgme_key_t key, const KeyFingerprint &fingerprint)
{
    PublicKey described;
    described.fingerprint = fingerprint;
    const auto *primary = key->subkeys;
    described.validity = validityOf(key);
    for (auto *uid = key->uids; uid; uid = uid->next) {
        if (!uid->invalid && !isWithdrawn(key, uid)) {
            described.userIds.append(QString::fromUtf8(uid->uid));
        }
    }
    described.algorithm = algorithmOf(key->subkeys);
    described.created = QDateTime::fromSecsSinceEpoch(primary->timestamp, QTimeZone::UTC);
    if (primary->expires > 0) {
        described.expires = QDateTime::fromSecsSinceEpoch(primary->expires, QTimeZone::UTC);
    }
    const bool valid = described.validity == KeyValidity::Valid;
    described.canSign = valid && primary->can_sign;
    described.canEncrypt = valid && key->can_encrypt;
    described.hasSecret = key->secret;
    for (auto *subkey = key->subkeys; subkey; subkey = subkey->next) {
        described.onCard = described.onCard || subkey->is_cardkey;
    }
    described.weak = isWeak(key);
    return described;
}

using KeyHandle = std::shared_ptr<_gpgme_key>;

/// All keys, or only those named.
CryptoResult<std::vector<KeyHandle>> list(const QString &home, gpgme_keylist_mode_t mode, const char *pattern = nullptr)
{
    GpgmeContext context(home);
    if (!context.isValid()) {
        return cryptoError(CryptoError::Code::EngineFailure, u"no context"_s);
    }
    gpgme_set_keylist_mode(context.get(), mode);
    auto error = gpgme_op_keylist_start(context.get(), pattern, 0);
    std::vector<KeyHandle> found;
    while (error == 0) {
        gpgme_key_t key = nullptr;
        error = gpgme_op_keylist_next(context.get(), &key);
        if (error == 0) {
            found.emplace_back(key, [](gpgme_key_t released) { gpgme_key_unref(released); });
        }
    }
    if (gpgme_err_code(error) != GPG_ERR_EOF) {
        return gpgmeError(error, CryptoError::Code::EngineFailure, "listing keys");
    }
    return found;
}

QDateTime harmlesslyRevokedAt(const QString &home, const char *fingerprint)
{
    const GpgmeContext context(home);
    const GpgmeOutput output(1024 * 1024);
    if (!context.isValid() || !output.get()
        || gpgme_op_export(context.get(), fingerprint, GPGME_EXPORT_MODE_MINIMAL, output.get()) != 0) {
        return {};
    }
    const auto seconds = harmlessRevocation(output.bytes());
    return seconds ? QDateTime::fromSecsSinceEpoch(*seconds, QTimeZone::UTC) : QDateTime();
}

constexpr auto usualMode = GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_WITH_SECRET | GPGME_KEYLIST_MODE_WITH_KEYGRIP;

} // namespace

GpgmeHome::GpgmeHome(const QString &path)
    : m_state(std::make_unique<State>())
{
    m_state->path = path.isEmpty() ? QString() : QDir(path).absolutePath();
    m_state->usable = prepare(m_state->path);
    if (!m_state->usable) {
        qCWarning(lcCrypto) << "GnuPG cannot be used:" << m_state->usable.error().detail;
    }
}

GpgmeHome::~GpgmeHome()
{
    if (isPrivate() && m_state->usable) {
        const char *gpgconf = gpgme_get_dirinfo("gpgconf-name");
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(
            gpgconf ? QFile::decodeName(gpgconf) : u"gpgconf"_s, {u"--homedir"_s, path(), u"--kill"_s, u"gpg-agent"_s});
        process.waitForFinished();
    }
}

const QString &GpgmeHome::path() const
{
    return m_state->path;
}

CryptoResult<void> GpgmeHome::check() const
{
    return m_state->usable;
}

void GpgmeHome::setPassphrase(const KeyFingerprint &key, SecretBytes passphrase)
{
    m_state->setPassphrase(key, std::move(passphrase));
}

QList<QByteArray> CachedKey::secretKeygrips() const
{
    QList<QByteArray> keygrips;
    for (const auto *subkey = handle->subkeys; subkey; subkey = subkey->next) {
        if (subkey->secret && subkey->keygrip) {
            keygrips.append(subkey->keygrip);
        }
    }
    return keygrips;
}

CryptoResult<std::shared_ptr<const KeySnapshot>> GpgmeHome::State::snapshot()
{
    QMutexLocker lock(&m_mutex);
    if (m_snapshot) {
        return m_snapshot;
    }
    auto handles = list(path, usualMode);
    if (!handles) {
        return std::unexpected(handles.error());
    }
    auto snapshot = std::make_shared<KeySnapshot>();
    for (auto &handle : *handles) {
        const auto fingerprint
            = handle->subkeys ? KeyFingerprint::parse(QString::fromLatin1(handle->subkeys->fpr)) : std::nullopt;
        if (!fingerprint) {
            continue; // not a v4 key (R30)
        }
        if (handle->revoked) {
            auto signedUids = list(path, usualMode | GPGME_KEYLIST_MODE_SIGS, handle->subkeys->fpr);
            if (signedUids && signedUids->size() == 1) {
                handle = signedUids->front();
            }
        }
        for (auto *subkey = handle->subkeys; subkey; subkey = subkey->next) {
            snapshot->primaryOf.insert(QString::fromLatin1(subkey->fpr), *fingerprint);
        }
        CachedKey cached{describe(handle.get(), *fingerprint), handle, fingerprint->toString().toLatin1() + '!', {}};
        if (handle->revoked) {
            cached.signsUntil = harmlesslyRevokedAt(path, handle->subkeys->fpr);
        }
        snapshot->keys.append(cached.key);
        if (handle->secret) {
            snapshot->rsaKeys.append(rsaKeysOf(path, handle.get(), *fingerprint));
        }
        // GPGME hands `keyid` to "gpg -u" as it is and has no other way to say "exactly this key". The text belongs to
        // `signerName`, which lives as long as the handle.
        handle->subkeys->keyid = cached.signerName.data();
        snapshot->byFingerprint.insert(*fingerprint, cached);
    }
    m_snapshot = snapshot;
    return m_snapshot;
}

void GpgmeHome::State::forgetSnapshot()
{
    QMutexLocker lock(&m_mutex);
    m_snapshot.reset();
}

bool GpgmeHome::State::hasPassphrases()
{
    QMutexLocker lock(&m_mutex);
    return !m_passphrases.empty();
}

SecretBytes GpgmeHome::State::passphrase(const QString &primaryEnding)
{
    QMutexLocker lock(&m_mutex);
    for (const auto &[fingerprint, passphrase] : m_passphrases) {
        if (primaryEnding.size() >= 16 && fingerprint.endsWith(primaryEnding)) {
            return passphrase.copy();
        }
    }
    return {};
}

QByteArray GpgmeHome::State::agentSocket()
{
    QMutexLocker lock(&m_mutex);
    return m_agentSocket;
}

void GpgmeHome::State::setAgentSocket(const QByteArray &socket)
{
    QMutexLocker lock(&m_mutex);
    m_agentSocket = socket;
}

void GpgmeHome::State::setPassphrase(const KeyFingerprint &key, SecretBytes passphrase)
{
    QMutexLocker lock(&m_mutex);
    if (passphrase.isEmpty()) {
        m_passphrases.erase(key.toString());
    } else {
        m_passphrases.insert_or_assign(key.toString(), std::move(passphrase));
    }
}

} // namespace letterlock::crypto
