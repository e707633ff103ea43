// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Whole clients while the server, a contact's keys or another device of the account misbehave.
class WholeClientFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theServerGoesDuringAnUpload();
    void aMessageWaitsForTheContactsKey();
    void aChangedKeyHoldsWhatWaits();
    void twoDevicesAtOnce();
    void aDraftTypedWhileTheConversationOpens();
    void cleanup();

private:
    [[nodiscard]] bool serverHolds(const QString &text) const;
    [[nodiscard]] static bool shareKey(TestClient &from, TestClient &to);
    [[nodiscard]] static QStringList bodies(TestClient &client, const QString &user);
    [[nodiscard]] static qsizetype waiting(TestClient &client);

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<QTemporaryDir> m_profile;
};

void WholeClientFaultsTest::init()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
}

void WholeClientFaultsTest::cleanup()
{
    m_server.reset();
}

/// In anything it stored or logged.
bool WholeClientFaultsTest::serverHolds(const QString &text) const
{
    QDirIterator files(m_server->directory(), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8())) {
            return true;
        }
    }
    return false;
}

bool WholeClientFaultsTest::shareKey(TestClient &from, TestClient &to)
{
    const auto key = from.app().keys().currentKey();
    const auto secret = await(from.app().keys().exportSecretKeys({key}));
    return secret && await(to.app().keys().bringKey((*secret)->copy()))
        && await(to.app().keys().announceAsCurrent(key));
}

QStringList WholeClientFaultsTest::bodies(TestClient &client, const QString &user)
{
    QStringList texts;
    for (const auto &message : client.messagesWith(user)) {
        texts.append(message.body);
    }
    return texts;
}

qsizetype WholeClientFaultsTest::waiting(TestClient &client)
{
    const auto outbox = await(client.app().history().outbox());
    return outbox ? outbox->size() : -1;
}

void WholeClientFaultsTest::theServerGoesDuringAnUpload()
{
    TestClient mira(*m_server, u"mira"_s);
    QVERIFY2(mira.signIn() && mira.makeKey() && mira.archiveIsIdle(), qPrintable(mira.problem()));
    QList<archive::Message> story;
    const auto conversation = await(mira.app().history().conversationWith(mira.jid(u"anselm"_s)));
    const auto start = QDateTime::currentDateTimeUtc().addDays(-100);
    for (int i = 0; i < 60; ++i) {
        archive::Message message;
        message.conversation = *conversation;
        message.sender = crypto::Jid(mira.jid(u"anselm"_s), u"old"_s);
        message.time = start.addDays(i);
        message.body = u"Seite %1"_s.arg(i);
        message.originId = u"story-%1"_s.arg(i);
        message.sealing = archive::Sealing::Sealed;
        message.delivery = archive::Delivery::Received;
        story.append(message);
    }
    QVERIFY(await(mira.app().history().import(story)).has_value());
    auto &archive = mira.app().archive();
    for (const int upTo : {7, 15, 30}) {
        archive.uploadNow();
        QTRY_VERIFY_WITH_TIMEOUT(await(mira.app().history().totals(0))->onServer >= upTo, 20000);
        m_server->kill();
        QTRY_VERIFY_WITH_TIMEOUT(mira.app().account().state() != app::ConnectionState::Online, 20000);
        QVERIFY(await(mira.app().history().totals(0))->onlyHere > 0); // it really was in the middle
        QVERIFY(m_server->restart());
        mira.app().account().tryNow();
        QTRY_COMPARE_WITH_TIMEOUT(mira.app().account().state(), app::ConnectionState::Online, 30000);
    }
    QVERIFY2(mira.archiveIsIdle(), qPrintable(mira.problem()));
    QCOMPARE(await(mira.app().history().totals(0))->onServer, 60);
    const auto expected = bodies(mira, u"anselm"_s);
    QCOMPARE(expected.size(), 60);
    TestClient second(*m_server, u"mira"_s);
    QVERIFY2(second.signIn(), qPrintable(second.problem()));
    QVERIFY(shareKey(mira, second));
    QVERIFY2(second.archiveIsIdle(), qPrintable(second.problem()));
    QCOMPARE(bodies(second, u"anselm"_s), expected);
}

void WholeClientFaultsTest::aMessageWaitsForTheContactsKey()
{
    const auto text = u"not for the postman"_s;
    {
        TestClient mira(*m_server, u"mira"_s, m_profile->path());
        QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
    }
    {
        TestClient mira(*m_server, u"mira"_s, m_profile->path());
        QVERIFY2(mira.open(), qPrintable(mira.problem()));
        mira.app().keys().setAccount(mira.jid(u"mira"_s));
        QTRY_VERIFY(mira.app().keys().isLoaded());
        auto &conversation = mira.app().conversation();
        conversation.openWith(mira.jid(u"anselm"_s));
        QTRY_COMPARE(conversation.peer(), mira.jid(u"anselm"_s));
        QSignalSpy refused(&conversation, &app::ConversationController::sendRefused);
        conversation.send(text); // offline: nobody could be asked for the key
        QTRY_COMPARE_WITH_TIMEOUT(waiting(mira), 1, 10000);
        QVERIFY(refused.isEmpty());
        QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
        QTRY_COMPARE_WITH_TIMEOUT(mira.app().keys().keysOf(mira.jid(u"anselm"_s)).knowledge,
            app::ContactKeys::Knowledge::NoneAnnounced, 20000);
        QTRY_COMPARE(conversation.sendBlock(), app::SendBlock::NoKeyYet);
        conversation.send(u"refused at once"_s);
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(waiting(mira), 1);
    }
    TestClient anselm(*m_server, u"anselm"_s);
    QVERIFY2(anselm.signIn() && anselm.makeKey(), qPrintable(anselm.problem()));
    QCOMPARE(anselm.messagesWith(u"mira"_s).size(), 0);
    TestClient again(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(again.signIn(), qPrintable(again.problem()));
    QVERIFY(anselm.hasMessage(u"mira"_s, text));
    QTRY_COMPARE_WITH_TIMEOUT(waiting(again), 0, 10000);
    const auto received = anselm.messagesWith(u"mira"_s);
    QCOMPARE(received.size(), 1);
    QCOMPARE(received[0].sealing, archive::Sealing::Sealed);
    QVERIFY(!serverHolds(text));
}

void WholeClientFaultsTest::aChangedKeyHoldsWhatWaits()
{
    const auto text = u"only for the checked key"_s;
    TestClient anselm(*m_server, u"anselm"_s);
    QVERIFY2(anselm.signIn() && anselm.makeKey(), qPrintable(anselm.problem()));
    {
        TestClient mira(*m_server, u"mira"_s, m_profile->path());
        QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
        QVERIFY(mira.knowsKeyOf(u"anselm"_s));
        mira.app().keys().setChecked(mira.jid(u"anselm"_s), anselm.app().keys().currentKey());
        QTRY_COMPARE(mira.app().keys().verdict(mira.jid(u"anselm"_s)), crypto::TrustVerdict::Checked);
        mira.app().conversation().openWith(mira.jid(u"anselm"_s));
        QTRY_COMPARE(mira.app().conversation().peer(), mira.jid(u"anselm"_s));
        m_server->kill();
        mira.app().conversation().send(text);
        QTRY_COMPARE_WITH_TIMEOUT(waiting(mira), 1, 10000);
    }
    QTRY_VERIFY(anselm.app().account().state() != app::ConnectionState::Online); // it has noticed
    QVERIFY(m_server->restart());
    anselm.app().account().tryNow();
    QTRY_COMPARE_WITH_TIMEOUT(anselm.app().account().state(), app::ConnectionState::Online, 30000);
    QVERIFY2(anselm.makeKey(), qPrintable(anselm.problem()));

    TestClient mira(*m_server, u"mira"_s, m_profile->path());
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    auto &conversation = mira.app().conversation();
    conversation.openWith(mira.jid(u"anselm"_s));
    QTRY_COMPARE_WITH_TIMEOUT(conversation.sendBlock(), app::SendBlock::KeyChangedAfterChecked, 20000);
    QSignalSpy refused(&conversation, &app::ConversationController::sendRefused);
    conversation.send(u"and this one neither"_s);
    QTRY_COMPARE(refused.size(), 1);
    // Everything Anselm gets is in order, so what he has after a message of his own came back is all there is.
    QVERIFY(anselm.knowsKeyOf(u"mira"_s));
    QVERIFY2(anselm.sendTo(u"mira"_s, u"are you there?"_s), qPrintable(anselm.problem()));
    QVERIFY(mira.hasMessage(u"anselm"_s, u"are you there?"_s));
    QCOMPARE(waiting(mira), 1);
    QCOMPARE(anselm.messagesWith(u"mira"_s).size(), 1);
    conversation.sendAnyway();
    QVERIFY(anselm.hasMessage(u"mira"_s, text));
    QCOMPARE(anselm.messagesWith(u"mira"_s).last().sealing, archive::Sealing::Sealed);
    QVERIFY(!serverHolds(text));
    QVERIFY(!serverHolds(u"and this one neither"_s));
}

void WholeClientFaultsTest::twoDevicesAtOnce()
{
    TestClient anselm(*m_server, u"anselm"_s);
    TestClient desk(*m_server, u"mira"_s);
    TestClient lap(*m_server, u"mira"_s);
    QVERIFY2(anselm.signIn() && anselm.makeKey(), qPrintable(anselm.problem()));
    QVERIFY2(desk.signIn() && desk.makeKey(), qPrintable(desk.problem()));
    QVERIFY2(lap.signIn(), qPrintable(lap.problem()));
    QVERIFY(shareKey(desk, lap));
    QVERIFY(desk.knowsKeyOf(u"anselm"_s) && lap.knowsKeyOf(u"anselm"_s) && anselm.knowsKeyOf(u"mira"_s));
    const QStringList story{u"one"_s, u"two"_s, u"three"_s};
    QVERIFY2(anselm.sendTo(u"mira"_s, story[0]), qPrintable(anselm.problem()));
    QVERIFY(desk.hasMessage(u"anselm"_s, story[0]) && lap.hasMessage(u"anselm"_s, story[0]));
    QVERIFY2(desk.sendTo(u"anselm"_s, story[1]), qPrintable(desk.problem()));
    QVERIFY(lap.hasMessage(u"anselm"_s, story[1]));
    QVERIFY2(lap.sendTo(u"anselm"_s, story[2]), qPrintable(lap.problem()));
    QVERIFY(desk.hasMessage(u"anselm"_s, story[2]));
    for (int round = 0; round < 2; ++round) {
        QVERIFY2(desk.archiveIsIdle(), qPrintable(desk.problem()));
        QVERIFY2(lap.archiveIsIdle(), qPrintable(lap.problem()));
    }
    for (TestClient *client : {&desk, &lap}) {
        QCOMPARE(bodies(*client, u"anselm"_s), story);
        QCOMPARE(await(client->app().history().totals(0))->onlyHere, 0);
    }

    const auto old = desk.app().keys().currentKey();
    QSignalSpy unknown(&lap.app().keys(), &app::KeyController::unknownOwnKey);
    auto &rotation = desk.app().rotation();
    connect(&rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); });
    rotation.setReason(app::RotationReason::Planned);
    rotation.makeNewKey();
    QTRY_VERIFY2_WITH_TIMEOUT(
        rotation.state() == archive::RekeyState::Done, qPrintable(rotation.log().join(u'\n')), 30000);
    // The old key, which the other device knows as its own, vouches for the new one: nobody is asked.
    QTRY_VERIFY_WITH_TIMEOUT(lap.app().keys().sealingRecipients().contains(desk.app().keys().currentKey()), 10000);
    QVERIFY(unknown.isEmpty());
    // And the old one, withdrawn over there, is not put back from here.
    QTRY_VERIFY_WITH_TIMEOUT(lap.app().keys().currentKey().isEmpty(), 10000);
    QVERIFY(!lap.app().keys().sealingRecipients().contains(old));
    // The other device lost nothing and goes on once it is given the new key.
    QCOMPARE(bodies(lap, u"anselm"_s), story);
    QVERIFY(shareKey(desk, lap));
    QVERIFY2(lap.sendTo(u"anselm"_s, u"four"_s), qPrintable(lap.problem()));
    QVERIFY(desk.hasMessage(u"anselm"_s, u"four"_s));
    QVERIFY2(lap.archiveIsIdle(), qPrintable(lap.problem()));
    QCOMPARE(bodies(lap, u"anselm"_s), story + QStringList{u"four"_s});
    QCOMPARE(bodies(desk, u"anselm"_s), story + QStringList{u"four"_s});
}

/// The stored draft comes later than the first letter may, and is older.
void WholeClientFaultsTest::aDraftTypedWhileTheConversationOpens()
{
    TestClient mira(*m_server, u"mira"_s);
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    const auto peer = mira.jid(u"anselm"_s);
    const auto id = await(mira.app().history().conversationWith(peer)).value();
    QVERIFY(await(mira.app().history().setDraft(id, u"from yesterday"_s)));
    auto &conversation = mira.app().conversation();
    QSignalSpy opened(&conversation, &app::ConversationController::opened);
    conversation.open(id, peer);
    conversation.setDraft(u"just typed"_s);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(conversation.draft(), u"just typed"_s);
    conversation.close();
    conversation.open(id, peer);
    QTRY_COMPARE(opened.size(), 2);
    QCOMPARE(conversation.draft(), u"just typed"_s); // and it was stored
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientFaultsTest)
#include "WholeClientFaultsTest.moc"
