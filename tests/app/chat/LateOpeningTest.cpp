// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/CatchUpBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

crypto::XmlElement about(const QString &name, const QString &ns, const QString &id)
{
    return crypto::XmlElement(name, ns).setAttribute(u"id"_s, id);
}

crypto::XmlElement replacing(const QString &id)
{
    return about(u"replace"_s, u"urn:xmpp:message-correct:0"_s, id);
}

} // namespace

/// Closed messages that open when the key comes: what is no text of its own must not be left as one.
class LateOpeningTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bed = std::make_unique<CatchUpBed>(); }
    void cleanup() { m_bed.reset(); }

    void whatSaysNothingGoes_data() { places(); }
    void whatSaysNothingGoes()
    {
        m_bed->put(u"the bank"_s);
        m_bed->put({}, {about(u"displayed"_s, u"urn:xmpp:chat-markers:0"_s, u"x"_s)});
        m_bed->put({}, {about(u"reactions"_s, u"urn:xmpp:reactions:0"_s, u"m-0"_s)});
        m_bed->put(u"at noon"_s);
        m_bed->put({}, {crypto::XmlElement(u"something"_s, u"urn:example:new"_s)});
        fetchClosed(5);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_bed->texts(), (QStringList{u"the bank"_s, u"at noon"_s}), 20000);
        const auto row = await(m_bed->history->conversations())->first();
        QCOMPARE(row.preview, u"at noon"_s);
        QCOMPARE(row.unread, 2);
        QVERIFY(await(m_bed->history->closedMessages(10))->isEmpty());
        const auto today = QDateTime::currentDateTime().date();
        QCOMPARE(await(m_bed->history->messagesPerDay(today.addDays(-1), today.addDays(1)))->values(), QList{2});
        // Nor does the server's archive bring it once more.
        QCOMPARE(await(m_bed->incoming->receivePage(m_bed->waiting, {}, {}), 60000).value(), 0);
        QCOMPARE(m_bed->texts().size(), 2);
    }

    void aCorrectionIsItsMessage_data() { places(); }
    void aCorrectionIsItsMessage()
    {
        m_bed->put(u"the bank, at noo"_s, {}, u"plan"_s);
        m_bed->put(u"the bank, at noon"_s, {replacing(u"plan"_s)}, u"fix-1"_s);
        m_bed->put(u"the park, at noon"_s, {replacing(u"plan"_s)}, u"fix-2"_s);
        m_bed->put(u"good"_s);
        fetchClosed(4);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_bed->texts(), (QStringList{u"the park, at noon"_s, u"good"_s}), 20000);
        QVERIFY(await(m_bed->history->page(m_bed->conversation(), 0, 10))->first().edited);
        QCOMPARE(await(m_bed->history->conversations())->first().unread, 2);
        archive::SearchQuery query;
        query.words = u"noon"_s;
        QCOMPARE(await(m_bed->history->countHits(query)).value(), 1);
    }

    /// What it corrects never came here: its text would be lost with it.
    void aCorrectionOfNothingIsAMessage()
    {
        m_bed->put(u"the bank, at noon"_s, {replacing(u"never-came"_s)}, u"fix-1"_s);
        fetchClosed(1);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_bed->texts(), QStringList{u"the bank, at noon"_s}, 20000);
        QVERIFY(await(m_bed->history->page(m_bed->conversation(), 0, 10))->first().edited);
    }

    void aCorrectionOfItselfIsAMessage()
    {
        m_bed->put(u"the bank, at noon"_s, {replacing(u"fix-1"_s)}, u"fix-1"_s);
        fetchClosed(1);
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_bed->texts(), QStringList{u"the bank, at noon"_s}, 20000);
    }

private:
    static void places()
    {
        QTest::addColumn<bool>("kept");
        QTest::newRow("only here") << false;
        QTest::newRow("on the server") << true;
    }

    /// The contact's key cannot be found yet.
    void fetchClosed(int count)
    {
        m_account = m_bed->directory.accounts.take(m_bed->contact);
        const QSignalSpy finished(m_bed->catchUp.get(), &app::CatchUp::finished);
        m_bed->start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60000);
        QCOMPARE(m_bed->texts(), QStringList(count, u"(closed)"_s));
        QCOMPARE(await(m_bed->history->conversations())->first().unread, count);
        if (QTest::currentDataTag() && QLatin1StringView(QTest::currentDataTag()) == "on the server"_L1) {
            QVERIFY(await(m_bed->database.store().write(
                [](archive::Database &database) { return database.execute(u"UPDATE messages SET kept = 2"_s); })));
        }
    }

    void open()
    {
        m_bed->directory.accounts.insert(m_bed->contact, m_account);
        m_bed->keys->refreshOwn();
        m_bed->incoming->retryClosed();
    }

    std::unique_ptr<CatchUpBed> m_bed;
    MemoryKeyDirectory::Account m_account;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::LateOpeningTest)
#include "LateOpeningTest.moc"
