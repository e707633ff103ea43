// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/FileText.h"

#include <QLocale>

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::FileProblem;
using Kind = app::FileState::Kind;

QString FileText::size(qint64 octets)
{
    return QLocale().formattedDataSize(octets, octets < 10'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString FileText::name(const archive::SharedFile &file)
{
    if (!file.name.isEmpty())
        return file.name;
    return file.isPicture() ? tr("Picture") : tr("File");
}

QString FileText::summary(const archive::Message &message)
{
    const auto files
        = message.body.isEmpty() ? archive::SharedFile::unpack(message.files) : QList<archive::SharedFile>();
    return files.isEmpty() ? message.body : name(files.first());
}

QString FileText::detail(const app::FileState &state)
{
    const QString whole = state.file.size >= 0 ? size(state.file.size) : QString();
    switch (state.kind) {
    case Kind::Elsewhere:
        if (state.file.cipher == archive::SharedFile::Cipher::None) {
            // No seal, and a server that its owner chose: both before anybody asks it.
            return whole.isEmpty()
                ? tr("Not sealed, at %1. Click to fetch", "name of a server").arg(state.file.url.host())
                : tr("%1, not sealed, at %2. Click to fetch", "size of a file, name of a server")
                      .arg(whole, state.file.url.host());
        }
        return whole.isEmpty() ? tr("Click to fetch") : tr("%1, click to fetch", "size of a file").arg(whole);
    case Kind::Waiting:
        return tr("Sealed, waits to be sent, %1", "size of a file").arg(whole);
    case Kind::Running:
        if (state.total <= 0)
            return state.uploads ? tr("Sending, %1").arg(size(state.done)) : tr("Fetching, %1").arg(size(state.done));
        return (state.uploads ? tr("Sending sealed, %1 of %2") : tr("Fetching, %1 of %2"))
            .arg(size(qMin(state.done, state.total)), size(state.total));
    case Kind::Here:
        return whole;
    case Kind::Failed:
        return problem(state.problem, state.uploads, state.sizeLimit);
    }
    return {};
}

QString FileText::problem(FileProblem problem, bool uploads, qint64 sizeLimit)
{
    switch (problem) {
    case FileProblem::None:
        return {};
    case FileProblem::Gone:
        return tr("No longer on the server. Servers keep files for some days only.");
    case FileProblem::Tampered:
        return tr("This is not the file that was sealed. It was thrown away.");
    case FileProblem::TooLarge:
        if (!uploads)
            return tr("Too large to be fetched.");
        return sizeLimit > 0 ? tr("Too large: your server takes files up to %1.").arg(size(sizeLimit))
                             : tr("Too large for your server.");
    case FileProblem::NoService:
        return tr("Your server takes no files.");
    case FileProblem::Refused:
        return uploads ? tr("Your server refused the file.") : tr("The server refused to give the file.");
    case FileProblem::Unreachable:
        return tr("The server cannot be reached. Click to try again.");
    case FileProblem::Stopped:
        return tr("You stopped it.");
    case FileProblem::CopyLost:
        return tr("The file cannot be read.");
    case FileProblem::NotSecure:
        return tr("The server did not prove who it is. Nothing was transferred.");
    case FileProblem::DiskFull:
        return tr("It could not be written. Is there room on the disk?");
    }
    return {};
}

QString FileText::icon(const app::FileState &state)
{
    switch (state.kind) {
    case Kind::Elsewhere:
        return u"download"_s;
    case Kind::Waiting:
        return u"upload"_s;
    case Kind::Running:
        return u"close"_s;
    case Kind::Failed:
        return u"error"_s;
    case Kind::Here:
        break;
    }
    return state.file.isPicture() ? u"image"_s : u"file"_s;
}

QString FileText::sentence(const app::FileState &state)
{
    const QString what = state.file.isPicture() ? tr("picture %1").arg(name(state.file))
                                                : tr("file %1", "name of a file").arg(name(state.file));
    if (state.kind == Kind::Running && state.total > 0) {
        const int percent = int(qBound(qint64(0), 100 * state.done / state.total, qint64(100)));
        return state.uploads ? tr("%1, sending, %2 percent").arg(what).arg(percent)
                             : tr("%1, fetching, %2 percent").arg(what).arg(percent);
    }
    const QString rest = detail(state);
    return rest.isEmpty() ? what : tr("%1, %2", "a file and its state").arg(what, rest);
}

std::optional<MessageAction> FileText::mainAction(const app::FileState &state)
{
    switch (state.kind) {
    case Kind::Elsewhere:
        return MessageAction::FetchFile;
    case Kind::Waiting:
    case Kind::Running:
        return MessageAction::StopFile;
    case Kind::Here:
        return MessageAction::OpenFile;
    case Kind::Failed:
        return state.uploads ? std::nullopt : std::optional(MessageAction::FetchFile);
    }
    return {};
}

} // namespace letterlock::ui
