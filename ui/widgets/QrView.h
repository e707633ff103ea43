// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/QrCode.h"

namespace letterlock::ui {

/// A QR code to be scanned from the screen, each module a whole number of pixels.
class QrView : public QWidget {
    Q_OBJECT
public:
    explicit QrView(const QrCode &code, int width, QWidget *parent = nullptr);

    [[nodiscard]] const QrCode &code() const { return m_code; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QrCode m_code;
};

} // namespace letterlock::ui
