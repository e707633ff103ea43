// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ChatsPage.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/chat/ConversationListView.h"
#include "ui/chat/ConversationPage.h"
#include "ui/chat/ConversationRow.h"
#include "ui/roster/AddContactDialog.h"
#include "ui/shell/ArchiveStrip.h"
#include "ui/shell/WorkPopup.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/IconButton.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/Toast.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Model = app::ConversationListModel;

ChatsPage::ChatsPage(app::AppContext &app, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_app(app)
    , m_prompts(prompts)
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(u"mainSplitter"_s);
    m_splitter->setHandleWidth(1);
    m_side = buildList();
    m_conversation = new ConversationPage({app.conversation(), app.roster(), app.keys(), app.account(), app.settings(),
                                              app.history(), prompts, app.keyRequests(), app.files()},
        m_splitter);
    m_splitter->addWidget(m_side);
    m_splitter->addWidget(m_conversation);
    m_splitter->setCollapsible(0, false);
    m_splitter->setCollapsible(1, false);
    m_splitter->setStretchFactor(1, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);

    connect(
        m_list, &ConversationListView::chosen, this, [this](archive::ConversationId conversation, const QString &peer) {
            if (const auto jid = crypto::BareJid::parse(peer))
                m_app.conversation().open(conversation, *jid);
        });
    connect(&m_app.conversation(), &app::ConversationController::opened, this,
        [this] { m_list->showCurrent(m_app.conversation().conversation()); });
    connect(
        m_list, &ConversationListView::retryWanted, &m_app.conversation(), &app::ConversationController::retryMessage);
    connect(m_list, &ConversationListView::menuWanted, this, [this](const QModelIndex &index, const QPoint &position) {
        const auto id = index.data(Model::ConversationRole).value<archive::ConversationId>();
        const bool pinned = index.data(Model::PinnedRole).toBool();
        const bool muted = index.data(Model::MutedRole).toBool();
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        if (ConversationRow::of(index).isNotSent()) {
            const auto message = index.data(Model::LastMessageRole).value<archive::MessageId>();
            menu->addAction(tr("Send again"), this, [this, message] { m_app.conversation().retryMessage(message); });
        }
        menu->addAction(pinned ? tr("Take from the top") : tr("Pin to the top"), this,
            [this, id, pinned] { m_app.history().setPinned(id, !pinned); });
        menu->addAction(muted ? tr("Notify again") : tr("Mute"), this,
            [this, id, muted, name = index.data(Model::NameRole).toString()] { mute(id, name, !muted); });
        menu->popup(position);
    });
    connect(&m_app.conversations(), &QAbstractItemModel::modelReset, this, &ChatsPage::refreshEmpty);
    connect(&m_app.conversations(), &QAbstractItemModel::rowsInserted, this, &ChatsPage::refreshEmpty);
    refreshEmpty();
    connectWork();
}

void ChatsPage::mute(archive::ConversationId conversation, const QString &name, bool muted)
{
    m_app.history().setMuted(conversation, muted);
    if (muted && m_conversation->toast().parentWidget()->isVisible())
        m_conversation->toast().offer(tr("“%1” was muted").arg(name), u"bell-off"_s, tr("Undo"),
            [this, conversation] { m_app.history().setMuted(conversation, false); });
}

QWidget *ChatsPage::buildList()
{
    auto *side = new Panel(Role::BgSide, this);
    m_filter = new SearchField(tr("Find a conversation"), side);
    m_filter->setObjectName(u"conversationFilter"_s);
    m_filter->setAccessibleName(tr("Find a conversation"));
    auto *compose = new IconButton(u"compose"_s, tr("New conversation"), side, QKeySequence(u"Ctrl+N"_s));
    compose->setObjectName(u"newConversationButton"_s);
    m_list = new ConversationListView(side);
    m_list->setConversations(&m_app.conversations());
    m_empty = new EmptyState(u"letter-sealed"_s, tr("No conversations yet"),
        tr("Write to someone whose address you know, or give them yours."), Role::BgSide, side);
    auto *start = m_empty->addButton(tr("New conversation…"), ButtonKind::Primary);
    auto *copy = m_empty->addButton(tr("Copy my address"), ButtonKind::Secondary);
    m_strip = new ArchiveStrip(side);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(12, 12, 12, 12);
    top->addWidget(m_filter, 1);
    top->addWidget(compose);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_strip);
    connect(m_filter, &QLineEdit::textChanged, m_list, &ConversationListView::setWords);
    connect(m_filter, &SearchField::leaveDown, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        // An address that is not in the list starts a conversation.
        const auto typed = crypto::BareJid::parse(m_filter->text().trimmed());
        if (m_list->model()->rowCount() > 0)
            m_list->step(0); // the first match is current
        else if (typed && !typed->local().isEmpty())
            openPeer(*typed);
        m_filter->clear();
    });
    connect(compose, &QToolButton::clicked, this, &ChatsPage::newConversation);
    connect(start, &QPushButton::clicked, this, &ChatsPage::newConversation);
    connect(copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_app.account().account().toString());
        Q_EMIT noticed(tr("Address copied"));
    });
    connect(m_strip, &QAbstractButton::clicked, this, &ChatsPage::openWork);
    return side;
}

void ChatsPage::connectWork()
{
    m_work = new WorkPopup(this);
    m_work->hide();
    connect(m_work, &WorkPopup::pauseWanted, this,
        [this](const QString &id) { id == u"rotation"_s ? m_app.rotation().pause() : m_app.archive().pause(); });
    connect(m_work, &WorkPopup::continueWanted, this,
        [this](const QString &id) { id == u"rotation"_s ? m_app.rotation().resume() : m_app.archive().resume(); });
    connect(m_work, &WorkPopup::openWanted, this,
        [this](const QString &id) { id == u"rotation"_s ? Q_EMIT keyChangeWanted() : Q_EMIT archiveWanted(); });
    connect(m_work, &WorkPopup::closed, this, [this] { m_strip->setFocus(Qt::PopupFocusReason); });
    connect(&m_app.archive(), &app::ArchiveController::changed, this, &ChatsPage::refreshWork);
    connect(&m_app.rotation(), &app::KeyRotationController::changed, this, &ChatsPage::refreshWork);
    refreshWork();
}

void ChatsPage::refreshWork()
{
    const auto line = WorkText::line(m_app.archive(), m_app.rotation(), m_app.account().account().domain());
    m_strip->show(line);
    m_work->setItems(WorkText::items(m_app.archive(), m_app.rotation()), line.headline + u". "_s + line.detail);
}

void ChatsPage::openWork()
{
    m_work->popUpAbove(m_strip);
}

void ChatsPage::toggleWork()
{
    m_work->toggleAll();
}

void ChatsPage::saveSizes()
{
    m_app.settings().setSplitterState(u"chats_%1"_s.arg(m_band), m_splitter->saveState());
}

void ChatsPage::refreshEmpty()
{
    const bool empty = m_app.conversations().rowCount() == 0;
    m_empty->setVisible(empty);
    m_list->setVisible(!empty);
}

void ChatsPage::setWindowWidth(int width)
{
    using Place = ConversationPage::DetailsPlace;
    const int band = width >= 1160 ? 3 : width >= 960 ? 2 : width >= 820 ? 1 : 0;
    m_conversation->setDetailsPlace(band == 3 ? Place::Beside : band == 0 ? Place::Instead : Place::Over);
    if (band == m_band)
        return;
    if (m_wasShown)
        saveSizes();
    m_band = band;
    m_conversation->setShort(band == 0);
    m_list->setCompact(band == 0);
    m_filter->setPlaceholderText(band == 0 ? tr("Find") : tr("Find a conversation"));
    m_side->setMinimumWidth(76);
    m_side->setMaximumWidth(420);
    restoreSizes();
    // And again when there is the room to divide.
    QMetaObject::invokeMethod(this, &ChatsPage::restoreSizes, Qt::QueuedConnection);
}

void ChatsPage::restoreSizes()
{
    const int list = m_band >= 2 ? 312 : m_band == 1 ? 260 : 232;
    if (!m_splitter->restoreState(m_app.settings().splitterState(u"chats_%1"_s.arg(m_band))))
        m_splitter->setSizes({list, qMax(400, width() - list)});
}

void ChatsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_wasShown = true;
}

void ChatsPage::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void ChatsPage::focusNextPane(int step, QWidget *rail)
{
    QList<QWidget *> panes{rail, m_list};
    panes += m_conversation->panes();
    int now = 0;
    for (int i = 0; i < panes.size(); ++i) {
        if (panes.at(i) && (panes.at(i)->hasFocus() || panes.at(i)->isAncestorOf(QApplication::focusWidget())))
            now = i;
    }
    panes.at((now + step + panes.size()) % panes.size())->setFocus(Qt::TabFocusReason);
}

void ChatsPage::openPeer(const crypto::BareJid &peer)
{
    m_app.conversation().openWith(peer);
}

void ChatsPage::newConversation()
{
    auto *dialog = new AddContactDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AddContactDialog::chosen, this, [this](const crypto::BareJid &contact, const QString &name) {
        m_app.roster().add(contact, name);
        openPeer(contact);
    });
    dialog->open();
}

} // namespace letterlock::ui
