// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/Transport.h"
#include "archive/remote/IqChannel.h"

namespace letterlock::app {

/// What kind of archive error a failed exchange is; `detail` begins with the condition's name.
archive::ArchiveError toArchiveError(const TransportError &error);

class BulkStream;

/// The archive's way to the server over a stream, or, with `bulk`, over the one that has to carry much. Both outlive
/// it.
class TransportIqChannel final : public archive::IqChannel {
public:
    explicit TransportIqChannel(Transport &transport, BulkStream *bulk = nullptr);

    QFuture<archive::ArchiveResult<crypto::XmlElement>> request(Type type, crypto::XmlElement payload) override;
    [[nodiscard]] bool isConnected() const override;
    [[nodiscard]] crypto::BareJid account() const override;
    [[nodiscard]] qsizetype stanzaLimit() const override;

private:
    Transport &m_transport;
    BulkStream *m_bulk;
};

} // namespace letterlock::app
