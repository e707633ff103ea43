// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/style/Palette.h"

namespace letterlock::ui {

class Glyph;
class TextLabel;

/// A glyph, a fact in one line and a second line in small print.
class FactLine : public QWidget {
    Q_OBJECT
public:
    explicit FactLine(QWidget *parent = nullptr);

    void setFact(const QString &icon, Role role, const QString &fact, const QString &more);

private:
    Glyph *m_glyph = nullptr;
    TextLabel *m_fact = nullptr;
    TextLabel *m_more = nullptr;
};

} // namespace letterlock::ui
