// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

#include "app/chat/ConversationController.h"

class QAction;
class QMenu;

namespace letterlock::ui {

class SealingRow;

/// The encryption selector of the composer: says how the next message will travel, and lets the person choose.
class SealingMenu : public QToolButton {
    Q_OBJECT
public:
    explicit SealingMenu(QWidget *parent = nullptr);

    void setState(app::SealingChoice choice, app::SendBlock block, crypto::TrustVerdict trust);
    void setSessionKeysOffered(bool offered);
    void setSessionKeysThere(const QString &words); ///< what the other side can do
    void setShort(bool isShort); ///< glyph and arrow only
    [[nodiscard]] QString stateText() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(letterlock::app::SealingChoice choice);
    void newKeyWanted(); ///< what is sent from now on goes under another session key

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    SealingRow *addRow(QMenu *menu, const QString &name, SealingRow *row, app::SealingChoice choice);

    QString m_text;
    QString m_icon;
    bool m_calm = true; ///< wax when sealed to a key without doubts, amber otherwise
    bool m_short = false;
    bool m_soft = false;
    SealingRow *m_openPgp = nullptr;
    SealingRow *m_session = nullptr;
    SealingRow *m_none = nullptr;
    QAction *m_sessionAction = nullptr;
    QAction *m_newKey = nullptr;
};

} // namespace letterlock::ui
