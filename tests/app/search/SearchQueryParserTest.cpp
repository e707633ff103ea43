// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/search/SearchQueryParser.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::parseSearch;

class SearchQueryParserTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void words_data();
    void words();
    void filters();
    void problems_data();
    void problems();
};

void SearchQueryParserTest::words_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("words");
    QTest::newRow("plain") << u"  two   words "_s << u"two words"_s;
    QTest::newRow("phrase stays") << u"\"two  words\" more"_s << u"\"two  words\" more"_s;
    QTest::newRow("link") << u"https://example.org/a"_s << u"https://example.org/a"_s;
    QTest::newRow("time") << u"at 12:30"_s << u"at 12:30"_s;
    QTest::newRow("smiley") << u":) :D"_s << u":) :D"_s;
    QTest::newRow("filters go") << u"cake from:me later"_s << u"cake later"_s;
    QTest::newRow("quoted filter is a word") << u"\"from:me\""_s << u"\"from:me\""_s;
    QTest::newRow("nothing") << u""_s << u""_s;
}

void SearchQueryParserTest::words()
{
    QFETCH(QString, typed);
    QFETCH(QString, words);
    const auto parsed = parseSearch(typed);
    QCOMPARE(parsed.problem, QString());
    QCOMPARE(parsed.words, words);
}

void SearchQueryParserTest::filters()
{
    QCOMPARE(parseSearch(u"FROM:Me"_s).outgoing, std::optional(true));
    const auto other = parseSearch(u"from:\"Anna Lind\" x"_s);
    QCOMPARE(other.outgoing, std::optional(false));
    QCOMPARE(other.conversationName, u"Anna Lind"_s);
    QCOMPARE(parseSearch(u"in:anna"_s).conversationName, u"anna"_s);
    QVERIFY(!parseSearch(u"in:anna"_s).outgoing);
    const auto dates = parseSearch(u"after:2026-04-01 before:2026-05-01"_s);
    QCOMPARE(dates.from, QDate(2026, 4, 1));
    QCOMPARE(dates.to, QDate(2026, 4, 30));
    QCOMPARE(dates.problem, QString());
    QCOMPARE(parseSearch(u"in:anna from:me"_s).problem, QString());
}

void SearchQueryParserTest::problems_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("token");
    QTest::newRow("no date") << u"cake before:yesterday"_s << u"before:yesterday"_s;
    QTest::newRow("no such day") << u"after:2026-02-30"_s << u"after:2026-02-30"_s;
    QTest::newRow("no value") << u"in: anna"_s << u"in:"_s;
    QTest::newRow("empty name") << u"in:\"\""_s << u"in:\"\""_s;
    QTest::newRow("unknown filter") << u"has:file"_s << u"has:file"_s;
    QTest::newRow("both ways") << u"from:me from:anna"_s << u"from:anna"_s;
    QTest::newRow("two conversations") << u"in:anna in:bob"_s << u"in:bob"_s;
    QTest::newRow("no day between") << u"after:2026-05-01 before:2026-05-01"_s << u"before:2026-05-01"_s;
}

void SearchQueryParserTest::problems()
{
    QFETCH(QString, typed);
    QFETCH(QString, token);
    QCOMPARE(parseSearch(typed).problem, token);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SearchQueryParserTest)
#include "SearchQueryParserTest.moc"
