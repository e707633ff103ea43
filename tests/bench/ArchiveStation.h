// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QSet>
#include <QTimeZone>

#include <algorithm>
#include <cstdio>
#include <malloc.h>

#include "app/transport/PepPrivateStore.h"
#include "app/transport/PepTransportNodes.h"
#include "app/transport/TransportIqChannel.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/remote/ArchivePorts.h"
#include "archive/remote/IqRemoteArchive.h"
#include "tests/bench/Measure.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/XmppPeer.h"

/// What the rows of the archive share: a device on a real server, and bare requests.
namespace letterlock::test {

inline constexpr int patience = 7'200'000; // ms
inline constexpr int peers = 20;
inline constexpr int inAll = peers * 500; ///< collections of the same people
inline constexpr int perCollection = 5;
inline const QString account = QStringLiteral("romeo");
/// Nothing of the server's own limits shall be measured.
inline const QString limitless
    = QStringLiteral("letterlock_archive_rate = 0\nletterlock_archive_quota_bytes = 8589934592\n");

using BareAnswer = archive::ArchiveResult<crypto::XmlElement>;

/// One request after the other, as the client does, and nothing else.
class Series : public QObject {
public:
    static double milliseconds(int count, std::function<QFuture<BareAnswer>(int)> ask)
    {
        return wallMilliseconds([&] {
            Series series(count, std::move(ask));
            series.next();
            need(waitUntil([&] { return series.m_done == series.m_count; }, patience), "a request was not answered");
        });
    }

private:
    Series(int count, std::function<QFuture<BareAnswer>(int)> ask)
        : m_ask(std::move(ask))
        , m_count(count)
    {
    }
    void next()
    {
        if (m_done < m_count) {
            m_ask(m_done).then(this, [this](const BareAnswer &answer) {
                need(answer.has_value(), "a request was refused");
                ++m_done;
                next();
            });
        }
    }
    std::function<QFuture<BareAnswer>(int)> m_ask;
    int m_count;
    int m_done = 0;
};

/// Resident memory of a process, from /proc: "VmRSS" now, "VmHWM" at most; in MiB.
inline double memoryOf(const QString &process, const QByteArray &what)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    need(status.open(QIODevice::ReadOnly), "no /proc");
    for (const auto &line : status.readAll().split('\n')) {
        if (line.startsWith(what + ':')) {
            return line.mid(what.size() + 1).simplified().split(' ').constFirst().toDouble() / 1024;
        }
    }
    give("no such line in /proc");
}

/// How much more memory this program had at most than at the beginning of this object.
class MemoryGrowth {
public:
    MemoryGrowth()
    {
        malloc_trim(0);
        QFile clear(QStringLiteral("/proc/self/clear_refs"));
        need(clear.open(QIODevice::WriteOnly) && clear.write("5") == 1, "no /proc");
        m_before = memoryOf(QStringLiteral("self"), "VmRSS");
    }
    [[nodiscard]] double most() const { return std::max(0.0, memoryOf(QStringLiteral("self"), "VmHWM") - m_before); }

private:
    double m_before = 0;
};

inline QString processOf(const ProsodyServer &server)
{
    QFile file(server.directory() + QStringLiteral("/prosody.pid"));
    need(file.open(QIODevice::ReadOnly), "no number of the server's process");
    return QString::fromLatin1(file.readAll()).trimmed();
}

/// The large sizes take long.
inline void announce(const char *what, int collections)
{
    std::fprintf(stderr, "bench: archive: %s, %d collections\n", what, collections);
}

struct ArchiveKeysForBench {
    TempGnupgHome gnupg;
    crypto::KeyFingerprint oldKey = make();
    crypto::KeyFingerprint newKey = make();
    crypto::KeyFingerprint newestKey = make();
    crypto::RootKey root = crypto::RootKey::make();

private:
    crypto::KeyFingerprint make() { return gnupg.makeKey(QStringLiteral("romeo@localhost")).fingerprint; }
};

/// One device on the server.
struct Station {
    XmppPeer peer;
    app::TransportIqChannel channel{peer.transport};
    app::PepPrivateStore privateStore{peer.transport};
    app::PepTransportNodes nodes{peer.transport};
    TempDatabase database;
    archive::SqlHistoryStore history{database.store()};
    crypto::Worker worker{QStringLiteral("bench")};
    crypto::DataKeyRing ring;
    crypto::SystemClock clock;
    archive::IqRemoteArchive remote{channel};

    Station(const TestServer &server, const QString &user, ArchiveKeysForBench &keys)
        : peer(server, user)
        , ring(keys.gnupg.engine())
    {
        ring.addRootKey(keys.root.copy());
        need(peer.signIn(), "no session");
    }
    ~Station() { peer.signOut(); }
    archive::ArchivePorts ports()
    {
        return {database.store(), history, remote, privateStore, ring, worker, clock, peer.settings.account};
    }
    /// Conversations that rest for days, so that each run of a few messages is a collection of its own and ten of them
    /// share a data key; after four years come other people. Answers how many data keys that takes.
    int write(int collections)
    {
        QSet<std::pair<int, QString>> dataKeys;
        const QDateTime begin(QDate(2010, 1, 1), QTime(0, 0), QTimeZone::utc());
        for (int first = 0; first < collections; first += 1000) {
            QList<archive::Message> messages;
            for (int i = first; i < std::min(collections, first + 1000); ++i) {
                const int peerNumber = i % peers + i / inAll * peers;
                const int turn = i % inAll / peers;
                const auto with = *crypto::BareJid::parse(QStringLiteral("peer%1@example.org").arg(peerNumber));
                const auto conversation = await(history.conversationWith(with));
                for (int k = 0; k < perCollection; ++k) {
                    archive::Message message;
                    message.conversation = *conversation;
                    message.outgoing = k % 2 == 1;
                    message.sender
                        = crypto::Jid(message.outgoing ? peer.settings.account : with, QStringLiteral("here"));
                    message.delivery = message.outgoing ? archive::Delivery::Sent : archive::Delivery::Received;
                    message.time = begin.addSecs(qint64(turn) * 73 * 3600 + k * 30).addMSecs(peerNumber);
                    message.originId = QStringLiteral("origin-%1-%2").arg(i).arg(k);
                    message.sealing = archive::Sealing::Sealed;
                    message.body
                        = QStringLiteral("The boat leaves at nine, bring the lamp and the long rope. %1").arg(i);
                    messages.append(message);
                }
                dataKeys.insert({peerNumber, messages.last().time.toString(QStringLiteral("yyyy-MM"))});
            }
            need(await(history.import(messages, {}, {}), patience).has_value(), "not imported");
        }
        return int(dataKeys.size());
    }
    QList<archive::CollectionHead> heads()
    {
        QList<archive::CollectionHead> all;
        archive::PageRequest page{100, {}};
        for (bool complete = false; !complete;) {
            const auto got = await(remote.list(page), patience);
            need(got.has_value(), "not listed");
            all += got->items;
            page.after = got->last;
            complete = got->complete;
        }
        return all;
    }
};

} // namespace letterlock::test
