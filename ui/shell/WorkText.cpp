// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/WorkText.h"

#include <QLocale>

#include "ui/keys/RotationText.h"
#include "ui/style/ErrorText.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::RekeyState;
using Status = app::ArchiveController::Status;

namespace {

bool isActive(RekeyState state)
{
    return state != RekeyState::Idle && state != RekeyState::Done && state != RekeyState::Stopped;
}

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QList<WorkItem> WorkText::items(const app::ArchiveController &archive, const app::KeyRotationController &rotation)
{
    QList<WorkItem> items;
    if (isActive(rotation.state()))
        items.append(rotationItem(rotation));
    const auto status = archive.status();
    if (status == Status::Preparing || status == Status::Fetching || status == Status::Uploading
        || status == Status::Paused || status == Status::Problem || archive.isPaused())
        items.append(archiveItem(archive));
    return items;
}

WorkItem WorkText::rotationItem(const app::KeyRotationController &rotation)
{
    WorkItem item{.id = u"rotation"_s, .icon = u"key-rotate"_s, .title = tr("Changing your key"), .detail = {}};
    const auto state = rotation.state();
    const auto progress = rotation.progress();
    item.fraction = rotation.percent() / 100.0;
    item.paused = state == RekeyState::Paused || state == RekeyState::Pausing;
    item.problem = state == RekeyState::Problem;
    item.canPause = item.paused || item.problem || state == RekeyState::Running;
    RotationView view;
    view.state = state;
    view.percent = rotation.percent();
    view.progress = progress;
    if (state != RekeyState::Running) {
        item.detail = RotationText::stateTitle(view);
        return item;
    }
    QStringList facts;
    if (progress.total > 0)
        facts << tr("%1 of %2 wrapped keys").arg(number(progress.done), number(progress.total));
    facts << RotationText::rate(rotation.wrapsPerSecond()) << RotationText::timeLeft(rotation.secondsLeft());
    facts.removeAll(QString());
    item.detail = facts.isEmpty() ? tr("It has just begun") : facts.join(u", "_s);
    return item;
}

WorkItem WorkText::archiveItem(const app::ArchiveController &archive)
{
    const auto status = archive.status();
    const auto totals = archive.totals();
    const bool up = status != Status::Fetching;
    WorkItem item{.id = u"archive"_s,
        .icon = up ? u"upload"_s : u"download"_s,
        .title = up ? tr("Sealing and uploading history") : tr("Fetching your history"),
        .detail = {}};
    item.paused = archive.isPaused();
    item.problem = status == Status::Problem && !item.paused;
    item.canPause = true;
    if (archive.total() > 0)
        item.fraction = double(archive.done()) / archive.total();
    if (item.paused)
        item.detail = tr("Paused, %n messages wait", nullptr, int(totals.onlyHere + totals.uploading));
    else if (item.problem && archive.problem())
        item.detail = ErrorText::of(*archive.problem(), {});
    else if (archive.total() > 0)
        item.detail = tr("%1 of %2").arg(number(archive.done()), number(archive.total()));
    else
        item.detail = tr("Looking at your archive");
    return item;
}

WorkText::Line WorkText::line(
    const app::ArchiveController &archive, const app::KeyRotationController &rotation, const QString &server)
{
    return isActive(rotation.state()) ? rotationLine(rotation) : archiveLine(archive, server);
}

WorkText::Line WorkText::rotationLine(const app::KeyRotationController &rotation)
{
    const int percent = rotation.percent();
    Line line{u"key-rotate"_s, Role::AccentText, tr("Changing your key, %1 %").arg(percent), {}, percent / 100.0};
    switch (rotation.state()) {
    case RekeyState::Pausing:
    case RekeyState::Paused:
        line.headline = tr("Key change paused, %1 %").arg(percent);
        line.paused = true;
        break;
    case RekeyState::WaitingForConnection:
        line.icon = u"offline"_s;
        line.ink = Role::Warn;
        line.headline = tr("Key change waits, %1 %").arg(percent);
        line.detail = tr("offline");
        line.paused = true;
        break;
    case RekeyState::Problem:
        line.headline = tr("Key change needs you, %1 %").arg(percent);
        line.ink = Role::Bad;
        break;
    case RekeyState::Stopping:
        line.headline = tr("Putting things back");
        break;
    default:
        if (const int seconds = rotation.secondsLeft(); seconds >= 0)
            line.detail = seconds < 60 ? tr("under a minute left") : tr("%n min left", nullptr, (seconds + 59) / 60);
    }
    return line;
}

WorkText::Line WorkText::archiveLine(const app::ArchiveController &archive, const QString &server)
{
    const auto totals = archive.totals();
    Line line{u"archive"_s, Role::Text2, {},
        tr("%1 on %2, %3 only here").arg(number(totals.onServer), server, number(totals.onlyHere + totals.uploading))};
    switch (archive.status()) {
    case Status::Sealed:
        line.icon = u"seal-solid"_s;
        line.ink = Role::Wax;
        line.headline = archive.place() == archive::ArchivePlace::PrivateStorage ? tr("Sealed in private storage")
                                                                                 : tr("Archive sealed");
        break;
    case Status::Off:
        line.headline = tr("Archive is off");
        break;
    case Status::WaitingForConnection:
        line.icon = u"offline"_s;
        line.ink = Role::Warn;
        line.headline = tr("Archive waits for the connection");
        break;
    case Status::Paused:
        line.icon = u"pause"_s;
        line.headline = tr("Archive is paused");
        break;
    case Status::Preparing:
        line.headline = tr("Looking at your archive");
        break;
    case Status::NoArchive:
        line.icon = u"drive"_s;
        line.ink = Role::Warn;
        line.headline = tr("%1 has no archive").arg(server);
        break;
    case Status::NoKey:
        line.icon = u"key"_s;
        line.ink = Role::Warn;
        line.headline = tr("No key to seal for yet");
        break;
    case Status::Fetching:
    case Status::Uploading: {
        const auto item = archiveItem(archive);
        line.icon = item.icon;
        line.ink = Role::AccentText;
        line.headline
            = archive.status() == Status::Uploading ? tr("Sealing and uploading") : tr("Fetching your history");
        line.fraction = item.fraction;
        if (item.fraction >= 0)
            line.headline += u", "_s + item.detail;
        break;
    }
    case Status::Problem:
        line.icon = u"warning"_s;
        line.ink = Role::Bad;
        line.headline = tr("Archive needs attention");
        if (const auto problem = archive.problem())
            line.detail = ErrorText::of(*problem, server);
        break;
    }
    return line;
}

} // namespace letterlock::ui
