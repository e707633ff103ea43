// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

#include "archive/remote/ArchivePreferences.h"
#include "archive/remote/IqChannel.h"
#include "archive/remote/PreferencesXml.h"

namespace letterlock::archive {

/// ArchivePreferences of XEP-0136 and XEP-0241, in the newer namespace or the older one, whichever is answered (R01).
class IqArchivePreferences final : public ArchivePreferences {
public:
    explicit IqArchivePreferences(IqChannel &channel); ///< outlives this

    QFuture<ArchiveResult<Preferences>> fetch() override;
    QFuture<ArchiveResult<void>> setDefault(SaveRule rule) override;
    QFuture<ArchiveResult<void>> setContact(ContactRule rule) override;
    QFuture<ArchiveResult<void>> removeContact(QString address) override;
    QFuture<ArchiveResult<void>> setThread(QString thread, SaveMode save) override;
    QFuture<ArchiveResult<void>> removeThread(QString thread) override;
    QFuture<ArchiveResult<void>> setMethods(MethodUses methods) override;
    QFuture<ArchiveResult<void>> record(Recording recording) override;

private:
    using Payload = std::function<crypto::XmlElement(const PreferencesXml &)>;
    QFuture<ArchiveResult<crypto::XmlElement>> ask(IqChannel::Type type, Payload payload);
    QFuture<ArchiveResult<void>> set(Payload payload);

    IqChannel &m_channel;
    QObject m_context;
    PreferencesXml m_xml;
    bool m_namespaceIsProven = false;
};

} // namespace letterlock::archive
