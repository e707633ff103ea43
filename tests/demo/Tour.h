// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWidget>

#include "app/bootstrap/AppContext.h"
#include "tests/demo/Scene.h"

namespace letterlock::demo {

/// Walks through the main job by itself, with real clicks and keys in the real window: chat, seal, search, change the
/// key, reopen everything with the new key. Counts what it checked and leaves a picture of every station.
class Tour : public QObject {
    Q_OBJECT
public:
    Tour(Scene &scene, app::AppContext &app, QWidget &window, QString shotsFolder);

    [[nodiscard]] bool run();
    [[nodiscard]] QString problem() const { return m_problem; }

Q_SIGNALS:
    void told(const QString &line);

private:
    bool chat();
    bool seal();
    bool search();
    bool changeKey();
    bool reopenWithNewKeyOnly();
    bool fail(const QString &problem);
    bool click(const QString &name, QWidget *within = nullptr);
    bool waitFor(const std::function<bool()> &condition, int milliseconds, const QString &what);
    void shoot(QWidget &what, const QString &name);
    template <class W> W *find(const QString &name, QWidget *within = nullptr);

    Scene &m_scene;
    app::AppContext &m_app;
    QWidget &m_window;
    QString m_shots;
    QString m_problem;
    int m_shotCount = 0;
};

} // namespace letterlock::demo
