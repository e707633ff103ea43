// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/export/ExportWriter.h"

namespace letterlock::archive {

/// History as JSON for other programs. One object: format "letterlock-history", version 1, account, made,
/// conversations: [{with, name, messages: [{time, sender, outgoing, body, sealing, …}]}]. Times are ISO 8601 in UTC
/// with milliseconds; what is absent or false is left out.
class JsonExport final : public ExportWriter {
public:
    using ExportWriter::ExportWriter;

    ArchiveResult<void> begin(const Head &head) override;
    ArchiveResult<void> beginConversation(const crypto::BareJid &peer, const QString &name) override;
    ArchiveResult<void> add(const QList<Message> &messages) override;
    ArchiveResult<void> finish() override;

private:
    bool m_inConversation = false;
    bool m_hasMessages = false;
};

} // namespace letterlock::archive
