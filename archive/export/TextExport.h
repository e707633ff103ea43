// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/export/ExportWriter.h"

namespace letterlock::archive {

/// History as text for people: a line per message with its local time. What continues a message on a further line is
/// indented, so that no message can pass for two.
class TextExport final : public ExportWriter {
public:
    TextExport(const QString &path, Words words);

    ArchiveResult<void> begin(const Head &head) override;
    ArchiveResult<void> beginConversation(const crypto::BareJid &peer, const QString &name) override;
    ArchiveResult<void> add(const QList<Message> &messages) override;
    ArchiveResult<void> finish() override;

private:
    Words m_words;
    QString m_peer;
    crypto::BareJid m_account;
};

} // namespace letterlock::archive
