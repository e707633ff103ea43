// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ConversationRow.h"

#include <QCoreApplication>

#include "app/chat/ConversationListModel.h"
#include "ui/chat/TimelineText.h"
#include "ui/widgets/AvatarPainter.h"
#include "ui/widgets/Chip.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Model = app::ConversationListModel;

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("letterlock::ui::ConversationRow", text);
}

} // namespace

ConversationRow ConversationRow::of(const QModelIndex &index)
{
    ConversationRow row;
    row.id = index.data(Model::ConversationRole).value<archive::ConversationId>();
    row.peer = index.data(Model::PeerRole).toString();
    row.name = index.data(Model::NameRole).toString();
    row.preview = index.data(Model::PreviewRole).toString();
    row.time = index.data(Model::TimeRole).toDateTime();
    row.unread = index.data(Model::UnreadRole).toInt();
    row.pinned = index.data(Model::PinnedRole).toBool();
    row.muted = index.data(Model::MutedRole).toBool();
    row.draft = index.data(Model::DraftRole).toString();
    row.typing = index.data(Model::TypingRole).toBool();
    row.outgoing = index.data(Model::OutgoingRole).toBool();
    row.delivery = static_cast<archive::Delivery>(index.data(Model::DeliveryRole).toInt());
    row.sealing = static_cast<archive::Sealing>(index.data(Model::SealingRole).toInt());
    row.file = static_cast<archive::LastFile>(index.data(Model::LastFileRole).toInt());
    row.scheme = static_cast<crypto::SchemeId>(index.data(Model::SchemeRole).toInt());
    row.availability = static_cast<app::Availability>(index.data(Model::AvailabilityRole).toInt());
    row.trust = static_cast<crypto::TrustVerdict>(index.data(Model::TrustRole).toInt());
    return row;
}

QString ConversationRow::sealGlyph() const
{
    using crypto::TrustVerdict;
    // What was written last decides: a contact without a key may well have been written to sealed.
    if (!isEmpty() && sealing == archive::Sealing::NotSealed)
        return u"lock-open"_s;
    if (underSessionKey())
        return u"lock"_s;
    switch (trust) {
    case TrustVerdict::NoKey:
        return isEmpty() ? QString() : u"seal-solid"_s;
    case TrustVerdict::NotChecked:
    case TrustVerdict::Checked:
        return u"seal-solid"_s;
    case TrustVerdict::NewNotChecked:
    case TrustVerdict::NewAfterChecked:
    case TrustVerdict::Refused:
    case TrustVerdict::Expired:
    case TrustVerdict::Revoked:
        return u"shield-alert"_s;
    }
    return {};
}

QString ConversationRow::secondLine() const
{
    if (typing)
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "typing…"));
    if (!draft.isEmpty())
        return draft.simplified();
    if (saysNotSent())
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "Not sent, click to retry"));
    if (archive::isClosed(sealing) && sealing != archive::Sealing::WaitsForKey)
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "Cannot be opened here"));
    if (sealing == archive::Sealing::WaitsForKey && preview.isEmpty())
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "Waits for a key"));
    if (file == archive::LastFile::Picture && preview.isEmpty())
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "Picture"));
    if (file == archive::LastFile::Other && preview.isEmpty())
        return words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "File"));
    if (isEmpty())
        return peer;
    return preview.simplified();
}

QString ConversationRow::sentence() const
{
    QStringList parts{name};
    if (unread > 0)
        parts.append(QCoreApplication::translate("letterlock::ui::ConversationRow", "%n unread", nullptr, unread));
    if (!draft.isEmpty())
        parts.append(words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "draft: %1")).arg(draft));
    else if (outgoing)
        parts.append(words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "you: %1")).arg(secondLine()));
    else
        parts.append(secondLine());
    if (time.isValid())
        parts.append(TimelineText::shortWhen(time));
    if (outgoing && (draft.isEmpty() || isNotSent()))
        parts.append(TimelineText::delivery(delivery));
    parts.append(AvatarPainter::presenceName(availability));
    parts.append(underSessionKey() ? words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "session key"))
                                   : Chip::lookOf(trust).text);
    if (!isEmpty() && sealing == archive::Sealing::NotSealed)
        parts.append(words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "not sealed")));
    if (muted)
        parts.append(words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "muted")));
    if (pinned)
        parts.append(words(QT_TRANSLATE_NOOP("letterlock::ui::ConversationRow", "pinned")));
    return parts.join(u", "_s) + u'.';
}

} // namespace letterlock::ui
