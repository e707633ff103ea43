// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/EmojiPicker.h"

#include <QApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QScreen>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/SearchField.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kCell = 38;
constexpr int kColumns = 8;
constexpr int kEmojiPx = 22;
constexpr QChar emojiLook(0xfe0f); // where a font has the character as plain text too

} // namespace

EmojiPicker::EmojiPicker(QWidget *parent)
    : Panel(Role::BgRaised, parent)
    , m_groups(EmojiList::groups())
    , m_search(new SearchField(tr("Find an emoji"), this))
    , m_tabs(new QTabBar(this))
    , m_list(new QListWidget(this))
{
    setWindowFlag(Qt::Popup);
    setObjectName(u"emojiPicker"_s);
    setAccessibleName(tr("Emoji"));
    setBorder(Role::LineStrong);
    m_search->setObjectName(u"emojiSearch"_s);
    m_search->setAccessibleName(tr("Find an emoji"));
    m_tabs->setObjectName(u"emojiGroups"_s);
    m_tabs->setAccessibleName(tr("Groups of emoji"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(true);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->addTab(icons::icon(u"history"_s), {});
    m_tabs->setTabToolTip(0, tr("Used last"));
    m_tabs->setAccessibleTabName(0, tr("Used last"));
    for (const auto &group : std::as_const(m_groups)) {
        const int tab = m_tabs->addTab(group.emoji.first().text + emojiLook);
        m_tabs->setTabToolTip(tab, group.name);
        m_tabs->setAccessibleTabName(tab, group.name);
    }
    m_list->setObjectName(u"emojiList"_s);
    m_list->setAccessibleName(tr("Emoji"));
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setGridSize({kCell, kCell});
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_list->setFixedSize(kColumns * kCell + 14, 6 * kCell);
    QFont large = m_list->font();
    large.setPixelSize(kEmojiPx);
    m_list->setFont(large);
    m_list->viewport()->setAutoFillBackground(false);
    const auto dress = [this] {
        QPalette colors = QApplication::palette();
        colors.setColor(QPalette::Highlight, color(Role::AccentSoft));
        colors.setColor(QPalette::HighlightedText, color(Role::Text));
        m_list->setPalette(colors);
    };
    connect(&Palette::current(), &Palette::changed, this, dress);
    dress();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(metrics::kSpace8);
    column->addWidget(m_search);
    column->addWidget(m_tabs);
    column->addWidget(m_list);

    connect(m_search, &QLineEdit::textChanged, this, &EmojiPicker::fill);
    connect(m_search, &SearchField::leaveDown, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { take(m_list->currentItem()); });
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        m_search->clear();
        fill();
    });
    connect(m_list, &QListWidget::itemClicked, this, &EmojiPicker::take);
    m_list->installEventFilter(this);
    m_tabs->setCurrentIndex(1);
    fill();
}

void EmojiPicker::setRecent(const QStringList &recent)
{
    m_recent = recent;
    m_tabs->setTabVisible(0, !recent.isEmpty());
    m_tabs->setCurrentIndex(recent.isEmpty() ? 1 : 0);
    fill();
}

void EmojiPicker::fill()
{
    m_list->clear();
    const auto add = [this](const QString &emoji, const QString &name) {
        auto *item = new QListWidgetItem(emoji, m_list);
        item->setTextAlignment(Qt::AlignCenter);
        item->setSizeHint({kCell, kCell});
        item->setToolTip(name);
        item->setData(Qt::AccessibleTextRole, name);
    };
    const QString words = m_search->text();
    if (!words.trimmed().isEmpty()) {
        for (const auto &found : EmojiList::find(words))
            add(found.text, found.name);
    } else if (m_tabs->currentIndex() > 0) {
        for (const auto &emoji : m_groups.at(m_tabs->currentIndex() - 1).emoji)
            add(emoji.text, emoji.name);
    } else {
        for (const auto &emoji : std::as_const(m_recent))
            add(emoji, EmojiList::nameOf(emoji));
    }
    m_list->setCurrentRow(0);
}

void EmojiPicker::popUpAbove(const QWidget *opener)
{
    m_search->clear();
    adjustSize();
    const bool rtl = opener->layoutDirection() == Qt::RightToLeft;
    QPoint place = opener->mapToGlobal(QPoint(rtl ? opener->width() - width() : 0, -height() - 6));
    const QRect screen = opener->screen()->availableGeometry();
    place.setX(qBound(screen.left(), place.x(), screen.right() - width()));
    place.setY(qMax(screen.top(), place.y()));
    move(place);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

bool EmojiPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            take(m_list->currentItem());
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void EmojiPicker::hideEvent(QHideEvent *event)
{
    Panel::hideEvent(event);
    Q_EMIT closed();
}

void EmojiPicker::take(const QListWidgetItem *item)
{
    if (!item)
        return;
    const QString emoji = item->text();
    close();
    Q_EMIT chosen(emoji);
}

} // namespace letterlock::ui
