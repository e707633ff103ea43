// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
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

    static QString literal(const QString &quoted)
    {
        static const QRegularExpression part(u"\"((?:[^\"\\\\]|\\\\.)*)\""_s);
        QString text;
        for (const auto &match : part.globalMatch(quoted))
            text += match.captured(1);
        return text.replace(u"\\n"_s, u"\n"_s).replace(u"\\\""_s, u"\""_s);
    }

    /// All that German has words for, per class.
    static QMap<QString, QSet<QString>> translated()
    {
        QFile words(QStringLiteral(LETTERLOCK_SOURCE_DIR "/translations/letterlock_de.ts"));
        if (!words.open(QIODevice::ReadOnly))
            return {};
        QMap<QString, QSet<QString>> found;
        QString context;
        QXmlStreamReader xml(&words);
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"name")
                context = xml.readElementText().section(u"::"_s, -1);
            else if (xml.isStartElement() && xml.name() == u"source")
                found[context].insert(xml.readElementText());
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

    // The same words as lupdate finds, without it: a file may only use those of classes that it names.
    void nothingIsMissing()
    {
        const QRegularExpression call(
            u"(?:\\btr\\(|(?:translate|QT_TRANSLATE_NOOP)\\(\\s*\"[\\w:]+\",)\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)"_s);
        const auto german = translated();
        QStringList missing;
        int count = 0;
        QDirIterator files(QStringLiteral(LETTERLOCK_SOURCE_DIR "/ui"), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
            QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto code = QString::fromUtf8(file.readAll());
            QSet<QString> known;
            for (auto context = german.cbegin(); context != german.cend(); ++context)
                if (code.contains(context.key()))
                    known.unite(context.value());
            for (const auto &match : call.globalMatch(code)) {
                ++count;
                if (const auto text = literal(match.captured(1)); !known.contains(text))
                    missing.append(files.fileName() + u": "_s + text);
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(u'\n')));
        QVERIFY2(count > 1000, qPrintable(QString::number(count)));
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
