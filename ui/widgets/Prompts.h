// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace letterlock::ui {

/// The only place that asks the person something in a dialog. Never blocks: answers come by call-back, in the GUI
/// thread, once; not at all if `parent` goes away first. Tests replace it.
class Prompts {
public:
    enum class Answer { Cancel, Confirm, Alternative };
    struct Question {
        QString name; ///< objectName of the dialog, e.g. "quitDialog"
        QString title;
        QString text;
        QString confirm; ///< what the main button does, a verb
        QString alternative; ///< second choice; empty = none
        QString cancel; ///< empty = "Cancel"
        bool destructive = false;
        bool onlyTells = false; ///< one button, nothing to decide
    };
    struct Entry {
        QString name;
        QString title;
        QString text;
        QString label; ///< of the field
        QString confirm;
        bool secret = false; ///< passphrase: shown as dots
    };

    virtual ~Prompts() = default;
    virtual void ask(QWidget *parent, const Question &question, std::function<void(Answer)> answered);
    /// Calls back only when something was entered.
    virtual void askText(QWidget *parent, const Entry &entry, std::function<void(QString)> entered);
    virtual void openFile(
        QWidget *parent, const QString &title, const QString &filter, std::function<void(QString)> chosen);
    /// One or more that exist.
    virtual void openFiles(QWidget *parent, const QString &title, std::function<void(QStringList)> chosen);
    virtual void saveFile(QWidget *parent, const QString &title, const QString &suggested, const QString &filter,
        std::function<void(QString)> chosen);
};

} // namespace letterlock::ui
