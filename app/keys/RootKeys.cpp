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
    return look(Wanted::RootKey);
}

QFuture<archive::ArchiveResult<void>> RootKeys::republishAll()
{
    return look(Wanted::Publication);
}

QFuture<archive::ArchiveResult<void>> RootKeys::look(Wanted wanted)
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
            [this, wanted](const archive::ArchiveResult<QHash<QString, crypto::XmlElement>> &items) -> QFuture<Result> {
                if (!items) {
                    // What is known here is enough to go on; the server's copy is looked at next time.
                    const bool enough = wanted == Wanted::RootKey && m_ports.keys.hasRootKey();
                    return crypto::ready(enough ? Result() : Result(std::unexpected(items.error())));
                }
                return takeRemote(*items, wanted);
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

QFuture<archive::ArchiveResult<void>> RootKeys::takeRemote(
    const QHash<QString, crypto::XmlElement> &items, Wanted wanted)
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
            [this, wanted, hadItems = !items.isEmpty()](const QList<Item> &opened) -> QFuture<Result> {
                for (const auto &item : opened) {
                    keepLocally(item.generation, item.created);
                }
                if (m_ports.keys.hasRootKey()) {
                    const bool publish = wanted == Wanted::Publication || mayNeedRepublishing();
                    return publish ? republish() : crypto::ready(Result());
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
        .then(this, [this, generation, created, before](const PublishResult &published) -> Result {
            if (published) {
                keepLocally(generation, created);
                // The others are still published for whom they were: only one that is alone is all of them.
                if (before.isEmpty()) {
                    remember(*published);
                }
                return {};
            }
            if (auto secret = m_ports.keys.rootSecret(before)) {
                // Nothing may be sealed with a root key that exists only here.
                m_ports.keys.addRootKey({before, std::move(*secret)});
            }
            return std::unexpected(published.error());
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
    if (!m_ports.keys.hasRootKey()) {
        return crypto::ready(
            Result(archive::archiveError(archive::ArchiveError::Code::CannotOpen, u"no root key to publish"_s)));
    }
    // Before the first is sent: whoever ends half-way, and goes back to the keys of before, has to do it again.
    m_publishedFor.clear();
    return m_ports.history.setValue(scope(), publishedName, {})
        .then(this,
            [this](const Result &noted) {
                return noted ? publishAll(m_ports.keys.generations(), publication()) : crypto::ready(Result(noted));
            })
        .unwrap();
}

/// Ends when the keys stay the same for a whole round.
QFuture<archive::ArchiveResult<void>> RootKeys::publishAll(QStringList generations, const QString &publicationOfAll)
{
    if (generations.isEmpty()) {
        remember(publicationOfAll);
        return crypto::ready(Result());
    }
    const auto generation = generations.takeFirst();
    return publish(generation, m_created.value(generation, m_ports.clock.now()))
        .then(this,
            [this, generations, publicationOfAll](const PublishResult &published) -> QFuture<Result> {
                if (!published) {
                    return crypto::ready(Result(std::unexpected(published.error())));
                }
                // Those before it were published for the keys of before.
                return *published == publicationOfAll ? publishAll(generations, publicationOfAll)
                                                      : publishAll(m_ports.keys.generations(), *published);
            })
        .unwrap();
}

/// Tells for whom it was published in the end: the keys may change meanwhile.
QFuture<RootKeys::PublishResult> RootKeys::publish(const QString &generation, const QDateTime &created)
{
    const auto signer = m_keys.currentKey();
    const auto recipients = m_keys.sealingRecipients();
    const auto now = publication();
    if (signer.isEmpty() || recipients.isEmpty()) {
        return crypto::ready(
            PublishResult(archive::archiveError(archive::ArchiveError::Code::CannotOpen, u"no own key"_s)));
    }
    return m_ports.worker
        .run([ring = &m_ports.keys, generation, signer, recipients] {
            return ring->exportRootKey(generation, signer, recipients);
        })
        .then(this,
            [this, generation, created, now](const crypto::CryptoResult<QByteArray> &message) -> QFuture<Result> {
                if (now != publication()) {
                    // This must not overwrite what the new key has published; what follows publishes again.
                    return crypto::ready(Result());
                }
                if (!message) {
                    return crypto::ready(Result(std::unexpected(fromCrypto(message.error()))));
                }
                crypto::XmlElement payload(u"root"_s, payloadNs());
                payload.setAttribute(u"created"_s, created.toUTC().toString(Qt::ISODateWithMs));
                payload.setText(QString::fromLatin1(message->toBase64()));
                return m_ports.privateStore.put(node(), generation, payload);
            })
        .unwrap()
        .then(this,
            [this, generation, created, now](const Result &put) -> QFuture<PublishResult> {
                if (!put) {
                    return crypto::ready(PublishResult(std::unexpected(put.error())));
                }
                // Changed while it was on its way: it may have come after what the new key has published.
                return now == publication() ? crypto::ready(PublishResult(now)) : publish(generation, created);
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
