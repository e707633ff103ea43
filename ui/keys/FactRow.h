// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Panel.h"

class QBoxLayout;
class QHBoxLayout;
class QPushButton;

namespace letterlock::ui {

class TextLabel;

/// One line of the key card: glyph, what it is about, the fact with a second line, and what can be done about it:
/// beside the fact, or below where both together have no room.
class FactRow : public Panel {
    Q_OBJECT
public:
    FactRow(const QString &icon, const QString &label, QWidget *parent = nullptr);

    void setFact(const QString &fact, const QString &more = {});
    [[nodiscard]] QString fact() const;
    void addAction(QPushButton *button);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeActions();

    QHBoxLayout *m_row = nullptr;
    QBoxLayout *m_texts = nullptr;
    QWidget *m_actions = nullptr;
    bool m_actionsBelow = false;
    TextLabel *m_label = nullptr;
    TextLabel *m_fact = nullptr;
    TextLabel *m_more = nullptr;
};

} // namespace letterlock::ui
