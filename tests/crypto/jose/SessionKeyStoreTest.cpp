// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/MemorySessionKeyStore.h"
#include "crypto/jose/SessionKeyPolicy.h"
#include "tests/support/SessionKeyStoreContract.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

class SessionKeyStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryStore();
    void freshKeys();
    void spentKeys();
    void expiredKeys();
};

// E-04, E-20, E-46, E-64, E-65, E-66
void SessionKeyStoreTest::memoryStore()
{
    MemorySessionKeyStore store;
    checkSessionKeyStore(store);
}

// E-02, E-03
void SessionKeyStoreTest::freshKeys()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto peer = *BareJid::parse(u"ben@example.org"_s);
    QSet<QString> sids;
    QSet<QByteArray> secrets;
    for (int i = 0; i < 1000; ++i) {
        const auto key = SessionKey::make(peer, {}, i % 2 ? 16 : 32, now);
        QCOMPARE(key.secret.size(), i % 2 ? 16 : 32);
        QVERIFY(!QUuid::fromString(key.sid).isNull());
        QCOMPARE(key.sid.size(), 36);
        sids.insert(key.sid);
        secrets.insert(key.secret.view().toByteArray());
    }
    QCOMPARE(sids.size(), 1000);
    QCOMPARE(secrets.size(), 1000);
}

// E-65, E-45
void SessionKeyStoreTest::spentKeys()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const SessionKeyPolicy policy{.stanzas = 10, .age = std::chrono::hours(2)};
    auto key = SessionKey::make(*BareJid::parse(u"ben@example.org"_s), {}, 32, now);
    QVERIFY(!policy.isSpent(key, now));
    QVERIFY(!policy.isSpent(key, now.addSecs(7199)));
    QVERIFY(policy.isSpent(key, now.addSecs(7200)));
    key.stanzas = 9;
    QVERIFY(!policy.isSpent(key, now));
    key.stanzas = 10;
    QVERIFY(policy.isSpent(key, now));
    key.stanzas = 0;
    QVERIFY((SessionKeyPolicy{.wrap = JweKeyWrap::A128Kw}.isSpent(key, now)));
    // The clock was set back: a little, and beyond what receivers take.
    key.lastStamp = now;
    QVERIFY(!policy.isSpent(key, now.addSecs(-300)));
    QVERIFY(policy.isSpent(key, now.addSecs(-301)));
}

// E-66
void SessionKeyStoreTest::expiredKeys()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto key = SessionKey::make(*BareJid::parse(u"ben@example.org"_s), {}, 32, now);
    const SessionKeyPolicy policy;
    QVERIFY(!policy.isExpired(key, now.addDays(7)));
    QVERIFY(!policy.isExpired(key, now.addDays(89)));
    QVERIFY(policy.isExpired(key, now.addDays(90)));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyStoreTest)
#include "SessionKeyStoreTest.moc"
