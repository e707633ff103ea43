// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/ResealStep.h"

#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

/// Cipher text per request: 64 KiB in Base64.
constexpr qsizetype requestSize = 48 * 1024;
constexpr int partsPerPage = 20;

CollectionId replacement(const CollectionId &id, const RekeyRow &row)
{
    return {id.with, row.newStart, id.resource};
}

bool isMissing(const ArchiveError &error)
{
    return error.code == ArchiveError::Code::NotFound;
}

} // namespace

ResealStep::ResealStep(ArchivePorts ports, RekeyJournal &journal, QObject *context)
    : m_ports(ports)
    , m_journal(journal)
    , m_context(context)
    , m_verified(std::make_shared<QSet<QByteArray>>())
{
}

Pending<SealedCollection> ResealStep::fetchAll(CollectionId id, QString after, SealedCollection soFar)
{
    return andThen(m_ports.remote.retrieve(id, {partsPerPage, after}), m_context,
        [this, id, after, soFar = std::move(soFar)](const RemotePage<SealedCollection> &page) mutable {
            soFar.id = id;
            for (const auto &collection : page.items) {
                if (!after.isEmpty() && collection.version != soFar.version) {
                    return failed<SealedCollection>(
                        {ArchiveError::Code::Conflict, u"a collection was changed while it was read"_s});
                }
                soFar.version = collection.version;
                soFar.parts += collection.parts;
                if (collection.extras != CollectionExtras{}) {
                    soFar.extras = collection.extras;
                }
                soFar.hasPlainItems = soFar.hasPlainItems || collection.hasPlainItems;
                for (const auto &key : collection.keys) {
                    if (!soFar.keys.contains(key)) {
                        soFar.keys.append(key);
                    }
                }
            }
            if (page.complete || page.last.isEmpty() || page.last == after) {
                return done(std::move(soFar));
            }
            return fetchAll(id, page.last, std::move(soFar));
        });
}

Pending<void> ResealStep::seal(RekeyPlan plan, RekeyWork work)
{
    auto row = work.rows.constFirst();
    if (row.state == RowState::Sealed) {
        return send(work.id, row);
    }
    // An earlier attempt goes first, or the content would be there twice. The old collection is still whole.
    auto cleared = row.touched ? removeQuietly(replacement(work.id, row)) : done();
    return andThen(std::move(cleared), m_context, [this, plan, id = work.id, row]() mutable {
        row.touched = false;
        row.sealed.clear();
        return andThen(m_journal.update({row}), m_context, [this, plan, id, row] { return sealAgain(plan, id, row); });
    });
}

Pending<void> ResealStep::sealAgain(RekeyPlan plan, CollectionId id, RekeyRow row)
{
    return andAny(fetchAll(id), m_context, [this, plan, id, row](const ArchiveResult<SealedCollection> &old) mutable {
        if (!old && isMissing(old.error())) {
            row.state = RowState::Removed;
            return m_journal.update({row}, u"the collection is gone"_s);
        }
        if (!old) {
            return old.error().code == ArchiveError::Code::Conflict ? done() : failed<void>(old.error());
        }
        if (old->hasPlainItems || old->parts.isEmpty()) {
            row.state = RowState::SetAside;
            return m_journal.update({row}, u"nothing sealed, or not only sealed, is in it"_s);
        }
        return andThen(chooseTarget(id, row), m_context,
            [this, plan, old = *old, row](const Target &target) { return sealInto(plan, old, row, target); });
    });
}

Pending<ResealStep::Target> ResealStep::chooseTarget(CollectionId id, RekeyRow row)
{
    // A place that turned out to be taken on the server is left in the row: look beyond it.
    const CollectionId candidate{id.with, (row.newStart.isValid() ? row.newStart : id.start).addMSecs(1), id.resource};
    return andThen(freePlace(candidate), m_context, [this, id, row](const CollectionId &place) {
        return andThen(m_journal.newDataKeyFor(id), m_context, [this, place, row](const QString &known) {
            const auto dataKey = known.isEmpty() ? crypto::randomName() : known;
            return andThen(m_journal.isDataKeySent(dataKey), m_context,
                [place, dataKey, row](bool sent) { return done(Target{place, dataKey, !sent || row.attempts > 0}); });
        });
    });
}

Pending<CollectionId> ResealStep::freePlace(CollectionId candidate)
{
    return andThen(m_journal.isTaken(candidate), m_context, [this, candidate](bool taken) {
        return taken ? freePlace({candidate.with, candidate.start.addMSecs(1)}) : done(candidate);
    });
}

Pending<void> ResealStep::sealInto(RekeyPlan plan, SealedCollection old, RekeyRow row, Target target)
{
    auto job = [&ring = m_ports.keys, plan, old, row, target]() mutable -> ArchiveResult<RekeyRow> {
        ResealContent content;
        const auto aside = [&row](const QString &) {
            // Opening it once more would not change anything; a forgery must not become ours by sealing it.
            row.state = RowState::SetAside;
            return row;
        };
        for (const auto &part : old.parts) {
            const auto opened = ring.open(part, old.keys);
            if (!opened && needsPerson(opened.error())) {
                return std::unexpected(toArchiveError(opened.error()));
            }
            const bool isForOldKey = std::ranges::any_of(
                old.keys, [&](const crypto::EncryptedKey &key) { return key.keyName == plan.oldKey.toString(); });
            if (opened && !opened->sealedByOwner && !isForOldKey) {
                row.state = RowState::Kept; // what the server recorded: for the archive's own keys alone
                return row;
            }
            if (!opened || !opened->sealedByOwner) {
                return aside(u"a part does not open, or was not sealed by the owner"_s);
            }
            const auto moved = moveHeader(opened->plaintext, old.id, target.id);
            if (!moved) {
                return aside(moved.error().detail);
            }
            auto sealed = ring.seal(*moved, target.dataKey);
            if (!sealed) {
                return std::unexpected(toArchiveError(sealed.error()));
            }
            content.parts.append(*sealed);
        }
        content.extras = old.extras;
        if (old.extras.form) {
            auto form = sealFormAgain(
                *old.extras.form, [&](const crypto::EncryptedData &sealed) -> ArchiveResult<crypto::EncryptedData> {
                    const auto opened = ring.open(sealed, old.keys);
                    return opened ? ring.seal(opened->plaintext, target.dataKey).transform_error([](const auto &error) {
                        return toArchiveError(error);
                    })
                                  : archiveError(ArchiveError::Code::CannotOpen, opened.error().detail);
                });
            if (!form) {
                return aside(u"its form does not open"_s);
            }
            content.extras.form = *std::move(form);
        }
        if (target.withKeys) {
            auto keys = ring.wrap(target.dataKey, plan.recipients);
            if (!keys) {
                return std::unexpected(toArchiveError(keys.error()));
            }
            content.keys = *keys;
        }
        row.newStart = target.id.start;
        row.newDataKey = target.dataKey;
        row.version = old.version;
        row.sealed = content.toBytes();
        row.state = RowState::Sealed;
        return row;
    };
    return andThen(Pending<RekeyRow>(m_ports.worker.run(std::move(job), crypto::Priority::Background)), m_context,
        [this](const RekeyRow &sealed) {
            return m_journal.update(
                {sealed}, sealed.state == RowState::SetAside ? u"does not open as the owner's"_s : QString());
        });
}

Pending<void> ResealStep::send(CollectionId id, RekeyRow row)
{
    auto content = ResealContent::fromBytes(row.sealed);
    if (!content) {
        return failed<void>(content.error());
    }
    const auto newId = replacement(id, row);
    // A save appends, and the answer to an earlier one may be lost (P-28): look first.
    return andAny(fetchAll(newId), m_context,
        [this, newId, row, content = *content](const ArchiveResult<SealedCollection> &there) mutable -> Pending<void> {
            if (!there && !isMissing(there.error())) {
                return failed<void>(there.error());
            }
            const auto present = there ? there->parts : QList<crypto::EncryptedData>();
            if (present != content.parts.first(qMin(present.size(), content.parts.size()))) {
                // Somebody else's collection, or ours with something in between: another place.
                row.state = RowState::Planned;
                return row.touched ? tryAgain(newId, row, u"the new collection differs"_s) : m_journal.update({row});
            }
            row.touched = true;
            auto sent = andThen(m_journal.update({row}), m_context,
                [this, newId, content, from = present.size()] { return sendRest(newId, content, from); });
            return andThen(std::move(sent), m_context, [this, newId, row, bytes = content.size()]() mutable {
                row.state = RowState::Sent;
                return m_journal.sent(newId, {row}, {}, bytes);
            });
        });
}

Pending<void> ResealStep::sendRest(CollectionId newId, ResealContent content, qsizetype from)
{
    if (from >= content.parts.size()) {
        return done();
    }
    SaveRequest request{newId, {}, from == 0 ? content.keys : QList<crypto::EncryptedKey>()};
    if (from == 0) {
        request.extras = content.extras;
    }
    qsizetype octets = 0;
    auto next = from;
    while (next < content.parts.size()
        && (next == from || octets + content.parts[next].cipherValue.size() <= requestSize)) {
        octets += content.parts[next].cipherValue.size();
        request.parts.append(content.parts[next++]);
    }
    return andThen(m_ports.remote.save(request), m_context,
        [this, newId, content, next](CollectionVersion) { return sendRest(newId, content, next); });
}

Pending<void> ResealStep::readBack(RekeyPlan plan, RekeyWork work)
{
    const auto row = work.rows.constFirst();
    const auto newId = replacement(work.id, row);
    return andAny(fetchAll(newId), m_context,
        [this, plan, row, newId](const ArchiveResult<SealedCollection> &found) -> Pending<void> {
            if (!found && isMissing(found.error())) {
                return tryAgain(newId, row, u"the new collection is not there"_s);
            }
            return found ? check(plan, newId, row, *found) : failed<void>(found.error());
        });
}

Pending<void> ResealStep::check(RekeyPlan plan, CollectionId newId, RekeyRow row, SealedCollection found)
{
    auto job = [&ring = m_ports.keys, verified = m_verified, plan, row, found]() -> ArchiveResult<bool> {
        const auto wanted = ResealContent::fromBytes(row.sealed);
        if (!wanted || found.parts != wanted->parts || found.parts.isEmpty() || found.extras != wanted->extras) {
            return false;
        }
        QList<crypto::EncryptedKey> good;
        for (const auto &key : found.keys) {
            if (key.carriedKeyName != row.newDataKey || key.keyName != plan.newKey.toString()) {
                continue;
            }
            if (!verified->contains(key.cipherValue)) {
                const auto opened = ring.verifyWrap(key);
                if (!opened && needsPerson(opened.error())) {
                    return std::unexpected(toArchiveError(opened.error()));
                }
                if (!opened) {
                    continue;
                }
                verified->insert(key.cipherValue);
            }
            good.append(key);
        }
        return !good.isEmpty() && std::ranges::all_of(found.parts, [&](const crypto::EncryptedData &part) {
            const auto opened = ring.open(part, good);
            return opened && opened->authenticated && opened->sealedByOwner;
        });
    };
    return andThen(Pending<bool>(m_ports.worker.run(std::move(job), crypto::Priority::Background)), m_context,
        [this, newId, row](bool good) mutable {
            if (!good) {
                return tryAgain(newId, row, u"it did not read back as it was sent"_s);
            }
            row.state = RowState::ReadBack;
            row.sealed.clear();
            return m_journal.update({row});
        });
}

Pending<void> ResealStep::tryAgain(CollectionId newId, RekeyRow row, QString why)
{
    differ(row);
    if (row.state != RowState::SetAside) {
        return m_journal.update({row}, why);
    }
    return andThen(removeQuietly(newId), m_context, [this, row, why]() mutable {
        row.touched = false;
        row.sealed.clear();
        return m_journal.update({row}, why);
    });
}

Pending<void> ResealStep::removeOld(RekeyPlan, RekeyWork work)
{
    return andAny(m_ports.remote.retrieve(work.id, {1, {}}), m_context,
        [this, work](const ArchiveResult<RemotePage<SealedCollection>> &found) -> Pending<void> {
            if (!found && !isMissing(found.error())) {
                return failed<void>(found.error());
            }
            auto row = work.rows.constFirst();
            if (found && (found->items.isEmpty() || found->items.constFirst().version != row.version)) {
                // Another device was faster: what it added has to be sealed again too.
                row.state = RowState::Planned;
                return m_journal.update({row}, u"changed by another device"_s);
            }
            auto begun = m_journal.setRemovalBegun();
            auto removed = andThen(std::move(begun), m_context, [this, id = work.id] { return removeQuietly(id); });
            return andThen(std::move(removed), m_context, [this, row]() mutable {
                row.state = RowState::Removed;
                return m_journal.update({row});
            });
        });
}

Pending<void> ResealStep::undo(RekeyPlan, RekeyWork work)
{
    auto row = work.rows.constFirst();
    return andAny(m_ports.remote.retrieve(work.id, {1, {}}), m_context,
        [this, work, row](const ArchiveResult<RemotePage<SealedCollection>> &old) -> Pending<void> {
            if (!old && !isMissing(old.error())) {
                return failed<void>(old.error());
            }
            // Where the old one is gone the new one is all there is.
            auto removed = old ? removeQuietly(replacement(work.id, row)) : done();
            return andThen(std::move(removed), m_context, [this, row]() mutable {
                row.state = RowState::Undone;
                return m_journal.update({row});
            });
        });
}

Pending<void> ResealStep::removeQuietly(CollectionId id)
{
    return andAny(m_ports.remote.remove(id), m_context, [](const ArchiveResult<void> &removed) {
        return !removed && isMissing(removed.error()) ? done() : crypto::ready(removed);
    });
}

} // namespace letterlock::archive
