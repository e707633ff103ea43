// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionCodec.h"

#include <QHash>
#include <QTimeZone>

#include <array>
#include <cmath>
#include <utility>

#include "archive/collection/CollectionXml.h"
#include "archive/model/SharedFile.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

const QString CollectionCodec::ns = u"urn:letterlock:archive:1"_s;

namespace {

const QString sidNs = u"urn:xmpp:sid:0"_s;
const QString replyNs = u"urn:xmpp:reply:0"_s;
const QString clientNs = u"jabber:client"_s;
constexpr qsizetype longestThread = 256;

constexpr std::array sealingNames{std::pair{Sealing::Sealed, "sealed"_L1}, std::pair{Sealing::NotSealed, "open"_L1},
    std::pair{Sealing::KeyNotHere, "key-not-here"_L1}, std::pair{Sealing::Locked, "locked"_L1},
    std::pair{Sealing::SealBroken, "broken"_L1}, std::pair{Sealing::NewerForm, "newer"_L1},
    std::pair{Sealing::WaitsForKey, "waits-for-key"_L1}};
constexpr std::array schemeNames{
    std::pair{crypto::SchemeId::Ox, "openpgp"_L1}, std::pair{crypto::SchemeId::Jose, "session-key"_L1}};
constexpr std::array timeMarkNames{std::pair{crypto::TimeMark::Old, "old"_L1},
    std::pair{crypto::TimeMark::Future, "future"_L1}, std::pair{crypto::TimeMark::Decreasing, "decreasing"_L1}};
constexpr std::array deliveryNames{std::pair{Delivery::Sent, "sent"_L1}, std::pair{Delivery::Arrived, "arrived"_L1},
    std::pair{Delivery::Displayed, "displayed"_L1}};

constexpr std::array faultNames{std::pair{SendFault::NoKey, "no-key"_L1},
    std::pair{SendFault::NotOpened, "not-opened"_L1}, std::pair{SendFault::BadTime, "bad-time"_L1},
    std::pair{SendFault::Unreachable, "unreachable"_L1}, std::pair{SendFault::NotTaken, "not-taken"_L1},
    std::pair{SendFault::Refused, "refused"_L1}};

template <class Names, class T> QString nameOf(const Names &names, T value)
{
    for (const auto &[known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    return {};
}

template <class T, class Names> T valueOf(const Names &names, const QString &text, T otherwise)
{
    for (const auto &[known, name] : names) {
        if (text == name) {
            return known;
        }
    }
    return otherwise;
}

qint64 seconds(const QDateTime &time)
{
    const qint64 ms = time.toMSecsSinceEpoch();
    return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

/// XML cannot carry control characters and half surrogates; such a text travels in Base64 beside its readable form.
bool fitsXml(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
        } else if (text[i].isSurrogate() || (c < 0x20 && c != u'\n' && c != u'\t' && c != u'\r') || c >= 0xFFFE) {
            return false;
        }
    }
    return true;
}

void setFlag(XmlElement &element, const QString &name, bool on)
{
    if (on) {
        element.setAttribute(name, u"true"_s);
    }
}

XmlElement identified(const QString &name, const QString &id)
{
    XmlElement element(name, sidNs);
    element.setAttribute(u"id"_s, id);
    return element;
}

XmlElement exactly(const QString &name, const QByteArray &octets)
{
    XmlElement element(name, CollectionCodec::ns);
    element.setText(QString::fromLatin1(octets.toBase64()));
    return element;
}

/// What only Letterlock knows about the message.
XmlElement details(const Message &message, bool fact)
{
    XmlElement element(u"message"_s, CollectionCodec::ns);
    element.setAttribute(u"time"_s, QString::number(message.time.toMSecsSinceEpoch()));
    element.setAttribute(u"sender"_s, message.sender.toString());
    element.setAttribute(u"sealing"_s, nameOf(sealingNames, message.sealing));
    if (message.outgoing) {
        const QString delivery = nameOf(deliveryNames, message.delivery);
        element.setAttribute(u"delivery"_s, delivery.isEmpty() ? u"sent"_s : delivery);
        if (const QString fault = nameOf(faultNames, message.fault); !fault.isEmpty()) {
            element.setAttribute(u"fault"_s, fault);
        }
    }
    if (const QString scheme = nameOf(schemeNames, message.scheme); !scheme.isEmpty()) {
        element.setAttribute(u"scheme"_s, scheme);
    }
    if (!message.outerId.isEmpty()) {
        element.setAttribute(u"outer"_s, message.outerId);
    }
    if (!message.thread.isEmpty() && fitsXml(message.thread)) {
        element.setAttribute(u"thread"_s, message.thread);
    }
    if (const QString mark = nameOf(timeMarkNames, message.timeMark); !mark.isEmpty()) {
        element.setAttribute(u"clock"_s, mark);
    }
    if (!message.signer.isEmpty()) {
        element.setAttribute(u"signer"_s, message.signer.toString());
    }
    if (!message.sealDigest.isEmpty()) {
        element.setAttribute(u"digest"_s, QString::fromLatin1(message.sealDigest.toBase64()));
    }
    setFlag(element, u"edited"_s, message.edited);
    if (message.edits > 1) {
        element.setAttribute(u"edits"_s, QString::number(message.edits));
    }
    if (message.correctedAt > 0) {
        element.setAttribute(u"corrected"_s, QString::number(message.correctedAt));
    }
    setFlag(element, u"retracted"_s, message.retracted);
    if (!message.replaces.isEmpty()) {
        element.setAttribute(u"replaces"_s, fitsXml(message.replaces) ? message.replaces : QString(saysNothing));
    }
    setFlag(element, u"odd"_s, message.timeIsOdd);
    setFlag(element, u"fact"_s, fact);
    if (!message.sealedStanza.isEmpty()) {
        element.append(exactly(u"stanza"_s, message.sealedStanza));
    }
    if (!fitsXml(message.body)) {
        const QByteArray utf16(reinterpret_cast<const char *>(message.body.utf16()), message.body.size() * 2);
        element.append(exactly(u"body"_s, utf16));
    }
    return element;
}

XmlElement entry(const Message &message, const crypto::BareJid &account, bool fact)
{
    XmlElement element(message.outgoing ? u"to"_s : u"from"_s, CollectionXml::archiveNs);
    if (!message.body.isEmpty()) {
        element.appendTextElement(u"body"_s, message.body);
    }
    if (!message.originId.isEmpty()) {
        element.append(identified(u"origin-id"_s, message.originId));
    }
    if (!message.stanzaId.isEmpty()) {
        auto id = identified(u"stanza-id"_s, message.stanzaId);
        id.setAttribute(u"by"_s, account.toString());
        element.append(std::move(id));
    }
    if (!message.replyTo.isEmpty()) {
        XmlElement reply(u"reply"_s, replyNs);
        reply.setAttribute(u"id"_s, message.replyTo);
        element.append(std::move(reply));
    }
    for (const auto &file : SharedFile::unpack(message.files)) {
        element.append(file.toXml());
    }
    element.append(details(message, fact));
    return element;
}

QDateTime fromMilliseconds(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
}

const XmlElement *bodyOf(const XmlElement &entry)
{
    for (const auto &space : {CollectionXml::archiveNs, CollectionXml::tmpArchiveNs, clientNs}) {
        if (const auto *body = entry.child(u"body", space)) {
            return body;
        }
    }
    return nullptr;
}

/// The few senders and signers of a part come back with every entry; reading an address costs more than the rest of it.
struct Known {
    QHash<QString, crypto::Jid> senders;
    QHash<QString, crypto::KeyFingerprint> signers;

    crypto::Jid sender(const QString &text, const crypto::Jid &otherwise)
    {
        if (const auto found = senders.constFind(text); found != senders.cend()) {
            return *found;
        }
        const auto parsed = crypto::Jid::parse(text);
        return parsed ? *senders.insert(text, *parsed) : otherwise;
    }
    crypto::KeyFingerprint signer(const QString &text)
    {
        auto found = signers.constFind(text);
        if (found == signers.cend()) {
            found = signers.insert(text, crypto::KeyFingerprint::parse(text).value_or(crypto::KeyFingerprint()));
        }
        return *found;
    }
};

void readDetails(const XmlElement &own, Message &message, Known &known)
{
    bool ok = false;
    if (const qint64 time = own.attribute(u"time").toLongLong(&ok); ok) {
        message.time = fromMilliseconds(time);
    }
    message.sealing = valueOf(sealingNames, own.attribute(u"sealing"), Sealing::NotSealed);
    if (message.outgoing) {
        message.delivery = valueOf(deliveryNames, own.attribute(u"delivery"), Delivery::Sent);
        const auto fault = valueOf(faultNames, own.attribute(u"fault"), SendFault::None);
        if (message.delivery == Delivery::Sent && fault != SendFault::None) {
            message.delivery = Delivery::Failed;
            message.fault = fault;
        }
    }
    message.sender = known.sender(own.attribute(u"sender"), message.sender);
    message.signer = known.signer(own.attribute(u"signer"));
    message.sealDigest = QByteArray::fromBase64(own.attribute(u"digest").toLatin1());
    message.edited = own.attribute(u"edited") == u"true"_s;
    message.edits = qBound(int(message.edited), own.attribute(u"edits").toInt(), 1'000'000);
    message.correctedAt = qMax(own.attribute(u"corrected").toLongLong(), 0LL);
    message.retracted = own.attribute(u"retracted") == u"true"_s;
    message.replaces = own.attribute(u"replaces");
    // Parts of before these attributes: a sealed message is OpenPGP's, and only `odd` tells of its time.
    message.scheme = valueOf(schemeNames, own.attribute(u"scheme"), crypto::SchemeId::None);
    message.outerId = own.attribute(u"outer");
    message.thread = own.attribute(u"thread").left(longestThread);
    message.timeMark = valueOf(timeMarkNames, own.attribute(u"clock"), crypto::TimeMark::Good);
    message.timeIsOdd = own.attribute(u"odd") == u"true"_s || message.timeMark != crypto::TimeMark::Good;
    message.sealedStanza = QByteArray::fromBase64(own.childText(u"stanza", CollectionCodec::ns).toLatin1());
    if (const auto *body = own.child(u"body", CollectionCodec::ns)) {
        const QByteArray utf16 = QByteArray::fromBase64(body->text().toLatin1());
        message.body = QString(reinterpret_cast<const QChar *>(utf16.constData()), utf16.size() / 2);
    }
}

bool isItem(const XmlElement &element)
{
    return element.name() == u"from"_s || element.name() == u"to"_s || element.name() == u"note"_s;
}

/// `base` is the time of the entry before; moves on.
Message readEntry(
    const XmlElement &entry, const CollectionId &outside, const crypto::BareJid &account, QDateTime &base, Known &known)
{
    Message message;
    const bool isNote = entry.name() == u"note"_s;
    message.outgoing = isNote || entry.name() == u"to"_s;
    message.sender = message.outgoing ? crypto::Jid(account, {}) : crypto::Jid(outside.with, outside.resource);
    message.delivery = message.outgoing ? Delivery::Sent : Delivery::Received;
    if (const auto utc = CollectionXml::parseDateTime(entry.attribute(u"utc"))) {
        base = *utc;
    } else {
        // A century in one step is no conversation; it would overflow before long.
        base = base.addSecs(qBound(0LL, entry.attribute(u"secs").toLongLong(), 3'200'000'000LL));
    }
    message.time = base;
    if (isNote) {
        message.body = entry.text();
        message.archiveMarks = ArchiveMark::Note;
        return message;
    }
    if (const auto *body = bodyOf(entry)) {
        message.body = body->text();
    }
    // Who spoke in a room is told by a name; what we said there bears ours and is not ours by direction.
    if (const QString name = entry.attribute(u"name"); !name.isEmpty() && !message.outgoing) {
        message.sender = crypto::Jid(outside.with, name);
        message.archiveMarks = ArchiveMark::Room;
    }
    if (const auto *id = entry.child(u"origin-id", sidNs)) {
        message.originId = id->attribute(u"id");
    }
    for (const auto *id : entry.elements(u"stanza-id", sidNs)) {
        const QString by = id->attribute(u"by");
        if (by.isEmpty() || account.isEmpty() || by == account.toString()) {
            message.stanzaId = id->attribute(u"id");
        }
    }
    if (const auto *reply = entry.child(u"reply", replyNs)) {
        message.replyTo = reply->attribute(u"id");
    }
    QList<SharedFile> files;
    for (const auto *sharing : entry.elements(u"file-sharing", SharedFile::ns)) {
        if (auto file = SharedFile::fromXml(*sharing)) {
            files.append(*std::move(file));
        }
    }
    message.files = SharedFile::pack(files);
    if (const auto *own = entry.child(u"message", CollectionCodec::ns)) {
        readDetails(*own, message, known);
    }
    return message;
}

} // namespace

QByteArray CollectionCodec::encode(const Collection &collection, const crypto::BareJid &account, bool facts)
{
    XmlElement header(u"collection"_s, ns);
    header.setAttribute(u"with"_s, collection.id.with.toString());
    header.setAttribute(u"start"_s, QString::number(collection.id.start.toMSecsSinceEpoch()));
    header.setAttribute(u"part"_s, QString::number(collection.part));
    QByteArray out = header.toXml();
    qint64 previous = seconds(collection.id.start);
    for (const auto &message : collection.messages) {
        XmlElement element = entry(message, account, facts);
        const qint64 second = seconds(message.time);
        // A later part counts from the start again; whoever reads it alone must find the same times (P-24).
        if (second >= previous) {
            element.setAttribute(u"secs"_s, QString::number(second - previous));
        } else {
            element.setAttribute(u"utc"_s, CollectionXml::dateTime(message.time));
        }
        previous = second;
        out += element.toXml();
    }
    return out;
}

ArchiveResult<DecodedPart> CollectionCodec::decode(
    const QByteArray &plaintext, const CollectionId &outside, const crypto::BareJid &account, QDateTime *running)
{
    const auto elements = XmlElement::parseFragment(plaintext, CollectionXml::archiveNs);
    if (!elements) {
        return archiveError(ArchiveError::Code::CannotOpen, elements.error().detail);
    }
    DecodedPart part;
    Known known;
    QDateTime base = running && running->isValid() ? *running : outside.start;
    for (const auto &element : *elements) {
        if (element.is(u"collection", ns)) {
            const auto with = crypto::BareJid::parse(element.attribute(u"with"));
            bool ok = false;
            const qint64 start = element.attribute(u"start").toLongLong(&ok);
            if (part.hasHeader || !with || !ok) {
                return archiveError(ArchiveError::Code::CannotOpen, u"bad header"_s);
            }
            part.hasHeader = true;
            part.id = {*with, fromMilliseconds(start)};
            part.part = element.attribute(u"part").toInt();
            base = outside.start;
        } else if (CollectionXml::isArchiveNs(element.ns()) && isItem(element)) {
            const auto *own = element.child(u"message", ns);
            const bool fact = own && own->attribute(u"fact") == u"true"_s;
            (fact ? part.facts : part.messages).append(readEntry(element, outside, account, base, known));
        }
    }
    if (running && !part.hasHeader) {
        *running = base;
    }
    return part;
}

QList<Message> CollectionCodec::decodeItems(
    const std::vector<XmlElement> &items, const CollectionId &outside, const crypto::BareJid &account, QDateTime &base)
{
    QList<Message> messages;
    Known known;
    base = base.isValid() ? base : outside.start;
    for (const auto &element : items) {
        if (isItem(element)) {
            messages.append(readEntry(element, outside, account, base, known));
        }
    }
    return messages;
}

qsizetype CollectionCodec::entrySize(const Message &message)
{
    return entry(message, message.sender.bare(), false).toXml().size() + qsizetype(sizeof(" secs=\"86400\""));
}

} // namespace letterlock::archive
