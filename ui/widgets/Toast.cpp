// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Toast.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPlainMs = 6000;
constexpr int kUndoMs = 10000;
} // namespace

Toast::Toast(QWidget *parent)
    : Panel(Role::InvBg, parent)
{
    setObjectName(u"toast"_s);
    setAccessibleName(tr("Message"));
    setRadius(metrics::kRadiusRow);
    m_glyph = new Glyph(u"check"_s, Role::InvText, 18, this);
    m_text = new TextLabel({}, TextStyle::Body, Role::InvText, this);
    m_action = new QPushButton(this);
    m_action->setObjectName(u"toastUndo"_s);
    m_action->setFlat(true);
    setButtonKind(m_action, ButtonKind::Text, ButtonSize::Small);
    m_action->setProperty("inverse", true);
    connect(m_action, &QPushButton::clicked, this, &Toast::trigger);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 7, 12, 7);
    row->setSpacing(12);
    row->addWidget(m_glyph);
    row->addWidget(m_text);
    row->addWidget(m_action);
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_run = nullptr;
        hide();
    });
    parent->installEventFilter(this);
    m_action->installEventFilter(this);
    hide();
}

void Toast::say(const QString &text, const QString &icon)
{
    m_run = nullptr;
    m_action->hide();
    present(text, icon, kPlainMs);
}

void Toast::offer(const QString &text, const QString &icon, const QString &action, std::function<void()> run)
{
    m_run = std::move(run);
    m_action->setText(action);
    m_action->show();
    present(text, icon, kUndoMs);
}

void Toast::trigger()
{
    const auto run = std::exchange(m_run, nullptr);
    hide();
    if (run)
        run();
}

void Toast::setBottomMargin(int px)
{
    m_bottom = px;
    place();
}

void Toast::present(const QString &text, const QString &icon, int milliseconds)
{
    m_glyph->setIcon(icon, Role::InvText);
    m_text->setText(text);
    setAccessibleDescription(text);
    m_span = milliseconds;
    m_clock.start(m_span);
    place();
    show();
    raise();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Toast::place()
{
    const QWidget *area = parentWidget();
    const QSize size(qMin(sizeHint().width(), area->width() - 32), qMax(44, sizeHint().height()));
    setGeometry(
        (area->width() - size.width()) / 2, area->height() - size.height() - m_bottom, size.width(), size.height());
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    if (watched == m_action && event->type() == QEvent::FocusIn)
        m_clock.stop();
    if (watched == m_action && event->type() == QEvent::FocusOut && isVisible())
        m_clock.start(m_span);
    return Panel::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent *event)
{
    Panel::enterEvent(event);
    m_clock.stop();
}

void Toast::leaveEvent(QEvent *event)
{
    Panel::leaveEvent(event);
    if (isVisible())
        m_clock.start(m_span);
}

} // namespace letterlock::ui
