// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QPromise>

#include <memory>
#include <utility>
#include <vector>

namespace letterlock::app {

/// Something that many wait for and that happens once, like having read what is stored.
class Gate {
public:
    [[nodiscard]] QFuture<void> passed()
    {
        auto promise = std::make_shared<QPromise<void>>();
        promise->start();
        if (m_isOpen) {
            promise->finish();
        } else {
            m_waiting.push_back(promise);
        }
        return promise->future();
    }
    void open()
    {
        m_isOpen = true;
        for (const auto &promise : std::exchange(m_waiting, {})) {
            promise->finish();
        }
    }

private:
    std::vector<std::shared_ptr<QPromise<void>>> m_waiting;
    bool m_isOpen = false;
};

} // namespace letterlock::app
