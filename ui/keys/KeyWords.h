// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::ui {

/// The twenty words of a fingerprint in the PGP word list: two-syllable words for even bytes, three-syllable words for
/// odd ones, so that a word left out or swapped is heard. Never translated: both sides must read the same.
[[nodiscard]] QStringList keyWords(const crypto::KeyFingerprint &key);

/// The ten groups of four digits.
[[nodiscard]] QStringList keyGroups(const crypto::KeyFingerprint &key);

} // namespace letterlock::ui
