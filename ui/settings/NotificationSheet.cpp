// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/NotificationSheet.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSystemTrayIcon>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using app::NotificationContent;

NotificationSheet::NotificationSheet(app::SettingsStore &settings, QWidget *parent)
    : SettingsSheet(tr("Notifications"), parent)
    , m_settings(settings)
    , m_on(new Switch)
    , m_content(new QComboBox)
{
    m_on->setObjectName(u"notificationsOn"_s);
    m_content->setObjectName(u"notificationContent"_s);
    m_content->setMinimumWidth(220);
    m_content->addItem(tr("Name and text"), int(NotificationContent::NameAndText));
    m_content->addItem(tr("Name only"), int(NotificationContent::NameOnly));
    m_content->addItem(tr("Nothing of it"), int(NotificationContent::Nothing));
    auto *card = new SettingsCard;
    const bool possible = QSystemTrayIcon::isSystemTrayAvailable();
    card->addRow(tr("Show notifications"),
        possible ? QString() : tr("This desktop shows no tray, so Letterlock cannot show any at the moment"), m_on);
    card->addRow(tr("What they show"),
        tr("The text leaves Letterlock: the system may keep it or show it on a locked screen"), m_content);
    addSection(tr("New messages"), card);
    m_example = makeExample();
    addSection({}, m_example);
    auto *exceptions = new SettingsCard;
    exceptions->addRow(tr("Conversations that are muted"),
        tr("They never notify. Mute one in its menu in the list of conversations"), nullptr);
    exceptions->addRow(
        tr("The conversation you are reading"), tr("It does not notify while its window is in front"), nullptr);
    addSection(tr("Exceptions"), exceptions);
    connect(m_on, &QCheckBox::clicked, &m_settings, &app::SettingsStore::setNotifies);
    connect(m_content, &QComboBox::activated, this,
        [this] { m_settings.setNotificationContent(NotificationContent(m_content->currentData().toInt())); });
    connect(&m_settings, &app::SettingsStore::changed, this, &NotificationSheet::show);
    show();
}

QWidget *NotificationSheet::makeExample()
{
    auto *box = new Panel(Role::BgSunken);
    box->setRadius(metrics::kRadiusCard);
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::kSpace4);
    words->addWidget(new TextLabel(tr("This is how it looks"), TextStyle::BodyStrong));
    words->addWidget(
        (new TextLabel(tr("Letterlock makes no sound of its own."), TextStyle::Body, Role::Text2))->wrapping());
    words->addStretch(1);
    auto *bubble = new Panel(Role::BgRaised);
    bubble->setObjectName(u"notificationExample"_s);
    bubble->setBorder(Role::LineStrong);
    bubble->setRadius(metrics::kRadiusCard);
    bubble->setMinimumWidth(300);
    auto *picture = new QLabel;
    picture->setPixmap(icons::application().pixmap(32, 32));
    m_exampleTitle = new TextLabel({}, TextStyle::BodyStrong);
    m_exampleText = new TextLabel;
    auto *lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addWidget(m_exampleTitle);
    lines->addWidget(m_exampleText);
    auto *inside = new QHBoxLayout(bubble);
    inside->setContentsMargins(14, 12, 14, 12);
    inside->setSpacing(metrics::kSpace12);
    inside->addWidget(picture);
    inside->addLayout(lines, 1);
    inside->addWidget(new TextLabel(tr("now"), TextStyle::Caption, Role::Text3), 0, Qt::AlignTop);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(16, 16, 16, 16);
    row->setSpacing(metrics::kSpace16);
    row->addLayout(words, 1);
    row->addWidget(bubble);
    return box;
}

void NotificationSheet::show()
{
    const auto content = m_settings.notificationContent();
    m_on->setChecked(m_settings.notifies());
    m_content->setCurrentIndex(m_content->findData(int(content)));
    m_content->setEnabled(m_settings.notifies());
    m_example->setVisible(m_settings.notifies());
    const QString name = tr("Joana Prat", "a person in an example");
    m_exampleTitle->setText(content == NotificationContent::NameAndText ? name : tr("Letterlock"));
    m_exampleText->setText(content == NotificationContent::NameAndText ? tr("Are we still on for four o’clock?")
            : content == NotificationContent::NameOnly                 ? tr("%1 sent a sealed message").arg(name)
                                                                       : tr("You have a new message"));
}

} // namespace letterlock::ui
