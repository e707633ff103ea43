// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/ox/ContentElement.h"

#include <QTimeZone>

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

namespace {

// Enough to hide whether a short text says yes or no; longer texts are told by their length anyway.
constexpr int shortestPad = 0;
constexpr int longestPad = 200;

using Kind = ContentElement::Kind;

QString nameOf(Kind kind)
{
    return kind == Kind::Signcrypt ? u"signcrypt"_s : kind == Kind::Sign ? u"sign"_s : u"crypt"_s;
}

QString randomPad()
{
    const QByteArray random = randomBytes(2 + longestPad);
    const int length = shortestPad + (quint8(random[0]) << 8 | quint8(random[1])) % (longestPad - shortestPad + 1);
    return QString::fromLatin1(random.mid(2).toBase64()).left(length);
}

std::unexpected<CryptoError> malformed(const QString &detail)
{
    return cryptoError(CryptoError::Code::MalformedInput, detail);
}

QDateTime readTime(const QString &stamp)
{
    QDateTime time = QDateTime::fromString(stamp.trimmed(), Qt::ISODateWithMs);
    if (time.isValid() && time.timeSpec() == Qt::LocalTime) {
        time.setTimeZone(QTimeZone::UTC);
    }
    return time.toUTC();
}

} // namespace

const QString ContentElement::ns = u"urn:xmpp:openpgp:0"_s;

QByteArray ContentElement::toXml() const
{
    XmlElement element(nameOf(kind), ns);
    for (const auto &jid : to) {
        element.append(XmlElement(u"to"_s, ns).setAttribute(u"jid"_s, jid.toString()));
    }
    element.append(
        XmlElement(u"time"_s, ns).setAttribute(u"stamp"_s, time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ssZ"_s)));
    if (kind != Kind::Sign) {
        element.appendTextElement(u"rpad"_s, randomPad());
    }
    XmlElement inner(u"payload"_s, ns);
    for (const auto &child : payload) {
        inner.append(child);
    }
    element.append(std::move(inner));
    return element.toXml();
}

CryptoResult<ContentElement> ContentElement::parse(const QByteArray &utf8)
{
    const auto root = XmlElement::parse(utf8, {.bytes = 1024 * 1024});
    if (!root) {
        return std::unexpected(root.error());
    }
    ContentElement content;
    bool known = false;
    for (const auto candidate : {Kind::Signcrypt, Kind::Sign, Kind::Crypt}) {
        if (root->is(nameOf(candidate), ns)) {
            content.kind = candidate;
            known = true;
        }
    }
    if (!known) {
        return malformed(u"not a content element"_s);
    }
    for (const auto *to : root->elements(u"to", ns)) {
        // One address that cannot be read must not hide the others; it matches nothing.
        if (const auto jid = Jid::parse(to->attribute(u"jid"))) {
            content.to.append(jid->bare());
        }
    }
    if (content.kind != Kind::Crypt && content.to.isEmpty()) {
        return malformed(u"no addressee"_s);
    }
    const auto times = root->elements(u"time", ns);
    if (times.size() != 1) {
        return malformed(u"not exactly one time"_s);
    }
    content.time = readTime(times.front()->attribute(u"stamp"));
    if (!content.time.isValid()) {
        return malformed(u"time cannot be read"_s);
    }
    const auto payloads = root->elements(u"payload", ns);
    if (payloads.size() != 1) {
        return malformed(u"not exactly one payload"_s);
    }
    for (const auto *child : payloads.front()->elements()) {
        content.payload.push_back(*child);
    }
    return content;
}

} // namespace letterlock::crypto
