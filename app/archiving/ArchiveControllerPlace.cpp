// SPDX-License-Identifier: GPL-3.0-or-later
// Where the archive is, what got lost there, and how devices tell each other of changes.
#include "app/archiving/ArchiveControllerState.h"
#include "archive/remote/LostCollections.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

constexpr int echo = 2000; ///< ms

} // namespace

archive::ArchivePlace ArchiveController::place() const
{
    return m_state->ports.places.place();
}

QString ArchiveController::placeReason() const
{
    return m_state->ports.places.reason();
}

qint64 ArchiveController::storedSize() const
{
    return place() == archive::ArchivePlace::PrivateStorage ? m_state->ports.places.privateStorage().storedSize() : 0;
}

int ArchiveController::lostCollections() const
{
    return m_state->lost;
}

void ArchiveController::choosePlace()
{
    auto &s = *m_state;
    s.ports.places.choose().then(this, [this](const archive::ArchiveResult<bool> &chosen) {
        if (!chosen) {
            finish(chosen.error());
        } else if (!*chosen) {
            m_state->running = false;
            setStatus(Status::NoArchive);
        } else {
            hearOthers();
        }
    });
}

/// What they have removed must be known before it is missed.
void ArchiveController::hearOthers()
{
    m_state->ports.ledger.refresh().then(this, [this](const archive::ArchiveResult<void> &heard) {
        if (!heard) {
            finish(heard.error());
        } else {
            heedRemovals();
        }
    });
}

/// Before anything is uploaded.
void ArchiveController::heedRemovals()
{
    if (m_state->heeded) {
        lookForLosses();
        return;
    }
    m_state->removals.heed().then(this, [this](const archive::ArchiveResult<void> &heeded) {
        if (!heeded) {
            finish(heeded.error());
            return;
        }
        m_state->heeded = true;
        lookForLosses();
    });
}

/// Tells the others what has to be on the server from now on. That they learn it later does no harm.
void ArchiveController::vouch(const std::optional<archive::ArchiveError> &problem)
{
    m_state->ports.ledger.publish().then(this, [this, problem](const archive::ArchiveResult<void> &told) {
        if (!told) {
            qCInfo(crypto::lcArchive) << "other devices will hear of it later:" << told.error().detail;
        }
        if (m_state->paused || !m_state->connected) {
            finish(problem);
        } else {
            compare(problem);
        }
    });
}

/// Is on the server what has to be there? The whole list once per session, what seems to be wrong each time.
void ArchiveController::compare(const std::optional<archive::ArchiveError> &problem)
{
    auto &s = *m_state;
    s.ports.ledger.isWalkDue()
        .then(this,
            [this](const archive::ArchiveResult<bool> &due) {
                auto &state = *m_state;
                const bool walk = !state.walked && due.value_or(false);
                state.walked = true;
                // It may have been moved while we looked.
                const auto stillThere = [this, before = place()] {
                    return archive::andThen(m_state->ports.places.choose(), this,
                        [this, before](bool) { return archive::done(place() == before); });
                };
                return state.ports.ledger.check(state.ports.archive.remote, walk, stillThere);
            })
        .unwrap()
        .then(this, [this, problem](const archive::ArchiveResult<void> &compared) {
            if (!compared) {
                m_state->walked = false;
                qCInfo(crypto::lcArchive) << "not compared:" << compared.error().detail;
            }
            finish(problem);
        });
}

const QList<archive::LedgerFinding> &ArchiveController::findings() const
{
    return m_state->ports.ledger.findings();
}

archive::LedgerHeadFault ArchiveController::listFault() const
{
    return m_state->ports.ledger.headFault();
}

QFuture<archive::ArchiveResult<int>> ArchiveController::repairFindings()
{
    return m_state->ports.ledger.repair(m_state->ports.archive.remote)
        .then(this, [this](const archive::ArchiveResult<int> &repaired) {
            // Also after an error: what was given back goes up in any case.
            uploadNow();
            return repaired;
        });
}

QFuture<archive::ArchiveResult<void>> ArchiveController::acceptFindings()
{
    return m_state->ports.ledger.accept().then(this, [this](const archive::ArchiveResult<void> &accepted) {
        checkNow();
        return accepted;
    });
}

/// Once per session: a server may have dropped items of private nodes.
void ArchiveController::lookForLosses()
{
    auto &s = *m_state;
    if (s.looked || place() != archive::ArchivePlace::PrivateStorage) {
        fetch();
        return;
    }
    archive::giveBackLost(s.ports.archive.store, s.ports.places.privateStorage(), this)
        .then(this, [this](const archive::ArchiveResult<int> &lost) {
            if (!lost) {
                finish(lost.error());
                return;
            }
            m_state->looked = true;
            m_state->lost += *lost;
            m_state->uploadAll = m_state->uploadAll || *lost > 0;
            fetch();
        });
}

/// Tells the other devices. Private nodes do that by themselves.
void ArchiveController::ring()
{
    m_state->lastWrite.start();
    if (place() == archive::ArchivePlace::Server) {
        crypto::XmlElement bell(u"bell"_s, doorbellNode);
        bell.setAttribute(u"time"_s, m_state->ports.archive.clock.now().toString(Qt::ISODateWithMs));
        m_state->ports.archive.privateStore.put(doorbellNode, u"bell"_s, bell)
            .then(this, [](const archive::ArchiveResult<void> &rung) {
                if (!rung) {
                    qCInfo(crypto::lcArchive) << "other devices will notice later:" << rung.error().detail;
                }
            });
    }
}

void ArchiveController::knock()
{
    auto &s = *m_state;
    // Our own writing rings too.
    const bool isEcho = s.running || (s.lastWrite.isValid() && s.lastWrite.elapsed() < echo);
    s.ports.places.privateStorage().somethingChanged();
    s.heeded = false;
    if (s.connected && s.enabled) {
        s.knocked.start(isEcho ? std::chrono::milliseconds(2 * echo) : 500ms);
    }
}

} // namespace letterlock::app
