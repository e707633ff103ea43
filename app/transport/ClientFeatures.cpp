// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/ClientFeatures.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto infoNamespace = "http://jabber.org/protocol/disco#info"_L1;
constexpr auto clientName = "Letterlock"_L1;

} // namespace

ClientFeatures::ClientFeatures(const QStringList &additional)
    : m_features(additional)
{
    m_features << QString(infoNamespace) << u"http://jabber.org/protocol/caps"_s << u"jabber:iq:version"_s
               << u"urn:xmpp:ping"_s << u"urn:xmpp:sid:0"_s;
    // The hash orders octets (XEP-0115 5.1), and so does QString for what features are made of.
    m_features.sort();
    m_features.removeDuplicates();
}

QString ClientFeatures::node()
{
    return u"https://letterlock.org/"_s;
}

QByteArray ClientFeatures::verification() const
{
    QByteArray text = "client/pc//" + QByteArray(clientName.data(), clientName.size()) + '<';
    for (const auto &feature : m_features) {
        text += feature.toUtf8() + '<';
    }
    return QCryptographicHash::hash(text, QCryptographicHash::Sha1);
}

crypto::XmlElement ClientFeatures::describe(const QString &asked) const
{
    if (!asked.isEmpty() && asked != node() + u'#' + QString::fromLatin1(verification().toBase64())) {
        return {};
    }
    crypto::XmlElement query(u"query"_s, infoNamespace);
    if (!asked.isEmpty()) {
        query.setAttribute(u"node"_s, asked);
    }
    crypto::XmlElement identity(u"identity"_s, infoNamespace);
    identity.setAttribute(u"category"_s, u"client"_s)
        .setAttribute(u"type"_s, u"pc"_s)
        .setAttribute(u"name"_s, clientName);
    query.append(std::move(identity));
    for (const auto &name : m_features) {
        crypto::XmlElement feature(u"feature"_s, infoNamespace);
        feature.setAttribute(u"var"_s, name);
        query.append(std::move(feature));
    }
    return query;
}

crypto::XmlElement ClientFeatures::version()
{
    crypto::XmlElement query(u"query"_s, u"jabber:iq:version"_s);
    query.appendTextElement(u"name"_s, clientName);
    query.appendTextElement(u"version"_s, QStringLiteral(LETTERLOCK_VERSION));
    return query;
}

std::optional<crypto::XmlElement> ClientFeatures::answerTo(const crypto::XmlElement &iq) const
{
    const auto *payload = iq.firstElement();
    if (!payload || iq.attribute(u"type") != u"get") {
        return std::nullopt;
    }
    if (payload->is(u"ping", u"urn:xmpp:ping")) {
        return crypto::XmlElement();
    }
    if (payload->is(u"query", u"jabber:iq:version")) {
        return version();
    }
    if (payload->is(u"query", QString(infoNamespace))) {
        if (auto description = describe(payload->attribute(u"node")); !description.isNull()) {
            return description;
        }
    }
    return std::nullopt;
}

} // namespace letterlock::app
