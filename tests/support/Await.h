// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QTest>
#include <type_traits>

#include "tests/support/WaitUntil.h"

namespace letterlock::test {

/// Spins the event loop until `future` has finished and returns its result. A test whose future never
/// finishes, or was cancelled without a result, ends at once with a message.
template <class T> T await(QFuture<T> future, int milliseconds = 20000)
{
    if (!waitUntil([&future] { return future.isFinished(); }, milliseconds)) {
        qFatal("await: not finished after %d ms", milliseconds);
    }
    if constexpr (!std::is_void_v<T>) {
        if (future.resultCount() == 0) {
            qFatal("await: finished without a result");
        }
        return future.takeResult();
    }
}

} // namespace letterlock::test
