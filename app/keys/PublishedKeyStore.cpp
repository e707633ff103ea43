// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/PublishedKeyStore.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto scope = u"published-keys"_s;
const auto ns = u"urn:letterlock:published-keys:0"_s;

} // namespace

PublishedKeyStore::PublishedKeyStore(archive::HistoryStore &history)
    : m_history(history)
{
}

QFuture<void> PublishedKeyStore::load(QObject *context, const crypto::BareJid &account)
{
    return m_history.values(scope).then(
        context, [this, account](const archive::ArchiveResult<QHash<QString, QByteArray>> &stored) {
            m_records.clear();
            for (const auto &value : stored.value_or(QHash<QString, QByteArray>())) {
                const auto element = crypto::XmlElement::parse(value);
                const auto *pubkey = element ? element->firstElement() : nullptr;
                const auto key = pubkey ? crypto::PublishedKey::read(*pubkey, account)
                                        : crypto::CryptoResult<crypto::PublishedKey>(crypto::cryptoError({}));
                if (key) {
                    const auto flag = [&](QStringView name) { return element->attribute(name) == u"true"; };
                    m_records.insert(key->print(),
                        {*key, flag(u"own"), flag(u"confirmed"), flag(u"rejected"), flag(u"revoked"), flag(u"listed")});
                }
            }
        });
}

QFuture<archive::ArchiveResult<void>> PublishedKeyStore::set(const Record &record)
{
    m_records.insert(record.key.print(), record);
    crypto::XmlElement element(u"known"_s, ns);
    const auto flag = [&](const QString &name, bool on) { element.setAttribute(name, on ? u"true"_s : u"false"_s); };
    flag(u"own"_s, record.own);
    flag(u"confirmed"_s, record.confirmed);
    flag(u"rejected"_s, record.rejected);
    flag(u"revoked"_s, record.revoked);
    flag(u"listed"_s, record.listed);
    element.append(record.key.write());
    return m_history.setValue(scope, record.key.print(), element.toXml());
}

} // namespace letterlock::app
