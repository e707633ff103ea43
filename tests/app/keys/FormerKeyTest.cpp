// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/CatchUpBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Sealing;

/// A device that starts afresh meets messages signed by a key that the contact has withdrawn since.
class FormerKeyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_bed = std::make_unique<CatchUpBed>();
        const auto secret = m_bed->there.keyring().exportSecret({m_bed->theirs});
        QVERIFY(secret.has_value());
        m_thief = std::make_unique<TempGnupgHome>();
        QVERIFY(m_thief->keyring().importKeys(secret->view()).has_value());
        m_bed->here.share(m_bed->mine, *m_thief);
        for (int i = 0; i < 5; ++i) {
            m_bed->put(u"text %1"_s.arg(i));
        }
    }
    void cleanup()
    {
        m_bed.reset();
        m_thief.reset();
    }

    void whatWasSignedBeforeOpens()
    {
        replaceKey(crypto::RevocationReason::Superseded);
        const auto all = fetch();
        QCOMPARE(all.size(), 5);
        for (const auto &message : all) {
            QCOMPARE(message.sealing, Sealing::Sealed);
            QCOMPARE(message.signer, m_bed->theirs);
            QVERIFY(!message.timeIsOdd);
        }
        // It is known as what it is, and nothing is sealed for it.
        QCOMPARE(m_bed->keys->verdict(m_bed->contact, m_bed->theirs), crypto::TrustVerdict::Revoked);
        QCOMPARE(m_bed->keys->recipientsFor(m_bed->contact), QList{m_next});
        QCOMPARE(m_bed->keys->verdict(m_bed->contact), crypto::TrustVerdict::NotChecked);
        QCOMPARE(m_bed->directory.fetched.value(m_bed->theirs), 1); // not one for each message
    }

    void andStillAfterARestart()
    {
        replaceKey(crypto::RevocationReason::NoLongerUsed);
        fetch();
        app::KeyController again({m_bed->here.keyring(), m_bed->here.engine(), m_bed->directory, *m_bed->history,
            m_bed->credentials, *m_bed->worker});
        again.setAccount(m_bed->me);
        QTRY_VERIFY(again.isLoaded());
        QVERIFY(again.mayHaveSigned(m_bed->contact, m_bed->theirs));
        QCOMPARE(again.verdict(m_bed->contact, m_bed->theirs), crypto::TrustVerdict::Revoked);
    }

    void whatAThiefSignedAfterwardsDoesNot()
    {
        replaceKey(crypto::RevocationReason::Superseded);
        waitASecond();
        m_bed->putSeal(m_bed->sealed(*m_thief, u"send me money"_s));
        const auto all = fetch();
        QCOMPARE(all.size(), 6);
        QCOMPARE(all.last().sealing, Sealing::SealBroken);
        QVERIFY(all.last().body.isEmpty());
        QCOMPARE(all.first().sealing, Sealing::Sealed);
    }

    /// Whoever has the key could have written any of it, at any time that he likes to claim.
    void nothingOfAStolenKeyOpens()
    {
        replaceKey(crypto::RevocationReason::Compromised);
        const auto all = fetch();
        QCOMPARE(all.size(), 5);
        for (const auto &message : all) {
            QCOMPARE(message.sealing, Sealing::SealBroken);
            QCOMPARE(message.signer, m_bed->theirs); // so that the words can say whose key and why
            QVERIFY(message.body.isEmpty());
        }
    }

    /// Neither announced nor withdrawn: nothing says until when it was the contact's.
    void aKeyWithoutAnEndIsNotBelieved()
    {
        replaceKey(std::nullopt);
        const auto all = fetch();
        QCOMPARE(all.size(), 5);
        QCOMPARE(all.first().sealing, Sealing::WaitsForKey);
        QVERIFY(!m_bed->here.keyring().find(m_bed->theirs).has_value());
        QVERIFY(!m_bed->keys->mayHaveSigned(m_bed->contact, m_bed->theirs));
    }

    void anotherKeyInItsPlaceIsNotBelieved()
    {
        replaceKey(crypto::RevocationReason::Superseded);
        auto &account = m_bed->directory.accounts[m_bed->contact];
        account.data[m_bed->theirs] = account.data[m_next];
        QCOMPARE(fetch().first().sealing, Sealing::WaitsForKey);
    }

    void aWithdrawnKeyOfSomebodyElseIsNotBelieved()
    {
        TempGnupgHome other;
        const auto foreign = other.makeKey(u"eve@localhost"_s).fingerprint;
        QVERIFY(other.keyring().revoke(foreign, crypto::RevocationReason::Superseded).has_value());
        m_bed->directory.accounts[m_bed->contact].data.insert(foreign, *other.keyring().exportPublic(foreign));
        QVERIFY(!await(m_bed->keys->lookForFormer(m_bed->contact, foreign.toString())));
        QVERIFY(!m_bed->here.keyring().find(foreign).has_value());
        // Nor a short id, which names no key, and nobody is asked about our own account.
        QCOMPARE(m_bed->directory.fetched.value(foreign), 1);
        QVERIFY(!await(m_bed->keys->lookForFormer(m_bed->contact, foreign.toString().right(16))));
        QVERIFY(!await(m_bed->keys->lookForFormer(m_bed->me, foreign.toString())));
        // Asked once.
        QVERIFY(!await(m_bed->keys->lookForFormer(m_bed->contact, foreign.toString())));
        QCOMPARE(m_bed->directory.fetched.value(foreign), 1);
    }

    void whatWaitedBeforeOpensToo()
    {
        auto &account = m_bed->directory.accounts[m_bed->contact];
        replaceKey(crypto::RevocationReason::Superseded);
        const auto revoked = account.data.take(m_bed->theirs);
        QCOMPARE(fetch().first().sealing, Sealing::WaitsForKey);
        account.data.insert(m_bed->theirs, revoked);
        m_bed->keys->refreshOwn(); // the next sign-in
        connect(m_bed->keys.get(), &app::KeyController::keyLearned, m_bed->incoming.get(),
            [this] { m_bed->incoming->retryClosed(); });
        QVERIFY(await(m_bed->keys->lookForFormer(m_bed->contact, m_bed->theirs.toString())));
        QTRY_COMPARE_WITH_TIMEOUT(m_bed->texts().first(), u"text 0"_s, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bed->texts().contains(u"(closed)"_s), 20000);
    }

private:
    /// gpg knows whole seconds only.
    static void waitASecond()
    {
        const auto now = QDateTime::currentSecsSinceEpoch();
        QVERIFY(waitUntil([now] { return QDateTime::currentSecsSinceEpoch() > now + 1; }, 5000));
    }

    /// A new key is announced; the old one is out of the list, and its node says why unless there is no reason.
    void replaceKey(std::optional<crypto::RevocationReason> reason)
    {
        waitASecond();
        auto &bob = m_bed->there.keyring();
        m_next = m_bed->there.makeKey(m_bed->contact.toString()).fingerprint;
        if (reason) {
            QVERIFY(bob.revoke(m_bed->theirs, *reason).has_value());
        }
        auto &account = m_bed->directory.accounts[m_bed->contact];
        account.list = {m_next};
        account.data.insert(m_next, *bob.exportPublic(m_next));
        account.data.insert(m_bed->theirs, *bob.exportPublic(m_bed->theirs));
    }

    QList<archive::Message> fetch()
    {
        const QSignalSpy finished(m_bed->catchUp.get(), &app::CatchUp::finished);
        m_bed->start();
        waitUntil([&] { return !finished.isEmpty(); }, 60000);
        return await(m_bed->history->page(m_bed->conversation(), 0, 100)).value();
    }

    std::unique_ptr<CatchUpBed> m_bed;
    std::unique_ptr<TempGnupgHome> m_thief;
    crypto::KeyFingerprint m_next;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FormerKeyTest)
#include "FormerKeyTest.moc"
