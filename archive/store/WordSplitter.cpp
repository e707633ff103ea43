// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/WordSplitter.h"

#include <QChar>

#include <vector>

namespace letterlock::archive {

namespace {

// Longer runs of letters are Base64 and the like; cut, so that the index does not carry them as one giant term.
constexpr int longestWord = 64;

enum class Part : unsigned char { Between, Skipped, Letter, Alone };

bool writesWithoutSpaces(char32_t c)
{
    if (c < 0x0e00) {
        return false;
    }
    if (c == 0x30fc || c == 0xff70) { // prolonged sound marks are common to both kana
        return true;
    }
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
    case QChar::Script_Yi:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

Part partOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
    case QChar::Other_PrivateUse:
        if (c == 0x0640) { // Arabic tatweel only stretches
            return Part::Skipped;
        }
        return writesWithoutSpaces(c) ? Part::Alone : Part::Letter;
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Mark_SpacingCombining:
        if (writesWithoutSpaces(c)) {
            return Part::Alone;
        }
        // Accents, vowel points and tone marks have a combining class; the vowel signs of India do not and are letters.
        if (QChar::combiningClass(c) >= 10 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0x20e3 || c >= 0xe0100) {
            return Part::Skipped;
        }
        return Part::Letter;
    case QChar::Other_Format: // joiners, direction marks, soft hyphen
        return Part::Skipped;
    case QChar::Symbol_Modifier:
        return c >= 0x1f3fb && c <= 0x1f3ff ? Part::Skipped : Part::Between; // skin tones
    case QChar::Symbol_Other:
        return Part::Alone;
    default:
        return Part::Between;
    }
}

bool mayCarryAccent(char32_t c)
{
    return (c >= 0xc0 && c < 0x530) || (c >= 0x620 && c < 0x6d5) || (c >= 0x1e00 && c < 0x2000);
}

char32_t folded(char32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e) {
        c -= 0xfee0; // full width
    }
    c = QChar::toCaseFolded(c);
    // A precomposed letter is its base letter; the loop unpacks double accents (ệ -> ẹ -> e).
    for (int i = 0; i < 4 && mayCarryAccent(c); ++i) {
        if (QChar::decompositionTag(c) != QChar::Canonical) {
            break;
        }
        const QString parts = QChar::decomposition(c);
        if (parts.isEmpty() || parts.at(0).isSurrogate()) {
            break;
        }
        c = QChar::toCaseFolded(char32_t(parts.at(0).unicode()));
    }
    return c;
}

struct Character {
    Part part = Part::Between;
    char32_t folded = 0;
};

Character look(char32_t c)
{
    return {partOf(c), folded(c)};
}

// The properties are asked for each character of each message: those of the basic plane's busy start are kept.
const std::vector<Character> &knownCharacters()
{
    static const std::vector<Character> known = [] {
        std::vector<Character> all(0x2100);
        for (char32_t c = 0; c < all.size(); ++c) {
            all[c] = look(c);
        }
        return all;
    }();
    return known;
}

void appendUtf8(QByteArray &out, char32_t c)
{
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xc0 | (c >> 6));
        out += char(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += char(0xe0 | (c >> 12));
        out += char(0x80 | ((c >> 6) & 0x3f));
        out += char(0x80 | (c & 0x3f));
    } else {
        out += char(0xf0 | (c >> 18));
        out += char(0x80 | ((c >> 12) & 0x3f));
        out += char(0x80 | ((c >> 6) & 0x3f));
        out += char(0x80 | (c & 0x3f));
    }
}

template <class Take> class Automaton {
public:
    explicit Automaton(Take take)
        : m_take(std::move(take))
        , m_known(knownCharacters())
    {
    }

    /// False once `take` has had enough.
    bool feed(char32_t c, qsizetype start, qsizetype end)
    {
        const Character character = c < m_known.size() ? m_known[c] : look(c);
        switch (character.part) {
        case Part::Between:
            return flush();
        case Part::Skipped:
            if (m_word.letters > 0) {
                m_word.end = end; // an accent belongs to the letter before it
            }
            return true;
        case Part::Alone:
            if (!flush()) {
                return false;
            }
            add(character.folded, start, end);
            m_word.alone = true;
            return true;
        case Part::Letter:
            if ((m_word.alone || m_word.letters >= longestWord) && !flush()) {
                return false;
            }
            add(character.folded, start, end);
            if (character.folded == 0xdf) { // ß is written ss where it is missing
                m_word.folded.chop(2);
                m_word.folded += "ss";
                ++m_word.letters;
            }
            return true;
        }
        return true;
    }

    bool flush()
    {
        if (m_word.letters == 0) {
            return true;
        }
        const bool goOn = m_take(m_word);
        m_word.folded.truncate(0); // keeps the buffer
        m_word.letters = 0;
        m_word.alone = false;
        return goOn;
    }

private:
    void add(char32_t c, qsizetype start, qsizetype end)
    {
        if (m_word.letters == 0) {
            m_word.start = start;
        }
        appendUtf8(m_word.folded, c);
        ++m_word.letters;
        m_word.end = end;
    }

    Take m_take;
    const std::vector<Character> &m_known;
    WordSplitter::Word m_word;
};

/// Reads one code point and moves on by at least one byte; malformed bytes are separators.
char32_t nextUtf8(QByteArrayView text, qsizetype &at)
{
    const auto byte = [&](qsizetype i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned first = byte(at++);
    if (first < 0x80) {
        return first;
    }
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    char32_t c = more == 3 ? first & 0x07 : more == 2 ? first & 0x0f : first & 0x1f;
    for (int i = 0; i < more; ++i) {
        if ((byte(at) & 0xc0) != 0x80) {
            return 0;
        }
        c = (c << 6) | (byte(at++) & 0x3f);
    }
    return more == 0 || c > 0x10ffff ? 0 : c;
}

} // namespace

QList<WordSplitter::Word> WordSplitter::split(QStringView text)
{
    QList<Word> words;
    Automaton automaton([&words](const Word &word) {
        words.append(word);
        return true;
    });
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype start = i;
        char32_t c = text[i++].unicode();
        if (QChar::isHighSurrogate(c) && i < text.size() && text[i].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(char16_t(c), text[i++].unicode());
        }
        automaton.feed(c, start, i);
    }
    automaton.flush();
    return words;
}

void WordSplitter::splitUtf8(QByteArrayView text, const std::function<bool(const Word &)> &take)
{
    Automaton automaton([&take](const Word &word) { return take(word); });
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype start = i;
        const char32_t c = nextUtf8(text, i);
        if (!automaton.feed(c, start, i)) {
            return;
        }
    }
    automaton.flush();
}

} // namespace letterlock::archive
