// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/rekey/RekeyLease.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

const QString RekeyLease::node = u"urn:letterlock:archive:lease"_s;

RekeyLease::RekeyLease(PrivateStore &privateStore, QObject *context)
    : m_privateStore(privateStore)
    , m_context(context)
{
}

Pending<void> RekeyLease::take(QString token)
{
    return andAny(m_privateStore.createLease(node, token), m_context,
        [this, token](const ArchiveResult<void> &created) -> Pending<void> {
            if (created) {
                m_held = true;
                return done();
            }
            if (created.error().code != ArchiveError::Code::Conflict) {
                return failed<void>(created.error());
            }
            return andThen(m_privateStore.leaseToken(node), m_context, [this, token](const QString &holder) {
                m_held = holder == token;
                return m_held ? done()
                              : failed<void>({ArchiveError::Code::LeaseHeld, u"another device is re-keying"_s});
            });
        });
}

Pending<void> RekeyLease::drop(QString token)
{
    m_held = false;
    return andAny(m_privateStore.leaseToken(node), m_context,
        [this, token](const ArchiveResult<QString> &holder) -> Pending<void> {
            if (!holder) {
                return holder.error().code == ArchiveError::Code::NotFound ? done() : failed<void>(holder.error());
            }
            if (*holder != token) {
                return done();
            }
            return andAny(m_privateStore.dropLease(node), m_context, [](const ArchiveResult<void> &dropped) {
                const bool gone = !dropped && dropped.error().code == ArchiveError::Code::NotFound;
                return gone ? done() : crypto::ready(dropped);
            });
        });
}

} // namespace letterlock::archive
