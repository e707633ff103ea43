// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/files/FileCipher.h"

#include <openssl/evp.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

auto bytesOf(const char *text)
{
    return reinterpret_cast<const unsigned char *>(text);
}

std::unexpected<CryptoError> failed(FileCipher::Direction direction)
{
    return direction == FileCipher::Direction::Seal
        ? cryptoError(CryptoError::Code::EngineFailure, u"AES-GCM"_s)
        : cryptoError(CryptoError::Code::DecryptionFailed, u"sealed file"_s);
}

} // namespace

struct FileCipher::State {
    Direction direction;
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    bool good = false;
    qint64 total = 0;
    QByteArray held; ///< opening: the last octets so far, which may be the tag
};

FileCipher::FileCipher(Direction direction, const SecretBytes &key, QByteArrayView nonce)
    : m_state(new State{.direction = direction})
{
    auto *context = m_state->context.get();
    if (!context || (key.size() != 16 && key.size() != 32) || (nonce.size() != 12 && nonce.size() != 16)) {
        return;
    }
    if (direction == Direction::OpenCbc) {
        m_state->good = key.size() == 32 && nonce.size() == 16
            && EVP_DecryptInit_ex(context, EVP_aes_256_cbc(), nullptr, bytesOf(key.data()), bytesOf(nonce.data())) == 1;
        return;
    }
    const int encrypts = direction == Direction::Seal ? 1 : 0;
    const auto *algorithm = key.size() == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
    m_state->good = EVP_CipherInit_ex(context, algorithm, nullptr, nullptr, nullptr, encrypts) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, int(nonce.size()), nullptr) == 1
        && EVP_CipherInit_ex(context, nullptr, nullptr, bytesOf(key.data()), bytesOf(nonce.data()), encrypts) == 1;
}

FileCipher::~FileCipher() = default;

CryptoResult<QByteArray> FileCipher::add(QByteArrayView piece)
{
    if (m_state->direction != Direction::Open) {
        return pass(piece);
    }
    m_state->held.append(piece);
    const auto ready = std::max<qsizetype>(m_state->held.size() - tagSize, 0);
    auto text = pass(QByteArrayView(m_state->held).first(ready));
    m_state->held.remove(0, ready);
    return text;
}

CryptoResult<QByteArray> FileCipher::pass(QByteArrayView piece)
{
    m_state->total += piece.size();
    if (!m_state->good || m_state->total > largest || piece.size() > (1 << 30)) {
        m_state->good = false;
        return failed(m_state->direction);
    }
    const bool inBlocks = m_state->direction == Direction::OpenCbc;
    QByteArray out(piece.size() + (inBlocks ? EVP_MAX_BLOCK_LENGTH : 0), Qt::Uninitialized);
    int written = 0;
    m_state->good = piece.isEmpty()
        || EVP_CipherUpdate(m_state->context.get(), reinterpret_cast<unsigned char *>(out.data()), &written,
               bytesOf(piece.data()), int(piece.size()))
            == 1;
    if (inBlocks && m_state->good) {
        out.truncate(written);
        return out;
    }
    return m_state->good && written == piece.size() ? CryptoResult<QByteArray>(out) : failed(m_state->direction);
}

CryptoResult<QByteArray> FileCipher::finishCbc()
{
    QByteArray rest(EVP_MAX_BLOCK_LENGTH, Qt::Uninitialized);
    int written = 0;
    const bool good = std::exchange(m_state->good, false)
        && EVP_DecryptFinal_ex(m_state->context.get(), reinterpret_cast<unsigned char *>(rest.data()), &written) == 1;
    rest.truncate(written);
    return good ? CryptoResult<QByteArray>(rest) : failed(m_state->direction);
}

CryptoResult<QByteArray> FileCipher::finish()
{
    if (m_state->direction == Direction::OpenCbc) {
        return finishCbc();
    }
    auto *context = m_state->context.get();
    const bool seals = m_state->direction == Direction::Seal;
    QByteArray tag = seals ? QByteArray(tagSize, '\0') : m_state->held;
    unsigned char none[tagSize];
    int rest = 0;
    const bool wasGood = std::exchange(m_state->good, false) && tag.size() == tagSize;
    const bool tagSet
        = wasGood && (seals || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tagSize), tag.data()) == 1);
    if (!tagSet || EVP_CipherFinal_ex(context, none, &rest) != 1
        || (seals && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, int(tagSize), tag.data()) != 1)) {
        return failed(m_state->direction);
    }
    return seals ? tag : QByteArray();
}

} // namespace letterlock::crypto
