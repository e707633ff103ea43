// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/model/Preferences.h"

#include <algorithm>

namespace letterlock::archive {

const ContactRule *Preferences::exactRule(const QString &address) const
{
    const auto found = std::ranges::find(contacts, address, &ContactRule::address);
    return found == contacts.cend() ? nullptr : &*found;
}

const SaveRule &Preferences::ruleFor(const crypto::Jid &peer) const
{
    if (const auto *found = exactRule(peer.toString())) {
        return found->rule;
    }
    for (const auto &wider : {peer.bare().toString(), peer.bare().domain()}) {
        if (const auto *found = exactRule(wider); found && !found->exact) {
            return found->rule;
        }
    }
    return rule;
}

SaveMode Preferences::saveFor(const crypto::Jid &peer, const QString &thread) const
{
    const auto found = thread.isEmpty() ? threads.cend() : std::ranges::find(threads, thread, &ThreadRule::thread);
    return found == threads.cend() ? ruleFor(peer).save : found->save;
}

} // namespace letterlock::archive
