// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>

#include "app/transport/Transport.h"

namespace letterlock::app {

/// Requests of XEP-0060 to the own account's nodes (XEP-0163), as values.
namespace pubsub {

inline constexpr auto ns = u"http://jabber.org/protocol/pubsub";
inline constexpr auto ownerNs = u"http://jabber.org/protocol/pubsub#owner";
inline constexpr auto errorsNs = u"http://jabber.org/protocol/pubsub#errors";

/// Field name without "pubsub#" to value.
using Options = QMap<QString, QString>;

crypto::XmlElement publish(
    const QString &node, const QString &itemId, crypto::XmlElement payload, const Options &options);
crypto::XmlElement retract(const QString &node, const QString &itemId);
crypto::XmlElement itemsRequest(const QString &node, int newest = 0); ///< 0 = all
crypto::XmlElement itemsRequest(const QString &node, const QStringList &ids);
crypto::XmlElement create(const QString &node, const Options &options);
crypto::XmlElement remove(const QString &node);
crypto::XmlElement configurationRequest(const QString &node);
crypto::XmlElement configure(const QString &node, const Options &options);

/// <item/> elements of an answer to itemsRequest().
std::vector<const crypto::XmlElement *> items(const crypto::XmlElement &answer, const QString &node);
/// The values of an answer to configurationRequest().
Options configuration(const crypto::XmlElement &answer);
/// Whether what a server wrote means the same as what was asked ("1" and "true").
bool sameValue(const QString &one, const QString &other);

bool isPreconditionNotMet(const TransportError &error);

} // namespace pubsub

} // namespace letterlock::app
