// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ArchiveStrip.h"

#include <QLocale>
#include <QPainter>
#include <QStyle>

#include "ui/style/ButtonPaint.h"
#include "ui/style/ErrorText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ArchiveStrip::ArchiveStrip(
    app::ArchiveController &archive, app::KeyRotationController &rotation, QString server, QWidget *parent)
    : QAbstractButton(parent)
    , m_archive(archive)
    , m_rotation(rotation)
    , m_server(std::move(server))
    , m_ink(Role::Text2)
{
    setObjectName(u"archiveStrip"_s);
    setAccessibleName(tr("Archive and background work"));
    setFixedHeight(51);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&m_archive, &app::ArchiveController::changed, this, &ArchiveStrip::refresh);
    connect(&m_rotation, &app::KeyRotationController::changed, this, &ArchiveStrip::refresh);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void ArchiveStrip::refresh()
{
    m_fraction = -1;
    if (!describeRotation())
        describeArchive();
    setAccessibleDescription(u"%1. %2"_s.arg(m_headline, m_detail));
    setToolTip(m_detail);
    update();
}

bool ArchiveStrip::describeRotation()
{
    using State = archive::RekeyState;
    const auto state = m_rotation.state();
    if (state == State::Idle || state == State::Done || state == State::Stopped)
        return false;
    const int percent = m_rotation.percent();
    m_icon = u"key-rotate"_s;
    m_ink = Role::AccentText;
    m_fraction = percent / 100.0;
    m_headline = tr("Changing your key, %1 %").arg(percent);
    m_detail.clear();
    switch (state) {
    case State::Pausing:
    case State::Paused:
        m_headline = tr("Key change paused, %1 %").arg(percent);
        break;
    case State::WaitingForConnection:
        m_headline = tr("Key change waits, %1 %").arg(percent);
        break;
    case State::Problem:
        m_headline = tr("Key change needs you, %1 %").arg(percent);
        m_ink = Role::Bad;
        break;
    case State::Stopping:
        m_headline = tr("Putting things back");
        break;
    default:
        if (const int seconds = m_rotation.secondsLeft(); seconds >= 0)
            m_detail = seconds < 60 ? tr("under a minute left") : tr("%n min left", nullptr, (seconds + 59) / 60);
    }
    return true;
}

void ArchiveStrip::describeArchive()
{
    using Status = app::ArchiveController::Status;
    const auto totals = m_archive.totals();
    const QLocale locale;
    m_icon = u"archive"_s;
    m_ink = Role::Text2;
    m_detail
        = tr("%1 on %2, %3 only here")
              .arg(locale.toString(totals.onServer), m_server, locale.toString(totals.onlyHere + totals.uploading));
    switch (m_archive.status()) {
    case Status::Sealed:
        m_icon = u"seal-solid"_s;
        m_ink = Role::Wax;
        m_headline = m_archive.place() == archive::ArchivePlace::PrivateStorage ? tr("Sealed in private storage")
                                                                                : tr("Archive sealed");
        break;
    case Status::Off:
        m_headline = tr("Archive is off");
        break;
    case Status::WaitingForConnection:
        m_icon = u"offline"_s;
        m_ink = Role::Warn;
        m_headline = tr("Archive waits for the connection");
        break;
    case Status::Preparing:
        m_headline = tr("Looking at your archive");
        break;
    case Status::NoArchive:
        m_icon = u"drive"_s;
        m_ink = Role::Warn;
        m_headline = tr("%1 has no archive").arg(m_server);
        break;
    case Status::NoKey:
        m_icon = u"key"_s;
        m_ink = Role::Warn;
        m_headline = tr("No key to seal for yet");
        break;
    case Status::Fetching:
    case Status::Uploading: {
        const bool up = m_archive.status() == Status::Uploading;
        m_icon = up ? u"upload"_s : u"download"_s;
        m_ink = Role::AccentText;
        const int total = m_archive.total();
        m_headline = up ? tr("Sealing and uploading") : tr("Fetching your history");
        if (total > 0) {
            m_fraction = double(m_archive.done()) / total;
            m_headline += u", "_s + tr("%1 of %2").arg(locale.toString(m_archive.done()), locale.toString(total));
        }
        break;
    }
    case Status::Problem:
        m_icon = u"warning"_s;
        m_ink = Role::Bad;
        m_headline = tr("Archive needs attention");
        if (const auto problem = m_archive.problem())
            m_detail = ErrorText::of(*problem, m_server);
        break;
    }
}

void ArchiveStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(underMouse() ? Role::BgHover : m_fraction >= 0 ? Role::AccentSoft : Role::BgSide));
    painter.fillRect(0, 0, width(), 1, color(Role::Line));
    if (hasFocus())
        LetterlockStyle::drawFocusRing(painter, rect().adjusted(2, 3, -2, -2), metrics::kRadiusControl);
    const auto put = [this](const QRect &box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    const auto align = int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter));
    const bool narrow = width() < 120;
    icons::paint(painter, narrow ? QRect(width() / 2 - 10, 15, 20, 20) : put({14, 15, 20, 20}), m_icon, color(m_ink));
    if (narrow)
        return;
    const QFont strong = textFont(TextStyle::BodyMedium);
    const QFont micro = textFont(TextStyle::Micro);
    const int room = width() - 44 - 34;
    painter.setFont(strong);
    painter.setPen(color(Role::Text));
    painter.drawText(put({44, m_fraction >= 0 ? 9 : 8, room, 19}), align,
        QFontMetrics(strong).elidedText(m_headline, Qt::ElideRight, room));
    if (m_fraction >= 0) {
        roundRect(painter, put({14, 36, width() - 28, 6}), 3, color(Role::BgPress), Qt::transparent);
        roundRect(painter, put({14, 36, qMax(6, int((width() - 28) * m_fraction)), 6}), 3, color(Role::Accent),
            Qt::transparent);
    } else {
        painter.setFont(micro);
        painter.setPen(color(Role::Text3));
        painter.drawText(
            put({44, 27, room, 16}), align, QFontMetrics(micro).elidedText(m_detail, Qt::ElideRight, room));
        icons::paint(painter, put({width() - 30, 17, 16, 16}), u"chevron-right"_s, color(Role::Text2));
    }
}

} // namespace letterlock::ui
