// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow where the features meet.
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>

#include "ui/chat/ConversationListView.h"
#include "ui/chat/ConversationPage.h"
#include "ui/chat/TimelineView.h"
#include "ui/keys/KeysPage.h"
#include "ui/keys/RotationWizard.h"
#include "ui/search/HistoryPage.h"
#include "ui/settings/DrillDialog.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/BannerArea.h"
#include "ui/shell/ChatsPage.h"
#include "ui/shell/ClockNotice.h"
#include "ui/shell/KeyExpiryNotice.h"
#include "ui/shell/KeyRequestNotice.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Notifier.h"
#include "ui/shell/PublishedKeyNotice.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/Toast.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

void MainWindow::buildSections()
{
    m_chats = new ChatsPage(m_app, *m_prompts, m_pages);
    m_previewTimeline = std::make_unique<app::TimelineModel>(m_app.history());
    auto *preview = new TimelineView(m_pages);
    preview->setObjectName(u"resultPreviewTimeline"_s);
    preview->setReadOnly(true);
    preview->setTimeline(m_previewTimeline.get());
    connect(preview, &TimelineView::olderWanted, m_previewTimeline.get(), &app::TimelineModel::loadOlder);
    connect(m_previewTimeline.get(), &app::TimelineModel::shown, preview, [this, preview] {
        for (int row = 0; row < m_previewTimeline->rowCount(); ++row) {
            const auto index = m_previewTimeline->index(row, 0);
            if (index.data(app::TimelineModel::FoundRole).toBool()) {
                preview->scrollToMessage(index);
                return;
            }
        }
    });
    m_history = new HistoryPage({m_app.search(), m_app.archive(), m_app.keys(), m_app.conversations(),
                                    *m_previewTimeline, m_app.exporter(), *m_prompts},
        preview, m_pages);
    m_keys = new KeysPage({m_app.keys(), m_app.backup(), m_app.roster(), *m_prompts, &m_app.recoveryDrill()}, m_pages);
    m_settings = new SettingsPage(
        {m_app.settings(), &m_app.account(), &m_app.archive(), *m_prompts, &m_app.archivePreferences(),
            &m_app.archiveKeys(), &m_app.keyAsker(), &m_app.archiveMove(), &m_app.recoveryDrill()},
        m_pages);
    m_toast = new Toast(m_pages);
    // In the order of Section.
    for (QWidget *page : {static_cast<QWidget *>(m_chats), static_cast<QWidget *>(m_history),
             static_cast<QWidget *>(m_keys), static_cast<QWidget *>(m_settings)})
        m_pages->addWidget(page);
}

Toast &MainWindow::toast()
{
    auto &inConversation = m_chats->conversation().toast();
    return inConversation.parentWidget()->isVisible() ? inConversation : *m_toast;
}

void MainWindow::showSection(Section section)
{
    m_rail->setCurrent(section);
    m_pages->setCurrentIndex(int(section));
    if (section == Section::History)
        m_history->focusSearch();
}

void MainWindow::connectFeatures()
{
    auto &conversation = m_chats->conversation();
    connect(m_rail, &Rail::sectionChosen, this, &MainWindow::showSection);
    connect(m_rail, &Rail::accountMenuWanted, this, &MainWindow::showAccountMenu);
    connect(m_chats, &ChatsPage::archiveWanted, this, [this] {
        showSection(Section::Settings);
        m_settings->showPage(u"archive"_s);
    });
    connectArchiveNotices();
    connect(&conversation, &ConversationPage::compareWanted, m_keys, &KeysPage::compare);
    connect(&conversation, &ConversationPage::keysWanted, this, [this](const crypto::BareJid &peer) {
        showSection(Section::Keys);
        m_keys->reveal(peer);
    });
    const auto search = [this] {
        showSection(Section::History);
        m_history->searchIn(m_app.conversation().conversation());
    };
    connect(&conversation, &ConversationPage::searchWanted, this, search);
    connect(&conversation, &ConversationPage::historyWanted, this, search);
    connect(m_history, &HistoryPage::openRequested, this, &MainWindow::openMessage);
    connect(m_history, &HistoryPage::uploadRequested, &m_app.archive(), &app::ArchiveController::uploadNow);
    connect(m_keys, &KeysPage::rotationRequested, this, [this](app::RotationReason reason) { openRotation(reason); });
    connect(m_keys, &KeysPage::drillRequested, this, [this] {
        auto *dialog = new DrillDialog(m_app.recoveryDrill(), m_app.keys().account().domain(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_keys, &KeysPage::noticed, this, [this](const QString &sentence) { toast().say(sentence, u"info"_s); });
    connect(m_chats, &ChatsPage::noticed, this, [this](const QString &sentence) { toast().say(sentence); });
    connect(m_chats, &ChatsPage::keyChangeWanted, this, [this] { openRotation({}); });
    connect(m_settings, &SettingsPage::openHistoryRequested, this, [this] { showSection(Section::History); });

    auto &account = m_app.account();
    connect(&account, &app::AccountController::stateChanged, this, &MainWindow::refreshConnection);
    connect(&account, &app::AccountController::passwordNeeded, this, &MainWindow::askPassword);
    connect(&m_app, &app::AppContext::messageNotStored, this,
        [this](const archive::ArchiveError &error) { toast().say(ErrorText::of(error, {}), u"error"_s); });
    connect(&account, &app::AccountController::credentialProblem, this,
        [this](const app::CredentialError &error) { toast().say(ErrorText::of(error), u"key"_s); });
    connect(&m_app.conversations(), &app::ConversationListModel::unreadTotalChanged, m_rail, &Rail::setUnread);
    m_rail->setUnread(m_app.conversations().unreadTotal());
    new ClockNotice(m_app.clock(), *m_banners, this);
    new PublishedKeyNotice({m_app.publishedKeys(), *m_banners, *m_prompts, this}, this);
    connect(new KeyRequestNotice(m_app, *m_banners, this), &KeyRequestNotice::chatsWanted, this,
        [this] { showSection(Section::Chats); });
    connect(new KeyExpiryNotice(m_app.keys(), *m_banners, this), &KeyExpiryNotice::changeWanted, this,
        [this] { openRotation(app::RotationReason::Planned); });
    connectRequests();
    connectUnknownKeys();
    auto &rotation = m_app.rotation();
    connect(&rotation, &app::KeyRotationController::changed, this, [this] {
        if (m_app.rotation().state() != archive::RekeyState::Paused) {
            m_banners->take(u"rotation"_s);
            return;
        }
        m_banners->put({.id = u"rotation"_s,
            .icon = u"key-rotate"_s,
            .headline = tr("Changing your key is paused at %1 %.").arg(m_app.rotation().percent()),
            .text = tr("The old and the new key both open your archive until it is finished."),
            .actions = {{tr("Continue"), [this] { m_app.rotation().resume(); }, ButtonKind::Primary}},
            .rank = 50});
    });
}

void MainWindow::connectRequests()
{
    auto &roster = m_app.roster();
    const auto id = [](const crypto::BareJid &contact) { return u"request:"_s + contact.toString(); };
    const auto show = [this, id](const crypto::BareJid &contact) {
        m_banners->put({.id = id(contact),
            .icon = u"person-plus"_s,
            .headline = tr("%1 wants to be your contact.").arg(contact.toString()),
            .text = tr("Contacts see when you are online and get your key."),
            .actions
            = {{tr("Accept"), [this, contact] { m_app.roster().answerRequest(contact, true); }, ButtonKind::Primary},
                {tr("Refuse"), [this, contact] { m_app.roster().answerRequest(contact, false); }, ButtonKind::Text}},
            .rank = 60});
    };
    connect(&roster, &app::RosterController::requestReceived, this, show);
    connect(&roster, &app::RosterController::requestAnswered, this,
        [this, id](const crypto::BareJid &contact) { m_banners->take(id(contact)); });
    // Those that came while this window was not there yet, as during the first run.
    for (const auto &contact : roster.requests())
        show(contact);
}

void MainWindow::connectUnknownKeys()
{
    auto &keys = m_app.keys();
    const auto show = [this](const crypto::KeyFingerprint &key) {
        m_askedKey = key;
        m_rail->setKeysNeedAttention(true);
        m_banners->put({.id = u"unknownKey"_s,
            .severity = Notice::Severity::Warn,
            .icon = u"shield-question"_s,
            .headline = tr("Is this key yours?"),
            .text
            = tr("A key was added to your account that this computer did not make. Nothing is sealed for it until "
                 "you say it is yours."),
            .actions = {{tr("Compare…"), [this, key] { m_keys->compareOwn(key); }},
                {tr("Decide later"), [this] { m_banners->take(u"unknownKey"_s); }, ButtonKind::Text}},
            .rank = 30});
    };
    connect(&keys, &app::KeyController::unknownOwnKey, this, show);
    connect(&keys, &app::KeyController::ownKeysChanged, this, [this, show] {
        const auto open = m_app.keys().unknownOwnKeys();
        if (open.contains(m_askedKey) || m_askedKey.isEmpty())
            return;
        m_askedKey = {};
        m_banners->take(u"unknownKey"_s);
        m_rail->setKeysNeedAttention(false);
        if (!open.isEmpty())
            show(open.first());
    });
    if (const auto open = keys.unknownOwnKeys(); !open.isEmpty())
        show(open.first());
}

void MainWindow::connectArchiveNotices()
{
    const QString id = u"privateStorage"_s;
    const auto show = [this, id](const QString &headline, const QString &text) {
        m_banners->put({.id = id,
            .icon = u"drive"_s,
            .headline = headline,
            .text = text,
            .actions = {{tr("Choose another place…"),
                            [this, id] {
                                m_banners->take(id);
                                showSection(Section::Settings);
                                m_settings->showPage(u"archive"_s);
                            }},
                {tr("Keep it so"), [this, id] { m_banners->take(id); }, ButtonKind::Text}},
            .rank = 70});
    };
    const auto size
        = [] { return QLocale().formattedDataSize(app::ArchiveController::largeSize, 0, QLocale::DataSizeSIFormat); };
    const auto server = [this] { return m_app.account().account().domain(); };
    connect(&m_app.archive(), &app::ArchiveController::fellBack, this, [show, size, server] {
        show(tr("%1 has no archive.").arg(server()),
            tr("Your sealed history goes to its private storage instead: slower, and for up to %1.").arg(size()));
    });
    connect(&m_app.archive(), &app::ArchiveController::grewLarge, this, [show, size, server] {
        show(tr("Your history is large for private storage."),
            tr("It takes more than %1 on %2. It stays whole, but an archive on the server would carry it better.")
                .arg(size(), server()));
    });
}

void MainWindow::connectNotifier()
{
    m_notifier = new Notifier(m_app, this);
    connect(&m_app, &app::AppContext::messageArrived, this,
        [this](const archive::Message &message, const crypto::BareJid &peer) {
            const bool reading
                = isActiveWindow() && m_pages->currentWidget() == m_chats && m_app.conversation().peer() == peer;
            m_notifier->messageArrived(message, peer, reading);
        });
    connect(m_notifier, &Notifier::windowWanted, this, [this] {
        isMinimized() ? showNormal() : show();
        raise();
        activateWindow();
    });
    connect(m_notifier, &Notifier::conversationWanted, this, [this](const crypto::BareJid &peer) {
        showSection(Section::Chats);
        m_chats->openPeer(peer);
    });
    connect(m_notifier, &Notifier::workToggled, m_chats, &ChatsPage::toggleWork);
    connect(m_notifier, &Notifier::quitWanted, this, &QWidget::close);
}

void MainWindow::openRotation(std::optional<app::RotationReason> reason)
{
    if (reason && m_app.rotation().state() == archive::RekeyState::Idle)
        m_app.rotation().setReason(*reason);
    if (!m_wizard) {
        m_wizard = new RotationWizard({m_app.rotation(), m_app.keys(), m_app.backup(), *m_prompts}, this);
        m_wizard->setWindowFlag(Qt::Window);
    }
    m_wizard->show();
    m_wizard->raise();
    m_wizard->activateWindow();
}

void MainWindow::openMessage(archive::ConversationId conversation, archive::MessageId message)
{
    for (int row = 0; row < m_app.conversations().rowCount(); ++row) {
        const auto index = m_app.conversations().index(row);
        if (index.data(app::ConversationListModel::ConversationRole).value<archive::ConversationId>() != conversation)
            continue;
        const auto peer = crypto::BareJid::parse(index.data(app::ConversationListModel::PeerRole).toString());
        if (!peer)
            return;
        showSection(Section::Chats);
        m_app.conversation().open(conversation, *peer);
        m_app.conversation().timeline().showAround(conversation, message, {});
        return;
    }
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QString &keys, auto &&run) {
        auto *shortcut = new QShortcut(QKeySequence(keys), this);
        connect(shortcut, &QShortcut::activated, this, std::forward<decltype(run)>(run));
    };
    for (int i = 0; i < 4; ++i)
        add(u"Ctrl+%1"_s.arg(i + 1), [this, i] { showSection(static_cast<Section>(i)); });
    const auto inChats = [this](auto run) {
        return [this, run] {
            showSection(Section::Chats);
            run();
        };
    };
    add(u"Ctrl+K"_s, inChats([this] { m_chats->focusFilter(); }));
    add(u"Ctrl+N"_s, inChats([this] { m_chats->newConversation(); }));
    add(u"Alt+Up"_s, inChats([this] { m_chats->list().step(-1); }));
    add(u"Alt+Down"_s, inChats([this] { m_chats->list().step(1); }));
    add(u"Alt+Shift+Down"_s, inChats([this] { m_chats->list().nextUnread(); }));
    add(u"Ctrl+I"_s, inChats([this] { m_chats->conversation().toggleDetails(); }));
    add(u"Ctrl+E"_s, inChats([this] { m_chats->conversation().openSealingMenu(); }));
    add(u"Ctrl+O"_s, inChats([this] { m_chats->conversation().attachFiles(); }));
    add(u"Ctrl+."_s, inChats([this] { m_chats->conversation().openEmojiPicker(); }));
    add(u"Ctrl+J"_s, inChats([this] { m_chats->conversation().jumpToUnread(); }));
    add(u"F6"_s, [this] { m_chats->focusNextPane(1, m_rail); });
    add(u"Shift+F6"_s, [this] { m_chats->focusNextPane(-1, m_rail); });
    add(u"Ctrl+F"_s, [this] {
        showSection(Section::History);
        m_history->searchIn(m_app.conversation().conversation());
    });
    add(u"Ctrl+Shift+F"_s, [this] { showSection(Section::History); });
    add(u"Ctrl+Shift+V"_s, [this] {
        if (!m_app.conversation().peer().isEmpty())
            m_keys->compare(m_app.conversation().peer());
    });
    add(u"Ctrl+Shift+B"_s, inChats([this] { m_chats->openWork(); }));
    add(u"Ctrl+Shift+P"_s, [this] { m_chats->toggleWork(); });
    add(u"Ctrl+Z"_s, [this] { // text fields take it before us
        if (toast().hasAction())
            toast().trigger();
    });
    add(u"Ctrl+,"_s, [this] { showSection(Section::Settings); });
    add(u"Ctrl+Q"_s, [this] { close(); });
}

void MainWindow::showAccountMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, app::Availability availability) {
        menu->addAction(text, this, [this, availability] {
            m_app.roster().setOwnAvailability(availability, {});
            refreshConnection();
        });
    };
    add(tr("Online"), app::Availability::Online);
    add(tr("Away"), app::Availability::Away);
    add(tr("Do not disturb"), app::Availability::Busy);
    menu->addSeparator();
    menu->addAction(tr("Account settings"), this, [this] {
        showSection(Section::Settings);
        m_settings->showPage(u"accounts"_s);
    });
    menu->popup(position);
}

} // namespace letterlock::ui
