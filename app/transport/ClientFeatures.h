// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <optional>

#include "crypto/base/XmlElement.h"

namespace letterlock::app {

/// What this client says of itself: XEP-0030, its hash of XEP-0115, and the version of XEP-0092 without the system.
class ClientFeatures {
public:
    explicit ClientFeatures(const QStringList &additional = {});

    static QString node(); ///< of XEP-0115
    [[nodiscard]] QByteArray verification() const; ///< SHA-1, raw
    /// Answer to disco#info for `node`; a null element if there is no such node.
    [[nodiscard]] crypto::XmlElement describe(const QString &node) const;
    [[nodiscard]] static crypto::XmlElement version();
    /// What anybody may ask: ping, version, disco#info. The payload of the result, null for an empty one; nothing where
    /// the request is none of these.
    [[nodiscard]] std::optional<crypto::XmlElement> answerTo(const crypto::XmlElement &iq) const;

private:
    QStringList m_features; // sorted, each once
};

} // namespace letterlock::app
