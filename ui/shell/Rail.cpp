// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Rail.h"

#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/ButtonPaint.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/AvatarPainter.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSmallestLabel = 9; // px

/// A section: glyph above label, badge or dot at the glyph's corner.
class RailButton : public QToolButton {
public:
    RailButton(const QString &icon, QWidget *parent)
        : QToolButton(parent)
        , m_icon(icon)
    {
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const bool labelled = !property("narrow").toBool();
        const bool light = Palette::current().scheme() == Palette::Scheme::Light;
        if (isChecked())
            roundRect(painter, rect(), metrics::kRadiusRow, color(light ? Role::BgSurface : Role::AccentSoft),
                Palette::current().isHighContrast() ? color(Role::Accent) : QColor(Qt::transparent), 2);
        else if (underMouse() || isDown())
            roundRect(painter, rect(), metrics::kRadiusRow, color(Role::BgPress), Qt::transparent);
        if (hasFocus())
            LetterlockStyle::drawFocusRing(painter, rect(), metrics::kRadiusRow);
        const QColor ink = color(isChecked() ? Role::AccentText : Role::Text2);
        constexpr int side = metrics::kIconRail;
        const QRect glyph((width() - side) / 2, labelled ? 8 : (height() - side) / 2, side, side);
        icons::paint(painter, glyph, m_icon, ink);
        if (labelled) {
            // Some languages need longer words than the rail has room for.
            QFont font = textFont(TextStyle::Micro);
            while (font.pixelSize() > kSmallestLabel && QFontMetrics(font).horizontalAdvance(text()) > width())
                font.setPixelSize(font.pixelSize() - 1);
            painter.setFont(font);
            painter.setPen(ink);
            painter.drawText(QRect(0, height() - 22, width(), 18), Qt::AlignCenter,
                QFontMetrics(font).elidedText(text(), Qt::ElideRight, width()));
        }
        paintMark(painter, glyph);
    }

private:
    void paintMark(QPainter &painter, const QRect &glyph)
    {
        const int count = property("count").toInt();
        if (property("attention").toBool())
            roundRect(
                painter, QRectF(glyph.right() - 4, glyph.top() - 2, 8, 8), 4, color(Role::DotAway), Qt::transparent);
        if (count <= 0)
            return;
        const QString text = count > 99 ? u"99+"_s : QString::number(count);
        painter.setFont(textFont(TextStyle::CaptionStrong));
        const int wide = qMax(20, painter.fontMetrics().horizontalAdvance(text) + 10);
        const QRectF badge(qMin<qreal>(glyph.right() - 8, width() - wide), glyph.top() - 5, wide, 20);
        roundRect(painter, badge, 10, color(Role::Accent), Qt::transparent);
        painter.setPen(color(Role::OnAccent));
        painter.drawText(badge, Qt::AlignCenter, text);
    }

    QString m_icon;
};

/// The own avatar with a ring.
class AccountButton : public QToolButton {
public:
    using QToolButton::QToolButton;
    QString address;
    app::Availability availability = app::Availability::Offline;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ring = QRectF(rect()).adjusted(1, 1, -1, -1);
        roundRect(painter, ring, ring.height() / 2, Qt::transparent, color(Role::Accent), hasFocus() ? 3 : 2);
        AvatarPainter::paint(
            painter, ring.adjusted(4, 4, -4, -4), address, address.section(u'@', 0, 0), availability, Role::BgRail);
    }
};

} // namespace

Rail::Rail(QWidget *parent)
    : Panel(Role::BgRail, parent)
{
    setObjectName(u"rail"_s);
    setAccessibleName(tr("Sections"));
    setFixedWidth(72);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(6, 10, 6, 14);
    m_column->setSpacing(4);
    m_account = new AccountButton(this);
    m_account->setObjectName(u"accountButton"_s);
    m_account->setFixedSize(44, 44);
    m_account->setFocusPolicy(Qt::TabFocus);
    connect(m_account, &QToolButton::clicked, this,
        [this] { Q_EMIT accountMenuWanted(m_account->mapToGlobal(QPoint(m_account->width() + 4, 0))); });
    m_column->addWidget(m_account, 0, Qt::AlignHCenter);
    m_column->addSpacing(16);
    addSection(Section::Chats, u"railChats"_s, u"chats"_s, tr("Chats"));
    addSection(Section::History, u"railHistory"_s, u"history"_s, tr("History"));
    addSection(Section::Keys, u"railKeys"_s, u"key"_s, tr("Keys"));
    m_column->addStretch(1);
    addSection(Section::Settings, u"railSettings"_s, u"settings"_s, tr("Settings"));
    m_group.setExclusive(true);
    connect(
        &m_group, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT sectionChosen(static_cast<Section>(id)); });
    setCurrent(Section::Chats);
}

QToolButton *Rail::addSection(Section section, const QString &name, const QString &icon, const QString &label)
{
    auto *button = new RailButton(icon, this);
    button->setObjectName(name);
    button->setAccessibleName(label);
    button->setText(label);
    button->setToolTip(u"%1  Ctrl+%2"_s.arg(label).arg(int(section) + 1));
    button->setFixedHeight(54);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_group.addButton(button, int(section));
    m_column->addWidget(button);
    return button;
}

void Rail::setCurrent(Section section)
{
    m_group.button(int(section))->setChecked(true);
}

void Rail::setUnread(int count)
{
    auto *button = m_group.button(int(Section::Chats));
    button->setProperty("count", count);
    button->setAccessibleDescription(count > 0 ? tr("%n unread messages", nullptr, count) : QString());
    button->update();
}

void Rail::setKeysNeedAttention(bool attention)
{
    auto *button = m_group.button(int(Section::Keys));
    button->setProperty("attention", attention);
    button->setAccessibleDescription(attention ? tr("Needs attention") : QString());
    button->update();
}

void Rail::setAccount(const QString &address, app::Availability availability)
{
    auto *button = static_cast<AccountButton *>(m_account);
    button->address = address;
    button->availability = availability;
    button->setAccessibleName(tr("Account %1").arg(address));
    button->setToolTip(u"%1, %2"_s.arg(address, AvatarPainter::presenceName(availability)));
    button->update();
}

void Rail::setNarrow(bool narrow)
{
    setFixedWidth(narrow ? 56 : 72);
    for (auto *button : m_group.buttons()) {
        button->setProperty("narrow", narrow);
        button->setFixedHeight(narrow ? 44 : 54);
    }
}

} // namespace letterlock::ui
