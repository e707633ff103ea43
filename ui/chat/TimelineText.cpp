// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineText.h"

#include <QLocale>

#include "ui/chat/SchemeName.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::Delivery;
using archive::Sealing;

QString TimelineText::clock(const QDateTime &time)
{
    const QLocale locale;
    const QString format = locale.language() == QLocale::C ? u"HH:mm"_s : locale.timeFormat(QLocale::ShortFormat);
    return locale.toString(time.toLocalTime().time(), format);
}

QString TimelineText::day(const QDate &date)
{
    const auto ago = date.daysTo(QDate::currentDate());
    if (ago == 0)
        return tr("Today");
    if (ago == 1)
        return tr("Yesterday");
    const QLocale locale;
    if (ago > 1 && ago < 7)
        return locale.dayName(date.dayOfWeek());
    return locale.toString(date, u"d MMMM yyyy"_s);
}

QString TimelineText::shortWhen(const QDateTime &time)
{
    if (!time.isValid())
        return {};
    const QDate date = time.toLocalTime().date();
    const auto ago = date.daysTo(QDate::currentDate());
    if (ago <= 0)
        return clock(time);
    const QLocale locale;
    if (ago < 7)
        return locale.dayName(date.dayOfWeek(), QLocale::ShortFormat);
    return locale.toString(date, ago < 330 ? u"d MMM"_s : u"MMM yyyy"_s);
}

QString TimelineText::delivery(Delivery delivery)
{
    switch (delivery) {
    case Delivery::Received:
        return {};
    case Delivery::Waiting:
        return tr("waiting");
    case Delivery::Sent:
        return tr("sent");
    case Delivery::Arrived:
        return tr("arrived");
    case Delivery::Displayed:
        return tr("opened");
    case Delivery::Failed:
        return tr("not sent");
    }
    return {};
}

TimelineText::Mark TimelineText::mark(Delivery delivery)
{
    switch (delivery) {
    case Delivery::Received:
        return {};
    case Delivery::Waiting:
        return {u"clock"_s, Role::BubOutMeta};
    case Delivery::Sent:
        return {u"check"_s, Role::BubOutMeta};
    case Delivery::Arrived:
        return {u"check-double"_s, Role::BubOutMeta};
    case Delivery::Displayed:
        return {u"letter-open"_s, Role::AccentText};
    case Delivery::Failed:
        return {u"error"_s, Role::Bad};
    }
    return {};
}

bool TimelineText::isCard(const archive::Message &message)
{
    // An own message that waits for a key is readable: it is a bubble.
    return archive::isClosed(message.sealing) && message.sealing != Sealing::WaitsForKey && !message.retracted;
}

TimelineText::Card TimelineText::card(const archive::Message &message, const QString &sender)
{
    switch (message.sealing) {
    case Sealing::KeyNotHere:
        return {u"letter-off"_s, Role::Text2, tr("This message cannot be opened here"),
            message.signer.isEmpty() ? tr("It was sealed for a key this computer does not have.")
                                     : tr("It was sealed for a key this computer does not have, by the key ending %1.")
                                           .arg(message.signer.ending()),
            {{MessageAction::BringKey, tr("Bring in that key…"), ButtonKind::Secondary},
                {MessageAction::AskAgain, tr("Ask %1 to send it again").arg(sender), ButtonKind::Text}}};
    case Sealing::Locked:
        return {u"lock"_s, Role::Text2, tr("Locked until you type your passphrase"), tr("The key is here, but closed."),
            {{MessageAction::Unlock, tr("Unlock…"), ButtonKind::Primary}}};
    case Sealing::SealBroken: {
        Card card{u"seal-broken"_s, Role::Bad, tr("The seal on this message is broken"),
            tr("It was changed on the way, or signed by somebody else. What it says may not be from %1.").arg(sender),
            {{MessageAction::Details, tr("Details"), ButtonKind::Text}}};
        if (!message.body.isEmpty())
            card.buttons.prepend({MessageAction::ShowAnyway, tr("Show it anyway"), ButtonKind::Secondary});
        return card;
    }
    case Sealing::NewerForm:
        if (const auto name = schemeName(message.sealedStanza); !name.isEmpty())
            return {u"help"_s, Role::Text2, tr("This message cannot be opened here"),
                tr("It was sealed with %1, which Letterlock does not speak.", "name of a scheme").arg(name), {}};
        return {u"help"_s, Role::Text2, tr("This message cannot be opened yet"),
            tr("It uses a newer form of sealing. An update of Letterlock may help."),
            {{MessageAction::LookForUpdate, tr("Look for an update"), ButtonKind::Secondary}}};
    case Sealing::Sealed:
    case Sealing::NotSealed:
    case Sealing::WaitsForKey:
        break;
    }
    return {};
}

QString TimelineText::actionName(MessageAction action)
{
    switch (action) {
    case MessageAction::SendAgain:
        return tr("Send again");
    case MessageAction::BringKey:
        return tr("Bring in that key…");
    case MessageAction::AskAgain:
        return tr("Ask to send it again");
    case MessageAction::Unlock:
        return tr("Unlock…");
    case MessageAction::ShowAnyway:
        return tr("Show it anyway");
    case MessageAction::Details:
        return tr("Details");
    case MessageAction::LookForUpdate:
        return tr("Look for an update");
    case MessageAction::Reply:
        return tr("Reply");
    case MessageAction::Edit:
        return tr("Edit");
    case MessageAction::Copy:
        return tr("Copy text");
    case MessageAction::HowSealed:
        return tr("How it was sealed…");
    case MessageAction::ShowInHistory:
        return tr("Show in History");
    }
    return {};
}

QString TimelineText::sentence(const archive::Message &message, const QString &sender, const QString &replyText)
{
    const QString who = message.outgoing ? tr("You") : sender;
    QString when = clock(message.time);
    const QDate date = message.time.toLocalTime().date();
    if (date != QDate::currentDate())
        when = tr("%1 %2", "day and time").arg(day(date).toLower(), when);
    if (isCard(message)) {
        const auto what = card(message, sender);
        return tr("%1, %2: %3. %4 Enter for what you can do.").arg(who, when, what.title, what.text);
    }
    const QString body = message.retracted ? tr("This message was deleted") : message.body;
    QString result = tr("%1, %2: %3").arg(who, when, body);
    if (!result.endsWith(u'.') && !result.endsWith(u'?') && !result.endsWith(u'!'))
        result += u'.';
    if (!replyText.isEmpty())
        result += u' ' + tr("In reply to: %1.").arg(replyText);
    if (message.edited)
        result += u' ' + tr("Edited.");
    if (message.sealing == Sealing::WaitsForKey)
        result += u' ' + tr("Waits for a key.");
    else
        result += u' ' + (message.sealing == Sealing::Sealed ? tr("Sealed.") : tr("Not sealed."));
    if (message.outgoing) {
        QString state = delivery(message.delivery);
        state[0] = state.at(0).toUpper();
        result += u' ' + tr("%1.", "delivery state as a sentence").arg(state);
    }
    return result;
}

} // namespace letterlock::ui
