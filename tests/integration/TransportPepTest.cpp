// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QTimeZone>

#include "app/transport/PepKeyDirectory.h"
#include "app/transport/PepPrivateStore.h"
#include "app/transport/TransportIqChannel.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;
using Code = letterlock::archive::ArchiveError::Code;

namespace letterlock::test {

namespace {

const auto oneKey = *crypto::KeyFingerprint::parse(u"0DD3000000000000000000000000000000002201"_s);
const auto otherKey = *crypto::KeyFingerprint::parse(u"0262abcdef00000000000000000000000000b383"_s);
const auto created = QDateTime(QDate(2026, 11, 21), QTime(2, 36, 32), QTimeZone::UTC);

QSet<crypto::KeyFingerprint> fingerprints(const QList<app::AnnouncedKey> &keys)
{
    QSet<crypto::KeyFingerprint> found;
    for (const auto &key : keys) {
        found << key.fingerprint;
    }
    return found;
}

} // namespace

/// Keys and private nodes in PEP: O-14 to O-30.
class TransportPepTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{
            .accounts = {{u"alice"_s, u"secret-a"_s}, {u"bob"_s, u"secret-b"_s}}, .archiveModule = false});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    }

    void cleanup() { QVERIFY2(m_server->logProblems().isEmpty(), qPrintable(m_server->logProblems().join(u'\n'))); }

    void keysAreAnnouncedAndFound()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        app::PepKeyDirectory mine(alice.transport);
        app::PepKeyDirectory theirs(bob.transport);
        const auto me = alice.settings.account;

        // O-21: no node is "no key announced".
        const auto none = await(theirs.announced(bob.settings.account));
        QVERIFY(none.has_value() && none->isEmpty());
        const QByteArray key("\x98\x33\x04 not really a key", 20);
        QVERIFY(await(mine.announce(oneKey, key, created)).has_value());
        // O-15: a stranger can read both nodes.
        const auto list = await(theirs.announced(me));
        QVERIFY2(list.has_value(), qPrintable(list ? QString() : list.error().condition));
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().fingerprint, oneKey);
        QCOMPARE(list->first().date, created);
        const auto fetched = await(theirs.fetch(me, oneKey));
        QVERIFY(fetched.has_value());
        QCOMPARE(*fetched, key);
        QCOMPARE(await(theirs.fetch(me, otherKey)).error().condition, u"item-not-found"_s);

        QVERIFY(await(mine.withdraw(oneKey, "revoked")).has_value());
        QCOMPARE(await(theirs.announced(me))->size(), 0);
        QCOMPARE(*await(theirs.fetch(me, oneKey)), QByteArray("revoked"));
        alice.signOut();
        bob.signOut();
    }

    void twoClientsMergeTheirKeys()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer phone(*m_server, u"alice"_s);
        phone.settings.resource = u"phone"_s;
        QVERIFY(alice.signIn());
        QVERIFY(phone.signIn());
        app::PepKeyDirectory here(alice.transport);
        app::PepKeyDirectory there(phone.transport);
        // At the same time: whoever reads back a list without its key writes again.
        const auto one = here.announce(oneKey, "one", created);
        const auto other = there.announce(otherKey, "other", created);
        QVERIFY(await(one).has_value());
        QVERIFY(await(other).has_value());
        // One's check may have come before the other's write; a further announcement repairs it (O-26), and never
        // at the other's cost.
        QVERIFY(await(here.announce(oneKey, "one", created)).has_value());
        QVERIFY(await(there.announce(otherKey, "other", created)).has_value());
        QCOMPARE(fingerprints(*await(there.announced(alice.settings.account))),
            (QSet<crypto::KeyFingerprint>{oneKey, otherKey}));
        alice.signOut();
        phone.signOut();
    }

    void whatAnotherClientLeftIsKeptAndOpened()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        // As one well-known client does: no publish-options, so the nodes are for subscribers only; lower case; an
        // entry nobody knows.
        crypto::XmlElement list(u"public-keys-list"_s, u"urn:xmpp:openpgp:0"_s);
        crypto::XmlElement entry(u"pubkey-metadata"_s, list.ns());
        list.append(entry.setAttribute(u"v4-fingerprint"_s, otherKey.toString().toLower()));
        crypto::XmlElement foreign(u"pubkey-metadata"_s, list.ns());
        list.append(foreign.setAttribute(u"v6-fingerprint"_s, u"abc"_s));
        const auto node = app::PepKeyDirectory::listNode();
        QVERIFY(await(alice.transport.sendIq(true, {}, app::pubsub::publish(node, {}, list, {}))).has_value());
        app::PepKeyDirectory theirs(bob.transport);
        const auto forbidden = await(theirs.announced(alice.settings.account));
        QVERIFY(!forbidden.has_value());
        QCOMPARE(forbidden.error().condition, u"forbidden"_s);

        app::PepKeyDirectory mine(alice.transport);
        const auto announced = await(mine.announce(oneKey, "one", created));
        QVERIFY2(announced.has_value(), qPrintable(announced ? QString() : announced.error().condition));
        const auto now = await(theirs.announced(alice.settings.account));
        QVERIFY(now.has_value());
        QCOMPARE(fingerprints(*now), (QSet<crypto::KeyFingerprint>{oneKey, otherKey}));
        const auto raw = await(alice.transport.sendIq(false, {}, app::pubsub::itemsRequest(node, 1)));
        QVERIFY(raw.has_value());
        QVERIFY(raw->toXml().contains("v6-fingerprint"));
        QVERIFY(raw->toXml().contains(oneKey.toString().toLatin1()));
        alice.signOut();
        bob.signOut();
    }

    void newKeysAreTold()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        alice.settings.discoFeatures = {app::PepKeyDirectory::listNode() + u"+notify"_s};
        XmppPeer phone(*m_server, u"alice"_s);
        phone.settings.resource = u"phone"_s;
        QVERIFY(alice.signIn());
        QVERIFY(phone.signIn());
        app::PepKeyDirectory here(alice.transport);
        app::PepKeyDirectory there(phone.transport);
        QList<QList<app::AnnouncedKey>> told;
        connect(&here, &app::KeyDirectory::announcementChanged, &here,
            [&told](const crypto::BareJid &, const QList<app::AnnouncedKey> &keys) { told << keys; });
        QVERIFY(await(there.announce(oneKey, "one", created)).has_value());
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(fingerprints(told.first()), QSet<crypto::KeyFingerprint>{oneKey});
        alice.signOut();
        phone.signOut();
    }

    void privateItemsComeBack()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer bob(*m_server, u"bob"_s);
        QVERIFY(alice.signIn());
        QVERIFY(bob.signIn());
        app::PepPrivateStore store(alice.transport);
        const auto node = u"urn:example:private"_s;
        const auto none = await(store.items(node));
        QVERIFY(none.has_value() && none->isEmpty());
        crypto::XmlElement payload(u"secret"_s, u"urn:example"_s);
        payload.setText(u"тайна"_s);
        for (const auto &id : {u"a"_s, u"b"_s, u"c"_s}) {
            const auto put = await(store.put(node, id, payload));
            QVERIFY2(put.has_value(), qPrintable(put ? QString() : put.error().detail));
        }
        QVERIFY(await(store.retract(node, u"b"_s)).has_value());
        const auto items = await(store.items(node));
        QVERIFY(items.has_value());
        QCOMPARE(QSet<QString>(items->keyBegin(), items->keyEnd()), (QSet<QString>{u"a"_s, u"c"_s}));
        QCOMPARE(items->value(u"a"_s), payload);
        const auto spied = await(
            bob.transport.sendIq(false, crypto::Jid(alice.settings.account, {}), app::pubsub::itemsRequest(node)));
        QVERIFY(!spied.has_value());
        alice.signOut();
        bob.signOut();
    }

    /// O-27, O-28: written only where it stays private.
    void anOpenNodeIsRefusedOrClosed()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        QVERIFY(alice.signIn());
        app::PepPrivateStore store(alice.transport);
        const auto node = u"urn:example:open"_s;
        const crypto::XmlElement payload(u"secret"_s, u"urn:example"_s);
        QVERIFY(await(alice.transport.sendIq(true, {}, app::pubsub::create(node, {{u"access_model"_s, u"open"_s}})))
                .has_value());
        QVERIFY(await(store.put(node, u"a"_s, payload)).has_value());
        const auto closed = await(alice.transport.sendIq(false, {}, app::pubsub::configurationRequest(node)));
        QCOMPARE(app::pubsub::configuration(*closed).value(u"access_model"_s), u"whitelist"_s);
        // Opened behind our back: the server itself refuses the next write, and the one after closes the node again.
        QVERIFY(await(alice.transport.sendIq(true, {}, app::pubsub::configure(node, {{u"access_model"_s, u"open"_s}})))
                .has_value());
        const auto refused = await(store.put(node, u"b"_s, payload));
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, Code::Refused);
        QVERIFY(await(store.put(node, u"b"_s, payload)).has_value());
        alice.signOut();
    }

    void aServerWithoutPrivacyGetsNothing()
    {
        ProsodyServer server({.accounts = {{u"alice"_s, u"secret-a"_s}},
            .archiveModule = false,
            .withoutModules = {u"pep"_s, u"bookmarks"_s, u"vcard4"_s}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        XmppPeer alice(server, u"alice"_s);
        QVERIFY(alice.signIn());
        app::PepPrivateStore store(alice.transport);
        const auto refused = await(store.put(u"urn:example:x"_s, u"a"_s, crypto::XmlElement(u"s"_s, u"urn:x"_s)));
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, Code::Unsupported);
        alice.signOut();
    }

    void aLeaseHasOneHolder()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        XmppPeer phone(*m_server, u"alice"_s);
        phone.settings.resource = u"phone"_s;
        QVERIFY(alice.signIn());
        QVERIFY(phone.signIn());
        app::PepPrivateStore here(alice.transport);
        app::PepPrivateStore there(phone.transport);
        const auto node = u"urn:example:lease"_s;
        QCOMPARE(await(there.leaseToken(node)).error().code, Code::NotFound);
        QVERIFY(await(here.createLease(node, u"token-1"_s)).has_value());
        QCOMPARE(await(there.createLease(node, u"token-2"_s)).error().code, Code::Conflict);
        QCOMPARE(await(there.leaseToken(node)).value_or(QString()), u"token-1"_s);
        QVERIFY(await(here.dropLease(node)).has_value());
        QVERIFY(await(there.createLease(node, u"token-2"_s)).has_value());
        alice.signOut();
        phone.signOut();
    }

    void theArchivesChannelNamesItsErrors()
    {
        XmppPeer alice(*m_server, u"alice"_s);
        app::TransportIqChannel channel(alice.transport);
        const crypto::XmlElement unknown(u"list"_s, u"urn:xmpp:archive"_s);
        QCOMPARE(await(channel.request(archive::IqChannel::Type::Get, unknown)).error().code, Code::Disconnected);
        QVERIFY(!channel.isConnected());
        QVERIFY(alice.signIn());
        QVERIFY(channel.isConnected());
        QCOMPARE(channel.account(), alice.settings.account);
        const auto refused = await(channel.request(archive::IqChannel::Type::Get, unknown));
        QCOMPARE(refused.error().code, Code::Unsupported);
        QVERIFY(refused.error().detail.startsWith(u"service-unavailable"_s));
        alice.signOut();
    }

private:
    std::unique_ptr<ProsodyServer> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportPepTest)
#include "TransportPepTest.moc"
