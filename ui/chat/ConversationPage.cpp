// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/ConversationPage.h"

#include <QKeyEvent>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/chat/Composer.h"
#include "ui/chat/ConversationHeader.h"
#include "ui/chat/DetailsPanel.h"
#include "ui/chat/FileDesk.h"
#include "ui/chat/FilesSection.h"
#include "ui/chat/KeyRequestArea.h"
#include "ui/chat/SendBlockText.h"
#include "ui/chat/TimelineView.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Toast.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

ConversationPage::ConversationPage(Ports ports, QWidget *parent)
    : QWidget(parent)
    , m_ports(ports)
{
    setObjectName(u"conversationPage"_s);
    m_empty = new EmptyState(u"letter-sealed"_s, tr("Choose a conversation"), tr("Or press Ctrl+K and type a name."),
        Role::BgTimeline, this);
    m_column = new QWidget(this);
    m_header = new ConversationHeader(m_column);
    m_timeline = new TimelineView(m_column);
    m_composer = new Composer(m_column);
    auto *column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_timeline, 1);
    column->addWidget(m_composer);
    m_details = new DetailsPanel(this);
    m_details->hide();
    m_sharedFiles = new app::SharedFilesModel(ports.files, ports.history, this);
    m_details->files().setFiles(m_sharedFiles);
    auto *requests = new KeyRequestArea({ports, *m_composer, *m_header, *m_details}, m_column);
    connect(requests, &KeyRequestArea::handoutTold, this, &ConversationPage::sayHandout);
    column->insertWidget(1, requests);
    m_toast = new Toast(m_timeline);
    m_files = new FileDesk({ports.files, ports.conversation, ports.prompts, *m_composer, *m_toast}, m_column);

    connectTimeline();
    connectComposer();
    connectHeader();
    m_details->installEventFilter(this);
    m_timeline->viewport()->installEventFilter(this);
    showConversation();
}

void ConversationPage::connectTimeline()
{
    auto &model = m_ports.conversation.timeline();
    m_timeline->setTimeline(&model);
    connect(m_timeline, &TimelineView::olderWanted, &model, &app::TimelineModel::loadOlder);
    connect(m_timeline, &TimelineView::newerWanted, &model, [&model] {
        if (!model.atNewest())
            model.loadNewer();
    });
    connect(m_timeline, &TimelineView::bottomReached, this, &ConversationPage::markReadIfSeen);
    connect(m_timeline, &TimelineView::messageAction, this, &ConversationPage::act);
    connect(m_timeline, &TimelineView::escapePressed, this, &ConversationPage::focusComposer);
    connect(&model, &app::TimelineModel::messageAppended, this, [this, &model](bool own) {
        if (!own && !isReading())
            model.newestIsUnseen();
        markReadIfSeen();
    });
    connect(&model, &app::TimelineModel::shown, this, [this, &model] {
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto index = model.index(row, 0);
            if (index.data(app::TimelineModel::FoundRole).toBool()) {
                m_timeline->scrollToMessage(index);
                return;
            }
        }
        m_timeline->jumpToLatest();
    });
    connect(&m_ports.history, &archive::HistoryStore::messageStored, this, &ConversationPage::refreshTotals);
    connect(&m_ports.history, &archive::HistoryStore::messageChanged, this, &ConversationPage::refreshTotals);
}

void ConversationPage::connectComposer()
{
    auto &controller = m_ports.conversation;
    connect(m_composer, &Composer::sendWanted, &controller, &app::ConversationController::send);
    connect(m_composer, &Composer::correctionWanted, &controller, &app::ConversationController::correctLast);
    connect(m_composer, &Composer::editLastWanted, this, &ConversationPage::editLast);
    connect(m_composer, &Composer::sealingChosen, &controller, &app::ConversationController::setSealing);
    connect(m_composer, &Composer::sendAnywayWanted, &controller, &app::ConversationController::sendAnyway);
    connect(m_composer, &Composer::compareWanted, this, [this] { Q_EMIT compareWanted(m_ports.conversation.peer()); });
    connect(m_composer, &Composer::textEdited, &controller, [&controller](const QString &text) {
        controller.setDraft(text);
        controller.typed();
    });
    connect(m_composer, &Composer::escapePressed, this, [this] {
        if (m_detailsShown && m_place != DetailsPlace::Beside)
            showDetails(false);
    });
    connect(&controller, &app::ConversationController::opened, this, &ConversationPage::showConversation);
    connect(&controller, &app::ConversationController::stateChanged, this, &ConversationPage::refreshState);
    connect(&controller, &app::ConversationController::sent, this, [this] {
        m_composer->setText({});
        m_composer->leaveExtras();
        m_timeline->jumpToLatest();
    });
    connect(&controller, &app::ConversationController::sendRefused, this, [this](app::SendBlock block) {
        refreshState();
        if (block == app::SendBlock::TooLong)
            m_toast->say(tr("This message is too long for your server. Shorten it or send it in parts."), u"error"_s);
        else
            m_toast->say(SendBlockText::of(block, m_ports.keys.keysOf(m_ports.conversation.peer()),
                             m_ports.roster.contact(m_ports.conversation.peer()).name),
                u"key"_s);
    });
    connect(&controller, &app::ConversationController::notStored, this,
        [this](const archive::ArchiveError &error) { m_toast->say(ErrorText::of(error, {}), u"error"_s); });
    connect(m_composer, &Composer::emojiUsed, &m_ports.settings, &app::SettingsStore::useEmoji);
    const auto settings = [this] {
        m_composer->setEnterSends(m_ports.settings.enterSends());
        m_composer->setRecentEmoji(m_ports.settings.recentEmoji());
    };
    connect(&m_ports.settings, &app::SettingsStore::changed, this, settings);
    settings();
}

void ConversationPage::connectHeader()
{
    connect(m_header, &ConversationHeader::detailsToggled, this, &ConversationPage::showDetails);
    connect(m_header, &ConversationHeader::searchWanted, this,
        [this] { Q_EMIT searchWanted(m_ports.conversation.peer()); });
    connect(m_header, &ConversationHeader::historyWanted, this,
        [this] { Q_EMIT historyWanted(m_ports.conversation.peer()); });
    connect(m_header, &ConversationHeader::compareWanted, this,
        [this] { Q_EMIT compareWanted(m_ports.conversation.peer()); });
    connect(m_header, &ConversationHeader::backWanted, this, [this] { showDetails(false); });
    connect(m_details, &DetailsPanel::closeWanted, this, [this] { showDetails(false); });
    connect(
        m_details, &DetailsPanel::compareWanted, this, [this] { Q_EMIT compareWanted(m_ports.conversation.peer()); });
    connect(
        m_details, &DetailsPanel::keyHistoryWanted, this, [this] { Q_EMIT keysWanted(m_ports.conversation.peer()); });
    connect(&m_details->files(), &FilesSection::fileAction, m_files, &FileDesk::act);
    connect(&m_ports.roster, &app::RosterController::contactChanged, this, [this](const crypto::BareJid &contact) {
        if (contact == m_ports.conversation.peer())
            refreshContact();
    });
    connect(&m_ports.keys, &app::KeyController::contactKeysChanged, this, [this](const crypto::BareJid &contact) {
        if (contact == m_ports.conversation.peer())
            refreshState();
    });
    connect(&m_ports.account, &app::AccountController::stateChanged, this, &ConversationPage::refreshState);
}

void ConversationPage::showConversation()
{
    const bool open = m_ports.conversation.conversation() != 0;
    m_empty->setVisible(!open);
    m_column->setVisible(open);
    m_details->setVisible(open && m_detailsShown);
    if (!open)
        return;
    m_composer->leaveExtras();
    m_composer->setText(m_ports.conversation.draft());
    refreshState();
    refreshTotals();
    refreshFiles();
    place();
    focusComposer();
    markReadIfSeen();
}

void ConversationPage::refreshState()
{
    if (m_ports.conversation.conversation() == 0)
        return;
    const auto &controller = m_ports.conversation;
    m_composer->setState(controller.sealing(), controller.sendBlock(), controller.trust());
    m_composer->setHeld(SendBlockText::waiting(controller.waitingFor(), m_ports.keys.keysOf(controller.peer()),
        m_ports.roster.contact(controller.peer()).name));
    const bool online = m_ports.account.state() == app::ConnectionState::Online;
    m_composer->setOnline(online);
    m_header->setOnline(online);
    refreshContact();
}

void ConversationPage::refreshContact()
{
    const auto contact = m_ports.roster.contact(m_ports.conversation.peer());
    refreshKeyNotice(contact.name);
    m_header->setContact(contact, m_ports.conversation.trust(), m_ports.conversation.peerIsTyping());
    m_composer->setPeer(contact.name);
    m_details->setContact(contact);
    m_details->setKeys(m_ports.keys.keysOf(m_ports.conversation.peer()));
}

void ConversationPage::refreshTotals()
{
    const auto conversation = m_ports.conversation.conversation();
    if (conversation == 0 || !m_detailsShown)
        return;
    m_ports.history.totals(conversation)
        .then(this, [this, conversation](const archive::ArchiveResult<archive::HistoryStore::Totals> &totals) {
            if (totals && conversation == m_ports.conversation.conversation())
                m_details->setTotals(*totals);
        });
}

/// Read only while somebody may look at them.
void ConversationPage::refreshFiles()
{
    const auto wanted = m_detailsShown ? m_ports.conversation.conversation() : 0;
    if (std::exchange(m_filesOf, wanted) != wanted)
        m_sharedFiles->show(wanted);
}

void ConversationPage::setDetailsPlace(DetailsPlace place)
{
    if (m_place == place)
        return;
    m_place = place;
    m_details->setWide(place == DetailsPlace::Instead);
    this->place();
}

void ConversationPage::setShort(bool isShort)
{
    m_header->setShort(isShort);
    m_composer->setShort(isShort);
}

void ConversationPage::toggleDetails()
{
    showDetails(!m_detailsShown);
}

bool ConversationPage::detailsShown() const
{
    return m_detailsShown;
}

void ConversationPage::showDetails(bool shown)
{
    m_detailsShown = shown;
    m_header->setDetailsShown(shown);
    m_details->setVisible(shown && m_ports.conversation.conversation() != 0);
    place();
    refreshTotals();
    refreshFiles();
    if (!shown)
        focusComposer();
}

void ConversationPage::place()
{
    const bool details = m_detailsShown && m_ports.conversation.conversation() != 0;
    const int side = m_details->sizeHint().width() > 0 ? 296 : 0;
    QRect all = rect();
    QRect column = all;
    QRect panel = all;
    if (m_place != DetailsPlace::Instead)
        panel.setLeft(all.right() - side + 1);
    if (details && m_place == DetailsPlace::Beside)
        column.setRight(panel.left() - 1);
    m_empty->setGeometry(all);
    m_column->setGeometry(QStyle::visualRect(layoutDirection(), all, column));
    m_details->setGeometry(QStyle::visualRect(layoutDirection(), all, panel));
    if (details)
        m_details->raise();
    m_composer->setMaximumLines(window()->height() < 560 ? 3 : 8);
}

void ConversationPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void ConversationPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        place();
}

bool ConversationPage::event(QEvent *event)
{
    const bool handled = QWidget::event(event);
    // Of the two events of a window that becomes active, only this one reaches the widgets inside.
    if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &ConversationPage::markReadIfSeen, Qt::QueuedConnection);
    return handled;
}

bool ConversationPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_timeline->viewport() && event->type() == QEvent::MouseButtonPress)
        markReadIfSeen();
    const bool over = m_detailsShown && m_place != DetailsPlace::Beside;
    if (over && watched == m_timeline->viewport() && event->type() == QEvent::MouseButtonPress)
        showDetails(false);
    if (over && watched == m_details && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        showDetails(false);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ConversationPage::focusComposer()
{
    m_composer->focusField();
}

void ConversationPage::openSealingMenu()
{
    m_composer->openSealingMenu();
}

void ConversationPage::openEmojiPicker()
{
    if (m_ports.conversation.conversation() != 0)
        m_composer->openEmojiPicker();
}

void ConversationPage::attachFiles()
{
    if (m_ports.conversation.conversation() != 0)
        m_files->chooseFiles();
}

void ConversationPage::jumpToUnread()
{
    m_timeline->jumpToUnread();
}

QList<QWidget *> ConversationPage::panes() const
{
    QList<QWidget *> result;
    if (m_ports.conversation.conversation() == 0)
        return result;
    result << m_header->findChild<QWidget *>(u"detailsToggle"_s) << m_timeline
           << m_composer->findChild<QWidget *>(u"composer"_s);
    if (m_detailsShown)
        result << m_details->findChild<QWidget *>(u"detailsClose"_s);
    return result;
}

bool ConversationPage::isReading() const
{
    return m_ports.conversation.conversation() != 0 && isActiveWindow() && isVisible() && m_timeline->isAtBottom()
        && m_ports.conversation.timeline().atNewest();
}

void ConversationPage::markReadIfSeen()
{
    if (!isReading())
        return;
    m_ports.conversation.timeline().allSeen();
    m_ports.conversation.markRead();
}

} // namespace letterlock::ui
