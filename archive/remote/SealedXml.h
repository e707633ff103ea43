// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/remote/FutureChain.h"
#include "crypto/base/Worker.h"
#include "crypto/base/XmlElement.h"
#include "crypto/wrapping/DataKeyRing.h"

namespace letterlock::archive {

/// Lists that the account's devices keep for each other on the server: sealed with a key that the archive root key
/// derives, so that the server learns nothing from them and cannot make one up. No private operation.
class SealedXml {
public:
    SealedXml(crypto::DataKeyRing &keys, crypto::Worker &worker, QString dataKeyName);

    [[nodiscard]] Pending<crypto::XmlElement> seal(crypto::XmlElement plain) const;
    /// CannotOpen: no root key here made it.
    [[nodiscard]] Pending<crypto::XmlElement> open(crypto::XmlElement sealed) const;

private:
    crypto::DataKeyRing &m_keys;
    crypto::Worker &m_worker;
    QString m_dataKeyName;
};

} // namespace letterlock::archive
