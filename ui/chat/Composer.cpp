// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/Composer.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/chat/AttachmentTray.h"
#include "ui/chat/ComposerField.h"
#include "ui/chat/EmojiPicker.h"
#include "ui/chat/SealingMenu.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

/// The round button at the end: plane, or tick while editing.
class SendButton : public QToolButton {
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto fill = !isEnabled() ? Role::BgPress
            : isDown()                 ? Role::AccentPress
            : underMouse()             ? Role::AccentHover
                                       : Role::Accent;
        if (hasFocus())
            roundRect(painter, rect(), 19, Qt::transparent, color(Role::Accent), 2);
        roundRect(painter, QRectF(rect()).adjusted(3, 3, -3, -3), 17, color(fill), Qt::transparent);
        icons::paint(painter, rect().adjusted(10, 10, -10, -10), property("editing").toBool() ? u"check"_s : u"send"_s,
            color(isEnabled() ? Role::OnAccent : Role::TextOff));
    }
};

} // namespace

Composer::Composer(QWidget *parent)
    : Panel(Role::BgSurface, parent)
{
    setEdges(Qt::TopEdge);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(26, 18, 22, 16);
    column->setSpacing(metrics::kSpace8);

    buildStoppedBar();
    buildReplyBar();
    m_field = new ComposerField(this);
    m_field->setObjectName(u"composer"_s);
    m_field->setFont(textFont(TextStyle::Message));
    m_tray = new AttachmentTray(this);
    m_attach = new IconButton(u"attach"_s, tr("Attach files"), this, QKeySequence(QKeySequence::Open));
    m_attach->setObjectName(u"attachButton"_s);
    m_attach->setFixedSize(metrics::kControlSmall, metrics::kControlSmall);
    m_emoji = new IconButton(u"emoji"_s, tr("Emoji"), this, QKeySequence(u"Ctrl+."_s));
    m_emoji->setObjectName(u"emojiButton"_s);
    m_emoji->setFixedSize(metrics::kControlSmall, metrics::kControlSmall);
    auto *line = new Panel(Role::Line, this);
    line->setFixedSize(1, 18);
    m_sealing = new SealingMenu(this);
    m_hint = new TextLabel({}, TextStyle::Micro, Role::Text3, this);
    m_send = new SendButton(this);
    m_send->setObjectName(u"sendButton"_s);
    m_send->setFixedSize(40, 40);
    m_send->setFocusPolicy(Qt::TabFocus);

    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace4);
    row->addWidget(m_attach);
    row->addWidget(m_emoji);
    row->addSpacing(metrics::kSpace4);
    row->addWidget(line);
    row->addSpacing(metrics::kSpace4);
    row->addWidget(m_sealing);
    row->addStretch(1);
    row->addWidget(m_hint);
    row->addSpacing(metrics::kSpace8);
    row->addWidget(m_send);
    column->addWidget(m_stoppedBar);
    column->addWidget(m_replyBar);
    column->addWidget(m_tray);
    column->addWidget(m_field);
    column->addLayout(row);

    connect(m_attach, &QToolButton::clicked, this, &Composer::attachWanted);
    connect(m_tray, &AttachmentTray::changed, this, &Composer::refresh);
    connect(m_field, &ComposerField::filesPasted, this, &Composer::filesPasted);
    connect(m_field, &ComposerField::picturePasted, this, &Composer::picturePasted);
    connect(m_field, &ComposerField::submitted, this, &Composer::submit);
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    connect(m_emoji, &QToolButton::clicked, this, &Composer::openEmojiPicker);
    connect(m_field, &ComposerField::editLastWanted, this, &Composer::editLastWanted);
    connect(m_field, &ComposerField::focusChanged, this, qOverload<>(&QWidget::update));
    connect(m_field, &QPlainTextEdit::textChanged, this, [this] {
        refresh();
        if (!m_editing)
            Q_EMIT textEdited(text());
    });
    connect(m_field, &ComposerField::escapePressed, this, [this] {
        if (m_editing || !m_replyTo.isEmpty())
            leaveExtras();
        else
            Q_EMIT escapePressed();
    });
    connect(m_sealing, &SealingMenu::chosen, this, &Composer::sealingChosen);
    connect(m_sealing, &SealingMenu::newKeyWanted, this, &Composer::newSessionKeyWanted);
    refresh();
}

void Composer::setPeer(const QString &name)
{
    m_peer = name;
    m_field->setAccessibleName(tr("Message to %1").arg(name.isEmpty() ? tr("this person") : name));
    refresh();
}

void Composer::setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust)
{
    m_choice = choice;
    m_block = block;
    m_sealing->setState(choice, block, trust);
    refresh();
}

void Composer::setOnline(bool online)
{
    m_online = online;
    refresh();
}

void Composer::setEnterSends(bool sends)
{
    m_enterSends = sends;
    m_field->setEnterSends(sends);
    refresh();
}

void Composer::setSessionKeysOffered(bool offered)
{
    m_sealing->setSessionKeysOffered(offered);
}

void Composer::setSessionKeysThere(const QString &words)
{
    m_sealing->setSessionKeysThere(words);
}

void Composer::setHeld(const QString &why)
{
    m_held = why;
    refresh();
}

void Composer::setShort(bool isShort)
{
    m_short = isShort;
    m_sealing->setShort(isShort);
    layout()->setContentsMargins(26, isShort ? 16 : 18, 22, isShort ? 14 : 16);
    refresh();
}

void Composer::setMaximumLines(int lines)
{
    m_field->setMaximumLines(lines);
}

QString Composer::text() const
{
    return m_field->toPlainText();
}

void Composer::setText(const QString &text)
{
    if (text == this->text())
        return;
    const QSignalBlocker blocker(m_field); // not typed by the person
    m_field->setPlainText(text);
    m_field->moveCursor(QTextCursor::End);
    refresh();
}

void Composer::startReply(const QString &originId, const QString &author, const QString &text)
{
    leaveExtras();
    m_replyTo = originId;
    m_replyGlyph->setIcon(u"reply"_s, Role::AccentText);
    m_replyTitle->setText(tr("Reply to %1").arg(author));
    m_replyText->setText(text.simplified());
    m_replyBar->show();
    focusField();
}

void Composer::startEdit(const QString &time, const QString &text)
{
    leaveExtras();
    m_beforeEdit = this->text();
    m_editing = true;
    m_replyGlyph->setIcon(u"edit"_s, Role::AccentText);
    m_replyTitle->setText(tr("Edit your message of %1").arg(time));
    m_replyText->setText(text.simplified());
    m_replyBar->show();
    setText(text);
    refresh();
    focusField();
}

void Composer::leaveExtras()
{
    const bool wasEditing = std::exchange(m_editing, false);
    m_replyTo.clear();
    m_replyBar->hide();
    if (wasEditing)
        setText(std::exchange(m_beforeEdit, {}));
    refresh();
}

void Composer::focusField()
{
    m_field->setFocus(Qt::OtherFocusReason);
}

void Composer::openSealingMenu()
{
    m_sealing->showMenu();
}

void Composer::setRecentEmoji(const QStringList &recent)
{
    m_recentEmoji = recent;
}

void Composer::openEmojiPicker()
{
    if (!m_picker) {
        m_picker = new EmojiPicker(this);
        connect(m_picker, &EmojiPicker::chosen, this, [this](const QString &emoji) {
            m_field->insertPlainText(emoji);
            Q_EMIT emojiUsed(emoji);
        });
        connect(m_picker, &EmojiPicker::closed, this, &Composer::focusField);
    }
    m_picker->setRecent(m_recentEmoji);
    m_picker->popUpAbove(m_emoji);
}

void Composer::setDropTarget(bool isTarget)
{
    m_isDropTarget = isTarget;
    update();
}

void Composer::insertText(const QString &text)
{
    m_field->insertPlainText(text);
}

void Composer::submit()
{
    const QString text = this->text();
    if (!m_send->isEnabled())
        return;
    if (!m_editing && m_tray->count() > 0) {
        Q_EMIT filesWanted(text.trimmed(), m_replyTo);
        return;
    }
    if (text.trimmed().isEmpty())
        return;
    if (m_editing) {
        leaveExtras();
        Q_EMIT correctionWanted(text);
        return;
    }
    // The text stays until the controller has stored it.
    Q_EMIT sendWanted(text, m_replyTo);
}

void Composer::refresh()
{
    refreshStoppedBar();
    const bool stopped = m_block == app::SendBlock::KeyChangedAfterChecked
        || m_block == app::SendBlock::NoSessionKeysThere || m_block == app::SendBlock::IsGroup;
    const bool tooLong = m_block == app::SendBlock::TooLong;
    const bool off = m_block == app::SendBlock::SessionKeysOff;
    const bool hasFiles = m_tray->count() > 0 && !m_editing;
    const bool hasContent = hasFiles ? m_tray->isReady() : !text().trimmed().isEmpty();
    m_tray->setSealed(m_choice != app::SealingChoice::NotSealed);
    m_tray->setVisible(hasFiles);
    m_attach->setEnabled(!m_editing);
    m_send->setEnabled(!stopped && !tooLong && !off && hasContent);
    m_send->setProperty("editing", m_editing);
    QString name = m_editing                        ? tr("Save the change")
        : m_choice == app::SealingChoice::NotSealed ? tr("Send without sealing")
                                                    : tr("Send sealed");
    m_send->setAccessibleName(name);
    m_send->setToolTip(stopped ? m_stoppedTitle->text()
            : tooLong          ? tr("This message is too long for the server")
            : off              ? tr("Session keys are switched off in Settings, Privacy. The text stays here.")
                               : name);
    m_send->update();
    QString hint = m_enterSends ? tr("Enter sends") : tr("Shift+Enter sends");
    if (tooLong)
        hint = tr("Too long");
    m_hint->setText(hint);
    m_hint->setRole(tooLong ? Role::Bad : Role::Text3);
    m_hint->setVisible(!m_short || tooLong);
    m_field->setPlaceholderText(hasFiles ? tr("Add a caption")
            : m_online                   ? m_field->accessibleName()
                                         : tr("Message, goes out when you are online again"));
    update();
}

void Composer::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    QPainter painter(this);
    const bool focus = m_field->hasFocus();
    const bool stopped = m_stoppedBar->isVisible() && m_held.isEmpty();
    roundRect(painter, QRectF(rect()).adjusted(14, 10, -14, -10), metrics::kRadiusCard,
        color(stopped ? Role::BgSunken : Role::BgSurface), color(focus ? Role::Accent : Role::LineStrong),
        focus ? 2 : 1);
    if (m_isDropTarget) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(color(Role::Accent), 2, Qt::DashLine));
        painter.setBrush(color(Role::AccentSoft));
        painter.drawRoundedRect(QRectF(rect()).adjusted(15, 11, -15, -11), metrics::kRadiusCard, metrics::kRadiusCard);
    }
}

} // namespace letterlock::ui
