// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/LedgerHead.h"
#include "tests/integration/LedgerSteps.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::LedgerHeadFault;

/// A server that drops, changes or takes back what was archived, and whole clients that notice.
class LedgerTamperedTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<LedgerSteps> m_steps;
    std::unique_ptr<TestClient> m_mira;

    static constexpr int count = 8;
    const QString m_day3 = u"(SELECT id FROM letterlock_collection WHERE start_at LIKE '2024-03-04%')"_s;

    [[nodiscard]] bool appendTo(int day, const QString &text)
    {
        archive::Message message;
        message.conversation = *await(m_mira->app().history().conversationWith(m_mira->jid(u"anselm"_s)));
        message.sender = crypto::Jid(m_mira->jid(u"anselm"_s), u"old"_s);
        message.time = LedgerSteps::dayOf(day).addSecs(600);
        message.body = text;
        message.originId = text;
        message.sealing = archive::Sealing::Sealed;
        message.delivery = archive::Delivery::Received;
        return await(m_mira->app().history().import({message})).value_or(0) == 1;
    }
    [[nodiscard]] QStringList onANewDevice()
    {
        TestClient fresh(*m_server, u"mira"_s);
        if (!fresh.signIn() || !LedgerSteps::shareKey(*m_mira, fresh) || !fresh.archiveIsIdle()) {
            return {fresh.problem()};
        }
        QStringList texts;
        for (const auto &message : fresh.messagesWith(u"anselm"_s)) {
            texts.append(message.body);
        }
        return texts + LedgerSteps::findings(fresh);
    }
    [[nodiscard]] static QStringList story(int pages)
    {
        QStringList texts;
        for (int i = 0; i < pages; ++i) {
            texts.append(u"page %1"_s.arg(i));
        }
        return texts;
    }
    QDomElement ask(const QString &type, const QString &payload)
    {
        RawXmppStream stream;
        if (!stream.open({m_server->port(), u"mira"_s, m_server->password(u"mira"_s), m_server->caFile()})) {
            return {};
        }
        return stream.iq(type, u"<pubsub xmlns='http://jabber.org/protocol/pubsub'>"_s + payload + u"</pubsub>"_s);
    }
    QString headItem()
    {
        const auto answer = ask(u"get"_s, u"<items node='%1'/>"_s.arg(archive::LedgerHead::ns));
        return xmlText(answer.firstChildElement().firstChildElement().firstChildElement());
    }
    [[nodiscard]] bool publishHead(const QString &item)
    {
        const auto answer = ask(u"set"_s, u"<publish node='%1'>%2</publish>"_s.arg(archive::LedgerHead::ns, item));
        return answer.attribute(u"type"_s) == u"result"_s;
    }
    [[nodiscard]] bool newSession()
    {
        m_server->stop();
        return m_steps->back(*m_mira) && m_mira->archiveIsIdle();
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ProsodyServer>(
            ProsodyServer::Options{.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_steps = std::make_unique<LedgerSteps>(*m_server);
        m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
        QVERIFY2(m_mira->signIn() && m_mira->makeKey(), qPrintable(m_mira->problem()));
        QVERIFY(LedgerSteps::write(*m_mira, u"anselm"_s, 0, count));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
    }
    void cleanup()
    {
        m_mira.reset();
        m_server.reset();
    }

    void tampered_data()
    {
        QTest::addColumn<QStringList>("changes");
        QTest::addColumn<QStringList>("found");
        QTest::addColumn<QStringList>("foundByOthers"); // which never saw what is gone
        const auto drop = [](const QString &which) {
            return QStringList{u"DELETE FROM letterlock_item WHERE coll IN "_s + which,
                u"DELETE FROM letterlock_key WHERE coll IN "_s + which,
                u"DELETE FROM letterlock_collection WHERE id IN "_s + which};
        };
        QTest::newRow("dropped") << drop(m_day3) << QStringList{u"3 missing"_s}
                                 << QStringList{u"3 missing, not here"_s};
        QTest::newRow("said to be removed by somebody")
            << QStringList{u"UPDATE letterlock_user SET modseq = modseq + 1"_s,
                   u"UPDATE letterlock_collection SET removed = 1, version = version + 1, modseq = (SELECT modseq FROM "
                   u"letterlock_user "
                   "WHERE id = uid) WHERE id IN "_s
                       + m_day3,
                   u"DELETE FROM letterlock_item WHERE coll IN "_s + m_day3}
            << QStringList{u"3 missing"_s} << QStringList{u"3 missing, not here"_s};
        QTest::newRow("moved to another day")
            << QStringList{u"UPDATE letterlock_collection SET start_at = replace(start_at, '-04T', '-24T') WHERE id IN "_s
                   + m_day3}
            << QStringList{u"3 missing"_s} << QStringList{u"3 missing, not here"_s};
        QTest::newRow("two in each other's place")
            << QStringList{u"UPDATE letterlock_collection SET start_at = 'x' || start_at WHERE start_at LIKE '2024-03-04%'"_s,
                   u"UPDATE letterlock_collection SET start_at = replace(start_at, '-05T', '-04T') WHERE start_at LIKE '2024-03-05%'"_s,
                   u"UPDATE letterlock_collection SET version = version + 1, modseq = modseq + 100, start_at = "
                   "replace(replace(start_at, '-04T', '-05T'), 'x', '') WHERE start_at LIKE 'x%'"_s,
                   u"UPDATE letterlock_collection SET version = version + 1, modseq = modseq + 100 WHERE start_at LIKE '2024-03-04%'"_s,
                   u"UPDATE letterlock_user SET modseq = modseq + 200"_s}
            << QStringList{u"3 different"_s, u"4 different"_s}
            << QStringList{u"3 different, not here"_s, u"4 different, not here"_s};
        QTest::newRow("everything gone") << drop(u"(SELECT id FROM letterlock_collection)"_s) << QStringList()
                                         << QStringList();
    }
    void tampered()
    {
        QFETCH(QStringList, changes);
        QFETCH(QStringList, found);
        QFETCH(QStringList, foundByOthers);
        const bool isAll = found.isEmpty();
        for (int i = 0; isAll && i < count; ++i) {
            found.append(u"%1 missing"_s.arg(i));
            foundByOthers.append(u"%1 missing, not here"_s.arg(i));
        }
        QVERIFY(m_steps->change(*m_mira, changes.join(u"; "_s)));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(LedgerSteps::findings(*m_mira), found);
        // A device that never saw them knows it from the others.
        const auto fresh = onANewDevice();
        QCOMPARE(fresh.last(foundByOthers.size()), foundByOthers);
        // Still known after a restart, and nothing was changed in the local history.
        m_mira->quit();
        QVERIFY2(m_mira->signIn() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(LedgerSteps::findings(*m_mira), found);
        QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), count);

        const auto repaired = await(m_mira->app().archive().repairFindings());
        QVERIFY(repaired.has_value());
        QCOMPARE(*repaired, int(found.size()));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QCOMPARE(onANewDevice(), story(count));
        m_server->stop();
        QVERIFY(m_steps->holds(u"(SELECT count(*) FROM letterlock_key) > 0"_s)); // for stock tools and new keys
    }

    void anOlderStateIsPutBack()
    {
        m_server->stop();
        const auto file = LedgerSteps::archiveFile(*m_server);
        const auto copy = file + u".kept"_s;
        QVERIFY(m_steps->sql(u"PRAGMA wal_checkpoint(TRUNCATE)"_s));
        QVERIFY(QFile::copy(file, copy));
        QVERIFY(m_steps->back(*m_mira));
        QVERIFY(appendTo(count - 1, u"one more"_s));
        QVERIFY(LedgerSteps::write(*m_mira, u"anselm"_s, count, count + 1));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(await(m_mira->app().history().totals(0))->onServer, count + 2);
        m_server->stop();
        for (const auto &tail : {u""_s, u"-wal"_s, u"-shm"_s}) {
            QFile::remove(file + tail);
        }
        QVERIFY(QFile::copy(copy, file));
        QVERIFY(m_steps->back(*m_mira));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(
            LedgerSteps::findings(*m_mira), (QStringList{u"%1 older"_s.arg(count - 1), u"%1 missing"_s.arg(count)}));
        QVERIFY(await(m_mira->app().archive().repairFindings()).has_value());
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        auto all = story(count + 1);
        all.insert(count, u"one more"_s);
        QCOMPARE(onANewDevice(), all);
    }

    void aLossIsAccepted()
    {
        QVERIFY(m_steps->change(*m_mira, u"DELETE FROM letterlock_collection WHERE id IN "_s + m_day3));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList{u"3 missing"_s});
        QVERIFY(await(m_mira->app().archive().acceptFindings()).has_value());
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), count); // it is still here, and only here
        QCOMPARE(await(m_mira->app().history().totals(0))->onServer, count - 1);
        auto rest = story(count);
        rest.removeAt(3);
        QCOMPARE(onANewDevice(), rest);
    }

    void theListIsEmptied()
    {
        QVERIFY(!headItem().isEmpty());
        m_mira->quit();
        QCOMPARE(ask(u"set"_s, u"<retract node='%1'><item id='head'/></retract>"_s.arg(archive::LedgerHead::ns))
                     .attribute(u"type"_s),
            u"result"_s);
        QVERIFY2(m_mira->signIn() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::Missing);
        QVERIFY(!headItem().isEmpty()); // told again
        QVERIFY(await(m_mira->app().archive().acceptFindings()).has_value());
        QVERIFY(newSession());
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::None);
    }

    void anOlderListIsPutBack()
    {
        const auto old = headItem();
        QVERIFY(LedgerSteps::write(*m_mira, u"anselm"_s, count, count + 1));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QVERIFY(headItem() != old);
        m_mira->quit();
        QVERIFY(publishHead(old));
        QVERIFY2(m_mira->signIn() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::Older);
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        // What the old one did not have is in the new one.
        QCOMPARE(onANewDevice(), story(count + 1));
        QVERIFY(m_steps->change(*m_mira, u"DELETE FROM letterlock_collection WHERE start_at LIKE '2024-03-09%'"_s));
        QCOMPARE(onANewDevice().last(), u"8 missing, not here"_s);
    }

    void theListIsForged()
    {
        TempGnupgHome gnupg;
        crypto::DataKeyRing ring(gnupg.engine());
        ring.addRootKey(crypto::RootKey::make());
        archive::LedgerHead head{.counter = 1000, .log = {u"forged"_s}};
        const auto sealed = ring.seal(head.toXml().toXml(), u"ledger"_s);
        QVERIFY(sealed.has_value());
        const auto forged = u"<item id='head'>%1</item>"_s.arg(QString::fromUtf8(sealed->toXml().toXml()));
        m_mira->quit();
        QVERIFY(publishHead(forged));
        QVERIFY2(m_mira->signIn() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::Forged);
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        // Nothing is written over it before the person has heard of it.
        QVERIFY(headItem().contains(QString::fromLatin1(sealed->cipherValue.toBase64()).first(40)));
        QVERIFY(await(m_mira->app().archive().acceptFindings()).has_value());
        QVERIFY(newSession());
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::None);
        QVERIFY(!headItem().contains(QString::fromLatin1(sealed->cipherValue.toBase64()).first(40)));
        QCOMPARE(onANewDevice(), story(count));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::LedgerTamperedTest)
#include "LedgerTamperedTest.moc"
