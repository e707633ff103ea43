// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionCutter.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

QDateTime at(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

Message message(const QString &time, const QString &body = u"hello"_s)
{
    Message message;
    message.sender = *crypto::Jid::parse(u"juliet@capulet.example"_s);
    message.time = at(time);
    message.body = body;
    return message;
}

QList<int> sizes(const QList<CollectionCutter::Run> &runs)
{
    QList<int> result;
    for (const auto &run : runs) {
        result.append(static_cast<int>(run.messages.size()));
    }
    return result;
}

} // namespace

// DESIGN section 6: cut at a gap of 4 h, at midnight UTC of a month end, at 64 KiB of plaintext.
class CollectionCutterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingGivesNothing() { QVERIFY(CollectionCutter::cut({}, at(u"2026-01-01T00:00:00Z"_s)).isEmpty()); }

    void fourHoursOfSilenceEndARun()
    {
        const QList messages{message(u"2026-02-14T08:00:00.000Z"_s), message(u"2026-02-14T11:59:59.999Z"_s),
            message(u"2026-02-14T15:59:59.999Z"_s)};
        const auto runs = CollectionCutter::cut(messages, at(u"2026-02-14T19:59:59.998Z"_s));
        QCOMPARE(sizes(runs), (QList<int>{2, 1}));
        QVERIFY(runs[0].isOver);
        QVERIFY(!runs[1].isOver);
        QVERIFY(CollectionCutter::cut(messages, at(u"2026-02-14T19:59:59.999Z"_s))[1].isOver);
    }

    void theEndOfAMonthEndsARun()
    {
        const QList messages{message(u"2026-02-28T23:59:59.999Z"_s), message(u"2026-03-01T00:00:00.000Z"_s)};
        QCOMPARE(sizes(CollectionCutter::cut(messages, at(u"2026-03-01T00:01:00Z"_s))), (QList<int>{1, 1}));
        // Midnight of any other day does not.
        const QList days{message(u"2026-02-27T23:59:59.999Z"_s), message(u"2026-02-28T00:00:00.000Z"_s)};
        QCOMPARE(sizes(CollectionCutter::cut(days, at(u"2026-02-28T00:01:00Z"_s))), (QList<int>{2}));
    }

    void noRunExceedsTheLimitUnlessOneMessageDoes()
    {
        QList<Message> messages;
        for (int i = 0; i < 40; ++i) {
            messages.append(message(u"2026-02-14T08:00:00Z"_s, QString(5000, u'x')));
        }
        messages.append(message(u"2026-02-14T08:00:00Z"_s, QString(70'000, u'y')));
        messages.append(message(u"2026-02-14T08:00:00Z"_s));
        const auto runs = CollectionCutter::cut(messages, at(u"2026-02-14T08:00:01Z"_s));
        qsizetype all = 0;
        for (const auto &run : runs) {
            QVERIFY(run.messages.size() == 1 || run.size <= CollectionCutter::largestPlaintext);
            all += run.messages.size();
        }
        QCOMPARE(all, messages.size());
        QVERIFY(runs.size() >= 5);
        QVERIFY(runs.first().isOver);
    }

    void goesOnWhereTheLastCollectionEnded()
    {
        const CollectionCutter::Tail tail{at(u"2026-02-14T08:00:00Z"_s), 1000};
        const auto now = at(u"2026-02-14T09:00:00Z"_s);
        QVERIFY(CollectionCutter::cut({message(u"2026-02-14T08:30:00Z"_s)}, now, tail)[0].continues);
        // Too late, too early, too much.
        QVERIFY(!CollectionCutter::cut({message(u"2026-02-14T12:00:00Z"_s)}, now, tail)[0].continues);
        QVERIFY(!CollectionCutter::cut({message(u"2026-02-14T07:59:59Z"_s)}, now, tail)[0].continues);
        const CollectionCutter::Tail full{tail.time, CollectionCutter::largestPlaintext};
        QVERIFY(!CollectionCutter::cut({message(u"2026-02-14T08:30:00Z"_s)}, now, full)[0].continues);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::CollectionCutterTest)
#include "CollectionCutterTest.moc"
