// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

class QComboBox;

namespace letterlock::ui {

class ChoiceCard;

/// Step 1: the reason, and what follows from it.
class RotationWhyPage : public RotationPage {
    Q_OBJECT
public:
    explicit RotationWhyPage(QWidget *parent = nullptr);
    void show(const RotationView &view) override;

Q_SIGNALS:
    void reasonChosen(letterlock::app::RotationReason reason);
    void lostKeyChosen(const crypto::KeyFingerprint &key);

private:
    void buildDevice();
    void showDevices(const RotationView &view);

    ChoiceCard *m_planned = nullptr;
    ChoiceCard *m_lost = nullptr;
    ChoiceCard *m_compromised = nullptr;
    QWidget *m_which = nullptr;
    QComboBox *m_device = nullptr;
    QVBoxLayout *m_happens = nullptr;
    TextLabel *m_limits = nullptr;
};

} // namespace letterlock::ui
