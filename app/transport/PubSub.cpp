// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PubSub.h"

using namespace Qt::StringLiterals;

namespace letterlock::app::pubsub {

namespace {

constexpr auto formNamespace = u"jabber:x:data";

crypto::XmlElement element(const QString &name, const QString &node, QStringView elementNs = ns)
{
    crypto::XmlElement made(name, elementNs.toString());
    if (!node.isEmpty()) {
        made.setAttribute(u"node"_s, node);
    }
    return made;
}

crypto::XmlElement field(const QString &name, const QString &value)
{
    crypto::XmlElement made(u"field"_s, QString(formNamespace));
    made.setAttribute(u"var"_s, name);
    return made.appendTextElement(u"value"_s, value);
}

crypto::XmlElement form(const QString &type, const Options &options)
{
    crypto::XmlElement made(u"x"_s, QString(formNamespace));
    made.setAttribute(u"type"_s, u"submit"_s);
    auto typeField = field(u"FORM_TYPE"_s, QString(ns) + type);
    typeField.setAttribute(u"type"_s, u"hidden"_s);
    made.append(std::move(typeField));
    for (const auto &[name, value] : options.asKeyValueRange()) {
        made.append(field(u"pubsub#"_s + name, value));
    }
    return made;
}

crypto::XmlElement wrapped(crypto::XmlElement child)
{
    crypto::XmlElement outer(u"pubsub"_s, child.ns());
    return outer.append(std::move(child));
}

} // namespace

crypto::XmlElement publish(
    const QString &node, const QString &itemId, crypto::XmlElement payload, const Options &options)
{
    auto item = element(u"item"_s, {});
    if (!itemId.isEmpty()) {
        item.setAttribute(u"id"_s, itemId);
    }
    item.append(std::move(payload));
    auto publishing = element(u"publish"_s, node);
    publishing.append(std::move(item));
    auto request = wrapped(std::move(publishing));
    if (!options.isEmpty()) {
        auto wanted = element(u"publish-options"_s, {});
        request.append(wanted.append(form(u"#publish-options"_s, options)));
    }
    return request;
}

crypto::XmlElement retract(const QString &node, const QString &itemId)
{
    auto item = element(u"item"_s, {});
    item.setAttribute(u"id"_s, itemId);
    auto retracting = element(u"retract"_s, node);
    retracting.setAttribute(u"notify"_s, u"true"_s);
    return wrapped(retracting.append(std::move(item)));
}

crypto::XmlElement itemsRequest(const QString &node, int newest)
{
    auto wanted = element(u"items"_s, node);
    if (newest > 0) {
        wanted.setAttribute(u"max_items"_s, QString::number(newest));
    }
    return wrapped(std::move(wanted));
}

crypto::XmlElement itemsRequest(const QString &node, const QStringList &ids)
{
    auto wanted = element(u"items"_s, node);
    for (const auto &id : ids) {
        auto item = element(u"item"_s, {});
        item.setAttribute(u"id"_s, id);
        wanted.append(std::move(item));
    }
    return wrapped(std::move(wanted));
}

crypto::XmlElement create(const QString &node, const Options &options)
{
    auto request = wrapped(element(u"create"_s, node));
    auto wanted = element(u"configure"_s, {});
    return request.append(wanted.append(form(u"#node_config"_s, options)));
}

crypto::XmlElement remove(const QString &node)
{
    return wrapped(element(u"delete"_s, node, ownerNs));
}

crypto::XmlElement configurationRequest(const QString &node)
{
    return wrapped(element(u"configure"_s, node, ownerNs));
}

crypto::XmlElement configure(const QString &node, const Options &options)
{
    auto wanted = element(u"configure"_s, node, ownerNs);
    return wrapped(wanted.append(form(u"#node_config"_s, options)));
}

std::vector<const crypto::XmlElement *> items(const crypto::XmlElement &answer, const QString &node)
{
    const auto *found = answer.is(u"pubsub", ns) ? answer.child(u"items", ns) : nullptr;
    if (!found || found->attribute(u"node") != node) {
        return {};
    }
    return found->elements(u"item", ns);
}

Options configuration(const crypto::XmlElement &answer)
{
    Options options;
    const auto *configureElement = answer.is(u"pubsub", ownerNs) ? answer.child(u"configure", ownerNs) : nullptr;
    const auto *values = configureElement ? configureElement->child(u"x", formNamespace) : nullptr;
    if (!values) {
        return options;
    }
    for (const auto *each : values->elements(u"field", formNamespace)) {
        const QString name = each->attribute(u"var");
        if (name.startsWith(u"pubsub#"_s)) {
            options.insert(name.mid(7), each->childText(u"value", formNamespace));
        }
    }
    return options;
}

bool sameValue(const QString &one, const QString &other)
{
    const auto plain = [](const QString &value) {
        return value == u"true" ? u"1"_s : value == u"false" ? u"0"_s : value;
    };
    return plain(one) == plain(other);
}

bool isPreconditionNotMet(const TransportError &error)
{
    return error.error.child(u"precondition-not-met", errorsNs) != nullptr;
}

} // namespace letterlock::app::pubsub
