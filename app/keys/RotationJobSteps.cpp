// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/RotationJob.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::ArchiveError;
using archive::RekeyProgress;

namespace {

archive::ArchiveResult<void> fromTransport(const TransportResult<void> &result)
{
    if (result) {
        return {};
    }
    using Code = TransportError::Code;
    const auto &error = result.error();
    const bool link
        = error.code == Code::NotConnected || error.code == Code::ConnectionLost || error.code == Code::TimedOut;
    return archive::archiveError(
        link ? ArchiveError::Code::Disconnected : ArchiveError::Code::Refused, error.condition + u' ' + error.detail);
}

} // namespace

QFuture<RotationJob::Result> RotationJob::warnContacts()
{
    return m_ports.keys.revokeAndWithdraw(record.oldKey, crypto::RevocationReason::Compromised)
        .then(this, [this](const TransportResult<void> &withdrawn) {
            if (withdrawn) {
                m_ports.keys.retire(record.oldKey);
            }
            return fromTransport(withdrawn);
        });
}

/// Nobody seals for the old key any more, but it is not revoked: stopping can still give it back.
QFuture<RotationJob::Result> RotationJob::shutOut()
{
    // First, or what the server tells about our list would put it back at once.
    m_ports.keys.retire(record.oldKey);
    return m_ports.keys.takeFromList(record.oldKey)
        .then(this,
            [this](const TransportResult<void> &taken) {
                if (!taken || record.lostKey.isEmpty()) {
                    return crypto::ready(TransportResult<void>(taken));
                }
                m_ports.keys.rejectOwn(record.lostKey);
                return m_ports.keys.takeFromList(record.lostKey);
            })
        .unwrap()
        .then(this, [](const TransportResult<void> &taken) { return fromTransport(taken); });
}

QFuture<RotationJob::Result> RotationJob::publishNew()
{
    // A thief of the old key could say the same, so only a planned change says it.
    auto vouched = record.reason == RotationReason::Planned ? m_ports.keys.vouch(record.oldKey, record.newKey)
                                                            : crypto::ready(TransportResult<void>());
    return vouched
        .then(this,
            [this](const TransportResult<void> &said) {
                if (!said) {
                    note(u"contacts will have to compare the new key: "_s + said.error().condition + u' '
                        + said.error().detail);
                }
                return m_ports.keys.announceAsCurrent(record.newKey);
            })
        .unwrap()
        .then(this,
            [this](const TransportResult<void> &announced) {
                if (announced && record.reason != RotationReason::Planned) {
                    // The new root key must not be readable for whoever has the old key.
                    m_ports.keys.retire(record.oldKey);
                }
                // The generations of before too, or a device with nothing but the new key could not open them.
                return announced ? m_roots.republishAll() : crypto::ready(fromTransport(announced));
            })
        .unwrap()
        .then(this,
            [this](const Result &published) {
                const bool renew = record.reason != RotationReason::Planned && !record.rootRenewed;
                return published && renew ? m_roots.renew() : crypto::ready(Result(published));
            })
        .unwrap()
        .then(this, [this](const Result &published) {
            record.rootRenewed = record.rootRenewed || (published && record.reason != RotationReason::Planned);
            return published;
        });
}

QFuture<RotationJob::Result> RotationJob::rekey()
{
    // After a restart the root keys may not be loaded yet.
    return m_roots.prepare()
        .then(this,
            [this](const Result &prepared) {
                if (!prepared) {
                    return crypto::ready(archive::ArchiveResult<RekeyProgress>(std::unexpected(prepared.error())));
                }
                if (record.stopping) {
                    return crypto::ready(archive::ArchiveResult<RekeyProgress>(
                        archive::archiveError(ArchiveError::Code::Cancelled, u"stopped before it began"_s)));
                }
                m_inRunner = true;
                return m_ports.runner.run(plan());
            })
        .unwrap()
        .then(this, [this](const archive::ArchiveResult<RekeyProgress> &sealed) -> Result {
            m_inRunner = false;
            if (!sealed) {
                return std::unexpected(sealed.error());
            }
            while (record.step < RotationStep::ReadBack) {
                record.advance(m_ports.clock.now());
            }
            return {};
        });
}

QFuture<RotationJob::Result> RotationJob::removeOld()
{
    // From here on nothing new is sealed for the old key, or removing would never end.
    m_ports.keys.retire(record.oldKey);
    m_inRunner = true;
    return m_ports.runner.removeOld().then(
        this, [this](const archive::ArchiveResult<RekeyProgress> &removed) -> Result {
            m_inRunner = false;
            if (!removed) {
                return std::unexpected(removed.error());
            }
            record.result = *removed;
            return {};
        });
}

QFuture<RotationJob::Result> RotationJob::withdrawOld()
{
    return m_ports.keys.revokeAndWithdraw(record.oldKey, crypto::RevocationReason::Superseded)
        .then(this, [](const TransportResult<void> &withdrawn) { return fromTransport(withdrawn); });
}

QFuture<RotationJob::Result> RotationJob::replaceArchiveKey()
{
    return m_ports.archiveKeys.replace(record.archiveNames)
        .then(this, [this](const archive::ArchiveResult<crypto::KeyFingerprint> &made) -> Result {
            if (!made) {
                return std::unexpected(made.error());
            }
            record.archiveKey = *made;
            return {};
        });
}

/// What the server sealed by itself, and what a planned way left as it is: name by name, each one a re-key of its own
/// in the journal. A name that is done is taken out of the record.
QFuture<RotationJob::Result> RotationJob::sealForArchiveKey()
{
    if (record.archiveNames.isEmpty()) {
        return crypto::ready(Result());
    }
    m_inRunner = true;
    const archive::RekeyPlan wraps{
        {}, record.archiveKey, archive::RekeyMode::Rewrap, {record.archiveKey}, record.archiveNames.constFirst()};
    using Outcome = archive::ArchiveResult<RekeyProgress>;
    return m_ports.runner.run(wraps)
        .then(this,
            [this](
                const Outcome &sealed) { return sealed ? m_ports.runner.removeOld() : crypto::ready(Outcome(sealed)); })
        .unwrap()
        .then(this,
            [this](const Outcome &removed) {
                m_inRunner = false;
                const auto counts = m_ports.runner.progress();
                if (removed) {
                    record.archiveWraps += removed->removed;
                    return crypto::ready(Result());
                }
                if (removed.error().code != ArchiveError::Code::CannotOpen || counts.setAside == 0) {
                    return crypto::ready(Result(std::unexpected(removed.error())));
                }
                // Anybody who can write there can put such a wrap beside a collection: it must not hold up the rest.
                note(u"not one of %1 opened; they stay as they are"_s.arg(counts.setAside));
                return m_ports.runner.clearJournal();
            })
        .unwrap()
        .then(this,
            [this](const Result &done) {
                if (!done) {
                    return crypto::ready(Result(done));
                }
                record.archiveNames.removeFirst();
                return m_ports.archive.history.setValue(RotationRecord::scope(), u"record"_s, record.toJson());
            })
        .unwrap()
        .then(
            this, [this](const Result &stored) { return stored ? sealForArchiveKey() : crypto::ready(Result(stored)); })
        .unwrap();
}

QFuture<RotationJob::Result> RotationJob::takeBackNew()
{
    m_inRunner = true;
    return m_ports.runner.stopAndKeepOldKey()
        .then(this,
            [this](const Result &stopped) {
                m_inRunner = false;
                // Refused: nothing had been sent yet, for it is never asked once removing has begun.
                if (!stopped && stopped.error().code != ArchiveError::Code::Refused) {
                    return crypto::ready(TransportResult<void>(std::unexpected(
                        TransportError{TransportError::Code::ConnectionLost, {}, stopped.error().detail, {}})));
                }
                return m_ports.keys.announceAsCurrent(record.oldKey);
            })
        .unwrap()
        .then(this,
            [this](const TransportResult<void> &announced) {
                if (!announced) {
                    return crypto::ready(TransportResult<void>(announced));
                }
                // What was published meanwhile was signed by the new key, and after a loss not for the old one.
                m_ports.keys.reinstate(record.oldKey);
                return m_roots.republishAll().then(this, [this](const Result &published) -> TransportResult<void> {
                    // No root key that opens here: then nothing was published either.
                    if (published || !m_ports.archive.keys.hasRootKey()) {
                        return {};
                    }
                    return std::unexpected(
                        TransportError{TransportError::Code::ConnectionLost, {}, published.error().detail, {}});
                });
            })
        .unwrap()
        .then(this,
            [this](const TransportResult<void> &announced) {
                if (!announced || !record.madeHere) {
                    return crypto::ready(TransportResult<void>(announced));
                }
                return m_ports.keys.revokeAndWithdraw(record.newKey, crypto::RevocationReason::NoLongerUsed);
            })
        .unwrap()
        .then(this,
            [this](const TransportResult<void> &withdrawn) {
                if (withdrawn && record.madeHere) {
                    m_ports.keys.retire(record.newKey);
                }
                // The archive keys have ended all the same: a revocation cannot be taken back.
                const bool wantsOne = withdrawn && record.endsArchiveKeys && record.archiveKey.isEmpty();
                return wantsOne ? replaceArchiveKey() : crypto::ready(fromTransport(withdrawn));
            })
        .unwrap();
}

} // namespace letterlock::app
