// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/ContactKeyModel.h"
#include "ui/keys/OwnKeysPanel.h"

class QTabBar;
class QStackedWidget;
class QVBoxLayout;

namespace letterlock::ui {

class ContactKeysPanel;

/// Keys and devices without the controllers: three tabs, shows values, tells what is wanted.
class KeysFrame : public Panel {
    Q_OBJECT
public:
    enum class Tab { Mine, Devices, Contacts };
    explicit KeysFrame(QWidget *parent = nullptr);

    void showOwn(const OwnKeysView &view);
    void showContacts(const QList<ContactKeyRow> &rows);
    void showTab(Tab tab);
    [[nodiscard]] OwnKeysPanel *own() { return m_own; }
    [[nodiscard]] ContactKeysPanel *contacts() { return m_contacts; }

Q_SIGNALS:
    void changeKeyRequested();
    void importRequested();
    void lostDeviceRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeDevices();
    QWidget *makeDevicesSide();
    void fillDevices(const OwnKeysView &view);
    QWidget *makeDevice(const app::OwnKey &own);

    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_stack = nullptr;
    OwnKeysPanel *m_own = nullptr;
    QVBoxLayout *m_devices = nullptr;
    QWidget *m_devicesSide = nullptr;
    ContactKeysPanel *m_contacts = nullptr;
};

} // namespace letterlock::ui
