// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/SettingsPage.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include "ui/settings/AccountSheet.h"
#include "ui/settings/ArchiveSheet.h"
#include "ui/settings/NotificationSheet.h"
#include "ui/settings/PreferenceSheets.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int single = 900 - 72;
enum Field { NameField = Qt::UserRole + 1, WordsField };

} // namespace

SettingsPage::SettingsPage(const Ports &ports, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_ports(ports)
    , m_stack(new QStackedWidget)
{
    setObjectName(u"settingsPage"_s);
    setMinimumSize(480, 360); // smaller than what the parts ask for: they fold
    setAccessibleName(tr("Settings"));
    m_side = makeNavigation();
    m_content = new QWidget;
    auto *back = new QPushButton(tr("All settings"));
    back->setObjectName(u"settingsBack"_s);
    setButtonKind(back, ButtonKind::Text);
    back->setIcon(icons::icon(u"back"_s, Role::AccentText));
    m_back = back;
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->addWidget(back, 0, Qt::AlignLeft);
    content->addWidget(m_stack, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_side);
    row->addWidget(m_content, 1);

    auto &settings = m_ports.settings;
    if (m_ports.account) {
        auto *account = new AccountSheet(settings, *m_ports.account, m_ports.prompts);
        connect(account, &AccountSheet::signedOut, this, &SettingsPage::signedOut);
        addPage(u"accounts"_s, u"person"_s, tr("Accounts"), account, {tr("address password server sign out")});
    }
    addPage(u"privacy"_s, u"shield-check"_s, tr("Privacy"), makePrivacySheet(settings, m_ports.sessionKeys),
        {tr("opened arrived typing receipts"), tr("session key draft device")});
    if (m_ports.archive) {
        auto *archive = new ArchiveSheet({settings, *m_ports.archive, m_ports.preferences, m_ports.archiveKeys,
            m_ports.prompts, m_ports.archiveMove, m_ports.drill});
        connect(archive, &ArchiveSheet::openHistoryRequested, this, &SettingsPage::openHistoryRequested);
        addPage(u"archive"_s, u"archive"_s, tr("Archive"), archive,
            {tr("history server sealed upload keep record delete exceptions RSA key place move private storage "
                "rehearse restore backup code")});
    }
    addPage(u"notifications"_s, u"bell"_s, tr("Notifications"), new NotificationSheet(settings),
        {tr("messages tray sound text name badge")});
    addPage(u"appearance"_s, u"theme"_s, tr("Appearance"), makeAppearanceSheet(settings),
        {tr("colours dark light contrast text size movement")});
    addPage(u"writing"_s, u"chats"_s, tr("Writing"), makeWritingSheet(settings), {tr("enter send line")});
    addPage(u"about"_s, u"info"_s, tr("About Letterlock"), makeAboutSheet(), {tr("version licence")});
    m_nav->setCurrentRow(0);

    connect(m_nav, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    const auto open = [this] {
        m_pageOpen = true;
        arrange();
    };
    connect(m_nav, &QListWidget::itemClicked, this, open);
    connect(m_nav, &QListWidget::itemActivated, this, open);
    connect(back, &QPushButton::clicked, this, [this] {
        m_pageOpen = false;
        arrange();
        m_nav->setFocus();
    });
    arrange();
}

QWidget *SettingsPage::makeNavigation()
{
    auto *side = new Panel(Role::BgSide);
    side->setEdges(Qt::RightEdge);
    m_search = new SearchField(tr("Find a setting"));
    m_search->setObjectName(u"settingsSearch"_s);
    m_search->setAccessibleName(tr("Find a setting"));
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::filter);
    m_nav = new QListWidget;
    m_nav->setObjectName(u"settingsNav"_s);
    m_nav->setAccessibleName(tr("Settings"));
    m_nav->setFrameShape(QFrame::NoFrame);
    m_nav->setIconSize({20, 20});
    m_nav->viewport()->setAutoFillBackground(false);
    m_nav->setItemDelegate(new NavigationDelegate(m_nav));
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(12, 14, 11, 12);
    column->setSpacing(metrics::kSpace12);
    auto *title = new TextLabel(tr("Settings"), TextStyle::Title);
    title->setContentsMargins(10, 0, 0, 0);
    column->addWidget(title);
    column->addWidget(m_search);
    column->addWidget(m_nav, 1);
    return side;
}

void SettingsPage::addPage(
    const QString &name, const QString &icon, const QString &title, QWidget *sheet, const QStringList &words)
{
    auto *item = new QListWidgetItem(title, m_nav);
    item->setData(NameField, name);
    item->setData(NavigationDelegate::IconField, icon);
    item->setData(WordsField, title + u' ' + words.join(u' '));
    sheet->setObjectName(u"settingsPage_"_s + name);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(sheet);
    m_stack->addWidget(scroll);
}

void SettingsPage::showPage(const QString &name)
{
    for (int row = 0; row < m_nav->count(); ++row) {
        if (m_nav->item(row)->data(NameField).toString() == name) {
            m_nav->setCurrentRow(row);
            m_pageOpen = true;
            arrange();
        }
    }
}

void SettingsPage::filter(const QString &words)
{
    int first = -1;
    for (int row = 0; row < m_nav->count(); ++row) {
        auto *item = m_nav->item(row);
        const bool fits = words.trimmed().isEmpty()
            || item->data(WordsField).toString().contains(words.trimmed(), Qt::CaseInsensitive);
        item->setHidden(!fits);
        first = fits && first < 0 ? row : first;
    }
    if (first >= 0 && (!m_nav->currentItem() || m_nav->currentItem()->isHidden())) {
        m_nav->setCurrentRow(first);
    }
}

void SettingsPage::arrange()
{
    const bool stacked = width() < single;
    m_side->setVisible(!stacked || !m_pageOpen);
    m_content->setVisible(!stacked || m_pageOpen);
    m_back->setVisible(stacked);
    if (stacked) {
        m_side->setMinimumWidth(0);
        m_side->setMaximumWidth(QWIDGETSIZE_MAX);
    } else {
        m_side->setFixedWidth(248);
    }
}

void SettingsPage::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    arrange();
}

} // namespace letterlock::ui
