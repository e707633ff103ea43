// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jose/SessionKeyPolicy.h"

#include "crypto/jose/StampRules.h"

namespace letterlock::crypto {

bool SessionKeyPolicy::isSpent(const SessionKey &key, const QDateTime &now) const
{
    const auto latest = now.addSecs(StampRules::toleranceSeconds);
    const bool clockWasSetBack = key.created > latest || (key.lastStamp.isValid() && key.lastStamp > latest);
    return clockWasSetBack || key.stanzas >= stanzas || key.created.addDuration(age) <= now
        || key.secret.size() != keySize();
}

bool SessionKeyPolicy::isExpired(const SessionKey &key, const QDateTime &now) const
{
    return key.lastUse.addDuration(keep) <= now;
}

} // namespace letterlock::crypto
