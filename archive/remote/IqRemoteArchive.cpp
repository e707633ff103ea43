// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/IqRemoteArchive.h"

#include <algorithm>

#include "archive/remote/ArchiveProbe.h"
#include "crypto/base/Worker.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;
using Code = ArchiveError::Code;

namespace {

/// An answer that only somebody who knows the request's namespace gives.
bool provesNamespace(const ArchiveResult<XmlElement> &answer)
{
    return answer || answer.error().code == Code::NotFound || answer.error().code == Code::Conflict
        || answer.error().code == Code::QuotaReached || answer.error().code == Code::TooLarge;
}

/// Lets the empty answer of a set stand for success.
ArchiveResult<void> done(const ArchiveResult<XmlElement> &answer)
{
    return answer ? ArchiveResult<void>() : std::unexpected(answer.error());
}

} // namespace

IqRemoteArchive::IqRemoteArchive(IqChannel &channel)
    : m_channel(channel)
{
}

QFuture<IqRemoteArchive::Answer> IqRemoteArchive::ask(IqChannel::Type type, Payload payload)
{
    auto first = m_channel.request(type, payload(m_xml));
    if (m_namespaceIsProven) {
        return first;
    }
    return first
        .then(&m_context,
            [this, type, payload](const Answer &answer) {
                m_namespaceIsProven = m_namespaceIsProven || provesNamespace(answer);
                if (m_namespaceIsProven || answer.error().code != Code::Unsupported) {
                    return crypto::ready(Answer(answer));
                }
                const CollectionXml older(CollectionXml::tmpArchiveNs);
                return m_channel.request(type, payload(older)).then(&m_context, [this, older](const Answer &second) {
                    if (provesNamespace(second) && !m_namespaceIsProven) {
                        m_namespaceIsProven = true;
                        m_xml = older;
                    }
                    return second;
                });
            })
        .unwrap();
}

QFuture<ArchiveResult<CollectionVersion>> IqRemoteArchive::save(SaveRequest request)
{
    const auto id = request.id;
    return ask(IqChannel::Type::Set, [request = std::move(request)](const CollectionXml &xml) {
        return xml.save(request);
    }).then(&m_context, [id](const Answer &answer) -> ArchiveResult<CollectionVersion> {
        return answer.and_then([&](const XmlElement &element) { return CollectionXml::readSaved(element, id); });
    });
}

QFuture<ArchiveResult<RemotePage<CollectionHead>>> IqRemoteArchive::list(PageRequest page)
{
    return ask(IqChannel::Type::Get, [page](const CollectionXml &xml) {
        return xml.list(page);
    }).then(&m_context, [page](const Answer &answer) {
        return answer.and_then([&](const XmlElement &element) { return CollectionXml::readList(element, page); });
    });
}

void IqRemoteArchive::learnPartSize(const SealedCollection &page)
{
    qsizetype largest = 0;
    for (const auto &part : page.parts) {
        largest = std::max(largest, part.cipherValue.size() * 4 / 3 + 1024);
    }
    // Grows at once, falls slowly: one large part is seldom alone.
    m_partSize = std::max(largest, (m_partSize + largest) / 2);
}

QFuture<ArchiveResult<RemotePage<SealedCollection>>> IqRemoteArchive::retrieve(CollectionId id, PageRequest page)
{
    const auto fitting = std::max<qsizetype>(1, m_channel.stanzaLimit() / m_partSize);
    page.max = static_cast<int>(std::clamp<qsizetype>(page.max, 1, fitting));
    return ask(IqChannel::Type::Get, [id, page](const CollectionXml &xml) {
        return xml.retrieve(id, page);
    }).then(&m_context, [this, id, page](const Answer &answer) {
        auto read = answer.and_then(
            [&](const XmlElement &element) { return CollectionXml::readCollection(element, id, page); });
        if (read) {
            learnPartSize(read->items.first());
        }
        return read;
    });
}

QFuture<ArchiveResult<void>> IqRemoteArchive::remove(CollectionId id)
{
    return ask(IqChannel::Type::Set, [id](const CollectionXml &xml) { return xml.remove(id); }).then(&m_context, done);
}

QFuture<ArchiveResult<void>> IqRemoteArchive::removeRange(RemoveRange range)
{
    return ask(IqChannel::Type::Set, [range](const CollectionXml &xml) {
        return xml.removeRange(range);
    }).then(&m_context, [](const Answer &answer) {
        return !answer && answer.error().code == Code::NotFound ? ArchiveResult<void>() : done(answer);
    });
}

QFuture<ArchiveResult<RemotePage<CollectionChange>>> IqRemoteArchive::modified(QDateTime since, PageRequest page)
{
    return ask(IqChannel::Type::Get, [since, page](const CollectionXml &xml) {
        return xml.modified(since, page);
    }).then(&m_context, [page](const Answer &answer) {
        return answer.and_then([&](const XmlElement &element) { return CollectionXml::readModified(element, page); });
    });
}

QFuture<ArchiveResult<RemotePage<CollectionKeys>>> IqRemoteArchive::keys(KeyName key, PageRequest page)
{
    return ask(IqChannel::Type::Get, [key, page](const CollectionXml &xml) {
        return xml.keys(key, page);
    }).then(&m_context, [page](const Answer &answer) {
        return answer.and_then([&](const XmlElement &element) { return CollectionXml::readKeys(element, page); });
    });
}

QFuture<ArchiveResult<void>> IqRemoteArchive::deleteKeys(CollectionId id, KeyName key)
{
    const auto payload = [id, key](const CollectionXml &xml) { return xml.deleteKeys(id, key); };
    return ask(IqChannel::Type::Set, payload)
        .then(&m_context,
            [this, payload](const Answer &answer) {
                // XEP-0241 prints the request as get (R03).
                const bool asGet = !answer
                    && (answer.error().code == Code::Unsupported
                        || (answer.error().code == Code::Refused
                            && answer.error().detail.startsWith("bad-request"_L1)));
                return asGet ? ask(IqChannel::Type::Get, payload) : crypto::ready(Answer(answer));
            })
        .unwrap()
        .then(&m_context, done);
}

QFuture<ArchiveResult<bool>> IqRemoteArchive::compareAndRemove(SaveRequest sent)
{
    const auto id = sent.id;
    return retrieve(id, {})
        .then(&m_context,
            [this, sent](const ArchiveResult<RemotePage<SealedCollection>> &read) {
                ArchiveResult<bool> kept = read ? ArchiveResult<bool>(read->items.first().parts == sent.parts
                                                      && read->items.first().keys == sent.keys)
                                                : std::unexpected(read.error());
                return remove(sent.id).then(&m_context, [kept](const ArchiveResult<void> &removed) {
                    return kept && *kept && !removed ? ArchiveResult<bool>(std::unexpected(removed.error())) : kept;
                });
            })
        .unwrap();
}

/// Probes of clients that were ended at the wrong moment. Nobody waits for this; what fails is left to the next probe.
void IqRemoteArchive::removeForgotten()
{
    list({}).then(&m_context, [this](const ArchiveResult<RemotePage<CollectionHead>> &page) {
        // The oldest come first.
        for (const auto &head : page.value_or(RemotePage<CollectionHead>()).items) {
            if (ArchiveProbe::isForgotten(head.id, QDateTime::currentDateTimeUtc())) {
                remove(head.id);
            }
        }
    });
}

QFuture<ArchiveResult<bool>> IqRemoteArchive::probe()
{
    const auto sent = ArchiveProbe::make(m_channel.account(), QDateTime::currentDateTimeUtc());
    return save(sent)
        .then(&m_context,
            [this, sent](const ArchiveResult<CollectionVersion> &saved) {
                return saved ? compareAndRemove(sent)
                             : crypto::ready(ArchiveResult<bool>(std::unexpected(saved.error())));
            })
        .unwrap()
        .then(&m_context, [this](const ArchiveResult<bool> &kept) -> ArchiveResult<bool> {
            // What cannot be done, or is not found after it was saved, means: no such archive.
            const bool absent = !kept
                && (kept.error().code == Code::Unsupported || kept.error().code == Code::NotFound
                    || kept.error().code == Code::BadAnswer || kept.error().code == Code::Refused);
            if (kept && *kept) {
                removeForgotten();
            }
            return absent ? ArchiveResult<bool>(false) : kept;
        });
}

} // namespace letterlock::archive
