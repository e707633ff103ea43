// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sessions/KeyRequestController.h"
#include "ui/widgets/Panel.h"

class QBoxLayout;
class QCheckBox;
class QGridLayout;
class QPushButton;

namespace letterlock::ui {

class Avatar;
class Glyph;
class TextLabel;

/// The request of a device for the key of a conversation, and what giving it means (UI section 10, 21).
class KeyRequestCardView : public Panel {
    Q_OBJECT
public:
    /// The asker chose this name: nothing in it may turn the words around it, or push them out of sight.
    [[nodiscard]] static QString deviceName(QString resource);

    explicit KeyRequestCardView(QWidget *parent = nullptr);

    /// `more` = how many other requests wait behind this one.
    void show(const app::KeyRequestCard &card, const QString &name, int more);
    void setNarrow(bool narrow); ///< buttons below each other
    [[nodiscard]] int cardId() const { return m_id; }

Q_SIGNALS:
    void approved(int card, bool always);
    void refused(int card);
    void refusedForNew(int card);
    void compareWanted();

private:
    TextLabel *addFact(QGridLayout *grid, const QString &name);
    void buildButtons();
    void refreshKey(const app::KeyRequestCard &card);

    int m_id = 0;
    bool m_checked = false;
    Avatar *m_avatar = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_text = nullptr;
    Glyph *m_keyGlyph = nullptr;
    TextLabel *m_key = nullptr;
    TextLabel *m_opens = nullptr;
    TextLabel *m_asked = nullptr;
    TextLabel *m_more = nullptr;
    QBoxLayout *m_buttons = nullptr;
    QCheckBox *m_always = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_approve = nullptr;
    QPushButton *m_refuse = nullptr;
    QPushButton *m_renew = nullptr;
};

} // namespace letterlock::ui
