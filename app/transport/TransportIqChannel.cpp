// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/TransportIqChannel.h"

#include "app/transport/BulkStream.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

using Code = archive::ArchiveError::Code;

Code codeOfCondition(const TransportError &error)
{
    static const QHash<QString, Code> codes{
        {u"item-not-found"_s, Code::NotFound},
        {u"conflict"_s, Code::Conflict},
        {u"resource-constraint"_s, Code::QuotaReached},
        {u"policy-violation"_s, Code::TooLarge},
        {u"feature-not-implemented"_s, Code::Unsupported},
        {u"service-unavailable"_s, Code::Unsupported},
        {u"internal-server-error"_s, Code::ServerFailed},
    };
    // A collection or item that has grown too big (XEP-0136 5.2, ejabberd's payload-too-big) can be split.
    if (error.condition == u"not-acceptable") {
        const bool large = error.error.child(u"payload-too-big", u"http://jabber.org/protocol/pubsub#errors")
            || error.error.isNull() || error.detail.contains(u"large"_s, Qt::CaseInsensitive)
            || error.detail.contains(u"big"_s, Qt::CaseInsensitive);
        return large ? Code::TooLarge : Code::Refused;
    }
    return codes.value(error.condition, Code::Refused);
}

} // namespace

archive::ArchiveError toArchiveError(const TransportError &error)
{
    switch (error.code) {
    case TransportError::Code::StanzaError: {
        const QString detail = error.detail.isEmpty() ? error.condition : error.condition + u": "_s + error.detail;
        return {codeOfCondition(error), detail};
    }
    case TransportError::Code::TimedOut:
        return {Code::TimedOut, error.detail};
    case TransportError::Code::ProtocolError:
        return {Code::BadAnswer, error.detail};
    default:
        return {Code::Disconnected, error.detail};
    }
}

TransportIqChannel::TransportIqChannel(Transport &transport, BulkStream *bulk)
    : m_transport(transport)
    , m_bulk(bulk)
{
}

QFuture<archive::ArchiveResult<crypto::XmlElement>> TransportIqChannel::request(Type type, crypto::XmlElement payload)
{
    Transport &stream = m_bulk ? m_bulk->next() : m_transport;
    return stream.sendIq(type == Type::Set, {}, std::move(payload))
        .then(&m_transport, [](const TransportResult<crypto::XmlElement> &answer) {
            return answer ? archive::ArchiveResult<crypto::XmlElement>(*answer)
                          : archive::ArchiveResult<crypto::XmlElement>(std::unexpected(toArchiveError(answer.error())));
        });
}

bool TransportIqChannel::isConnected() const
{
    return m_transport.isConnected();
}

crypto::BareJid TransportIqChannel::account() const
{
    return m_transport.ownJid().bare();
}

qsizetype TransportIqChannel::stanzaLimit() const
{
    return m_transport.stanzaLimit();
}

} // namespace letterlock::app
