// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QImage>
#include <QObject>

#include "app/chat/ConversationController.h"
#include "app/files/FilesController.h"
#include "ui/chat/TimelineText.h"

class QMimeData;

namespace letterlock::ui {

class Composer;
class Prompts;
class Toast;

/// Files of the open conversation, out and in: from the desktop into the tray and into the outbox, out of a bubble onto
/// the disk.
class FileDesk : public QObject {
    Q_OBJECT
public:
    struct Ports {
        app::FilesController &files;
        app::ConversationController &conversation;
        Prompts &prompts;
        Composer &composer;
        Toast &toast;
    };
    /// `column` takes what is dropped.
    FileDesk(Ports ports, QWidget *column);

    void chooseFiles();
    void attach(const QStringList &paths);
    void act(MessageAction action, const archive::Message &message, int file);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Sealing = QFuture<app::FileVault::Result<app::FileVault::Sealed>>;
    void attachPicture(const QImage &picture);
    void put(const QString &name, Sealing sealing);
    void send(const QString &text, const QString &replyTo);
    void showTrayOfConversation();
    void take(const QMimeData &data);
    void saveAs(const archive::Message &message, int file);
    [[nodiscard]] archive::SharedFile fileOf(const archive::Message &message, int file) const;

    Ports m_ports;
    QWidget *m_column;
    archive::ConversationId m_conversation = 0;
    QHash<archive::ConversationId, QList<app::FileVault::Sealed>> m_trays; ///< of conversations that are not open
    bool m_sending = false;
};

} // namespace letterlock::ui
