// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

#include "archive/collection/CollectionXml.h"
#include "archive/remote/IqChannel.h"
#include "archive/remote/RemoteArchive.h"

namespace letterlock::archive {

/// The archive of XEP-0136 and XEP-0241 on the own server. Speaks urn:xmpp:archive, or the older namespace where only
/// that is answered (R01). Asks for fewer parts at once where parts are large.
class IqRemoteArchive final : public RemoteArchive {
public:
    explicit IqRemoteArchive(IqChannel &channel); ///< outlives this

    QFuture<ArchiveResult<bool>> probe() override;
    QFuture<ArchiveResult<CollectionVersion>> save(SaveRequest request) override;
    QFuture<ArchiveResult<RemotePage<CollectionHead>>> list(PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<SealedCollection>>> retrieve(CollectionId id, PageRequest page) override;
    QFuture<ArchiveResult<void>> remove(CollectionId id) override;
    QFuture<ArchiveResult<void>> removeRange(RemoveRange range) override;
    QFuture<ArchiveResult<RemotePage<CollectionChange>>> modified(QDateTime since, PageRequest page) override;
    QFuture<ArchiveResult<RemotePage<CollectionKeys>>> keys(KeyName key, PageRequest page) override;
    QFuture<ArchiveResult<void>> deleteKeys(CollectionId id, KeyName key) override;

private:
    using Answer = ArchiveResult<crypto::XmlElement>;
    using Payload = std::function<crypto::XmlElement(const CollectionXml &)>;

    QFuture<Answer> ask(IqChannel::Type type, Payload payload);
    QFuture<ArchiveResult<bool>> compareAndRemove(SaveRequest sent);
    void removeForgotten();
    void learnPartSize(const SealedCollection &page);

    IqChannel &m_channel;
    QObject m_context;
    CollectionXml m_xml;
    bool m_namespaceIsProven = false;
    qsizetype m_partSize = 16 * 1024; ///< octets on the wire, the largest seen lately
};

} // namespace letterlock::archive
