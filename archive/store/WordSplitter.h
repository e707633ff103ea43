// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QStringView>

#include <functional>

namespace letterlock::archive {

/// What the index, the query and the marks of a hit mean by a word: one splitter for all three, so that a mark is
/// exactly where the index found something. Case, diacritics, vowel points and full width are folded away. Characters
/// of scripts that are written without spaces (Han, kana, Hangul, Thai …) and emoji are a word each.
class WordSplitter {
public:
    struct Word {
        QByteArray folded; ///< UTF-8; splitting it again gives the same word
        qsizetype start = 0; ///< in units of the text: UTF-16 units or UTF-8 bytes
        qsizetype end = 0;
        int letters = 0; ///< code points in `folded`
        bool alone = false; ///< a character that is a word by itself
    };

    [[nodiscard]] static QList<Word> split(QStringView text);
    /// For the index: offsets in bytes; stops when `take` says false. Never fails on malformed UTF-8.
    static void splitUtf8(QByteArrayView text, const std::function<bool(const Word &)> &take);
};

} // namespace letterlock::archive
