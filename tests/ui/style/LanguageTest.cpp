// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QXmlStreamReader>
#include <QtTest>

#include "ui/chat/TimelineText.h"
#include "ui/style/Language.h"

using namespace letterlock;
using namespace Qt::StringLiterals;

class LanguageTest : public QObject {
    Q_OBJECT

    static QMap<QChar, int> places(const QString &text)
    {
        QMap<QChar, int> found;
        for (qsizetype at = text.indexOf(u'%'); at >= 0; at = text.indexOf(u'%', at + 1)) {
            const QChar next = text.mid(at + 1, 1).isEmpty() ? QChar() : text.at(at + 1);
            if (next.isDigit() || next == u'n')
                ++found[next];
        }
        return found;
    }

private Q_SLOTS:
    void nothingIsUnfinished_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("German") << u"letterlock_de.ts"_s << 1000;
        QTest::newRow("English, counting") << u"letterlock_en.ts"_s << 5;
    }

    void nothingIsUnfinished()
    {
        QFETCH(const QString, file);
        QFETCH(const int, atLeast);
        QFile words(QStringLiteral(LETTERLOCK_SOURCE_DIR "/translations/") + file);
        QVERIFY(words.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&words);
        QString source;
        int messages = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement())
                continue;
            if (xml.name() == u"source") {
                source = xml.readElementText();
                ++messages;
            } else if (xml.name() == u"translation") {
                QVERIFY2(xml.attributes().value("type"_L1).isEmpty(), qPrintable(source));
            }
            if (xml.name() != u"translation" && xml.name() != u"numerusform")
                continue;
            if (source.contains(u"%n"_s) && xml.name() == u"translation")
                continue; // its forms follow
            const QString text = xml.readElementText();
            QVERIFY2(!text.isEmpty(), qPrintable(source));
            QVERIFY2(places(text) == places(source), qPrintable(source + u" -> "_s + text));
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages >= atLeast);
    }

    void wordsFollowTheLanguage()
    {
        QCOMPARE(ui::TimelineText::actionName(ui::MessageAction::Reply), u"Reply"_s);
        ui::Language::install(QLocale(QLocale::French)); // not translated: English that counts
        QCOMPARE(ui::TimelineText::actionName(ui::MessageAction::Reply), u"Reply"_s);
        QCOMPARE(ui::TimelineText::unreadLine(1), u"1 new message"_s);
        QCOMPARE(ui::TimelineText::unreadLine(3), u"3 new messages"_s);
        ui::Language::install(QLocale(QLocale::German, QLocale::Austria));
        QCOMPARE(ui::TimelineText::actionName(ui::MessageAction::Reply), u"Antworten"_s);
        QCOMPARE(ui::TimelineText::unreadLine(1), u"1 neue Nachricht"_s);
        QCOMPARE(ui::TimelineText::unreadLine(3), u"3 neue Nachrichten"_s);
    }
};

QTEST_MAIN(LanguageTest)
#include "LanguageTest.moc"
