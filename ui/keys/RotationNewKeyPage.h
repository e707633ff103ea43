// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/RotationPage.h"

class QComboBox;

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

private:
    ChoiceCard *m_make = nullptr;
    ChoiceCard *m_use = nullptr;
    QComboBox *m_keys = nullptr;
    TextLabel *m_address = nullptr;
    TextLabel *m_problem = nullptr;
};

} // namespace letterlock::ui
