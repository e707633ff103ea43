// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/IqChannel.h"
#include "crypto/base/Worker.h"
#include "tests/support/RawXmppStream.h"

namespace letterlock::test {

/// The archive's channel over a plain stream: blocks in the call.
class RawIqChannel final : public archive::IqChannel {
public:
    explicit RawIqChannel(RawXmppStream &stream)
        : m_stream(stream)
    {
    }
    QFuture<archive::ArchiveResult<crypto::XmlElement>> request(Type type, crypto::XmlElement payload) override
    {
        using Code = archive::ArchiveError::Code;
        using Result = archive::ArchiveResult<crypto::XmlElement>;
        const auto name = type == Type::Set ? QStringLiteral("set") : QStringLiteral("get");
        const auto answer = m_stream.iq(name, QString::fromUtf8(payload.toXml(QStringLiteral("jabber:client"))));
        if (answer.isNull()) {
            return crypto::ready(Result(archive::archiveError(Code::TimedOut, QStringLiteral("no answer"))));
        }
        if (const auto condition = errorCondition(answer); !condition.isEmpty()) {
            const auto code = condition == QStringLiteral("item-not-found") ? Code::NotFound
                : condition == QStringLiteral("conflict")                   ? Code::Conflict
                : condition == QStringLiteral("internal-server-error")      ? Code::ServerFailed
                                                                            : Code::Refused;
            return crypto::ready(Result(archive::archiveError(code, condition)));
        }
        const auto child = answer.firstChildElement();
        if (child.isNull()) {
            return crypto::ready(Result(crypto::XmlElement()));
        }
        const auto parsed = crypto::XmlElement::parse(xmlText(child).toUtf8());
        return crypto::ready(parsed ? Result(*parsed) : Result(archive::archiveError(Code::BadAnswer)));
    }
    [[nodiscard]] bool isConnected() const override { return m_stream.isOpen(); }
    [[nodiscard]] crypto::BareJid account() const override { return *crypto::BareJid::parse(m_stream.jid()); }
    [[nodiscard]] qsizetype stanzaLimit() const override { return 262'144; }

private:
    RawXmppStream &m_stream;
};

} // namespace letterlock::test
