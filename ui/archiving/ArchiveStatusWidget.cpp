// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archiving/ArchiveStatusWidget.h"

#include <QLocale>
#include <QPainter>
#include <QStyleOption>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Status = app::ArchiveController::Status;

ArchiveStatusWidget::ArchiveStatusWidget(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(u"archiveStrip"_s);
    setAccessibleName(tr("Archive and background work"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    show(ArchiveStatusView{});
}

QString ArchiveStatusWidget::line(const ArchiveStatusView &view)
{
    const QLocale locale;
    const auto server = view.server.isEmpty() ? tr("your server") : view.server;
    switch (view.status) {
    case Status::Off:
        return tr("History stays only on this computer");
    case Status::WaitingForConnection:
        return view.onlyHere > 0 ? tr("%1 messages wait for the connection").arg(locale.toString(view.onlyHere))
                                 : tr("Waits for the connection");
    case Status::Preparing:
        return tr("Looking at the archive on %1").arg(server);
    case Status::NoArchive:
        return tr("%1 cannot keep a sealed archive").arg(server);
    case Status::NoKey:
        return tr("Without a key nothing can be sealed");
    case Status::Fetching:
        return view.total > 0
            ? tr("Opening your history, %1 of %2").arg(locale.toString(view.done), locale.toString(view.total))
            : tr("Opening your history");
    case Status::Uploading:
        return view.total > 0 ? tr("Uploading, %1 of %2").arg(locale.toString(view.done), locale.toString(view.total))
                              : tr("Uploading");
    case Status::Sealed:
        return view.onlyHere > 0 ? tr("Sealed on %1, %2 only here").arg(server, locale.toString(view.onlyHere))
                                 : tr("Everything is sealed on %1").arg(server);
    case Status::Problem:
        return view.problem.isEmpty() ? tr("The archive needs you") : view.problem;
    }
    return {};
}

void ArchiveStatusWidget::show(const ArchiveStatusView &view)
{
    m_view = view;
    const auto text = line(view);
    setText(text);
    setToolTip(text);
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

bool ArchiveStatusWidget::isRunning() const
{
    return (m_view.status == Status::Fetching || m_view.status == Status::Uploading) && m_view.total > 0;
}

QSize ArchiveStatusWidget::sizeHint() const
{
    return {200, 44};
}

void ArchiveStatusWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), color(underMouse() || isDown() ? Role::BgHover : Role::BgSide));
    painter.fillRect(0, 0, width(), 1, color(Role::Line));
    auto icon = u"drive"_s;
    auto role = Role::Text2;
    switch (m_view.status) {
    case Status::Sealed:
        icon = u"seal-solid"_s;
        role = Role::Wax;
        break;
    case Status::Uploading:
        icon = u"upload"_s;
        role = Role::AccentText;
        break;
    case Status::Fetching:
    case Status::Preparing:
        icon = u"download"_s;
        role = Role::AccentText;
        break;
    case Status::WaitingForConnection:
        icon = u"offline"_s;
        break;
    case Status::NoArchive:
    case Status::NoKey:
        icon = u"warning"_s;
        role = Role::Warn;
        break;
    case Status::Problem:
        icon = u"error"_s;
        role = Role::Bad;
        break;
    case Status::Off:
        break;
    }
    const auto visual = [this](const QRect &logical) { return QStyle::visualRect(layoutDirection(), rect(), logical); };
    const int lift = isRunning() ? 4 : 0;
    icons::paint(painter, visual(QRect(16, height() / 2 - 8 - lift, 16, 16)), icon, color(role));
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(color(m_view.status == Status::Problem ? Role::Bad : Role::Text2));
    const QRect area(42, 1 - lift, width() - 54, height() - 1);
    painter.drawText(visual(area), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
    if (isRunning()) {
        const QRect track(42, height() - 12, width() - 58, 4);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::BgPress));
        painter.drawRoundedRect(visual(track), 2, 2);
        painter.setBrush(color(Role::Accent));
        const int wide = qBound(4, track.width() * m_view.done / m_view.total, track.width());
        painter.drawRoundedRect(visual(QRect(track.left(), track.top(), wide, 4)), 2, 2);
    }
    QStyleOption option;
    option.initFrom(this);
    if (option.state.testFlags(QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange)) {
        LetterlockStyle::drawFocusRing(painter, rect().adjusted(2, 2, -2, -2), metrics::kRadiusControl);
    }
}

} // namespace letterlock::ui
