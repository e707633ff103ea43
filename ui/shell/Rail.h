// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QButtonGroup>

#include "app/transport/Transport.h"
#include "ui/widgets/Panel.h"

class QToolButton;
class QVBoxLayout;

namespace letterlock::ui {

enum class Section { Chats, History, Keys, Settings };

/// The column of sections at the edge of the window.
class Rail : public Panel {
    Q_OBJECT
public:
    explicit Rail(QWidget *parent = nullptr);

    void setCurrent(Section section);
    void setUnread(int count);
    void setKeysNeedAttention(bool attention);
    void setAccount(const QString &address, app::Availability availability);
    void setNarrow(bool narrow); ///< 56 px, no labels

Q_SIGNALS:
    void sectionChosen(letterlock::ui::Section section);
    void accountMenuWanted(const QPoint &globalPosition);

private:
    QToolButton *addSection(Section section, const QString &name, const QString &icon, const QString &label);

    QButtonGroup m_group;
    QVBoxLayout *m_column = nullptr;
    QToolButton *m_account = nullptr;
};

} // namespace letterlock::ui
