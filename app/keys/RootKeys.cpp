// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RootKeys.h"

#include <QTimeZone>

#include <algorithm>

#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr QLatin1StringView publishedName("published-for");
constexpr QLatin1StringView createdPrefix("created:");

archive::ArchiveError fromCrypto(const crypto::CryptoError &error)
{
    return {archive::ArchiveError::Code::CannotOpen, error.detail};
}

} // namespace

RootKeys::RootKeys(archive::ArchivePorts ports, KeyController &keys, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_keys(keys)
{
}

QFuture<archive::ArchiveResult<void>> RootKeys::prepare()
{
    return m_ports.history.values(scope())
        .then(this,
            [this](const archive::ArchiveResult<QHash<QString, QByteArray>> &values) {
                if (values) {
                    loadLocal(*values);
                }
                return m_ports.privateStore.items(node());
            })
        .unwrap()
        .then(this,
            [this](const archive::ArchiveResult<QHash<QString, crypto::XmlElement>> &items) -> QFuture<Result> {
                if (!items) {
                    // What is known here is enough to go on; the server's copy is looked at next time.
                    return crypto::ready(m_ports.keys.hasRootKey() ? Result() : Result(std::unexpected(items.error())));
                }
                return takeRemote(*items);
            })
        .unwrap();
}

void RootKeys::loadLocal(const QHash<QString, QByteArray> &values)
{
    if (m_loaded) {
        return;
    }
    m_loaded = true;
    m_publishedFor = QString::fromLatin1(values.value(publishedName));
    QList<std::pair<QDateTime, QString>> generations;
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (it.key().startsWith(createdPrefix)) {
            const auto generation = it.key().mid(createdPrefix.size());
            const auto created = QDateTime::fromMSecsSinceEpoch(it.value().toLongLong(), QTimeZone::UTC);
            m_created.insert(generation, created);
            generations.append({created, generation});
        }
    }
    std::ranges::sort(generations); // the newest comes last and seals
    for (const auto &[created, generation] : generations) {
        if (values.value(generation).size() == 32) {
            m_ports.keys.addRootKey({generation, crypto::SecretBytes(QByteArrayView(values[generation]))});
        }
    }
}

QFuture<archive::ArchiveResult<void>> RootKeys::takeRemote(const QHash<QString, crypto::XmlElement> &items)
{
    QList<crypto::KeyFingerprint> signers;
    for (const auto &own : m_keys.ownKeys()) {
        if (own.confirmed) {
            signers.append(own.key.fingerprint);
        }
    }
    struct Item {
        QString generation;
        QDateTime created;
        QByteArray message;
    };
    QList<Item> fresh;
    for (auto it = items.begin(); it != items.end(); ++it) {
        if (!m_ports.keys.generations().contains(it.key())) {
            fresh.append({it.key(), QDateTime::fromString(it->attribute(u"created"), Qt::ISODateWithMs),
                QByteArray::fromBase64(it->text().toLatin1())});
        }
    }
    std::ranges::sort(fresh, {}, &Item::created);
    const QString sealing = m_ports.keys.currentGeneration();
    const QDateTime newestHere = m_created.value(sealing);
    return m_ports.worker
        .run([ring = &m_ports.keys, fresh, signers, sealing, newestHere] {
            QList<Item> opened;
            for (const auto &item : fresh) {
                auto imported = ring->importRootKey(item.message, signers);
                if (!imported) {
                    qCWarning(crypto::lcArchive).noquote() << "a root key cannot be opened:" << imported.error().detail;
                    continue;
                }
                opened.append(item);
                opened.last().generation = *imported;
                // Another device renewed it: what is sealed from now on uses the newest.
                if (sealing.isEmpty() || item.created > newestHere) {
                    if (auto secret = ring->rootSecret(*imported)) {
                        ring->addRootKey({*imported, std::move(*secret)});
                    }
                }
            }
            return opened;
        })
        .then(this,
            [this, hadItems = !items.isEmpty()](const QList<Item> &opened) -> QFuture<Result> {
                for (const auto &item : opened) {
                    keepLocally(item.generation, item.created);
                }
                if (m_ports.keys.hasRootKey()) {
                    return mayNeedRepublishing() ? republish() : crypto::ready(Result());
                }
                if (hadItems) {
                    // Making another one would hide that this computer lacks the key for the history that is there.
                    return crypto::ready(Result(archive::archiveError(
                        archive::ArchiveError::Code::CannotOpen, u"no key here opens the archive's root key"_s)));
                }
                return renew();
            })
        .unwrap();
}

QFuture<archive::ArchiveResult<void>> RootKeys::renew()
{
    auto root = crypto::RootKey::make();
    const auto generation = root.generation;
    const auto created = m_ports.clock.now();
    const auto before = m_ports.keys.currentGeneration();
    m_ports.keys.addRootKey(std::move(root));
    return publish(generation, created)
        .then(this, [this, generation, created, before, now = publication()](const Result &published) {
            if (published) {
                keepLocally(generation, created);
                remember(now);
            } else if (!before.isEmpty()) {
                // Nothing may be sealed with a root key that exists only here.
                if (auto secret = m_ports.keys.rootSecret(before)) {
                    m_ports.keys.addRootKey({before, std::move(*secret)});
                }
            }
            return published;
        });
}

bool RootKeys::mayNeedRepublishing() const
{
    return publication() != m_publishedFor;
}

/// Who signs and who can open what is published now. A new device knows the root key by the signature of a key it
/// brought, so a new signer counts as much as a new recipient.
QString RootKeys::publication() const
{
    QStringList recipients;
    for (const auto &key : m_keys.sealingRecipients()) {
        recipients.append(key.toString());
    }
    recipients.sort();
    return m_keys.currentKey().toString() + u": "_s + recipients.join(u' ');
}

QFuture<archive::ArchiveResult<void>> RootKeys::republish()
{
    return publishAll(m_ports.keys.generations()).then(this, [this, now = publication()](const Result &published) {
        if (published) {
            remember(now);
        }
        return published;
    });
}

QFuture<archive::ArchiveResult<void>> RootKeys::publishAll(QStringList generations)
{
    if (generations.isEmpty()) {
        return crypto::ready(Result());
    }
    const auto generation = generations.takeFirst();
    return publish(generation, m_created.value(generation, m_ports.clock.now()))
        .then(this,
            [this, generations](const Result &published) {
                return published ? publishAll(generations) : crypto::ready(Result(published));
            })
        .unwrap();
}

QFuture<archive::ArchiveResult<void>> RootKeys::publish(const QString &generation, const QDateTime &created)
{
    const auto signer = m_keys.currentKey();
    const auto recipients = m_keys.sealingRecipients();
    if (signer.isEmpty() || recipients.isEmpty()) {
        return crypto::ready(Result(archive::archiveError(archive::ArchiveError::Code::CannotOpen, u"no own key"_s)));
    }
    return m_ports.worker
        .run([ring = &m_ports.keys, generation, signer, recipients] {
            return ring->exportRootKey(generation, signer, recipients);
        })
        .then(this,
            [this, generation, created, signer, recipients](
                const crypto::CryptoResult<QByteArray> &message) -> QFuture<Result> {
                if (!message) {
                    return crypto::ready(Result(std::unexpected(fromCrypto(message.error()))));
                }
                if (signer != m_keys.currentKey() || recipients != m_keys.sealingRecipients()) {
                    // The key was changed meanwhile: this must not overwrite what the new one has published.
                    return publish(generation, created);
                }
                crypto::XmlElement payload(u"root"_s, payloadNs());
                payload.setAttribute(u"created"_s, created.toUTC().toString(Qt::ISODateWithMs));
                payload.setText(QString::fromLatin1(message->toBase64()));
                return m_ports.privateStore.put(node(), generation, payload);
            })
        .unwrap()
        .then(this,
            [this, generation, created, signer, recipients](const Result &put) {
                // Or while it was on its way: then it may have come after what the new one has published.
                const bool old = signer != m_keys.currentKey() || recipients != m_keys.sealingRecipients();
                return put && old ? publish(generation, created) : crypto::ready(Result(put));
            })
        .unwrap();
}

void RootKeys::keepLocally(const QString &generation, const QDateTime &created)
{
    m_created.insert(generation, created);
    if (auto secret = m_ports.keys.rootSecret(generation)) {
        m_ports.history.setValue(scope(), generation, QByteArray(secret->data(), secret->size()));
        m_ports.history.setValue(scope(), createdPrefix + generation, QByteArray::number(created.toMSecsSinceEpoch()));
    }
}

void RootKeys::remember(const QString &published)
{
    m_publishedFor = published;
    m_ports.history.setValue(scope(), publishedName, published.toLatin1());
}

} // namespace letterlock::app
