// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include "crypto/openpgp/GpgmeHomeState.h"

namespace letterlock::crypto {

/// A GnuPG home that lives in memory where the system has such a place, and is overwritten before it goes.
class ThrowawayHome {
public:
    ThrowawayHome();
    ThrowawayHome(const ThrowawayHome &) = delete;
    ThrowawayHome &operator=(const ThrowawayHome &) = delete;
    ~ThrowawayHome();

    /// Null where no home could be made.
    [[nodiscard]] GpgmeHome::State *state() { return m_home && m_home->check() ? &m_home->state() : nullptr; }

private:
    static QString place();

    QTemporaryDir m_dir;
    std::unique_ptr<GpgmeHome> m_home;
};

} // namespace letterlock::crypto
