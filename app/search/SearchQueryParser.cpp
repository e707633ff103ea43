// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/search/SearchQueryParser.h"

#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace letterlock::app {

namespace {

constexpr int longestInput = 2000;

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\u201c' || c == u'\u201d' || c == u'\u201e';
}

/// Split at blanks outside of quotes; the quotes stay.
QStringList tokensOf(const QString &typed)
{
    QStringList tokens;
    QString token;
    bool quoted = false;
    for (const QChar c : typed.left(longestInput)) {
        quoted = isQuote(c) ? !quoted : quoted;
        if (c.isSpace() && !quoted) {
            if (!token.isEmpty()) {
                tokens.append(token);
            }
            token.clear();
        } else {
            token += c;
        }
    }
    return token.isEmpty() ? tokens : tokens << token;
}

QString unquoted(QString value)
{
    value.removeIf(isQuote);
    return value.trimmed();
}

/// Filters of other programs that people try. Anything else with a colon (a link, a time) is a word.
bool looksLikeFilter(const QString &key)
{
    static constexpr std::array others{
        "to"_L1, "on"_L1, "by"_L1, "is"_L1, "has"_L1, "with"_L1, "since"_L1, "until"_L1, "date"_L1};
    return std::ranges::any_of(others, [&](QLatin1StringView other) { return key == other; });
}

class Parser {
public:
    ParsedSearch parse(const QString &typed)
    {
        QStringList words;
        for (const QString &token : tokensOf(typed)) {
            const auto colon = token.indexOf(u':');
            const QString key = token.left(std::max<qsizetype>(colon, 0)).toLower();
            const bool ours = key == "from"_L1 || key == "in"_L1 || key == "before"_L1 || key == "after"_L1;
            if (colon <= 0 || (!ours && !looksLikeFilter(key))) {
                words.append(token);
            } else if (!ours || !take(key, unquoted(token.mid(colon + 1)))) {
                refuse(token);
            }
            if (m_parsed.from.isValid() && m_parsed.to.isValid() && m_parsed.from > m_parsed.to) {
                refuse(token);
            }
        }
        m_parsed.words = words.join(u' ');
        return m_parsed;
    }

private:
    void refuse(const QString &token)
    {
        if (m_parsed.problem.isEmpty()) {
            m_parsed.problem = token;
        }
    }

    /// False if the value is no good or contradicts what was said before.
    bool take(const QString &key, const QString &value)
    {
        if (value.isEmpty()) {
            return false;
        }
        if (key == "in"_L1) {
            return takeName(value);
        }
        if (key == "from"_L1) {
            const bool me = value.compare("me"_L1, Qt::CaseInsensitive) == 0;
            if (m_parsed.outgoing && *m_parsed.outgoing != me) {
                return false;
            }
            m_parsed.outgoing = me;
            return me || takeName(value);
        }
        const QDate date = QDate::fromString(value, Qt::ISODate);
        if (!date.isValid()) {
            return false;
        }
        if (key == "before"_L1) {
            m_parsed.to = m_parsed.to.isValid() ? std::min(m_parsed.to, date.addDays(-1)) : date.addDays(-1);
        } else {
            m_parsed.from = m_parsed.from.isValid() ? std::max(m_parsed.from, date) : date;
        }
        return true;
    }

    bool takeName(const QString &name)
    {
        if (!m_parsed.conversationName.isEmpty() && m_parsed.conversationName.compare(name, Qt::CaseInsensitive) != 0) {
            return false;
        }
        m_parsed.conversationName = name;
        return true;
    }

    ParsedSearch m_parsed;
};

} // namespace

ParsedSearch parseSearch(const QString &typed)
{
    return Parser().parse(typed);
}

} // namespace letterlock::app
