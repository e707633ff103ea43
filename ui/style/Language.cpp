// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

static void initResources() // not possible inside a namespace
{
    Q_INIT_RESOURCE(i18n);
}

namespace letterlock::ui {

using namespace Qt::StringLiterals;

void Language::install(const QLocale &locale)
{
    initResources();
    const auto add = [](const QLocale &language, const QString &name, const QString &folder) {
        auto *words = new QTranslator(qApp);
        if (words->load(language, name, u"_"_s, folder))
            QCoreApplication::installTranslator(words);
        else
            delete words;
    };
    // The one installed last is asked first. English has to say how many of one thing there are.
    add(QLocale(QLocale::English), u"letterlock"_s, u":/i18n"_s);
    add(locale, u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    add(locale, u"letterlock"_s, u":/i18n"_s);
}

} // namespace letterlock::ui
