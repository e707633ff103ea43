// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

class QComboBox;
class QLineEdit;

namespace letterlock::ui {

class ChoiceCard;

/// Step 2: make a new key, or use one of one's own that is here already.
class RotationNewKeyPage : public RotationPage {
    Q_OBJECT
public:
    explicit RotationNewKeyPage(QWidget *parent = nullptr);
    void show(const RotationView &view) override;

    /// Empty = make a new one.
    [[nodiscard]] crypto::KeyFingerprint chosenKey() const;
    [[nodiscard]] crypto::KeyPlan plan() const; ///< of the one that is to be made

private:
    ChoiceCard *m_make = nullptr;
    ChoiceCard *m_use = nullptr;
    QComboBox *m_keys = nullptr;
    QWidget *m_plan = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_passphrase = nullptr;
    QComboBox *m_expiry = nullptr;
    QComboBox *m_kind = nullptr;
    TextLabel *m_problem = nullptr;
};

} // namespace letterlock::ui
