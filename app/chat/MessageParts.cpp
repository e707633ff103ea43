// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/MessageParts.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr auto nsClient = "jabber:client"_L1;
constexpr auto nsServer = "jabber:server"_L1;
constexpr auto nsReceipts = "urn:xmpp:receipts"_L1;
constexpr auto nsChatStates = "http://jabber.org/protocol/chatstates"_L1;
constexpr auto nsCorrect = "urn:xmpp:message-correct:0"_L1;
constexpr auto nsMarkers = "urn:xmpp:chat-markers:0"_L1;
constexpr auto nsReply = "urn:xmpp:reply:0"_L1;
constexpr qsizetype longestBody = 256 * 1024;

crypto::XmlElement element(QLatin1StringView name, QLatin1StringView ns)
{
    return crypto::XmlElement(QString(name), QString(ns));
}

} // namespace

MessageParts MessageParts::read(const std::vector<crypto::XmlElement> &children)
{
    MessageParts parts;
    for (const auto &child : children) {
        if (child.name() == "body"_L1 && (child.ns() == nsClient || child.ns() == nsServer || child.ns().isEmpty())) {
            if (!parts.hasBody) {
                parts.body = child.text().left(longestBody);
                parts.hasBody = true;
            }
        } else if (child.ns() == nsReceipts) {
            if (child.name() == "request"_L1) {
                parts.wantsReceipt = true;
            } else if (child.name() == "received"_L1) {
                parts.receiptFor = child.attribute(u"id");
            }
        } else if (child.ns() == nsChatStates) {
            parts.chatState = child.name() == "composing"_L1 ? ChatState::Composing
                : child.name() == "paused"_L1                ? ChatState::Paused
                                                             : ChatState::Active;
        } else if (child.is(u"replace", u"urn:xmpp:message-correct:0")) {
            parts.replaces = child.attribute(u"id");
        } else if (child.is(u"displayed", u"urn:xmpp:chat-markers:0")) {
            parts.displayedUpTo = child.attribute(u"id");
        } else if (child.is(u"reply", u"urn:xmpp:reply:0")) {
            parts.replyTo = child.attribute(u"id");
        }
    }
    return parts;
}

std::vector<crypto::XmlElement> MessageParts::write() const
{
    std::vector<crypto::XmlElement> children;
    if (hasBody) {
        children.push_back(element("body"_L1, nsClient).setText(body));
    }
    if (!replaces.isEmpty()) {
        children.push_back(element("replace"_L1, nsCorrect).setAttribute(u"id"_s, replaces));
    }
    if (!replyTo.isEmpty()) {
        children.push_back(element("reply"_L1, nsReply).setAttribute(u"id"_s, replyTo));
    }
    if (wantsReceipt) {
        children.push_back(element("request"_L1, nsReceipts));
        children.push_back(element("markable"_L1, nsMarkers));
    }
    if (!receiptFor.isEmpty()) {
        children.push_back(element("received"_L1, nsReceipts).setAttribute(u"id"_s, receiptFor));
    }
    if (!displayedUpTo.isEmpty()) {
        children.push_back(element("displayed"_L1, nsMarkers).setAttribute(u"id"_s, displayedUpTo));
    }
    if (chatState != ChatState::None) {
        const auto name = chatState == ChatState::Composing ? "composing"_L1
            : chatState == ChatState::Paused                ? "paused"_L1
                                                            : "active"_L1;
        children.push_back(element(name, nsChatStates));
    }
    return children;
}

} // namespace letterlock::app
