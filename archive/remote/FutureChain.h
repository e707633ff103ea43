// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>
#include <type_traits>
#include <utility>

#include "archive/model/ArchiveError.h"
#include "crypto/base/Worker.h"

namespace letterlock::archive {

template <class T> using Pending = QFuture<ArchiveResult<T>>;

template <class T> [[nodiscard]] Pending<T> done(T value)
{
    return crypto::ready(ArchiveResult<T>(std::move(value)));
}
[[nodiscard]] inline Pending<void> done()
{
    return crypto::ready(ArchiveResult<void>());
}
template <class T> [[nodiscard]] Pending<T> failed(ArchiveError error)
{
    return crypto::ready(ArchiveResult<T>(std::unexpected(std::move(error))));
}

/// `next(ArchiveResult<T>)` gives the future to go on with; runs in the thread of `context`, and not at all once that
/// is gone (then the returned future is cancelled).
template <class T, class F>
[[nodiscard]] auto andAny(Pending<T> future, QObject *context, F next) -> std::invoke_result_t<F, ArchiveResult<T>>
{
    using Next = std::invoke_result_t<F, ArchiveResult<T>>;
    using Result = decltype(std::declval<Next>().result());
    auto promise = std::make_shared<QPromise<Result>>();
    promise->start();
    auto chained = promise->future();
    future.then(context, [promise, context, next = std::move(next)](const ArchiveResult<T> &result) mutable {
        next(result).then(context, [promise](const Result &last) {
            promise->addResult(last);
            promise->finish();
        });
    });
    return chained;
}

/// The same for the value alone; an error skips `next` and is passed on.
template <class T, class F> [[nodiscard]] auto andThen(Pending<T> future, QObject *context, F next)
{
    return andAny(std::move(future), context, [next = std::move(next)](const ArchiveResult<T> &result) mutable {
        if constexpr (std::is_void_v<T>) {
            using Next = std::invoke_result_t<F>;
            using Result = decltype(std::declval<Next>().result());
            return result ? next() : crypto::ready(Result(std::unexpected(result.error())));
        } else {
            using Next = std::invoke_result_t<F, T>;
            using Result = decltype(std::declval<Next>().result());
            return result ? next(*result) : crypto::ready(Result(std::unexpected(result.error())));
        }
    });
}

} // namespace letterlock::archive
