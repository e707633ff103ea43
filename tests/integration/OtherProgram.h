// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QMap>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <optional>

#include "crypto/wrapping/EncryptedKey.h"
#include "crypto/wrapping/PublishedKey.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestServer.h"

namespace letterlock::test {

/// Another program of the same account that knows XEP-0189 and XEP-0241: a plain stream, and an RSA key of its own that
/// opens by OpenSSL alone.
class OtherProgram {
public:
    static inline const QString keyNode = QStringLiteral("urn:xmpp:pubkey:2");
    static inline const QString revokeNode = QStringLiteral("urn:xmpp:revoke:2");

    explicit OtherProgram(QString account = {})
        : m_key(EVP_RSA_gen(2048U), EVP_PKEY_free)
        , m_account(std::move(account))
    {
    }

    /// Present where that is wanted: ejabberd gives an account's events to one that is not, where they end.
    [[nodiscard]] bool open(const TestServer &server, const QString &user, bool present = false)
    {
        m_account = server.jid(user);
        const bool isOpen = stream.open(
            {server.port(), user, server.password(user), server.caFile(), QStringLiteral("other"), server.domain()});
        if (isOpen && present) {
            stream.sendPresence();
            return !stream.next(QStringLiteral("presence")).isNull();
        }
        return isOpen;
    }
    /// Its key, whole and valid.
    [[nodiscard]] crypto::PublishedKey published() const
    {
        return *crypto::PublishedKey::make(*crypto::BareJid::parse(m_account), number(OSSL_PKEY_PARAM_RSA_N),
            number(OSSL_PKEY_PARAM_RSA_E), m_made.addDays(-1), m_made.addYears(1));
    }
    /// Item id to payload, as it reads them.
    QMap<QString, crypto::XmlElement> items(const QString &node)
    {
        const auto answer = stream.iq(QStringLiteral("get"),
            QStringLiteral("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='%1'/></pubsub>").arg(node),
            m_account);
        QMap<QString, crypto::XmlElement> found;
        const auto all = answer.firstChildElement().firstChildElement(QStringLiteral("items"));
        for (auto item = all.firstChildElement(); !item.isNull(); item = item.nextSiblingElement()) {
            if (const auto payload = crypto::XmlElement::parse(xmlText(item.firstChildElement()).toUtf8())) {
                found.insert(item.attribute(QStringLiteral("id")), *payload);
            }
        }
        return found;
    }
    QStringList ids() { return items(keyNode).keys(); }
    [[nodiscard]] bool publish(const QString &node, const QString &id, const crypto::XmlElement &payload)
    {
        return change(QStringLiteral("<publish node='%1'><item id='%2'>%3</item></publish>")
                .arg(node, id, QString::fromUtf8(payload.toXml())));
    }
    [[nodiscard]] bool retract(const QString &id)
    {
        return change(QStringLiteral("<retract node='%1' notify='true'><item id='%2'/></retract>").arg(keyNode, id));
    }
    /// The text of a part, by its own key; nothing if it does not open.
    [[nodiscard]] std::optional<QByteArray> read(
        const crypto::EncryptedData &part, const QList<crypto::EncryptedKey> &wraps) const
    {
        for (const auto &wrap : wraps) {
            if (wrap.keyName == published().print() && wrap.carriedKeyName == part.keyName) {
                return decrypted(unwrapped(wrap.cipherValue), part.cipherValue);
            }
        }
        return std::nullopt;
    }

    RawXmppStream stream;

private:
    [[nodiscard]] QByteArray number(const char *name) const
    {
        BIGNUM *value = nullptr;
        EVP_PKEY_get_bn_param(m_key.get(), name, &value);
        QByteArray octets(BN_num_bytes(value), Qt::Uninitialized);
        BN_bn2bin(value, reinterpret_cast<unsigned char *>(octets.data()));
        BN_free(value);
        return octets;
    }
    [[nodiscard]] bool change(const QString &what)
    {
        const auto answer = stream.iq(QStringLiteral("set"),
            QStringLiteral("<pubsub xmlns='http://jabber.org/protocol/pubsub'>%1</pubsub>").arg(what));
        return !answer.isNull() && errorCondition(answer).isEmpty();
    }
    /// RSA-OAEP with SHA-256 twice.
    [[nodiscard]] QByteArray unwrapped(const QByteArray &cipher) const
    {
        const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX *)> context(
            EVP_PKEY_CTX_new(m_key.get(), nullptr), EVP_PKEY_CTX_free);
        QByteArray key(EVP_PKEY_get_size(m_key.get()), '\0');
        auto size = size_t(key.size());
        const bool opened = EVP_PKEY_decrypt_init(context.get()) == 1
            && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1
            && EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char *>(key.data()), &size,
                   reinterpret_cast<const unsigned char *>(cipher.constData()), size_t(cipher.size()))
                == 1;
        return opened ? key.first(qsizetype(size)) : QByteArray();
    }
    /// AES-256-GCM: nonce, text, tag.
    [[nodiscard]] static std::optional<QByteArray> decrypted(const QByteArray &key, const QByteArray &value)
    {
        constexpr int nonceSize = 12;
        constexpr int tagSize = 16;
        if (key.size() != 32 || value.size() < nonceSize + tagSize) {
            return std::nullopt;
        }
        const auto octets
            = [](const QByteArray &bytes) { return reinterpret_cast<const unsigned char *>(bytes.constData()); };
        const auto nonce = value.first(nonceSize);
        const auto cipher = value.sliced(nonceSize, value.size() - nonceSize - tagSize);
        auto tag = value.last(tagSize);
        QByteArray text(cipher.size(), '\0');
        int size = 0;
        const std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX *)> context(
            EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
        const bool opened
            = EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, octets(key), octets(nonce)) == 1
            && EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char *>(text.data()), &size, octets(cipher),
                   int(cipher.size()))
                == 1
            && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tagSize, tag.data()) == 1
            && EVP_DecryptFinal_ex(context.get(), reinterpret_cast<unsigned char *>(text.data()) + size, &size) == 1;
        return opened ? std::optional(text) : std::nullopt;
    }

    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> m_key;
    QString m_account;
    QDateTime m_made = QDateTime::currentDateTimeUtc();
};

} // namespace letterlock::test
