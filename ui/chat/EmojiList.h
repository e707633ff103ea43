// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QList>

namespace letterlock::ui {

/// The emoji that can be chosen, in groups, each with a name to search for and to read out.
class EmojiList {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::EmojiList)
public:
    struct Emoji {
        QString text;
        QString name; ///< translated
    };
    struct Group {
        QString name;
        QList<Emoji> emoji;
    };

    static QList<Group> groups();
    /// All whose name holds every one of the words.
    static QList<Emoji> find(const QString &words);
    static QString nameOf(const QString &emoji); ///< empty for one that is not in the list
};

} // namespace letterlock::ui
