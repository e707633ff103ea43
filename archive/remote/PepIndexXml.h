// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "archive/remote/PepIndex.h"

namespace letterlock::archive::pepxml {

/// Namespace of head, page and pack; also the name of the node that holds the head.
inline constexpr auto ns = u"urn:letterlock:archive:pep:0";

crypto::XmlElement element(const QString &name);
crypto::XmlElement write(const PepEntry &entry);
std::optional<PepEntry> read(const crypto::XmlElement &element);
qint64 sizeOf(const PepEntry &entry); ///< octets it takes in a head or page, roughly

} // namespace letterlock::archive::pepxml
