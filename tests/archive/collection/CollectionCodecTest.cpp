// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionOpener.h"
#include "archive/collection/CollectionXml.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

const auto account = *crypto::BareJid::parse(u"romeo@montague.example"_s);
const auto peer = *crypto::BareJid::parse(u"juliet@capulet.example"_s);

QDateTime at(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs);
}

CollectionId place()
{
    return {peer, at(u"2026-02-14T19:22:31.250Z"_s)};
}

Message incoming(const QString &body, const QDateTime &time)
{
    Message message;
    message.sender = crypto::Jid(peer, u"balcony"_s);
    message.body = body;
    message.time = time;
    return message;
}

ArchiveResult<DecodedPart> decode(const QByteArray &xml)
{
    return CollectionCodec::decode(xml, place(), account);
}

} // namespace

class CollectionCodecTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyTextComesBack_data()
    {
        QTest::addColumn<QString>("body");
        QTest::newRow("latin") << u"Où es-tu, Ångström?"_s;
        QTest::newRow("arabic, hebrew") << u"مرحبا שלום"_s;
        QTest::newRow("cjk") << u"夜のロミオ 你好 안녕"_s;
        QTest::newRow("devanagari") << u"नमस्ते"_s;
        QTest::newRow("emoji") << u"👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿"_s;
        QTest::newRow("markup") << u"</body></from><to secs='0'><body>forged</body></to>]]>&amp;<"_s;
        QTest::newRow("white space") << u"  two\n\n\tlines\r\n "_s;
        QTest::newRow("control characters") << QString::fromUtf8("bell\x07 null") + QChar(0) + u"\x1b[31m\ufffe"_s;
        QTest::newRow("half a surrogate") << QString(QChar(0xD83D)) + u"x"_s;
        QTest::newRow("empty") << QString();
    }
    void anyTextComesBack()
    {
        QFETCH(const QString, body);
        const Collection collection{.id = place(), .part = 3, .messages = {incoming(body, place().start)}};
        const auto part = decode(CollectionCodec::encode(collection, account));
        QVERIFY(part);
        QVERIFY(part->hasHeader);
        QCOMPARE(part->id, place());
        QCOMPARE(part->part, 3);
        QCOMPARE(part->messages.size(), 1);
        QCOMPARE(part->messages[0].body, body);
        QVERIFY(part->facts.isEmpty());
    }

    void everythingAboutAMessageComesBack()
    {
        Message message = incoming(u"Wherefore art thou?"_s, at(u"2026-02-14T19:23:00.007Z"_s));
        message.originId = u"origin'\"<1>"_s;
        message.stanzaId = u"stanza-1"_s;
        message.replyTo = u"origin-0"_s;
        message.sealing = Sealing::Sealed;
        message.signer = *crypto::KeyFingerprint::parse(QString(40, u'A'));
        message.sealDigest = QByteArray::fromHex("00ff10");
        message.edited = true;
        message.timeIsOdd = true;
        message.scheme = crypto::SchemeId::Ox;
        Message own = message;
        own.outgoing = true;
        own.sender = crypto::Jid(account, u"orchard"_s);
        own.delivery = Delivery::Displayed;
        own.retracted = true;
        own.body.clear();
        own.scheme = crypto::SchemeId::Jose;
        own.outerId = u"outer \"id\""_s;
        own.timeMark = crypto::TimeMark::Decreasing;
        own.thread = u"a <thread>"_s;
        Message returned = own;
        returned.delivery = Delivery::Failed;
        returned.fault = archive::SendFault::BadTime;
        Message closed = incoming({}, at(u"2026-02-14T19:24:00Z"_s));
        closed.sealing = Sealing::KeyNotHere;
        closed.sealedStanza = "<message>\0sealed</message>"_ba;
        const auto part
            = decode(CollectionCodec::encode({.id = place(), .messages = {message, own, returned, closed}}, account));
        QVERIFY(part);
        QCOMPARE(part->messages.size(), 4);
        const QList<Message> sent{message, own, returned, closed};
        for (int i = 0; i < 4; ++i) {
            const Message &back = part->messages[i];
            QCOMPARE(back.outgoing, sent[i].outgoing);
            QCOMPARE(back.sender, sent[i].sender);
            QCOMPARE(back.time, sent[i].time);
            QCOMPARE(back.body, sent[i].body);
            QCOMPARE(back.originId, sent[i].originId);
            QCOMPARE(back.stanzaId, sent[i].stanzaId);
            QCOMPARE(back.replyTo, sent[i].replyTo);
            QCOMPARE(back.delivery, sent[i].delivery);
            QCOMPARE(back.sealing, sent[i].sealing);
            QCOMPARE(back.edited, sent[i].edited);
            QCOMPARE(back.retracted, sent[i].retracted);
            QCOMPARE(back.timeIsOdd, sent[i].timeIsOdd);
            QCOMPARE(back.timeMark, sent[i].timeMark);
            QCOMPARE(back.scheme, sent[i].scheme);
            QCOMPARE(back.outerId, sent[i].outerId);
            QCOMPARE(back.thread, sent[i].thread);
            QCOMPARE(back.fault, sent[i].fault);
            QCOMPARE(back.signer, sent[i].signer);
            QCOMPARE(back.sealDigest, sent[i].sealDigest);
            QCOMPARE(back.sealedStanza, sent[i].sealedStanza);
        }
    }

    // Parts that were sealed before scheme and time mark were written, and such as come from a later version.
    void partsOfOtherVersionsAreRead()
    {
        const auto part
            = decode("<from xmlns='urn:xmpp:archive' secs='0'><body>a</body><message xmlns='urn:letterlock:archive:1' "
                     "sealing='sealed' odd='true'/></from>"
                     "<from xmlns='urn:xmpp:archive' secs='0'><body>b</body><message xmlns='urn:letterlock:archive:1' "
                     "sealing='sealed' scheme='of the future' clock='sideways' more='yes'/></from>"
                     "<from xmlns='urn:xmpp:archive' secs='0'><body>c</body><message xmlns='urn:letterlock:archive:1' "
                     "sealing='sealed' clock='old'/></from>"
                     "<to xmlns='urn:xmpp:archive' secs='0'><body>d</body><message xmlns='urn:letterlock:archive:1' "
                     "sealing='sealed' delivery='sent' fault='of the future'/></to>"
                     "<to xmlns='urn:xmpp:archive' secs='0'><body>e</body><message xmlns='urn:letterlock:archive:1' "
                     "sealing='sealed' delivery='arrived' fault='no-key'/></to>");
        QVERIFY(part);
        QCOMPARE(part->messages.size(), 5);
        QCOMPARE(part->messages[3].delivery, Delivery::Sent);
        QCOMPARE(part->messages[3].fault, archive::SendFault::None);
        QCOMPARE(part->messages[4].delivery, Delivery::Arrived);
        QCOMPARE(part->messages[4].fault, archive::SendFault::None);
        for (const auto &message : part->messages) {
            QCOMPARE(message.scheme, crypto::SchemeId::None);
            QCOMPARE(message.sealing, Sealing::Sealed);
        }
        QVERIFY(part->messages[0].timeIsOdd);
        QCOMPARE(part->messages[0].timeMark, crypto::TimeMark::Good);
        QVERIFY(!part->messages[1].timeIsOdd);
        QCOMPARE(part->messages[2].timeMark, crypto::TimeMark::Old);
        QVERIFY(part->messages[2].timeIsOdd);
    }

    // P-24: seconds since the item before; sums stay accurate.
    void secondsAddUp()
    {
        QList<Message> messages;
        for (int i = 0; i < 6; ++i) {
            messages.append(incoming(u"x"_s, place().start.addMSecs(510 * i)));
        }
        messages.append(incoming(u"late"_s, place().start.addSecs(-60)));
        const auto elements = crypto::XmlElement::parseFragment(
            CollectionCodec::encode({.id = place(), .messages = messages}, account), u"urn:xmpp:archive"_s);
        QVERIFY(elements);
        QStringList secs;
        for (const auto &element : *elements) {
            secs.append(element.attribute(u"secs"));
        }
        QCOMPARE(secs, (QStringList{u""_s, u"0"_s, u"0"_s, u"1"_s, u"0"_s, u"1"_s, u"0"_s, u""_s}));
        QCOMPARE(elements->back().attribute(u"utc"), u"2026-02-14T19:21:31.250Z"_s);
    }

    // R16: bodies in three namespaces; only what XEP-0136 knows.
    void readsWhatOthersWrote()
    {
        const auto part = decode("<from secs='5' xmlns='urn:xmpp:tmp:archive'><body>a</body></from>"
                                 "<to secs='7'><body xmlns='jabber:client'>b</body></to>"
                                 "<to utc='2026-02-14T23:00:00+02:00'><body>c</body></to>"
                                 "<note utc='2026-02-14T23:00:00Z'>n</note><x xmlns='urn:other'/>");
        QVERIFY(part);
        QVERIFY(!part->hasHeader);
        QCOMPARE(part->messages.size(), 4);
        // P-26: a note was never sent
        QCOMPARE(part->messages[3].body, u"n"_s);
        QCOMPARE(part->messages[3].time, at(u"2026-02-14T23:00:00Z"_s));
        QCOMPARE(part->messages[3].archiveMarks, int(ArchiveMark::Note));
        QCOMPARE(part->messages[0].archiveMarks, 0);
        QCOMPARE(part->messages[0].sender.bare(), peer);
        QCOMPARE(part->messages[0].time, place().start.addSecs(5));
        QCOMPARE(part->messages[1].sender.bare(), account);
        QCOMPARE(part->messages[1].body, u"b"_s);
        QCOMPARE(part->messages[1].time, place().start.addSecs(12));
        QCOMPARE(part->messages[2].time, at(u"2026-02-14T21:00:00Z"_s));
    }

    // a subject would be in clear; there is no way to send one
    void nothingButTheIdentityIsInClear()
    {
        const auto save
            = CollectionXml().save({place(), {{.method = {}, .keyName = u"k"_s, .cipherValue = "x"}}, {}, {}});
        const auto *chat = save.firstElement();
        QVERIFY(chat);
        QStringList names;
        for (const auto &attribute : chat->attributes()) {
            names.append(attribute.name);
        }
        names.sort();
        QCOMPARE(names, (QStringList{u"start"_s, u"with"_s}));
    }

    // P-33: who spoke in a room is told by name
    void roomsNameTheirSpeakers()
    {
        const auto part
            = decode("<from secs='5' name='benvolio' jid='b@localhost'><body>a</body></from>"
                     "<from secs='0' name='first witch'><body>a</body></from><to secs='1'><body>b</body></to>");
        QVERIFY(part);
        QCOMPARE(part->messages.size(), 3);
        QCOMPARE(part->messages[0].sender.toString(), peer.toString() + u"/benvolio"_s);
        QCOMPARE(part->messages[1].sender.resource(), u"first witch"_s);
        QCOMPARE(part->messages[1].archiveMarks, int(ArchiveMark::Room));
        QVERIFY(!part->messages[0].outgoing && part->messages[2].outgoing);
        auto messages = part->messages;
        CollectionOpener::disown(messages, ArchiveMark::NotSealed);
        QCOMPARE(messages[0].archiveMarks, ArchiveMark::NotSealed | ArchiveMark::Room);
        QVERIFY(messages[0].sealDigest != messages[1].sealDigest);
    }

    void factsAreToldApart()
    {
        Message message = incoming(u"corrected"_s, place().start);
        message.originId = u"o"_s;
        const auto part = decode(CollectionCodec::encode({.id = place(), .messages = {message}}, account, true));
        QVERIFY(part);
        QVERIFY(part->messages.isEmpty());
        QCOMPARE(part->facts.size(), 1);
        QCOMPARE(part->facts[0].body, u"corrected"_s);
    }

    void hostileTextIsRefused_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::newRow("entity") << "<!DOCTYPE w [<!ENTITY a 'b'>]><from><body>&a;</body></from>"_ba;
        QTest::newRow("second root") << "</w><w>"_ba;
        QTest::newRow("bare text") << "hello"_ba;
        QTest::newRow("not UTF-8") << "<from><body>\xff\xfe</body></from>"_ba;
        QTest::newRow("cut off") << "<from><body>hel"_ba;
        QTest::newRow("two headers")
            << "<collection xmlns='urn:letterlock:archive:1' with='a@b' start='1' part='0'/>"
               "<collection xmlns='urn:letterlock:archive:1' with='a@b' start='1' part='0'/>"_ba;
        QTest::newRow("header without start") << "<collection xmlns='urn:letterlock:archive:1' with='a@b'/>"_ba;
    }
    void hostileTextIsRefused()
    {
        QFETCH(const QByteArray, xml);
        const auto part = decode(xml);
        QVERIFY(!part);
        QCOMPARE(part.error().code, ArchiveError::Code::CannotOpen);
    }

    void sizesAreRight()
    {
        Message message = incoming(QString(1000, u'€'), place().start);
        message.originId = u"o"_s;
        const auto one = CollectionCodec::encode({.id = place(), .messages = {message}}, account).size();
        const auto two = CollectionCodec::encode({.id = place(), .messages = {message, message}}, account).size();
        QVERIFY(qAbs((two - one) - CollectionCodec::entrySize(message)) < 32);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::CollectionCodecTest)
#include "CollectionCodecTest.moc"
