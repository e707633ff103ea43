// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationText.h"

#include <QLocale>

namespace letterlock::ui {

namespace {

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString RotationText::reasonShort(app::RotationReason reason)
{
    switch (reason) {
    case app::RotationReason::Planned:
        return tr("Planned change");
    case app::RotationReason::LostDevice:
        return tr("Lost device");
    case app::RotationReason::Compromised:
        return tr("Somebody may have it");
    }
    return {};
}

QStringList RotationText::whatWillHappen(const RotationView &view)
{
    const auto made = tr("A new key is made on this computer and published.");
    const auto sealedAgain = tr("Your archive on %1 is sealed again for the new key.").arg(view.server);
    const auto withdrawn = tr("The old wrapped keys go, the old key is withdrawn.");
    QStringList lines;
    switch (view.reason) {
    case app::RotationReason::Planned:
        return {made, sealedAgain, tr("It is read back and opened with the new key."), withdrawn};
    case app::RotationReason::LostDevice:
        lines = {tr("The old key leaves your list: nobody seals for the lost device any more."), made, sealedAgain,
            withdrawn};
        break;
    case app::RotationReason::Compromised:
        lines = {tr("The old key is withdrawn at once and contacts are warned."), made,
            tr("Every collection on %1 is sealed anew, with fresh keys inside.").arg(view.server),
            tr("It is read back, then what the old key opens is removed.")};
        break;
    }
    if (view.endsArchiveKeys) {
        lines.insert(2, tr("The key for your archive is revoked and replaced as well."));
    }
    return lines;
}

QString RotationText::limits(app::RotationReason reason)
{
    const auto always
        = tr("A new key stops new messages and closes the archive on your server to the old key. It cannot "
             "call back copies already made.");
    if (reason == app::RotationReason::LostDevice) {
        return tr("Whoever can unlock the device can read what is stored on it.") + QLatin1Char(' ') + always;
    }
    return always;
}

QString RotationText::stateTitle(const RotationView &view)
{
    using enum archive::RekeyState;
    switch (view.state) {
    case Pausing:
    case Paused:
        return tr("Paused at %1 %. Both keys open your archive").arg(view.percent);
    case WaitingForConnection:
        return tr("Waits for the connection, goes on by itself");
    case Problem:
        return view.problem.isEmpty() ? tr("Stopped by a problem") : view.problem;
    case Stopping:
        return view.progress.total > 0
            ? tr("Putting things back, %1 of %2").arg(number(view.progress.done), number(view.progress.total))
            : tr("Putting things back");
    case Stopped:
        return tr("Stopped. Your old key is in use as before");
    case Done:
        return tr("Your archive is sealed for the new key");
    case Idle:
    case Running:
        break;
    }
    return tr("Sealing your archive for the new key");
}

QString RotationText::stateLine(const RotationView &view)
{
    using enum archive::RekeyState;
    if (view.state == Stopping) {
        return tr("The new wrapped keys are removed again. It is safe to close this window.");
    }
    if (view.state == Stopped) {
        return tr("Nothing on %1 is sealed for the new key any more.").arg(view.server);
    }
    int at = 0;
    for (const auto &step : view.steps) {
        at += step.state == app::RotationStepState::State::Pending ? 0 : 1;
    }
    if (view.steps.isEmpty() || at == 0) {
        return tr("Your conversations go on as usual meanwhile.");
    }
    return tr("Step %1 of %2. Your conversations go on as usual meanwhile.").arg(at).arg(view.steps.size());
}

QString RotationText::stepTitle(app::RotationStep step, bool done)
{
    switch (step) {
    case app::RotationStep::WarnContacts:
        return done ? tr("Old key withdrawn, contacts warned") : tr("Withdraw the old key and warn contacts");
    case app::RotationStep::ShutOut:
        return done ? tr("Lost device shut out") : tr("Shut out the lost device");
    case app::RotationStep::PublishNew:
        return done ? tr("New key published") : tr("Publish the new key");
    case app::RotationStep::List:
        return tr("List what has to change");
    case app::RotationStep::SealAgain:
        return tr("Open each wrapped key and seal it again");
    case app::RotationStep::ReadBack:
        return tr("Read back and open with the new key");
    case app::RotationStep::RemoveOld:
        return tr("Remove the old wrapped keys");
    case app::RotationStep::WithdrawOld:
        return tr("Withdraw the old key");
    case app::RotationStep::ReplaceArchiveKey:
        return done ? tr("Archive key revoked and replaced") : tr("Revoke and replace the archive key");
    case app::RotationStep::SealForArchiveKey:
        return tr("Seal again what was for the old archive key");
    }
    return {};
}

QString RotationText::stepDetail(const app::RotationStepState &step, bool isNext, const QString &server)
{
    using enum app::RotationStepState::State;
    switch (step.state) {
    case Running:
        return step.total > 0 ? tr("%1 of %2").arg(number(step.done), number(step.total)) : tr("now");
    case Failed:
        return tr("did not work");
    case Done:
        if (step.step == app::RotationStep::List) {
            return tr("%1 found").arg(number(step.total));
        }
        if (step.step == app::RotationStep::PublishNew) {
            return tr("Confirmed by %1").arg(server);
        }
        if (step.total > 0) {
            return tr("%1 of %2").arg(number(step.done), number(step.total));
        }
        return step.finishedAt.isValid()
            ? QLocale().toString(step.finishedAt.toLocalTime().time(), QLocale::ShortFormat)
            : tr("done");
    case Pending:
        break;
    }
    if (isNext) {
        return tr("next");
    }
    return step.step == app::RotationStep::RemoveOld ? tr("only when the check passes") : QString();
}

QString RotationText::rate(double wrapsPerSecond)
{
    if (wrapsPerSecond <= 0) {
        return {};
    }
    if (wrapsPerSecond < 1) {
        return tr("%1 keys a minute").arg(number(qRound64(wrapsPerSecond * 60)));
    }
    return tr("%1 keys a second").arg(number(qRound64(wrapsPerSecond)));
}

QString RotationText::timeLeft(int seconds)
{
    if (seconds < 0) {
        return {};
    }
    if (seconds < 60) {
        return tr("under a minute");
    }
    if (seconds < 3600) {
        const int minutes = (seconds + 30) / 60;
        return minutes == 1 ? tr("about a minute") : tr("about %1 minutes").arg(minutes);
    }
    const int hours = (seconds + 1800) / 3600;
    return hours == 1 ? tr("about an hour") : tr("about %1 hours").arg(hours);
}

QString RotationText::duration(qint64 seconds)
{
    if (seconds < 60) {
        return tr("%1 s").arg(seconds);
    }
    if (seconds < 3600) {
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    }
    return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString RotationText::size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString RotationText::closeNotice(const RotationView &view)
{
    const auto rest = view.progress.done > 0 && view.progress.total > 0
        ? tr("Letterlock goes on in the background. If the connection drops, or you quit, it continues from key %1 "
             "next "
             "time.")
              .arg(number(view.progress.done))
        : tr("Letterlock goes on in the background. If the connection drops, or you quit, it continues next time.");
    return QStringLiteral("<b>%1</b> %2").arg(tr("You can close this window."), rest);
}

} // namespace letterlock::ui
