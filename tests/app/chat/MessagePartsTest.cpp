// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/MessageParts.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

archive::SharedFile file()
{
    archive::SharedFile file;
    file.name = u"pier.jpg"_s;
    file.mediaType = u"image/jpeg"_s;
    file.size = 1000;
    file.url = QUrl(u"https://files.example/a/b"_s);
    file.key = QByteArray(32, 'k');
    file.nonce = QByteArray(12, 'n');
    return file;
}

} // namespace

class MessagePartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesWhatItReads()
    {
        app::MessageParts parts;
        parts.hasBody = true;
        parts.body = u"Größe & <Form> 引き出し"_s;
        parts.replaces = u"a1"_s;
        parts.replyTo = u"b2"_s;
        parts.thread = u"e0ffe42b28561960c6b12b944a092794b9683a38"_s;
        parts.wantsReceipt = true;
        parts.receiptFor = u"c3"_s;
        parts.displayedUpTo = u"d4"_s;
        parts.chatState = app::MessageParts::ChatState::Composing;
        const auto read = app::MessageParts::read(parts.write());
        QCOMPARE(read.body, parts.body);
        QCOMPARE(read.replaces, parts.replaces);
        QCOMPARE(read.replyTo, parts.replyTo);
        QCOMPARE(read.thread, parts.thread);
        QVERIFY(read.wantsReceipt);
        QCOMPARE(read.receiptFor, parts.receiptFor);
        QCOMPARE(read.displayedUpTo, parts.displayedUpTo);
        QCOMPARE(read.chatState, parts.chatState);
    }

    void takesBodiesOfBothStreamNamespacesOnly() // O-55
    {
        for (const auto &ns : {u"jabber:client"_s, u"jabber:server"_s}) {
            QCOMPARE(app::MessageParts::read({crypto::XmlElement(u"body"_s, ns).setText(u"x"_s)}).body, u"x"_s);
        }
        QVERIFY(!app::MessageParts::read({crypto::XmlElement(u"body"_s, u"urn:other"_s).setText(u"x"_s)}).hasBody);
    }

    void threadsOfOthers() // XEP-0201
    {
        const auto read = [](const QString &ns, const QString &text) {
            return app::MessageParts::read({crypto::XmlElement(u"thread"_s, ns).setText(text)}).thread;
        };
        QCOMPARE(read(u"jabber:client"_s, u" t1\n"_s), u"t1"_s);
        QCOMPARE(read(u"jabber:server"_s, u"t1"_s), u"t1"_s);
        QCOMPARE(read(u"urn:other"_s, u"t1"_s), QString());
        QCOMPARE(read(u"jabber:client"_s, QString(256, u't')).size(), 256);
        QCOMPARE(read(u"jabber:client"_s, QString(257, u't')), QString());
    }

    void aFileGoesWithALinkForOthers() // XEP-0447, 0448, 0428, 0454
    {
        app::MessageParts parts;
        parts.hasBody = true;
        parts.body = u"Letztes Licht 🌅"_s;
        parts.files = {file()};
        const auto written = parts.write();
        QStringList bodies;
        for (const auto &child : written) {
            if (child.is(u"body", u"jabber:client")) {
                bodies << child.text();
            }
        }
        QCOMPARE(bodies, QStringList{parts.body + u'\n' + file().link()});
        const auto read = app::MessageParts::read(written);
        QCOMPARE(read.body, parts.body);
        QCOMPARE(read.files.size(), 1);
        QCOMPARE(read.files[0].toXml(), file().toXml());

        parts.body.clear();
        QCOMPARE(parts.write().front().text(), file().link()); // the link alone: others show it as a file
        QCOMPARE(app::MessageParts::read(parts.write()).body, QString());
    }

    void aLinkAloneIsAFile() // XEP-0454
    {
        const auto body
            = [](const QString &text) { return crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(text); };
        const auto read = app::MessageParts::read({body(file().link())});
        QCOMPARE(read.files.size(), 1);
        QCOMPARE(read.files[0].key, file().key);
        QCOMPARE(read.body, QString());
        const auto words = app::MessageParts::read({body(u"see "_s + file().link())});
        QVERIFY(words.files.isEmpty());
        QVERIFY(!words.body.isEmpty());
    }

    void anAddressBesideTheBodyIsAnOpenFile() // XEP-0066
    {
        const auto address = u"https://up.example/a/plan.pdf"_s;
        crypto::XmlElement oob(u"x"_s, u"jabber:x:oob"_s);
        oob.appendTextElement(u"url"_s, address);
        const auto body = crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(address);
        const auto read = app::MessageParts::read({body, oob});
        QCOMPARE(read.files.size(), 1);
        QCOMPARE(read.files[0].cipher, archive::SharedFile::Cipher::None);
        QCOMPARE(read.files[0].name, u"plan.pdf"_s);
        QCOMPARE(read.body, QString());
        const auto words = crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(u"see "_s + address);
        QVERIFY(app::MessageParts::read({words, oob}).files.isEmpty());
        QVERIFY(app::MessageParts::read({body}).files.isEmpty()); // a link that somebody wrote
    }

    void aQuoteForOthersIsNotShown_data() // XEP-0461, XEP-0428
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QByteArrayList>("marks"); // of the reply, then of the file
        QTest::addColumn<QString>("shown");
        QTest::newRow("as Gajim does") << u"> Hello Bob\nA reply"_s << QByteArrayList{"0 12"} << u"A reply"_s;
        QTest::newRow("in two places") << u"> one\nA\n> two\nB"_s << QByteArrayList{"0 6, 8 14"} << u"A\nB"_s;
        QTest::newRow("out of order, over each other")
            << u"> one\nA\n> two\nB"_s << QByteArrayList{"8 14, 0 6, 2 5"} << u"A\nB"_s;
        QTest::newRow("beyond the BMP") << u"> 🌅\n🌅 too"_s << QByteArrayList{"0 4"} << u"🌅 too"_s;
        QTest::newRow("nothing would be left") << u"> one"_s << QByteArrayList{"0 5"} << u"> one"_s;
        QTest::newRow("no place named") << u"> one\nA"_s << QByteArrayList{""} << u"> one\nA"_s;
        QTest::newRow("of a file too") << u"> one\nA\naesgcm://x"_s << QByteArrayList{"0 6", "7 19"} << u"A"_s;
        QTest::newRow("a file and nothing else")
            << u"> one\naesgcm://x"_s << QByteArrayList{"0 6", "6 16"} << QString();
        QTest::newRow("many") << u"abc"_s << QByteArrayList(500, "0 1") << u"bc"_s;
    }
    void aQuoteForOthersIsNotShown()
    {
        QFETCH(const QString, body);
        QFETCH(const QByteArrayList, marks);
        QFETCH(const QString, shown);
        std::vector<crypto::XmlElement> children{crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(body),
            crypto::XmlElement(u"reply"_s, u"urn:xmpp:reply:0"_s).setAttribute(u"id"_s, u"m1"_s)};
        for (qsizetype i = 0; i < marks.size(); ++i) {
            const bool ofFile = marks.size() == 2 && i == 1;
            auto fallback = crypto::XmlElement(u"fallback"_s, u"urn:xmpp:fallback:0"_s)
                                .setAttribute(u"for"_s, ofFile ? archive::SharedFile::ns : u"urn:xmpp:reply:0"_s);
            for (const auto &mark : marks[i].isEmpty() ? QByteArrayList() : marks[i].split(',')) {
                const auto ends = QString::fromLatin1(mark).trimmed().split(u' ');
                fallback.append(crypto::XmlElement(u"body"_s, u"urn:xmpp:fallback:0"_s)
                        .setAttribute(u"start"_s, ends[0])
                        .setAttribute(u"end"_s, ends[1]));
            }
            children.push_back(fallback);
            if (ofFile) {
                children.push_back(file().toXml());
            }
        }
        const auto read = app::MessageParts::read(children);
        QCOMPARE(read.body, shown);
        QCOMPARE(read.replyTo, u"m1"_s);
        // Where nothing is answered, the words are words.
        children.erase(children.begin() + 1);
        QVERIFY(app::MessageParts::read(children).body.startsWith(body.first(1)));
    }

    void aReplyNamesTheAuthor() // XEP-0461; Gajim drops one that does not
    {
        app::MessageParts parts;
        parts.replyTo = u"m1"_s;
        parts.replyAuthor = *crypto::BareJid::parse(u"anna@example.org"_s);
        QCOMPARE(parts.write().front().attribute(u"to"), u"anna@example.org"_s);
        parts.replyAuthor = {};
        QVERIFY(!parts.write().front().hasAttribute(u"to"));
    }

    void hostileFallbackMarks_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::newRow("backwards") << u"9"_s << u"2"_s;
        QTest::newRow("negative") << u"-5"_s << u"-1"_s;
        QTest::newRow("endless") << u"0"_s << u"99999999999999999999"_s;
        QTest::newRow("beyond") << u"500"_s << u"900"_s;
        QTest::newRow("no numbers") << u"x"_s << u"y"_s;
    }
    void hostileFallbackMarks()
    {
        QFETCH(const QString, start);
        QFETCH(const QString, end);
        crypto::XmlElement range(u"body"_s, u"urn:xmpp:fallback:0"_s);
        range.setAttribute(u"start"_s, start).setAttribute(u"end"_s, end);
        crypto::XmlElement fallback(u"fallback"_s, u"urn:xmpp:fallback:0"_s);
        fallback.setAttribute(u"for"_s, archive::SharedFile::ns).append(range);
        const auto read = app::MessageParts::read(
            {crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(u"ein 🌅 Wort"_s), fallback, file().toXml()});
        QCOMPARE(read.files.size(), 1);
        QVERIFY(u"ein 🌅 Wort"_s.contains(read.body));
    }

    void noMoreFilesThanAreShown()
    {
        std::vector<crypto::XmlElement> children(100, file().toXml());
        QCOMPARE(app::MessageParts::read(children).files.size(), archive::SharedFile::mostInMessage);
    }

    void theFirstBodyCounts()
    {
        const auto body
            = [](const QString &text) { return crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(text); };
        QCOMPARE(app::MessageParts::read({body(u"first"_s), body(u"second"_s)}).body, u"first"_s);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::MessagePartsTest)
#include "MessagePartsTest.moc"
