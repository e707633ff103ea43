// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/SealingMenu.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>
#include <QStyle>

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
    auto *group = new QActionGroup(menu);
    m_sealed = menu->addAction(icons::icon(u"seal"_s, Role::Wax), tr("Sealed: only you and this person can read"));
    m_sealed->setObjectName(u"encryptionMenuOpenPgp"_s);
    m_open = menu->addAction(icons::icon(u"lock-open"_s, Role::Warn), tr("Not sealed: both servers can read"));
    m_open->setObjectName(u"encryptionMenuNone"_s);
    for (auto *action : {m_sealed, m_open}) {
        action->setCheckable(true);
        group->addAction(action);
    }
    connect(m_sealed, &QAction::triggered, this, [this] { Q_EMIT chosen(app::SealingChoice::Sealed); });
    connect(m_open, &QAction::triggered, this, [this] { Q_EMIT chosen(app::SealingChoice::NotSealed); });
    setMenu(menu);
    connect(&Palette::current(), &Palette::changed, this, qOverload<>(&QWidget::update));
    setState(app::SealingChoice::Sealed, app::SendBlock::None, crypto::TrustVerdict::NotChecked);
}

void SealingMenu::setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust)
{
    using app::SendBlock;
    using crypto::TrustVerdict;
    (choice == app::SealingChoice::Sealed ? m_sealed : m_open)->setChecked(true);
    m_calm = false;
    if (choice == app::SealingChoice::NotSealed) {
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
    if (underMouse() || isDown())
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
