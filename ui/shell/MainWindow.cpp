// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MainWindow.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/account/CertificateDialog.h"
#include "ui/account/FirstRun.h"
#include "ui/account/UnlockDialog.h"
#include "ui/shell/BannerArea.h"
#include "ui/shell/ChatsPage.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(app::AppContext &app, QWidget *parent)
    : QMainWindow(parent)
    , m_app(app)
    , m_prompts(std::make_unique<Prompts>())
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Letterlock"));
    setMinimumSize(720, 480);
    resize(1280, 800);
    restoreGeometry(m_app.settings().windowGeometry());
    m_offlineClock.setInterval(1000);
    connect(&m_offlineClock, &QTimer::timeout, this, &MainWindow::refreshConnection);
    connect(&m_app, &app::AppContext::opened, this, &MainWindow::onOpened);
    connect(&m_app, &app::AppContext::openFailed, this, &MainWindow::showOpenProblem);
    connect(&m_app, &app::AppContext::keyringUnavailable, this, &MainWindow::askPassphrase);
    setCentralWidget(new EmptyState(u"letter-sealed"_s, tr("Opening your history"), {}, Role::BgSurface, this));
    if (m_app.isOpen())
        onOpened();
}

MainWindow::~MainWindow() = default;

void MainWindow::onOpened()
{
    if (m_app.settings().account().account.isEmpty()) {
        showFirstRun();
        return;
    }
    showMain();
    if (m_app.account().state() == app::ConnectionState::SignedOut)
        m_app.account().signInStored();
}

void MainWindow::askPassphrase(const app::CredentialError &error)
{
    auto *dialog = new UnlockDialog(ErrorText::of(error), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_app.usePassphrase(dialog->takePassphrase());
        m_app.open();
    });
    connect(dialog, &QDialog::rejected, this, &QWidget::close);
    dialog->open();
}

void MainWindow::showOpenProblem(const archive::ArchiveError &error)
{
    auto *page = new EmptyState(
        u"warning"_s, tr("Your history could not be opened"), ErrorText::of(error, {}), Role::BgSurface, this);
    page->setObjectName(u"openProblem"_s);
    auto *again = page->addButton(tr("Try again"), ButtonKind::Primary);
    again->setObjectName(u"openAgain"_s);
    connect(again, &QAbstractButton::clicked, &m_app, &app::AppContext::open);
    setCentralWidget(page);
}

void MainWindow::showFirstRun()
{
    auto *firstRun = new FirstRun({m_app.account(), m_app.keys(), m_app.backup(), *m_prompts}, this);
    connect(firstRun, &FirstRun::finished, this, &MainWindow::showMain, Qt::QueuedConnection);
    setCentralWidget(firstRun);
}

void MainWindow::showMain()
{
    auto *central = new QWidget(this);
    m_rail = new Rail(central);
    m_banners = new BannerArea(central);
    m_pages = new QStackedWidget(central);
    m_pages->setObjectName(u"pageStack"_s);
    buildSections();
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banners);
    column->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addLayout(column, 1);
    setCentralWidget(central);
    connectFeatures();
    addShortcuts();
    connectNotifier();
    showSection(Section::Chats);
    m_rail->setNarrow(width() < 960);
    m_chats->setWindowWidth(width());
    refreshConnection();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (!m_chats)
        return;
    m_rail->setNarrow(width() < 960);
    m_chats->setWindowWidth(width());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_app.settings().setWindowGeometry(saveGeometry());
    if (m_chats)
        m_chats->saveSizes();
    QMainWindow::closeEvent(event);
}

void MainWindow::refreshConnection()
{
    using State = app::ConnectionState;
    auto &account = m_app.account();
    const QString server = account.account().domain();
    const bool online = account.state() == State::Online;
    m_rail->setAccount(
        account.account().toString(), online ? m_app.roster().ownAvailability() : app::Availability::Offline);
    if (account.state() != State::Waiting)
        m_offlineClock.stop();
    if (online || account.state() == State::Connecting) {
        for (const auto &id : {u"certificate"_s, u"signIn"_s})
            m_banners->take(id);
    }
    if (online)
        m_banners->take(u"offline"_s);
    if (account.state() == State::Waiting) {
        m_offlineClock.start();
        const int seconds = account.secondsToNextTry();
        QString text = tr("Messages wait here, sealed, and go out by themselves.");
        if (seconds > 0)
            text += u' ' + tr("Next try in %n seconds.", nullptr, seconds);
        m_banners->put({.id = u"offline"_s,
            .severity = Notice::Severity::Warn,
            .icon = u"offline"_s,
            .headline = tr("You are offline."),
            .text = text,
            .actions = {{tr("Try now"), [this] { m_app.account().tryNow(); }}},
            .rank = 40});
    }
    if (account.state() == State::SignedOut) {
        m_banners->take(u"offline"_s);
        m_banners->put({.id = u"signIn"_s,
            .icon = u"sign-out"_s,
            .headline = tr("You are signed out."),
            .text = tr("Your history stays here. Messages wait until you sign in again."),
            .actions = {{tr("Sign in…"), [this] { askPassword(); }}},
            .rank = 20});
    }
    if (account.state() != State::Stopped)
        return;
    m_banners->take(u"offline"_s);
    if (account.certificateProblem()) {
        m_banners->put({.id = u"certificate"_s,
            .severity = Notice::Severity::Bad,
            .icon = u"certificate"_s,
            .headline = tr("%1 shows a certificate that is not its own.").arg(server),
            .text = tr("Letterlock has stopped and sent nothing."),
            .actions = {{tr("Show the certificate"), [this] { showCertificate(); }},
                {tr("Try again"), [this] { m_app.account().tryNow(); }, ButtonKind::Text}},
            .rank = 10});
        return;
    }
    const auto error = account.lastError();
    // Without an error there was no password to try with.
    const bool password = !error || error->code == app::TransportError::Code::WrongPassword;
    m_banners->put({.id = u"signIn"_s,
        .severity = Notice::Severity::Bad,
        .icon = u"warning"_s,
        .headline = tr("You are not signed in."),
        .text = error ? ErrorText::of(*error, server) : tr("No password is kept on this computer."),
        .actions = {{password ? tr("Type the password…") : tr("Try again"),
            [this, password] {
                if (password)
                    askPassword();
                else
                    m_app.account().tryNow();
            }}},
        .rank = 20});
}

void MainWindow::showCertificate()
{
    const auto problem = m_app.account().certificateProblem();
    if (!problem)
        return;
    auto *dialog = new CertificateDialog(*problem, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::trusted, &m_app.account(), &app::AccountController::trustCertificate);
    connect(dialog, &CertificateDialog::tryAgainWanted, &m_app.account(), &app::AccountController::tryNow);
    dialog->open();
}

void MainWindow::askPassword()
{
    const auto settings = m_app.settings().account();
    m_prompts->askText(this,
        {.name = u"passwordDialog"_s,
            .title = tr("Sign in to %1").arg(settings.account.domain()),
            .text = tr("Type the password of %1.").arg(settings.account.toString()),
            .label = tr("Password"),
            .confirm = tr("Sign in"),
            .secret = true},
        [this, settings](const QString &typed) {
            QByteArray password = typed.toUtf8();
            m_app.account().signIn(settings, crypto::SecretBytes::taken(password), settings.rememberPassword);
        });
}

} // namespace letterlock::ui
