// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationProgressPage.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/keys/RotationText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/ProgressLine.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

using StepState = app::RotationStepState::State;

ProgressLine::State lineState(archive::RekeyState state)
{
    using enum archive::RekeyState;
    switch (state) {
    case Pausing:
    case Paused:
    case WaitingForConnection:
    case Stopped:
        return ProgressLine::State::Paused;
    case Problem:
        return ProgressLine::State::Problem;
    case Done:
        return ProgressLine::State::Finished;
    case Idle:
    case Running:
    case Stopping:
        break;
    }
    return ProgressLine::State::Running;
}

QWidget *stepRow(const app::RotationStepState &step, bool isNext, const RotationView &view)
{
    auto *row = new QWidget;
    row->setObjectName(u"rotationStep_%1"_s.arg(static_cast<int>(step.step)));
    const bool running = step.state == StepState::Running;
    const bool done = step.state == StepState::Done;
    const auto icon = done                ? u"check"_s
        : running                         ? u"key-rotate"_s
        : step.state == StepState::Failed ? u"error"_s
                                          : u"clock"_s;
    const auto role = done                ? Role::Ok
        : running                         ? Role::Accent
        : step.state == StepState::Failed ? Role::Bad
                                          : Role::Text3;
    auto *title
        = (new TextLabel(RotationText::stepTitle(step.step, done),
               running ? TextStyle::BodyStrong : TextStyle::BodyMedium, done || running ? Role::Text : Role::Text2))
              ->wrapping();
    auto *detail = new TextLabel(RotationText::stepDetail(step, isNext, view.server), TextStyle::Body, Role::Text2);
    auto *top = new QHBoxLayout;
    top->addWidget(title, 1);
    top->addWidget(detail);
    auto *column = new QVBoxLayout;
    column->setSpacing(metrics::kSpace4);
    column->addLayout(top);
    if (running && step.total > 0) {
        auto *bar = new ProgressLine;
        bar->setState(lineState(view.state));
        bar->setProgress(step.done, step.total);
        column->addWidget(bar);
    }
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 3, 0, 3);
    layout->setSpacing(metrics::kSpace12);
    layout->addWidget(new Glyph(icon, role, 18), 0, Qt::AlignTop);
    layout->addLayout(column, 1);
    row->setAccessibleName(title->text());
    row->setAccessibleDescription(detail->text());
    return row;
}

} // namespace

RotationProgressPage::RotationProgressPage(QWidget *parent)
    : RotationPage(parent)
    , m_progress(new ProgressLine)
    , m_notice(new Panel(Role::InfoSoft))
    , m_noticeText((new TextLabel)->wrapping())
    , m_now(new TextLabel({}, TextStyle::Caption, Role::Text2))
    , m_state(new TextLabel({}, TextStyle::Caption, Role::Ok))
    , m_logButton(new QPushButton(tr("Show the log")))
    , m_log(new QPlainTextEdit)
{
    m_progress->setObjectName(u"rotationProgress"_s);
    m_progress->setAccessibleName(tr("Progress"));
    m_stepBox = makeCard(m_steps);
    m_stepBox->setObjectName(u"rotationPhaseList"_s);
    m_stepBox->setAccessibleName(tr("Steps of the key change"));
    content()->addWidget(m_progress);
    content()->addWidget(makeFacts());
    content()->addWidget(m_stepBox);
    m_notice->setRadius(metrics::kRadiusRow);
    m_noticeText->setTextFormat(Qt::RichText);
    auto *notice = new QHBoxLayout(m_notice);
    notice->setContentsMargins(15, 11, 15, 11);
    notice->setSpacing(metrics::kSpace12);
    notice->addWidget(new Glyph(u"info"_s, Role::AccentText, 19), 0, Qt::AlignTop);
    notice->addWidget(m_noticeText, 1);
    content()->addWidget(m_notice);

    setButtonKind(m_logButton, ButtonKind::Text, ButtonSize::Small);
    m_log->setObjectName(u"rotationLog"_s);
    m_log->setAccessibleName(tr("Log"));
    m_log->setReadOnly(true);
    m_log->setMinimumHeight(90);
    m_log->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_now, 1);
    row->addWidget(m_state);
    row->addWidget(m_logButton);
    content()->addLayout(row);
    content()->addWidget(m_log);
    content()->addStretch(1);
    connect(m_logButton, &QPushButton::clicked, this, [this] {
        m_log->setVisible(m_log->isHidden());
        m_logButton->setText(m_log->isHidden() ? tr("Show the log") : tr("Hide the log"));
    });
}

QWidget *RotationProgressPage::makeFacts()
{
    auto *facts = new QWidget;
    auto *row = new QHBoxLayout(facts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace8);
    const auto add = [row](const QString &what, const QString &name) {
        auto *value = new TextLabel({}, TextStyle::BodyStrong);
        value->setObjectName(name);
        value->setAccessibleName(what);
        row->addWidget(new TextLabel(what, TextStyle::Body, Role::Text2));
        row->addWidget(value);
        row->addSpacing(metrics::kSpace12);
        return value;
    };
    m_rate = add(tr("Speed"), u"rotationRate"_s);
    m_eta = add(tr("Time left"), u"rotationEta"_s);
    m_sent = add(tr("Sent"), u"rotationSent"_s);
    row->addStretch(1);
    m_percent = new TextLabel({}, TextStyle::Heading);
    m_percent->setObjectName(u"rotationPercent"_s);
    row->addWidget(m_percent);
    return facts;
}

void RotationProgressPage::show(const RotationView &view)
{
    using enum archive::RekeyState;
    setHeading(RotationText::stateTitle(view), RotationText::stateLine(view));
    m_progress->setState(lineState(view.state));
    m_progress->setFraction(view.percent / 100.0);
    m_percent->setText(tr("%1 %").arg(view.percent));
    m_progress->setAccessibleDescription(m_percent->text());
    const bool moving = view.state == Running;
    const auto orUnknown = [](const QString &text) { return text.isEmpty() ? tr("not known yet") : text; };
    m_rate->setText(moving ? orUnknown(RotationText::rate(view.wrapsPerSecond)) : tr("standing still"));
    m_eta->setText(orUnknown(moving ? RotationText::timeLeft(view.secondsLeft) : QString()));
    m_sent->setText(RotationText::size(view.progress.bytesSent));
    showSteps(view);
    m_notice->setVisible(view.isUnderWay());
    m_noticeText->setText(RotationText::closeNotice(view));
    const auto &current = view.progress.current;
    m_now->setText(current.with.isEmpty()
            ? QString()
            : tr("Now: %1, %2", "address, day")
                  .arg(current.with.toString(),
                      QLocale().toString(current.start.toLocalTime().date(), QLocale::LongFormat)));
    const bool wrong = view.state == Problem;
    m_state->setText(wrong               ? tr("Stopped by a problem")
            : view.progress.setAside > 0 ? tr("%1 set aside").arg(view.progress.setAside)
                                         : tr("No problems so far"));
    m_state->setRole(wrong ? Role::Bad : view.progress.setAside > 0 ? Role::Warn : Role::Ok);
    if (m_log->toPlainText() != view.log.join(u'\n')) {
        m_log->setPlainText(view.log.join(u'\n'));
        m_log->moveCursor(QTextCursor::End);
    }
}

void RotationProgressPage::showSteps(const RotationView &view)
{
    while (auto *item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool nextFound = false;
    for (auto step : view.steps) {
        if (step.step == app::RotationStep::List)
            step.total = view.progress.wraps;
        const bool isNext = step.state == StepState::Pending && !nextFound;
        nextFound = nextFound || isNext;
        m_steps->addWidget(stepRow(step, isNext, view));
    }
    m_stepBox->setVisible(!view.steps.isEmpty());
}

} // namespace letterlock::ui
