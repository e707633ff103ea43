// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

/// A closed message went into the archive, and later turned out to be a correction or to say nothing: no device shows
/// it any more.
class HiddenRowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }

    void otherDevicesHideItToo_data()
    {
        QTest::addColumn<QString>("replaces");
        QTest::addColumn<bool>("openedThere");
        QTest::newRow("a correction") << u"plan"_s << false;
        QTest::newRow("nothing to read") << QString(saysNothing) << false;
        // As an earlier version left it: in the archive, and here, as a second message.
        QTest::newRow("opened by the other one") << u"plan"_s << true;
    }
    void otherDevicesHideItToo()
    {
        QFETCH(const QString, replaces);
        QFETCH(const bool, openedThere);
        MemoryRemoteArchive remote;
        const auto desk = m_romeo->device(remote);
        const auto lap = m_romeo->device(remote);
        desk->add(u"the bank, at noo"_s, morning, false, u"plan"_s);
        const auto closed = addClosed(*desk);
        QVERIFY(await(desk->uploader->upload(true)));
        QVERIFY(await(lap->sync->sync()));
        QCOMPARE(lap->bodies(), (QStringList{u"the bank, at noo"_s, QString()}));
        if (openedThere) {
            const auto there = await(lap->history->closedMessages(10))->first();
            QVERIFY(await(lap->history->openClosed(there.id, opened({}))));
            QVERIFY(await(lap->uploader->upload(true)));
        }

        QVERIFY(await(desk->history->openClosed(closed, opened(replaces))));
        const QStringList after{u"the bank, at noo"_s};
        QCOMPARE(desk->bodies(), after);
        QVERIFY(await(desk->uploader->upload(true)));
        for (int round = 0; round < 3; ++round) {
            for (auto *device : {lap.get(), desk.get()}) {
                QVERIFY(await(device->sync->sync()));
                QVERIFY(await(device->uploader->upload(true)));
                device->restart();
            }
            QCOMPARE(lap->bodies(), after);
            QCOMPARE(desk->bodies(), after);
        }
        QCOMPARE(desk->totals().onlyHere, 0);
        // Quiet now.
        const int before = remote.requests();
        QVERIFY(await(lap->sync->sync()) && await(lap->uploader->upload(true)));
        QCOMPARE_LE(remote.requests(), before + 2);

        const auto fresh = m_romeo->device(remote);
        QVERIFY(await(fresh->sync->sync()));
        QCOMPARE(fresh->bodies(), after);
        // The server's own archive has it closed still.
        auto again = closedMessage(*fresh);
        QVERIFY(await(fresh->history->append(again, true))->duplicate);
        QCOMPARE(fresh->bodies(), after);
    }

    /// What never left this computer need not be told to anybody.
    void whatIsOnlyHereStaysHere()
    {
        MemoryRemoteArchive remote;
        const auto desk = m_romeo->device(remote);
        const auto closed = addClosed(*desk);
        QVERIFY(await(desk->history->openClosed(closed, opened(QString(saysNothing)))));
        QVERIFY(desk->bodies().isEmpty());
        QCOMPARE(await(desk->uploader->upload(true))->messages, 0);
        QVERIFY(remote.stored().isEmpty());
        QCOMPARE(desk->totals().onlyHere, 0);
        const auto row = await(desk->history->conversations())->first();
        QVERIFY(row.lastMessage == 0 && row.preview.isEmpty() && !row.lastTime.isValid());
    }

private:
    static Message closedMessage(ArchiveProfile &device)
    {
        Message message;
        message.conversation = *await(device.history->conversationWith(juliet));
        message.sender = crypto::Jid(juliet, u"gajim"_s);
        message.time = morning.addSecs(60);
        message.originId = u"outer"_s;
        message.stanzaId = u"server-1"_s;
        message.sealing = Sealing::WaitsForKey;
        message.scheme = crypto::SchemeId::Ox;
        message.sealedStanza = "<message/>";
        return message;
    }
    static MessageId addClosed(ArchiveProfile &device)
    {
        return await(device.history->append(closedMessage(device), false))->id;
    }
    static Message opened(const QString &replaces)
    {
        Message message;
        message.sender = crypto::Jid(juliet, u"gajim"_s);
        message.body = u"the bank, at noon"_s;
        message.originId = u"outer"_s;
        message.sealing = Sealing::Sealed;
        message.scheme = crypto::SchemeId::Ox;
        message.sealDigest = "digest";
        message.replaces = replaces;
        return message;
    }

    std::unique_ptr<RomeosKeys> m_romeo;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::HiddenRowsTest)
#include "HiddenRowsTest.moc"
