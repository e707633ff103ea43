// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Panel.h"

class QVBoxLayout;

namespace letterlock::ui {

/// A card of settings: rows with a name, a second line and the control at the end, hairlines between.
class SettingsCard : public Panel {
    Q_OBJECT
public:
    explicit SettingsCard(QWidget *parent = nullptr);

    /// Takes `control` over and gives it `name` as accessible name unless it has one. Null = only words.
    void addRow(const QString &name, const QString &more, QWidget *control);
    void addWidget(QWidget *row); ///< a row of any kind

private:
    QVBoxLayout *m_column = nullptr;
};

/// One page of the settings: title, then sections.
class SettingsSheet : public QWidget {
    Q_OBJECT
public:
    explicit SettingsSheet(const QString &title, QWidget *parent = nullptr);

    void addSection(const QString &title, QWidget *content); ///< an empty title leaves the heading out

private:
    QVBoxLayout *m_column = nullptr;
};

} // namespace letterlock::ui
