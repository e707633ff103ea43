// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "app/chat/ConversationController.h"

class QAction;

namespace letterlock::ui {

/// The encryption selector of the composer: says how the next message will travel, and lets the person choose.
class SealingMenu : public QToolButton {
    Q_OBJECT
public:
    explicit SealingMenu(QWidget *parent = nullptr);

    void setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust);
    void setShort(bool isShort); ///< glyph and arrow only
    [[nodiscard]] QString stateText() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(letterlock::app::SealingChoice choice);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    QString m_icon;
    bool m_calm = true; ///< wax when sealed to a key without doubts, amber otherwise
    bool m_short = false;
    QAction *m_sealed = nullptr;
    QAction *m_open = nullptr;
};

} // namespace letterlock::ui
