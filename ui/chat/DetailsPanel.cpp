// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/DetailsPanel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/chat/FilesSection.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Avatar.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/FingerprintLabel.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 296;

/// Text of others may be one long word, which would make the panel wider: lines may end within it.
QString breakable(const QString &text)
{
    constexpr int longest = 16;
    QString broken;
    int run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > longest && !c.isLowSurrogate() && !c.isMark()) {
            broken += QChar(0x200B);
            run = 1;
        }
        broken += c;
    }
    return broken;
}

Panel *makeSection(QWidget *parent)
{
    auto *section = new Panel(Role::Count, parent);
    section->setEdges(Qt::TopEdge);
    auto *column = new QVBoxLayout(section);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(metrics::kSpace12);
    return section;
}

} // namespace

DetailsPanel::DetailsPanel(QWidget *parent)
    : Panel(Role::BgSide, parent)
{
    setObjectName(u"detailsPanel"_s);
    setAccessibleName(tr("Details"));
    setEdges(Qt::LeftEdge);
    setFixedWidth(kWidth);

    auto *close = new IconButton(u"close"_s, tr("Close details"), this);
    close->setObjectName(u"detailsClose"_s);
    connect(close, &QToolButton::clicked, this, &DetailsPanel::closeWanted);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(17, 12, 14, 12);
    head->addWidget(new TextLabel(tr("Details"), TextStyle::Heading, Role::Text, this), 1);
    head->addWidget(close);

    auto *content = new Panel(Role::BgSide);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(1, 4, 0, 0);
    column->setSpacing(4);
    m_avatar = new Avatar(78, Role::BgSide, content);
    m_name = new ElidedLabel({}, TextStyle::Title, Role::Text, content);
    m_address = new ElidedLabel({}, TextStyle::Caption, Role::Text2, content);
    m_address->setObjectName(u"detailsAddress"_s);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_status = (new TextLabel({}, TextStyle::Caption, Role::Text2, content))->wrapping();
    for (auto *label : {m_name, m_address, m_status})
        label->setAlignment(Qt::AlignCenter);
    column->addWidget(m_avatar, 0, Qt::AlignHCenter);
    column->addSpacing(6);
    for (auto *line : {m_name, m_address}) {
        line->setContentsMargins(16, 0, 16, 0);
        column->addWidget(line);
    }
    column->addWidget(m_status);
    column->addSpacing(12);
    column->addWidget(buildKey());
    column->addWidget(buildHistory());
    m_files = new FilesSection(content);
    column->addWidget(m_files);
    column->addStretch(1);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(1, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(head);
    all->addWidget(scroll, 1);
}

QWidget *DetailsPanel::buildKey()
{
    auto *section = makeSection(this);
    m_keyTitle = new ElidedLabel({}, TextStyle::CaptionStrong, Role::Text2, section);
    m_chip = new Chip(section);
    m_chip->setObjectName(u"contactKeyChip"_s);
    auto *head = new QHBoxLayout;
    head->addWidget(m_keyTitle, 1);
    head->addWidget(m_chip);
    m_fingerprint = new FingerprintLabel({}, section);
    m_fingerprint->setObjectName(u"contactFingerprint"_s);
    m_noKey = (new TextLabel({}, TextStyle::Body, Role::Text2, section))->wrapping();
    m_compare = new QPushButton(tr("Compare keys…"), section);
    m_compare->setObjectName(u"compareKeysButton"_s);
    setButtonKind(m_compare, ButtonKind::Secondary, ButtonSize::Small);
    m_keyHistory = new QPushButton(tr("Key history"), section);
    m_keyHistory->setObjectName(u"keyHistoryButton"_s);
    setButtonKind(m_keyHistory, ButtonKind::Text, ButtonSize::Small);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::kSpace4);
    buttons->addWidget(m_compare);
    buttons->addWidget(m_keyHistory);
    buttons->addStretch(1);
    auto *column = static_cast<QVBoxLayout *>(section->layout());
    column->addLayout(head);
    column->addWidget(m_fingerprint);
    column->addWidget(m_noKey);
    column->addLayout(buttons);
    connect(m_compare, &QPushButton::clicked, this, &DetailsPanel::compareWanted);
    connect(m_keyHistory, &QPushButton::clicked, this, &DetailsPanel::keyHistoryWanted);
    return section;
}

QWidget *DetailsPanel::buildHistory()
{
    auto *section = makeSection(this);
    static_cast<QVBoxLayout *>(section->layout())
        ->addWidget(new TextLabel(tr("History"), TextStyle::CaptionStrong, Role::Text2, section));
    m_onServer = addCount(section, u"seal"_s, tr("Sealed on your server"));
    m_onServer->setObjectName(u"detailsOnServer"_s);
    m_onlyHere = addCount(section, u"drive"_s, tr("Only on this computer"));
    m_onlyHere->setObjectName(u"detailsOnlyHere"_s);
    return section;
}

TextLabel *DetailsPanel::addCount(QWidget *section, const QString &icon, const QString &text)
{
    auto *count = new TextLabel(u"0"_s, TextStyle::Body, Role::Text2, section);
    auto *row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(new Glyph(icon, Role::Text2, metrics::kIcon, section));
    row->addWidget(new TextLabel(text, TextStyle::Body, Role::Text, section), 1);
    row->addWidget(count);
    static_cast<QVBoxLayout *>(section->layout())->addLayout(row);
    return count;
}

void DetailsPanel::setContact(const app::Contact &contact)
{
    m_contactName = contact.name;
    m_avatar->setPerson(contact.jid.toString(), contact.name, {});
    m_name->setText(contact.name);
    m_address->setText(contact.jid.toString());
    m_status->setText(contact.status.isEmpty() ? QString() : tr("“%1”").arg(breakable(contact.status.left(200))));
    m_status->setVisible(!contact.status.isEmpty());
    m_keyTitle->setText(tr("%1’s key").arg(contact.name.section(u' ', 0, 0)));
}

void DetailsPanel::setKeys(const app::ContactKeys &keys)
{
    using Knowledge = app::ContactKeys::Knowledge;
    const bool known = keys.knowledge == Knowledge::Known && !keys.keys.isEmpty();
    const auto verdict = known ? keys.keys.first().verdict : crypto::TrustVerdict::NoKey;
    m_chip->setTrust(verdict);
    m_chip->setAccessibleName(tr("Key of %1: %2").arg(m_contactName, m_chip->look().text));
    m_fingerprint->setFingerprint(known ? keys.keys.first().key.fingerprint : crypto::KeyFingerprint());
    for (QWidget *widget : {static_cast<QWidget *>(m_fingerprint), static_cast<QWidget *>(m_compare),
             static_cast<QWidget *>(m_keyHistory)})
        widget->setVisible(known);
    m_noKey->setVisible(!known);
    switch (keys.knowledge) {
    case Knowledge::Unknown:
        m_noKey->setText(tr("Letterlock is still asking for this key."));
        break;
    case Knowledge::SubscriptionNeeded:
        m_noKey->setText(tr("The key is shown to contacts only. It arrives when you are accepted as a contact."));
        break;
    default:
        m_noKey->setText(tr("%1 has no key yet. Messages wait here until there is one.").arg(breakable(m_contactName)));
    }
}

void DetailsPanel::setTotals(const archive::HistoryStore::Totals &totals)
{
    const QLocale locale;
    m_onServer->setText(locale.toString(totals.onServer));
    m_onlyHere->setText(locale.toString(totals.onlyHere + totals.uploading));
}

void DetailsPanel::setWide(bool wide)
{
    setMinimumWidth(wide ? 0 : kWidth);
    setMaximumWidth(wide ? QWIDGETSIZE_MAX : kWidth);
}

} // namespace letterlock::ui
