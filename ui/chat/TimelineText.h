// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QDateTime>

#include "archive/model/Message.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

/// What can be done with a message, by button, key or menu.
enum class MessageAction {
    SendAgain,
    BringKey,
    AskAgain,
    Unlock,
    ShowAnyway,
    Details,
    LookForUpdate,
    Reply,
    Edit,
    Copy,
    HowSealed,
    ShowInHistory,
    CompareKeys,
    FetchFile,
    StopFile,
    OpenFile,
    SaveFile,
};

/// The words of the timeline and the conversation list.
class TimelineText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::TimelineText)
public:
    struct Button {
        MessageAction action;
        QString text;
        ButtonKind kind;
    };
    /// A message that cannot be shown: why, and the next step.
    struct Card {
        QString icon;
        Role iconRole = Role::Text2;
        QString title;
        QString text;
        QList<Button> buttons;
    };
    struct Mark {
        QString icon;
        Role role = Role::BubOutMeta;
    };

    static QString clock(const QDateTime &time); ///< "14:26", local
    static QString day(const QDate &date); ///< "Today", "Yesterday", "Wednesday", "14 April 2026"
    static QString shortWhen(const QDateTime &time); ///< for the list: "14:26", "Wed", "14 Apr"
    static QString delivery(archive::Delivery delivery); ///< "sent", "arrived" …
    static QString failure(const archive::Message &message); ///< why it was sent back; empty = it was not
    static Mark mark(archive::Delivery delivery); ///< icon empty = none
    static QString stamp(const archive::Message &message); ///< what is odd about its sealed time; empty = nothing

    /// What the archive that a message came from cannot vouch for; empty for all that was sealed by the owner.
    static QString archiveMark(const archive::Message &message);
    static bool isCard(const archive::Message &message); ///< shown as a closed message card
    static Card card(const archive::Message &message, const QString &sender);
    static QString actionName(MessageAction action);
    static QString unreadLine(int count); ///< "3 new messages"
    /// What is to be said of a new key: two sentences, parted by a line break. `overruled` = the earlier key had been
    /// checked and the person chose to write on.
    static QString keyNotice(const QString &name, const QDateTime &since, bool overruled);
    static QString handoutNotice(const QString &device, const QDateTime &when, bool byPerson);

    /// The whole row as one sentence for screen readers (UI section 8).
    /// `files`: what is said of those attached.
    static QString sentence(const archive::Message &message, const QString &sender, const QString &replyText,
        const QStringList &files = {});
};

} // namespace letterlock::ui
