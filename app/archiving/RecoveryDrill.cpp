// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/RecoveryDrill.h"

#include <QRandomGenerator>

#include <algorithm>

#include "archive/remote/ArchiveProbe.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using Code = archive::ArchiveError::Code;
using archive::CollectionId;

namespace {

const auto scope = u"recovery-drill"_s;
const auto lastName = u"last-passed"_s;
constexpr int headsPerPage = 200;
constexpr int partsPerPage = 20;

bool isLink(Code code)
{
    return code == Code::Disconnected || code == Code::TimedOut;
}

} // namespace

RecoveryDrill::RecoveryDrill(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(std::move(ports))
{
}

void RecoveryDrill::load()
{
    m_ports.history.values(scope).then(this, [this](const archive::ArchiveResult<QHash<QString, QByteArray>> &values) {
        if (values && values->contains(lastName)) {
            m_lastPassed = QDateTime::fromString(QString::fromLatin1(values->value(lastName)), Qt::ISODateWithMs);
            Q_EMIT changed();
        }
    });
}

bool RecoveryDrill::isOlderThan(int months) const
{
    return m_lastPassed.isValid() && m_lastPassed.addMonths(months) < m_ports.clock.now();
}

void RecoveryDrill::start(const QString &code, int collections)
{
    if (m_step != Step::Idle) {
        return;
    }
    m_cancelled = false;
    m_wanted = collections;
    m_total = 0;
    m_result = {};
    m_last.reset();
    enter(Step::Preparing);
    m_ports.make().then(this, [this, code](const archive::ArchiveResult<std::shared_ptr<DrillProfile>> &made) {
        if (!made) {
            end(Outcome::NoRoom, made.error().detail);
            return;
        }
        m_profile = *made;
        if (!isCancelled()) {
            openBackup(code);
        }
    });
}

void RecoveryDrill::cancel()
{
    m_cancelled = m_step != Step::Idle;
    Q_EMIT changed();
}

bool RecoveryDrill::isCancelled()
{
    if (m_cancelled) {
        end(Outcome::Cancelled);
    }
    return m_cancelled;
}

void RecoveryDrill::openBackup(const QString &code)
{
    enter(Step::OpeningBackup);
    m_profile->backup().restore(code).then(
        this, [this](const crypto::CryptoResult<QList<crypto::KeyFingerprint>> &restored) {
            using Fault = crypto::CryptoError::Code;
            if (isCancelled()) {
                return;
            }
            if (!restored) {
                const auto &error = restored.error();
                switch (error.code) {
                case Fault::DecryptionFailed:
                    end(Outcome::WrongCode, error.detail);
                    break;
                case Fault::NoKey:
                    end(Outcome::NoBackup, error.detail);
                    break;
                case Fault::MalformedInput:
                case Fault::TooLarge:
                case Fault::Unsupported:
                    end(Outcome::DamagedBackup, error.detail);
                    break;
                default:
                    end(error.detail.startsWith(u"private storage"_s) ? Outcome::NoConnection : Outcome::Failed,
                        error.detail);
                }
                return;
            }
            QList<crypto::KeyFingerprint> own;
            for (const auto &key : m_profile->keys().ownKeys()) {
                if (key.key.hasSecret) {
                    own.append(key.key.fingerprint);
                }
            }
            m_result.keys = int(own.size());
            if (own.isEmpty()) {
                end(Outcome::ForeignBackup);
                return;
            }
            m_profile->keys().announceAsCurrent(own.constFirst()).then(this, [this](const TransportResult<void> &) {
                if (!isCancelled()) {
                    fetchRootKey();
                }
            });
        });
}

void RecoveryDrill::fetchRootKey()
{
    enter(Step::FetchingRootKey);
    m_profile->roots().prepare().then(this, [this](const archive::ArchiveResult<void> &prepared) {
        if (isCancelled()) {
            return;
        }
        if (!prepared && prepared.error().code == Code::CannotOpen) {
            end(Outcome::KeysDoNotFit, prepared.error().detail);
        } else if (!prepared) {
            end(prepared.error());
        } else {
            enter(Step::OpeningCollections);
            choose({}, 0, {});
        }
    });
}

/// As many as wanted out of all there are, each as likely as any other, without keeping the whole list.
void RecoveryDrill::choose(const QString &after, int seen, QList<CollectionId> chosen)
{
    m_profile->archive()
        .list({.max = headsPerPage, .after = after})
        .then(this,
            [this, after, seen, chosen](
                const archive::ArchiveResult<archive::RemotePage<archive::CollectionHead>> &page) mutable {
                if (isCancelled()) {
                    return;
                }
                if (!page) {
                    page.error().code == Code::CannotOpen ? end(Outcome::KeysDoNotFit, page.error().detail)
                                                          : end(page.error());
                    return;
                }
                for (const auto &head : page->items) {
                    if (archive::ArchiveProbe::isProbe(head.id)) {
                        continue;
                    }
                    ++seen;
                    if (seen <= m_wanted) {
                        chosen.append(head.id);
                    } else if (const auto place = QRandomGenerator::system()->bounded(seen); place < m_wanted) {
                        chosen[place] = head.id;
                    }
                }
                if (!page->complete && !page->last.isEmpty() && page->last != after) {
                    choose(page->last, seen, chosen);
                    return;
                }
                m_total = int(chosen.size());
                Q_EMIT changed();
                openNext(chosen);
            });
}

void RecoveryDrill::openNext(QList<CollectionId> rest)
{
    if (rest.isEmpty()) {
        judge();
        return;
    }
    const auto id = rest.takeFirst();
    m_closedParts = 0;
    m_openParts = 0;
    fetch(id, {}, rest);
}

void RecoveryDrill::fetch(const CollectionId &id, const QString &after, QList<CollectionId> rest)
{
    using Page = archive::ArchiveResult<archive::RemotePage<archive::SealedCollection>>;
    const auto count = [this, id, rest](bool opened) {
        ++m_result.tried;
        m_result.opened += opened ? 1 : 0;
        if (!opened) {
            m_result.closed.append(id);
        }
        Q_EMIT changed();
        openNext(rest);
    };
    m_profile->archive()
        .retrieve(id, {.max = partsPerPage, .after = after})
        .then(this, [this, id, after, rest, count](const Page &page) {
            if (isCancelled()) {
                return;
            }
            if (!page || page->items.isEmpty()) {
                if (!page && isLink(page.error().code)) {
                    end(page.error());
                } else {
                    count(false);
                }
                return;
            }
            m_profile->worker()
                .run([ring = &m_profile->ring(), sealed = page->items.first(), account = m_profile->keys().account()] {
                    return archive::CollectionOpener(*ring).open(sealed, account);
                })
                .then(this,
                    [this, id, after, rest, count, more = !page->complete, last = page->last](
                        const archive::OpenedCollection &opened) {
                        if (isCancelled()) {
                            return;
                        }
                        m_result.messages += int(opened.messages.size());
                        m_closedParts += opened.closedParts + opened.movedParts;
                        m_openParts += opened.openedParts + opened.foreignParts + opened.plainItems;
                        if (more && !last.isEmpty() && last != after) {
                            fetch(id, last, rest);
                        } else {
                            // One that is nothing any more did not open.
                            count(m_closedParts == 0 && m_openParts > 0);
                        }
                    });
        });
}

void RecoveryDrill::judge()
{
    if (m_result.opened < m_result.tried) {
        std::ranges::sort(m_result.closed, {}, &CollectionId::start);
        end(Outcome::SomeClosed);
        return;
    }
    m_lastPassed = m_ports.clock.now();
    m_ports.history.setValue(scope, lastName, m_lastPassed.toUTC().toString(Qt::ISODateWithMs).toLatin1());
    end(m_result.tried == 0 ? Outcome::NothingToOpen : Outcome::Passed);
}

void RecoveryDrill::end(const archive::ArchiveError &error)
{
    end(isLink(error.code) ? Outcome::NoConnection : Outcome::Failed, error.detail);
}

/// Whatever the outcome: nothing of the scratch profile stays.
void RecoveryDrill::end(Outcome outcome, const QString &detail)
{
    m_result.outcome = outcome;
    m_result.detail = detail;
    if (!detail.isEmpty()) {
        qCInfo(crypto::lcArchive).noquote() << "recovery drill:" << detail;
    }
    if (!m_profile) {
        tell();
        return;
    }
    enter(Step::Wiping);
    // Not from inside of what is about to go.
    QMetaObject::invokeMethod(
        this, [this] { m_ports.wipe(std::exchange(m_profile, {})).then(this, [this] { tell(); }); },
        Qt::QueuedConnection);
}

void RecoveryDrill::tell()
{
    m_last = m_result;
    enter(Step::Idle);
    Q_EMIT finished();
}

void RecoveryDrill::enter(Step step)
{
    m_step = step;
    Q_EMIT changed();
}

} // namespace letterlock::app
