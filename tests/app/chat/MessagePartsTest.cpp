// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/MessageParts.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace letterlock::test {

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
        parts.wantsReceipt = true;
        parts.receiptFor = u"c3"_s;
        parts.displayedUpTo = u"d4"_s;
        parts.chatState = app::MessageParts::ChatState::Composing;
        const auto read = app::MessageParts::read(parts.write());
        QCOMPARE(read.body, parts.body);
        QCOMPARE(read.replaces, parts.replaces);
        QCOMPARE(read.replyTo, parts.replyTo);
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
