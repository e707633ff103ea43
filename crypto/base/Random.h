// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace letterlock::crypto {

/// Fills from the cryptographic generator; aborts the process if it fails, since nothing may be sealed without it.
void fillRandom(char *bytes, qsizetype size);
[[nodiscard]] QByteArray randomBytes(qsizetype size);
/// A name of 128 random bits in lower-case hexadecimal: for data keys, stanza ids and nodes.
[[nodiscard]] QString randomName();

} // namespace letterlock::crypto
