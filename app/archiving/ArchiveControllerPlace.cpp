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
