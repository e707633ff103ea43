// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/Worker.h"

#include <QMutex>
#include <QMutexLocker>
#include <QThread>
#include <QWaitCondition>

#include <deque>
#include <vector>

namespace letterlock::crypto {

struct Worker::State {
    QMutex mutex;
    QWaitCondition wake;
    std::deque<std::function<void()>> interactive;
    std::deque<std::function<void()>> background;
    bool stopping = false;
    bool draining = false; ///< stop only when nothing is left
    std::vector<std::unique_ptr<QThread>> threads;

    void loop()
    {
        for (;;) {
            std::function<void()> job;
            {
                QMutexLocker lock(&mutex);
                while (!stopping && interactive.empty() && background.empty()) {
                    wake.wait(&mutex);
                }
                const bool nothingLeft = interactive.empty() && background.empty();
                if (stopping && (!draining || nothingLeft)) {
                    return;
                }
                auto &queue = interactive.empty() ? background : interactive;
                job = std::move(queue.front());
                queue.pop_front();
            }
            job();
        }
    }
};

Worker::Worker(const QString &name, int threads)
    : m_state(std::make_unique<State>())
{
    for (int i = 0; i < threads; ++i) {
        m_state->threads.emplace_back(QThread::create([state = m_state.get()] { state->loop(); }));
        m_state->threads.back()->setObjectName(name);
        m_state->threads.back()->start();
    }
}

Worker::~Worker()
{
    {
        QMutexLocker lock(&m_state->mutex);
        m_state->stopping = true;
        m_state->wake.wakeAll();
    }
    for (const auto &thread : m_state->threads) {
        thread->wait();
    }
}

void Worker::drain()
{
    {
        QMutexLocker lock(&m_state->mutex);
        m_state->stopping = true;
        m_state->draining = true;
        m_state->wake.wakeAll();
    }
    for (const auto &thread : m_state->threads) {
        thread->wait();
    }
}

bool Worker::isCurrentThread() const
{
    for (const auto &thread : m_state->threads) {
        if (thread.get() == QThread::currentThread()) {
            return true;
        }
    }
    return false;
}

void Worker::post(std::function<void()> job, Priority priority)
{
    QMutexLocker lock(&m_state->mutex);
    auto &queue = priority == Priority::Interactive ? m_state->interactive : m_state->background;
    queue.push_back(std::move(job));
    m_state->wake.wakeOne();
}

} // namespace letterlock::crypto
