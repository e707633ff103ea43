// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "crypto/identity/KeyFingerprint.h"

class QLineEdit;
class QPushButton;

namespace letterlock::ui {

class TextLabel;

/// Comparing two keys by ear (words) or by hand (groups), or by typing what was read out. Decides nothing itself.
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

private:
    QWidget *makeKey(
        const QString &objectName, const QString &title, const QString &line, const crypto::KeyFingerprint &key);
    QWidget *makeTyped();
    QWidget *makeButtons();
    void fillGrid(QWidget *grid, const crypto::KeyFingerprint &key) const;
    void checkTyped();
    void confirmMismatch();

    Subject m_subject;
    Mode m_mode = Mode::Words;
    QWidget *m_theirs = nullptr;
    QWidget *m_ours = nullptr;
    QLineEdit *m_typed = nullptr;
    TextLabel *m_typedResult = nullptr;
    QPushButton *m_match = nullptr;
    QPushButton *m_noMatch = nullptr;
};

} // namespace letterlock::ui
