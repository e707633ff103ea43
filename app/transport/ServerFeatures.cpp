// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/ServerFeatures.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

const auto discoNamespace = u"http://jabber.org/protocol/disco#info"_s;

QStringList featuresIn(const TransportResult<crypto::XmlElement> &answer)
{
    QStringList names;
    if (answer) {
        for (const auto *feature : answer->elements(u"feature", discoNamespace)) {
            names.append(feature->attribute(u"var"));
        }
    }
    return names;
}

} // namespace

QFuture<QStringList> serverFeatures(Transport &transport)
{
    const crypto::XmlElement query(u"query"_s, discoNamespace);
    const auto server = crypto::Jid::parse(transport.ownJid().bare().domain());
    auto ofAccount = transport.sendIq(false, {}, query);
    auto ofServer = transport.sendIq(false, server.value_or(crypto::Jid()), query);
    return ofAccount
        .then(&transport,
            [&transport, ofServer](const TransportResult<crypto::XmlElement> &account) mutable {
                return ofServer.then(
                    &transport, [names = featuresIn(account)](const TransportResult<crypto::XmlElement> &answer) {
                        return names + featuresIn(answer);
                    });
            })
        .unwrap();
}

} // namespace letterlock::app
