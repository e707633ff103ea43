// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/MessageParts.h"

#include <algorithm>
#include <utility>

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
const QString nsFallback = u"urn:xmpp:fallback:0"_s;
const QString nsOutOfBand = u"jabber:x:oob"_s;
constexpr qsizetype mostRanges = 16; // of a body that are marked as a fallback
constexpr qsizetype longestBody = 256 * 1024;
constexpr qsizetype longestThread = 256; // others make identifiers of their own, but not such

crypto::XmlElement element(QLatin1StringView name, QLatin1StringView ns)
{
    return crypto::XmlElement(QString(name), QString(ns));
}

/// As long as it is one: what is cut would be another thread.
QString threadOf(const crypto::XmlElement &element)
{
    const QString thread = element.text().trimmed();
    return thread.size() <= longestThread ? thread : QString();
}

bool isOfStanza(const crypto::XmlElement &child, QLatin1StringView name)
{
    return child.name() == name && (child.ns() == nsClient || child.ns() == nsServer || child.ns().isEmpty());
}

/// UTF-16 position of the `point`th character (XEP-0428 counts code points).
qsizetype positionOf(const QString &text, qsizetype point)
{
    qsizetype position = 0;
    for (; point > 0 && position < text.size(); --point) {
        position += text[position].isHighSurrogate() && position + 1 < text.size() ? 2 : 1;
    }
    return position;
}

struct Range {
    qsizetype start = 0;
    qsizetype end = 0;
};

/// The places in the body that this fallback marks; the whole body where it names none.
QList<Range> rangesOf(const QString &body, const crypto::XmlElement &fallback)
{
    QList<Range> ranges;
    const auto places = fallback.elements(u"body", nsFallback);
    for (const auto *place : places) {
        const auto at = [&](QStringView name) {
            return positionOf(body, qMax<qsizetype>(place->attribute(name).toLongLong(), 0));
        };
        if (!place->hasAttribute(u"start")) {
            ranges.append({0, body.size()});
        } else if (ranges.size() < mostRanges) {
            ranges.append({at(u"start"), place->hasAttribute(u"end") ? at(u"end") : body.size()});
        }
    }
    if (places.empty()) {
        ranges.append({0, body.size()});
    }
    return ranges;
}

/// Takes out of the body what stands there only for clients that do not know an element that this one reads: the quote
/// of an answered message, the link to a file. All positions are those of the body as it came.
void removeFallbacks(const std::vector<crypto::XmlElement> &children, MessageParts &parts)
{
    QList<Range> ranges;
    for (const auto &child : children) {
        if (!child.is(u"fallback", nsFallback) || ranges.size() >= mostRanges) {
            continue;
        }
        const QString of = child.attribute(u"for");
        const auto marked = rangesOf(parts.body, child);
        const bool whole = marked.size() == 1 && marked.first().start == 0 && marked.first().end == parts.body.size();
        // A reply that is nothing but its quote would be an empty bubble.
        if ((of == archive::SharedFile::ns && !parts.files.isEmpty())
            || (of == nsReply && !parts.replyTo.isEmpty() && (!whole || !parts.files.isEmpty()))) {
            ranges.append(marked);
        }
    }
    std::ranges::sort(ranges, {}, &Range::start);
    QString body;
    qsizetype shownFrom = 0;
    for (const auto &range : std::as_const(ranges)) {
        body += QStringView(parts.body).sliced(shownFrom, qMax<qsizetype>(range.start - shownFrom, 0));
        shownFrom = qMax(shownFrom, qMax(range.start, range.end)); // some are marked backwards
    }
    body += QStringView(parts.body).sliced(shownFrom);
    parts.body = std::move(body);
}

/// Attached files; what stands for them, and for an answered message, goes out of the body.
void readFiles(const std::vector<crypto::XmlElement> &children, MessageParts &parts)
{
    for (const auto &child : children) {
        if (child.is(u"file-sharing", archive::SharedFile::ns)
            && parts.files.size() < archive::SharedFile::mostInMessage) {
            if (auto file = archive::SharedFile::fromXml(child)) {
                parts.files.append(*std::move(file));
            }
        }
    }
    removeFallbacks(children, parts);
    if (parts.files.isEmpty()) {
        auto file = archive::SharedFile::fromLink(parts.body);
        for (const auto &child : children) {
            if (!file && child.is(u"x", nsOutOfBand)) {
                file = archive::SharedFile::fromAddress(child.childText(u"url", nsOutOfBand), parts.body);
            }
        }
        if (file) {
            parts.files.append(*std::move(file));
            parts.body.clear();
        }
        return;
    }
    // Others send the link as the whole body and do not mark it.
    if (archive::SharedFile::fromLink(parts.body)
        || archive::SharedFile::fromAddress(parts.files.first().url.toString(QUrl::FullyEncoded), parts.body)) {
        parts.body.clear();
    }
    parts.body = parts.body.trimmed();
}

/// The link comes last: a caption before it, then everything from the end of the caption on is marked.
void writeFiles(const MessageParts &parts, std::vector<crypto::XmlElement> &children)
{
    QString body = parts.body;
    const QString link = parts.files.first().link();
    const auto start = qsizetype(body.toUcs4().size());
    if (!link.isEmpty()) {
        body += (body.isEmpty() ? u""_s : u"\n"_s) + link;
    }
    children.push_back(element("body"_L1, nsClient).setText(body));
    if (!link.isEmpty()) {
        auto fallback = crypto::XmlElement(u"fallback"_s, nsFallback).setAttribute(u"for"_s, archive::SharedFile::ns);
        crypto::XmlElement range(u"body"_s, nsFallback);
        range.setAttribute(u"start"_s, QString::number(start));
        range.setAttribute(u"end"_s, QString::number(body.toUcs4().size()));
        fallback.append(std::move(range));
        children.push_back(std::move(fallback));
    }
    for (const auto &file : parts.files) {
        children.push_back(file.toXml());
    }
}

} // namespace

MessageParts MessageParts::read(const std::vector<crypto::XmlElement> &children)
{
    MessageParts parts;
    for (const auto &child : children) {
        if (isOfStanza(child, "body"_L1)) {
            if (!parts.hasBody) {
                parts.body = child.text().left(longestBody);
                parts.hasBody = true;
            }
        } else if (isOfStanza(child, "thread"_L1)) {
            parts.thread = parts.thread.isEmpty() ? threadOf(child) : parts.thread;
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
    readFiles(children, parts);
    return parts;
}

std::vector<crypto::XmlElement> MessageParts::write() const
{
    std::vector<crypto::XmlElement> children;
    if (!files.isEmpty()) {
        writeFiles(*this, children);
    } else if (hasBody) {
        children.push_back(element("body"_L1, nsClient).setText(body));
    }
    if (!thread.isEmpty()) {
        children.push_back(element("thread"_L1, nsClient).setText(thread));
    }
    if (!replaces.isEmpty()) {
        children.push_back(element("replace"_L1, nsCorrect).setAttribute(u"id"_s, replaces));
    }
    if (!replyTo.isEmpty()) {
        auto reply = element("reply"_L1, nsReply).setAttribute(u"id"_s, replyTo);
        if (!replyAuthor.isEmpty()) {
            reply.setAttribute(u"to"_s, replyAuthor.toString());
        }
        children.push_back(std::move(reply));
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
