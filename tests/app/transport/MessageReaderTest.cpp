// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/MessageReader.h"

using namespace Qt::StringLiterals;
using letterlock::app::IncomingMessage;
using letterlock::app::MessageReader;

namespace letterlock::test {

namespace {

QByteArray forwarded(const QByteArray &from, const QByteArray &to)
{
    return "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-20T10:00:00.5Z'/>"
           "<message xmlns='jabber:client' type='chat' id='i' from='"
        + from + "' to='" + to + "'><body>b</body></message></forwarded>";
}

QByteArray wrapped(const QByteArray &from, const QByteArray &content)
{
    return "<message xmlns='jabber:client'" + (from.isEmpty() ? QByteArray() : " from='" + from + "'") + ">" + content
        + "</message>";
}

QByteArray result(const QByteArray &inner)
{
    return "<result xmlns='urn:xmpp:mam:2' id='a-1' queryid='q'>" + inner + "</result>";
}

} // namespace

class MessageReaderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void kinds_data()
    {
        QTest::addColumn<QByteArray>("stanza");
        QTest::addColumn<int>("kind"); // index of MessageReader::Reading
        const QByteArray received
            = "<received xmlns='urn:xmpp:carbons:2'>" + forwarded("bob@y/1", "alice@x/2") + "</received>";
        const QByteArray sent = "<sent xmlns='urn:xmpp:carbons:2'>" + forwarded("alice@x/2", "bob@y") + "</sent>";
        const QByteArray notSent = "<sent xmlns='urn:xmpp:carbons:2'>" + forwarded("bob@y/2", "alice@x") + "</sent>";
        const QByteArray notOurs
            = "<received xmlns='urn:xmpp:carbons:2'>" + forwarded("bob@y/1", "carol@z") + "</received>";
        const QByteArray event = "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'/></event>";
        QTest::newRow("plain") << wrapped("bob@y/1", "<body>b</body>") << 1;
        QTest::newRow("bad address") << wrapped("@@", "<body>b</body>") << 0;
        QTest::newRow("received") << wrapped("alice@x", received) << 1;
        QTest::newRow("received, other letters") << wrapped("ALICE@X", received) << 1;
        QTest::newRow("sent") << wrapped("alice@x", sent) << 1;
        QTest::newRow("carbon by a contact") << wrapped("bob@y", received) << 0;
        QTest::newRow("carbon by an own device") << wrapped("alice@x/evil", sent) << 0;
        QTest::newRow("sent by somebody else") << wrapped("alice@x", notSent) << 0;
        QTest::newRow("received by somebody else") << wrapped("alice@x", notOurs) << 0;
        QTest::newRow("empty carbon") << wrapped("alice@x", "<sent xmlns='urn:xmpp:carbons:2'/>") << 0;
        QTest::newRow("result") << wrapped("alice@x", result(forwarded("bob@y/1", "alice@x"))) << 3;
        QTest::newRow("result without sender") << wrapped({}, result(forwarded("bob@y/1", "alice@x"))) << 3;
        QTest::newRow("result by a contact") << wrapped("bob@y/1", result(forwarded("carol@z", "alice@x"))) << 0;
        QTest::newRow("empty result") << wrapped("alice@x", result({})) << 0;
        QTest::newRow("event") << wrapped("bob@y", event) << 2;
        QTest::newRow("own event") << wrapped("alice@x", event) << 2;
        QTest::newRow("event by a person") << wrapped("bob@y/1", event) << 0;
        QTest::newRow("event without node")
            << wrapped("bob@y", "<event xmlns='http://jabber.org/protocol/pubsub#event'><items/></event>") << 0;
    }

    void kinds()
    {
        QFETCH(QByteArray, stanza);
        QFETCH(int, kind);
        QCOMPARE(int(read(stanza).index()), kind);
    }

    void archiveResultsCarryIdAndTime()
    {
        const auto reading = read(wrapped("alice@x", result(forwarded("bob@y/1", "alice@x"))));
        const auto &found = std::get<MessageReader::ArchiveResult>(reading);
        QCOMPARE(found.queryId, u"q"_s);
        QCOMPARE(found.message.stanzaId, u"a-1"_s);
        QCOMPARE(found.message.origin, IncomingMessage::Origin::Archive);
        QCOMPARE(found.message.delayedAt.toString(Qt::ISODateWithMs), u"2026-11-20T10:00:00.500Z"_s);
        QCOMPARE(found.message.from.toString(), u"bob@y/1"_s);
    }

    void nothingIsLateWhileTheStreamStands() // E-43
    {
        const QByteArray delay = "<delay xmlns='urn:xmpp:delay' from='x' stamp='2026-11-20T10:00:00Z'/>";
        MessageReader reader(*crypto::Jid::parse(u"alice@x/2"_s));
        const auto delayOf = [&] {
            return std::get<IncomingMessage>(reader.read(*crypto::XmlElement::parse(wrapped("bob@y/1", delay))))
                .delayedAt;
        };
        QVERIFY(delayOf().isValid());
        reader.setDeliversLate(false);
        QVERIFY(!delayOf().isValid());
        const auto archived = *crypto::XmlElement::parse(wrapped("alice@x", result(forwarded("bob@y/1", "alice@x"))));
        QVERIFY(std::get<MessageReader::ArchiveResult>(reader.read(archived)).message.delayedAt.isValid());
        reader.setDeliversLate(true);
        QVERIFY(delayOf().isValid());
    }

    void onlyOurServerStampsAndNumbers()
    {
        const QByteArray content
            = "<stanza-id xmlns='urn:xmpp:sid:0' id='s' by='%1'/><origin-id xmlns='urn:xmpp:sid:0' id='o'/>"
              "<delay xmlns='urn:xmpp:delay' from='%1' stamp='2026-11-20T10:00:00Z'/>";
        const auto ours
            = std::get<IncomingMessage>(read(wrapped("bob@y/1", QByteArray(content).replace("%1", "alice@x"))));
        QCOMPARE(ours.stanzaId, u"s"_s);
        QCOMPARE(ours.originId, u"o"_s);
        QVERIFY(ours.delayedAt.isValid());
        const auto theirs
            = std::get<IncomingMessage>(read(wrapped("bob@y/1", QByteArray(content).replace("%1", "bob@y"))));
        QVERIFY(theirs.stanzaId.isEmpty());
        QVERIFY(!theirs.delayedAt.isValid());
        // A server that does not say it takes out forged ids is not believed.
        const auto unsure
            = std::get<IncomingMessage>(read(wrapped("bob@y/1", QByteArray(content).replace("%1", "alice@x")), false));
        QVERIFY(unsure.stanzaId.isEmpty());
    }

private:
    static MessageReader::Reading read(const QByteArray &stanza, bool trusts = true)
    {
        MessageReader reader(*crypto::Jid::parse(u"alice@x/2"_s));
        reader.setTrustsStanzaIds(trusts);
        return reader.read(*crypto::XmlElement::parse(stanza));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::MessageReaderTest)
#include "MessageReaderTest.moc"
