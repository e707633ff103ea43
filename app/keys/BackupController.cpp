// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/BackupController.h"

#include <QCryptographicHash>

#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto node = u"urn:xmpp:openpgp:0:secret-key"_s;
const auto nsOx = u"urn:xmpp:openpgp:0"_s;
const auto itemId = u"current"_s;
constexpr QLatin1StringView alphabet("123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"); // no O, no 0
constexpr int codeLength = 24;
constexpr qsizetype largestBackup = 256 * 1024;

const auto valueScope = u"backup"_s;
const auto digestName = u"seen"_s;

/// Other clients choose other item ids.
crypto::XmlElement itemOf(const QHash<QString, crypto::XmlElement> &items)
{
    return items.contains(itemId) ? items.value(itemId) : items.begin().value();
}

QByteArray digestOf(const QHash<QString, crypto::XmlElement> &items)
{
    return QCryptographicHash::hash(itemOf(items).text().simplified().toLatin1(), QCryptographicHash::Sha256);
}

crypto::CryptoError fromArchive(const archive::ArchiveError &error)
{
    return {crypto::CryptoError::Code::EngineFailure, u"private storage: "_s + error.detail};
}

/// The standard form has dashes and upper case; what people type may lack both (O-33).
crypto::SecretBytes normalisedCode(const QString &typed)
{
    QString letters;
    for (const QChar c : typed.toUpper()) {
        if (c.isLetterOrNumber()) {
            letters += c;
        }
    }
    QString grouped;
    for (qsizetype i = 0; i < letters.size(); ++i) {
        if (i > 0 && i % 4 == 0) {
            grouped += u'-';
        }
        grouped += letters[i];
    }
    return crypto::SecretBytes(QByteArrayView(grouped.toLatin1()));
}

} // namespace

BackupController::BackupController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
}

void BackupController::probe()
{
    m_ports.privateStore.items(node).then(
        this, [this](const archive::ArchiveResult<QHash<QString, crypto::XmlElement>> &items) {
            m_presence = !items ? Presence::Unknown : items->isEmpty() ? Presence::Absent : Presence::Present;
            Q_EMIT presenceChanged(m_presence);
        });
}

QString BackupController::makeCode()
{
    QString code;
    while (code.size() < codeLength + codeLength / 4 - 1) {
        if (code.size() % 5 == 4) {
            code += u'-';
        }
        quint8 byte = 0;
        crypto::fillRandom(reinterpret_cast<char *>(&byte), 1);
        // Bytes beyond the last whole multiple would make the first letters likelier.
        if (byte < 256 / alphabet.size() * alphabet.size()) {
            code += QLatin1Char(alphabet[byte % alphabet.size()].toLatin1());
        } else if (code.endsWith(u'-')) {
            code.chop(1);
        }
    }
    return code;
}

QFuture<crypto::CryptoResult<void>> BackupController::backUp(const QString &code, bool overwrite)
{
    using Result = crypto::CryptoResult<void>;
    return m_ports.privateStore.items(node)
        .then(this,
            [this, code, overwrite](const archive::ArchiveResult<Items> &items) -> QFuture<Result> {
                if (!items) {
                    return crypto::ready(Result(std::unexpected(fromArchive(items.error()))));
                }
                if (items->isEmpty() || overwrite) {
                    return write(code);
                }
                return isOurs(*items)
                    .then(this,
                        [this, code](bool ours) {
                            return ours
                                ? write(code)
                                : crypto::ready(Result(crypto::cryptoError(crypto::CryptoError::Code::Unsupported,
                                      u"there is a backup that this computer has not read"_s)));
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<crypto::CryptoResult<void>> BackupController::write(const QString &code)
{
    using Result = crypto::CryptoResult<void>;
    QList<crypto::KeyFingerprint> secret;
    for (const auto &own : m_ports.keys.ownKeys()) {
        if (own.key.hasSecret) {
            secret.append(own.key.fingerprint);
        }
    }
    return m_ports.worker
        .run([ports = m_ports, secret, code,
                 archiveId
                 = u"xmpp-archive:"_s + m_ports.keys.account().toString()]() -> crypto::CryptoResult<QByteArray> {
            // The archive's RSA key goes along: nothing else opens what a server sealed.
            auto all = secret;
            for (const auto &key : ports.keyring.keys().value_or(QList<crypto::PublicKey>())) {
                if (key.hasSecret && key.userIds.contains(archiveId)) {
                    all.append(key.fingerprint);
                }
            }
            auto exported = ports.keyring.exportSecret(all);
            if (!exported && all != secret) {
                exported = ports.keyring.exportSecret(secret);
            }
            if (!exported) {
                return std::unexpected(exported.error());
            }
            return ports.engine.encryptWithCode(*exported, normalisedCode(code));
        })
        .then(this,
            [this](const crypto::CryptoResult<QByteArray> &message) -> QFuture<Result> {
                if (!message) {
                    return crypto::ready(Result(std::unexpected(message.error())));
                }
                crypto::XmlElement payload(u"secretkey"_s, nsOx);
                payload.setText(QString::fromLatin1(message->toBase64()));
                return m_ports.privateStore.put(node, itemId, payload)
                    .then(this, [](const archive::ArchiveResult<void> &stored) {
                        return stored ? Result() : Result(std::unexpected(fromArchive(stored.error())));
                    });
            })
        .unwrap()
        .then(this,
            [this, code](const Result &stored) -> QFuture<Result> {
                if (!stored) {
                    return crypto::ready(Result(stored));
                }
                // A backup counts only when what the server gives back opens with the code.
                return read(code).then(this, [](const crypto::CryptoResult<Opened> &opened) {
                    return opened ? Result() : Result(std::unexpected(opened.error()));
                });
            })
        .unwrap();
}

QFuture<bool> BackupController::isOurs(const Items &items)
{
    return m_ports.history.values(valueScope)
        .then(this, [digest = digestOf(items)](const archive::ArchiveResult<QHash<QString, QByteArray>> &values) {
            return values && values->value(digestName) == digest;
        });
}

void BackupController::remember(const Items &items)
{
    m_ports.history.setValue(valueScope, digestName, digestOf(items));
    m_presence = Presence::Present;
    Q_EMIT presenceChanged(m_presence);
}

QFuture<crypto::CryptoResult<BackupController::Opened>> BackupController::read(const QString &code)
{
    using Result = crypto::CryptoResult<Opened>;
    return m_ports.privateStore.items(node)
        .then(this,
            [this, code](const archive::ArchiveResult<Items> &items) -> QFuture<Result> {
                if (!items) {
                    return crypto::ready(Result(std::unexpected(fromArchive(items.error()))));
                }
                if (items->isEmpty()) {
                    return crypto::ready(
                        Result(crypto::cryptoError(crypto::CryptoError::Code::NoKey, u"there is no backup"_s)));
                }
                const auto message = QByteArray::fromBase64(itemOf(*items).text().toLatin1());
                if (message.isEmpty() || message.size() > largestBackup) {
                    return crypto::ready(
                        Result(crypto::cryptoError(crypto::CryptoError::Code::MalformedInput, u"not a backup"_s)));
                }
                return m_ports.worker
                    .run([ports = m_ports, message, code]() -> Result {
                        auto opened = ports.engine.decryptWithCode(message, normalisedCode(code));
                        if (!opened) {
                            return std::unexpected(opened.error());
                        }
                        return std::make_shared<crypto::SecretBytes>(std::move(*opened));
                    })
                    .then(this, [this, items = *items](const Result &opened) {
                        if (opened) {
                            remember(items);
                        }
                        return opened;
                    });
            })
        .unwrap();
}

QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> BackupController::restore(const QString &code)
{
    using Result = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;
    return read(code)
        .then(this,
            [this](const crypto::CryptoResult<Opened> &opened) -> QFuture<Result> {
                if (!opened) {
                    return crypto::ready(Result(std::unexpected(opened.error())));
                }
                return m_ports.keys.bringKey(QByteArray((*opened)->data(), (*opened)->size()));
            })
        .unwrap();
}

} // namespace letterlock::app
