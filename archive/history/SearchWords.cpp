// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/history/SearchWords.h"

#include "archive/store/WordSplitter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr int longestQuery = 1000; // UTF-16 units
constexpr int mostPhrases = 16;
constexpr int mostWords = 32; // in a phrase
constexpr int prefixFrom = 3; // letters; shorter beginnings would match a good part of all words
constexpr int snippetLength = 160;
constexpr int snippetBefore = 40;

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\u201c' || c == u'\u201d' || c == u'\u201e';
}

} // namespace

SearchWords::SearchWords(const QString &typed)
{
    const QStringView text = QStringView(typed).left(longestQuery);
    qsizetype start = 0;
    bool quoted = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const bool atEnd = i == text.size();
        if (!atEnd && !isQuote(text[i]) && (quoted || !text[i].isSpace())) {
            continue;
        }
        // A quote that is not closed is still being typed.
        addPhrase(text.sliced(start, i - start), quoted && !atEnd);
        start = i + 1;
        if (!atEnd && isQuote(text[i])) {
            quoted = !quoted;
        }
    }
}

void SearchWords::addPhrase(QStringView text, bool exact)
{
    const auto words
        = WordSplitter::split(text).first(std::min<qsizetype>(mostWords, WordSplitter::split(text).size()));
    if (words.isEmpty() || m_phrases.size() >= mostPhrases) {
        return;
    }
    Phrase phrase;
    for (const auto &word : words) {
        phrase.words.append(word.folded);
    }
    phrase.prefix = !exact && !words.constLast().alone && words.constLast().letters >= prefixFrom;
    m_phrases.append(phrase);
}

QString SearchWords::expression() const
{
    QStringList terms;
    for (const Phrase &phrase : m_phrases) {
        // Folded words hold letters, digits and symbols, never a quote.
        terms.append(u'"' + QString::fromUtf8(phrase.words.join(' ')) + (phrase.prefix ? u"\"*"_s : u"\""_s));
    }
    return u"body : ("_s + terms.join(u" AND "_s) + u')';
}

QList<SearchHit::Range> SearchWords::marksIn(const QString &text) const
{
    const auto words = WordSplitter::split(text);
    QList<SearchHit::Range> found;
    for (const Phrase &phrase : m_phrases) {
        const qsizetype count = phrase.words.size();
        for (qsizetype at = 0; at + count <= words.size(); ++at) {
            bool matches = true;
            for (qsizetype i = 0; matches && i < count; ++i) {
                const auto &word = words[at + i].folded;
                matches = i + 1 == count && phrase.prefix ? word.startsWith(phrase.words[i]) : word == phrase.words[i];
            }
            if (matches) {
                const auto start = words[at].start;
                found.append({int(start), int(words[at + count - 1].end - start)});
            }
        }
    }
    std::ranges::sort(found, {}, &SearchHit::Range::start);
    QList<SearchHit::Range> merged;
    for (const auto &range : std::as_const(found)) {
        if (!merged.isEmpty() && range.start < merged.constLast().start + merged.constLast().length) {
            auto &last = merged.last();
            last.length = std::max(last.length, range.start + range.length - last.start);
        } else {
            merged.append(range);
        }
    }
    return merged;
}

SearchWords::Snippet SearchWords::snippetOf(const QString &text, const QList<SearchHit::Range> &marks)
{
    const qsizetype first = marks.isEmpty() ? 0 : marks.constFirst().start;
    qsizetype start = 0;
    if (text.size() > snippetLength && first > snippetBefore) {
        start = first - snippetBefore;
        // Begin at a word if there is one near, never inside a pair of surrogates.
        const auto space = text.indexOf(u' ', start);
        start = space >= 0 && space < first ? space + 1 : start;
        if (text[start].isLowSurrogate()) {
            ++start;
        }
    }
    qsizetype end = std::min<qsizetype>(text.size(), start + snippetLength);
    if (end < text.size() && text[end].isLowSurrogate()) {
        --end;
    }
    Snippet snippet;
    const QString before = start > 0 ? u"\u2026"_s : QString();
    snippet.text = before + text.mid(start, end - start) + (end < text.size() ? u"\u2026"_s : QString());
    for (QChar &c : snippet.text) {
        if (c.isSpace()) {
            c = u' '; // one line; the same length keeps the marks true
        }
    }
    for (const auto &mark : marks) {
        const qsizetype from = std::max<qsizetype>(mark.start, start);
        const qsizetype to = std::min<qsizetype>(mark.start + mark.length, end);
        if (from < to) {
            snippet.marks.append({int(from - start + before.size()), int(to - from)});
        }
    }
    return snippet;
}

} // namespace letterlock::archive
