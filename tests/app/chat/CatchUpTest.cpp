// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/CatchUpBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

crypto::XmlElement replacing(const QString &id)
{
    return crypto::XmlElement(u"replace"_s, u"urn:xmpp:message-correct:0"_s).setAttribute(u"id"_s, id);
}

} // namespace

/// A long absence: what was said last can be read first, everything ends in the order it was said, and what the person
/// writes meanwhile does not wait.
class CatchUpTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_bed = std::make_unique<CatchUpBed>(); }
    void cleanup() { m_bed.reset(); }

    void theNewestComeFirst()
    {
        constexpr int count = 130;
        fill(count);
        QStringList atFirst;
        const auto first = connect(m_bed->history.get(), &archive::HistoryStore::historyImported, this, [&] {
            if (atFirst.isEmpty()) {
                atFirst = m_bed->texts();
            }
        });
        finish();
        disconnect(first);
        QCOMPARE(atFirst.size(), 50);
        QCOMPARE(atFirst.first(), u"text 80"_s);
        QCOMPARE(atFirst.last(), u"text 129"_s);
        // The first look says that more is waiting; then backwards, then everything in order.
        QCOMPARE(m_bed->requests,
            (QStringList{u"since"_s, u"newest"_s, u"before a-80"_s, u"before a-30"_s, u"since"_s, u"after a-49"_s,
                u"after a-99"_s}));
        const auto all = m_bed->texts();
        QCOMPARE(all.size(), count);
        for (int i = 0; i < count; ++i) {
            QCOMPARE(all.at(i), u"text %1"_s.arg(i));
        }
    }

    void aShortAbsenceIsOneRequest()
    {
        fill(20);
        finish();
        QCOMPARE(m_bed->requests, QStringList{u"since"_s});
        QCOMPARE(m_bed->texts().size(), 20);
    }

    void goesOnlyBackToWhereItStood()
    {
        fill(20);
        finish();
        m_bed->requests.clear();
        fill(70);
        finish();
        QCOMPARE(m_bed->requests,
            (QStringList{u"after a-19"_s, u"newest"_s, u"before a-40"_s, u"after a-19"_s, u"after a-69"_s}));
        QCOMPARE(m_bed->texts().size(), 90);
    }

    /// What changes other messages waits for its turn.
    void correctionsKeepTheirOrder()
    {
        fill(60);
        m_bed->put(u"the bank, at noo"_s, {}, u"plan"_s);
        m_bed->put(u"the bank, at noon"_s, {replacing(u"plan"_s)}, u"fix-1"_s);
        m_bed->put(u"the park, at noon"_s, {replacing(u"plan"_s)}, u"fix-2"_s);
        finish();
        const auto all = m_bed->texts();
        QCOMPARE(all.size(), 61);
        QCOMPARE(all.last(), u"the park, at noon"_s);
    }

    /// The older one is the message, the newer one the copy.
    void aRepeatedSealIsNotTakenForTheOriginal()
    {
        fill(60);
        m_bed->putAgain(3);
        m_bed->waiting.last().delayedAt = m_bed->clock.now().addSecs(3600);
        finish();
        const auto all = await(m_bed->history->page(m_bed->conversation(), 0, 500)).value();
        QCOMPARE(all.size(), 60);
        QVERIFY(!all.at(3).timeIsOdd);
        QCOMPARE(all.at(3).originId, u"m-3"_s);
    }

    void brokenSealsAreKeptInTheirPlace()
    {
        fill(60);
        auto &broken = m_bed->waiting[55].stanza;
        auto text = broken.child(u"openpgp", u"urn:xmpp:openpgp:0")->text();
        text[text.size() / 2] = text[text.size() / 2] == u'A' ? u'B' : u'A';
        crypto::XmlElement openpgp(u"openpgp"_s, u"urn:xmpp:openpgp:0"_s);
        openpgp.setText(text);
        crypto::XmlElement stanza(u"message"_s, u"jabber:client"_s);
        for (const auto &name : {u"from"_s, u"to"_s, u"type"_s, u"id"_s}) {
            stanza.setAttribute(name, broken.attribute(name));
        }
        stanza.append(openpgp);
        broken = stanza;
        finish();
        const auto all = m_bed->texts();
        QCOMPARE(all.size(), 60);
        QCOMPARE(all.at(55), u"(closed)"_s);
    }

    /// A cut in the middle repeats and loses nothing: the walk in order holds the cursor.
    void aCutInTheMiddleLosesNothing()
    {
        fill(130);
        int answers = 0;
        const auto serve = m_bed->transport.answerArchive;
        m_bed->transport.answerArchive
            = [&](const QString &after, const QDateTime &since, bool newest) -> FakeTransport::PageAnswer {
            if (++answers == 3) {
                return std::unexpected(app::TransportError{app::TransportError::Code::ConnectionLost, {}, {}, {}});
            }
            return answers > 3 && answers < 5
                ? FakeTransport::PageAnswer(
                      std::unexpected(app::TransportError{app::TransportError::Code::ConnectionLost, {}, {}, {}}))
                : serve(after, since, newest);
        };
        const QSignalSpy failed(m_bed->catchUp.get(), &app::CatchUp::failed);
        m_bed->start();
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
        QCOMPARE(m_bed->texts().size(), 50); // the newest
        QVERIFY(await(m_bed->history->cursor(m_bed->me.toString())).value().newestId.isEmpty());
        finish();
        QCOMPARE(m_bed->texts().size(), 130);
        QCOMPARE(m_bed->texts().first(), u"text 0"_s);
    }

    void whatIsSentMeanwhileOvertakes()
    {
        fill(130);
        const QSignalSpy finished(m_bed->catchUp.get(), &app::CatchUp::finished);
        m_bed->start();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bed->keys->recipientsFor(m_bed->contact).isEmpty(), 20000);
        crypto::OutgoingContent content;
        content.from = m_bed->me;
        content.to = m_bed->contact;
        content.recipientKeys = {m_bed->theirs};
        content.payload = {crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(u"here I am"_s)};
        QElapsedTimer clock;
        clock.start();
        const auto sealed = await(m_bed->ox->seal(content), 60000);
        const auto waited = clock.elapsed();
        QVERIFY(sealed.has_value());
        QVERIFY(finished.isEmpty());
        QCOMPARE_LT(m_bed->texts().size(), 130);
        // Behind at most what was being opened just then, not behind the fifty of the page.
        clock.restart();
        QVERIFY(await(m_bed->ox->seal(content), 60000).has_value());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 120000);
        QCOMPARE_LT(waited, std::max<qint64>(clock.elapsed() / 3, 500));
        QCOMPARE(m_bed->texts().size(), 130);
    }

    void whatCameMeanwhileIsUnread()
    {
        fill(70);
        finish(); // the newest of it out of turn
        QCOMPARE(unread(), 70);
        QVERIFY(await(m_bed->history->markRead(m_bed->conversation())));
        fill(5);
        finish();
        QCOMPARE(unread(), 5);
        // Met once more, nothing counts twice.
        QVERIFY(await(m_bed->incoming->receivePage(m_bed->waiting, {}, {}), 60000));
        QCOMPARE(unread(), 5);
    }

    /// The first look of a profile reads what was said before there was one.
    void whatIsOlderThanTheProfileIsNot()
    {
        fill(60);
        for (int i = 0; i < 57; ++i) {
            m_bed->waiting[i].delayedAt = m_bed->clock.now().addDays(-20).addSecs(i);
        }
        finish();
        QCOMPARE(m_bed->texts().size(), 60);
        QCOMPARE(unread(), 3);
    }

    void whatAnotherDeviceHasShownIsNot_data()
    {
        QTest::addColumn<bool>("answered");
        QTest::newRow("displayed") << false;
        QTest::newRow("answered") << true;
    }
    void whatAnotherDeviceHasShownIsNot()
    {
        QFETCH(const bool, answered);
        fill(60);
        m_bed->putOwn(answered
                ? crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(u"so be it"_s)
                : crypto::XmlElement(u"displayed"_s, u"urn:xmpp:chat-markers:0"_s).setAttribute(u"id"_s, u"m-59"_s));
        fill(4);
        finish();
        QCOMPARE(unread(), 4);
    }

private:
    int unread() { return await(m_bed->history->conversations())->first().unread; }
    void fill(int count)
    {
        for (int i = 0; i < count; ++i) {
            m_bed->put(u"text %1"_s.arg(m_bed->waiting.size()));
        }
    }
    void finish()
    {
        const QSignalSpy finished(m_bed->catchUp.get(), &app::CatchUp::finished);
        m_bed->start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 120000);
    }

    std::unique_ptr<CatchUpBed> m_bed;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::CatchUpTest)
#include "CatchUpTest.moc"
