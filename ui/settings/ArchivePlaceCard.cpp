// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/ArchivePlaceCard.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/style/ErrorText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using archive::ArchivePlace;
using State = app::ArchiveMove::State;

namespace {

QString dataSize(qint64 octets)
{
    return QLocale().formattedDataSize(octets, 0, QLocale::DataSizeSIFormat);
}

} // namespace

ArchivePlaceCard::ArchivePlaceCard(const Ports &ports)
    : m_ports(ports)
    , m_headline((new TextLabel({}, TextStyle::BodyStrong))->wrapping())
    , m_more((new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping())
{
    setObjectName(u"archivePlace"_s);
    setAccessibleName(tr("Where your history is kept"));
    m_headline->setObjectName(u"archivePlaceText"_s);
    m_more->setObjectName(u"archivePlaceMore"_s);
    auto *top = new Panel(Role::Count);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_headline);
    texts->addWidget(m_more);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(metrics::kSpace16);
    row->addLayout(texts, 1);
    addWidget(top);
    if (m_ports.move) {
        addMove(top);
        connect(m_ports.move, &app::ArchiveMove::changed, this, &ArchivePlaceCard::refresh);
        connect(m_ports.move, &app::ArchiveMove::finished, this, &ArchivePlaceCard::refresh);
    }
    connect(&m_ports.archive, &app::ArchiveController::changed, this, &ArchivePlaceCard::refresh);
    connect(&m_ports.settings, &app::SettingsStore::changed, this, &ArchivePlaceCard::refresh);
    refresh();
}

void ArchivePlaceCard::addMove(QWidget *buttons)
{
    m_move = new QPushButton(tr("Move…"));
    m_move->setObjectName(u"archiveMove"_s);
    setButtonKind(m_move, ButtonKind::Secondary, ButtonSize::Small);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(u"archiveMoveCancel"_s);
    m_cancel->setAccessibleName(tr("Cancel the move of your history"));
    setButtonKind(m_cancel, ButtonKind::Text, ButtonSize::Small);
    buttons->layout()->addWidget(m_move);
    buttons->layout()->addWidget(m_cancel);
    m_bar = new ProgressLine;
    m_bar->setObjectName(u"archiveMoveBar"_s);
    m_bar->setAccessibleName(tr("Moving your history"));
    m_progress = (new TextLabel({}, TextStyle::Caption, Role::Text2))->wrapping();
    m_progress->setObjectName(u"archiveMoveProgress"_s);
    m_work = new Panel(Role::Count);
    auto *column = new QVBoxLayout(m_work);
    column->setContentsMargins(16, 0, 16, 10);
    column->setSpacing(metrics::kSpace4);
    column->addWidget(m_bar);
    column->addWidget(m_progress);
    layout()->addWidget(m_work); // belongs to the row above: no hairline between
    connect(m_move, &QPushButton::clicked, this, &ArchivePlaceCard::askMove);
    connect(m_cancel, &QPushButton::clicked, m_ports.move, &app::ArchiveMove::cancel);
}

QString ArchivePlaceCard::server() const
{
    return m_ports.settings.account().account.domain();
}

ArchivePlaceCard::Words ArchivePlaceCard::place() const
{
    using Status = app::ArchiveController::Status;
    const auto &archive = m_ports.archive;
    if (!m_ports.settings.archives()) {
        return {tr("Only on this computer"), tr("You chose so. What is on %1 already stays there.").arg(server())};
    }
    switch (archive.place()) {
    case ArchivePlace::Server:
        return {tr("In the archive on %1").arg(server()), tr("Sealed, and on every device of yours.")};
    case ArchivePlace::PrivateStorage:
        return {tr("In private storage on %1").arg(server()),
            tr("Sealed, and on every device of yours. Slower than an archive, and for up to %1. It takes %2 now.")
                .arg(dataSize(app::ArchiveController::largeSize), dataSize(archive.storedSize()))};
    case ArchivePlace::Unknown:
        break;
    }
    if (archive.status() == Status::NoArchive) {
        auto more = tr("%1 has no archive for sealed history, and no private storage that keeps it.").arg(server());
        if (!archive.placeReason().isEmpty()) {
            more += u' ' + tr("Details: %1").arg(archive.placeReason());
        }
        return {tr("Only on this computer"), more};
    }
    if (archive.status() == Status::NoKey) {
        return {tr("Only on this computer"), tr("There is no key yet that it could be sealed for.")};
    }
    return {tr("Not known yet"), tr("Letterlock looks as soon as %1 is reached.").arg(server())};
}

QString ArchivePlaceCard::progress() const
{
    const auto &move = *m_ports.move;
    const auto problem = move.problem();
    switch (move.state()) {
    case State::Idle:
        return ended();
    case State::Trying:
        return tr("Trying whether %1 keeps there what it is given…").arg(server());
    case State::Moving: {
        const QLocale locale;
        return move.total() > 0
            ? tr("%1 of %2 parts copied", "numbers").arg(locale.toString(move.done()), locale.toString(move.total()))
            : tr("Looking what there is to move…");
    }
    case State::Undoing:
        return tr("Taking back what was copied…");
    case State::Waiting:
        return tr("Paused; nothing is lost.") + u' '
            + (problem ? ErrorText::of(*problem, server()) : tr("It goes on when %1 is reached.").arg(server()));
    }
    return {};
}

QString ArchivePlaceCard::ended() const
{
    const auto &move = *m_ports.move;
    if (const auto problem = move.problem()) {
        return problem->code == archive::ArchiveError::Code::Unsupported
            ? tr("%1 does not keep sealed history there. Nothing was changed.").arg(server())
            : ErrorText::of(*problem, server());
    }
    if (!move.result()) {
        return {};
    }
    if (move.result()->undone) {
        return tr("Taken back. Your history is where it was.");
    }
    auto text = tr("Moved: %n part(s), each read back and compared.", nullptr, move.result()->moved);
    if (move.result()->left > 0) {
        text += u' ' + tr("%n part(s) that are not sealed stayed where they were.", nullptr, move.result()->left);
    }
    return text;
}

void ArchivePlaceCard::refresh()
{
    const auto words = place();
    m_headline->setText(words.headline);
    m_more->setText(words.more);
    setAccessibleDescription(words.headline + u". "_s + words.more);
    if (m_ports.move) {
        refreshMove();
    }
}

void ArchivePlaceCard::refreshMove()
{
    const auto &move = *m_ports.move;
    const auto state = move.state();
    const bool waits = state == State::Waiting;
    const bool canMove = m_ports.settings.archives() && move.destination() != ArchivePlace::Unknown;
    m_move->setText(waits ? tr("Continue") : tr("Move…"));
    m_move->setAccessibleName(waits                      ? tr("Continue the move of your history")
            : move.destination() == ArchivePlace::Server ? tr("Move your history to the archive")
                                                         : tr("Move your history to private storage"));
    m_move->setVisible(waits || (state == State::Idle && canMove));
    m_cancel->setVisible(state != State::Idle);
    m_cancel->setEnabled(state != State::Undoing);
    m_bar->setVisible(state != State::Idle);
    m_bar->setState(waits            ? ProgressLine::State::Paused
            : state == State::Moving ? ProgressLine::State::Running
                                     : ProgressLine::State::Unknown);
    if (state == State::Moving) {
        m_bar->setProgress(move.done(), move.total());
    }
    const auto text = progress();
    m_progress->setText(text);
    m_progress->setRole(move.problem() ? Role::Bad : Role::Text2);
    m_work->setVisible(!text.isEmpty());
}

void ArchivePlaceCard::askMove()
{
    if (m_ports.move->state() == State::Waiting) {
        m_ports.move->resumeUnfinished();
        return;
    }
    const bool toServer = m_ports.move->destination() == ArchivePlace::Server;
    const auto how = tr("Every part is copied as it is, read back and compared; only then it is removed where it was. "
                        "You can go on working, close Letterlock, or take it back. All your devices follow by "
                        "themselves.");
    const auto what = toServer
        ? tr("The archive is made for this: faster, and with more room.")
        : tr("Private storage is slower, and for up to %1.").arg(dataSize(app::ArchiveController::largeSize));
    m_ports.prompts.ask(this,
        {.name = u"archiveMoveDialog"_s,
            .title = toServer ? tr("Move your history to the archive on %1?").arg(server())
                              : tr("Move your history to private storage on %1?").arg(server()),
            .text = what + u"\n\n"_s + how,
            .confirm = tr("Move")},
        [this](Prompts::Answer answer) {
            if (answer == Prompts::Answer::Confirm) {
                m_ports.move->start();
            }
        });
}

} // namespace letterlock::ui
