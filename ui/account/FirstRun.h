// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/account/AccountController.h"
#include "app/keys/BackupController.h"
#include "ui/widgets/Panel.h"

class QStackedWidget;

namespace letterlock::ui {

class Prompts;
class SignInPage;
class StepLine;
class TextLabel;
class YourKeyPage;

/// From nothing to a working account: welcome, sign in, your key.
class FirstRun : public Panel {
    Q_OBJECT
public:
    struct Ports {
        app::AccountController &account;
        app::KeyController &keys;
        app::BackupController &backup;
        Prompts &prompts;
    };
    explicit FirstRun(Ports ports, QWidget *parent = nullptr);

Q_SIGNALS:
    void finished();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildWelcome();
    QWidget *buildCreate();
    QWidget *buildSignIn();
    QWidget *buildKey();
    void showStep(int step);
    void onSignedIn();
    void showCertificate();

    Ports m_ports;
    QWidget *m_brand = nullptr;
    QStackedWidget *m_steps = nullptr;
    StepLine *m_line = nullptr;
    SignInPage *m_signIn = nullptr;
    YourKeyPage *m_key = nullptr;
    bool m_wantsRestore = false;
    bool m_moved = false;
};

} // namespace letterlock::ui
