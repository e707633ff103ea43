// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMultiHash>
#include <QWidget>

#include "app/account/AccountController.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace letterlock::ui {

class Prompts;
class TextLabel;

/// Address and password, a live check list of what was found, and errors in words at the place they belong to.
class SignInPage : public QWidget {
    Q_OBJECT
public:
    SignInPage(app::AccountController &account, Prompts &prompts, QWidget *parent = nullptr);

    void submit();
    /// The person compared this certificate: go on, and keep to it when the password has to be typed again.
    void trust(const QByteArray &sha256);
    void setWide(bool wide); ///< room for the list of what was found
    [[nodiscard]] QPushButton *button() { return m_button; }

Q_SIGNALS:
    void certificateWanted();

private:
    QWidget *buildByHand();
    void refresh();
    void showError(const QString &text, QLineEdit *field);
    void addCheck(const QString &text, bool ok);
    void clearError();
    [[nodiscard]] QString server() const;

    app::AccountController &m_account;
    Prompts &m_prompts;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_password = nullptr;
    QLineEdit *m_host = nullptr;
    QLineEdit *m_authority = nullptr;
    QWidget *m_byHand = nullptr;
    QCheckBox *m_remember = nullptr;
    TextLabel *m_addressError = nullptr;
    TextLabel *m_passwordError = nullptr;
    QPushButton *m_certificate = nullptr;
    QWidget *m_side = nullptr;
    QWidget *m_check = nullptr;
    TextLabel *m_checkTitle = nullptr;
    QWidget *m_checkLines = nullptr;
    QPushButton *m_button = nullptr;
    QMultiHash<QString, QByteArray> m_trusted; ///< by server
    bool m_tried = false;
};

} // namespace letterlock::ui
