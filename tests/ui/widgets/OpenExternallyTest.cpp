// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

#include "ui/widgets/OpenExternally.h"

using namespace letterlock;
using namespace Qt::StringLiterals;

/// What a viewer that is started is told, and what it is not given. The viewer is a script.
class OpenExternallyTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder{u"/tmp/lt-XXXXXX"_s};

    QStringList told()
    {
        QFile file(m_folder.filePath(u"told"_s));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
        return lines.isEmpty() || lines.takeLast() != "end"_L1 ? QStringList() : lines;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile script(m_folder.filePath(u"xdg-open"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\n{ echo \"$1\"; readlink /proc/$$/fd/* | grep '^pipe:'; echo end; } > \"$(dirname "
                     "\"$0\")/told\"\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        qputenv("PATH", m_folder.path().toUtf8() + ':' + qgetenv("PATH"));
    }

    void init() { QFile::remove(m_folder.filePath(u"told"_s)); }

    void aLinkAndNothingElse_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<QString>("argument");
        QTest::newRow("link") << QUrl(u"https://example.org/a?b=ü&c=%20"_s)
                              << u"https://example.org/a?b=%C3%BC&c=%20"_s;
        QTest::newRow("file") << QUrl::fromLocalFile(u"/tmp/a b.png"_s) << u"/tmp/a b.png"_s;
    }

    void aLinkAndNothingElse()
    {
        QFETCH(QUrl, url);
        QFETCH(QString, argument);
        int ends[2]; // as GPGME opens its own: inherited by whatever is started
        QCOMPARE(::pipe(ends), 0);
        const QString pipe = QFile::symLinkTarget(u"/proc/self/fd/%1"_s.arg(ends[1]));
        const QString mark = pipe.mid(pipe.indexOf(u"pipe:"_s));
        QVERIFY(mark.startsWith(u"pipe:["_s));
        ui::openExternally(url);
        QTRY_VERIFY(!told().isEmpty());
        ::close(ends[0]);
        ::close(ends[1]);
        QCOMPARE(told().first(), argument);
        QVERIFY2(!told().contains(mark), qPrintable(told().join(u' ')));
    }
};

QTEST_MAIN(OpenExternallyTest)
#include "OpenExternallyTest.moc"
