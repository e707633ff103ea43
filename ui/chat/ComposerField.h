// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPlainTextEdit>

namespace letterlock::ui {

/// The text field of the composer: grows with its text, Enter sends (or Shift+Enter, if swapped).
class ComposerField : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ComposerField(QWidget *parent = nullptr);

    void setMaximumLines(int lines);
    void setEnterSends(bool sends);

Q_SIGNALS:
    void submitted();
    void editLastWanted(); ///< Up in an empty field
    void escapePressed();
    void focusChanged();
    void filesPasted(const QStringList &paths);
    void picturePasted(const QImage &picture);

protected:
    bool event(QEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *given) const override;
    void insertFromMimeData(const QMimeData *given) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void grow();

    int m_maximumLines = 8;
    bool m_enterSends = true;
};

} // namespace letterlock::ui
