// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a message of the open conversation, and what is said about its key.
#include "ui/chat/Composer.h"
#include "ui/chat/ConversationPage.h"
#include "ui/chat/FileDesk.h"
#include "ui/chat/FileText.h"
#include "ui/chat/TimelineView.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/Toast.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

void ConversationPage::sayHandout(const QString &text, const QDateTime &when)
{
    m_handout = text;
    m_handedOut = when;
    refreshKeyNotice(m_ports.roster.contact(m_ports.conversation.peer()).name);
}

void ConversationPage::refreshKeyNotice(const QString &name)
{
    if (m_ports.conversation.sealing() == app::SealingChoice::SessionKey) {
        m_timeline->setKeyNotice(m_handout, m_handedOut, true);
        return;
    }
    const auto known = m_ports.keys.keysOf(m_ports.conversation.peer());
    if (m_ports.conversation.trust() != crypto::TrustVerdict::NewNotChecked || known.keys.isEmpty()) {
        m_timeline->setKeyNotice({}, {});
        return;
    }
    const bool overruled = std::ranges::any_of(
        known.keys, [](const app::ContactKey &key) { return key.verdict == crypto::TrustVerdict::Checked; });
    const auto since = known.keys.constFirst().firstSeen;
    m_timeline->setKeyNotice(TimelineText::keyNotice(name, since, overruled), since);
}

std::optional<archive::Message> ConversationPage::lastOwn() const
{
    const auto &model = m_ports.conversation.timeline();
    for (int row = model.rowCount() - 1; row >= 0; --row) {
        const auto message = model.index(row, 0).data(app::TimelineModel::MessageRole).value<archive::Message>();
        if (message.outgoing && !message.retracted)
            return message;
    }
    return {};
}

void ConversationPage::editLast()
{
    if (const auto message = lastOwn())
        m_composer->startEdit(TimelineText::clock(message->time), message->body);
}

void ConversationPage::act(MessageAction action, const archive::Message &message, int file)
{
    const auto contact = m_ports.roster.contact(m_ports.conversation.peer());
    switch (action) {
    case MessageAction::SendAgain:
        m_ports.conversation.retryMessage(message.id);
        break;
    case MessageAction::Reply:
        m_composer->startReply(
            message.originId, message.outgoing ? tr("yourself") : contact.name, FileText::summary(message));
        break;
    case MessageAction::Edit:
        if (const auto last = lastOwn(); last && last->id == message.id)
            m_composer->startEdit(TimelineText::clock(message.time), message.body);
        else
            m_toast->say(tr("Only your last message can be changed."), u"edit"_s);
        break;
    case MessageAction::AskAgain:
        m_composer->setText(
            tr("Could you send me your message of %1 again? It was sealed for a key I do not have here.")
                .arg(TimelineText::clock(message.time)));
        focusComposer();
        break;
    case MessageAction::Unlock:
        askPassphrase();
        break;
    case MessageAction::BringKey:
        Q_EMIT keysWanted(contact.jid);
        break;
    case MessageAction::HowSealed:
    case MessageAction::Details:
        tellHowSealed(message);
        break;
    case MessageAction::LookForUpdate:
        m_toast->say(tr("You have Letterlock %1.").arg(QStringLiteral(LETTERLOCK_VERSION)), u"info"_s);
        break;
    case MessageAction::ShowInHistory:
        Q_EMIT historyWanted(contact.jid);
        break;
    case MessageAction::CompareKeys:
        Q_EMIT compareWanted(contact.jid);
        break;
    case MessageAction::FetchFile:
    case MessageAction::StopFile:
    case MessageAction::OpenFile:
    case MessageAction::SaveFile:
        m_files->act(action, message, file);
        break;
    case MessageAction::ShowAnyway:
    case MessageAction::Copy:
        break; // done by the view
    }
}

void ConversationPage::askPassphrase()
{
    m_ports.prompts.askText(this,
        {.name = u"unlockKeyDialog"_s,
            .title = tr("Unlock your key"),
            .text = tr("It stays open until you quit Letterlock. The passphrase is not kept."),
            .label = tr("Passphrase"),
            .confirm = tr("Unlock"),
            .secret = true},
        [this](const QString &typed) {
            QByteArray bytes = typed.toUtf8();
            m_ports.keys.unlock(crypto::SecretBytes::taken(bytes)).then(this, [this](bool opened) {
                if (opened)
                    m_toast->say(tr("The key is open. Locked messages open by themselves now."), u"key"_s);
                else
                    m_toast->say(tr("This passphrase opens none of your keys."), u"error"_s);
            });
        });
}

void ConversationPage::tellHowSealed(const archive::Message &message)
{
    QStringList lines;
    if (message.sealing == archive::Sealing::Sealed && message.scheme == crypto::SchemeId::Jose)
        lines << tr("This message was sealed all the way, with a session key. Such a key does not prove who wrote it.");
    else if (message.sealing == archive::Sealing::Sealed)
        lines << tr("This message was sealed all the way.");
    else if (message.sealing == archive::Sealing::NotSealed)
        lines << tr("This message travelled in the open. Both servers could read it.");
    else
        lines << TimelineText::card(message, m_ports.roster.contact(m_ports.conversation.peer()).name).text;
    if (!message.signer.isEmpty())
        lines << tr("It was signed with the key %1.").arg(message.signer.grouped());
    if (!message.signer.isEmpty() && message.sealing == archive::Sealing::Sealed) {
        const auto key = m_ports.keys.verdict(message.sender.bare(), message.signer);
        if (key == crypto::TrustVerdict::Revoked)
            lines << tr("That key was withdrawn later. By its own time the message was signed before.");
        else if (key == crypto::TrustVerdict::Expired)
            lines << tr("That key has expired since. By its own time the message was signed before.");
    }
    if (const QString mark = TimelineText::archiveMark(message); !mark.isEmpty())
        lines << tr("It came from the archive and was %1. Whoever runs your server could have written or changed it.")
                     .arg(mark);
    else
        lines << (message.kept == archive::Kept::OnServer ? tr("A sealed copy is kept on your server.")
                                                          : tr("It is kept only on this computer so far."));
    m_ports.prompts.ask(this,
        {.name = u"howSealedDialog"_s,
            .title = tr("How it was sealed"),
            .text = lines.join(u"\n\n"_s),
            .confirm = tr("Close"),
            .onlyTells = true},
        [](Prompts::Answer) { });
}

} // namespace letterlock::ui
