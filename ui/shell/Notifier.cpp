// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Notifier.h"

#include <QMenu>
#include <QPainter>

#include "archive/model/SharedFile.h"
#include "ui/shell/WorkText.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestText = 200;

/// For desktops that take notifications for markup: nothing in a message may become any.
QString plain(const QString &text)
{
    return text.left(longestText).simplified().replace(u'<', u'‹').replace(u'>', u'›');
}

} // namespace

Notifier::Notifier(app::AppContext &app, QWidget *window)
    : QObject(window)
    , m_app(app)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_menu = std::make_unique<QMenu>();
    m_menu->addAction(tr("Open Letterlock"), this, &Notifier::windowWanted);
    m_work = m_menu->addAction(QString(), this, &Notifier::workToggled);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Notifier::quitWanted);
    m_tray = new QSystemTrayIcon(icon(0, true), this);
    m_tray->setObjectName(u"trayIcon"_s);
    m_tray->setContextMenu(m_menu.get());
    connect(m_tray, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Context)
            Q_EMIT windowWanted();
    });
    connect(m_tray, &QSystemTrayIcon::messageClicked, this, [this] {
        Q_EMIT windowWanted();
        if (!m_last.isEmpty())
            Q_EMIT conversationWanted(m_last);
    });
    connect(&m_app.conversations(), &app::ConversationListModel::unreadTotalChanged, this, &Notifier::refresh);
    connect(&m_app.account(), &app::AccountController::stateChanged, this, &Notifier::refresh);
    connect(&m_app.archive(), &app::ArchiveController::changed, this, &Notifier::refresh);
    connect(&m_app.rotation(), &app::KeyRotationController::changed, this, &Notifier::refresh);
    refresh();
    m_tray->show();
}

Notifier::~Notifier() = default;

Notifier::Words Notifier::words(app::NotificationContent content, const QString &name, const archive::Message &message)
{
    const bool closed = archive::isClosed(message.sealing);
    const auto files
        = message.body.isEmpty() ? archive::SharedFile::unpack(message.files) : QList<archive::SharedFile>();
    const QString text = files.isEmpty() ? message.body : files.first().name;
    switch (content) {
    case app::NotificationContent::NameAndText:
        return {plain(name), closed ? tr("A message that cannot be opened here yet") : plain(text)};
    case app::NotificationContent::NameOnly:
        return {tr("Letterlock"),
            (message.sealing == archive::Sealing::NotSealed ? tr("%1 sent a message") : tr("%1 sent a sealed message"))
                .arg(plain(name))};
    case app::NotificationContent::Nothing:
        break;
    }
    return {tr("Letterlock"), tr("You have a new message")};
}

QIcon Notifier::icon(int unread, bool online)
{
    QIcon made;
    for (const int side : {22, 32, 48, 64}) {
        QPixmap picture = icons::application().pixmap(side, side);
        picture.setDevicePixelRatio(1);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal disc = side * 0.56;
        QFont font = textFont(TextStyle::CaptionStrong);
        font.setPixelSize(int(disc * 0.72));
        painter.setFont(font);
        if (unread > 0) {
            const QRectF badge(side - disc, 0, disc, disc);
            roundRect(painter, badge, disc / 2, color(Role::Accent), Qt::transparent);
            painter.setPen(color(Role::OnAccent));
            painter.drawText(badge, Qt::AlignCenter, unread > 9 ? u"9+"_s : QString::number(unread));
        }
        if (!online) {
            const QRectF mark(side - disc, side - disc, disc, disc);
            roundRect(painter, mark, disc / 2, color(Role::BgSurface), Qt::transparent);
            icons::paint(painter, mark.adjusted(2, 2, -2, -2).toAlignedRect(), u"offline"_s, color(Role::Text));
        }
        made.addPixmap(picture);
    }
    return made;
}

void Notifier::messageArrived(const archive::Message &message, const crypto::BareJid &peer, bool reading)
{
    const auto index = m_app.conversations().indexOf(peer);
    if (reading || message.outgoing || !m_app.settings().notifies()
        || index.data(app::ConversationListModel::MutedRole).toBool())
        return;
    const auto said = words(m_app.settings().notificationContent(), m_app.roster().contact(peer).name, message);
    m_last = peer;
    if (m_tray)
        m_tray->showMessage(said.title, said.text, icons::application());
    Q_EMIT notified(said.title, said.text);
}

void Notifier::refresh()
{
    if (!m_tray)
        return;
    const int unread = m_app.conversations().unreadTotal();
    const bool online = m_app.account().state() == app::ConnectionState::Online;
    m_tray->setIcon(icon(unread, online));
    m_tray->setToolTip(unread > 0 ? tr("Letterlock, %n unread messages", nullptr, unread) : tr("Letterlock"));
    const auto work = WorkText::items(m_app.archive(), m_app.rotation());
    const bool runs = std::ranges::any_of(work, [](const WorkItem &item) { return item.canPause && !item.paused; });
    m_work->setVisible(!work.isEmpty());
    m_work->setText(runs ? tr("Pause the work in the background") : tr("Continue the work in the background"));
}

} // namespace letterlock::ui
