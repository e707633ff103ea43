// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/IqArchivePreferences.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

ProsodyServer::Options options(bool module = true)
{
    ProsodyServer::Options made;
    made.accounts = {{u"romeo"_s, u"secret"_s}, {u"juliet"_s, u"other"_s}, {u"nurse"_s, u"third"_s}};
    made.archiveModule = module;
    return made;
}

} // namespace

/// What is kept on the server, as two devices and the server agree on it.
class ArchivePreferencesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // P-01 to P-12, P-16 from the client's side, on the real server
    void everyRequestIsUnderstood()
    {
        ProsodyServer server(options());
        QVERIFY2(server.start(), qPrintable(server.log()));
        RawXmppStream stream;
        QVERIFY(stream.open({server.port(), u"romeo"_s, u"secret"_s, server.caFile(), u"raw"_s}));
        RawIqChannel channel(stream);
        IqArchivePreferences remote(channel);
        auto now = *await(remote.fetch());
        QVERIFY(now.isUnset && !now.records && now.contacts.isEmpty());
        QVERIFY(await(remote.setDefault({SaveMode::Nothing, OffTheRecord::Require, {}})));
        QVERIFY(!await(remote.setDefault({SaveMode::Body, OffTheRecord::Require, {}}))); // P-07
        QVERIFY(
            await(remote.setContact({u"juliet@localhost"_s, {SaveMode::Body, OffTheRecord::Forbid, 86400}, false})));
        QVERIFY(await(remote.setContact({u"localhost"_s, {SaveMode::Nothing, OffTheRecord::Prefer, {}}, true})));
        QVERIFY(await(remote.setThread(u"t1"_s, SaveMode::Body)));
        QVERIFY(await(remote.setMethods({MethodUse::Forbid, MethodUse::Concede, MethodUse::Prefer})));
        now = *await(remote.fetch());
        QCOMPARE(now.rule, (SaveRule{SaveMode::Nothing, OffTheRecord::Require, {}}));
        QVERIFY(!now.isUnset);
        QCOMPARE(now.contacts.size(), 2);
        QCOMPARE(now.exactRule(u"juliet@localhost"_s)->rule, (SaveRule{SaveMode::Body, OffTheRecord::Forbid, 86400}));
        QVERIFY(now.exactRule(u"localhost"_s)->exact);
        QCOMPARE(now.threads.size(), 1);
        QVERIFY(now.threads.constFirst().timeout > 0); // the server's word (P-10)
        QCOMPARE(now.methods, (MethodUses{MethodUse::Forbid, MethodUse::Concede, MethodUse::Prefer}));
        QVERIFY(await(remote.removeContact(u"localhost"_s)));
        QVERIFY(await(remote.removeContact(u"localhost"_s)));
        QVERIFY(await(remote.removeThread(u"t1"_s)));
        now = *await(remote.fetch());
        QCOMPARE(now.contacts.size(), 1);
        QVERIFY(now.threads.isEmpty());
        QCOMPARE(server.logProblems(), QStringList());
    }

    // P-03, P-13: a choice made on one device holds on the other at once, and for what it uploads
    void devicesShareTheChoice()
    {
        ProsodyServer server(options());
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient first(server, u"romeo"_s);
        TestClient second(server, u"romeo"_s);
        QVERIFY2(first.signIn() && first.makeKey(), qPrintable(first.problem()));
        QVERIFY2(second.signIn(), qPrintable(second.problem()));
        auto &here = first.app().archivePreferences();
        auto &there = second.app().archivePreferences();
        QVERIFY(waitUntil([&] { return here.areShared() && there.areShared(); }, 20000));
        const auto juliet = first.jid(u"juliet"_s);
        QVERIFY(await(there.setContact(juliet, SaveMode::Nothing)));
        QVERIFY(waitUntil([&] { return !here.preferences().keeps(juliet); }, 20000));

        for (const auto &user : {u"juliet"_s, u"nurse"_s}) {
            XmppPeer peer(server, user);
            QVERIFY(peer.signIn());
            QVERIFY(await(peer.say(*crypto::Jid::parse(server.jid(u"romeo"_s)), u"from "_s + user, user)));
            QVERIFY(first.hasMessage(user, u"from "_s + user));
        }
        first.app().archive().uploadNow();
        QVERIFY(first.archiveIsIdle());
        RawXmppStream stream;
        QVERIFY(stream.open({server.port(), u"romeo"_s, u"secret"_s, server.caFile(), u"raw"_s}));
        const auto listed = [&] { return xmlText(stream.iq(u"get"_s, u"<list xmlns='urn:xmpp:archive'/>"_s)); };
        QVERIFY(waitUntil([&] { return listed().contains(u"nurse@localhost"_s); }, 20000));
        QVERIFY(!listed().contains(u"juliet@localhost"_s));

        // Known without the server after a restart; taken back, the rest goes up.
        first.quit();
        QVERIFY(first.open());
        QVERIFY(waitUntil([&] { return !first.app().archivePreferences().preferences().keeps(juliet); }, 20000));
        QVERIFY(await(there.clearContact(juliet.toString())));
        QVERIFY2(first.signIn(), qPrintable(first.problem()));
        QVERIFY(waitUntil([&] { return listed().contains(u"juliet@localhost"_s); }, 20000));
    }

    // Where the server keeps no preferences, they hold on this computer
    void withoutTheServer()
    {
        ProsodyServer server(options(false));
        QVERIFY2(server.start(), qPrintable(server.log()));
        TestClient client(server, u"romeo"_s);
        QVERIFY2(client.signIn(), qPrintable(client.problem()));
        auto &preferences = client.app().archivePreferences();
        QVERIFY(await(preferences.setRule({SaveMode::Nothing, OffTheRecord::Concede, {}})));
        QVERIFY(!preferences.areShared() && !preferences.canRecordSealed());
        client.quit();
        QVERIFY(client.open());
        QVERIFY(waitUntil(
            [&] { return client.app().archivePreferences().preferences().rule.save == SaveMode::Nothing; }, 20000));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchivePreferencesTest)
#include "ArchivePreferencesTest.moc"
