// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/PreferenceSheets.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSlider>
#include <QStyle>

#include "ui/settings/SettingsCard.h"
#include "ui/settings/ThemeTile.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Switch.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using app::SettingsStore;

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::PreferenceSheets)
};

/// A switch that is one boolean of the settings file.
Switch *makeSwitch(const QString &name, SettingsStore &settings, bool (SettingsStore::*read)() const,
    void (SettingsStore::*write)(bool))
{
    auto *control = new Switch;
    control->setObjectName(name);
    const auto show = [control, &settings, read] { control->setChecked((settings.*read)()); };
    show();
    QObject::connect(&settings, &SettingsStore::changed, control, show);
    QObject::connect(control, &QCheckBox::clicked, &settings, [&settings, write](bool on) { (settings.*write)(on); });
    return control;
}

QWidget *makeThemeChoice(SettingsStore &settings)
{
    auto *box = new QWidget;
    box->setObjectName(u"themeChoice"_s);
    box->setAccessibleName(Words::tr("Colours"));
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace12);
    auto *group = new QButtonGroup(box);
    using app::ThemeChoice;
    struct Choice {
        ThemeChoice choice;
        QString name;
        QString text;
    };
    for (const auto &[choice, name, text] : {Choice{ThemeChoice::System, u"themeSystem"_s, Words::tr("As the system")},
             Choice{ThemeChoice::Light, u"themeLight"_s, Words::tr("Light")},
             Choice{ThemeChoice::Dark, u"themeDark"_s, Words::tr("Dark")},
             Choice{ThemeChoice::HighContrast, u"themeHighContrast"_s, Words::tr("High contrast")}}) {
        auto *tile = new ThemeTile(choice, text);
        tile->setObjectName(name);
        group->addButton(tile);
        row->addWidget(tile);
        const auto show = [tile, &settings] { tile->setChecked(settings.theme() == tile->choice()); };
        show();
        QObject::connect(&settings, &SettingsStore::changed, tile, show);
        QObject::connect(
            tile, &QRadioButton::clicked, &settings, [tile, &settings] { settings.setTheme(tile->choice()); });
    }
    return box;
}

QWidget *makeTextSize(SettingsStore &settings)
{
    auto *box = new QWidget;
    auto *slider = new QSlider(Qt::Horizontal);
    slider->setObjectName(u"textSize"_s);
    slider->setAccessibleName(Words::tr("Text size in conversations"));
    slider->setRange(12, 20);
    slider->setPageStep(2);
    slider->setFixedWidth(250);
    auto *value = new TextLabel({}, TextStyle::Body, Role::Text2);
    value->setMinimumWidth(20);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace12);
    row->addWidget(new TextLabel(Words::tr("A"), TextStyle::Caption));
    row->addWidget(slider);
    row->addWidget(new TextLabel(Words::tr("A"), TextStyle::Title));
    row->addWidget(value);
    const auto show = [slider, value, &settings] {
        slider->setValue(settings.messageTextSize());
        value->setText(QString::number(settings.messageTextSize()));
    };
    show();
    QObject::connect(&settings, &SettingsStore::changed, slider, show);
    QObject::connect(slider, &QSlider::valueChanged, &settings, [&settings](int size) {
        if (settings.messageTextSize() != size) {
            settings.setMessageTextSize(size);
        }
    });
    box->setAccessibleName(Words::tr("Text size in conversations"));
    return box;
}

/// The thumbprint of the key on requests, in groups of four. The key is made when it is first needed, so only on
/// demand.
QWidget *makeDeviceKey(app::SessionKeyAsker &asker)
{
    auto *box = new QWidget;
    auto *button = new QPushButton(Words::tr("Show"), box);
    button->setObjectName(u"sessionDeviceKeyShow"_s);
    button->setAccessibleName(Words::tr("Show the key with which this device asks"));
    auto *value = (new TextLabel({}, TextStyle::Body, Role::Text, box))->wrapping();
    value->setObjectName(u"sessionDeviceKey"_s);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setMinimumWidth(230);
    value->hide();
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(button);
    row->addWidget(value);
    QObject::connect(button, &QPushButton::clicked, value, [button, value, &asker] {
        button->setEnabled(false);
        asker.thumbprint().then(value, [button, value](const QByteArray &thumbprint) {
            const QString hex = QString::fromLatin1(thumbprint.toHex()).toUpper();
            QStringList groups;
            for (qsizetype i = 0; i < hex.size(); i += 4)
                groups << hex.mid(i, 4);
            value->setText(groups.join(u' '));
            value->setAccessibleName(value->text());
            button->setVisible(thumbprint.isEmpty());
            button->setEnabled(true);
            value->setVisible(!thumbprint.isEmpty());
        });
    });
    return box;
}

} // namespace

SettingsSheet *makePrivacySheet(SettingsStore &settings, app::SessionKeyAsker *asker)
{
    auto *sheet = new SettingsSheet(Words::tr("Privacy"));
    auto *notice = new SettingsCard;
    notice->addRow(Words::tr("Show when a message has arrived and was opened"),
        Words::tr("Only to people who are in your contacts"),
        makeSwitch(u"sendsReceipts"_s, settings, &SettingsStore::sendsReceipts, &SettingsStore::setSendsReceipts));
    notice->addRow(Words::tr("Show when I am typing"), {},
        makeSwitch(u"sendsTyping"_s, settings, &SettingsStore::sendsTyping, &SettingsStore::setSendsTyping));
    sheet->addSection(Words::tr("What others notice"), notice);
    auto *keys = new SettingsCard;
    keys->addRow(Words::tr("When a key you checked is replaced"),
        Words::tr("Sending stops until you compare the new key or decide to go on"), nullptr);
    keys->addRow(Words::tr("When a key you never checked is replaced"),
        Words::tr("The new one is used, and the conversation says so"), nullptr);
    sheet->addSection(Words::tr("Keys of other people"), keys);
    auto *sessions = new SettingsCard;
    sessions->addRow(Words::tr("Offer session keys (draft protocol)"),
        Words::tr("A second way of sealing, chosen for each conversation in the menu below the message"),
        makeSwitch(u"sessionKeys"_s, settings, &SettingsStore::sessionKeys, &SettingsStore::setSessionKeys));
    sessions->addRow(Words::tr("How it differs from OpenPGP"),
        Words::tr(
            "The key is handed out on request: whoever wrote a message must be online once before it opens. Copies on "
            "the servers never open without it, not even for you. It does not prove who wrote a message."),
        nullptr);
    if (asker)
        sessions->addRow(Words::tr("The key with which this device asks"),
            Words::tr("Read it to somebody who sees your request and wants to be sure that it is you"),
            makeDeviceKey(*asker));
    sheet->addSection(Words::tr("Session keys"), sessions);
    return sheet;
}

SettingsSheet *makeAppearanceSheet(SettingsStore &settings)
{
    auto *sheet = new SettingsSheet(Words::tr("Appearance"));
    sheet->addSection(Words::tr("Colours"), makeThemeChoice(settings));
    auto *text = new SettingsCard;
    text->addRow(Words::tr("Text size in conversations"), {}, makeTextSize(settings));
    sheet->addSection(Words::tr("Text"), text);
    auto *movement = new SettingsCard;
    movement->addRow(Words::tr("Less movement"), Words::tr("No sliding, no fading, progress jumps in steps"),
        makeSwitch(u"reducedMotion"_s, settings, &SettingsStore::reducedMotion, &SettingsStore::setReducedMotion));
    sheet->addSection(Words::tr("Movement"), movement);
    return sheet;
}

SettingsSheet *makeWritingSheet(SettingsStore &settings)
{
    auto *sheet = new SettingsSheet(Words::tr("Writing"));
    auto *card = new SettingsCard;
    card->addRow(Words::tr("Enter sends the message"),
        Words::tr("Shift and Enter makes a new line. Off: the other way round"),
        makeSwitch(u"enterSends"_s, settings, &SettingsStore::enterSends, &SettingsStore::setEnterSends));
    sheet->addSection({}, card);
    return sheet;
}

SettingsSheet *makeAboutSheet()
{
    auto *sheet = new SettingsSheet(Words::tr("About Letterlock"));
    auto *card = new SettingsCard;
    card->addRow(
        Words::tr("Version"), {}, new TextLabel(QStringLiteral(LETTERLOCK_VERSION), TextStyle::Body, Role::Text2));
    card->addRow(Words::tr("Licence"),
        Words::tr("Free software under the GNU General Public License, version 3 or later"), nullptr);
    sheet->addSection({}, card);
    return sheet;
}

void NavigationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    const QRect tile = option.rect.adjusted(0, 1, 0, -1);
    if (selected || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(selected ? Role::AccentSoft : Role::BgHover));
        painter->drawRoundedRect(tile, metrics::kRadiusControl, metrics::kRadiusControl);
    }
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        LetterlockStyle::drawFocusRing(*painter, tile, metrics::kRadiusControl);
    }
    const auto ink = color(selected ? Role::AccentText : Role::Text);
    const auto visual = [&](const QRect &logical) { return QStyle::visualRect(option.direction, tile, logical); };
    icons::paint(*painter, visual(QRect(tile.left() + 12, tile.center().y() - 10, 20, 20)),
        index.data(IconField).toString(), ink);
    painter->setFont(textFont(selected ? TextStyle::BodyStrong : TextStyle::BodyMedium));
    painter->setPen(ink);
    painter->drawText(visual(tile.adjusted(44, 0, -8, 0)),
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter), index.data().toString());
    painter->restore();
}

} // namespace letterlock::ui
