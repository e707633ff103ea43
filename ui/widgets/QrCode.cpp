// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/QrCode.h"

#include <QPainter>

#include <memory>

#include <qrencode.h>

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

const auto scheme = u"OPENPGP4FPR:"_s;

} // namespace

QrCode::QrCode(const QString &text)
{
    if (text.isEmpty()) {
        return;
    }
    const QByteArray bytes = text.toUtf8();
    const std::unique_ptr<QRcode, void (*)(QRcode *)> code(
        QRcode_encodeString(bytes.constData(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!code) {
        return;
    }
    m_size = code->width;
    m_modules.reserve(qsizetype(m_size) * m_size);
    for (int i = 0; i < m_size * m_size; ++i) {
        m_modules.append(char(code->data[i] & 1)); // the other bits say what a module is for
    }
}

QString QrCode::keyUri(const crypto::KeyFingerprint &key)
{
    return key.isEmpty() ? QString() : scheme + key.toString().toUpper();
}

QrCode QrCode::ofKey(const crypto::KeyFingerprint &key)
{
    return QrCode(keyUri(key));
}

QString QrCode::digitsOf(const QString &typed)
{
    auto digits = typed.trimmed();
    if (digits.startsWith(scheme, Qt::CaseInsensitive)) {
        digits.remove(0, scheme.size());
    }
    return digits.remove(u' ').remove(u'-').remove(u':');
}

bool QrCode::isDark(int column, int row) const
{
    return m_modules.at(qsizetype(row) * m_size + column) != 0;
}

void QrCode::paint(QPainter &painter, const QRectF &square) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawRect(square);
    painter.setBrush(Qt::black);
    const qreal module = square.width() / (m_size + 2 * quietZone);
    for (int row = 0; row < m_size; ++row) {
        for (int column = 0; column < m_size; ++column) {
            if (isDark(column, row)) {
                painter.drawRect(QRectF(square.left() + (column + quietZone) * module,
                    square.top() + (row + quietZone) * module, module, module));
            }
        }
    }
    painter.restore();
}

} // namespace letterlock::ui
