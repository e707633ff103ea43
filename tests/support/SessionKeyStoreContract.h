// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include "crypto/jose/SessionKeyStore.h"

namespace letterlock::test {

/// What every SessionKeyStore must do; `store` is empty. Look at QTest::currentTestFailed() afterwards.
inline void checkSessionKeyStore(crypto::SessionKeyStore &store)
{
    using namespace crypto;
    using Direction = SessionKey::Direction;
    const auto jid = [](const char *text) { return *BareJid::parse(QString::fromLatin1(text)); };
    const auto anna = jid("anna@example.org");
    const auto ben = jid("ben@example.org");
    const auto now = QDateTime::fromString(QStringLiteral("2026-02-14T12:00:00.123Z"), Qt::ISODateWithMs);
    const auto own = [&](const BareJid &peer, const QString &thread, int hours) {
        return SessionKey::make(peer, thread, 32, now.addSecs(hours * 3600));
    };

    // E-04: found again as it was, by what it is asked for only
    auto first = own(ben, QStringLiteral("t1"), 0);
    first.stanzas = 7;
    first.lastStamp = now.addMSecs(5);
    first.lastUse = now.addSecs(1);
    QVERIFY(store.put(first));
    const auto found = store.own(first.sid);
    QVERIFY(found && *found);
    const auto &again = **found;
    QCOMPARE(again.sid, first.sid);
    QCOMPARE(again.peer, ben);
    QVERIFY(again.direction == Direction::Own);
    QVERIFY(again.secret == first.secret);
    QCOMPARE(again.created, first.created);
    QCOMPARE(again.lastUse, first.lastUse);
    QCOMPARE(again.stanzas, 7);
    QCOMPARE(again.lastStamp, first.lastStamp);
    QCOMPARE(again.thread, first.thread);
    QVERIFY(!*store.own(QStringLiteral("other")));
    QVERIFY(!*store.ofSender(ben, first.sid)); // what we gave is not what we were given

    // E-65: the newest for the thread, or of all
    QVERIFY(store.put(own(ben, QStringLiteral("t2"), 1)));
    const auto newest = own(ben, QStringLiteral("t1"), 2);
    QVERIFY(store.put(newest));
    const auto unthreaded = own(ben, {}, 3);
    QVERIFY(store.put(unthreaded));
    QVERIFY(store.put(own(anna, QStringLiteral("t1"), 4)));
    QCOMPARE((*store.newestOwn(ben, QStringLiteral("t1")))->sid, newest.sid);
    QCOMPARE((*store.newestOwn(ben, {}))->sid, unthreaded.sid);
    QVERIFY(!*store.newestOwn(ben, QStringLiteral("t3")));
    QVERIFY(!*store.newestOwn(jid("carla@example.org"), {}));

    // put() again replaces
    first.stanzas = 8;
    QVERIFY(store.put(first));
    QCOMPARE((*store.own(first.sid))->stanzas, 8);
    QCOMPARE((*store.newestOwn(ben, QStringLiteral("t1")))->sid, newest.sid);

    // E-64: one key, one recipient
    auto shared = first.copy();
    shared.peer = anna;
    const auto refused = store.put(shared);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, CryptoError::Code::MalformedInput);
    QCOMPARE((*store.own(first.sid))->peer, ben);

    // E-20: by sender and SID together; two senders may use one SID
    const auto fromPeer = [&](const BareJid &sender) {
        auto key = SessionKey::make(sender, {}, 16, now);
        key.direction = Direction::Peers;
        key.sid = QStringLiteral("sid");
        return key;
    };
    const auto annas = fromPeer(anna);
    const auto bens = fromPeer(ben);
    QVERIFY(store.put(annas));
    QVERIFY(store.put(bens));
    QVERIFY((*store.ofSender(anna, QStringLiteral("sid")))->secret == annas.secret);
    QVERIFY((*store.ofSender(ben, QStringLiteral("sid")))->secret == bens.secret);
    QVERIFY(!*store.ofSender(jid("carla@example.org"), QStringLiteral("sid")));
    QVERIFY(!*store.own(QStringLiteral("sid")));
    QVERIFY(!*store.newestOwn(jid("carla@example.org"), {}));

    // E-46: stamps by sender and SID
    QVERIFY(store.stamps(anna, QStringLiteral("sid"))->isEmpty());
    QVERIFY(store.setStamps(anna, QStringLiteral("sid"), QByteArray("a\0b", 3)));
    QVERIFY(store.setStamps(anna, QStringLiteral("sid"), QByteArray("a\0c", 3)));
    QCOMPARE(*store.stamps(anna, QStringLiteral("sid")), QByteArray("a\0c", 3));
    QVERIFY(store.stamps(ben, QStringLiteral("sid"))->isEmpty());

    // E-66: what was not used since goes, of both directions, with its stamps
    QCOMPARE(*store.removeUnusedSince(now), 0);
    QCOMPARE(*store.removeUnusedSince(now.addMSecs(1)), 2); // the two of the peers
    QVERIFY(!*store.ofSender(anna, QStringLiteral("sid")));
    QVERIFY(store.stamps(anna, QStringLiteral("sid"))->isEmpty());
    QVERIFY(*store.own(first.sid));
    QCOMPARE(*store.removeUnusedSince(now.addSecs(2)), 1);
    QVERIFY(!*store.own(first.sid));
    QVERIFY(*store.own(newest.sid));
}

} // namespace letterlock::test
