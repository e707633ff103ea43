// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Panel.h"

class QRadioButton;
class QVBoxLayout;

namespace letterlock::ui {

/// One of several choices as a card: radio button, glyph, title and a line of explanation. The whole card is clickable.
class ChoiceCard : public Panel {
    Q_OBJECT
public:
    ChoiceCard(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QRadioButton *button() { return m_button; } ///< put it into a QButtonGroup; named by the page
    [[nodiscard]] QVBoxLayout *extra() { return m_texts; } ///< below the explanation

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    void restyle();

    QRadioButton *m_button = nullptr;
    QVBoxLayout *m_texts = nullptr;
};

} // namespace letterlock::ui
