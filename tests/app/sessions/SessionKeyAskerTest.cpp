// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/sessions/SessionKeyAsker.h"
#include "app/sessions/SqlSessionKeyStore.h"
#include "crypto/jose/KeyRequests.h"
#include "tests/support/Await.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/ShiftedClock.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::SessionKeyAsker;
using app::TransportError;

/// Asking for keys: a scripted network, a real store, real RSA.
class SessionKeyAskerTest : public QObject {
    Q_OBJECT

    TempDatabase m_database;
    ShiftedClock m_clock;
    const crypto::Jid m_mira = *crypto::Jid::parse(u"mira@localhost/desk"_s);
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<crypto::Worker> m_worker;
    std::unique_ptr<app::SqlSessionKeyStore> m_keys;
    std::unique_ptr<SessionKeyAsker> m_asker;

    void make()
    {
        m_asker.reset();
        m_worker = std::make_unique<crypto::Worker>(u"test"_s);
        m_asker = std::make_unique<SessionKeyAsker>(
            SessionKeyAsker::Ports{*m_transport, m_database.store(), *m_keys, *m_worker, m_clock});
    }
    static TransportError refusal(const QString &condition)
    {
        return {TransportError::Code::StanzaError, condition, {}, {}};
    }
    static QString askedFor(const FakeTransport::SentIq &iq) { return iq.payload.attribute(u"id"); }
    /// Answers as the sender of the stanza would.
    static FakeTransport::IqAnswer give(const FakeTransport::SentIq &iq, const QByteArray &secret)
    {
        const auto request = crypto::KeyRequests::read(iq.payload);
        auto key = crypto::SessionKey::make(*crypto::BareJid::parse(u"alice@localhost"_s), {}, 32, QDateTime());
        key.sid = request->sid;
        key.secret = crypto::SecretBytes(QByteArrayView(secret));
        return *crypto::KeyRequests::answer(key, request->keys.first());
    }

private Q_SLOTS:
    void init()
    {
        m_transport = std::make_unique<FakeTransport>();
        m_transport->connectNow();
        m_keys = std::make_unique<app::SqlSessionKeyStore>(m_database.store());
        m_clock.shift(0);
        make();
    }
    void cleanup()
    {
        m_asker.reset();
        m_worker.reset();
    }

    void theRequestKeyIsMadeOnceAndKept() // E-50, E-51
    {
        const auto first = await(m_asker->thumbprint());
        QCOMPARE(first.size(), 32);
        make();
        QCOMPARE(await(m_asker->thumbprint()), first);
    }

    void oneRequestForOneKey() // E-52, E-53
    {
        m_transport->answersIqs = false;
        for (int i = 0; i < 100; ++i) {
            m_asker->want(m_mira, u"unknown"_s);
        }
        QTRY_COMPARE(m_transport->iqs.size(), 1);
        const auto asked = m_transport->iqs.first();
        QVERIFY(!asked.isSet);
        QCOMPARE(asked.to, m_mira);
        const auto request = crypto::KeyRequests::read(asked.payload);
        QVERIFY(request);
        QCOMPARE(request->sid, u"unknown"_s);
        QCOMPARE(request->keys.size(), 1);
        m_asker->resume();
        m_asker->askNext();
        QCOMPARE(m_transport->iqs.size(), 1);
    }

    void onlySomeAtOnceAndNotWithoutEnd() // E-53
    {
        m_transport->answersIqs = false;
        for (int i = 0; i < SessionKeyAsker::mostWanted + 20; ++i) {
            m_asker->want(m_mira, u"key-%1"_s.arg(i));
        }
        QCOMPARE(m_asker->wanted(), SessionKeyAsker::mostWantedOfOne);
        QTRY_COMPARE(m_transport->iqs.size(), SessionKeyAsker::mostAtOnce);
        m_transport->answerIq = [](const FakeTransport::SentIq &) {
            return FakeTransport::IqAnswer(std::unexpected(refusal(u"forbidden"_s)));
        };
        m_transport->answerPendingIqs();
        QTRY_COMPARE(m_transport->iqs.size(), 2 * SessionKeyAsker::mostAtOnce);
        QCOMPARE(askedFor(m_transport->iqs.last()), u"key-7"_s); // in order
    }

    void anAnswerIsStoredAndTold() // E-55, E-21
    {
        const QByteArray secret(32, 's');
        m_transport->answerIq = [&](const FakeTransport::SentIq &iq) { return give(iq, secret); };
        QSignalSpy arrived(m_asker.get(), &SessionKeyAsker::keyArrived);
        m_asker->want(m_mira, u"sid"_s);
        QTRY_COMPARE_WITH_TIMEOUT(arrived.count(), 1, 20000);
        QCOMPARE(arrived.first().at(1).toString(), u"sid"_s);
        const auto kept = m_keys->ofSender(m_mira.bare(), u"sid"_s);
        QVERIFY(kept && *kept);
        QVERIFY((*kept)->secret == crypto::SecretBytes(QByteArrayView(secret)));
        QCOMPARE(m_asker->wanted(), 0);
    }

    void aBrokenAnswerIsNoKey() // E-54, E-55, E-60
    {
        m_transport->answerIq = [](const FakeTransport::SentIq &iq) {
            auto answer = *give(iq, QByteArray(32, 's'));
            answer.setAttribute(u"id"_s, u"another"_s);
            return FakeTransport::IqAnswer(answer);
        };
        QSignalSpy refused(m_asker.get(), &SessionKeyAsker::keyRefused);
        m_asker->want(m_mira, u"broken"_s);
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 20000);
        m_transport->answerIq = [](const FakeTransport::SentIq &) {
            return FakeTransport::IqAnswer(crypto::XmlElement(u"query"_s, u"urn:example"_s));
        };
        m_asker->want(m_mira, u"broken too"_s);
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 2, 20000);
        QVERIFY(!*m_keys->ofSender(m_mira.bare(), u"broken"_s));
    }

    void aRefusalIsFinalAndAnAbsenceIsNot() // E-53, E-58
    {
        QSignalSpy refused(m_asker.get(), &SessionKeyAsker::keyRefused);
        QString condition = u"item-not-found"_s;
        m_transport->answerIq = [&](const FakeTransport::SentIq &) {
            return FakeTransport::IqAnswer(std::unexpected(refusal(condition)));
        };
        m_asker->want(m_mira, u"gone"_s);
        QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 20000);
        QCOMPARE(refused.first().at(2).toString(), condition);

        condition = u"service-unavailable"_s; // the server: that resource is not there
        m_transport->iqs.clear();
        m_asker->want(m_mira, u"absent"_s);
        QTRY_COMPARE(m_transport->iqs.size(), 1);
        QCOMPARE(m_asker->wanted(), 1);
        // Again after a pause, so many times; then when the sender shows up.
        for (int i = 1; i < 2 * SessionKeyAsker::mostAttempts; ++i) {
            m_clock.shift(i * 86400);
            m_asker->askNext();
        }
        QTRY_COMPARE(m_transport->iqs.size(), SessionKeyAsker::mostAttempts);
        crypto::XmlElement presence(u"presence"_s, u"jabber:client"_s);
        presence.setAttribute(u"from"_s, u"mira@localhost/another"_s);
        m_transport->receivePresence(presence);
        QCOMPARE(m_transport->iqs.size(), SessionKeyAsker::mostAttempts);
        presence.setAttribute(u"from"_s, m_mira.toString());
        m_transport->receivePresence(presence);
        QTRY_COMPARE(m_transport->iqs.size(), SessionKeyAsker::mostAttempts + 1);
        QCOMPARE(refused.count(), 1);
    }

    void strangersTakeNobodysPlace() // E-53
    {
        m_transport->answersIqs = false;
        bool allFriends = false;
        m_asker->setMayAsk([&](const crypto::BareJid &sender) { return allFriends || sender == m_mira.bare(); });
        QSignalSpy again(m_asker.get(), &SessionKeyAsker::mayBeWantedNow);
        for (int i = 0; i < 2 * SessionKeyAsker::mostWanted; ++i) {
            m_asker->want(*crypto::Jid::parse(u"eve%1@localhost/x"_s.arg(i)), u"sid"_s);
        }
        QCOMPARE(m_asker->wanted(), SessionKeyAsker::mostWantedOfStrangers);
        m_asker->want(m_mira, u"sid"_s);
        QTRY_COMPARE(m_transport->iqs.size(), 1);
        QCOMPARE(m_transport->iqs.first().to, m_mira);
        // One of those who were turned away becomes a friend.
        allFriends = true;
        m_asker->askNext();
        QVERIFY(again.count() > 0);
    }

    void strangersAreNotAsked()
    {
        bool friends = false;
        m_asker->setMayAsk([&](const crypto::BareJid &) { return friends; });
        m_asker->want(m_mira, u"sid"_s);
        QVERIFY(await(m_asker->thumbprint()).size() == 32);
        QCOMPARE(m_transport->iqs.size(), 0);
        friends = true;
        m_asker->askNext();
        QTRY_COMPARE(m_transport->iqs.size(), 1);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyAskerTest)
#include "SessionKeyAskerTest.moc"
