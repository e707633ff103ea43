// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/PepKeyDirectory.h"
#include "tests/support/Await.h"
#include "tests/support/EjabberdServer.h"
#include "tests/support/ProfanityPeer.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Letterlock and a real Profanity on a real server, in both directions.
class ProfanityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void strangersAreToldToAskForASubscription();
    void sealedMessagesArriveInBothDirections_data() { servers(); }
    void sealedMessagesArriveInBothDirections();
    void anAccountSharedWithProfanityKeepsBothKeys_data() { servers(); }
    void anAccountSharedWithProfanityKeepsBothKeys();

private:
    static void servers();
    [[nodiscard]] bool start(const QString &kind);
    [[nodiscard]] ProfanityPeer::Account account(const QString &user) const;

    std::unique_ptr<ProsodyServer> m_prosody;
    std::unique_ptr<EjabberdServer> m_ejabberd;
    TestServer *m_server = nullptr;
};

void ProfanityTest::servers()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("Prosody") << u"Prosody"_s;
    QTest::newRow("ejabberd") << u"ejabberd"_s;
}

bool ProfanityTest::start(const QString &kind)
{
    const QMap<QString, QString> accounts{{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    if (kind == u"ejabberd"_s) {
        m_ejabberd = std::make_unique<EjabberdServer>(EjabberdServer::Options{.accounts = accounts});
        m_server = m_ejabberd.get();
        return m_ejabberd->start();
    }
    m_prosody = std::make_unique<ProsodyServer>(ProsodyServer::Options{.accounts = accounts});
    m_server = m_prosody.get();
    return m_prosody->start();
}

void ProfanityTest::cleanup()
{
    // ejabberd logs an error of its own when two clients make a node at the same moment; both are answered and go on.
    if (m_prosody) {
        QCOMPARE(m_prosody->logProblems(), QStringList());
    }
    m_prosody.reset();
    m_ejabberd.reset();
}

ProfanityPeer::Account ProfanityTest::account(const QString &user) const
{
    return {m_server->jid(user), m_server->password(user), m_server->host(), m_server->port(), m_server->caFile()};
}

/// On Prosody its nodes have the access model "presence": refused is not "has no key" (O-15, O-21).
void ProfanityTest::strangersAreToldToAskForASubscription()
{
    QVERIFY2(start(u"Prosody"_s), qPrintable(m_server->log()));
    ProfanityPeer anselm(account(u"anselm"_s));
    QVERIFY2(anselm.signIn(), qPrintable(anselm.screen()));
    QVERIFY(anselm.makeKey());
    QVERIFY2(anselm.announce(), qPrintable(anselm.screen()));
    TestClient mira(*m_server, u"mira"_s);
    QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
    const auto peer = mira.jid(u"anselm"_s);
    mira.app().conversation().openWith(peer);
    QTRY_COMPARE(mira.app().conversation().peer(), peer);
    QTRY_COMPARE(mira.app().keys().keysOf(peer).knowledge, app::ContactKeys::Knowledge::SubscriptionNeeded);
    QCOMPARE(mira.app().conversation().sendBlock(), app::SendBlock::SubscriptionNeeded);

    mira.app().roster().add(peer, u"Anselm"_s);
    QVERIFY2(anselm.logged(u"type=\"subscribe\""_s), qPrintable(anselm.log()));
    anselm.type(u"/sub allow "_s + m_server->jid(u"mira"_s));
    QTRY_COMPARE(mira.app().roster().contact(peer).subscription, u"to"_s);
    QVERIFY(mira.knowsKeyOf(u"anselm"_s));
    QCOMPARE(mira.app().keys().recipientsFor(peer), QList{anselm.key()});
    QCOMPARE(mira.app().conversation().sendBlock(), app::SendBlock::None);
}

/// Its time has the zone "+0000", its element has no EME beside it (O-01, O-07, O-12, O-14, O-52).
void ProfanityTest::sealedMessagesArriveInBothDirections()
{
    QFETCH(const QString, server);
    QVERIFY2(start(server), qPrintable(m_server->log()));
    ProfanityPeer anselm(account(u"anselm"_s));
    QVERIFY2(anselm.signIn(), qPrintable(anselm.screen()));
    QVERIFY(anselm.makeKey());
    QVERIFY2(anselm.announce(), qPrintable(anselm.screen()));
    TestClient mira(*m_server, u"mira"_s);
    QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
    const auto peer = mira.jid(u"anselm"_s);
    mira.app().roster().add(peer, u"Anselm"_s);
    QVERIFY(anselm.logged(u"type=\"subscribe\""_s));
    anselm.type(u"/sub allow "_s + m_server->jid(u"mira"_s));
    QTRY_COMPARE(mira.app().roster().contact(peer).subscription, u"to"_s);
    QVERIFY(mira.knowsKeyOf(u"anselm"_s));

    QVERIFY2(anselm.startOx(m_server->jid(u"mira"_s), mira.app().keys().currentKey()), qPrintable(anselm.screen()));
    anselm.type(u"the old press needs oil, Öl, масло"_s);
    QVERIFY2(
        mira.hasMessage(u"anselm"_s, u"the old press needs oil, Öl, масло"_s), qPrintable(anselm.log().right(3000)));
    const auto received = mira.messagesWith(u"anselm"_s).last();
    QCOMPARE(received.sealing, archive::Sealing::Sealed);
    QCOMPARE(received.signer, anselm.key());
    QVERIFY(!received.timeIsOdd);

    QVERIFY2(mira.sendTo(u"anselm"_s, u"I bring some tomorrow, 明日"_s), qPrintable(mira.problem()));
    QVERIFY2(anselm.shows(u"I bring some tomorrow, 明日"_s), qPrintable(anselm.screen()));
    // It goes on sealing for the first key it imported, whatever is announced: the old secret key opens it.
    const auto old = mira.app().keys().currentKey();
    QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
    QVERIFY(mira.app().keys().currentKey() != old);
    mira.app().keys().retire(old);
    anselm.type(u"sealed for your old key"_s);
    QVERIFY(mira.hasMessage(u"anselm"_s, u"sealed for your old key"_s));
    QCOMPARE(mira.messagesWith(u"anselm"_s).last().sealing, archive::Sealing::Sealed);

    // Neither side's server saw a word.
    QVERIFY(!m_server->log().contains(u"old press"_s));
    QVERIFY(!m_server->log().contains(u"tomorrow"_s));
}

/// Profanity makes nodes for subscribers and writes a list of one (O-15, O-26).
void ProfanityTest::anAccountSharedWithProfanityKeepsBothKeys()
{
    QFETCH(const QString, server);
    QVERIFY2(start(server), qPrintable(m_server->log()));
    ProfanityPeer other(account(u"mira"_s));
    QVERIFY2(other.signIn(), qPrintable(other.screen()));
    QVERIFY(other.makeKey());
    QVERIFY2(other.announce(), qPrintable(other.screen()));

    TestClient mira(*m_server, u"mira"_s);
    QVERIFY2(mira.signIn(), qPrintable(mira.problem()));
    QList<crypto::KeyFingerprint> unknown;
    connect(&mira.app().keys(), &app::KeyController::unknownOwnKey, this,
        [&](const crypto::KeyFingerprint &key) { unknown << key; });
    // The list node exists for subscribers only: precondition-not-met, configured, published. A stranger proves it
    // below.
    QVERIFY2(mira.makeKey(), qPrintable(mira.problem()));
    mira.app().keys().refreshOwn();
    QTRY_VERIFY(unknown.contains(other.key()));
    const auto ours = mira.app().keys().currentKey();
    const QSet both{ours, other.key()};
    // Somebody without a subscription sees both in the list and can use ours; the data node of Profanity's key is
    // Profanity's affair.
    XmppPeer stranger(*m_server, u"anselm"_s);
    QVERIFY(stranger.signIn());
    app::PepKeyDirectory directory(stranger.transport);
    const auto listed = [&] {
        QSet<crypto::KeyFingerprint> found;
        const auto keys = await(directory.announced(mira.jid(u"mira"_s)));
        for (const auto &key : keys.value_or(QList<app::AnnouncedKey>())) {
            found << key.fingerprint;
        }
        return found;
    };
    QCOMPARE(listed(), both);
    QVERIFY(await(directory.fetch(mira.jid(u"mira"_s), ours)).has_value());

    XmppPeer watcher(*m_server, u"mira"_s);
    watcher.settings.discoFeatures = {app::PepKeyDirectory::listNode() + u"+notify"_s};
    int told = 0;
    connect(&watcher.transport, &app::Transport::pepEvent, this, [&] { ++told; });
    QVERIFY(watcher.signIn());

    // Overwritten with a list of one: put back beside theirs, and then it is quiet.
    QVERIFY2(other.announce(), qPrintable(other.screen()));
    QTRY_COMPARE_WITH_TIMEOUT(listed(), both, 20000);
    const auto after = told;
    QTest::qWait(1500); // a second answer would come within this time
    QCOMPARE(told, after);
    watcher.signOut();
    stranger.signOut();
    QVERIFY(!mira.app().keys().sealingRecipients().contains(other.key()));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ProfanityTest)
#include "ProfanityTest.moc"
