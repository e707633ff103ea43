// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/XmppTransport.h"
#include "tests/support/Await.h"
#include "tests/support/HostileServer.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::test {

namespace {

const QByteArray header = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                          "xmlns:stream='http://etherx.jabber.org/streams' id='1' from='localhost' version='1.0'>";

struct Attempt {
    explicit Attempt(quint16 port)
    {
        transport.setTimeouts(2000ms, 1500ms, 60s);
        app::ConnectionSettings settings;
        settings.account = *crypto::BareJid::parse(u"alice@localhost"_s);
        settings.host = u"127.0.0.1"_s;
        settings.port = port;
        settings.resource = u"test"_s;
        QObject::connect(&transport, &app::Transport::disconnected, &transport,
            [this](const app::TransportError &error) { errors << error; });
        QObject::connect(&transport, &app::Transport::connected, &transport, [this] { ++connections; });
        QObject::connect(&transport, &app::Transport::messageReceived, &transport, [this] { ++messages; });
        transport.connectToServer(settings, crypto::SecretBytes("open-sesame"));
    }

    app::XmppTransport transport;
    QList<app::TransportError> errors;
    int connections = 0;
    int messages = 0;
};

} // namespace

/// A server that lies, babbles or says nothing costs an error and nothing else.
class TransportHostileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endsWithAnError_data()
    {
        QTest::addColumn<QList<QByteArray>>("greetings");
        QTest::addColumn<int>("code"); // -1: any
        const int any = -1;
        QTest::newRow("silence") << QList<QByteArray>{} << int(app::TransportError::Code::TimedOut);
        QTest::newRow("silence after the header")
            << QList<QByteArray>{header} << int(app::TransportError::Code::TimedOut);
        QTest::newRow("another protocol")
            << QList<QByteArray>{"HTTP/1.1 400 Bad Request\r\n\r\n<html><body>no</body></html>"} << any;
        QTest::newRow("noise") << QList<QByteArray>{QByteArray("\xff\xfe\x00\x80<<<>>>\"'&", 14)} << any;
        QTest::newRow("document type") << QList<QByteArray>{"<!DOCTYPE a [<!ENTITY b 'c'>]>" + header} << any;
        QTest::newRow("entities in an element")
            << QList<QByteArray>{header + "<stream:features>&bomb;</stream:features>"} << any;
        QTest::newRow("too many closing tags") << QList<QByteArray>{header + "</a></b></c></d>"} << any;
        QTest::newRow("no encryption") << QList<QByteArray>{header
            + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
              "<mechanism>PLAIN</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>"}
                                       << int(app::TransportError::Code::NoTls);
        // XEP-0078 was tried in clear on such a header, whatever was configured.
        QTest::newRow("no version") << QList<QByteArray>{QByteArray(header).replace(" version='1.0'>", ">")} << any;
        QTest::newRow("deep") << QList<QByteArray>{header + QByteArray("<a>").repeated(200'000)} << any;
        QTest::newRow("tls that is none") << QList<QByteArray>{
            header + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
            "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:features>"
            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
            "</stream:features>",
            "this is no handshake"} << any;
        QTest::newRow("stanzas before encryption") << QList<QByteArray>{header
            + "<message from='bob@localhost'><body>forged</body></message>"
              "<iq type='set' id='1'><query xmlns='jabber:iq:roster'/></iq><presence from='x@y'/>"}
                                                   << any;
    }

    void endsWithAnError()
    {
        QFETCH(QList<QByteArray>, greetings);
        QFETCH(int, code);
        HostileServer server(greetings);
        Attempt attempt(server.serverPort());
        QTRY_COMPARE_WITH_TIMEOUT(attempt.errors.size(), 1, 10000);
        if (code >= 0) {
            QCOMPARE(int(attempt.errors.first().code), code);
        }
        QCOMPARE(attempt.connections, 0);
        QCOMPARE(attempt.messages, 0);
        QVERIFY(!attempt.transport.isConnected());
        QVERIFY(server.clients() > 0);
        QVERIFY2(!server.received().contains("open-sesame"), server.received());
        QVERIFY2(!server.received().contains("<auth"), server.received());
        QVERIFY2(!server.received().contains("jabber:iq:auth"), server.received());
    }

    void nobodyListens()
    {
        quint16 port = 0;
        {
            HostileServer server({});
            port = server.serverPort();
        }
        Attempt attempt(port);
        QTRY_COMPARE(attempt.errors.size(), 1);
        QCOMPARE(attempt.errors.first().code, app::TransportError::Code::ConnectionRefused);
    }

    void nothingIsSentWithoutALink()
    {
        app::XmppTransport transport;
        const auto sent = await(transport.sendMessage({.to = *crypto::Jid::parse(u"bob@localhost"_s)}));
        QCOMPARE(sent.error().code, app::TransportError::Code::NotConnected);
        const auto answer = await(transport.sendIq(false, {}, crypto::XmlElement(u"ping"_s, u"urn:xmpp:ping"_s)));
        QCOMPARE(answer.error().code, app::TransportError::Code::NotConnected);
        const auto page = await(transport.fetchArchive({}, {}, 50, false));
        QCOMPARE(page.error().code, app::TransportError::Code::NotConnected);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TransportHostileTest)
#include "TransportHostileTest.moc"
