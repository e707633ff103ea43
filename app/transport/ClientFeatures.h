// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

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

private:
    QStringList m_features; // sorted, each once
};

} // namespace letterlock::app
