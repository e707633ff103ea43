// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/FileDesk.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStandardPaths>
#include <QUrl>
#include <QWidget>

#include "ui/chat/AttachmentTray.h"
#include "ui/chat/Composer.h"
#include "ui/chat/FileText.h"
#include "ui/widgets/OpenExternally.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/Toast.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

FileDesk::FileDesk(Ports ports, QWidget *column)
    : QObject(column)
    , m_ports(ports)
    , m_column(column)
{
    auto &composer = ports.composer;
    column->setAcceptDrops(true);
    column->installEventFilter(this);
    connect(&composer, &Composer::attachWanted, this, &FileDesk::chooseFiles);
    connect(&composer, &Composer::filesPasted, this, &FileDesk::attach);
    connect(&composer, &Composer::picturePasted, this, &FileDesk::attachPicture);
    connect(&composer, &Composer::filesWanted, this, &FileDesk::send);
    connect(&composer.tray(), &AttachmentTray::removed, this, [this](const QString &copy) {
        m_ports.files.vault().remove(copy);
        m_ports.composer.focusField();
    });
    auto &conversation = ports.conversation;
    connect(&conversation, &app::ConversationController::opened, this, &FileDesk::showTrayOfConversation);
    connect(&conversation, &app::ConversationController::filesStored, this, [this] {
        m_sending = false;
        m_ports.composer.tray().clear();
    });
    connect(&conversation, &app::ConversationController::notStored, this, [this] { m_sending = false; });
    connect(&conversation, &app::ConversationController::sendRefused, this, [this] { m_sending = false; });
    connect(&ports.files, &app::FilesController::opened, this,
        [](const QString &path) { openExternally(QUrl::fromLocalFile(path)); });
    connect(&ports.files, &app::FilesController::saved, this, [this](const QString &path) {
        m_ports.toast.say(tr("%1 is saved.", "name of a file").arg(QFileInfo(path).fileName()), u"check"_s);
    });
    connect(&ports.files, &app::FilesController::failed, this,
        [this](archive::FileProblem problem) { m_ports.toast.say(FileText::problem(problem, false), u"error"_s); });
}

void FileDesk::showTrayOfConversation()
{
    const auto now = m_ports.conversation.conversation();
    if (now == m_conversation)
        return;
    auto &tray = m_ports.composer.tray();
    if (tray.count() > 0)
        m_trays.insert(m_conversation, tray.files());
    m_conversation = now;
    tray.replace(m_trays.take(now));
}

void FileDesk::chooseFiles()
{
    m_ports.prompts.openFiles(m_column, tr("Attach files"), [this](const QStringList &paths) { attach(paths); });
}

void FileDesk::attach(const QStringList &paths)
{
    for (const auto &path : paths) {
        const QFileInfo info(path);
        if (m_ports.composer.tray().count() >= AttachmentTray::mostFiles) {
            m_ports.toast.say(tr("At most %n files at a time.", nullptr, AttachmentTray::mostFiles), u"error"_s);
            return;
        }
        if (info.isDir())
            m_ports.toast.say(
                tr("%1 is a folder. Pack it first, or choose the files in it.").arg(info.fileName()), u"error"_s);
        else
            put(info.fileName(), m_ports.files.vault().seal(path));
    }
    m_ports.composer.focusField();
}

void FileDesk::attachPicture(const QImage &picture)
{
    const QString name = tr("Picture %1", "name of a pasted picture, time")
                             .arg(QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH-mm-ss"_s))
        + u".png"_s;
    if (!picture.isNull())
        put(name, m_ports.files.vault().seal(picture, name));
}

void FileDesk::put(const QString &name, Sealing sealing)
{
    showTrayOfConversation(); // it may not have said yet that it is open
    const int number = m_ports.composer.tray().add(name);
    sealing.then(this,
        [this, number, name, conversation = m_conversation](
            const app::FileVault::Result<app::FileVault::Sealed> &sealed) {
            auto &tray = m_ports.composer.tray();
            if (!sealed) {
                tray.remove(number);
                m_ports.toast.say(tr("%1 was not attached. %2", "name of a file, reason")
                                      .arg(name, FileText::problem(sealed.error(), true)),
                    u"error"_s);
            } else if (tray.contains(number)) {
                tray.setSealedFile(number, *sealed);
            } else if (conversation != m_conversation) {
                m_trays[conversation].append(*sealed); // finished after another one was opened
            } else {
                m_ports.files.vault().remove(sealed->copy); // taken out meanwhile
            }
        });
}

void FileDesk::send(const QString &text, const QString &replyTo)
{
    showTrayOfConversation(); // never the files of the one before
    // Once: the tray stays full until the outbox has it.
    if (!m_ports.composer.tray().isReady() || std::exchange(m_sending, true))
        return;
    m_ports.conversation.sendFiles(m_ports.composer.tray().files(), text, replyTo);
}

archive::SharedFile FileDesk::fileOf(const archive::Message &message, int file) const
{
    const auto files = archive::SharedFile::unpack(message.files);
    return file >= 0 && file < files.size() ? files[file] : archive::SharedFile();
}

void FileDesk::act(MessageAction action, const archive::Message &message, int file)
{
    switch (action) {
    case MessageAction::FetchFile:
        m_ports.files.fetch(message.id, file);
        break;
    case MessageAction::StopFile:
        m_ports.files.stop(message.id, file);
        break;
    case MessageAction::SaveFile:
        saveAs(message, file);
        break;
    case MessageAction::OpenFile: {
        const auto shared = fileOf(message, file);
        if (!app::FilesController::mayBeRun(shared.name, shared.mediaType)) {
            m_ports.files.open(message.id, file);
            break;
        }
        m_ports.prompts.ask(m_column,
            {.name = u"fileMayBeRunDialog"_s,
                .title = tr("This file may be a program"),
                .text = tr("Opening %1 could run it. Save it and look at it first, if you trust who sent it.")
                    .arg(FileText::name(shared)),
                .confirm = tr("Save as…")},
            [this, message, file](Prompts::Answer answer) {
                if (answer == Prompts::Answer::Confirm)
                    saveAs(message, file);
            });
        break;
    }
    default:
        break;
    }
}

void FileDesk::saveAs(const archive::Message &message, int file)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    const QString suggested = folder + u'/' + FileText::name(fileOf(message, file));
    m_ports.prompts.saveFile(m_column, tr("Save the file"), suggested, {},
        [this, id = message.id, file](const QString &path) { m_ports.files.saveAs(id, file, path); });
}

void FileDesk::take(const QMimeData &data)
{
    QStringList paths;
    for (const auto &url : data.urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (!paths.isEmpty())
        attach(paths);
    else if (data.hasImage())
        attachPicture(qvariant_cast<QImage>(data.imageData()));
    else if (data.hasText())
        m_ports.composer.insertText(data.text());
}

bool FileDesk::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDrop = event->type() == QEvent::Drop;
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove || isDrop) {
        auto *drop = static_cast<QDropEvent *>(event);
        const auto *data = drop->mimeData();
        if (m_ports.conversation.conversation() == 0 || !(data->hasUrls() || data->hasImage() || data->hasText()))
            return false;
        // A copy: the desktop must not throw the file away afterwards.
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        m_ports.composer.setDropTarget(!isDrop);
        if (isDrop)
            take(*data);
        return true;
    }
    if (event->type() == QEvent::DragLeave)
        m_ports.composer.setDropTarget(false);
    return QObject::eventFilter(watched, event);
}

} // namespace letterlock::ui
