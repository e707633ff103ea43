// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace letterlock::test {

class ProsodyServerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signsInWithTls();
    void signsInWithoutTls();
    void refusesAWrongPassword();
    void showsTheWrongCertificate_data();
    void showsTheWrongCertificate();
    void deliversMessagesBetweenAccounts();
    void keepsDataAndPortAcrossRestartAndKill();
    void reportsLogProblems();

private:
    static ProsodyServer::Options options()
    {
        ProsodyServer::Options options;
        options.accounts = {{u"romeo"_s, u"secret"_s}, {u"juliet.c"_s, u"pass\"word\\1"_s}};
        options.archiveModule = false;
        return options;
    }
    static RawXmppStream::Login login(const ProsodyServer &server, const QString &user)
    {
        return {server.port(), user, server.password(user), server.caFile()};
    }
};

void ProsodyServerTest::signsInWithTls()
{
    ProsodyServer server(options());
    QVERIFY2(server.start(), qPrintable(server.log()));
    RawXmppStream stream;
    QVERIFY2(stream.open(login(server, u"juliet.c"_s)), qPrintable(stream.errorText()));
    QCOMPARE(stream.jid(), u"juliet.c@localhost/raw"_s);
    const QDomElement pong = stream.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, u"localhost"_s);
    QCOMPARE(pong.attribute(u"type"_s), u"result"_s);
    stream.close();
    QCOMPARE(server.logProblems(), QStringList());

    RawXmppStream clear;
    QVERIFY(!clear.open({server.port(), u"romeo"_s, u"secret"_s, {}}));
}

void ProsodyServerTest::signsInWithoutTls()
{
    auto opt = options();
    opt.tls = false;
    ProsodyServer server(opt);
    QVERIFY2(server.start(), qPrintable(server.log()));
    QVERIFY(server.caFile().isEmpty());
    RawXmppStream stream;
    QVERIFY2(stream.open(login(server, u"romeo"_s)), qPrintable(stream.errorText()));
    QCOMPARE(server.logProblems(), QStringList());
}

void ProsodyServerTest::refusesAWrongPassword()
{
    ProsodyServer server(options());
    QVERIFY2(server.start(), qPrintable(server.log()));
    auto wrong = login(server, u"romeo"_s);
    wrong.password = u"wrong"_s;
    RawXmppStream stream;
    QVERIFY(!stream.open(wrong));
    QVERIFY2(stream.errorText().contains(u"not-authorized"_s), qPrintable(stream.errorText()));
}

void ProsodyServerTest::showsTheWrongCertificate_data()
{
    QTest::addColumn<int>("certificate");
    QTest::newRow("wrong host") << int(ProsodyServer::Certificate::WrongHost);
    QTest::newRow("expired") << int(ProsodyServer::Certificate::Expired);
}

void ProsodyServerTest::showsTheWrongCertificate()
{
    QFETCH(int, certificate);
    auto opt = options();
    opt.certificate = ProsodyServer::Certificate(certificate);
    ProsodyServer server(opt);
    QVERIFY2(server.start(), qPrintable(server.log()));
    RawXmppStream stream;
    QVERIFY(!stream.open(login(server, u"romeo"_s)));
    QVERIFY2(stream.errorText().startsWith(u"TLS: "_s), qPrintable(stream.errorText()));
}

void ProsodyServerTest::deliversMessagesBetweenAccounts()
{
    ProsodyServer server(options());
    QVERIFY2(server.start(), qPrintable(server.log()));
    RawXmppStream romeo;
    RawXmppStream juliet;
    QVERIFY2(romeo.open(login(server, u"romeo"_s)), qPrintable(romeo.errorText()));
    QVERIFY2(juliet.open(login(server, u"juliet.c"_s)), qPrintable(juliet.errorText()));
    juliet.sendPresence();
    romeo.send(u"<message to='juliet.c@localhost/raw' type='chat'><body>Wér't not for thine eyes \U0001F600</body>"
               "</message>"_s);
    const QDomElement message = juliet.next(u"message"_s);
    QCOMPARE(message.firstChildElement(u"body"_s).text(), u"Wér't not for thine eyes \U0001F600"_s);
    QCOMPARE(message.attribute(u"from"_s), romeo.jid());
}

void ProsodyServerTest::keepsDataAndPortAcrossRestartAndKill()
{
    ProsodyServer server(options());
    QVERIFY2(server.start(), qPrintable(server.log()));
    const quint16 port = server.port();
    RawXmppStream stream;
    QVERIFY2(stream.open(login(server, u"romeo"_s)), qPrintable(stream.errorText()));
    const auto stored = stream.iq(u"set"_s,
        u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'><item id='i'>"
        "<x xmlns='urn:example:x'>kept</x></item></publish></pubsub>"_s);
    QCOMPARE(stored.attribute(u"type"_s), u"result"_s);

    server.kill();
    QVERIFY(!server.isRunning());
    QVERIFY(!stream.open(login(server, u"romeo"_s)));
    QVERIFY2(server.restart(), qPrintable(server.log()));
    QVERIFY2(server.restart(), qPrintable(server.log()));
    QCOMPARE(server.port(), port);
    QVERIFY2(stream.open(login(server, u"romeo"_s)), qPrintable(stream.errorText()));
    const auto items
        = stream.iq(u"get"_s, u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/></pubsub>"_s);
    QVERIFY2(xmlText(items).contains(u"kept"_s), qPrintable(xmlText(items)));
}

void ProsodyServerTest::reportsLogProblems()
{
    auto opt = options();
    opt.extraModules = {u"no_such_module"_s};
    ProsodyServer server(opt);
    QVERIFY2(server.start(), qPrintable(server.log()));
    QVERIFY(!server.logProblems().isEmpty());
}

} // namespace letterlock::test

using letterlock::test::ProsodyServerTest;
QTEST_GUILESS_MAIN(ProsodyServerTest)
#include "ProsodyServerTest.moc"
