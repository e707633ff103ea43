// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/Transport.h"
#include "archive/remote/IqChannel.h"

namespace letterlock::app {

/// What kind of archive error a failed exchange is; `detail` begins with the condition's name.
archive::ArchiveError toArchiveError(const TransportError &error);

/// The archive's way to the server over a stream. The stream outlives it.
class TransportIqChannel final : public archive::IqChannel {
public:
    explicit TransportIqChannel(Transport &transport);

    QFuture<archive::ArchiveResult<crypto::XmlElement>> request(Type type, crypto::XmlElement payload) override;
    [[nodiscard]] bool isConnected() const override;
    [[nodiscard]] crypto::BareJid account() const override;
    [[nodiscard]] qsizetype stanzaLimit() const override;

private:
    Transport &m_transport;
};

} // namespace letterlock::app
