// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationFrame.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include "ui/keys/RotationChangesPage.h"
#include "ui/keys/RotationDonePage.h"
#include "ui/keys/RotationNewKeyPage.h"
#include "ui/keys/RotationProgressPage.h"
#include "ui/keys/RotationText.h"
#include "ui/keys/RotationWhyPage.h"
#include "ui/keys/StepList.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RotationFrame::RotationFrame(Prompts &prompts, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_prompts(prompts)
    , m_stepLine(new TextLabel({}, TextStyle::BodyStrong))
    , m_stack(new QStackedWidget)
    , m_why(new RotationWhyPage)
    , m_newKey(new RotationNewKeyPage)
    , m_changes(new RotationChangesPage)
    , m_progress(new RotationProgressPage)
    , m_done(new RotationDonePage(prompts))
{
    setWindowFlag(Qt::Window);
    setObjectName(u"rotationWizard"_s);
    setAccessibleName(tr("Change your key"));
    setWindowTitle(tr("Change your key"));
    setMinimumSize(720, 480);
    resize(940, 700);
    for (auto *one : {static_cast<RotationPage *>(m_why), static_cast<RotationPage *>(m_newKey),
             static_cast<RotationPage *>(m_changes), static_cast<RotationPage *>(m_progress),
             static_cast<RotationPage *>(m_done)}) {
        auto *scroll = new QScrollArea;
        scroll->setWidget(one);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus);
        m_stack->addWidget(scroll);
    }
    auto *pages = new QVBoxLayout;
    pages->setSpacing(0);
    m_stepLine->setContentsMargins(30, 16, 30, 0);
    pages->addWidget(m_stepLine);
    pages->addWidget(m_stack, 1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_side = makeSide());
    middle->addLayout(pages, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(middle, 1);
    column->addWidget(makeButtons());

    connect(m_why, &RotationWhyPage::reasonChosen, this, &RotationFrame::reasonChosen);
    connect(m_why, &RotationWhyPage::lostKeyChosen, this, &RotationFrame::lostKeyChosen);
    connect(m_done, &RotationDonePage::completeChanged, this, &RotationFrame::refreshButtons);
    connect(m_done, &RotationDonePage::backupRequested, this, &RotationFrame::backupWanted);
    show(RotationView{});
    showStep(Step::Why);
}

QWidget *RotationFrame::makeSide()
{
    auto *side = new Panel(Role::BgSide);
    side->setEdges(Qt::RightEdge);
    side->setFixedWidth(220);
    m_steps = new StepList({tr("Why"), tr("New key"), tr("What will change"), tr("Changing the key"), tr("Done")});
    m_account = new TextLabel({}, TextStyle::Caption, Role::Text2);
    auto *who = new QHBoxLayout;
    who->setSpacing(10);
    who->addWidget(new Glyph(u"key-rotate"_s, Role::Text2, 20));
    who->addWidget(m_account, 1);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(18, 22, 16, 18);
    column->addWidget(m_steps);
    column->addStretch(1);
    column->addLayout(who);
    return side;
}

QPushButton *RotationFrame::addButton(const QString &name, const QString &text, const QString &icon)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    setButtonKind(button, ButtonKind::Secondary);
    if (!icon.isEmpty()) {
        button->setIcon(icons::icon(icon, Role::Text));
    }
    return button;
}

QWidget *RotationFrame::makeButtons()
{
    m_cancel = addButton(u"rotationCancel"_s, tr("Cancel"), {});
    m_rehearse = addButton(u"rotationRehearseAgain"_s, tr("Rehearse again"), {});
    m_stop = addButton(u"rotationStop"_s, tr("Stop and keep the old key…"), {});
    m_later = addButton(u"rotationLater"_s, tr("Remind me tomorrow"), {});
    m_back = addButton(u"rotationBack"_s, tr("&Back"), {});
    m_pause = addButton(u"rotationPause"_s, tr("Pause"), u"pause"_s);
    m_next = addButton(u"rotationNext"_s, tr("&Next"), {});
    m_start = addButton(u"rotationStart"_s, tr("Change the key now"), {});
    m_background = addButton(u"rotationBackground"_s, tr("Continue in background"), {});
    m_continue = addButton(u"rotationContinue"_s, tr("Continue"), {});
    m_finish = addButton(u"rotationFinish"_s, tr("Finish"), {});
    m_back->setAccessibleName(tr("Back"));
    m_next->setAccessibleName(tr("Next"));
    for (auto *text : {m_cancel, m_rehearse, m_stop, m_later}) {
        setButtonKind(text, ButtonKind::Text);
    }
    for (auto *primary : {m_next, m_start, m_background, m_continue, m_finish}) {
        setButtonKind(primary, ButtonKind::Primary);
    }
    m_rehearse->setIcon(icons::icon(u"refresh"_s, Role::AccentText));
    m_start->setIcon(icons::icon(u"key-rotate"_s, Role::OnAccent));

    auto *bar = new Panel(Role::BgSurface);
    bar->setEdges(Qt::TopEdge);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(18, 14, 20, 13);
    row->setSpacing(10);
    for (auto *left : {m_cancel, m_stop, m_later, m_rehearse}) {
        row->addWidget(left);
    }
    row->addStretch(1);
    for (auto *right : {m_back, m_pause, m_next, m_start, m_background, m_continue, m_finish}) {
        row->addWidget(right);
    }
    connect(m_cancel, &QPushButton::clicked, this, &QWidget::close);
    connect(m_later, &QPushButton::clicked, this, &QWidget::close);
    connect(m_background, &QPushButton::clicked, this, &QWidget::close);
    connect(m_rehearse, &QPushButton::clicked, this, &RotationFrame::rehearsalWanted);
    connect(m_stop, &QPushButton::clicked, this, &RotationFrame::confirmStop);
    connect(m_back, &QPushButton::clicked, this, &RotationFrame::goBack);
    connect(m_next, &QPushButton::clicked, this, &RotationFrame::goNext);
    connect(m_pause, &QPushButton::clicked, this, &RotationFrame::pauseWanted);
    connect(m_continue, &QPushButton::clicked, this, &RotationFrame::continueWanted);
    connect(m_start, &QPushButton::clicked, this, &RotationFrame::startWanted);
    connect(m_finish, &QPushButton::clicked, this, &RotationFrame::finished);
    return bar;
}

RotationPage *RotationFrame::page(Step step) const
{
    return qobject_cast<RotationPage *>(qobject_cast<QScrollArea *>(m_stack->widget(static_cast<int>(step)))->widget());
}

void RotationFrame::show(const RotationView &view)
{
    m_view = view;
    if (view.receipt && view.state == archive::RekeyState::Done) {
        m_step = Step::Done;
    } else if (view.isUnderWay() && m_step < Step::Progress) {
        m_step = Step::Progress;
    }
    showStep(m_step);
    m_account->setText(view.account);
}

void RotationFrame::showStep(Step step)
{
    const bool moved = step != m_step || m_stack->currentIndex() != static_cast<int>(step);
    m_step = step;
    page(step)->show(m_view);
    m_stack->setCurrentIndex(static_cast<int>(step));
    refreshSteps();
    refreshButtons();
    if (moved && isVisible()) {
        for (auto *primary : {m_next, m_start, m_background, m_continue}) {
            if (!primary->isHidden() && primary->isEnabled()) {
                primary->setFocus(Qt::OtherFocusReason);
            }
        }
    }
}

void RotationFrame::refreshSteps()
{
    m_steps->setCurrent(static_cast<int>(m_step));
    m_steps->setResult(0, RotationText::reasonShort(m_view.reason));
    m_steps->setResult(1, m_view.newKey.isEmpty() ? QString() : tr("ends in %1").arg(m_view.newKey.ending()));
    m_steps->setResult(
        2, m_view.rehearsal ? tr("%1 wrapped keys").arg(QLocale().toString(m_view.rehearsal->wraps)) : QString());
    m_steps->setResult(3,
        m_view.receipt ? RotationText::duration(m_view.receipt->startedAt.secsTo(m_view.receipt->finishedAt))
                       : QString());
    m_stepLine->setText(m_steps->line());
}

void RotationFrame::refreshButtons()
{
    using enum archive::RekeyState;
    const bool early = m_step < Step::Progress;
    const bool work = m_step == Step::Progress;
    const bool done = m_step == Step::Done;
    const bool paused = m_view.state == Paused || m_view.state == Pausing;
    const bool problem = m_view.state == Problem;
    const bool over = m_view.state == Stopped;
    m_cancel->setVisible(early);
    m_rehearse->setVisible(m_step == Step::Changes);
    m_rehearse->setEnabled(!m_view.rehearsing && !m_view.newKey.isEmpty());
    m_stop->setVisible(work && m_view.canStop && m_view.state != Stopping && !over);
    m_later->setVisible(done);
    m_back->setVisible(early);
    m_back->setEnabled(m_step > Step::Why && !m_view.makingKey && !m_view.rehearsing);
    m_next->setVisible(early && m_step != Step::Changes);
    m_next->setText(m_step == Step::Why ? tr("&Next: new key") : tr("&Next: what will change"));
    m_start->setVisible(m_step == Step::Changes);
    m_start->setEnabled(RotationChangesPage::mayStart(m_view));
    m_start->setToolTip(m_start->isEnabled() ? QString() : tr("The rehearsal has to pass first."));
    m_pause->setVisible(work && m_view.state == Running);
    m_continue->setVisible(work && (paused || problem));
    m_continue->setEnabled(m_view.state != Pausing);
    m_continue->setText(problem ? tr("Try again") : tr("Continue"));
    m_background->setVisible(work && !paused && !problem && m_view.state != Stopping);
    m_background->setText(over ? tr("Close") : tr("Continue in background"));
    m_finish->setVisible(done);
    m_finish->setEnabled(done && m_done->isComplete());
    m_finish->setToolTip(m_finish->isEnabled() ? QString() : tr("Type groups 2 and 5 from the recovery sheet first."));
}

void RotationFrame::goNext()
{
    if (m_step == Step::Why) {
        Q_EMIT reasonChosen(m_view.reason);
        showStep(Step::NewKey);
    } else if (m_step == Step::NewKey) {
        const auto chosen = m_newKey->chosenKey();
        const auto plan = m_newKey->plan();
        showStep(Step::Changes);
        Q_EMIT newKeyWanted(chosen, plan);
    }
}

void RotationFrame::goBack()
{
    if (m_step == Step::NewKey || m_step == Step::Changes) {
        showStep(static_cast<Step>(static_cast<int>(m_step) - 1));
    }
}

void RotationFrame::confirmStop()
{
    const Prompts::Question question{.name = u"rotationStopDialog"_s,
        .title = tr("Stop and keep the old key?"),
        .text = tr("What was sealed for the new key so far is put back. Afterwards your old key is in use as before.")
            + (m_view.endsArchiveKeys ? u' ' + tr("The archive key stays replaced: it was revoked already.")
                                      : QString()),
        .confirm = tr("Stop and put things back"),
        .cancel = tr("Go on")};
    m_prompts.ask(this, question, [this](Prompts::Answer answer) {
        if (answer == Prompts::Answer::Confirm) {
            Q_EMIT stopWanted();
        }
    });
}

void RotationFrame::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape) {
        Panel::keyPressEvent(event);
        return;
    }
    if (m_step >= Step::Progress || m_step == Step::Why) {
        close();
        return;
    }
    const Prompts::Question question{.name = u"rotationLeaveDialog"_s,
        .title = tr("Leave without changing your key?"),
        .text = tr("Nothing has been changed on your server so far."),
        .confirm = tr("Leave"),
        .cancel = tr("Stay")};
    m_prompts.ask(this, question, [this](Prompts::Answer answer) {
        if (answer == Prompts::Answer::Confirm) {
            close();
        }
    });
}

void RotationFrame::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_side->setVisible(width() >= 860);
    m_stepLine->setVisible(width() < 860);
}

} // namespace letterlock::ui
