// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/DataKeyRing.h"

#include <QCryptographicHash>
#include <QMutex>
#include <QMutexLocker>

#include <unordered_map>
#include <vector>

#include "crypto/wrapping/AeadCipher.h"
#include "crypto/wrapping/KeyTransport.h"
#include "crypto/wrapping/PublishedRecipients.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

constexpr qsizetype keySize = RootKey::size;
constexpr qsizetype largestPart = 8 * 1024 * 1024; // octets
constexpr int mostUnwraps = 64; // private operations in one call
const QList<int> keySizes{32, 24, 16}; // octets
constexpr int mostKeys = 256; // EncryptedKeys looked at in one call
constexpr qsizetype mostRemembered = 4096; // data keys

SecretBytes derive(const SecretBytes &root, const QString &dataKeyName)
{
    return hkdfSha256(root, dataKeyName.toUtf8(), "letterlock/archive/data-key/1", keySize);
}

QByteArray digestOf(const EncryptedKey &key)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QStringList texts{key.method, key.digest, key.mgf, key.keyName, key.carriedKeyName};
    hash.addData(texts.join(QChar::Null).toUtf8() + '\0' + key.oaepParams + '\0');
    hash.addData(key.cipherValue);
    return hash.result();
}

/// An empty name fits everything (R08).
bool fits(const EncryptedKey &key, const EncryptedData &part)
{
    return key.carriedKeyName == part.keyName || key.carriedKeyName.isEmpty() || part.keyName.isEmpty();
}

} // namespace

const QString DataKeyRing::openPgpWrapMethod = KeyTransport::openPgp;

struct DataKeyRing::State {
    struct Unwrapped {
        QString name;
        SecretBytes key;
    };

    OpenPgpEngine &engine;
    KeyTransport transport;
    mutable QMutex mutex;
    std::vector<RootKey> roots; ///< the last one of them is not always the current one
    QString current;
    std::unordered_map<QByteArray, Unwrapped> unwrapped; ///< by digest of the EncryptedKey
    PublishedRecipients published;

    explicit State(OpenPgpEngine &port)
        : engine(port)
        , transport(port)
    {
    }

    const RootKey *find(const QString &generation) const
    {
        const auto found = std::ranges::find(roots, generation, &RootKey::generation);
        return found == roots.end() ? nullptr : &*found;
    }

    /// The newest first: it is the likely one.
    std::vector<SecretBytes> derivations(const QString &dataKeyName) const
    {
        const QMutexLocker lock(&mutex);
        std::vector<SecretBytes> keys;
        for (auto root = roots.rbegin(); root != roots.rend(); ++root) {
            keys.push_back(derive(root->secret, dataKeyName));
        }
        return keys;
    }

    std::vector<SecretBytes> remembered(const QString &dataKeyName, bool exactly) const
    {
        const QMutexLocker lock(&mutex);
        std::vector<SecretBytes> keys;
        for (const auto &[digest, entry] : unwrapped) {
            if (entry.name == dataKeyName || (!exactly && (entry.name.isEmpty() || dataKeyName.isEmpty()))) {
                keys.push_back(entry.key.copy());
            }
        }
        return keys;
    }

    void remember(const EncryptedKey &wrap, const SecretBytes &key)
    {
        const QMutexLocker lock(&mutex);
        if (qsizetype(unwrapped.size()) >= mostRemembered) {
            unwrapped.clear();
        }
        unwrapped.insert_or_assign(digestOf(wrap), Unwrapped{wrap.carriedKeyName, key.copy()});
    }

    bool knows(const EncryptedKey &wrap) const
    {
        const QMutexLocker lock(&mutex);
        return unwrapped.contains(digestOf(wrap));
    }

    CryptoResult<QList<EncryptedKey>> wrap(
        const QString &name, const SecretBytes &key, const QList<KeyFingerprint> &recipients)
    {
        if (recipients.isEmpty()) {
            return cryptoError(Code::KeyUnusable, u"no recipient"_s);
        }
        QList<EncryptedKey> wraps;
        for (const auto &recipient : recipients) {
            const auto other = published.find(recipient);
            if (other && other->withdrawn) {
                continue;
            }
            auto wrap = other ? KeyTransport::wrap(name, key, other->key) : transport.wrap(name, key, recipient);
            if (!wrap) {
                return std::unexpected(wrap.error());
            }
            wraps.append(*wrap);
        }
        return wraps;
    }

    /// Nothing if no root key's derivation opens it. Only authenticated ciphers can prove anything.
    std::optional<std::pair<SecretBytes, QByteArray>> openDerived(
        const ContentCipher &cipher, const EncryptedData &part) const
    {
        if (!cipher.isAuthenticated || cipher.keySize != keySize || part.keyName.isEmpty()) {
            return std::nullopt;
        }
        for (auto &key : derivations(part.keyName)) {
            if (auto text = openContent(cipher, key, part.cipherValue)) {
                return std::pair(std::move(key), *std::move(text));
            }
        }
        return std::nullopt;
    }
};

namespace {

CryptoResult<OpenedPart> openWith(const ContentCipher &cipher, const EncryptedData &part, const SecretBytes &key)
{
    auto text = openContent(cipher, key, part.cipherValue);
    if (!text) {
        return std::unexpected(text.error());
    }
    return OpenedPart{*std::move(text), cipher.isAuthenticated, false};
}

} // namespace

DataKeyRing::DataKeyRing(OpenPgpEngine &engine)
    : m_state(std::make_unique<State>(engine))
{
}

DataKeyRing::~DataKeyRing() = default;

void DataKeyRing::addRootKey(RootKey root)
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->current = root.generation;
    std::erase_if(m_state->roots, [&](const RootKey &known) { return known.generation == root.generation; });
    m_state->roots.push_back(std::move(root));
}

bool DataKeyRing::hasRootKey() const
{
    return !currentGeneration().isEmpty();
}

QString DataKeyRing::currentGeneration() const
{
    const QMutexLocker lock(&m_state->mutex);
    return m_state->current;
}

QStringList DataKeyRing::generations() const
{
    const QMutexLocker lock(&m_state->mutex);
    QStringList names;
    for (const auto &root : m_state->roots) {
        names.append(root.generation);
    }
    return names;
}

CryptoResult<SecretBytes> DataKeyRing::rootSecret(const QString &generation) const
{
    const QMutexLocker lock(&m_state->mutex);
    const auto *root = m_state->find(generation);
    if (!root) {
        return cryptoError(Code::NoKey, u"no such root key"_s);
    }
    return root->secret.copy();
}

CryptoResult<QByteArray> DataKeyRing::exportRootKey(
    const QString &generation, const KeyFingerprint &signer, const QList<KeyFingerprint> &recipients)
{
    const auto secret = rootSecret(generation);
    if (!secret) {
        return std::unexpected(secret.error());
    }
    QByteArray text = RootKey{generation, secret->copy()}.toXml();
    auto message = m_state->engine.signcrypt(text, signer, recipients);
    text.fill('\0');
    return message;
}

CryptoResult<QString> DataKeyRing::importRootKey(const QByteArray &message, const QList<KeyFingerprint> &trustedSigners)
{
    const auto opened = m_state->engine.open(message);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    const bool isOurs = opened->encrypted && opened->signatures.size() == 1
        && opened->signatures.front().state == OpenPgpSignature::State::Valid
        && trustedSigners.contains(opened->signatures.front().key);
    if (!isOurs) {
        return cryptoError(Code::BadSignature, u"root key not signed by an own key"_s);
    }
    auto root = RootKey::fromXml(opened->plaintext);
    if (!root) {
        return std::unexpected(root.error());
    }
    const QString generation = root->generation;
    const QMutexLocker lock(&m_state->mutex);
    if (const auto *known = m_state->find(generation)) {
        return known->secret == root->secret ? CryptoResult<QString>(generation)
                                             : cryptoError(Code::MalformedInput, u"another root key has this name"_s);
    }
    // In front of the others: `derivations` begins at the other end, with the current one.
    m_state->roots.insert(m_state->roots.begin(), *std::move(root));
    return generation;
}

CryptoResult<EncryptedData> DataKeyRing::seal(const QByteArray &plaintext, const QString &dataKeyName)
{
    const auto root = rootSecret(currentGeneration());
    if (!root || dataKeyName.isEmpty()) {
        return cryptoError(Code::NoKey, u"no root key or no name"_s);
    }
    if (plaintext.size() > largestPart - 64) {
        return cryptoError(Code::TooLarge, u"part"_s);
    }
    auto value = sealContent(derive(*root, dataKeyName), plaintext);
    if (!value) {
        return std::unexpected(value.error());
    }
    return EncryptedData{ContentCipher::aes256Gcm, dataKeyName, *std::move(value)};
}

CryptoResult<QList<EncryptedKey>> DataKeyRing::wrap(const QString &dataKeyName, const QList<KeyFingerprint> &recipients)
{
    const auto root = rootSecret(currentGeneration());
    if (!root || dataKeyName.isEmpty()) {
        return cryptoError(Code::NoKey, u"no root key or no name"_s);
    }
    return m_state->wrap(dataKeyName, derive(*root, dataKeyName), recipients);
}

CryptoResult<OpenedPart> DataKeyRing::open(const EncryptedData &part, const QList<EncryptedKey> &keys)
{
    if (part.cipherValue.size() > largestPart) {
        return cryptoError(Code::TooLarge, u"part"_s);
    }
    const auto cipher = ContentCipher::byUri(part.method);
    if (!cipher) {
        return cryptoError(Code::Unsupported, part.method.left(200));
    }
    if (auto derived = m_state->openDerived(*cipher, part)) {
        return OpenedPart{std::move(derived->second), true, true};
    }
    for (const auto &key : m_state->remembered(part.keyName, false)) {
        if (auto opened = openWith(*cipher, part, key)) {
            return opened;
        }
    }
    // What the person can do something about is told; everything else looks alike.
    Code reason = Code::NoKey;
    int looks = 0;
    int budget = mostUnwraps;
    bool tried = false;
    std::optional<OpenedPart> opened;
    const auto opens = [&](const SecretBytes &key) {
        if (auto text = openWith(*cipher, part, key)) {
            opened = *std::move(text);
        }
        return opened.has_value();
    };
    for (const auto &wrap : keys) {
        if (++looks > mostKeys || budget <= 0) {
            return cryptoError(Code::TooLarge, u"too many EncryptedKeys"_s);
        }
        if (!fits(wrap, part) || m_state->knows(wrap)) {
            continue;
        }
        tried = true;
        const auto key = m_state->transport.unwrap(wrap, {cipher->keySize}, budget, opens);
        if (key) {
            m_state->remember(wrap, *key);
            return *std::move(opened);
        }
        const auto code = key.error().code;
        if (code == Code::Cancelled || code == Code::EngineFailure) {
            return std::unexpected(key.error());
        }
        const bool tells = code == Code::KeyLocked || (code == Code::Unsupported && reason == Code::NoKey);
        reason = tells || (code == Code::DecryptionFailed && reason != Code::KeyLocked) ? code : reason;
    }
    return cryptoError(!tried && looks > 0 ? Code::DecryptionFailed : reason, u"no key opens this part"_s);
}

CryptoResult<void> DataKeyRing::verifyWrap(const EncryptedKey &key)
{
    if (key.carriedKeyName.isEmpty()) {
        return cryptoError(Code::DecryptionFailed, u"a data key without name"_s);
    }
    auto known = m_state->derivations(key.carriedKeyName);
    std::ranges::move(m_state->remembered(key.carriedKeyName, true), std::back_inserter(known));
    int budget = mostUnwraps;
    const auto isKnown = [&](const SecretBytes &found) { return std::ranges::find(known, found) != known.end(); };
    return m_state->transport.unwrap(key, keySizes, budget, isKnown).transform([](const SecretBytes &) { });
}

CryptoResult<QList<EncryptedKey>> DataKeyRing::rewrap(
    const EncryptedKey &old, const EncryptedData *proof, const QList<KeyFingerprint> &recipients)
{
    const auto cipher = proof ? ContentCipher::byUri(proof->method) : std::nullopt;
    if (cipher && proof->keyName == old.carriedKeyName && proof->cipherValue.size() <= largestPart) {
        if (const auto derived = m_state->openDerived(*cipher, *proof)) {
            return m_state->wrap(old.carriedKeyName, derived->first, recipients);
        }
    }
    if (!cipher && old.method == KeyTransport::rsa15) {
        return cryptoError(Code::Unsupported, u"rsa-1_5 shows its faults only with a part"_s);
    }
    int budget = mostUnwraps;
    const auto key = m_state->transport.unwrap(old, cipher ? QList<int>{cipher->keySize} : keySizes, budget,
        [&](const SecretBytes &found) { return !cipher || openWith(*cipher, *proof, found).has_value(); });
    if (!key) {
        return std::unexpected(key.error());
    }
    m_state->remember(old, *key);
    return m_state->wrap(old.carriedKeyName, *key, recipients);
}

CryptoResult<EncryptedKey> DataKeyRing::wrapWithCode(const QString &dataKeyName, const SecretBytes &code)
{
    const auto root = rootSecret(currentGeneration());
    if (!root || dataKeyName.isEmpty()) {
        return cryptoError(Code::NoKey, u"no root key or no name"_s);
    }
    return m_state->transport.wrapWithCode(dataKeyName, derive(*root, dataKeyName), code);
}

CryptoResult<void> DataKeyRing::learnWithCode(const EncryptedKey &key, const SecretBytes &code)
{
    const auto opened = m_state->transport.unwrapWithCode(key, keySize, code);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    m_state->remember(key, *opened);
    return {};
}

void DataKeyRing::setPublished(const QList<PublishedKey> &usable, const QList<PublishedKey> &withdrawn)
{
    m_state->published.set(usable, withdrawn);
}

QString DataKeyRing::nameOf(const KeyFingerprint &recipient) const
{
    return m_state->published.nameOf(recipient);
}

void DataKeyRing::forgetUnwrapped()
{
    const QMutexLocker lock(&m_state->mutex);
    m_state->unwrapped.clear();
}

} // namespace letterlock::crypto
