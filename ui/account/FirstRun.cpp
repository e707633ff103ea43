// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/FirstRun.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/account/BrandPanel.h"
#include "ui/account/CertificateDialog.h"
#include "ui/account/SignInPage.h"
#include "ui/account/YourKeyPage.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

enum Step { Welcome, SignIn, Key };

QVBoxLayout *makePage(QWidget *page, const QString &title, const QString &text)
{
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(56, 48, 56, 28);
    column->setSpacing(metrics::kSpace8);
    column->addWidget((new TextLabel(title, TextStyle::Display, Role::Text, page))->wrapping());
    column->addWidget((new TextLabel(text, TextStyle::Message, Role::Text2, page))->wrapping());
    column->addSpacing(metrics::kSpace20);
    return column;
}

/// Small windows scroll the form; the buttons below it stay.
QScrollArea *scrolling(QWidget *form, QWidget *page)
{
    auto *scroll = new QScrollArea(page);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // unseen while all fits; the width never jumps
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(form);
    return scroll;
}

} // namespace

FirstRun::FirstRun(Ports ports, QWidget *parent)
    : Panel(Role::BgSurface, parent)
    , m_ports(ports)
{
    setObjectName(u"firstRun"_s);
    m_brand = new BrandPanel(this);
    m_steps = new QStackedWidget(this);
    m_steps->addWidget(buildWelcome());
    m_steps->addWidget(buildSignIn());
    m_steps->addWidget(buildKey());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_brand);
    row->addWidget(m_steps, 1);
    connect(&m_ports.account, &app::AccountController::signedIn, this, &FirstRun::onSignedIn);
    // The keys of a profile load after the address is known; a key that is here already needs no step of its own.
    connect(&m_ports.keys, &app::KeyController::loaded, this, &FirstRun::onSignedIn);
}

QWidget *FirstRun::buildWelcome()
{
    auto *page = new QWidget(this);
    auto *column = makePage(page, tr("Welcome to Letterlock"),
        tr("Chat over XMPP with the people and servers you choose. Start with what you have."));
    const auto add = [&](const QString &name, const QString &text, const QString &why, ButtonKind kind) {
        auto *button = new QPushButton(text, page);
        button->setObjectName(name);
        setButtonKind(button, kind, ButtonSize::Large);
        column->addWidget(button, 0, Qt::AlignLeft);
        column->addWidget((new TextLabel(why, TextStyle::Body, Role::Text2, page))->wrapping());
        column->addSpacing(metrics::kSpace16);
        return button;
    };
    auto *have = add(u"firstRunSignIn"_s, tr("I have an XMPP address"),
        tr("Sign in with your address and password. Any server works."), ButtonKind::Primary);
    auto *code = add(u"firstRunRestore"_s, tr("I have a backup code"),
        tr("Bring back your key and your sealed history on this computer."), ButtonKind::Secondary);
    column->addWidget((new TextLabel(tr("No address yet? The people who run a server near you can give you one."),
                           TextStyle::Body, Role::Text2, page))
            ->wrapping());
    column->addStretch(1);
    connect(have, &QPushButton::clicked, this, [this] { showStep(SignIn); });
    connect(code, &QPushButton::clicked, this, [this] {
        m_wantsRestore = true;
        showStep(SignIn);
    });
    return page;
}

QWidget *FirstRun::buildSignIn()
{
    auto *page = new QWidget(this);
    auto *column = makePage(
        page, tr("Sign in"), tr("Your password is used only with your own server, over a secured connection."));
    m_signIn = new SignInPage(m_ports.account, page);
    column->addWidget(scrolling(m_signIn, page), 1);
    auto *back = new QPushButton(tr("Back"), page);
    back->setObjectName(u"firstRunBack"_s);
    setButtonKind(back, ButtonKind::Text);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(m_signIn->button());
    column->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, [this] { showStep(Welcome); });
    connect(m_signIn, &SignInPage::certificateWanted, this, &FirstRun::showCertificate);
    return page;
}

QWidget *FirstRun::buildKey()
{
    auto *page = new QWidget(this);
    auto *column = makePage(page, tr("Your key"),
        tr("With it you open your messages. Nobody, not even your server, can make you a second one."));
    m_key = new YourKeyPage(m_ports.keys, m_ports.backup, m_ports.prompts, page);
    column->addWidget(scrolling(m_key, page), 1);
    connect(m_key, &YourKeyPage::finished, this, &FirstRun::finished);
    return page;
}

void FirstRun::showStep(int step)
{
    m_steps->setCurrentIndex(step);
    if (step == SignIn)
        m_signIn->setFocus();
}

void FirstRun::onSignedIn()
{
    if (m_moved || m_ports.account.state() != app::ConnectionState::Online || !m_ports.keys.isLoaded())
        return;
    m_moved = true;
    if (!m_ports.keys.currentKey().isEmpty()) {
        Q_EMIT finished();
        return;
    }
    showStep(Key);
    m_key->start();
    if (m_wantsRestore)
        m_key->showRestore();
}

void FirstRun::showCertificate()
{
    const auto problem = m_ports.account.certificateProblem();
    if (!problem)
        return;
    auto *dialog = new CertificateDialog(*problem, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CertificateDialog::trusted, m_signIn, &SignInPage::trust);
    connect(dialog, &CertificateDialog::tryAgainWanted, m_signIn, &SignInPage::submit);
    dialog->open();
}

void FirstRun::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    const bool wide = width() >= 960;
    m_brand->setVisible(wide);
    m_signIn->setWide(wide);
    for (auto *page : {m_steps->widget(Welcome), m_steps->widget(SignIn), m_steps->widget(Key)})
        page->layout()->setContentsMargins(wide ? 56 : 32, wide ? 48 : 24, wide ? 56 : 32, wide ? 28 : 16);
}

} // namespace letterlock::ui
