// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "archive/history/SearchQuery.h"

namespace letterlock::archive {

/// What was typed, as phrases that must all occur. Quotes make a phrase exact; elsewhere a last word of three letters
/// or more is the beginning of a word; characters written without spaces are found anywhere.
class SearchWords {
public:
    explicit SearchWords(const QString &typed);

    [[nodiscard]] bool isEmpty() const { return m_phrases.isEmpty(); }
    /// FTS5 expression over the column `body`; every word in quotes, so that no input can be syntax.
    [[nodiscard]] QString expression() const;
    /// Where the phrases are in a text: ascending, not overlapping, UTF-16 units.
    [[nodiscard]] QList<SearchHit::Range> marksIn(const QString &text) const;

    /// About 160 characters around the first mark as one line. `marks` are moved and cut along.
    struct Snippet {
        QString text;
        QList<SearchHit::Range> marks;
    };
    [[nodiscard]] static Snippet snippetOf(const QString &text, const QList<SearchHit::Range> &marks);

private:
    struct Phrase {
        QList<QByteArray> words;
        bool prefix = false;
    };
    void addPhrase(QStringView text, bool exact);

    QList<Phrase> m_phrases;
};

} // namespace letterlock::archive
