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

/// Notes the first frame of all, and the first one after everything that the first page needs was there.
class Watch final : public QObject {
public:
    Watch() { qApp->installEventFilter(this); }
    void ready(QWidget &window)
    {
        m_ready = true;
        window.update();
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && watched->isWidgetType() && !m_pending && m_page == 0) {
            m_pending = true;
            // The widgets of a frame are painted in one go; this comes after the last one.
            QTimer::singleShot(0, this, [this, isPage = m_ready] { painted(isPage); });
        }
        return false;
    }

private:
    void painted(bool isPage)
    {
        m_pending = false;
        m_first = m_first > 0 ? m_first : now();
        if (isPage && m_page == 0) {
            m_page = now();
            QTimer::singleShot(idleAfter, this, [this] {
                std::printf("%.3f %.3f %s\n", m_first, m_page, proportionalSize().constData());
                std::fflush(stdout);
                QCoreApplication::quit();
            });
        }
    }

    bool m_ready = false;
    bool m_pending = false;
    double m_first = 0;
    double m_page = 0;
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
    watch.ready(window);
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
    QObject::connect(&context, &app::AppContext::opened, &watch, [&] { watch.ready(window); });
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
