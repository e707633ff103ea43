// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QWidget>

#include "crypto/identity/KeyFingerprint.h"
#include "ui/widgets/QrCode.h"

class QPagedPaintDevice;

namespace letterlock::ui {

/// The sheet to keep on paper: backup code in 2 × 3 groups, fingerprint (also
/// as QR code), address, date. Paper colours in every theme;
/// the same painter prints it, black on white.
class RecoverySheet : public QWidget {
    Q_OBJECT
public:
    explicit RecoverySheet(QWidget *parent = nullptr);

    void setSheet(const QString &account, const QString &code, const crypto::KeyFingerprint &key, const QDate &date);
    [[nodiscard]] QStringList groups() const { return m_groups; }
    [[nodiscard]] bool isEmpty() const { return m_groups.isEmpty(); }
    [[nodiscard]] QSize sizeHint() const override { return {402, 312}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {340, 312}; }
    /// One page; the device chooses its size.
    void printTo(QPagedPaintDevice &device) const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintSheet(QPainter &painter, const QRectF &area, bool onPaper) const;

    QString m_account;
    QStringList m_groups;
    crypto::KeyFingerprint m_key;
    QrCode m_qr;
    QDate m_date;
};

} // namespace letterlock::ui
