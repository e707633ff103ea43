// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "crypto/identity/KeyFingerprint.h"

class QBoxLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace letterlock::ui {

class TextLabel;

/// Comparing two keys by ear (words), by hand (groups), by letting the other side scan ours, or by typing or pasting
/// what was read out or scanned. Decides nothing itself.
class VerifyDialog : public QDialog {
    Q_OBJECT
public:
    struct Subject {
        QString name; ///< of the contact; empty = another key of our own
        crypto::KeyFingerprint theirs;
        crypto::KeyFingerprint ours;
    };
    explicit VerifyDialog(const Subject &subject, QWidget *parent = nullptr);

    enum class Mode { Words, Groups };
    void setMode(Mode mode);

Q_SIGNALS:
    void matched();
    void mismatched();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QVBoxLayout *makeReading();
    QWidget *makeScanning();
    QWidget *makeKey(
        const QString &objectName, const QString &title, const QString &line, const crypto::KeyFingerprint &key);
    QWidget *makeTyped();
    QWidget *makeButtons();
    void fillGrid(QWidget *grid, const crypto::KeyFingerprint &key) const;
    void checkTyped();
    void confirmMismatch();

    Subject m_subject;
    Mode m_mode = Mode::Words;
    QBoxLayout *m_columns = nullptr;
    QList<QWidget *> m_besideWords; ///< the digits below the words
    QWidget *m_theirs = nullptr;
    QWidget *m_ours = nullptr;
    QLineEdit *m_typed = nullptr;
    TextLabel *m_typedResult = nullptr;
    QPushButton *m_match = nullptr;
    QPushButton *m_noMatch = nullptr;
};

} // namespace letterlock::ui
