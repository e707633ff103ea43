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
    case app::SendBlock::SessionKeysOff:
        return tr("Session keys are switched off in Settings, Privacy. Your text stays here.");
    case app::SendBlock::NoSessionKeysThere:
        return tr("The program %1 is using does not know session keys. Your text stays here.").arg(name);
    case app::SendBlock::IsGroup:
        return tr("%1 is a group, and session keys are for one person. Your text stays here.").arg(name);
    case app::SendBlock::None:
    case app::SendBlock::KeysUnknown:
    case app::SendBlock::TooLong:
    case app::SendBlock::CannotSeal:
        break;
    }
    return {};
}

QString SendBlockText::waiting(app::SendBlock block, const app::ContactKeys &keys, const QString &name)
{
    switch (block) {
    case app::SendBlock::KeyChangedAfterChecked:
        return tr("%1 has a new key. Your message waits here until you compare it.").arg(name);
    case app::SendBlock::NoKeyYet:
        return tr("%1 has no key yet. Your message waits on this computer until there is one.").arg(name);
    case app::SendBlock::NoUsableKey:
        return tr("No key of %1 can be used. Your message waits on this computer until one can.").arg(name);
    case app::SendBlock::KeysUnknown:
        return keys.knowledge == app::ContactKeys::Knowledge::Unreachable
            ? tr("The key of %1 cannot be looked up now. Your message waits on this computer.").arg(name)
            : QString();
    case app::SendBlock::SubscriptionNeeded:
        return tr("%1 shows the key to contacts only. Your message waits on this computer.").arg(name);
    case app::SendBlock::NoOwnKey:
        return tr("You have no key yet. Make one in Keys; your message waits until then.");
    case app::SendBlock::SessionKeysOff:
        return tr("Session keys are switched off in Settings, Privacy. Your message waits until they are on.");
    case app::SendBlock::NoSessionKeysThere:
        return tr("The program %1 is using does not know session keys. Your message waits until one does.").arg(name);
    case app::SendBlock::IsGroup:
        return tr("%1 is a group, and session keys are for one person. Your message was not sent.").arg(name);
    case app::SendBlock::CannotSeal:
        return tr("Your message could not be sealed, perhaps because your key is locked. It waits here and is tried "
                  "again.");
    case app::SendBlock::None:
    case app::SendBlock::TooLong:
        break;
    }
    return {};
}

QString SendBlockText::sessionKeys(app::FeatureSupport support, bool isGroup, const QString &name)
{
    if (isGroup) {
        return tr("Not for groups.");
    }
    switch (support) {
    case app::FeatureSupport::All:
        return tr("The program %1 is using knows them.").arg(name);
    case app::FeatureSupport::Some:
        return tr("Not every program of %1 knows them.").arg(name);
    case app::FeatureSupport::None:
        return tr("The program %1 is using does not know them.").arg(name);
    case app::FeatureSupport::Unknown:
    case app::FeatureSupport::Asked:
        break;
    }
    return tr("Whether %1 can use them shows when %1 is online.").arg(name);
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
