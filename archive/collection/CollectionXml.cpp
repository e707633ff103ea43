// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionXml.h"

#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;

const QString CollectionXml::archiveNs = u"urn:xmpp:archive"_s;
const QString CollectionXml::tmpArchiveNs = u"urn:xmpp:tmp:archive"_s;

namespace {

const QString rsmNs = u"http://jabber.org/protocol/rsm"_s;
const QString dsNs = u"http://www.w3.org/2000/09/xmldsig#"_s;
const QString formNs = u"jabber:x:data"_s;
const QString xencNs = u"http://www.w3.org/2001/04/xmlenc#"_s;

std::unexpected<ArchiveError> badAnswer(const QString &detail)
{
    return archiveError(ArchiveError::Code::BadAnswer, detail);
}

XmlElement resultSet(const PageRequest &page)
{
    XmlElement set(u"set"_s, rsmNs);
    set.appendTextElement(u"max"_s, QString::number(std::max(1, page.max)));
    if (!page.after.isEmpty()) {
        set.appendTextElement(u"after"_s, page.after);
    }
    return set;
}

XmlElement keyNameElement(const QString &key)
{
    XmlElement name(u"KeyName"_s, dsNs);
    name.setText(key);
    return name;
}

std::optional<qint64> number(const QString &text)
{
    bool ok = false;
    const qint64 value = text.trimmed().toLongLong(&ok);
    return ok && value >= 0 ? std::optional(value) : std::nullopt;
}

/// `size` is what the server counts, which for parts is not the number of items of the page.
template <class T>
void readResultSet(RemotePage<T> &page, const XmlElement &parent, qsizetype size, const PageRequest &asked)
{
    const auto *set = parent.child(u"set", rsmNs);
    if (!set) {
        page.complete = true;
        return;
    }
    page.last = set->childText(u"last", rsmNs);
    if (const auto count = number(set->childText(u"count", rsmNs))) {
        page.count = static_cast<int>(std::min<qint64>(*count, INT_MAX));
    }
    std::optional<qint64> index;
    if (const auto *first = set->child(u"first", rsmNs)) {
        index = number(first->attribute(u"index"));
    }
    // A page may be shorter than asked for, so only a known end, an empty page or a cursor that stands still ends it
    // (P-63).
    page.complete = size == 0 || page.last.isEmpty() || page.last == asked.after
        || (page.count >= 0 && index && *index + size >= page.count);
}

std::optional<CollectionId> readId(const XmlElement &element)
{
    const QString text = element.attribute(u"start");
    const auto start = CollectionXml::parseDateTime(text);
    auto id = start ? CollectionId::at(element.attribute(u"with"), *start) : std::nullopt;
    if (id) {
        static const QRegularExpression fraction(uR"(\.\d{3}(\d{1,3}))"_s);
        id->microseconds = fraction.match(text).captured(1).leftJustified(3, u'0').toInt();
    }
    return id;
}

CollectionVersion readVersion(const XmlElement &element)
{
    return number(element.attribute(u"version")).value_or(0);
}

bool isTrue(const QString &text)
{
    return text == "true"_L1 || text == "1"_L1;
}

bool isArchive(const XmlElement &element, QStringView name)
{
    return element.name() == name && CollectionXml::isArchiveNs(element.ns());
}

void readExtra(CollectionExtras &extras, const XmlElement &child)
{
    for (const bool next : {false, true}) {
        if (isArchive(child, next ? u"next" : u"previous")) {
            const auto start = CollectionXml::parseDateTime(child.attribute(u"start"));
            (next ? extras.next : extras.previous)
                = CollectionLink{child.attribute(u"with"), start.value_or(QDateTime())};
        }
    }
    if (child.is(u"x", formNs)) {
        extras.form = child;
    }
}

} // namespace

XmlElement CollectionXml::linkElement(const QString &name, const CollectionLink &link) const
{
    XmlElement element(name, m_ns);
    if (!link.with.isEmpty()) {
        element.setAttribute(u"with"_s, link.with);
        element.setAttribute(u"start"_s, dateTime(link.start));
    }
    return element;
}

CollectionXml::CollectionXml(QString ns)
    : m_ns(std::move(ns))
{
}

XmlElement CollectionXml::request(const QString &name, const CollectionId &id) const
{
    XmlElement element(name, m_ns);
    element.setAttribute(u"with"_s, id.address());
    QString start = dateTime(id.start);
    if (id.microseconds > 0) {
        start.insert(start.size() - 1, QString::number(id.microseconds).rightJustified(3, u'0'));
    }
    element.setAttribute(u"start"_s, start);
    return element;
}

XmlElement CollectionXml::save(const SaveRequest &saved) const
{
    XmlElement chat = request(u"chat"_s, saved.id);
    for (const auto &[name, link] : {std::pair{u"previous"_s, saved.extras.previous}, {u"next"_s, saved.extras.next}}) {
        if (link) {
            chat.append(linkElement(name, *link));
        }
    }
    if (saved.extras.form) {
        chat.append(*saved.extras.form);
    }
    for (const auto &part : saved.parts) {
        chat.append(part.toXml());
    }
    for (const auto &key : saved.keys) {
        chat.append(key.toXml());
    }
    XmlElement element(u"save"_s, m_ns);
    element.append(std::move(chat));
    return element;
}

XmlElement CollectionXml::list(const PageRequest &page) const
{
    XmlElement element(u"list"_s, m_ns);
    element.append(resultSet(page));
    return element;
}

XmlElement CollectionXml::retrieve(const CollectionId &id, const PageRequest &page) const
{
    XmlElement element = request(u"retrieve"_s, id);
    for (const auto &name : page.keyNames) {
        element.append(keyNameElement(name));
    }
    element.append(resultSet(page));
    return element;
}

XmlElement CollectionXml::remove(const CollectionId &id) const
{
    return request(u"remove"_s, id);
}

XmlElement CollectionXml::removeRange(const RemoveRange &range) const
{
    XmlElement element(u"remove"_s, m_ns);
    if (!range.with.isEmpty()) {
        element.setAttribute(u"with"_s, range.with.toString());
    }
    if (range.from.isValid() || range.until.isValid()) {
        const QDateTime first(QDate(1, 1, 1), QTime(0, 0), QTimeZone::utc());
        const QDateTime last(QDate(9999, 12, 31), QTime(23, 59, 59), QTimeZone::utc());
        element.setAttribute(u"start"_s, dateTime(range.from.isValid() ? range.from : first));
        element.setAttribute(u"end"_s, dateTime(range.until.isValid() ? range.until : last));
    }
    return element;
}

XmlElement CollectionXml::modified(const QDateTime &since, const PageRequest &page) const
{
    XmlElement element(u"modified"_s, m_ns);
    element.setAttribute(
        u"start"_s, dateTime(since.isValid() ? since : QDateTime::fromMSecsSinceEpoch(0, QTimeZone::utc())));
    element.append(resultSet(page));
    return element;
}

XmlElement CollectionXml::keys(const KeyName &key, const PageRequest &page) const
{
    XmlElement element(u"keys"_s, m_ns);
    element.append(keyNameElement(key.toString()));
    element.append(resultSet(page));
    return element;
}

XmlElement CollectionXml::deleteKeys(const CollectionId &id, const KeyName &key) const
{
    XmlElement element = request(u"delete"_s, id);
    element.append(keyNameElement(key.toString()));
    return element;
}

ArchiveResult<SaveRequest> CollectionXml::readSaveRequest(const XmlElement &request)
{
    const auto *chat = request.firstElement();
    const auto id = chat ? readId(*chat) : std::nullopt;
    if (!id) {
        return badAnswer(u"not a save request"_s);
    }
    SaveRequest saved{.id = *id, .parts = {}, .keys = {}};
    for (const auto *child : chat->elements()) {
        readExtra(saved.extras, *child);
        if (child->is(u"EncryptedData", xencNs)) {
            auto part = crypto::EncryptedData::fromXml(*child);
            if (!part) {
                return badAnswer(u"not a sealed part"_s);
            }
            saved.parts.append(*std::move(part));
        } else if (child->is(u"EncryptedKey", xencNs)) {
            auto key = crypto::EncryptedKey::fromXml(*child);
            if (!key) {
                return badAnswer(u"not a wrapped key"_s);
            }
            saved.keys.append(*std::move(key));
        }
    }
    return saved;
}

ArchiveResult<CollectionVersion> CollectionXml::readSaved(const XmlElement &answer, const CollectionId &id)
{
    if (!isArchive(answer, u"save")) {
        return badAnswer(u"no save element in the answer to save"_s);
    }
    const auto *chat = answer.firstElement();
    if (!chat || !isArchive(*chat, u"chat") || readId(*chat) != id) {
        return badAnswer(u"the answer to save names another collection"_s);
    }
    const auto version = number(chat->attribute(u"version"));
    if (!version) {
        return badAnswer(u"the answer to save has no version"_s);
    }
    return *version;
}

ArchiveResult<RemotePage<CollectionHead>> CollectionXml::readList(const XmlElement &answer, const PageRequest &asked)
{
    if (!isArchive(answer, u"list")) {
        return badAnswer(u"no list element in the answer to list"_s);
    }
    RemotePage<CollectionHead> page;
    const auto chats = answer.elements(u"chat", answer.ns());
    for (const auto *chat : chats) {
        if (const auto id = readId(*chat)) {
            page.items.append({*id, readVersion(*chat), isTrue(chat->attribute(u"crypt"))});
        }
    }
    readResultSet(page, answer, std::ssize(chats), asked);
    return page;
}

ArchiveResult<RemotePage<SealedCollection>> CollectionXml::readCollection(
    const XmlElement &answer, const CollectionId &id, const PageRequest &asked)
{
    if (!isArchive(answer, u"chat") || readId(answer) != id) {
        return badAnswer(u"the answer to retrieve is another collection"_s);
    }
    SealedCollection collection{.id = id, .version = readVersion(answer), .parts = {}, .keys = {}};
    for (const auto *child : answer.elements()) {
        if (child->is(u"EncryptedData", xencNs)) {
            auto part = crypto::EncryptedData::fromXml(*child);
            collection.parts.append(part ? *std::move(part) : crypto::EncryptedData{});
        } else if (child->is(u"EncryptedKey", xencNs)) {
            if (auto key = crypto::EncryptedKey::fromXml(*child)) {
                collection.keys.append(*std::move(key));
            }
        } else if (isArchive(*child, u"from") || isArchive(*child, u"to") || isArchive(*child, u"note")) {
            collection.plainItems.push_back(*child);
        } else {
            readExtra(collection.extras, *child);
        }
    }
    collection.hasPlainItems = !collection.plainItems.empty();
    RemotePage<SealedCollection> page;
    const qsizetype size = collection.parts.size() + std::ssize(collection.plainItems);
    page.items.append(std::move(collection));
    readResultSet(page, answer, size, asked);
    return page;
}

ArchiveResult<RemotePage<CollectionChange>> CollectionXml::readModified(
    const XmlElement &answer, const PageRequest &asked)
{
    if (!isArchive(answer, u"modified")) {
        return badAnswer(u"no modified element in the answer to modified"_s);
    }
    RemotePage<CollectionChange> page;
    qsizetype size = 0;
    for (const auto *child : answer.elements()) {
        const bool removed = isArchive(*child, u"removed");
        if (!removed && !isArchive(*child, u"changed")) {
            continue;
        }
        ++size;
        if (const auto id = readId(*child)) {
            page.items.append({*id, readVersion(*child), removed});
        }
    }
    readResultSet(page, answer, size, asked);
    return page;
}

ArchiveResult<RemotePage<CollectionKeys>> CollectionXml::readKeys(const XmlElement &answer, const PageRequest &asked)
{
    if (!isArchive(answer, u"keys")) {
        return badAnswer(u"no keys element in the answer to keys"_s);
    }
    RemotePage<CollectionKeys> page;
    const auto chats = answer.elements(u"chat", answer.ns());
    for (const auto *chat : chats) {
        const auto id = readId(*chat);
        if (!id) {
            continue;
        }
        CollectionKeys entry{*id, readVersion(*chat), {}};
        for (const auto *child : chat->elements(u"EncryptedKey", xencNs)) {
            if (auto key = crypto::EncryptedKey::fromXml(*child)) {
                entry.keys.append(*std::move(key));
            }
        }
        page.items.append(std::move(entry));
    }
    readResultSet(page, answer, std::ssize(chats), asked);
    return page;
}

QString CollectionXml::dateTime(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s) + u'Z';
}

std::optional<QDateTime> CollectionXml::parseDateTime(const QString &text)
{
    static const QRegularExpression form(
        uR"(\A(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:Z|([+-])(\d\d):(\d\d))\z)"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QDate date = QDate::fromString(match.captured(1), Qt::ISODate);
    const int milliseconds = match.captured(5).leftJustified(3, u'0', true).toInt();
    const QTime time(match.captured(2).toInt(), match.captured(3).toInt(), match.captured(4).toInt(), milliseconds);
    if (!date.isValid() || !time.isValid()) {
        return std::nullopt;
    }
    qint64 offset = match.captured(7).toInt() * 3600 + match.captured(8).toInt() * 60;
    if (match.captured(6) == u"-"_s) {
        offset = -offset;
    }
    return QDateTime(date, time, QTimeZone::utc()).addSecs(-offset);
}

} // namespace letterlock::archive
