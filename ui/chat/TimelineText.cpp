// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineText.h"

#include <QLocale>

#include "ui/chat/SchemeName.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::Delivery;
using archive::Sealing;

namespace {

QString dayOrClock(const QDateTime &time)
{
    const QDate date = time.toLocalTime().date();
    return date == QDate::currentDate() ? TimelineText::clock(time)
                                        : QLocale().toString(date, QLocale().dateFormat(QLocale::ShortFormat));
}

} // namespace

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

QString TimelineText::failure(const archive::Message &message)
{
    if (message.delivery != Delivery::Failed)
        return {};
    switch (message.fault) {
    case archive::SendFault::None:
        return {};
    case archive::SendFault::NoKey:
        return tr("Not opened: the other side did not get the key. Sent again, it goes under a new one.");
    case archive::SendFault::NotOpened:
        return tr("Not opened: the seal did not open on the other side. Sent again, it goes under a new key.");
    case archive::SendFault::BadTime:
        return tr("Not taken: the clocks of the two computers differ too much. Look at the time of yours.");
    case archive::SendFault::Unreachable:
        return tr("Not delivered: the other server cannot be reached.");
    case archive::SendFault::NotTaken:
        return tr("Not delivered: nobody at this address takes such messages now.");
    case archive::SendFault::Refused:
        return tr("Not delivered: the other side refused it.");
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

QString TimelineText::archiveMark(const archive::Message &message)
{
    namespace Mark = archive::ArchiveMark;
    const int marks = message.archiveMarks;
    if (marks == 0)
        return {};
    if (marks & Mark::Note)
        return tr("your note");
    if (marks & Mark::Room)
        return tr("%1, in the room").arg(message.sender.resource());
    const QString what = marks & Mark::NotSealed ? tr("not sealed in the archive")
        : marks & Mark::SealedByServer           ? tr("sealed by your server")
                                                 : tr("not sealed by you");
    return marks & Mark::NotAuthenticated ? tr("%1, changes would not show").arg(what) : what;
}

bool TimelineText::isCard(const archive::Message &message)
{
    // An own message that waits for a key to be sealed with is readable: it is a bubble.
    const bool says = !message.body.isEmpty() || !message.files.isEmpty();
    const bool readable = message.sealing == Sealing::WaitsForKey && says;
    return archive::isClosed(message.sealing) && !readable && !message.retracted;
}

QString TimelineText::stamp(const archive::Message &message)
{
    switch (message.timeMark) {
    case crypto::TimeMark::Old:
        return tr("old time");
    case crypto::TimeMark::Future:
        return tr("time lies ahead");
    case crypto::TimeMark::Decreasing:
        return tr("time goes backwards");
    case crypto::TimeMark::Good:
        break;
    }
    return message.timeIsOdd ? tr("odd time") : QString();
}

TimelineText::Card TimelineText::card(const archive::Message &message, const QString &sender)
{
    const bool session = message.scheme == crypto::SchemeId::Jose;
    QList<Button> askAgain; // of an own message there is nobody to ask
    if (!message.outgoing)
        askAgain.append({MessageAction::AskAgain, tr("Ask %1 to send it again").arg(sender), ButtonKind::Text});
    switch (message.sealing) {
    case Sealing::KeyNotHere:
        if (session)
            return {u"letter-off"_s, Role::Text2, tr("This message cannot be opened here"),
                message.outgoing ? tr("You sealed it with a session key that another device of yours did not give.")
                                 : tr("%1 did not give its session key to this computer.").arg(sender),
                askAgain};
        return {u"letter-off"_s, Role::Text2, tr("This message cannot be opened here"),
            message.signer.isEmpty() ? tr("It was sealed for a key this computer does not have.")
                                     : tr("It was sealed for a key this computer does not have, by the key ending %1.")
                                           .arg(message.signer.ending()),
            QList<Button>{{MessageAction::BringKey, tr("Bring in that key…"), ButtonKind::Secondary}} + askAgain};
    case Sealing::Locked:
        return {u"lock"_s, Role::Text2, tr("Locked until you type your passphrase"), tr("The key is here, but closed."),
            {{MessageAction::Unlock, tr("Unlock…"), ButtonKind::Primary}}};
    case Sealing::SealBroken: {
        Card card{u"seal-broken"_s, Role::Bad, tr("The seal on this message is broken"),
            message.signer.isEmpty()
                ? tr("It was changed on the way, or signed by somebody else. What it says may not be from %1.")
                      .arg(sender)
                : tr("It is signed with the key ending %1, which was withdrawn because somebody else may have it. What "
                     "it "
                     "says may not be from %2.")
                      .arg(message.signer.ending(), sender),
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
    case Sealing::WaitsForKey:
        return {u"clock"_s, Role::Text2, tr("This message waits for a key"),
            session && message.outgoing
                ? tr("Another device of yours has it. The message opens by itself once that device is online.")
                : session ? tr("It opens by itself once %1 is online and has given the key.").arg(sender)
                          : tr("It opens by itself when the key that it is signed with is known."),
            {}};
    case Sealing::Sealed:
    case Sealing::NotSealed:
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
    case MessageAction::CompareKeys:
        return tr("Compare keys");
    case MessageAction::FetchFile:
        return tr("Fetch the file");
    case MessageAction::StopFile:
        return tr("Stop");
    case MessageAction::OpenFile:
        return tr("Open the file");
    case MessageAction::SaveFile:
        return tr("Save as…");
    }
    return {};
}

QString TimelineText::unreadLine(int count)
{
    return tr("%n new messages", nullptr, count);
}

QString TimelineText::handoutNotice(const QString &device, const QDateTime &when, bool byPerson)
{
    return byPerson
        ? tr("The device %1 got the key of this conversation: %2, approved by you.").arg(device, dayOrClock(when))
        : tr("The device %1 got the key of this conversation: %2.").arg(device, dayOrClock(when));
}

QString TimelineText::keyNotice(const QString &name, const QDateTime &since, bool overruled)
{
    const QString when = dayOrClock(since);
    const QString first = tr("%1 has a new key since %2.").arg(name, when);
    const QString second = overruled
        ? tr("You chose to write on: messages are sealed, but only comparing shows that the key is really %1’s.")
        : tr("Messages are sealed, but only comparing shows that the key is really %1’s.");
    return first + u'\n' + second.arg(name);
}

QString TimelineText::sentence(
    const archive::Message &message, const QString &sender, const QString &replyText, const QStringList &files)
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
    QStringList said = message.retracted ? QStringList() : files;
    if (const QString body = message.retracted ? tr("This message was deleted") : message.body; !body.isEmpty())
        said.append(body);
    const QString body = said.join(u": "_s);
    QString result = tr("%1, %2: %3").arg(who, when, body);
    if (!result.endsWith(u'.') && !result.endsWith(u'?') && !result.endsWith(u'!'))
        result += u'.';
    if (!replyText.isEmpty())
        result += u' ' + tr("In reply to: %1.").arg(replyText);
    if (const QString mark = archiveMark(message); !mark.isEmpty())
        result += u' ' + tr("In the archive: %1.").arg(mark);
    if (message.edited)
        result += u' ' + tr("Edited.");
    if (message.sealing == Sealing::WaitsForKey)
        result += u' ' + tr("Waits for a key.");
    else
        result += u' '
            + (message.sealing != Sealing::Sealed              ? tr("Not sealed.")
                    : message.scheme == crypto::SchemeId::Jose ? tr("Sealed with a session key.")
                                                               : tr("Sealed."));
    if (const QString odd = stamp(message); !odd.isEmpty())
        result += u' ' + tr("Attention: %1.", "what is odd about the time").arg(odd);
    if (message.outgoing) {
        QString state = delivery(message.delivery);
        state[0] = state.at(0).toUpper();
        const QString why = failure(message);
        result += u' ' + (why.isEmpty() ? tr("%1.", "delivery state as a sentence").arg(state) : why);
    }
    return result;
}

} // namespace letterlock::ui
