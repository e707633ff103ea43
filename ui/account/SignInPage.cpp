// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/SignInPage.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSslCertificate>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/style/ErrorText.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

SignInPage::SignInPage(app::AccountController &account, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_account(account)
    , m_prompts(prompts)
{
    auto *form = new QVBoxLayout;
    form->setSpacing(metrics::kSpace8);
    const auto addField = [&](const QString &label, const QString &name) {
        auto *field = new QLineEdit(this);
        field->setObjectName(name);
        field->setAccessibleName(label);
        field->setMinimumHeight(40);
        auto *text = new TextLabel(label, TextStyle::BodyStrong, Role::Text, this);
        text->setBuddy(field);
        form->addWidget(text);
        form->addWidget(field);
        return field;
    };
    const auto addError = [&](const QString &name) {
        auto *error = (new TextLabel({}, TextStyle::Caption, Role::Bad, this))->wrapping();
        error->setObjectName(name);
        error->hide();
        form->addWidget(error);
        return error;
    };
    m_address = addField(tr("Address"), u"signInAddress"_s);
    m_address->setPlaceholderText(tr("name@server.example"));
    m_addressError = addError(u"signInAddressError"_s);
    m_password = addField(tr("Password"), u"signInPassword"_s);
    m_password->setEchoMode(QLineEdit::Password);
    auto *show = m_password->addAction(icons::icon(u"eye"_s), QLineEdit::TrailingPosition);
    show->setObjectName(u"signInShowPassword"_s);
    show->setText(tr("Show password"));
    show->setToolTip(tr("Show password"));
    show->setCheckable(true);
    connect(show, &QAction::toggled, this,
        [this](bool on) { m_password->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    m_passwordError = addError(u"signInError"_s);
    m_certificate = new QPushButton(tr("Show the certificate"), this);
    m_certificate->setObjectName(u"signInCertificate"_s);
    setButtonKind(m_certificate, ButtonKind::Secondary, ButtonSize::Small);
    m_certificate->hide();
    form->addWidget(m_certificate, 0, Qt::AlignLeft);
    m_remember = new QCheckBox(tr("Keep the password in the system’s keyring"), this);
    m_remember->setObjectName(u"signInRemember"_s);
    m_remember->setChecked(true);
    form->addSpacing(4);
    form->addWidget(m_remember);
    auto *byHand = new QPushButton(tr("Server and port by hand"), this);
    byHand->setObjectName(u"signInByHand"_s);
    byHand->setCheckable(true);
    setButtonKind(byHand, ButtonKind::Text, ButtonSize::Small);
    form->addWidget(byHand, 0, Qt::AlignLeft);
    m_byHand = buildByHand();
    m_byHand->hide();
    connect(byHand, &QPushButton::toggled, m_byHand, &QWidget::setVisible);
    form->addWidget(m_byHand);
    form->addStretch(1);

    auto *card = new Panel(Role::BgSurface, this);
    card->setBorder(Role::Line);
    card->setRadius(metrics::kRadiusCard);
    card->setObjectName(u"serverCheck"_s);
    card->setAccessibleName(tr("What was found"));
    m_check = card;
    auto *cardColumn = new QVBoxLayout(card);
    cardColumn->setContentsMargins(18, 14, 18, 16);
    m_checkTitle = new TextLabel({}, TextStyle::BodyStrong, Role::Text, card);
    cardColumn->addWidget(m_checkTitle);
    m_checkLines = new QWidget(card);
    auto *lines = new QVBoxLayout(m_checkLines);
    lines->setContentsMargins(0, 4, 0, 0);
    cardColumn->addWidget(m_checkLines);
    card->hide();
    m_side = new QWidget(this);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->addWidget(card);
    side->addStretch(1);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace32);
    row->addLayout(form, 4);
    row->addWidget(m_side, 3);

    m_button = new QPushButton(tr("Sign in"), this);
    m_button->setObjectName(u"signInButton"_s);
    setButtonKind(m_button, ButtonKind::Primary, ButtonSize::Large);
    connect(m_button, &QPushButton::clicked, this, &SignInPage::submit);
    for (auto *field : {m_address, m_password, m_host, m_authority}) {
        connect(field, &QLineEdit::returnPressed, this, &SignInPage::submit);
        connect(field, &QLineEdit::textEdited, this, &SignInPage::clearError);
    }
    connect(m_certificate, &QPushButton::clicked, this, &SignInPage::certificateWanted);
    connect(&m_account, &app::AccountController::stateChanged, this, &SignInPage::refresh);
    setFocusProxy(m_address);
}

QWidget *SignInPage::buildByHand()
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace8);
    const auto label = [&](const QString &text, QWidget *buddy) {
        auto *made = new TextLabel(text, TextStyle::BodyStrong, Role::Text, box);
        made->setBuddy(buddy);
        column->addWidget(made);
    };
    m_host = new QLineEdit(box);
    m_host->setObjectName(u"signInHost"_s);
    m_host->setAccessibleName(tr("Server and port"));
    m_host->setPlaceholderText(tr("host or host:port"));
    label(tr("Server and port"), m_host);
    column->addWidget(m_host);
    m_authority = new QLineEdit(box);
    m_authority->setObjectName(u"signInAuthority"_s);
    m_authority->setAccessibleName(tr("Certificate authority of your own"));
    m_authority->setPlaceholderText(tr("PEM file, only if your server needs one"));
    label(tr("Certificate authority of your own"), m_authority);
    auto *choose = new QPushButton(tr("Choose…"), box);
    choose->setObjectName(u"signInAuthorityChoose"_s);
    setButtonKind(choose, ButtonKind::Secondary);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace8);
    row->addWidget(m_authority, 1);
    row->addWidget(choose);
    column->addLayout(row);
    connect(choose, &QPushButton::clicked, this, [this] {
        m_prompts.openFile(this, tr("Certificate authority"), tr("Certificates (*.pem *.crt *.cer);;All files (*)"),
            [this](const QString &path) {
                m_authority->setText(path);
                clearError();
            });
    });
    return box;
}

QString SignInPage::server() const
{
    const auto address = crypto::BareJid::parse(m_address->text().trimmed());
    return address ? address->domain() : QString();
}

void SignInPage::clearError()
{
    for (auto *field : {m_address, m_password, m_authority}) {
        field->setProperty("error", false);
        field->update();
    }
    m_addressError->hide();
    m_passwordError->hide();
    m_certificate->hide();
}

void SignInPage::showError(const QString &text, QLineEdit *field)
{
    clearError();
    auto *error = field == m_address ? m_addressError : m_passwordError;
    error->setText(text);
    error->show();
    if (field) {
        field->setProperty("error", true);
        field->update();
        field->setFocus();
    }
}

void SignInPage::submit()
{
    clearError();
    const auto address = crypto::BareJid::parse(m_address->text().trimmed());
    if (!address || address->local().isEmpty()) {
        showError(tr("An address looks like mira@server.example. Add the part that is missing."), m_address);
        return;
    }
    if (m_password->text().isEmpty()) {
        showError(tr("Type the password of this address."), m_password);
        return;
    }
    app::AccountSettings settings;
    settings.account = *address;
    settings.rememberPassword = m_remember->isChecked();
    const QString host = m_host->text().trimmed();
    if (!m_byHand->isHidden()) {
        if (!host.isEmpty()) {
            const QUrl place(u"xmpp://"_s + host); // also takes [::1]:5222
            settings.host = place.host();
            settings.port = quint16(place.port(5222));
        }
        settings.extraCaFile = m_authority->text().trimmed();
        if (!settings.extraCaFile.isEmpty() && QSslCertificate::fromPath(settings.extraCaFile).isEmpty()) {
            showError(tr("There is no certificate in the file you chose. Choose another one."), m_authority);
            return;
        }
    }
    settings.pinnedCertificates = m_trusted.values(server());
    m_tried = true;
    QByteArray password = m_password->text().toUtf8();
    m_account.signIn(settings, crypto::SecretBytes::taken(password), m_remember->isChecked());
    refresh();
}

void SignInPage::trust(const QByteArray &sha256)
{
    m_trusted.insert(server(), sha256);
    clearError();
    m_account.trustCertificate(sha256);
}

void SignInPage::setWide(bool wide)
{
    m_side->setVisible(wide); // the fields say the same in words
}

void SignInPage::addCheck(const QString &text, bool ok)
{
    auto *line = new QWidget(m_checkLines);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 2, 0, 2);
    row->addWidget(new Glyph(ok ? u"check"_s : u"error"_s, ok ? Role::Ok : Role::Bad, 18, line));
    row->addWidget((new TextLabel(text, TextStyle::Body, Role::Text, line))->wrapping(), 1);
    m_checkLines->layout()->addWidget(line);
}

void SignInPage::refresh()
{
    if (!m_tried)
        return;
    using State = app::ConnectionState;
    using Code = app::TransportError::Code;
    const auto state = m_account.state();
    m_button->setText(state == State::Connecting ? tr("Signing in…") : tr("Sign in"));
    qDeleteAll(m_checkLines->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    m_check->setVisible(state != State::SignedOut);
    m_checkTitle->setText(server());
    if (state == State::Online) {
        m_password->clear();
        addCheck(tr("Server found"), true);
        addCheck(tr("Secured connection"), true);
        addCheck(tr("Signed in"), true);
        return;
    }
    const auto error = m_account.lastError();
    if (state == State::Connecting || !error) {
        m_check->setVisible(false);
        return;
    }
    const QString text = ErrorText::of(*error, server());
    const bool answered = error->code == Code::WrongPassword || error->code == Code::Certificate
        || error->code == Code::NoTls || error->code == Code::ProtocolError;
    if (answered || error->code == Code::NoSuchServer)
        addCheck(answered ? tr("Server found") : tr("No such server"), answered);
    switch (error->code) {
    case Code::WrongPassword:
        addCheck(tr("Secured connection"), true);
        addCheck(tr("Password not accepted"), false);
        showError(text, m_password);
        break;
    case Code::NoSuchServer:
        showError(text, m_address);
        break;
    case Code::Certificate:
        addCheck(tr("The certificate is not its own"), false);
        showError(text, nullptr);
        m_certificate->show();
        break;
    case Code::NoTls:
        addCheck(tr("No secured connection"), false);
        showError(text, nullptr);
        break;
    default:
        addCheck(tr("Not connected"), false);
        showError(text, nullptr);
    }
}

} // namespace letterlock::ui
