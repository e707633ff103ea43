// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace letterlock::ui {

class Prompts;
class RecoverySheet;

/// What one can do with a recovery sheet: print it, save it as PDF, copy the code.
class SheetTools : public QWidget {
    Q_OBJECT
public:
    SheetTools(const RecoverySheet &sheet, Prompts &prompts, QWidget *parent = nullptr);

Q_SIGNALS:
    void kept(const QString &how); ///< a sentence

private:
    void print();
    void savePdf();

    const RecoverySheet &m_sheet;
    Prompts &m_prompts;
};

} // namespace letterlock::ui
