// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::archive {

/// Keys as a text column holds them: fingerprints, one blank between.
struct KeyNames {
    [[nodiscard]] static QString join(const QList<crypto::KeyFingerprint> &keys)
    {
        QStringList texts;
        for (const auto &key : keys) {
            texts.append(key.toString());
        }
        texts.sort();
        return texts.join(QLatin1Char(' '));
    }

    [[nodiscard]] static QList<crypto::KeyFingerprint> split(const QString &text)
    {
        QList<crypto::KeyFingerprint> keys;
        const auto parts = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        for (const auto &part : parts) {
            if (const auto key = crypto::KeyFingerprint::parse(part)) {
                keys.append(*key);
            }
        }
        return keys;
    }
};

} // namespace letterlock::archive
