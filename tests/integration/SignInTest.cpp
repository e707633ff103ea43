// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "app/account/AccountController.h"
#include "app/transport/XmppTransport.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/ProsodyServer.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = letterlock::app::ConnectionState;

namespace letterlock::test {

/// The account on the real transport and a real server.
class SignInTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signsInAndComesBack()
    {
        ProsodyServer server({.accounts = {{u"alice"_s, u"pässwörd"_s}}, .archiveModule = false});
        QVERIFY2(server.start(), qPrintable(server.log()));
        QTemporaryDir folder;
        app::SettingsStore settings(folder.filePath(u"settings.ini"_s));
        MemoryCredentialStore credentials;
        app::AccountSettings wanted;
        wanted.account = *crypto::BareJid::parse(server.jid(u"alice"_s));
        wanted.host = server.host();
        wanted.port = server.port();
        {
            app::XmppTransport transport;
            app::AccountController account(transport, settings, credentials);
            account.setFirstDelay(20ms);
            account.signIn(wanted, crypto::SecretBytes(u"pässwörd"_s.toUtf8()), true);
            // The throwaway authority is nobody's: the person decides.
            QTRY_COMPARE(account.state(), State::Stopped);
            QVERIFY(account.certificateProblem());
            QVERIFY(credentials.secrets.isEmpty());
            account.trustCertificate(account.certificateProblem()->sha256);
            QTRY_COMPARE(account.state(), State::Online);
            QCOMPARE(credentials.secrets.size(), 1);

            server.kill();
            QTRY_COMPARE(account.state(), State::Waiting);
            QVERIFY(server.restart());
            QTRY_COMPARE(account.state(), State::Online);
            account.signOut();
            QTRY_VERIFY(!transport.isConnected());
        }
        app::XmppTransport transport;
        app::AccountController account(transport, settings, credentials);
        account.signInStored();
        QTRY_COMPARE(account.state(), State::Online);
        QCOMPARE(transport.ownJid().resource(), settings.account().resource);
        account.signOut();
        QTRY_VERIFY(!transport.isConnected());
    }

    void aWrongPasswordIsAskedForOnce()
    {
        ProsodyServer server({.accounts = {{u"alice"_s, u"secret"_s}}, .archiveModule = false});
        QVERIFY2(server.start(), qPrintable(server.log()));
        QTemporaryDir folder;
        app::SettingsStore settings(folder.filePath(u"settings.ini"_s));
        MemoryCredentialStore credentials;
        app::XmppTransport transport;
        app::AccountController account(transport, settings, credentials);
        account.setFirstDelay(1ms);
        app::AccountSettings wanted;
        wanted.account = *crypto::BareJid::parse(server.jid(u"alice"_s));
        wanted.host = server.host();
        wanted.port = server.port();
        wanted.extraCaFile = server.caFile();
        account.signIn(wanted, crypto::SecretBytes("wrong"), true);
        QTRY_COMPARE(account.state(), State::Stopped);
        QCOMPARE(account.lastError()->code, app::TransportError::Code::WrongPassword);
        QCOMPARE(account.secondsToNextTry(), -1);
        QVERIFY(settings.account().account.isEmpty());
        account.signIn(wanted, crypto::SecretBytes("secret"), false);
        QTRY_COMPARE(account.state(), State::Online);
        QVERIFY(credentials.secrets.isEmpty());
        account.signOut();
        QTRY_VERIFY(!transport.isConnected());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SignInTest)
#include "SignInTest.moc"
