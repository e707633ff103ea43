// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QRectF>

#include "crypto/identity/KeyFingerprint.h"

class QPainter;

namespace letterlock::ui {

/// The matrix of a QR code. Painted black on white in every theme, with the quiet zone that readers need.
class QrCode {
public:
    static constexpr int quietZone = 4; ///< modules on each side

    /// Empty when the text is empty or does not fit. Capital letters, digits and ":" take the least room.
    explicit QrCode(const QString &text = {});
    /// A key as other programs scan it, OpenKeychain among them.
    static QrCode ofKey(const crypto::KeyFingerprint &key);
    static QString keyUri(const crypto::KeyFingerprint &key);
    /// The fingerprint in such an address, or in plain groups, as somebody typed or pasted it.
    static QString digitsOf(const QString &typed);

    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] int size() const { return m_size; } ///< modules in a row, without the quiet zone
    [[nodiscard]] bool isDark(int column, int row) const;
    void paint(QPainter &painter, const QRectF &square) const;

private:
    QByteArray m_modules; ///< row by row
    int m_size = 0;
};

} // namespace letterlock::ui
