// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "app/chat/ConversationController.h"
#include "ui/widgets/Panel.h"

class QPushButton;

namespace letterlock::ui {

class AttachmentTray;
class ComposerField;
class ElidedLabel;
class EmojiPicker;
class Glyph;
class IconButton;
class SealingMenu;
class TextLabel;

/// Where a message is written. Knows nothing of controllers: values in, wishes out.
class Composer : public Panel {
    Q_OBJECT
public:
    explicit Composer(QWidget *parent = nullptr);

    void setPeer(const QString &name);
    void setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust);
    void setOnline(bool online);
    void setEnterSends(bool sends);
    void setSessionKeysOffered(bool offered);
    void setSessionKeysThere(const QString &words); ///< what the other side can do
    void setHeld(const QString &why); ///< a message that was sent waits in the outbox; empty = none
    void setShort(bool isShort); ///< narrow window
    void setMaximumLines(int lines);
    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    void startReply(const QString &originId, const QString &author, const QString &text);
    void startEdit(const QString &time, const QString &text);
    void leaveExtras(); ///< reply or edit
    [[nodiscard]] bool isEditing() const { return m_editing; }
    [[nodiscard]] QString replyTo() const { return m_replyTo; }
    void focusField();
    void openSealingMenu();
    void setRecentEmoji(const QStringList &recent); ///< newest first
    void openEmojiPicker();
    [[nodiscard]] AttachmentTray &tray() { return *m_tray; }
    void setDropTarget(bool isTarget); ///< something is being dragged over the conversation
    void insertText(const QString &text);

Q_SIGNALS:
    void sendWanted(const QString &text, const QString &replyTo);
    void filesWanted(const QString &text, const QString &replyTo); ///< send what is in the tray
    void attachWanted(); ///< choose files
    void filesPasted(const QStringList &paths);
    void picturePasted(const QImage &picture);
    void correctionWanted(const QString &text);
    void editLastWanted();
    void textEdited(const QString &text);
    void sealingChosen(letterlock::app::SealingChoice choice);
    void newSessionKeyWanted();
    void compareWanted();
    void sendAnywayWanted();
    void emojiUsed(const QString &emoji);
    void escapePressed(); ///< nothing left to close here

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildStoppedBar();
    void refreshStoppedBar();
    void buildReplyBar();
    void submit();
    void refresh();

    QWidget *m_stoppedBar = nullptr;
    TextLabel *m_stoppedTitle = nullptr;
    TextLabel *m_stoppedWhy = nullptr;
    Glyph *m_stoppedGlyph = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_anyway = nullptr;
    QWidget *m_replyBar = nullptr;
    Glyph *m_replyGlyph = nullptr;
    TextLabel *m_replyTitle = nullptr;
    ElidedLabel *m_replyText = nullptr;
    ComposerField *m_field = nullptr;
    AttachmentTray *m_tray = nullptr;
    IconButton *m_attach = nullptr;
    IconButton *m_emoji = nullptr;
    EmojiPicker *m_picker = nullptr;
    SealingMenu *m_sealing = nullptr;
    TextLabel *m_hint = nullptr;
    QToolButton *m_send = nullptr;
    QString m_peer;
    QString m_held;
    QStringList m_recentEmoji;
    QString m_replyTo;
    QString m_beforeEdit;
    bool m_editing = false;
    bool m_online = true;
    bool m_enterSends = true;
    bool m_short = false;
    bool m_isDropTarget = false;
    app::SealingChoice m_choice = app::SealingChoice::Sealed;
    app::SendBlock m_block = app::SendBlock::None;
};

} // namespace letterlock::ui
