// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/BackupController.h"

#include <QCryptographicHash>

#include <algorithm>

#include "crypto/base/Base64.h"
#include "crypto/base/Random.h"
#include "crypto/openpgp/OpenPgpPackets.h"
#include "crypto/ox/ContentElementRules.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto node = u"urn:xmpp:openpgp:0:secret-key"_s;
const auto nsOx = u"urn:xmpp:openpgp:0"_s;
const auto itemId = u"current"_s;
// Of ours: backups that were replaced without having been read. Nothing that cannot be read is thrown away.
const auto replacedNode = u"urn:letterlock:secret-key:replaced"_s;
constexpr QLatin1StringView alphabet("123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"); // no O, no 0
constexpr int codeLength = 24;
constexpr qsizetype largestBackup = 256 * 1024;
constexpr qsizetype mostBackups = 8;

const auto valueScope = u"backup"_s;
const auto digestName = u"seen"_s;

/// Text of every item that may be a backup, the usual one first: other clients choose other item ids.
QStringList textsOf(const QHash<QString, crypto::XmlElement> &items)
{
    QStringList texts;
    for (auto it = items.begin(); it != items.end(); ++it) {
        it.key() == itemId ? texts.prepend(it->text().simplified()) : texts.append(it->text().simplified());
    }
    return texts.mid(0, mostBackups);
}

QByteArray digestOf(const QString &text)
{
    return QCryptographicHash::hash(text.toLatin1(), QCryptographicHash::Sha256);
}

crypto::CryptoError fromArchive(const archive::ArchiveError &error)
{
    return {crypto::CryptoError::Code::EngineFailure, u"private storage: "_s + error.detail};
}

/// The standard form has dashes and upper case; what people type may lack both (O-33).
QString standardForm(const QString &typed)
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
    return grouped;
}

struct Found {
    crypto::CryptoResult<std::shared_ptr<crypto::SecretBytes>> opened;
    QByteArray digest;
};

/// Tries every text with the code as typed and in the standard form. Blocks.
Found openAny(crypto::OpenPgpEngine &engine, const QStringList &texts, const QString &typed)
{
    using Code = crypto::CryptoError::Code;
    QStringList codes{typed.trimmed()};
    if (!codes.contains(standardForm(typed))) {
        codes.append(standardForm(typed));
    }
    auto failure = crypto::cryptoError(Code::NoKey, u"there is no backup"_s);
    for (const auto &text : texts) {
        const auto message = crypto::decodeBase64(text);
        if (!message || message->isEmpty() || message->size() > largestBackup) {
            failure = crypto::cryptoError(Code::MalformedInput, u"not a backup"_s);
            continue;
        }
        for (const auto &code : codes) {
            auto opened = engine.decryptWithCode(*message, crypto::SecretBytes(QByteArrayView(code.toUtf8())));
            if (opened && crypto::splitSecretKeys(opened->view()).empty()) {
                opened = crypto::cryptoError(Code::MalformedInput, u"no keys in it"_s);
            }
            if (opened) {
                return {std::make_shared<crypto::SecretBytes>(std::move(*opened)), digestOf(text)};
            }
            failure = std::unexpected(opened.error());
        }
    }
    return {failure, {}};
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
                if (items->isEmpty()) {
                    return write(code);
                }
                return isOurs(*items)
                    .then(this,
                        [this, code, overwrite, items = *items](bool ours) -> QFuture<Result> {
                            if (ours) {
                                return write(code);
                            }
                            if (!overwrite) {
                                return crypto::ready(Result(crypto::cryptoError(crypto::CryptoError::Code::Unsupported,
                                    u"there is a backup that this computer has not read"_s)));
                            }
                            return setAside(items)
                                .then(this,
                                    [this, code](const Result &kept) {
                                        return kept ? write(code) : crypto::ready(Result(kept));
                                    })
                                .unwrap();
                        })
                    .unwrap();
            })
        .unwrap();
}

QFuture<crypto::CryptoResult<void>> BackupController::setAside(const Items &items)
{
    using Result = crypto::CryptoResult<void>;
    const QString text = textsOf(items).value(0);
    crypto::XmlElement payload(u"secretkey"_s, nsOx);
    payload.setText(text);
    return m_ports.privateStore.put(replacedNode, QString::fromLatin1(digestOf(text).toHex().left(16)), payload)
        .then(this, [](const archive::ArchiveResult<void> &stored) {
            return stored ? Result() : Result(std::unexpected(fromArchive(stored.error())));
        });
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
        .run([ports = m_ports, secret, code, archiveId = archiveUserId()]() -> crypto::CryptoResult<QByteArray> {
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
            return ports.engine.encryptWithCode(*exported, crypto::SecretBytes(QByteArrayView(code.toUtf8())));
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
                return readBack(code).then(this, [](const crypto::CryptoResult<Opened> &opened) {
                    return opened ? Result() : Result(std::unexpected(opened.error()));
                });
            })
        .unwrap();
}

/// Only what this computer wrote or read itself may be replaced without a question.
QFuture<bool> BackupController::isOurs(const Items &items)
{
    const auto texts = textsOf(items);
    return m_ports.history.values(valueScope)
        .then(this, [texts](const archive::ArchiveResult<QHash<QString, QByteArray>> &values) {
            return values && std::ranges::all_of(texts, [&](const QString &text) {
                return values->value(digestName) == digestOf(text);
            });
        });
}

void BackupController::remember(const QByteArray &digest)
{
    m_ports.history.setValue(valueScope, digestName, digest);
    m_presence = Presence::Present;
    Q_EMIT presenceChanged(m_presence);
}

/// Also those that were replaced: their codes still open them.
QFuture<crypto::CryptoResult<BackupController::Opened>> BackupController::read(const QString &code)
{
    using Result = crypto::CryptoResult<Opened>;
    using Texts = crypto::CryptoResult<QStringList>;
    return m_ports.privateStore.items(node)
        .then(this,
            [this](const archive::ArchiveResult<Items> &items) -> QFuture<Texts> {
                if (!items) {
                    return crypto::ready(Texts(std::unexpected(fromArchive(items.error()))));
                }
                return m_ports.privateStore.items(replacedNode)
                    .then(this, [texts = textsOf(*items)](const archive::ArchiveResult<Items> &replaced) -> Texts {
                        return texts + textsOf(replaced.value_or(Items()));
                    });
            })
        .unwrap()
        .then(this,
            [this, code](const Texts &texts) -> QFuture<Result> {
                if (!texts) {
                    return crypto::ready(Result(std::unexpected(texts.error())));
                }
                return m_ports.worker
                    .run([engine = &m_ports.engine, texts = *texts, code] { return openAny(*engine, texts, code); })
                    .then(this, [this](const Found &found) {
                        if (found.opened) {
                            remember(found.digest);
                        }
                        return found.opened;
                    });
            })
        .unwrap();
}

/// What stands in the usual place now.
QFuture<crypto::CryptoResult<BackupController::Opened>> BackupController::readBack(const QString &code)
{
    using Result = crypto::CryptoResult<Opened>;
    return m_ports.privateStore.items(node)
        .then(this,
            [this, code](const archive::ArchiveResult<Items> &items) -> QFuture<Result> {
                if (!items) {
                    return crypto::ready(Result(std::unexpected(fromArchive(items.error()))));
                }
                const auto texts = textsOf(*items).mid(0, 1);
                return m_ports.worker
                    .run([engine = &m_ports.engine, texts, code] { return openAny(*engine, texts, code); })
                    .then(this, [this](const Found &found) {
                        if (found.opened) {
                            remember(found.digest);
                        }
                        return found.opened;
                    });
            })
        .unwrap();
}

QFuture<crypto::CryptoResult<QList<BackupController::HeldKey>>> BackupController::look(const QString &code)
{
    using Result = crypto::CryptoResult<QList<HeldKey>>;
    return read(code).then(this, [this](const crypto::CryptoResult<Opened> &opened) -> Result {
        if (!opened) {
            return std::unexpected(opened.error());
        }
        m_opened = *opened;
        QList<HeldKey> held;
        for (const auto &block : crypto::splitSecretKeys((*opened)->view())) {
            if (block.userIds.contains(archiveUserId())) {
                continue;
            }
            const crypto::PublicKey key{.fingerprint = block.fingerprint, .userIds = block.userIds};
            held.append({block.fingerprint, block.created, block.userIds,
                crypto::ContentElementRules::belongsTo(key, m_ports.keys.account())});
        }
        return held;
    });
}

QString BackupController::archiveUserId() const
{
    return u"xmpp-archive:"_s + m_ports.keys.account().toString();
}

QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> BackupController::bring(
    const QList<crypto::KeyFingerprint> &keys)
{
    using Result = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;
    const auto opened = std::exchange(m_opened, {});
    if (!opened) {
        return crypto::ready(Result(crypto::cryptoError(crypto::CryptoError::Code::NoKey, u"no backup is open"_s)));
    }
    QByteArray wanted;
    wanted.reserve(opened->view().size()); // growing would leave copies behind
    for (const auto &block : crypto::splitSecretKeys(opened->view())) {
        // The archive's key is nobody's choice: it opens what a server sealed, and nothing else.
        if (keys.contains(block.fingerprint) || block.userIds.contains(archiveUserId())) {
            wanted.append(block.bytes);
        }
    }
    return m_ports.keys.bringKey(crypto::SecretBytes::taken(wanted));
}

QFuture<crypto::CryptoResult<QList<crypto::KeyFingerprint>>> BackupController::restore(const QString &code)
{
    using Result = crypto::CryptoResult<QList<crypto::KeyFingerprint>>;
    return look(code)
        .then(this,
            [this](const crypto::CryptoResult<QList<HeldKey>> &held) -> QFuture<Result> {
                if (!held) {
                    return crypto::ready(Result(std::unexpected(held.error())));
                }
                QList<crypto::KeyFingerprint> ours;
                for (const auto &one : *held) {
                    if (one.ours) {
                        ours.append(one.key);
                    }
                }
                return bring(ours);
            })
        .unwrap();
}

} // namespace letterlock::app
