// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/keys/RotationView.h"

class QVBoxLayout;

namespace letterlock::ui {

class Panel;
class TextLabel;

/// One page of the wizard: title, a line below it, content. Pages show a RotationView and tell what was chosen.
class RotationPage : public QWidget {
    Q_OBJECT
public:
    explicit RotationPage(QWidget *parent = nullptr);
    virtual void show(const RotationView &view) = 0;
    using QWidget::show;

protected:
    void setHeading(const QString &title, const QString &line);
    [[nodiscard]] QVBoxLayout *content() { return m_content; }
    /// A white card with a hairline.
    static Panel *makeCard(QVBoxLayout *&inside);

private:
    QVBoxLayout *m_content = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_line = nullptr;
};

} // namespace letterlock::ui
