// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// A computer that starts afresh, after a contact has changed its key: what the old key signed opens from the server's
/// archive.
class WithdrawnKeyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatTheOldKeySignedOpensOnAFreshComputer_data()
    {
        QTest::addColumn<crypto::RevocationReason>("reason");
        QTest::addColumn<bool>("opens");
        QTest::newRow("changed") << crypto::RevocationReason::Superseded << true;
        QTest::newRow("stolen") << crypto::RevocationReason::Compromised << false;
    }

    void whatTheOldKeySignedOpensOnAFreshComputer()
    {
        QFETCH(crypto::RevocationReason, reason);
        QFETCH(bool, opens);
        ProsodyServer::Options options;
        options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
        ProsodyServer server(options);
        QVERIFY2(server.start(), qPrintable(server.log()));

        // Mira has a key and is away; what comes meanwhile stands in the server's archive only.
        crypto::KeyFingerprint mine;
        app::CredentialStore::Secret secret;
        {
            TestClient mira(server, u"mira"_s);
            QVERIFY2(mira.signIn() && mira.makeKey(), qPrintable(mira.problem()));
            mine = mira.app().keys().currentKey();
            const auto exported = await(mira.app().keys().exportSecretKeys({mine}), 60000);
            QVERIFY(exported.has_value());
            secret = *exported;
        }
        TestClient anselm(server, u"anselm"_s);
        QVERIFY2(anselm.signIn() && anselm.makeKey() && anselm.knowsKeyOf(u"mira"_s), qPrintable(anselm.problem()));
        const auto old = anselm.app().keys().currentKey();
        QVERIFY2(anselm.sendTo(u"mira"_s, u"the boat leaves at nine"_s), qPrintable(anselm.problem()));
        const auto now = QDateTime::currentSecsSinceEpoch(); // gpg knows whole seconds only
        QVERIFY(waitUntil([now] { return QDateTime::currentSecsSinceEpoch() > now + 1; }, 5000));
        QVERIFY(anselm.makeKey());
        QVERIFY(await(anselm.app().keys().revokeAndWithdraw(old, reason), 60000).has_value());
        QVERIFY2(anselm.sendTo(u"mira"_s, u"and comes back at noon"_s), qPrintable(anselm.problem()));

        TestClient fresh(server, u"mira"_s);
        QVERIFY(fresh.open());
        fresh.app().keys().setAccount(fresh.jid(u"mira"_s));
        QTRY_VERIFY_WITH_TIMEOUT(fresh.app().keys().isLoaded(), 20000);
        QVERIFY(await(fresh.app().keys().bringKey(secret->copy()), 60000).has_value());
        QVERIFY2(fresh.signIn(), qPrintable(fresh.problem()));
        QVERIFY(fresh.hasMessage(u"anselm"_s, u"and comes back at noon"_s));
        QTRY_COMPARE_WITH_TIMEOUT(fresh.messagesWith(u"anselm"_s).size(), 2, 20000);
        const auto first = fresh.messagesWith(u"anselm"_s).first();
        QCOMPARE(first.sealing, opens ? archive::Sealing::Sealed : archive::Sealing::SealBroken);
        QCOMPARE(first.body, opens ? u"the boat leaves at nine"_s : QString());
        QCOMPARE(first.signer, old);
        QCOMPARE(fresh.app().keys().verdict(fresh.jid(u"anselm"_s), old), crypto::TrustVerdict::Revoked);
        QCOMPARE(fresh.app().keys().recipientsFor(fresh.jid(u"anselm"_s)), QList{anselm.app().keys().currentKey()});
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WithdrawnKeyTest)
#include "WithdrawnKeyTest.moc"
