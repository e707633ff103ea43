// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/UploadSlots.h"

#include "crypto/base/Random.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::FileProblem;
using crypto::XmlElement;

namespace {

const QString uploadNs = u"urn:xmpp:http:upload:0"_s;
const QString infoNs = u"http://jabber.org/protocol/disco#info"_s;
const QString itemsNs = u"http://jabber.org/protocol/disco#items"_s;
const QString formNs = u"jabber:x:data"_s;
constexpr qsizetype mostCandidates = 30;
constexpr qsizetype longestHeader = 8192;

bool takesFiles(const XmlElement &info)
{
    for (const auto *feature : info.elements(u"feature", infoNs)) {
        if (feature->attribute(u"var") == uploadNs) {
            return true;
        }
    }
    return false;
}

qint64 limitIn(const XmlElement &info)
{
    for (const auto *form : info.elements(u"x", formNs)) {
        for (const auto *field : form->elements(u"field", formNs)) {
            if (field->attribute(u"var") == "max-file-size"_L1) {
                return qMax<qint64>(field->childText(u"value", formNs).trimmed().toLongLong(), 0);
            }
        }
    }
    return 0;
}

QUrl httpsUrl(const XmlElement *element)
{
    const QUrl url(element ? element->attribute(u"url") : QString(), QUrl::StrictMode);
    const bool good = url.isValid() && url.scheme() == "https"_L1 && !url.host().isEmpty() && url.userInfo().isEmpty();
    return good ? url : QUrl();
}

} // namespace

UploadSlots::UploadSlots(Transport &transport, QObject *parent)
    : QObject(parent)
    , m_transport(transport)
{
    connect(&transport, &Transport::connected, this, [this](bool resumed) {
        if (!resumed) {
            m_service.reset();
        }
    });
}

QFuture<std::optional<UploadSlots::Service>> UploadSlots::find()
{
    if (m_service) {
        return crypto::ready(m_service);
    }
    const auto server = crypto::Jid::parse(m_transport.ownJid().bare().domain()).value_or(crypto::Jid());
    return m_transport.sendIq(false, server, XmlElement(u"query"_s, itemsNs))
        .then(this,
            [this, server](const TransportResult<XmlElement> &items) {
                QList<crypto::Jid> candidates{server};
                const auto found = items ? items->elements(u"item", itemsNs) : std::vector<const XmlElement *>();
                for (const auto *item : found) {
                    const auto jid = crypto::Jid::parse(item->attribute(u"jid"));
                    if (jid && !item->hasAttribute(u"node") && candidates.size() < mostCandidates) {
                        candidates.append(*jid);
                    }
                }
                return lookInto(candidates, items.has_value());
            })
        .unwrap();
}

QFuture<std::optional<UploadSlots::Service>> UploadSlots::lookInto(QList<crypto::Jid> candidates, bool answered)
{
    if (candidates.isEmpty()) {
        if (answered) {
            m_service = Service{};
        }
        return crypto::ready(m_service);
    }
    // Components come after the server itself, and are where the service usually is.
    const auto candidate = candidates.takeLast();
    return m_transport.sendIq(false, candidate, XmlElement(u"query"_s, infoNs))
        .then(this,
            [this, candidates, candidate, answered](
                const TransportResult<XmlElement> &info) -> QFuture<std::optional<Service>> {
                if (info && takesFiles(*info)) {
                    m_service = Service{candidate, limitIn(*info)};
                    return crypto::ready(m_service);
                }
                const bool silent = !info && info.error().code != TransportError::Code::StanzaError;
                return lookInto(candidates, answered && !silent);
            })
        .unwrap();
}

QFuture<UploadSlots::Result> UploadSlots::request(qint64 size, const QString &ending)
{
    return find()
        .then(this,
            [this, size, ending](const std::optional<Service> &service) -> QFuture<Result> {
                if (!service) {
                    return crypto::ready(Result(std::unexpected(SlotRefusal{})));
                }
                if (service->jid.isEmpty()) {
                    return crypto::ready(Result(std::unexpected(SlotRefusal{FileProblem::NoService, 0})));
                }
                if (service->sizeLimit > 0 && size > service->sizeLimit) {
                    return crypto::ready(
                        Result(std::unexpected(SlotRefusal{FileProblem::TooLarge, service->sizeLimit})));
                }
                XmlElement ask(u"request"_s, uploadNs);
                // The name of a file says what is in it.
                ask.setAttribute(u"filename"_s, crypto::randomName() + ending);
                ask.setAttribute(u"size"_s, QString::number(size));
                ask.setAttribute(u"content-type"_s, u"application/octet-stream"_s);
                return m_transport.sendIq(false, service->jid, ask)
                    .then(this, [](const TransportResult<XmlElement> &answer) -> Result {
                        return answer ? read(*answer) : std::unexpected(refusal(answer.error()));
                    });
            })
        .unwrap();
}

UploadSlots::Result UploadSlots::read(const XmlElement &slot)
{
    const auto *put = slot.child(u"put", uploadNs);
    UploadSlot found{httpsUrl(put), httpsUrl(slot.child(u"get", uploadNs)), {}};
    if (!slot.is(u"slot", uploadNs) || found.put.isEmpty() || found.get.isEmpty()) {
        return std::unexpected(SlotRefusal{FileProblem::NotSecure, 0});
    }
    for (const auto *header : put->elements(u"header", uploadNs)) {
        const QByteArray name = header->attribute(u"name").toLatin1();
        QByteArray value = header->text().toLatin1().left(longestHeader);
        value.removeIf([](char c) { return c == '\r' || c == '\n' || c == '\0'; });
        // No others, whatever the server asks for (XEP-0363 section 5).
        for (const auto *allowed : {"Authorization", "Cookie", "Expires"}) {
            if (name.compare(allowed, Qt::CaseInsensitive) == 0) {
                found.headers.append({allowed, value});
            }
        }
    }
    return found;
}

SlotRefusal UploadSlots::refusal(const TransportError &error)
{
    if (const auto *tooLarge = error.error.child(u"file-too-large", uploadNs)) {
        return {FileProblem::TooLarge, qMax<qint64>(tooLarge->childText(u"max-file-size", uploadNs).toLongLong(), 0)};
    }
    // Quota used up, or anything that passes by itself.
    const bool passes = error.code != TransportError::Code::StanzaError || error.error.attribute(u"type") == "wait"_L1
        || error.condition == "resource-constraint"_L1 || error.condition == "remote-server-timeout"_L1
        || error.condition == "internal-server-error"_L1;
    return {passes ? FileProblem::Unreachable : FileProblem::Refused, 0};
}

} // namespace letterlock::app
