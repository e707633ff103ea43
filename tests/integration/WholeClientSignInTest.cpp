// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = app::TransportError::Code;
using State = app::ConnectionState;
using Certificate = ProsodyServer::Certificate;

/// A whole client that must not get in: it stops, says why, tells nothing secret and keeps nothing.
class WholeClientSignInTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isRefused_data();
    void isRefused();
    void theCertificateChangesLater();
};

void WholeClientSignInTest::isRefused_data()
{
    QTest::addColumn<bool>("tls");
    QTest::addColumn<Certificate>("certificate");
    QTest::addColumn<bool>("authorityIsKnown");
    QTest::addColumn<QString>("password");
    QTest::addColumn<Code>("code");
    const auto right = u"secret-mira"_s;
    QTest::newRow("wrong password") << true << Certificate::Trusted << true << u"secret-mirA"_s << Code::WrongPassword;
    QTest::newRow("no TLS") << false << Certificate::Trusted << true << right << Code::NoTls;
    QTest::newRow("another host's certificate") << true << Certificate::WrongHost << true << right << Code::Certificate;
    QTest::newRow("expired certificate") << true << Certificate::Expired << true << right << Code::Certificate;
    QTest::newRow("unknown authority") << true << Certificate::Trusted << false << right << Code::Certificate;
}

void WholeClientSignInTest::isRefused()
{
    QFETCH(bool, tls);
    QFETCH(Certificate, certificate);
    QFETCH(bool, authorityIsKnown);
    QFETCH(QString, password);
    QFETCH(Code, code);
    ProsodyServer server({.accounts = {{u"mira"_s, u"secret-mira"_s}}, .tls = tls, .certificate = certificate});
    QVERIFY2(server.start(), qPrintable(server.log()));
    TestClient mira(server, u"mira"_s);
    QVERIFY2(mira.open(), qPrintable(mira.problem()));
    auto &account = mira.app().account();
    auto wanted = mira.app().settings().account();
    wanted.account = mira.jid(u"mira"_s);
    wanted.host = server.host();
    wanted.port = server.port();
    wanted.extraCaFile = authorityIsKnown ? server.caFile() : QString();
    account.signIn(wanted, crypto::SecretBytes(QByteArrayView(password.toUtf8())), true);
    QTRY_COMPARE_WITH_TIMEOUT(account.state(), State::Stopped, 20000);
    QVERIFY(account.lastError().has_value());
    QCOMPARE(account.lastError()->code, code);
    QCOMPARE(account.certificateProblem().has_value(), code == Code::Certificate);
    QCOMPARE(account.secondsToNextTry(), -1); // a person decides
    QVERIFY(mira.app().settings().account().account.isEmpty());
    if (code != Code::WrongPassword) {
        QVERIFY(!server.log().contains(u"<auth"_s)); // it has not even tried
    }
    QVERIFY(!server.log().contains(u"secret-mira"_s, Qt::CaseInsensitive));
    QCOMPARE(mira.app().archive().status(), app::ArchiveController::Status::WaitingForConnection);
}

/// It was right when the account was set up: the client waits for a person and loses nothing.
void WholeClientSignInTest::theCertificateChangesLater()
{
    ProsodyServer::Options options{.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}};
    ProsodyServer good(options);
    QVERIFY2(good.start(), qPrintable(good.log()));
    QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
    {
        TestClient mira(good, u"mira"_s, profile.path());
        QVERIFY2(mira.signIn() && mira.makeKey() && mira.archiveIsIdle(), qPrintable(mira.problem()));
    }
    ProsodyServer forged(options); // another authority's
    QVERIFY2(forged.start(), qPrintable(forged.log()));
    TestClient mira(good, u"mira"_s, profile.path());
    QVERIFY2(mira.open(), qPrintable(mira.problem()));
    auto settings = mira.app().settings().account();
    settings.port = forged.port();
    mira.app().settings().setAccount(settings);
    mira.app().account().signInStored();
    QTRY_COMPARE_WITH_TIMEOUT(mira.app().account().state(), State::Stopped, 20000);
    QCOMPARE(mira.app().account().lastError()->code, Code::Certificate);
    QVERIFY(!forged.log().contains(u"<auth"_s));
    auto &conversation = mira.app().conversation();
    conversation.openWith(mira.jid(u"anselm"_s));
    QTRY_COMPARE(conversation.peer(), mira.jid(u"anselm"_s));
    conversation.send(u"waits for the right server"_s);
    QTRY_COMPARE_WITH_TIMEOUT(await(mira.app().history().outbox())->size(), 1, 10000);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientSignInTest)
#include "WholeClientSignInTest.moc"
