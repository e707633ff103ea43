// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/IqArchivePreferences.h"

#include "archive/collection/CollectionXml.h"
#include "crypto/base/Worker.h"

namespace letterlock::archive {

using Answer = ArchiveResult<crypto::XmlElement>;

IqArchivePreferences::IqArchivePreferences(IqChannel &channel)
    : m_channel(channel)
    , m_xml(CollectionXml::archiveNs)
{
}

QFuture<Answer> IqArchivePreferences::ask(IqChannel::Type type, Payload payload)
{
    return m_channel.request(type, payload(m_xml))
        .then(&m_context,
            [this, type, payload](const Answer &answer) {
                m_namespaceIsProven = m_namespaceIsProven || answer.has_value();
                if (m_namespaceIsProven || answer.error().code != ArchiveError::Code::Unsupported) {
                    return crypto::ready(Answer(answer));
                }
                const PreferencesXml older(CollectionXml::tmpArchiveNs);
                return m_channel.request(type, payload(older))
                    .then(&m_context, [this, older, first = answer](const Answer &second) {
                        if (second && !m_namespaceIsProven) {
                            m_namespaceIsProven = true;
                            m_xml = older;
                        }
                        return second ? second : first;
                    });
            })
        .unwrap();
}

QFuture<ArchiveResult<void>> IqArchivePreferences::set(Payload payload)
{
    return ask(IqChannel::Type::Set, std::move(payload)).then(&m_context, [](const Answer &answer) {
        return answer ? ArchiveResult<void>() : std::unexpected(answer.error());
    });
}

QFuture<ArchiveResult<Preferences>> IqArchivePreferences::fetch()
{
    return ask(IqChannel::Type::Get, [](const PreferencesXml &xml) {
        return xml.fetch();
    }).then(&m_context, [](const Answer &answer) { return answer.and_then(PreferencesXml::read); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::setDefault(SaveRule rule)
{
    return set([rule](const PreferencesXml &xml) { return xml.setDefault(rule); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::setContact(ContactRule rule)
{
    return set([rule](const PreferencesXml &xml) { return xml.setContact(rule); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::removeContact(QString address)
{
    return set([address](const PreferencesXml &xml) { return xml.removeContact(address); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::setThread(QString thread, SaveMode save)
{
    return set([thread, save](const PreferencesXml &xml) { return xml.setThread(thread, save); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::removeThread(QString thread)
{
    return set([thread](const PreferencesXml &xml) { return xml.removeThread(thread); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::setMethods(MethodUses methods)
{
    return set([methods](const PreferencesXml &xml) { return xml.setMethods(methods); });
}

QFuture<ArchiveResult<void>> IqArchivePreferences::record(Recording recording)
{
    return set([recording](const PreferencesXml &xml) { return xml.record(recording); });
}

} // namespace letterlock::archive
