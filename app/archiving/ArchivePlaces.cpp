// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/ArchivePlaces.h"

#include "archive/remote/MoveJournal.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::andAny;
using archive::andThen;
using archive::ArchivePlace;
using archive::ArchiveResult;
using archive::Pending;
using Code = archive::ArchiveError::Code;

namespace {

const QString node = u"urn:letterlock:archive:place"_s;
const QString scope = u"archive.place"_s;
const QString item = u"place"_s;

QString toName(ArchivePlace place)
{
    return place == ArchivePlace::Server ? u"server"_s : u"private"_s;
}

ArchivePlace fromName(const QString &name)
{
    return name == "server"_L1 ? ArchivePlace::Server
        : name == "private"_L1 ? ArchivePlace::PrivateStorage
                               : ArchivePlace::Unknown;
}

bool isLink(const archive::ArchiveError &error)
{
    return error.code == Code::Disconnected || error.code == Code::TimedOut;
}

} // namespace

ArchivePlaces::ArchivePlaces(archive::PlacedArchive &remote, archive::PepRemoteArchive &privateStorage,
    archive::Store &store, archive::HistoryStore &history, archive::PrivateStore &privateStore, QObject *parent)
    : QObject(parent)
    , m_remote(remote)
    , m_privateStorage(privateStorage)
    , m_store(store)
    , m_history(history)
    , m_privateStore(privateStore)
{
}

/// Where another device, or this one, has said that the archive is.
Pending<ArchivePlace> ArchivePlaces::announced()
{
    return andAny(m_privateStore.items(node), this,
        [](const ArchiveResult<QHash<QString, crypto::XmlElement>> &items) -> Pending<ArchivePlace> {
            if (!items) {
                // A server without private storage has no other place than its archive.
                return isLink(items.error()) ? archive::failed<ArchivePlace>(items.error())
                                             : archive::done(ArchivePlace::Unknown);
            }
            return archive::done(fromName(items->value(item).attribute(u"kind")));
        });
}

Pending<bool> ArchivePlaces::choose()
{
    m_reason.clear();
    return andThen(announced(), this, [this](ArchivePlace told) {
        return andThen(m_history.values(scope), this, [this, told](const QHash<QString, QByteArray> &values) {
            const auto stored = fromName(QString::fromLatin1(values.value(item)));
            const auto wanted = told == ArchivePlace::Unknown ? stored : told;
            return wanted == ArchivePlace::Unknown ? tryAll()
                                                   : goTo(wanted, stored != ArchivePlace::Unknown && stored != wanted);
        });
    });
}

/// `isNews`: another device has moved the archive since we looked.
Pending<bool> ArchivePlaces::goTo(ArchivePlace place, bool isNews)
{
    const bool isThere = m_remote.place() == place;
    m_remote.setPlace(place);
    auto known = m_history.setValue(scope, item, toName(place).toLatin1());
    auto reset = andThen(Pending<void>(known), this, [this, isNews]() -> Pending<void> {
        return isNews
            ? m_store.write([](archive::Database &database) { return archive::MoveJournal::forgetVersions(database); })
            : archive::done();
    });
    return andThen(
        std::move(reset), this, [this, place, isThere] { return isThere ? archive::done(true) : canUse(place); });
}

Pending<bool> ArchivePlaces::tryAll()
{
    return andThen(tryNext(ArchivePlace::Server), this,
        [this](bool settled) { return settled ? archive::done(true) : tryNext(ArchivePlace::PrivateStorage); });
}

Pending<bool> ArchivePlaces::tryNext(ArchivePlace place)
{
    return andThen(canUse(place), this, [this, place](bool works) {
        if (!works) {
            return archive::done(false);
        }
        return andThen(settle(place), this, [this, place] {
            if (place == ArchivePlace::PrivateStorage) {
                Q_EMIT fellBack();
            }
            return archive::done(true);
        });
    });
}

Pending<bool> ArchivePlaces::canUse(ArchivePlace place)
{
    return andThen(m_remote.at(place).probe(), this, [this, place](bool works) {
        if (!works) {
            m_reason = place == ArchivePlace::PrivateStorage ? m_privateStorage.whyNot()
                                                             : u"the server has no archive for sealed collections"_s;
        }
        return archive::done(works);
    });
}

Pending<void> ArchivePlaces::settle(ArchivePlace place)
{
    crypto::XmlElement payload(item, node);
    payload.setAttribute(u"kind"_s, toName(place));
    return andAny(m_privateStore.put(node, item, payload), this,
        [this, place](const ArchiveResult<void> &announced) -> Pending<void> {
            // Where there is no private storage there is nothing to choose, and nothing to tell others.
            if (!announced && (isLink(announced.error()) || place == ArchivePlace::PrivateStorage)) {
                return crypto::ready(announced);
            }
            m_remote.setPlace(place);
            return m_history.setValue(scope, item, toName(place).toLatin1());
        });
}

} // namespace letterlock::app
