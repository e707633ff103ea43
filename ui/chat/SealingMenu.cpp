// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/SealingMenu.h"

#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QWidgetAction>

#include "ui/chat/SealingRow.h"
#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

SealingMenu::SealingMenu(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(u"encryptionMenu"_s);
    setPopupMode(InstantPopup);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setToolTip(tr("How this conversation is sealed  Ctrl+E"));
    auto *menu = new QMenu(this);
    menu->setObjectName(u"encryptionMenuPopup"_s);
    m_openPgp = addRow(menu, u"encryptionMenuOpenPgp"_s, new SealingRow(u"seal-solid"_s, Role::Wax, tr("OpenPGP")),
        app::SealingChoice::Sealed);
    m_openPgp->setMeaning(tr("Opens on all your devices and in your archive, and proves who wrote it."));
    m_session = addRow(menu, u"encryptionMenuSession"_s, new SealingRow(u"lock"_s, Role::Wax, tr("Session key")),
        app::SealingChoice::SessionKey);
    m_session->setBadge(tr("Draft"));
    setSessionKeysThere({});
    m_none = addRow(menu, u"encryptionMenuNone"_s, new SealingRow(u"lock-open"_s, Role::Warn, tr("Not sealed")),
        app::SealingChoice::NotSealed);
    menu->addSeparator();
    m_newKey = menu->addAction(icons::icon(u"refresh"_s, Role::Text2), tr("Start a new session key…"));
    m_newKey->setObjectName(u"encryptionMenuNewKey"_s);
    connect(m_newKey, &QAction::triggered, this, &SealingMenu::newKeyWanted);
    setMenu(menu);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    setState(app::SealingChoice::Sealed, app::SendBlock::None, crypto::TrustVerdict::NotChecked);
}

void SealingMenu::setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust)
{
    using app::SendBlock;
    using crypto::TrustVerdict;
    m_openPgp->setChecked(choice == app::SealingChoice::Sealed);
    m_session->setChecked(choice == app::SealingChoice::SessionKey);
    m_none->setChecked(choice == app::SealingChoice::NotSealed);
    m_none->setMeaning(trust == TrustVerdict::NoKey
            ? tr("Both servers can read it.")
            : tr("Both servers can read it. Off, because this person has a key."));
    m_newKey->setVisible(choice == app::SealingChoice::SessionKey);
    m_calm = false;
    m_soft = choice == app::SealingChoice::SessionKey;
    if (block == SendBlock::SessionKeysOff) {
        m_icon = u"lock"_s;
        m_text = tr("Session keys are off");
    } else if (block == SendBlock::NoSessionKeysThere || block == SendBlock::IsGroup) {
        m_icon = u"lock"_s;
        m_text = tr("No session keys there");
    } else if (choice == app::SealingChoice::SessionKey) {
        m_calm = true;
        m_icon = u"lock"_s;
        m_text = tr("Session key");
    } else if (choice == app::SealingChoice::NotSealed) {
        m_icon = u"lock-open"_s;
        m_text = tr("Not sealed");
    } else if (block == SendBlock::KeyChangedAfterChecked) {
        m_icon = u"shield-alert"_s;
        m_text = tr("Key not checked");
    } else if (block == SendBlock::NoKeyYet || block == SendBlock::NoUsableKey || block == SendBlock::KeysUnknown
        || block == SendBlock::NoOwnKey || block == SendBlock::SubscriptionNeeded) {
        m_icon = u"clock"_s;
        m_text = tr("Waits for a key");
    } else if (trust == TrustVerdict::NewNotChecked || trust == TrustVerdict::NewAfterChecked) {
        m_icon = u"shield-alert"_s;
        m_text = tr("Sealed, key not checked");
    } else {
        m_calm = true;
        m_icon = u"seal-solid"_s;
        m_text = tr("Sealed");
    }
    setAccessibleName(tr("Sealing: %1").arg(m_text));
    updateGeometry();
    update();
}

SealingRow *SealingMenu::addRow(QMenu *menu, const QString &name, SealingRow *row, app::SealingChoice choice)
{
    row->setObjectName(name);
    auto *action = new QWidgetAction(menu);
    action->setDefaultWidget(row);
    action->setText(row->text());
    menu->addAction(action);
    m_sessionAction = choice == app::SealingChoice::SessionKey ? action : m_sessionAction;
    connect(row, &SealingRow::clicked, this, [this, menu, choice] {
        menu->close();
        Q_EMIT chosen(choice);
    });
    return row;
}

void SealingMenu::setSessionKeysOffered(bool offered)
{
    m_sessionAction->setVisible(offered);
}

void SealingMenu::setSessionKeysThere(const QString &words)
{
    const QString meaning = tr("One key for this conversation, handed out on request. You must be online once before a "
                               "message opens.");
    m_session->setMeaning(words.isEmpty() ? meaning : meaning + u' ' + words);
}

void SealingMenu::setShort(bool isShort)
{
    m_short = isShort;
    updateGeometry();
    update();
}

QSize SealingMenu::sizeHint() const
{
    const int words = m_short ? 0 : QFontMetrics(textFont(TextStyle::BodyMedium)).horizontalAdvance(m_text) + 8;
    return {8 + 18 + 6 + words + 16 + 8, metrics::kControl};
}

void SealingMenu::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ink = color(m_calm ? Role::Wax : Role::Warn);
    if (m_soft && m_calm)
        roundRect(
            painter, rect().adjusted(0, 3, 0, -3), metrics::kRadiusControl, color(Role::WaxSoft), Qt::transparent);
    else if (underMouse() || isDown())
        roundRect(
            painter, rect(), metrics::kRadiusControl, color(isDown() ? Role::BgPress : Role::BgHover), Qt::transparent);
    if (hasFocus())
        roundRect(painter, rect(), metrics::kRadiusControl, Qt::transparent, color(Role::Accent), 2);
    const QRect all = rect().adjusted(8, 0, -8, 0);
    const auto put = [&](const QRect &box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    icons::paint(painter, put(QRect(all.left(), all.center().y() - 8, 17, 17)), m_icon, ink);
    if (!m_short) {
        painter.setFont(textFont(TextStyle::BodyMedium));
        painter.setPen(ink);
        painter.drawText(put(all.adjusted(24, 0, -20, 0)),
            int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter)), m_text);
    }
    icons::paint(painter, put(QRect(all.right() - 13, all.center().y() - 6, 14, 14)), u"chevron-down"_s, ink);
}

} // namespace letterlock::ui
