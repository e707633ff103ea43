// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/search/SearchController.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::SearchController;
using app::SearchResultModel;

namespace {

const auto anna = u"anna@example.org"_s;
const auto bob = u"bob@example.org"_s;

} // namespace

class SearchControllerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void searchesAfterAPause();
    void lateAnswersAreDropped();
    void namesAreResolved();
    void problemsAreVisible();
    void chipsOverride();
    void fetchesMore();
    void showsActivity();

private:
    std::unique_ptr<HistoryFixture> m_fixture;
    std::unique_ptr<SearchController> m_search;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void SearchControllerTest::init()
{
    m_fixture = std::make_unique<HistoryFixture>();
    m_search = std::make_unique<SearchController>(m_fixture->history());
    m_tester = std::make_unique<QAbstractItemModelTester>(
        &m_search->results(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 60; ++i) {
        m_fixture->store(m_fixture->message(anna, u"cake number %1"_s.arg(i)));
    }
    m_fixture->store(m_fixture->message(bob, u"cake and tea"_s));
    m_fixture->store(m_fixture->ownMessage(bob, u"tea"_s));
    QVERIFY(await(m_fixture->history().setConversationName(m_fixture->with(bob), u"Bob Berg"_s)));
}

void SearchControllerTest::cleanup()
{
    m_tester.reset();
    m_search.reset();
    m_fixture.reset();
}

void SearchControllerTest::searchesAfterAPause()
{
    QSignalSpy searched(m_search.get(), &SearchController::searched);
    m_search->setWords(u"t"_s);
    m_search->setWords(u"te"_s);
    m_search->setWords(u"tea"_s);
    QVERIFY(searched.wait());
    QCOMPARE(searched.size(), 1); // one search for three keys
    QCOMPARE(m_search->total(), 2);
    QVERIFY(m_search->milliseconds() >= 0);
    const auto first = m_search->results().index(0);
    QCOMPARE(first.data(SearchResultModel::SnippetRole).toString(), u"tea"_s);
    QCOMPARE(first.data(Qt::DisplayRole).toString(), u"Bob Berg"_s);
    QCOMPARE(first.data(SearchResultModel::OutgoingRole).toBool(), true);
    QCOMPARE(first.data(SearchResultModel::MarksRole).toList(), QVariantList{QPoint(0, 3)});
    QVERIFY(first.data(SearchResultModel::HitRole).value<archive::SearchHit>().message.id > 0);
    QCOMPARE(m_search->resultDays().size(), 1);
    m_search->setWords({});
    QVERIFY(searched.wait());
    QCOMPARE(m_search->results().rowCount(), 0);
    QCOMPARE(m_search->total(), -1);
}

void SearchControllerTest::lateAnswersAreDropped()
{
    QSignalSpy searched(m_search.get(), &SearchController::searched);
    m_search->setOutgoing(true); // asks at once
    m_search->setOutgoing(false); // before the answer came
    QTRY_COMPARE(m_search->total(), 61);
    QVERIFY(!searched.isEmpty());
    QVERIFY(!m_search->results().index(0).data(SearchResultModel::OutgoingRole).toBool());
}

void SearchControllerTest::namesAreResolved()
{
    QSignalSpy searched(m_search.get(), &SearchController::searched);
    m_search->setWords(u"cake in:\"bob berg\""_s);
    QVERIFY(searched.wait());
    QCOMPARE(m_search->total(), 1);
    m_search->setWords(u"from:anna cake"_s);
    QVERIFY(searched.wait());
    QTRY_COMPARE(m_search->total(), 60);
}

void SearchControllerTest::problemsAreVisible()
{
    QSignalSpy problem(m_search.get(), &SearchController::queryProblem);
    m_search->setWords(u"cake in:nobody"_s);
    QVERIFY(problem.wait());
    QCOMPARE(problem.first().first().toString(), u"nobody"_s);
    m_search->setWords(u"cake before:soon"_s);
    QVERIFY(problem.wait());
    QCOMPARE(problem.last().first().toString(), u"before:soon"_s);
    QCOMPARE(m_search->results().rowCount(), 0);
}

void SearchControllerTest::chipsOverride()
{
    m_search->setWords(u"cake in:anna"_s);
    m_search->setConversation(m_fixture->with(bob));
    QTRY_COMPARE(m_search->total(), 1);
    QCOMPARE(m_search->query().words, u"cake in:anna"_s);
    m_search->clearFilters();
    QTRY_COMPARE(m_search->total(), 60);
}

void SearchControllerTest::fetchesMore()
{
    m_tester.reset(); // it fetches by itself
    QSignalSpy searched(m_search.get(), &SearchController::searched);
    auto totalAtFirst = -2;
    connect(m_search.get(), &SearchController::searched, m_search.get(), [&] {
        if (totalAtFirst == -2) {
            totalAtFirst = m_search->total();
        }
    });
    m_search->setWords(u"cake"_s);
    QVERIFY(searched.wait());
    auto &results = m_search->results();
    QCOMPARE(results.rowCount(), 50);
    QCOMPARE(totalAtFirst, -1); // the hits do not wait for the count
    QTRY_COMPARE(m_search->total(), 61);
    QVERIFY(results.canFetchMore({}));
    results.fetchMore({});
    QVERIFY(!results.canFetchMore({})); // not twice
    QTRY_COMPARE(results.rowCount(), 61);
    QVERIFY(!results.canFetchMore({}));
    QCOMPARE(m_search->total(), 61);
}

void SearchControllerTest::showsActivity()
{
    QSignalSpy loaded(m_search.get(), &SearchController::activityLoaded);
    m_search->loadActivity(QDate(2026, 1, 1), QDate(2026, 12, 31));
    QTRY_COMPARE(loaded.size(), 1);
    int sum = 0;
    for (const int count : m_search->activity()) {
        sum += count;
    }
    QCOMPARE(sum, 62);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SearchControllerTest)
#include "SearchControllerTest.moc"
