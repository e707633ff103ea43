// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/store/Store.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// What is done for each message that comes must not walk over all of its conversation.
class QueryPlansTest : public QObject {
    Q_OBJECT
private:
    TempDatabase m_database;

private Q_SLOTS:
    void messagesAreFoundByTheirIds_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("index");
        QTest::newRow("by the sender's id") << u"m.origin_id <> '' AND m.origin_id = ?1 AND m.conversation = ?2"_s
                                            << u"messages_origin (origin_id=? AND conversation=?)"_s;
        QTest::newRow("by the seal") << u"m.seal_digest IS NOT NULL AND m.seal_digest = ?1 AND m.conversation = ?2"_s
                                     << u"messages_digest (seal_digest=? AND conversation=?)"_s;
        QTest::newRow("by the server's id")
            << u"m.stanza_id <> '' AND m.stanza_id = ?1"_s << u"messages_stanza (stanza_id=?)"_s;
        QTest::newRow("sent back") << u"m.origin_id <> '' AND m.origin_id = coalesce((SELECT s.origin_id FROM "
                                      "session_sent s WHERE s.outer_id = ?1), ?1) AND m.conversation = (SELECT c.id "
                                      "FROM conversations c WHERE c.peer = ?2)"_s
                                   << u"messages_origin (origin_id=? AND conversation=?)"_s;
        QTest::newRow("corrections of one") << u"m.replaces <> '' AND m.replaces = ?1 AND m.conversation = ?2"_s
                                            << u"messages_replacing (conversation=? AND replaces=?)"_s;
    }
    void messagesAreFoundByTheirIds()
    {
        QFETCH(const QString, condition);
        QFETCH(const QString, index);
        const auto plan
            = await(m_database.store().read([&](archive::Database &database) -> archive::ArchiveResult<QStringList> {
                  auto statement = database.prepare(
                      u"EXPLAIN QUERY PLAN SELECT m.body FROM messages m WHERE %1 ORDER BY m.id"_s.arg(condition));
                  if (!statement) {
                      return std::unexpected(statement.error());
                  }
                  QStringList steps;
                  while (*statement->step()) {
                      steps.append(statement->text(3));
                  }
                  return steps;
              }));
        QVERIFY(plan);
        QVERIFY2(plan->first().endsWith(index), qPrintable(plan->join(u'\n')));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::QueryPlansTest)
#include "QueryPlansTest.moc"
