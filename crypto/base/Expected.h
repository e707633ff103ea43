// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>

namespace letterlock::crypto {

/// A value or the reason why there is none. Errors are values everywhere; nothing throws across a module border.
template <class T, class E> using Expected = std::expected<T, E>;

using std::unexpected;

} // namespace letterlock::crypto
