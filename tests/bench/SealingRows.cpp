// SPDX-License-Identifier: GPL-3.0-or-later
// Messages and re-key against single GPGME calls with the same keys, the same plaintext and the same flags.
#include <gpgme.h>

#include <atomic>
#include <memory>

#include "crypto/base/Base64.h"
#include "crypto/base/Clock.h"
#include "crypto/ox/ContentElement.h"
#include "crypto/ox/OxScheme.h"
#include "crypto/wrapping/DataKeyRing.h"
#include "tests/bench/Rows.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr auto encryptFlags
    = gpgme_encrypt_flags_t(GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_ENCRYPT_TO | GPGME_ENCRYPT_NO_COMPRESS);
constexpr int rounds = 9;
constexpr int perRound = 8;

/// GPGME with nothing around it. Keys are looked up once, as they are in the engine.
class BareGpgme {
public:
    explicit BareGpgme(const QString &home)
        : m_home(home.toUtf8())
    {
    }
    ~BareGpgme()
    {
        for (auto *key : m_keys) {
            gpgme_key_unref(key);
        }
    }
    BareGpgme(const BareGpgme &) = delete;
    BareGpgme &operator=(const BareGpgme &) = delete;

    gpgme_key_t key(const crypto::KeyFingerprint &fingerprint)
    {
        gpgme_key_t found = nullptr;
        need(gpgme_get_key(context().get(), fingerprint.toString().toLatin1().constData(), &found, 0) == 0, "no key");
        m_keys.append(found);
        return found;
    }
    QByteArray signcrypt(const QByteArray &plaintext, gpgme_key_t signer, QList<gpgme_key_t> recipients)
    {
        const auto ctx = context();
        gpgme_signers_add(ctx.get(), signer);
        recipients.append(nullptr);
        return pass(plaintext, [&](gpgme_data_t in, gpgme_data_t out) {
            return gpgme_op_encrypt_sign(ctx.get(), recipients.data(), encryptFlags, in, out);
        });
    }
    QByteArray encrypt(const QByteArray &plaintext, gpgme_key_t recipient)
    {
        const auto ctx = context();
        gpgme_key_t recipients[] = {recipient, nullptr};
        return pass(plaintext, [&](gpgme_data_t in, gpgme_data_t out) {
            return gpgme_op_encrypt(ctx.get(), recipients, encryptFlags, in, out);
        });
    }
    QByteArray decryptVerify(const QByteArray &message)
    {
        const auto ctx = context();
        return pass(
            message, [&](gpgme_data_t in, gpgme_data_t out) { return gpgme_op_decrypt_verify(ctx.get(), in, out); });
    }

private:
    using Context = std::unique_ptr<gpgme_context, void (*)(gpgme_ctx_t)>;

    [[nodiscard]] Context context() const
    {
        gpgme_ctx_t ctx = nullptr;
        need(gpgme_new(&ctx) == 0, "no GPGME context");
        gpgme_ctx_set_engine_info(ctx, GPGME_PROTOCOL_OpenPGP, nullptr, m_home.constData());
        gpgme_set_offline(ctx, 1);
        return Context(ctx, gpgme_release);
    }
    template <class F> static QByteArray pass(const QByteArray &input, F operation)
    {
        gpgme_data_t in = nullptr;
        gpgme_data_t out = nullptr;
        gpgme_data_new_from_mem(&in, input.constData(), size_t(input.size()), 0);
        gpgme_data_new(&out);
        need(operation(in, out) == 0, "GPGME failed");
        gpgme_data_release(in);
        size_t size = 0;
        char *bytes = gpgme_data_release_and_get_mem(out, &size);
        const QByteArray result(bytes, qsizetype(size));
        gpgme_free(bytes);
        return result;
    }

    QByteArray m_home;
    QList<gpgme_key_t> m_keys;
};

/// Counts what a passphrase or a token would be asked for.
class CountingEngine final : public crypto::OpenPgpEngine {
public:
    explicit CountingEngine(crypto::OpenPgpEngine &engine)
        : m_engine(engine)
    {
    }
    crypto::CryptoResult<QByteArray> signcrypt(const QByteArray &plaintext, const crypto::KeyFingerprint &signer,
        const QList<crypto::KeyFingerprint> &recipients) override
    {
        ++privateOperations;
        return m_engine.signcrypt(plaintext, signer, recipients);
    }
    crypto::CryptoResult<crypto::OpenedOpenPgp> open(const QByteArray &message) override
    {
        ++privateOperations;
        return m_engine.open(message);
    }
    crypto::CryptoResult<QByteArray> encrypt(
        const crypto::SecretBytes &plaintext, const QList<crypto::KeyFingerprint> &recipients) override
    {
        return m_engine.encrypt(plaintext, recipients);
    }
    crypto::CryptoResult<crypto::SecretBytes> decrypt(const QByteArray &message) override
    {
        ++privateOperations;
        return m_engine.decrypt(message);
    }
    crypto::CryptoResult<QByteArray> sign(const QByteArray &plaintext, const crypto::KeyFingerprint &signer) override
    {
        ++privateOperations;
        return m_engine.sign(plaintext, signer);
    }
    crypto::CryptoResult<QByteArray> encryptWithCode(
        const crypto::SecretBytes &plaintext, const crypto::SecretBytes &code) override
    {
        return m_engine.encryptWithCode(plaintext, code);
    }
    crypto::CryptoResult<crypto::SecretBytes> decryptWithCode(
        const QByteArray &message, const crypto::SecretBytes &code) override
    {
        return m_engine.decryptWithCode(message, code);
    }
    crypto::CryptoResult<QList<crypto::RsaKey>> rsaKeys() override { return m_engine.rsaKeys(); }
    crypto::CryptoResult<crypto::SecretBytes> rsaDecrypt(const crypto::RsaKey &key, const QByteArray &block) override
    {
        ++privateOperations;
        return m_engine.rsaDecrypt(key, block);
    }

    std::atomic<int> privateOperations = 0;

private:
    crypto::OpenPgpEngine &m_engine;
};

double perCall(const std::function<void()> &call)
{
    return wallMilliseconds([&] {
        for (int i = 0; i < perRound; ++i) {
            call();
        }
    }) / perRound;
}

} // namespace

QList<Row> sealingRows()
{
    TempGnupgHome gnupg;
    const auto alice = gnupg.makeKey(u"alice@example.org"_s).fingerprint;
    const auto bob = gnupg.makeKey(u"bob@example.org"_s).fingerprint;
    BareGpgme bare(gnupg.path());
    const auto aliceBare = bare.key(alice);
    const auto bobBare = bare.key(bob);

    crypto::Worker worker(u"bench"_s);
    const crypto::SystemClock clock;
    crypto::OxScheme ox(gnupg.engine(), gnupg.keyring(), worker, clock);
    ox.setOwnKeys({alice, {alice}});
    const auto content = [&] {
        crypto::OutgoingContent outgoing;
        outgoing.from = *crypto::BareJid::parse(u"alice@example.org"_s);
        outgoing.to = *crypto::BareJid::parse(u"bob@example.org"_s);
        crypto::XmlElement body(u"body"_s, u"jabber:client"_s);
        body.setText(u"The boat leaves at nine, bring the lamp and the long rope. "_s.repeated(3));
        outgoing.payload.push_back(body);
        outgoing.recipientKeys = {bob};
        return outgoing;
    };
    crypto::XmlElement stanza(u"message"_s, u"jabber:client"_s);
    {
        const auto sealed = ox.seal(content()).takeResult();
        need(sealed.has_value(), "sealing failed");
        stanza.append(sealed->elements.back());
    }
    const QByteArray message = *crypto::decodeBase64(stanza.child(u"openpgp", crypto::ContentElement::ns)->text());
    const QByteArray plaintext = bare.decryptVerify(message);

    QList<Row> rows;
    rows.append(compare(
        {.name = u"send: seal a message (OX)"_s, .budget = 1.15, .unit = u"ms"_s}, rounds,
        [&] { return perCall([&] { need(ox.seal(content()).takeResult().has_value(), "sealing failed"); }); },
        [&] { return perCall([&] { bare.signcrypt(plaintext, aliceBare, {bobBare, aliceBare}); }); }));
    crypto::IncomingSealed incoming;
    incoming.from = *crypto::Jid::parse(u"alice@example.org/desk"_s);
    incoming.to = *crypto::Jid::parse(u"bob@example.org"_s);
    incoming.stanza = stanza;
    incoming.receivedAt = clock.now();
    rows.append(compare(
        {.name = u"receive: open a message (OX)"_s, .budget = 1.15, .unit = u"ms"_s}, rounds,
        [&] {
            return perCall([&] {
                need(std::holds_alternative<crypto::Opened>(ox.open(incoming).takeResult()), "opening failed");
            });
        },
        [&] { return perCall([&] { bare.decryptVerify(message); }); }));

    constexpr int keys = 50;
    CountingEngine engine(gnupg.engine());
    crypto::DataKeyRing ring(engine);
    ring.addRootKey(crypto::RootKey::make());
    QList<crypto::EncryptedData> parts;
    QList<crypto::EncryptedKey> wraps;
    for (int i = 0; i < keys; ++i) {
        const QString name = u"data-key-%1"_s.arg(i);
        parts.append(*ring.seal("<from secs='0'><body>x</body></from>", name));
        wraps += *ring.wrap(name, {alice});
    }
    engine.privateOperations = 0;
    const QByteArray dataKey(32, 'k');
    Row rekey{.name = u"re-key: wrap %1 data keys anew"_s.arg(keys), .budget = 1.2, .unit = u"ms"_s};
    rekey = compare(
        rekey, 5,
        [&] {
            return wallMilliseconds([&] {
                for (int i = 0; i < keys; ++i) {
                    need(ring.rewrap(wraps[i], &parts[i], {bob}).has_value(), "re-wrapping failed");
                }
            });
        },
        [&] {
            return wallMilliseconds([&] {
                for (int i = 0; i < keys; ++i) {
                    bare.encrypt(dataKey, bobBare);
                }
            });
        });
    rekey.note = u"%1 private operations"_s.arg(engine.privateOperations.load());
    need(engine.privateOperations == 0, "the re-key asked for private operations");
    rows.append(rekey);
    return rows;
}

} // namespace letterlock::test
