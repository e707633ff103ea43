// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "archive/model/ArchiveError.h"
#include "crypto/base/SecretBytes.h"

namespace letterlock::archive {

/// Why a file whose first page does not authenticate was refused. SQLCipher cannot tell a wrong key from a broken first
/// page, but a wrong key authenticates no page at all: if a later page does, the key fits and the file is Damaged. So
/// is one that is shorter than a page or was never encrypted. Everything else is called WrongKey; that includes a file
/// of a single page and one whose salt (the first 16 bytes) is broken, where nothing can be proven.
[[nodiscard]] ArchiveError::Code whyRefused(const QString &path, const crypto::SecretBytes &key);

} // namespace letterlock::archive
