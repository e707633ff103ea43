// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "archive/export/ExportWriter.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// History as a sealed bundle: XML Encryption as in the archive, all parts under one data key that is wrapped for own
/// keys and, if wanted, under a passphrase. Opens with Letterlock, or with gpg and xmlsec1 alone. The names of the
/// people are inside the seal. An `<end/>` tells a whole bundle from one that was cut off.
class BundleWriter final : public ExportWriter {
public:
    struct Seal {
        QList<crypto::KeyFingerprint> recipients; ///< own confirmed keys
        std::shared_ptr<const crypto::SecretBytes> passphrase; ///< null = none
    };
    static const QString ns; ///< urn:letterlock:bundle:1

    BundleWriter(const QString &path, crypto::DataKeyRing &keys, Seal seal);

    ArchiveResult<void> begin(const Head &head) override;
    ArchiveResult<void> beginConversation(const crypto::BareJid &peer, const QString &name) override;
    ArchiveResult<void> add(const QList<Message> &messages) override;
    ArchiveResult<void> finish() override;

private:
    ArchiveResult<void> writePart();

    crypto::DataKeyRing &m_keys;
    Seal m_seal;
    QString m_dataKey;
    crypto::BareJid m_account;
    crypto::BareJid m_peer;
    QList<Message> m_part; ///< collected up to the size of a part
    qsizetype m_size = 0;
    qint64 m_parts = 0;
    qint64 m_messages = 0;
};

} // namespace letterlock::archive
