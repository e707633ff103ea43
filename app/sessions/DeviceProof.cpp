// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/DeviceProof.h"

#include "crypto/base/Base64.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr qsizetype largestProof = 16 * 1024;

QByteArray statement(const crypto::BareJid &account, const QByteArray &thumbprint)
{
    return "Letterlock session key request\n" + account.toString().toUtf8() + '\n' + thumbprint.toHex() + '\n';
}

crypto::KeyFingerprint provenSigner(crypto::OpenPgpEngine &engine, const QByteArray &proof, const QByteArray &expected)
{
    const auto opened = engine.open(proof);
    if (!opened || opened->encrypted || opened->plaintext != expected || opened->signatures.size() != 1
        || opened->signatures.first().state != crypto::OpenPgpSignature::State::Valid) {
        return {};
    }
    return opened->signatures.first().key;
}

} // namespace

DeviceProof::DeviceProof(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
}

QFuture<crypto::XmlElement> DeviceProof::make(const QByteArray &thumbprint)
{
    const auto signer = m_ports.keys.currentKey();
    if (signer.isEmpty()) {
        return crypto::ready(crypto::XmlElement());
    }
    const QByteArray madeFor = thumbprint + signer.toString().toUtf8();
    if (madeFor == m_madeFor) {
        return crypto::ready(crypto::XmlElement(m_made));
    }
    return m_ports.worker
        .run([&engine = m_ports.engine, signer, text = statement(m_ports.keys.account(), thumbprint)] {
            return engine.sign(text, signer);
        })
        .then(this, [this, madeFor](const crypto::CryptoResult<QByteArray> &proof) {
            if (!proof) {
                qCWarning(crypto::lcApp).noquote()
                    << "a request for a session key goes unsigned:" << proof.error().detail;
                return crypto::XmlElement();
            }
            m_made = crypto::XmlElement(u"proof"_s, ns());
            m_made.setText(QString::fromLatin1(proof->toBase64()));
            m_madeFor = madeFor;
            return m_made;
        });
}

QFuture<crypto::KeyFingerprint> DeviceProof::signer(
    const crypto::XmlElement &request, const crypto::BareJid &account, const QByteArray &thumbprint)
{
    const auto *element = request.child(u"proof", ns());
    const QString text = element ? element->text() : QString();
    const auto proof = text.size() > 2 * largestProof ? std::nullopt : crypto::decodeBase64(text);
    if (!proof || proof->isEmpty() || proof->size() > largestProof) {
        return crypto::ready(crypto::KeyFingerprint());
    }
    return m_ports.worker
        .run([&engine = m_ports.engine, proof = *proof, expected = statement(account, thumbprint)] {
            return provenSigner(engine, proof, expected);
        })
        .then(this, [this, account](const crypto::KeyFingerprint &key) {
            return !key.isEmpty() && m_ports.keys.mayHaveSigned(account, key) ? key : crypto::KeyFingerprint();
        });
}

} // namespace letterlock::app
