// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/account/AccountController.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/MemoryCredentialStore.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Code = letterlock::app::TransportError::Code;
using State = letterlock::app::ConnectionState;

namespace letterlock::test {

class AccountControllerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_transport = std::make_unique<FakeTransport>();
        m_credentials = std::make_unique<MemoryCredentialStore>();
        m_settings = std::make_unique<app::SettingsStore>(m_folder->filePath(u"settings.ini"_s));
        m_account = std::make_unique<app::AccountController>(*m_transport, *m_settings, *m_credentials);
        m_account->setFirstDelay(5ms);
    }

    void nothingIsKeptBeforeTheServerSaidYes()
    {
        signIn(true);
        QCOMPARE(m_account->state(), State::Connecting);
        QCOMPARE(m_transport->passwords, QList<QByteArray>{"open-sesame"});
        QVERIFY(!m_transport->attempts.first().resource.isEmpty());
        QVERIFY(m_transport->attempts.first().discoFeatures.contains(u"urn:xmpp:openpgp:0:public-keys+notify"_s));
        // of XEP-0189 exactly what is done; there are no attestations
        QStringList ofKeys;
        for (const auto &feature : m_transport->attempts.first().discoFeatures) {
            if (feature.contains(u":pubkey:"_s) || feature.contains(u":revoke:"_s) || feature.contains(u":attest:"_s)) {
                ofKeys << feature;
            }
        }
        QCOMPARE(ofKeys,
            QStringList({u"urn:xmpp:pubkey:2"_s, u"urn:xmpp:pubkey:2+notify"_s, u"urn:xmpp:revoke:2"_s,
                u"urn:xmpp:revoke:2+notify"_s}));
        m_transport->loseLink(Code::WrongPassword);
        QCOMPARE(m_account->state(), State::Stopped);
        QCOMPARE(m_account->lastError()->code, Code::WrongPassword);
        QVERIFY(m_settings->account().account.isEmpty());
        QVERIFY(m_credentials->secrets.isEmpty());

        signIn(true);
        m_transport->connectNow();
        QCOMPARE(m_account->state(), State::Online);
        QCOMPARE(m_settings->account().account.toString(), u"alice@localhost"_s);
        QCOMPARE(m_settings->account().resource, m_transport->attempts.last().resource);
        QCOMPARE(m_credentials->secrets.values(), QList<QByteArray>{"open-sesame"});
    }

    void aPasswordNotToRememberIsNotWritten()
    {
        signIn(false);
        m_transport->connectNow();
        QVERIFY(m_credentials->secrets.isEmpty());
        QVERIFY(!m_settings->account().rememberPassword);
        // The next start asks.
        app::AccountController next(*m_transport, *m_settings, *m_credentials);
        QSignalSpy needed(&next, &app::AccountController::passwordNeeded);
        next.signInStored();
        QTRY_COMPARE(needed.size(), 1);
        QCOMPARE(next.state(), State::Stopped);
    }

    void aKeyringThatFailsDoesNotStopTheSignIn()
    {
        m_credentials->error = app::CredentialError::Code::NoKeyring;
        QSignalSpy problem(m_account.get(), &app::AccountController::credentialProblem);
        signIn(true);
        m_transport->connectNow();
        QCOMPARE(m_account->state(), State::Online);
        QTRY_COMPARE(problem.size(), 1);
    }

    void storedCredentialsSignIn()
    {
        signIn(true);
        m_transport->connectNow();
        FakeTransport transport;
        transport.connectsAtOnce = true;
        app::AccountController next(transport, *m_settings, *m_credentials);
        next.signInStored();
        QTRY_COMPARE(next.state(), State::Online);
        QCOMPARE(transport.passwords, QList<QByteArray>{"open-sesame"});
    }

    void aFirstSignInIsNotRepeated()
    {
        signIn(true);
        m_transport->loseLink(Code::NoSuchServer);
        QCOMPARE(m_account->state(), State::Stopped);
        QCOMPARE(m_account->secondsToNextTry(), -1);
    }

    void aLostLinkIsTriedAgainLessAndLessOften()
    {
        signIn(true);
        m_transport->connectNow();
        for (int i = 0; i < 4; ++i) {
            m_transport->loseLink();
            QCOMPARE(m_account->state(), State::Waiting);
            QVERIFY(m_account->secondsToNextTry() >= 0);
            QTRY_COMPARE(m_transport->attempts.size(), i + 2);
        }
        m_transport->connectNow(true);
        QCOMPARE(m_account->state(), State::Online);
        // Longest wait is five minutes, however often it failed.
        m_account->setFirstDelay(300s);
        m_transport->loseLink();
        QVERIFY(m_account->secondsToNextTry() > 250);
        m_account->tryNow();
        m_transport->loseLink();
        QVERIFY(m_account->secondsToNextTry() >= 149 && m_account->secondsToNextTry() <= 300);
    }

    void somethingForThePersonStops_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("password") << int(Code::WrongPassword);
        QTest::newRow("no encryption") << int(Code::NoTls);
        QTest::newRow("certificate") << int(Code::Certificate);
        QTest::newRow("conflict") << int(Code::ReplacedByOtherClient);
    }

    void somethingForThePersonStops()
    {
        QFETCH(int, code);
        signIn(true);
        m_transport->connectNow();
        m_transport->loseLink(Code(code));
        QCOMPARE(m_account->state(), State::Stopped);
        QCOMPARE(m_account->secondsToNextTry(), -1);
        m_account->tryNow();
        QCOMPARE(m_account->state(), State::Connecting);
        QCOMPARE(m_transport->attempts.size(), 2);
    }

    void aTrustedCertificateIsPinnedForGood()
    {
        const QByteArray pin(32, 'p');
        signIn(true);
        Q_EMIT m_transport->certificateProblem({.server = u"localhost"_s, .sha256 = pin});
        m_transport->loseLink(Code::Certificate);
        QCOMPARE(m_account->certificateProblem()->sha256, pin);
        m_account->trustCertificate(pin);
        QCOMPARE(m_transport->attempts.last().pinnedCertificates, QList<QByteArray>{pin});
        QVERIFY(m_settings->account().pinnedCertificates.isEmpty());
        m_transport->connectNow();
        QCOMPARE(m_settings->account().pinnedCertificates, QList<QByteArray>{pin});
        QVERIFY(!m_account->certificateProblem());
    }

    void signedOutStaysSignedOut()
    {
        signIn(true);
        m_transport->connectNow();
        m_account->signOut();
        QCOMPARE(m_account->state(), State::SignedOut);
        QCOMPARE(m_account->secondsToNextTry(), -1);
        QCOMPARE(m_transport->disconnects, 1);
    }

private:
    void signIn(bool remember)
    {
        app::AccountSettings settings;
        settings.account = *crypto::BareJid::parse(u"alice@localhost"_s);
        m_account->signIn(settings, crypto::SecretBytes("open-sesame"), remember);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<MemoryCredentialStore> m_credentials;
    std::unique_ptr<app::SettingsStore> m_settings;
    std::unique_ptr<app::AccountController> m_account;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::AccountControllerTest)
#include "AccountControllerTest.moc"
