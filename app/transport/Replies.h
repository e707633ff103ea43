// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "crypto/base/XmlElement.h"

/// Answers to stanzas of others: addresses swapped, same id (RFC 6120 section 8).
namespace letterlock::app::replies {

/// The result of a request; without payload an empty one.
[[nodiscard]] crypto::XmlElement result(const crypto::XmlElement &request, crypto::XmlElement payload = {});
/// An error in answer to `stanza`, which is not quoted. `type` as RFC 6120 section 8.3.2 ("modify", "cancel" …),
/// `detail` an application's own condition.
[[nodiscard]] crypto::XmlElement error(
    const crypto::XmlElement &stanza, const QString &type, const QString &condition, crypto::XmlElement detail = {});

/// With an `<error/>` that is already made.
[[nodiscard]] crypto::XmlElement error(const crypto::XmlElement &stanza, crypto::XmlElement error);

} // namespace letterlock::app::replies
