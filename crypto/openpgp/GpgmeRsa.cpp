// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/GpgmeRsa.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMutexLocker>
#include <QSemaphoreReleaser>

#include <array>
#include <cstring>

#include "crypto/openpgp/GpgmeAgent.h"
#include "crypto/openpgp/OpenPgpPackets.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

using Code = CryptoError::Code;

constexpr qsizetype largestModulus = 2048; // octets; the agent takes no more
constexpr qsizetype largestAnswer = 2 * largestModulus;
constexpr quint8 rsaAlgorithms = 2; // 1 = sign and encrypt, 2 = encrypt only

struct Numbers {
    QByteArray modulus;
    QByteArray exponent;
};

/// The next multiprecision integer (RFC 4880 section 3.2), or nothing.
QByteArray takeInteger(QByteArrayView &bytes)
{
    if (bytes.size() < 2) {
        return {};
    }
    const qsizetype size = ((quint8(bytes[0]) << 8 | quint8(bytes[1])) + 7) / 8;
    if (bytes.size() < 2 + size) {
        return {};
    }
    const auto number = bytes.sliced(2, size).toByteArray();
    bytes = bytes.sliced(2 + size);
    return number;
}

/// Public numbers by fingerprint of the RSA packets in a transferable public key.
QHash<QString, Numbers> numbersIn(QByteArrayView key)
{
    QHash<QString, Numbers> found;
    const auto packets = splitPackets(key);
    for (const auto &packet : packets.value_or(std::vector<OpenPgpPacket>())) {
        const bool isKey = packet.tag == OpenPgpPacket::PublicKeyPacket || packet.tag == OpenPgpPacket::PublicSubkey;
        constexpr qsizetype header = 6; // version, four octets of time, algorithm
        if (!isKey || packet.body.size() < header || packet.body.size() > 0xFFFF || packet.body[0] != 4
            || packet.body[5] < 1 || packet.body[5] > rsaAlgorithms) {
            continue;
        }
        auto rest = packet.body.sliced(header);
        Numbers numbers;
        numbers.modulus = takeInteger(rest);
        numbers.exponent = takeInteger(rest);
        if (numbers.modulus.isEmpty() || numbers.exponent.isEmpty() || numbers.modulus.size() > largestModulus) {
            continue;
        }
        QCryptographicHash hash(QCryptographicHash::Sha1);
        const std::array<char, 3> prefix{char(0x99), char(packet.body.size() >> 8), char(packet.body.size() & 0xFF)};
        hash.addData(QByteArrayView(prefix));
        hash.addData(packet.body);
        found.insert(QString::fromLatin1(hash.result().toHex().toUpper()), numbers);
    }
    return found;
}

/// What one command of the agent needs and brings.
struct Talk {
    QByteArray ciphertext; ///< as a canonical S-expression
    SecretBytes passphrase;
    SecretBytes answer{largestAnswer};
    qsizetype answered = 0;

    static gpgme_error_t data(void *self, const void *bytes, size_t size)
    {
        auto &talk = *static_cast<Talk *>(self);
        if (size > size_t(talk.answer.size() - talk.answered)) {
            return gpgme_error(GPG_ERR_TOO_LARGE);
        }
        std::memcpy(talk.answer.data() + talk.answered, bytes, size);
        talk.answered += qsizetype(size);
        return 0;
    }

    /// Called once more without a name to release what it gave.
    static gpgme_error_t inquire(void *self, const char *name, const char *, gpgme_data_t *bytes)
    {
        const auto &talk = *static_cast<Talk *>(self);
        if (!name) {
            gpgme_data_release(*bytes);
            *bytes = nullptr;
            return 0;
        }
        const QByteArrayView asked(name);
        if (asked == "CIPHERTEXT") {
            return gpgme_data_new_from_mem(bytes, talk.ciphertext.constData(), size_t(talk.ciphertext.size()), 0);
        }
        if (asked == "PASSPHRASE" && !talk.passphrase.isEmpty()) {
            return gpgme_data_new_from_mem(bytes, talk.passphrase.data(), size_t(talk.passphrase.size()), 0);
        }
        return gpgme_error(GPG_ERR_CANCELED);
    }

    static gpgme_error_t status(void *, const char *, const char *) { return 0; }

    gpgme_error_t run(gpgme_ctx_t context, const QByteArray &command)
    {
        gpgme_error_t refused = 0;
        const auto failed = gpgme_op_assuan_transact_ext(
            context, command.constData(), data, this, inquire, this, status, this, &refused);
        return failed != 0 ? failed : refused;
    }
};

gpgme_error_t decrypt(Talk &talk, const QString &home, const QByteArray &socket, const RsaKey &key)
{
    gpgme_ctx_t raw = nullptr;
    if (const auto error = gpgme_new(&raw); error != 0) {
        return error;
    }
    const std::unique_ptr<gpgme_context, void (*)(gpgme_ctx_t)> context(raw, gpgme_release);
    const QByteArray path = QFile::encodeName(home);
    auto error = gpgme_set_protocol(raw, GPGME_PROTOCOL_ASSUAN);
    if (error == 0) {
        error = gpgme_ctx_set_engine_info(
            raw, GPGME_PROTOCOL_ASSUAN, socket.constData(), home.isEmpty() ? nullptr : path.constData());
    }
    QList<QByteArray> commands{"RESET"};
    if (!talk.passphrase.isEmpty()) {
        commands.append("OPTION pinentry-mode=loopback");
    } else {
        commands.append(placeOptions());
    }
    commands.append("SETKEY " + key.keygrip);
    commands.append("PKDECRYPT");
    for (const auto &command : std::as_const(commands)) {
        if (error != 0) {
            break;
        }
        error = talk.run(raw, command);
    }
    return error;
}

/// "(5:value<size>:<octets>)" as a number of the modulus' length: the agent leaves out leading zeros.
std::optional<SecretBytes> valueOf(const Talk &talk, qsizetype size)
{
    const auto answer = talk.answer.view().first(talk.answered);
    constexpr QByteArrayView opening("(5:value");
    const auto colon = answer.indexOf(':', opening.size());
    if (!answer.startsWith(opening) || colon < 0) {
        return std::nullopt;
    }
    bool ok = false;
    auto length = answer.sliced(opening.size(), colon - opening.size()).toLongLong(&ok);
    auto from = colon + 1;
    if (!ok || length < 0 || from + length > answer.size()) {
        return std::nullopt;
    }
    if (length == size + 1 && answer[from] == 0) { // a sign octet
        ++from;
        --length;
    }
    if (length > size) {
        return std::nullopt;
    }
    SecretBytes value(size);
    std::memcpy(value.data() + size - length, answer.data() + from, size_t(length));
    return value;
}

} // namespace

QList<RsaKey> rsaKeysOf(const QString &home, gpgme_key_t key, const KeyFingerprint &primary)
{
    QHash<QString, Numbers> numbers;
    QList<RsaKey> found;
    for (auto *subkey = key->subkeys; subkey; subkey = subkey->next) {
        const auto fingerprint = KeyFingerprint::parse(QString::fromLatin1(subkey->fpr));
        const bool isRsa = subkey->pubkey_algo == GPGME_PK_RSA || subkey->pubkey_algo == GPGME_PK_RSA_E;
        if (!isRsa || !subkey->secret || !subkey->can_encrypt || !subkey->keygrip || !fingerprint) {
            continue;
        }
        if (numbers.isEmpty()) {
            const GpgmeContext context(home);
            const GpgmeOutput output(1024 * 1024);
            if (!context.isValid() || !output.get()
                || gpgme_op_export(context.get(), key->subkeys->fpr, GPGME_EXPORT_MODE_MINIMAL, output.get()) != 0) {
                return {};
            }
            numbers = numbersIn(output.bytes());
        }
        if (const auto own = numbers.constFind(fingerprint->toString()); own != numbers.cend()) {
            const bool usable = !key->revoked && !key->expired && !subkey->revoked && !subkey->expired
                && !subkey->disabled && !subkey->invalid;
            found.append({primary, *fingerprint, subkey->keygrip, own->modulus, own->exponent, usable});
        }
    }
    return found;
}

CryptoResult<SecretBytes> rsaDecryptByAgent(GpgmeHome &home, const RsaKey &key, const QByteArray &block)
{
    if (const auto usable = home.check(); !usable) {
        return std::unexpected(usable.error());
    }
    const auto size = key.modulus.size();
    if (size == 0 || size > largestModulus || block.size() != size) {
        return cryptoError(Code::DecryptionFailed, u"RSA block"_s);
    }
    auto &state = home.state();
    const QByteArray socket = agentSocket(state);
    if (socket.isEmpty()) {
        return cryptoError(Code::EngineFailure, u"no agent socket"_s);
    }
    state.decryptions.acquire();
    const QSemaphoreReleaser done(state.decryptions);
    Talk talk;
    talk.passphrase = state.passphrase(key.primary.toString());
    talk.ciphertext = "(7:enc-val(3:rsa(1:a" + QByteArray::number(size) + ':' + block + ")))";
    auto error = decrypt(talk, state.path, socket, key);
    if (gpgme_err_code(error) == GPG_ERR_ASS_CONNECT_FAILED) {
        // GPGME starts the agent for OpenPGP, but not for this protocol.
        askGpgconf(state.path, {u"--launch"_s, u"gpg-agent"_s});
        talk.answered = 0;
        error = decrypt(talk, state.path, socket, key);
    }
    if (error != 0) {
        return gpgmeError(error, Code::DecryptionFailed, "RSA");
    }
    auto value = valueOf(talk, size);
    return value ? CryptoResult<SecretBytes>(*std::move(value)) : cryptoError(Code::DecryptionFailed, u"RSA"_s);
}

} // namespace letterlock::crypto
