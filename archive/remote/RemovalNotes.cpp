// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/RemovalNotes.h"

#include <QTimeZone>

#include <limits>

#include "archive/remote/Rows.h"
#include "archive/remote/UploadJournal.h"
#include "crypto/base/LogCategories.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using crypto::XmlElement;
using Code = ArchiveError::Code;

const QString RemovalNotes::node = u"urn:letterlock:archive:removals:1"_s;

namespace {

constexpr qint64 always = std::numeric_limits<qint64>::max() / 2;

/// `always` and its negative stand for an open end.
qint64 msOf(const QDateTime &time, qint64 otherwise)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : otherwise;
}

QDateTime timeOf(qint64 ms)
{
    return ms >= always || ms <= -always ? QDateTime() : QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
}

/// Messages m of conversations c that lie in removals r.
const QString inRemoval = u"(r.peer = '' OR r.peer = c.peer) AND m.time >= r.from_time AND m.time < r.until_time AND "
                          "m.time < r.at"_s;

/// Another try may help; what is refused is over.
bool isTransient(Code code)
{
    return code == Code::Disconnected || code == Code::TimedOut || code == Code::ServerFailed
        || code == Code::Cancelled;
}

} // namespace

XmlElement RemovalNotes::toXml(const Note &note)
{
    XmlElement element(u"removal"_s, node);
    element.setAttribute(u"with"_s, note.range.with.toString());
    element.setAttribute(u"from"_s, QString::number(msOf(note.range.from, -always)));
    element.setAttribute(u"until"_s, QString::number(msOf(note.range.until, always)));
    element.setAttribute(u"at"_s, QString::number(note.at.toMSecsSinceEpoch()));
    return element;
}

std::optional<RemovalNotes::Note> RemovalNotes::fromXml(const QString &name, const XmlElement &element)
{
    bool ok[3];
    const qint64 from = element.attribute(u"from").toLongLong(&ok[0]);
    const qint64 until = element.attribute(u"until").toLongLong(&ok[1]);
    const qint64 at = element.attribute(u"at").toLongLong(&ok[2]);
    const QString with = element.attribute(u"with");
    const auto peer = crypto::BareJid::parse(with);
    if (!element.is(u"removal", node) || !ok[0] || !ok[1] || !ok[2] || (!with.isEmpty() && !peer)) {
        return std::nullopt;
    }
    return Note{name, {peer.value_or(crypto::BareJid()), timeOf(from), timeOf(until)}, timeOf(at), true};
}

Pending<RemovalNotes::Amount> RemovalNotes::amount(RemoveRange range)
{
    return m_ports.store.read([range = std::move(range)](Database &database) -> ArchiveResult<Amount> {
        Amount amount;
        const auto read = eachRow(database,
            u"SELECT count(DISTINCT a.id), count(m.id) FROM archive_collections a JOIN messages m ON m.collection = "
            "a.id AND m.kept = 2 WHERE (?1 = '' OR a.peer = ?1 OR a.peer LIKE ?1 || '/%') AND a.start >= ?2 AND "
            "a.start < ?3"_s,
            {range.with.toString(), msOf(range.from, -always), msOf(range.until, always)},
            [&](const Statement &row) { amount = {int(row.integer(0)), int(row.integer(1))}; });
        return read ? ArchiveResult<Amount>(amount) : std::unexpected(read.error());
    });
}

Pending<void> RemovalNotes::remove(RemoveRange range)
{
    const auto now = m_ports.clock.now();
    // Nothing that is written from now on, also when another device does the same later.
    range.until = range.until.isValid() ? std::min(range.until, now) : now;
    const Note note{crypto::randomName(), std::move(range), now};
    return andThen(store({note}), m_context, [this, note] { return carryOut(note); });
}

Pending<void> RemovalNotes::store(QList<Note> notes)
{
    return m_ports.store.write([notes = std::move(notes)](Database &database) -> ArchiveResult<void> {
        for (const auto &note : notes) {
            auto stored = runSql(database,
                u"INSERT OR IGNORE INTO archive_removals (name, peer, from_time, until_time, at, pending) VALUES "
                "(?1, ?2, ?3, ?4, ?5, ?6)"_s,
                {note.name, note.range.with.toString(), msOf(note.range.from, -always), msOf(note.range.until, always),
                    note.at.toMSecsSinceEpoch(), note.told ? 2 : 1});
            if (!stored) {
                return stored;
            }
        }
        return withhold(database);
    });
}

Pending<void> RemovalNotes::carryOut(Note note)
{
    auto removed = andThen(
        note.told ? done() : publish(note), m_context, [this, note] { return m_ports.remote.removeRange(note.range); });
    return andAny(std::move(removed), m_context, [this, note](const ArchiveResult<void> &result) -> Pending<void> {
        if (result) {
            return settle(note.name);
        }
        if (isTransient(result.error().code)) {
            return failed<void>(result.error());
        }
        if (note.told) {
            return settle(note.name); // not ours to take back
        }
        return andAny(forget(note.name), m_context,
            [error = result.error()](const ArchiveResult<void> &) { return failed<void>(error); });
    });
}

/// Under the same name as often as it takes.
Pending<void> RemovalNotes::publish(Note note)
{
    auto job = [&ring = m_ports.keys, text = toXml(note).toXml()]() -> ArchiveResult<XmlElement> {
        const auto sealed = ring.seal(text, crypto::randomName());
        return sealed ? ArchiveResult<XmlElement>(sealed->toXml())
                      : archiveError(Code::CannotOpen, sealed.error().detail);
    };
    return andThen(Pending<XmlElement>(m_ports.worker.run(std::move(job), crypto::Priority::Background)), m_context,
        [this, name = note.name](const XmlElement &sealed) { return m_ports.privateStore.put(node, name, sealed); });
}

Pending<void> RemovalNotes::settle(QString name)
{
    return m_ports.store.write([name = std::move(name)](Database &database) {
        return runSql(database, u"UPDATE archive_removals SET pending = 0 WHERE name = ?1"_s, {name});
    });
}

/// It did not happen, and will not.
Pending<void> RemovalNotes::forget(QString name)
{
    auto gone = m_ports.store.write([name](Database &database) {
        auto freed = runSql(database,
            u"DELETE FROM archive_withheld WHERE message IN (SELECT m.id FROM archive_removals r JOIN conversations c "
            "JOIN messages m ON m.conversation = c.id AND m.kept = 0 WHERE r.name = ?1 AND "_s
                + inRemoval + u')',
            {name});
        return freed ? runSql(database, u"DELETE FROM archive_removals WHERE name = ?1"_s, {name}) : freed;
    });
    return andThen(std::move(gone), m_context, [this, name] { return m_ports.privateStore.retract(node, name); });
}

ArchiveResult<QList<RemovalNotes::Note>> RemovalNotes::pending(Database &database)
{
    QList<Note> notes;
    const auto read = eachRow(database,
        u"SELECT name, peer, from_time, until_time, at, pending FROM archive_removals WHERE pending > 0 ORDER BY at"_s,
        {}, [&](const Statement &row) {
            const auto peer = crypto::BareJid::parse(row.text(1)).value_or(crypto::BareJid());
            notes.append({row.text(0), {peer, timeOf(row.integer(2)), timeOf(row.integer(3))}, timeOf(row.integer(4)),
                row.integer(5) == 2});
        });
    return read ? ArchiveResult<QList<Note>>(notes) : std::unexpected(read.error());
}

Pending<void> RemovalNotes::heed()
{
    return andAny(m_ports.privateStore.items(node), m_context,
        [this](const ArchiveResult<QHash<QString, XmlElement>> &items) -> Pending<void> {
            if (!items) {
                // A server without private storage has nobody to tell; a broken link is met again at once.
                return isTransient(items.error().code) ? failed<void>(items.error()) : done();
            }
            auto job = [&ring = m_ports.keys, all = *items]() -> ArchiveResult<QList<Note>> {
                QList<Note> notes;
                for (auto it = all.cbegin(); it != all.cend(); ++it) {
                    const auto sealed = crypto::EncryptedData::fromXml(*it);
                    const auto opened = sealed ? ring.open(*sealed, {}) : std::unexpected(sealed.error());
                    // Only the owner may say that something is not to be kept.
                    if (!opened || !opened->sealedByOwner) {
                        qCInfo(crypto::lcArchive) << "a note of a removal does not open";
                        continue;
                    }
                    const auto element = XmlElement::parse(opened->plaintext);
                    if (const auto note = element ? fromXml(it.key(), *element) : std::nullopt) {
                        notes.append(*note);
                    }
                }
                return notes;
            };
            return andThen(Pending<QList<Note>>(m_ports.worker.run(std::move(job), crypto::Priority::Background)),
                m_context, [this](const QList<Note> &notes) {
                    return andThen(store(notes), m_context, [this] {
                        return andThen(Pending<QList<Note>>(m_ports.store.read(&RemovalNotes::pending)), m_context,
                            [this](const QList<Note> &left) { return finishEach(left); });
                    });
                });
        });
}

Pending<void> RemovalNotes::finishEach(QList<Note> notes)
{
    if (notes.isEmpty()) {
        return done();
    }
    const auto first = notes.takeFirst();
    return andThen(carryOut(first), m_context, [this, notes] { return finishEach(notes); });
}

ArchiveResult<void> RemovalNotes::withhold(Database &database)
{
    // A save that may not have arrived would bring back what is in it.
    QList<qint64> uploads;
    auto done = eachRow(database,
        u"SELECT DISTINCT u.upload FROM archive_removals r JOIN conversations c JOIN messages m ON m.conversation = "
        "c.id AND m.kept = 1 JOIN archive_upload_messages u ON u.message = m.id WHERE "_s
            + inRemoval,
        {}, [&](const Statement &row) { uploads.append(row.integer(0)); });
    for (const qint64 upload : std::as_const(uploads)) {
        if (done) {
            done = UploadJournal::putBack(database, upload);
        }
    }
    done = done ? runSql(database,
                      u"INSERT OR REPLACE INTO archive_withheld (message) SELECT m.id FROM archive_removals r JOIN "
                      "conversations c JOIN messages m ON m.conversation = c.id AND m.kept = 0 WHERE "_s
                          + inRemoval)
                : done;
    return done ? runSql(database,
                      u"DELETE FROM archive_withheld WHERE peer <> '' AND EXISTS (SELECT 1 FROM archive_removals r "
                      "WHERE (r.peer = '' OR r.peer = archive_withheld.peer) AND archive_withheld.start >= r.from_time "
                      "AND archive_withheld.start < r.until_time)"_s)
                : done;
}

ArchiveResult<bool> RemovalNotes::removeAgain(Database &database)
{
    return runSql(database,
        u"UPDATE archive_removals SET pending = 2 WHERE pending = 0 AND EXISTS (SELECT 1 FROM archive_collections a "
        "JOIN conversations c ON c.id = a.conversation WHERE (archive_removals.peer = '' OR "
        "archive_removals.peer = c.peer) AND a.start >= archive_removals.from_time AND "
        "a.start < archive_removals.until_time AND a.known >= 0)"_s)
        .transform([&database] { return database.changes() > 0; });
}

} // namespace letterlock::archive
