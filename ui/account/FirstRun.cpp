// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/FirstRun.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/account/BrandPanel.h"
#include "ui/account/CertificateDialog.h"
#include "ui/account/SignInPage.h"
#include "ui/account/StartCard.h"
#include "ui/account/StepLine.h"
#include "ui/account/YourKeyPage.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/OpenExternally.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

const auto publicServers = u"https://providers.xmpp.net/"_s;

enum Step { Welcome, Create, SignIn, Key };

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
    m_steps->addWidget(buildCreate());
    m_steps->addWidget(buildSignIn());
    m_steps->addWidget(buildKey());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_line = new StepLine({tr("Sign in"), tr("Your key"), tr("Ready")}, this);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_line);
    right->addWidget(m_steps, 1);
    row->addWidget(m_brand);
    row->addLayout(right, 1);
    showStep(Welcome);
    connect(&m_ports.account, &app::AccountController::signedIn, this, &FirstRun::onSignedIn);
    // The keys of a profile load after the address is known; a key that is here already needs no step of its own.
    connect(&m_ports.keys, &app::KeyController::loaded, this, &FirstRun::onSignedIn);
}

QWidget *FirstRun::buildWelcome()
{
    auto *page = new QWidget(this);
    auto *column = makePage(page, tr("Welcome to Letterlock"),
        tr("Chat over XMPP with the people and servers you choose. Start with what you have."));
    auto *cards = new QVBoxLayout;
    cards->setSpacing(metrics::kSpace8);
    column->addLayout(cards);
    const auto add = [&](const QString &name, const QString &icon, const QString &title, const QString &why) {
        auto *card = new StartCard(icon, title, why, page);
        card->setObjectName(name);
        cards->addWidget(card);
        return card;
    };
    auto *have = add(u"firstRunSignIn"_s, u"person"_s, tr("I have an XMPP address"),
        tr("Sign in with your address and password. Any server works."));
    auto *none = add(u"firstRunCreate"_s, u"plus"_s, tr("I am new here"),
        tr("Choose a server and create an address, for example anna@harbour.example."));
    auto *code = add(u"firstRunRestore"_s, u"archive"_s, tr("I have a backup code"),
        tr("Bring back your key and your sealed history on this computer."));
    column->addStretch(1);
    setFocusProxy(have);
    connect(have, &QAbstractButton::clicked, this, [this] {
        m_wantsRestore = false;
        showStep(SignIn);
    });
    connect(none, &QAbstractButton::clicked, this, [this] { showStep(Create); });
    connect(code, &QAbstractButton::clicked, this, [this] {
        m_wantsRestore = true;
        showStep(SignIn);
    });
    return page;
}

/// Letterlock makes no accounts itself: it says where they are made and comes back.
QWidget *FirstRun::buildCreate()
{
    auto *page = new QWidget(this);
    auto *column = makePage(page, tr("Make an address"),
        tr("Letterlock cannot make one for you: the people who run a server give it to you, on their web site or in "
           "person. Then you sign in here with it."));
    struct Hint {
        QString icon;
        QString title;
        QString text;
    };
    for (const auto &hint : {Hint{u"server"_s, tr("Choose a server"),
                                 tr("One of your school, your work or a club, or a public one. You can write with "
                                    "people on all the others.")},
             Hint{u"person-plus"_s, tr("Make the address on its web site"),
                 tr("It looks like anna@harbour.example. Choose a password that you use nowhere else.")},
             Hint{u"key"_s, tr("Come back and sign in"),
                 tr("Letterlock then makes your key on this computer. The server never sees it.")}}) {
        auto *line = new QHBoxLayout;
        line->setSpacing(metrics::kSpace16);
        line->addWidget(new Glyph(hint.icon, Role::AccentText, metrics::kIconRail, page), 0, Qt::AlignTop);
        auto *words = new QVBoxLayout;
        words->setSpacing(2);
        words->addWidget(new TextLabel(hint.title, TextStyle::BodyStrong, Role::Text, page));
        words->addWidget((new TextLabel(hint.text, TextStyle::Body, Role::Text2, page))->wrapping());
        line->addLayout(words, 1);
        column->addLayout(line);
        column->addSpacing(metrics::kSpace12);
    }
    auto *list = new QPushButton(tr("Show public servers in the browser"), page);
    list->setObjectName(u"firstRunServers"_s);
    list->setToolTip(publicServers);
    setButtonKind(list, ButtonKind::Secondary);
    column->addWidget(list, 0, Qt::AlignLeft);
    column->addStretch(1);
    auto *back = new QPushButton(tr("Back"), page);
    back->setObjectName(u"firstRunCreateBack"_s);
    setButtonKind(back, ButtonKind::Text);
    auto *next = new QPushButton(tr("I have an address now"), page);
    next->setObjectName(u"firstRunCreated"_s);
    setButtonKind(next, ButtonKind::Primary, ButtonSize::Large);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch(1);
    buttons->addWidget(next);
    column->addLayout(buttons);
    connect(list, &QPushButton::clicked, this, [] { openExternally(QUrl(publicServers)); });
    connect(back, &QPushButton::clicked, this, [this] { showStep(Welcome); });
    connect(next, &QPushButton::clicked, this, [this] {
        m_wantsRestore = false;
        showStep(SignIn);
    });
    return page;
}

QWidget *FirstRun::buildSignIn()
{
    auto *page = new QWidget(this);
    auto *column = makePage(
        page, tr("Sign in"), tr("Your password is used only with your own server, over a secured connection."));
    m_signIn = new SignInPage(m_ports.account, m_ports.prompts, page);
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
    auto *column = makePage(page, {}, {});
    auto *title = qobject_cast<QLabel *>(column->itemAt(0)->widget());
    auto *text = qobject_cast<QLabel *>(column->itemAt(1)->widget());
    m_key = new YourKeyPage(m_ports.keys, m_ports.backup, m_ports.prompts, page);
    column->addWidget(scrolling(m_key, page), 1);
    connect(m_key, &YourKeyPage::headed, this, [title, text](const QString &heading, const QString &why) {
        title->setText(heading);
        text->setText(why);
    });
    connect(m_key, &YourKeyPage::finished, this, &FirstRun::finished);
    return page;
}

void FirstRun::showStep(int step)
{
    m_steps->setCurrentIndex(step);
    m_line->setVisible(step >= SignIn);
    if (step >= SignIn)
        m_line->setCurrent(step - SignIn);
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
    m_line->setContentsMargins(wide ? 56 : 32, 0, 0, 0);
    for (int step = Welcome; step <= Key; ++step) {
        const int top = step == Welcome && wide ? 100 : wide ? 36 : 20;
        m_steps->widget(step)->layout()->setContentsMargins(wide ? 56 : 32, top, wide ? 56 : 32, wide ? 28 : 16);
    }
}

} // namespace letterlock::ui
