// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "archive/history/SearchIndex.h"
#include "archive/history/SearchWords.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::SearchHit;
using archive::SearchPage;
using archive::SearchQuery;
using archive::SearchWords;

namespace {

const auto anna = u"anna@example.org"_s;

/// The marked parts of a text.
QStringList marked(const QString &text, const QList<SearchHit::Range> &marks)
{
    QStringList parts;
    for (const auto &mark : marks) {
        parts.append(text.mid(mark.start, mark.length));
    }
    return parts;
}

} // namespace

/// "You can always find it": any script, offline, no input that breaks it (DESIGN section 4).
class SearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsAndMarks_data();
    void findsAndMarks();
    void doesNotFind_data();
    void doesNotFind();
    void hostileWordsAreOnlyWords_data();
    void hostileWordsAreOnlyWords();
    void filters();
    void filtersWithoutWords();
    void findsWhatBothTextsOfACorrectionSay();
    void pagesByRowId();
    void snippets();
    void longInput();
};

void SearchTest::findsAndMarks_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("marks");
    QTest::newRow("word") << u"The quick brown fox"_s << u"quick"_s << QStringList{u"quick"_s};
    QTest::newRow("case") << u"The Quick brown fox"_s << u"qUICK FOX"_s << QStringList{u"Quick"_s, u"fox"_s};
    QTest::newRow("prefix") << u"unbelievable"_s << u"unb"_s << QStringList{u"unbelievable"_s};
    QTest::newRow("diacritics in the text")
        << u"le café d'Amélie"_s << u"cafe amelie"_s << QStringList{u"café"_s, u"Amélie"_s};
    QTest::newRow("diacritics in the query") << u"le cafe"_s << u"Café"_s << QStringList{u"cafe"_s};
    QTest::newRow("decomposed") << u"cafe\u0301 noir"_s << u"café"_s << QStringList{u"cafe\u0301"_s};
    QTest::newRow("Vietnamese") << u"Tiếng Việt"_s << u"tieng viet"_s << QStringList{u"Tiếng"_s, u"Việt"_s};
    QTest::newRow("German umlaut") << u"Schöne Grüße aus Köln"_s << u"grusse"_s << QStringList{u"Grüße"_s};
    QTest::newRow("German sharp s") << u"die Strasse"_s << u"Straße"_s << QStringList{u"Strasse"_s};
    QTest::newRow("Russian") << u"Привет, как дела? Ещё раз"_s << u"ПРИВЕТ еще"_s << QStringList{u"Привет"_s, u"Ещё"_s};
    QTest::newRow("Arabic with points") << u"هذا كِتَابٌ جديد"_s << u"كتاب"_s << QStringList{u"كِتَابٌ"_s};
    QTest::newRow("Arabic alef") << u"أهلا وسهلا"_s << u"اهلا"_s << QStringList{u"أهلا"_s};
    QTest::newRow("Hebrew") << u"שלום עולם"_s << u"שלום"_s << QStringList{u"שלום"_s};
    QTest::newRow("Hindi") << u"मुझे हिन्दी पसंद है"_s << u"हिन्दी"_s << QStringList{u"हिन्दी"_s};
    QTest::newRow("Chinese, one character") << u"我今天去北京"_s << u"京"_s << QStringList{u"京"_s};
    QTest::newRow("Chinese, inside a run") << u"我今天去北京开会"_s << u"北京"_s << QStringList{u"北京"_s};
    QTest::newRow("Chinese, two words") << u"我今天去北京开会"_s << u"开会 今天"_s << QStringList{u"今天"_s, u"开会"_s};
    QTest::newRow("Japanese") << u"明日はカラオケに行きましょう"_s << u"カラオケ"_s << QStringList{u"カラオケ"_s};
    QTest::newRow("Korean, part of a word") << u"많은 사람들이 왔다"_s << u"사람"_s << QStringList{u"사람"_s};
    QTest::newRow("Thai, inside a run") << u"วันนี้อากาศดี"_s << u"อากาศ"_s << QStringList{u"อากาศ"_s};
    QTest::newRow("full width") << u"ＡＢＣ株式会社"_s << u"abc"_s << QStringList{u"ＡＢＣ"_s};
    QTest::newRow("emoji") << u"gut 👍🏽 gemacht 😀"_s << u"👍"_s << QStringList{u"👍🏽"_s};
    QTest::newRow("after emoji") << u"😀😀 Kuchen"_s << u"kuchen"_s << QStringList{u"Kuchen"_s};
    QTest::newRow("mixed run") << u"mein iPhone手机壳"_s << u"iphone手机"_s << QStringList{u"iPhone手机"_s};
    QTest::newRow("phrase") << u"brown quick, quick brown"_s << u"\"quick brown\""_s << QStringList{u"quick brown"_s};
    QTest::newRow("phrase being typed") << u"quick brown"_s << u"\"quick bro"_s << QStringList{u"quick brown"_s};
    QTest::newRow("every occurrence") << u"ja, ja, Jacke"_s << u"ja"_s << QStringList{u"ja"_s, u"ja"_s};
    QTest::newRow("number") << u"Zimmer 42b"_s << u"42b"_s << QStringList{u"42b"_s};
}

void SearchTest::findsAndMarks()
{
    QFETCH(QString, body);
    QFETCH(QString, words);
    QFETCH(QStringList, marks);
    HistoryFixture fixture;
    fixture.store(fixture.message(anna, u"etwas anderes, something else"_s));
    const auto id = fixture.store(fixture.message(anna, body));
    SearchQuery query;
    query.words = words;
    const auto page = await(fixture.history().search(query));
    QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
    QCOMPARE(page->total, 1);
    QCOMPARE(page->hits.size(), 1);
    const auto &hit = page->hits.first();
    QCOMPARE(hit.message.id, id);
    QCOMPARE(hit.peer.toString(), anna);
    QCOMPARE(marked(hit.message.body, hit.bodyMarks), marks);
    QCOMPARE(marked(hit.snippet, hit.marks), marks);
}

void SearchTest::doesNotFind_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("other word") << u"slow"_s;
    QTest::newRow("one word is missing") << u"quick slow"_s;
    QTest::newRow("two letters are no prefix") << u"qu"_s;
    QTest::newRow("the middle of a word") << u"rown"_s;
    QTest::newRow("order in a phrase") << u"\"fox quick\""_s;
    QTest::newRow("a phrase has no prefix") << u"\"quick bro\""_s;
    QTest::newRow("Chinese order") << u"京北"_s;
    QTest::newRow("the conversation's token") << u"c1"_s;
    QTest::newRow("nothing but signs") << u"!?… ()"_s;
}

void SearchTest::doesNotFind()
{
    QFETCH(QString, words);
    HistoryFixture fixture;
    fixture.store(fixture.message(anna, u"The quick brown fox 北京"_s));
    SearchQuery query;
    query.words = words;
    const auto page = await(fixture.history().search(query));
    QVERIFY(page);
    QCOMPARE(page->hits.size(), 0);
    QCOMPARE(page->total, 0);
}

void SearchTest::hostileWordsAreOnlyWords_data()
{
    QTest::addColumn<QString>("words");
    const QStringList all{u"\""_s, u"\"\""_s, u"fox\"\"\""_s, u"fox AND"_s, u"AND OR NOT"_s, u"NEAR(fox, 2)"_s,
        u"body : fox"_s, u"c : c1"_s, u"-fox"_s, u"^fox"_s, u"fo*"_s, u"*"_s, u"(fox"_s, u"fox)"_s, u"{body c}: fox"_s,
        u"fox + fox"_s, u"'; DROP TABLE messages; --"_s, u"fox\\"_s, QString(QChar(0)) + u"fox"_s,
        QString(QChar(0xd800)), u"fox"_s + QChar(0xdc00), u"\u202efox"_s, u"%_"_s, u"?1 :a @b $c"_s,
        u"“fox” „brown“"_s};
    for (const QString &words : all) {
        QTest::newRow(qPrintable(words.toHtmlEscaped())) << words;
    }
}

void SearchTest::hostileWordsAreOnlyWords()
{
    QFETCH(QString, words);
    static HistoryFixture fixture;
    static const auto id = fixture.store(fixture.message(anna, u"The quick brown fox"_s));
    SearchQuery query;
    query.words = words;
    query.conversation = fixture.with(anna);
    const auto page = await(fixture.history().search(query));
    QVERIFY2(page, page ? "" : qPrintable(page.error().detail));
    QVERIFY(*await(fixture.history().message(id)));
}

void SearchTest::filters()
{
    HistoryFixture fixture;
    const auto bob = u"bob@example.org"_s;
    fixture.store(fixture.message(anna, u"cake one"_s));
    fixture.store(fixture.message(bob, u"cake two"_s));
    auto own = fixture.ownMessage(anna, u"cake three"_s);
    own.sealing = archive::Sealing::Sealed;
    fixture.store(own);
    auto later = fixture.message(anna, u"cake four"_s);
    later.time = QDateTime(QDate(2026, 6, 1), QTime(0, 0)).toUTC();
    fixture.store(later);
    const auto found = [&](SearchQuery query) {
        query.words = u"cake"_s;
        QStringList bodies;
        const auto page = await(fixture.history().search(query));
        for (const auto &hit : page->hits) {
            bodies.append(hit.message.body.mid(5));
        }
        return bodies;
    };
    QCOMPARE(found({}), QStringList({u"four"_s, u"three"_s, u"two"_s, u"one"_s})); // newest first
    SearchQuery inAnna;
    inAnna.conversation = fixture.with(anna);
    QCOMPARE(found(inAnna), QStringList({u"four"_s, u"three"_s, u"one"_s}));
    SearchQuery mine;
    mine.outgoing = true;
    QCOMPARE(found(mine), QStringList({u"three"_s}));
    SearchQuery sealed;
    sealed.sealing = archive::Sealing::Sealed;
    QCOMPARE(found(sealed), QStringList({u"three"_s}));
    SearchQuery days;
    days.from = QDate(2026, 6, 1);
    days.to = QDate(2026, 6, 1);
    QCOMPARE(found(days), QStringList({u"four"_s})); // local days, both inclusive
    days.from = {};
    days.to = QDate(2026, 5, 31);
    QCOMPARE(found(days), QStringList({u"three"_s, u"two"_s, u"one"_s}));
}

void SearchTest::filtersWithoutWords()
{
    HistoryFixture fixture;
    fixture.store(fixture.message(anna, u"one"_s));
    fixture.store(fixture.ownMessage(anna, u"two"_s));
    SearchQuery query;
    QCOMPARE(await(fixture.history().search(query))->hits.size(), 0); // nothing is asked
    query.outgoing = false;
    const auto page = await(fixture.history().search(query));
    QCOMPARE(page->hits.size(), 1);
    QCOMPARE(page->hits.first().snippet, u"one"_s);
    QVERIFY(page->hits.first().marks.isEmpty());
}

void SearchTest::findsWhatBothTextsOfACorrectionSay()
{
    HistoryFixture fixture;
    const auto id = fixture.store(fixture.message(anna, u"the bank, at noon"_s));
    QVERIFY(await(fixture.history().replaceContent(id, u"the park, at noon"_s, archive::Sealing::NotSealed, {}, true)));
    const auto hits = [&](const QString &words) {
        SearchQuery query;
        query.words = words;
        return await(fixture.history().countHits(query)).value();
    };
    QCOMPARE(hits(u"noon"_s), 1);
    QCOMPARE(hits(u"park"_s), 1);
    QCOMPARE(hits(u"bank"_s), 0);
}

void SearchTest::pagesByRowId()
{
    HistoryFixture fixture;
    for (int i = 0; i < 25; ++i) {
        fixture.store(fixture.message(anna, u"word %1"_s.arg(i)));
    }
    SearchQuery query;
    query.words = u"word"_s;
    query.limit = 10;
    QStringList all;
    SearchPage page;
    int pages = 0;
    do {
        page = *await(fixture.history().search(query));
        QCOMPARE(page.total, -1);
        QCOMPARE(await(fixture.history().countHits(query)), 25); // wherever the page is
        for (const auto &hit : std::as_const(page.hits)) {
            all.append(hit.message.body);
        }
        query.before = page.hits.last().message.id;
        ++pages;
    } while (page.more && pages < 10);
    QCOMPARE(pages, 3);
    QCOMPARE(all.size(), 25);
    QCOMPARE(all.first(), u"word 24"_s);
    QCOMPARE(all.last(), u"word 0"_s);
    query.before = 0;
    query.limit = 25;
    QCOMPARE(await(fixture.history().search(query))->total, 25); // one page holds them all
}

void SearchTest::snippets()
{
    const QString text = u"x "_s.repeated(300) + u"the\nneedle in 😀 the hay"_s + u" y"_s.repeated(300);
    const SearchWords words(u"needle hay"_s);
    const auto snippet = SearchWords::snippetOf(text, words.marksIn(text));
    QVERIFY(snippet.text.size() <= 162);
    QVERIFY(snippet.text.startsWith(u'…') && snippet.text.endsWith(u'…'));
    QVERIFY(snippet.text.contains(u"the needle in"_s));
    QCOMPARE(marked(snippet.text, snippet.marks), QStringList({u"needle"_s, u"hay"_s}));
    for (int shift = 0; shift < 4; ++shift) { // never cuts a pair of surrogates
        const QString emoji = QString(shift, u'a') + u"😀"_s.repeated(300) + u"needle"_s + u"😀"_s.repeated(300);
        const auto cut = SearchWords::snippetOf(emoji, words.marksIn(emoji));
        QVERIFY(cut.text.isValidUtf16());
        QCOMPARE(marked(cut.text, cut.marks), QStringList({u"needle"_s}));
    }
}

void SearchTest::longInput()
{
    HistoryFixture fixture;
    const QString letters(100'000, u'a');
    fixture.store(fixture.message(anna, letters + u" end"_s));
    SearchQuery query;
    query.words = u"\u4eac "_s.repeated(50'000);
    QVERIFY(await(fixture.history().search(query)));
    query.words = letters;
    QVERIFY(await(fixture.history().search(query)));
    query.words = u"end"_s;
    QCOMPARE(await(fixture.history().search(query))->hits.size(), 1);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SearchTest)
#include "SearchTest.moc"
