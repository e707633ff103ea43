// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/PepKeyDirectory.h"
#include "tests/support/Await.h"
#include "tests/support/OxPeer.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::SendBlock;
using crypto::TrustVerdict;

/// What holds a message back, and that nothing lets it go in clear: not a restart, not a new sign-in, not the other
/// side (O-40, O-51).
class OxTrustTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aReplacedCheckedKeyHoldsUntilItIsCompared();
    void noKeyLeftIsNoReasonForClearText();
    void theChoiceNotToSealIsForOneConversationOnly();
    void aPlannedChangeOfTheContactHoldsNothing();
    void whatIsAnnounced();

private:
    [[nodiscard]] bool startMira(bool signOutFirst = false);
    [[nodiscard]] bool publishList(const QList<crypto::KeyFingerprint> &keys);
    [[nodiscard]] std::optional<SendBlock> refusal(const QString &text);
    [[nodiscard]] bool blockBecomes(SendBlock block);

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<TestClient> m_mira;
    std::unique_ptr<OxPeer> m_anselm;
    crypto::KeyFingerprint m_key;
    crypto::BareJid m_peer;
};

void OxTrustTest::init()
{
    ProsodyServer::Options options;
    options.accounts
        = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}, {u"joana"_s, u"secret-joana"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_peer = *crypto::BareJid::parse(m_server->jid(u"anselm"_s));
    m_anselm = std::make_unique<OxPeer>(*m_server, u"anselm"_s);
    QVERIFY(m_anselm->signIn());
    m_key = m_anselm->gnupg.makeKey(m_peer.toString()).fingerprint;
    QVERIFY(m_anselm->announce(m_key));
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    QVERIFY(startMira());
    QVERIFY2(m_mira->makeKey(), qPrintable(m_mira->problem()));
}

void OxTrustTest::cleanup()
{
    m_mira.reset();
    m_anselm->xmpp.signOut();
    m_anselm.reset();
    QCOMPARE(m_server->logProblems(), QStringList());
}

/// Ends the client and starts it again on the same profile; the conversation with Anselm is open.
bool OxTrustTest::startMira(bool signOutFirst)
{
    if (m_mira && signOutFirst) {
        m_mira->app().account().signOut();
        if (!QTest::qWaitFor(
                [&] { return m_mira->app().account().state() == app::ConnectionState::SignedOut; }, 10000)) {
            return false;
        }
    } else {
        m_mira.reset();
        m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s, m_profile->path());
    }
    if (!m_mira->signIn()) {
        return false;
    }
    m_mira->app().conversation().openWith(m_peer);
    return QTest::qWaitFor([&] { return m_mira->app().conversation().peer() == m_peer; }, 10000);
}

bool OxTrustTest::publishList(const QList<crypto::KeyFingerprint> &keys)
{
    crypto::XmlElement list(u"public-keys-list"_s, u"urn:xmpp:openpgp:0"_s);
    for (const auto &key : keys) {
        crypto::XmlElement entry(u"pubkey-metadata"_s, list.ns());
        list.append(entry.setAttribute(u"v4-fingerprint"_s, key.toString()));
    }
    return await(m_anselm->xmpp.transport.sendIq(
                     true, {}, app::pubsub::publish(app::PepKeyDirectory::listNode(), u"current"_s, list, {})))
        .has_value();
}

/// What the composer says to an attempt to send.
std::optional<SendBlock> OxTrustTest::refusal(const QString &text)
{
    std::optional<SendBlock> block;
    bool sent = false;
    auto &conversation = m_mira->app().conversation();
    const auto refused
        = connect(&conversation, &app::ConversationController::sendRefused, this, [&](SendBlock why) { block = why; });
    const auto stored = connect(&conversation, &app::ConversationController::sent, this, [&] { sent = true; });
    conversation.send(text);
    waitUntil([&] { return block || sent; }, 10000);
    disconnect(refused);
    disconnect(stored);
    return block;
}

bool OxTrustTest::blockBecomes(SendBlock block)
{
    return QTest::qWaitFor([&] { return m_mira->app().conversation().sendBlock() == block; }, 20000);
}

void OxTrustTest::aReplacedCheckedKeyHoldsUntilItIsCompared()
{
    QVERIFY(m_mira->knowsKeyOf(u"anselm"_s));
    QCOMPARE(m_mira->app().conversation().trust(), TrustVerdict::NotChecked); // first use is visible
    m_mira->app().keys().setChecked(m_peer, m_key);
    QCOMPARE(m_mira->app().conversation().trust(), TrustVerdict::Checked);
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"all is well"_s), qPrintable(m_mira->problem()));

    const auto next = m_anselm->gnupg.makeKey(m_peer.toString()).fingerprint;
    QVERIFY(m_anselm->announce(next));
    QVERIFY(publishList({next}));
    const auto held = [&](const char *when) {
        const bool blocked = blockBecomes(SendBlock::KeyChangedAfterChecked);
        const auto why = refusal(u"the combination is 47-11"_s);
        return blocked && why == SendBlock::KeyChangedAfterChecked ? QByteArray() : QByteArray(when);
    };
    m_mira->app().keys().discover(m_peer);
    QCOMPARE(held("at once"), QByteArray());
    QVERIFY(startMira());
    QCOMPARE(held("after a restart"), QByteArray());
    QVERIFY(startMira(true));
    QCOMPARE(held("after signing out and in"), QByteArray());
    // Not even the old key at hand makes it go.
    QVERIFY(publishList({m_key, next}));
    QVERIFY(startMira());
    QCOMPARE(held("with both keys"), QByteArray());
    QVERIFY(!m_server->log().contains(u"47-11"_s));

    m_mira->app().keys().setChecked(m_peer, next);
    QVERIFY(blockBecomes(SendBlock::None));
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"the combination is 47-11"_s), qPrintable(m_mira->problem()));
    QVERIFY(m_anselm->importKeyOf(m_mira->jid(u"mira"_s), m_mira->app().keys().currentKey()));
    QVERIFY(!m_server->log().contains(u"47-11"_s));
}

void OxTrustTest::noKeyLeftIsNoReasonForClearText()
{
    QVERIFY(m_mira->knowsKeyOf(u"anselm"_s));
    QVERIFY2(m_mira->sendTo(u"anselm"_s, u"before"_s), qPrintable(m_mira->problem()));
    QVERIFY(publishList({}));
    for (const auto again : {0, 1, 2}) {
        if (again > 0) {
            QVERIFY(startMira(again == 2));
        } else {
            m_mira->app().keys().discover(m_peer);
        }
        QVERIFY(blockBecomes(SendBlock::NoKeyYet));
        QCOMPARE(m_mira->app().conversation().sealing(), app::SealingChoice::Sealed);
        QCOMPARE(refusal(u"the combination is 47-11"_s), SendBlock::NoKeyYet);
    }
    // A key that cannot be used is named, and is no reason either.
    const auto foreign = m_anselm->gnupg.makeKey(u"somebody@else.example"_s).fingerprint;
    QVERIFY(m_anselm->announce(foreign));
    m_mira->app().keys().discover(m_peer);
    QVERIFY(blockBecomes(SendBlock::NoUsableKey));
    QCOMPARE(m_mira->app().keys().keysOf(m_peer).skipped,
        QList{(app::SkippedKey{foreign, app::SkippedKey::Reason::OtherOwner})});
    QCOMPARE(refusal(u"the combination is 47-11"_s), SendBlock::NoUsableKey);
    QVERIFY(!m_server->log().contains(u"47-11"_s));
    for (const auto &message : m_anselm->xmpp.messages) {
        QVERIFY(!message.stanza.toXml().contains("47-11"));
    }
}

void OxTrustTest::theChoiceNotToSealIsForOneConversationOnly()
{
    auto *conversation = &m_mira->app().conversation();
    conversation->setSealing(app::SealingChoice::NotSealed);
    QVERIFY(startMira());
    conversation = &m_mira->app().conversation();
    QTRY_COMPARE(conversation->sealing(), app::SealingChoice::NotSealed);
    const auto joana = m_mira->jid(u"joana"_s);
    conversation->openWith(joana);
    QTRY_COMPARE(conversation->peer(), joana);
    QCOMPARE(conversation->sealing(), app::SealingChoice::Sealed);
    QVERIFY(blockBecomes(SendBlock::NoKeyYet));
    conversation->openWith(m_peer);
    QTRY_COMPARE(conversation->sealing(), app::SealingChoice::NotSealed);
    conversation->setSealing(app::SealingChoice::Sealed);
    QVERIFY(startMira());
    QTest::qWait(200); // a stored choice would arrive by now
    QCOMPARE(m_mira->app().conversation().sealing(), app::SealingChoice::Sealed);
}

/// The statement of continuity from one whole client to another, over the server.
void OxTrustTest::aPlannedChangeOfTheContactHoldsNothing()
{
    TestClient joana(*m_server, u"joana"_s);
    QVERIFY2(joana.signIn() && joana.makeKey(), qPrintable(joana.problem()));
    const auto before = joana.app().keys().currentKey();
    QVERIFY(m_mira->knowsKeyOf(u"joana"_s));
    const auto peer = m_mira->jid(u"joana"_s);
    m_mira->app().keys().setChecked(peer, before);
    auto &rotation = joana.app().rotation();
    connect(&rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); });
    rotation.setReason(app::RotationReason::Planned);
    rotation.makeNewKey();
    QTRY_VERIFY2_WITH_TIMEOUT(
        rotation.state() == archive::RekeyState::Done, qPrintable(rotation.log().join(u'\n')), 30000);
    const auto after = joana.app().keys().currentKey();
    QVERIFY(after != before);
    m_mira->app().keys().discover(peer);
    QTRY_COMPARE(m_mira->app().keys().recipientsFor(peer), QList{after});
    QCOMPARE(m_mira->app().keys().verdict(peer), TrustVerdict::Checked);
    QVERIFY2(m_mira->sendTo(u"joana"_s, u"nothing stops me"_s), qPrintable(m_mira->problem()));
    QVERIFY(joana.hasMessage(u"mira"_s, u"nothing stops me"_s));
}

/// O-15, O-24, O-25, O-29, O-50, O-61
void OxTrustTest::whatIsAnnounced()
{
    OxPeer other(*m_server, u"mira"_s, u"other"_s);
    QVERIFY(other.signIn());
    QTRY_VERIFY(!other.xmpp.presences.isEmpty());
    crypto::Jid full;
    for (const auto &presence : other.xmpp.presences) {
        if (presence.jid.bare() == m_mira->jid(u"mira"_s) && presence.jid.resource() != u"other"_s) {
            full = presence.jid;
        }
    }
    QVERIFY(!full.isEmpty());
    const auto disco = u"http://jabber.org/protocol/disco#info"_s;
    const auto info = await(other.xmpp.transport.sendIq(false, full, crypto::XmlElement(u"query"_s, disco)));
    QVERIFY(info.has_value());
    QStringList features;
    for (const auto *feature : info->elements(u"feature", disco)) {
        features << feature->attribute(u"var");
    }
    for (const auto &wanted :
        {u"urn:xmpp:openpgp:im:0"_s, u"urn:xmpp:openpgp:0:public-keys+notify"_s, u"urn:xmpp:eme:0"_s}) {
        QVERIFY2(features.contains(wanted), qPrintable(wanted));
    }
    const auto optionsOf = [&](const QString &node) {
        const auto answer = await(other.xmpp.transport.sendIq(false, {}, app::pubsub::configurationRequest(node)));
        return answer ? app::pubsub::configuration(*answer) : app::pubsub::Options();
    };
    const auto list = optionsOf(app::PepKeyDirectory::listNode());
    QCOMPARE(list.value(u"access_model"_s), u"open"_s);
    QCOMPARE(list.value(u"send_last_published_item"_s), u"on_sub"_s);
    const auto data = optionsOf(app::PepKeyDirectory::listNode() + u':' + m_mira->app().keys().currentKey().toString());
    QCOMPARE(data.value(u"access_model"_s), u"open"_s);

    const auto kept = await(m_mira->app().backup().backUp(app::BackupController::makeCode(), false), 30000);
    QVERIFY2(kept, kept ? "" : qPrintable(kept.error().detail));
    const auto secret = optionsOf(u"urn:xmpp:openpgp:0:secret-key"_s);
    QCOMPARE(secret.value(u"access_model"_s), u"whitelist"_s);
    QCOMPARE(secret.value(u"send_last_published_item"_s), u"never"_s);
    other.xmpp.signOut();
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::OxTrustTest)
#include "OxTrustTest.moc"
