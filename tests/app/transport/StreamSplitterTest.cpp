// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>

#include "app/transport/StreamSplitter.h"

using namespace Qt::StringLiterals;
using letterlock::app::StreamSplitter;
using Event = letterlock::app::StreamSplitter::Event;

namespace letterlock::test {

namespace {

const QByteArray header = "<stream:stream xmlns='jabber:client' a=\"'>\">";

struct Reader {
    QList<Event> events;
    QList<QByteArray> elements;
    StreamSplitter splitter{[this](Event event, const QByteArray &xml) {
        events << event;
        if (event == Event::Element) {
            elements << xml;
        }
    }};
};

} // namespace

class StreamSplitterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyChunkingGivesTheSameElements()
    {
        const QList<QByteArray> stanzas{"<message><body>Привет, 🙂 мир</body></message>", "<r xmlns='urn:xmpp:sm:3'/>",
            "<iq id='>' x=\"a'b/>\"><q><a/><b></b></q></iq>", "<m><![CDATA[<x>]]]>&amp;]]></m>", "<a\n/>",
            "<presence/>"};
        const QByteArray all = "<?xml version='1.0'?>" + header + stanzas.join(" \n") + "</stream:stream>";
        for (int round = 0; round < 500; ++round) {
            Reader reader;
            for (qsizetype at = 0; at < all.size();) {
                const auto length = round == 0 ? 1 : QRandomGenerator::global()->bounded(1, 40);
                QVERIFY(reader.splitter.feed(all.mid(at, length)));
                at += length;
            }
            reader.events.removeAll(Event::KeepAlive);
            QCOMPARE(reader.elements, stanzas);
            QCOMPARE(reader.events.first(), Event::Open);
            QCOMPARE(reader.events.last(), Event::Close);
        }
    }

    void whiteSpaceIsASignOfLife()
    {
        Reader reader;
        QVERIFY(reader.splitter.feed(header));
        QVERIFY(reader.splitter.feed(" \n"));
        QCOMPARE(reader.events, (QList<Event>{Event::Open, Event::KeepAlive}));
        // But not inside an element.
        QVERIFY(reader.splitter.feed("<m><body>"));
        QVERIFY(reader.splitter.feed("  "));
        QVERIFY(reader.splitter.feed("</body></m>"));
        QCOMPARE(reader.elements, QList<QByteArray>{"<m><body>  </body></m>"});
    }

    void theStreamBeginsAnewAfterAuthentication()
    {
        Reader reader;
        QVERIFY(reader.splitter.feed(header + "<success/>"));
        QVERIFY(reader.splitter.feed("<?xml version='1.0'?>" + header + "<features/>"));
        QVERIFY(reader.splitter.feed(header + "<a/>"));
        QCOMPARE(reader.events,
            (QList<Event>{Event::Open, Event::Element, Event::Open, Event::Element, Event::Open, Event::Element}));
    }

    void aResetDropsTheRest()
    {
        QList<QByteArray> elements;
        StreamSplitter *inner = nullptr;
        StreamSplitter splitter([&](Event event, const QByteArray &xml) {
            if (event == Event::Element) {
                elements << xml;
                inner->reset();
            }
        });
        inner = &splitter;
        QVERIFY(splitter.feed(header + "<proceed/><message>forged</message>"));
        QCOMPARE(elements, QList<QByteArray>{"<proceed/>"});
        QVERIFY(splitter.feed(header + "<a/>"));
        QCOMPARE(elements.size(), 2);
    }

    void whatIsNoStreamIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("document type") << QByteArray("<!DOCTYPE a []>" + header);
        QTest::newRow("comment") << QByteArray(header + "<m><!-- x --></m>");
        QTest::newRow("instruction") << QByteArray(header + "<m><?php ?></m>");
        QTest::newRow("tag in a tag") << QByteArray(header + "<m <a>");
        QTest::newRow("end without beginning") << QByteArray("</stream:stream>");
        QTest::newRow("empty name") << QByteArray(header + "<>");
        QTest::newRow("empty stream") << QByteArray("<stream:stream/>");
    }

    void whatIsNoStreamIsRefused()
    {
        QFETCH(QByteArray, bytes);
        Reader reader;
        QVERIFY(!reader.splitter.feed(bytes));
        QVERIFY(reader.elements.isEmpty());
    }

    void limitsHold()
    {
        Reader deep;
        QVERIFY(deep.splitter.feed(header));
        QVERIFY(deep.splitter.feed("<message id='1'>" + QByteArray("<a>").repeated(50'000)
            + QByteArray("</a>").repeated(50'000) + "</message><message id='2'/>"));
        QCOMPARE(deep.elements, (QList<QByteArray>{"<message id='1'/>", "<message id='2'/>"}));
        Reader large;
        QVERIFY(large.splitter.feed(header + "<m>"));
        const QByteArray block(1 << 20, 'x');
        bool accepted = true;
        for (int i = 0; i < 17 && accepted; ++i) {
            accepted = large.splitter.feed(block);
        }
        QVERIFY(!accepted);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::StreamSplitterTest)
#include "StreamSplitterTest.moc"
