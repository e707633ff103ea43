// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace letterlock::ui {

class TextLabel;

/// Two groups of the backup code, typed from the sheet to show that it can be read.
class SheetProof : public QWidget {
    Q_OBJECT
public:
    explicit SheetProof(QWidget *parent = nullptr);

    void setGroups(const QStringList &groups); ///< of the code; what was typed stays
    [[nodiscard]] bool isRight() const;

Q_SIGNALS:
    void changed();

private:
    void check();
    [[nodiscard]] QString hintFor(const QLineEdit *field, int group) const;

    QStringList m_groups;
    QLineEdit *m_first = nullptr;
    QLineEdit *m_second = nullptr;
    TextLabel *m_hint = nullptr;
};

} // namespace letterlock::ui
