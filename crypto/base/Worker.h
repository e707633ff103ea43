// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>

namespace letterlock::crypto {

/// What a person waits for overtakes what runs by itself.
enum class Priority { Interactive, Background };

/// One or more threads that run jobs in order, interactive ones first. The destructor drops jobs that have not
/// started (their futures are cancelled) and waits for the running ones.
class Worker {
public:
    explicit Worker(const QString &name, int threads = 1);
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    /// Runs `job` on the worker. Continue with `.then(context, …)` to come back to the caller's thread.
    template <class F> auto run(F job, Priority priority = Priority::Interactive) -> QFuture<std::invoke_result_t<F>>
    {
        using R = std::invoke_result_t<F>;
        auto promise = std::make_shared<QPromise<R>>();
        auto work = std::make_shared<F>(std::move(job));
        promise->start();
        auto future = promise->future();
        post(
            [promise, work] {
                if constexpr (std::is_void_v<R>) {
                    (*work)();
                } else {
                    promise->addResult((*work)());
                }
                promise->finish();
            },
            priority);
        return future;
    }

    /// Runs everything that is queued, then ends the threads. Nothing may be given to it afterwards.
    void drain();

    [[nodiscard]] bool isCurrentThread() const;

private:
    void post(std::function<void()> job, Priority priority);

    struct State;
    std::unique_ptr<State> m_state;
};

/// A future that is already finished.
template <class T> [[nodiscard]] QFuture<std::decay_t<T>> ready(T &&value)
{
    QPromise<std::decay_t<T>> promise;
    promise.start();
    promise.addResult(std::forward<T>(value));
    promise.finish();
    return promise.future();
}

} // namespace letterlock::crypto
