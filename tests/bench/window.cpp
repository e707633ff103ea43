// SPDX-License-Identifier: GPL-3.0-or-later
// usage: letterlock_bench_window letterlock|bare FOLDER: shows a window, prints when it was painted (ms of the
// monotonic clock) and the memory of the idle program (KiB, proportional), and ends.
#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QMainWindow>
#include <QTimer>

#include <gpgme.h>

#include <cstdio>
#include <ctime>
#include <memory>

#include "app/bootstrap/AppContext.h"
#include "archive/store/Store.h"
#include "ui/shell/MainWindow.h"
#include "ui/style/LetterlockStyle.h"

using namespace Qt::StringLiterals;
using namespace letterlock;

namespace {

constexpr int idleAfter = 700; // ms

double now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

QByteArray proportionalSize()
{
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto &line : file.readAll().split('\n')) {
            if (line.startsWith("Pss:")) {
                return line.simplified().split(' ').value(1);
            }
        }
    }
    return "0";
}

/// The first frame counts when everything that it takes is there.
class Watch final : public QObject {
public:
    void begin(QWidget &window)
    {
        qApp->installEventFilter(this);
        window.update();
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && watched->isWidgetType() && !m_seen) {
            m_seen = true;
            // The widgets of a frame are painted in one go; this comes after the last one.
            QTimer::singleShot(0, this, [this] {
                m_painted = now();
                QTimer::singleShot(idleAfter, this, [this] {
                    std::printf("%.3f %s\n", m_painted, proportionalSize().constData());
                    std::fflush(stdout);
                    QCoreApplication::quit();
                });
            });
        }
        return false;
    }

private:
    double m_painted = 0;
    bool m_seen = false;
};

int runBare(const QString &folder, Watch &watch)
{
    gpgme_check_version(nullptr);
    gpgme_ctx_t context = nullptr;
    const auto store = archive::Store::open(folder + u"/history.db"_s, crypto::SecretBytes::random(32));
    if (gpgme_new(&context) != 0 || !store) {
        return 2;
    }
    QMainWindow window;
    window.resize(1200, 800);
    window.show();
    watch.begin(window);
    const int code = QApplication::exec();
    gpgme_release(context);
    return code;
}

int runLetterlock(const QString &folder, Watch &watch)
{
    app::AppOptions options;
    options.profileDir = folder;
    app::AppContext context(options);
    ui::installStyle(*qApp, context.settings());
    ui::MainWindow window(context);
    QObject::connect(&context, &app::AppContext::opened, &watch, [&] { watch.begin(window); });
    QObject::connect(&context, &app::AppContext::openFailed, &watch, [] { QCoreApplication::exit(2); });
    QObject::connect(&context, &app::AppContext::keyringUnavailable, &watch, [] { QCoreApplication::exit(3); });
    window.show();
    context.open();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"letterlock"_s);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3) {
        return 2;
    }
    Watch watch;
    return arguments[1] == u"bare" ? runBare(arguments[2], watch) : runLetterlock(arguments[2], watch);
}
