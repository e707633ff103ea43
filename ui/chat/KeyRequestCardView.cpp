// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/KeyRequestCardView.h"

#include <QAccessible>
#include <QCheckBox>
#include <QGridLayout>
#include <QLocale>
#include <QPushButton>

#include "ui/chat/TimelineText.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Avatar.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QString day(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), u"d MMMM"_s);
}

/// Upper-case groups of four, as fingerprints are shown.
QString grouped(const QByteArray &thumbprint)
{
    const QString hex = QString::fromLatin1(thumbprint.toHex()).toUpper();
    QStringList groups;
    for (qsizetype i = 0; i < hex.size(); i += 4)
        groups << hex.mid(i, 4);
    return groups.join(u' ');
}

} // namespace

QString KeyRequestCardView::deviceName(QString resource)
{
    constexpr qsizetype longest = 40;
    resource.removeIf([](QChar c) {
        return c.category() == QChar::Other_Format || c.category() == QChar::Other_Control || c == QChar::LineSeparator
            || c == QChar::ParagraphSeparator;
    });
    return resource.size() <= longest ? resource : resource.left(longest - 1) + u'…';
}

KeyRequestCardView::KeyRequestCardView(QWidget *parent)
    : Panel(Role::BgRaised, parent)
{
    setObjectName(u"keyRequestCard"_s);
    setAccessibleName(tr("Request for the key of this conversation"));
    setRadius(metrics::kRadiusCard);
    setBorder(Role::LineStrong);
    setMaximumWidth(560);
    m_avatar = new Avatar(40, Role::BgRaised, this);
    m_title = (new TextLabel({}, TextStyle::Heading, Role::Text, this))->wrapping();
    m_more = new TextLabel({}, TextStyle::Caption, Role::Text2, this);
    m_text = (new TextLabel({}, TextStyle::Body, Role::Text2, this))->wrapping();
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::kSpace4);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_more);
    auto *draft = new Panel(Role::Count, this);
    draft->setRadius(12);
    draft->setBorder(Role::LineStrong);
    auto *badge = new QHBoxLayout(draft);
    badge->setContentsMargins(10, 3, 10, 3);
    badge->addWidget(new TextLabel(tr("Draft protocol"), TextStyle::Caption, Role::Text2, draft));
    head->addWidget(draft, 0, Qt::AlignTop);
    words->addLayout(head);
    words->addWidget(m_text);
    auto *top = new QHBoxLayout;
    top->setSpacing(metrics::kSpace12);
    top->addWidget(m_avatar, 0, Qt::AlignTop);
    top->addLayout(words, 1);

    auto *facts = new Panel(Role::BgSunken, this);
    facts->setRadius(metrics::kRadiusControl);
    auto *grid = new QGridLayout(facts);
    grid->setContentsMargins(14, 10, 14, 10);
    grid->setHorizontalSpacing(metrics::kSpace16);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    m_key = addFact(grid, tr("Its key"));
    m_keyGlyph = new Glyph(u"shield-question"_s, Role::Warn, 16, facts);
    auto *keyRow = new QHBoxLayout;
    keyRow->setSpacing(metrics::kSpace8);
    keyRow->addWidget(m_keyGlyph, 0, Qt::AlignTop);
    keyRow->addWidget(m_key, 1);
    grid->addLayout(keyRow, grid->rowCount() - 1, 1);
    m_opens = addFact(grid, tr("It opens"));
    addFact(grid, tr("It stays open"))->setText(tr("You cannot take the key back. You can start a new one."));
    m_asked = addFact(grid, tr("Asked"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(metrics::kSpace12);
    column->addLayout(top);
    column->addWidget(facts);
    buildButtons();
}

TextLabel *KeyRequestCardView::addFact(QGridLayout *grid, const QString &name)
{
    const int row = grid->rowCount();
    auto *title = new TextLabel(name, TextStyle::Body, Role::Text2, this);
    auto *value = (new TextLabel({}, TextStyle::Body, Role::Text, this))->wrapping();
    grid->addWidget(title, row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
}

void KeyRequestCardView::buildButtons()
{
    m_always = new QCheckBox(this);
    m_always->setObjectName(u"keyRequestAlways"_s);
    m_compare = new QPushButton(tr("Compare keys…"), this);
    m_compare->setObjectName(u"keyRequestCompare"_s);
    m_approve = new QPushButton(this);
    m_approve->setObjectName(u"keyRequestApprove"_s);
    m_refuse = new QPushButton(tr("Refuse"), this);
    m_refuse->setObjectName(u"keyRequestRefuse"_s);
    m_renew = new QPushButton(tr("Refuse and start a new key"), this);
    m_renew->setObjectName(u"keyRequestRefuseNew"_s);
    setButtonKind(m_compare, ButtonKind::Primary);
    setButtonKind(m_refuse, ButtonKind::Secondary);
    setButtonKind(m_renew, ButtonKind::Text);
    m_compare->setAccessibleName(tr("Compare keys"));
    m_approve->setAccessibleName(tr("Approve"));
    m_refuse->setAccessibleName(tr("Refuse"));
    m_renew->setAccessibleName(tr("Refuse and start a new key"));
    m_buttons = new QBoxLayout(QBoxLayout::LeftToRight);
    m_buttons->setSpacing(metrics::kSpace8);
    m_buttons->addWidget(m_compare);
    m_buttons->addWidget(m_approve);
    m_buttons->addWidget(m_refuse);
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_renew);
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->addWidget(m_always);
    column->addLayout(m_buttons);
    connect(m_compare, &QPushButton::clicked, this, &KeyRequestCardView::compareWanted);
    connect(m_approve, &QPushButton::clicked, this, [this] { Q_EMIT approved(m_id, m_always->isChecked()); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT refused(m_id); });
    connect(m_renew, &QPushButton::clicked, this, [this] { Q_EMIT refusedForNew(m_id); });
}

void KeyRequestCardView::refreshKey(const app::KeyRequestCard &card)
{
    m_checked = card.isChecked();
    const bool vouched = !card.openPgpKey.isEmpty();
    if (m_checked)
        m_key->setText(tr("Signed with the key ending %1, checked by you").arg(card.openPgpKey.ending()));
    else if (vouched)
        m_key->setText(tr("Signed with the key ending %1, not checked yet").arg(card.openPgpKey.ending()));
    else
        m_key->setText(
            tr("No OpenPGP key vouches for it. It is theirs if the same number stands in the settings of that "
               "device, under Privacy: %1")
                .arg(grouped(card.thumbprint)));
    m_key->setRole(m_checked ? Role::Ok : Role::Warn);
    m_keyGlyph->setIcon(m_checked ? u"shield-check"_s : u"shield-question"_s, m_checked ? Role::Ok : Role::Warn);
    m_always->setText(m_checked ? tr("From now on, approve without asking when I have checked the key")
                                : tr("From now on, approve this device without asking"));
    // One filled button: comparing where it can be done and has not been.
    m_compare->setVisible(vouched && !m_checked);
    const bool skips = vouched && !m_checked;
    m_approve->setText(skips ? tr("Approve without checking") : tr("Approve"));
    setButtonKind(m_approve, m_checked ? ButtonKind::Primary : skips ? ButtonKind::Text : ButtonKind::Secondary);
}

void KeyRequestCardView::setNarrow(bool narrow)
{
    m_buttons->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void KeyRequestCardView::show(const app::KeyRequestCard &card, const QString &name, int more)
{
    const bool isNew = m_id != card.id;
    m_id = card.id;
    m_avatar->setPerson(card.asker.bare().toString(), name, std::nullopt);
    m_title->setText(tr("%1 asks for the key of this conversation").arg(name));
    m_more->setText(tr("1 of %1", "requests").arg(more + 1));
    m_more->setVisible(more > 0);
    QString text = tr("From the device %1. Without the key it cannot open what you wrote.")
                       .arg(deviceName(card.asker.resource()));
    if (card.otherDeviceKnown)
        text += u' ' + tr("You gave a key to another device of this person before, not to this one.");
    m_text->setText(text);
    m_opens->setText(!card.since.isValid() ? tr("What you send from now on, nothing older")
            : card.messages == 1
            ? tr("One message, of %1, nothing older").arg(day(card.since))
            : tr("%1 messages since %2, nothing older").arg(QLocale().toString(card.messages), day(card.since)));
    const QString clock = TimelineText::clock(card.asked);
    m_asked->setText(card.times == 1 ? tr("Once, at %1").arg(clock)
                                     : tr("%1 times, last at %2").arg(QString::number(card.times), clock));
    refreshKey(card);
    setAccessibleDescription(m_title->text() + u". "_s + m_key->text() + u". "_s + m_opens->text());
    if (isNew) {
        m_always->setChecked(false);
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace letterlock::ui
