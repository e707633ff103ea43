// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <csignal>
#include <cstdio>

#include "tests/demo/Scene.h"
#include "tests/demo/Tour.h"
#include "tests/support/Await.h"
#include "tests/support/WaitUntil.h"
#include "ui/shell/MainWindow.h"
#include "ui/style/Language.h"
#include "ui/style/LetterlockStyle.h"

using namespace Qt::StringLiterals;
using namespace letterlock;

namespace {

void say(const QString &line)
{
    static const auto start = std::chrono::steady_clock::now();
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
    std::printf("%4lld s  %s\n", static_cast<long long>(elapsed.count()), line.toUtf8().constData());
    std::fflush(stdout);
}

/// The person's second computer: signs in, brings the key back by its code, fetches the history.
bool signIn(const demo::Scene &scene, app::AppContext &app)
{
    app.open();
    if (!test::waitUntil([&] { return app.isOpen(); }, 30000)) {
        say(u"The local store did not open."_s);
        return false;
    }
    app.account().signIn(
        scene.accountSettings(), crypto::SecretBytes(QByteArrayView(scene.accountPassword().toUtf8())), true);
    if (!test::waitUntil(
            [&] { return app.account().state() == app::ConnectionState::Online && app.keys().isLoaded(); }, 30000)) {
        say(u"The sign-in failed."_s);
        return false;
    }
    const auto restored = test::await(app.backup().restore(scene.backupCode()), 30000);
    if (!restored || !test::await(app.keys().announceAsCurrent(restored->first()), 30000)) {
        say(u"The key could not be brought back: "_s + (restored ? u"not announced"_s : restored.error().detail));
        return false;
    }
    const auto complete = [&] { return app.archive().totals().onServer >= scene.sealedMessages(); };
    if (!test::waitUntil(complete, 120000)) {
        say(u"The history did not come whole."_s);
        return false;
    }
    say(u"Letterlock is signed in as %1. It brought the key back by its code and opened %2 messages from the server."_s
            .arg(scene.accountSettings().account.toString())
            .arg(test::await(app.history().totals(0))->onServer));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"letterlock"_s);
    QApplication::setApplicationDisplayName(u"Letterlock"_s);
    QApplication::setQuitOnLastWindowClosed(true);
    QCommandLineParser parser;
    const QCommandLineOption tourOption(u"tour"_s, u"Walk through by itself and quit."_s);
    const QCommandLineOption shotsOption(
        u"shots"_s, u"Folder for pictures of the tour."_s, u"folder"_s, u"build/demo"_s);
    const QCommandLineOption daysOption(u"days"_s, u"Length of the story."_s, u"days"_s, u"365"_s);
    parser.addOptions({tourOption, shotsOption, daysOption});
    parser.addHelpOption();
    parser.process(application);
    for (const int signal : {SIGINT, SIGTERM}) {
        std::signal(signal,
            [](int) { QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(130); }, Qt::QueuedConnection); });
    }

    QFile storyFile(QStringLiteral(LETTERLOCK_SOURCE_DIR "/tests/data/demo/story.json"));
    if (!storyFile.open(QIODevice::ReadOnly)) {
        say(u"The story is missing: "_s + storyFile.fileName());
        return 1;
    }
    demo::Scene scene(demo::Story::tell(
        storyFile.readAll(), QDateTime::currentDateTimeUtc(), parser.value(daysOption).toInt(), 2026));
    QObject::connect(&scene, &demo::Scene::told, &say);
    if (!scene.prepare()) {
        say(u"The demo cannot start: "_s + scene.problem());
        return 1;
    }

    const QTemporaryDir profile(u"/tmp/lt-XXXXXX"_s);
    app::AppOptions options;
    options.profileDir = profile.path();
    app::AppContext app(options);
    ui::Language::install(QLocale());
    ui::installStyle(application, app.settings());
    if (!signIn(scene, app)) {
        return 1;
    }
    ui::MainWindow window(app);
    window.resize(1280, 800);
    window.show();
    if (!parser.isSet(tourOption)) {
        say(u"Have a look around: write to %1, search the history, change the key. Closing the window or Ctrl+C ends everything."_s
                .arg(scene.story().conversations.first().name));
        return application.exec();
    }
    demo::Tour tour(scene, app, window, parser.value(shotsOption));
    QObject::connect(&tour, &demo::Tour::told, &say);
    const bool done = QTest::qWaitForWindowExposed(&window) && tour.run();
    say(done ? u"The tour is complete."_s : u"The tour failed: "_s + tour.problem());
    say(u"Pictures of every station lie in %1."_s.arg(parser.value(shotsOption)));
    return done ? 0 : 1;
}
