// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <QStandardPaths>

#include "app/bootstrap/AppContext.h"
#include "ui/shell/MainWindow.h"
#include "ui/style/Language.h"
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

    ui::Language::install(QLocale());

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
