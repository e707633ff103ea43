// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/SendBlockText.h"

namespace letterlock::ui {

QString SendBlockText::of(app::SendBlock block, const app::ContactKeys &keys, const QString &name)
{
    switch (block) {
    case app::SendBlock::NoOwnKey:
        return tr("You have no key yet. Make one in Keys, then send again.");
    case app::SendBlock::NoKeyYet:
        return tr("%1 has not published a key yet. Your text stays here.").arg(name);
    case app::SendBlock::SubscriptionNeeded:
        return tr("%1 shows the key to contacts only. Ask to be added as a contact; your text stays here.").arg(name);
    case app::SendBlock::KeyChangedAfterChecked:
        return tr("%1 has a new key. Compare it first; your text stays here.").arg(name);
    case app::SendBlock::NoUsableKey: {
        QStringList reasons;
        for (const auto &skipped : keys.skipped) {
            reasons << of(skipped);
        }
        return reasons.isEmpty()
            ? tr("There is no key of %1 that you have not refused. Your text stays here.").arg(name)
            : tr("No key of %1 can be used (%2). Your text stays here.", "name, list of keys with reasons")
                  .arg(name, reasons.join(tr("; ")));
    }
    case app::SendBlock::None:
    case app::SendBlock::KeysUnknown:
    case app::SendBlock::TooLong:
    case app::SendBlock::SessionKeysOff:
        break;
    }
    return {};
}

QString SendBlockText::of(const app::SkippedKey &skipped)
{
    using Reason = app::SkippedKey::Reason;
    const auto say
        = [&](const QString &reason) { return tr("ending %1: %2", "key, reason").arg(skipped.key.ending(), reason); };
    switch (skipped.reason) {
    case Reason::NoData:
        return say(tr("it cannot be fetched"));
    case Reason::NotThatKey:
        return say(tr("something else is published in its place"));
    case Reason::OtherOwner:
        return say(tr("it is made out to somebody else"));
    case Reason::Expired:
        return say(tr("it has expired"));
    case Reason::Revoked:
        return say(tr("it was withdrawn"));
    case Reason::Weak:
        return say(tr("it is too weak"));
    case Reason::CannotEncrypt:
        return say(tr("it cannot seal"));
    }
    return {};
}

} // namespace letterlock::ui
