// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace letterlock::ui {

/// One way to begin, as a card that is a button: glyph, title and a sentence.
class StartCard : public QAbstractButton {
    Q_OBJECT
public:
    StartCard(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {660, 86}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 86}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
};

} // namespace letterlock::ui
