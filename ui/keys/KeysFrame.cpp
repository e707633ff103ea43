// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/KeysFrame.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>

#include "ui/keys/ContactKeysPanel.h"
#include "ui/keys/OwnKeyDelegate.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QPushButton *makeButton(const QString &name, const QString &text, ButtonKind kind, ButtonSize size = ButtonSize::Small)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(QString(text).remove(u'…'));
    setButtonKind(button, kind, size);
    return button;
}

} // namespace

KeysFrame::KeysFrame(QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_own(new OwnKeysPanel)
    , m_contacts(new ContactKeysPanel)
{
    setObjectName(u"keysPage"_s);
    setMinimumSize(480, 360); // smaller than what the parts ask for: they fold
    setAccessibleName(tr("Keys and devices"));
    m_stack->addWidget(m_own);
    m_stack->addWidget(makeDevices());
    m_stack->addWidget(m_contacts);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
}

QWidget *KeysFrame::makeHeader()
{
    auto *header = new Panel(Role::BgSurface);
    header->setEdges(Qt::BottomEdge);
    auto *import = makeButton(u"importKeyButton"_s, tr("Bring in a key…"), ButtonKind::Text, ButtonSize::Normal);
    auto *change = makeButton(u"changeKeyButton"_s, tr("Change my key…"), ButtonKind::Secondary, ButtonSize::Normal);
    import->setIcon(icons::icon(u"download"_s, Role::AccentText));
    change->setIcon(icons::icon(u"key-rotate"_s, Role::Text));
    connect(import, &QPushButton::clicked, this, &KeysFrame::importRequested);
    connect(change, &QPushButton::clicked, this, &KeysFrame::changeKeyRequested);

    m_tabs->setObjectName(u"keysTabs"_s);
    m_tabs->setAccessibleName(tr("Keys and devices"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFont(textFont(TextStyle::BodyMedium));
    m_tabs->addTab(tr("My keys"));
    m_tabs->addTab(tr("My devices"));
    m_tabs->addTab(tr("Contacts’ keys"));

    auto *top = new QHBoxLayout;
    top->addWidget(new TextLabel(tr("Keys and devices"), TextStyle::Title));
    top->addStretch(1);
    top->addWidget(import);
    top->addWidget(change);
    auto *column = new QVBoxLayout(header);
    column->setContentsMargins(24, 11, 24, 0);
    column->setSpacing(metrics::kSpace4);
    column->addLayout(top);
    column->addWidget(m_tabs, 0, Qt::AlignLeft);
    return header;
}

QWidget *KeysFrame::makeDevices()
{
    auto *page = new QWidget;
    page->setObjectName(u"deviceList"_s);
    page->setAccessibleName(tr("My devices"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(28, 20, 28, 20);
    column->setSpacing(metrics::kSpace12);
    column->addWidget((
        new TextLabel(
            tr("Your server does not tell which devices exist. What is shown are the keys that were announced for your "
               "account: one per device, as a rule."),
            TextStyle::Body, Role::Text2))
            ->wrapping());
    m_devices = new QVBoxLayout;
    m_devices->setSpacing(metrics::kSpace12);
    column->addLayout(m_devices);
    column->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *both = new QWidget;
    auto *columns = new QHBoxLayout(both);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(scroll, 1);
    columns->addWidget(m_devicesSide = makeDevicesSide());
    return both;
}

QWidget *KeysFrame::makeDevicesSide()
{
    auto *side = new Panel(Role::BgSide);
    side->setObjectName(u"deviceHelp"_s);
    side->setEdges(Qt::LeftEdge);
    side->setFixedWidth(300);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(metrics::kSpace4);
    const auto add = [column](const QString &title, const QString &text) {
        column->addWidget(new TextLabel(title, TextStyle::BodyStrong));
        column->addWidget((new TextLabel(text, TextStyle::Body, Role::Text2))->wrapping());
        column->addSpacing(metrics::kSpace16);
    };
    add(tr("Add a device"),
        tr("Install Letterlock there, choose “I have a backup code”, and type the code from your recovery sheet. A "
           "device "
           "with a key of its own is asked about here."));
    add(tr("Why confirm?"),
        tr("Your server keeps the list of keys. If somebody breaks into the server, they can add one. Letterlock seals "
           "only "
           "for devices whose key you compared yourself."));
    column->addStretch(1);
    return side;
}

void KeysFrame::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    m_devicesSide->setVisible(width() >= 900);
}

QWidget *KeysFrame::makeDevice(const app::OwnKey &own)
{
    const bool here = own.current && own.key.hasSecret;
    const bool asks = OwnKeyDelegate::needsAnswer(own);
    auto *card = new Panel(Role::BgSurface);
    card->setRadius(metrics::kRadiusCard);
    card->setBorder(Role::Line);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(18, 14, 18, 14);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace12);
    row->addWidget(new Glyph(u"laptop"_s, Role::AccentText, 24), 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(new TextLabel(here ? tr("This computer") : tr("Another device"), TextStyle::Heading));
    texts->addWidget(new TextLabel(
        tr("Key %1. %2", "digits, since when").arg(own.key.fingerprint.grouped().right(14), OwnKeyDelegate::line(own)),
        TextStyle::Body, Role::Text2));
    row->addLayout(texts, 1);
    auto *chip = new Chip;
    chip->setLook(here ? Chip::Look{u"laptop"_s, tr("You are here"), Role::AccentText, Role::AccentSoft}
            : asks     ? Chip::Look{u"shield-question"_s, tr("Needs your answer"), Role::Warn, Role::WarnSoft}
                       : Chip::Look{u"check"_s, tr("Yours"), Role::Ok, Role::OkSoft});
    row->addWidget(chip, 0, Qt::AlignTop);
    column->addLayout(row);
    auto *actions = new QHBoxLayout;
    const auto key = own.key.fingerprint;
    if (asks) {
        auto *compare
            = makeButton(u"deviceCompare_%1"_s.arg(key.ending()), tr("Compare its key…"), ButtonKind::Primary);
        connect(compare, &QPushButton::clicked, this, [this, key] { Q_EMIT m_own->compareRequested(key); });
        actions->addWidget(compare);
    }
    actions->addStretch(1);
    if (asks) {
        auto *reject = makeButton(
            u"deviceReject_%1"_s.arg(key.ending()), tr("This is not my device…"), ButtonKind::TextDestructive);
        connect(reject, &QPushButton::clicked, this, [this, key] { Q_EMIT m_own->rejectRequested(key); });
        actions->addWidget(reject);
    } else if (!here) {
        auto *lost = makeButton(
            u"deviceLost_%1"_s.arg(key.ending()), tr("I lost it: change my key…"), ButtonKind::TextDestructive);
        connect(lost, &QPushButton::clicked, this, &KeysFrame::lostDeviceRequested);
        actions->addWidget(lost);
    }
    if (actions->count() > 1) {
        column->addLayout(actions);
    } else {
        delete actions;
    }
    return card;
}

void KeysFrame::fillDevices(const OwnKeysView &view)
{
    while (auto *item = m_devices->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int shown = 0;
    for (const auto &own : view.keys) {
        const bool here = own.current && own.key.hasSecret;
        if (!own.retired && (own.announced || here)) {
            m_devices->addWidget(makeDevice(own));
            ++shown;
        }
    }
    m_tabs->setTabText(1, shown > 0 ? tr("My devices  %1").arg(QLocale().toString(shown)) : tr("My devices"));
}

void KeysFrame::showOwn(const OwnKeysView &view)
{
    m_own->show(view);
    fillDevices(view);
}

void KeysFrame::showContacts(const QList<ContactKeyRow> &rows)
{
    m_contacts->setRows(rows);
    m_tabs->setTabText(
        2, rows.isEmpty() ? tr("Contacts’ keys") : tr("Contacts’ keys  %1").arg(QLocale().toString(rows.size())));
}

void KeysFrame::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

} // namespace letterlock::ui
