// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTranslator>

#include "app/bootstrap/AppContext.h"
#include "ui/shell/MainWindow.h"
#include "ui/style/LetterlockStyle.h"

using namespace Qt::StringLiterals;
using namespace letterlock;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"letterlock"_s);
    QApplication::setApplicationDisplayName(u"Letterlock"_s);
    QApplication::setApplicationVersion(QStringLiteral(LETTERLOCK_VERSION));
    QApplication::setDesktopFileName(u"letterlock"_s);

    QTranslator qtWords;
    if (qtWords.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtWords);
    QTranslator words;
    if (words.load(QLocale(), u"letterlock"_s, u"_"_s, u":/i18n"_s))
        QApplication::installTranslator(&words);

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(u"profile"_s,
        QCoreApplication::translate("main", "Keep everything in this folder instead of the usual one."), u"folder"_s,
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/letterlock/default"_s);
    parser.addOption(profile);
    parser.process(application);

    app::AppOptions options;
    options.profileDir = parser.value(profile);
    app::AppContext context(options);
    ui::installStyle(application, context.settings());
    ui::MainWindow window(context);
    window.show();
    context.open();
    return QApplication::exec();
}
