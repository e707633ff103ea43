// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveLedger.h"

#include <QRandomGenerator>

#include <algorithm>

#include "archive/remote/LedgerRows.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::Priority;

namespace {

constexpr int mostAttempts = 20;
constexpr qint64 removingFor = 7 * LedgerRows::aDay; ///< a device that says no more is not believed for longer

bool isLink(const ArchiveError &error)
{
    return error.code == Code::Disconnected || error.code == Code::TimedOut;
}

} // namespace

ArchiveLedger::ArchiveLedger(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
    , m_node({ports.nodes, ports.privateStore, ports.keys, ports.worker}, &m_context)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(2s);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        m_removing = false;
        publish();
    });
}

/// One after the other: each sees what the one before has changed.
template <class T> Pending<T> ArchiveLedger::inTurn(std::function<Pending<T>()> work)
{
    auto promise = std::make_shared<QPromise<ArchiveResult<T>>>();
    promise->start();
    m_queue.push_back([this, promise, work = std::move(work)] {
        work().then(&m_context, [this, promise](const ArchiveResult<T> &result) {
            promise->addResult(result);
            promise->finish();
            m_busy = false;
            runNext();
        });
    });
    runNext();
    return promise->future();
}

void ArchiveLedger::runNext()
{
    if (!m_busy && !m_queue.empty()) {
        m_busy = true;
        const auto next = std::move(m_queue.front());
        m_queue.pop_front();
        next();
    }
}

void ArchiveLedger::newSession()
{
    m_node.newSession();
    m_place = Place::Unknown;
}

Pending<void> ArchiveLedger::refresh()
{
    return inTurn<void>([this] { return refreshNow(0); });
}

Pending<void> ArchiveLedger::publish()
{
    return inTurn<void>([this] { return publishNow(0); });
}

Pending<void> ArchiveLedger::refreshNow(int attempt)
{
    Pending<LedgerMemory> memory = m_ports.store.write(&LedgerMemory::load, Priority::Background);
    return andThen(std::move(memory), &m_context, [this, attempt](const LedgerMemory &known) {
        m_device = known.device;
        return andAny(
            m_node.head(), &m_context, [this, known, attempt](const ArchiveResult<std::optional<LedgerHead>> &found) {
                return takeHead(known, found, attempt);
            });
    });
}

Pending<void> ArchiveLedger::takeHead(
    const LedgerMemory &memory, const ArchiveResult<std::optional<LedgerHead>> &found, int attempt)
{
    if (!found) {
        if (found.error().code == Code::CannotOpen || found.error().code == Code::BadAnswer) {
            m_place = Place::Foreign;
            return m_mayReplace ? done() : suspectHead(LedgerHeadFault::Forged);
        }
        if (isLink(found.error())) {
            return failed<void>(found.error());
        }
        // A server without private storage: what this device remembers is all there is.
        m_place = Place::None;
        qCDebug(crypto::lcArchive) << "no list for all devices:" << found.error().detail;
        return done();
    }
    if (!*found) {
        m_place = Place::Absent;
        m_head = {};
        m_head.counter = memory.counter;
        m_head.log = memory.log;
        return memory.counter == 0 || memory.pieces.isEmpty() ? done() : suspectHead(LedgerHeadFault::Missing);
    }
    auto head = **found;
    m_place = Place::Here;
    const auto place = memory.log.lastIndexOf(head.log.last());
    if (place >= 0 && place < memory.log.size() - 1) {
        // Only what was its newest once and is not any more is older; two heads that met are merged below.
        head.counter = std::max(head.counter, memory.counter);
        head.log = memory.log;
        m_head = head;
        return memory.pieces.isEmpty() ? done() : suspectHead(LedgerHeadFault::Older);
    }
    QStringList unread;
    for (const auto &[bucket, item] : head.pieces.asKeyValueRange()) {
        if (memory.pieces.value(bucket) != item) {
            unread.append(bucket);
        }
    }
    head.counter = std::max(head.counter, memory.counter);
    return takePieces(head, unread, {}, attempt);
}

Pending<void> ArchiveLedger::takePieces(LedgerHead head, QStringList buckets, LedgerMemory::Pieces read, int attempt)
{
    if (buckets.isEmpty()) {
        m_head = head;
        return m_ports.store.write(
            [head, read](Database &database) { return LedgerMemory::took(database, head, read); },
            Priority::Background);
    }
    const auto bucket = buckets.takeFirst();
    const auto item = head.pieces.value(bucket);
    return andAny(item.isEmpty() ? failed<QList<LedgerEntry>>({Code::NotFound, {}}) : m_node.piece(bucket, item),
        &m_context,
        [this, head, buckets, read, bucket, attempt](const ArchiveResult<QList<LedgerEntry>> &entries) mutable {
            if (entries) {
                read.insert(bucket, *entries);
                return takePieces(head, buckets, read, attempt);
            }
            if (isLink(entries.error())) {
                return failed<void>(entries.error());
            }
            if (attempt < 2) {
                return refreshNow(attempt + 1); // replaced since the head was read
            }
            head.pieces.remove(bucket);
            return andThen(suspectHead(LedgerHeadFault::Missing, bucket), &m_context,
                [this, head, buckets, read, attempt] { return takePieces(head, buckets, read, attempt); });
        });
}

/// Whatever the server has made of the list, this device tells again what it knows.
Pending<void> ArchiveLedger::suspectHead(LedgerHeadFault fault, QString bucket)
{
    qCWarning(crypto::lcArchive) << "the list of what is in the archive is not what it was:" << int(fault);
    Pending<void> noted = m_ports.store.write(
        [fault, bucket](Database &database) {
            auto done = LedgerMemory::setFault(database, fault);
            if (fault == LedgerHeadFault::Forged) {
                return done;
            }
            return done ? (bucket.isEmpty() ? LedgerMemory::lost(database) : LedgerMemory::lost(database, bucket))
                        : done;
        },
        Priority::Background);
    if (fault == LedgerHeadFault::Older) {
        m_head.pieces.clear();
    }
    return andThen(std::move(noted), &m_context, [this] { return loadFindings(); });
}

Pending<void> ArchiveLedger::publishNow(int attempt)
{
    Pending<QStringList> untold = m_ports.store.read(&LedgerMemory::untold, Priority::Background);
    return andThen(std::move(untold), &m_context, [this, attempt](const QStringList &buckets) {
        const bool saysRemoving = m_head.removing.contains(m_device);
        const bool isDue = !buckets.isEmpty() || saysRemoving != m_removing;
        if (!isDue || m_place == Place::Unknown || m_place == Place::None || !m_ports.keys.hasRootKey()
            || (m_place == Place::Foreign && !m_mayReplace)) {
            return m_place == Place::Here ? sweep() : done();
        }
        auto fenced
            = andThen(m_node.fence(), &m_context, [this, attempt] { return attempt > 0 ? pause(attempt) : done(); });
        auto fresh = andThen(std::move(fenced), &m_context, [this] { return refreshNow(0); });
        return andAny(std::move(fresh), &m_context, [this, attempt](const ArchiveResult<void> &read) -> Pending<void> {
            if (!read) {
                const bool isRefused = read.error().code == Code::Refused || read.error().code == Code::Unsupported;
                if (isRefused) {
                    m_place = Place::None;
                }
                return isRefused ? done() : crypto::ready(read);
            }
            if (m_place == Place::Foreign && !m_mayReplace) {
                return done();
            }
            Pending<LedgerMemory> memory = m_ports.store.write(&LedgerMemory::load, Priority::Background);
            return andThen(std::move(memory), &m_context,
                [this, attempt](const LedgerMemory &known) { return publishOn(known, attempt); });
        });
    });
}

Pending<void> ArchiveLedger::publishOn(const LedgerMemory &memory, int attempt)
{
    auto head = m_head;
    head.counter = std::max(head.counter, memory.counter) + 1;
    head.log.append(crypto::randomName().first(10));
    head.log = head.log.last(std::min(head.log.size(), LedgerHead::longestLog));
    for (auto it = head.removing.begin(); it != head.removing.end();) {
        it = *it < now() || it.key() == memory.device ? head.removing.erase(it) : std::next(it);
    }
    if (m_removing) {
        head.removing.insert(memory.device, now() + removingFor);
    }
    QStringList left = head.dropped;
    for (const auto &item : memory.leftovers) {
        if (!head.pieces.values().contains(item)) {
            left.append(item);
        }
    }
    head.dropped.clear();
    auto dropped = andThen(m_node.drop(left), &m_context,
        [this]() -> Pending<void> { return m_ports.store.write(&LedgerMemory::dropped, Priority::Background); });
    return andThen(std::move(dropped), &m_context, [this, head, attempt] {
        Pending<QStringList> untold = m_ports.store.read(&LedgerMemory::untold, Priority::Background);
        return andThen(std::move(untold), &m_context,
            [this, head, attempt](const QStringList &buckets) { return writePieces(buckets, head, {}, attempt); });
    });
}

Pending<void> ArchiveLedger::writePieces(QStringList buckets, LedgerHead head, LedgerMemory::Pieces told, int attempt)
{
    if (buckets.isEmpty()) {
        return publishHead(head, told, attempt);
    }
    const auto bucket = buckets.takeFirst();
    Pending<QList<LedgerEntry>> rows = m_ports.store.read(
        [bucket](Database &database) { return LedgerMemory::bucket(database, bucket); }, Priority::Background);
    return andThen(
        std::move(rows), &m_context, [this, bucket, buckets, head, told, attempt](QList<LedgerEntry> entries) mutable {
            for (auto &entry : entries) {
                entry.stamp = entry.dirty > 0 ? head.counter : entry.stamp;
            }
            told.insert(bucket, entries);
            const auto before = head.pieces.value(bucket);
            const auto note = [this, bucket, before](const QString &item) -> Pending<void> {
                return m_ports.store.write(
                    [bucket, item, before](
                        Database &database) { return LedgerMemory::writing(database, bucket, item, before); },
                    Priority::Background);
            };
            return andThen(m_node.write(bucket, entries, note), &m_context,
                [this, bucket, before, buckets, head, told, attempt](const QString &item) mutable {
                    if (!before.isEmpty() && before != item) {
                        head.dropped.append(before);
                    }
                    head.pieces.insert(bucket, item);
                    return writePieces(buckets, head, told, attempt);
                });
        });
}

Pending<void> ArchiveLedger::publishHead(LedgerHead head, LedgerMemory::Pieces told, int attempt)
{
    return andAny(m_node.publish(head), &m_context,
        [this, head, told, attempt](const ArchiveResult<void> &published) -> Pending<void> {
            if (!published) {
                const bool again = published.error().code == Code::Conflict && attempt < mostAttempts;
                return again ? publishNow(attempt + 1) : crypto::ready(published);
            }
            m_head = head;
            m_place = Place::Here;
            m_mayReplace = false;
            Pending<void> kept = m_ports.store.write(
                [head, told](Database &database) { return LedgerMemory::published(database, head, told); },
                Priority::Background);
            return andThen(std::move(kept), &m_context, [this] { return sweep(); });
        });
}

/// Items of ours that no head names any more, also those of before a crash. They do no harm: what fails is tried again
/// with the next look.
Pending<void> ArchiveLedger::sweep()
{
    Pending<LedgerMemory> memory = m_ports.store.write(&LedgerMemory::load, Priority::Background);
    return andThen(std::move(memory), &m_context, [this](const LedgerMemory &known) {
        QStringList left = known.leftovers;
        left.removeIf([this](const QString &item) { return m_head.pieces.values().contains(item); });
        if (left.isEmpty()) {
            return done();
        }
        return andAny(m_node.drop(left), &m_context, [this](const ArchiveResult<void> &gone) -> Pending<void> {
            return gone ? m_ports.store.write(&LedgerMemory::dropped, Priority::Background) : done();
        });
    });
}

/// Two devices that write at once take turns.
Pending<void> ArchiveLedger::pause(int attempt)
{
    auto promise = std::make_shared<QPromise<ArchiveResult<void>>>();
    promise->start();
    QTimer::singleShot(QRandomGenerator::global()->bounded(50, 150 + 50 * attempt), &m_context, [promise] {
        promise->addResult(ArchiveResult<void>());
        promise->finish();
    });
    return promise->future();
}

Pending<void> ArchiveLedger::saved(SaveRequest request, CollectionVersion version)
{
    return m_ports.store.write(
        [request, version](Database &database) { return LedgerRows::saved(database, request, version); },
        Priority::Background);
}

Pending<void> ArchiveLedger::removing(CollectionId id)
{
    return removingAll([id, time = now()](Database &database) { return LedgerRows::removing(database, id, time); });
}

Pending<void> ArchiveLedger::removing(RemoveRange range)
{
    return removingAll(
        [range, time = now()](Database &database) { return LedgerRows::removing(database, range, time); });
}

/// Remembered here for each; the others are told at once that something is being removed, and what, when it is over:
/// many removals in a row cost them, and the server, next to nothing.
Pending<void> ArchiveLedger::removingAll(std::function<ArchiveResult<void>(Database &)> note)
{
    m_settle.start();
    const bool isTold = m_removing && m_head.removing.contains(m_device);
    m_removing = true;
    Pending<void> noted = m_ports.store.write(std::move(note), Priority::Background);
    return andThen(std::move(noted), &m_context, [this, isTold] { return isTold ? done() : publish(); });
}

bool ArchiveLedger::othersAreRemoving() const
{
    for (const auto &[device, until] : m_head.removing.asKeyValueRange()) {
        if (device != m_device && until > now()) {
            return true;
        }
    }
    return false;
}

} // namespace letterlock::archive
