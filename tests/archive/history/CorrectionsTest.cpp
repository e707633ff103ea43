// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Message;

namespace {

const auto anna = u"anna@example.org"_s;

} // namespace

/// O-12: a text of before does not come back by being sent once more, or late.
class CorrectionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture = std::make_unique<HistoryFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void anEarlierOneChangesNothing();
    void whatWasSentFromHereDoesNotComeBack();

private:
    archive::SqlHistoryStore &history() { return m_fixture->history(); }
    [[nodiscard]] QString corrected(archive::MessageId id, const QString &body, const QDateTime &stamp);

    std::unique_ptr<HistoryFixture> m_fixture;
};

/// What it says afterwards.
QString CorrectionsTest::corrected(archive::MessageId id, const QString &body, const QDateTime &stamp)
{
    Message correction;
    correction.body = body;
    correction.sealing = archive::Sealing::Sealed;
    return await(history().correct(id, correction, stamp)) ? (*await(history().message(id)))->body : u"(failed)"_s;
}

void CorrectionsTest::anEarlierOneChangesNothing()
{
    const auto at = QDateTime::currentDateTimeUtc();
    const auto id = m_fixture->store(m_fixture->message(anna, u"first"_s));
    QCOMPARE(corrected(id, u"second"_s, at), u"second"_s);
    QVERIFY((*await(history().message(id)))->edited);
    QCOMPARE(corrected(id, u"before"_s, at.addMSecs(-1)), u"second"_s);
    QCOMPARE(corrected(id, u"same time"_s, at), u"same time"_s); // stamps of some programs have no more than seconds
    QCOMPARE(corrected(id, u"third"_s, at.addSecs(60)), u"third"_s);
    m_fixture->reopen();
    QCOMPARE(corrected(id, u"second"_s, at.addSecs(59)), u"third"_s);
    QCOMPARE(corrected(id, u"not stamped"_s, {}), u"not stamped"_s); // has its order by other means
    QCOMPARE(corrected(id, u"third"_s, at.addSecs(59)), u"not stamped"_s);
}

void CorrectionsTest::whatWasSentFromHereDoesNotComeBack()
{
    Message message = m_fixture->ownMessage(anna, u"first"_s);
    message.originId = u"o1"_s;
    const auto id = m_fixture->store(message);
    auto correction = m_fixture->ownMessage(anna, u"third"_s);
    correction.originId = u"o3"_s;
    correction.time = QDateTime::currentDateTimeUtc();
    archive::OutboxEntry entry;
    entry.conversation = correction.conversation;
    entry.to = *crypto::BareJid::parse(anna);
    entry.originId = correction.originId;
    entry.replaces = u"o1"_s;
    entry.body = correction.body;
    QVERIFY(await(history().enqueue(correction, entry)));
    QCOMPARE((*await(history().message(id)))->body, u"third"_s);
    QCOMPARE(corrected(id, u"second"_s, correction.time.addSecs(-30)), u"third"_s);
    QCOMPARE(corrected(id, u"fourth, elsewhere"_s, correction.time.addSecs(30)), u"fourth, elsewhere"_s);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::CorrectionsTest)
#include "CorrectionsTest.moc"
