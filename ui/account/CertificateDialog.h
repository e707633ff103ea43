// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transport/Transport.h"
#include "ui/widgets/Dialog.h"

namespace letterlock::ui {

/// Shows a certificate that cannot be trusted, and lets the person pin it after thinking twice.
class CertificateDialog : public Dialog {
    Q_OBJECT
public:
    explicit CertificateDialog(const app::CertificateProblem &problem, QWidget *parent = nullptr);

    static QString reason(const QString &machineWord); ///< "expired" -> "It has expired."

Q_SIGNALS:
    void trusted(const QByteArray &sha256);
    void tryAgainWanted();
};

} // namespace letterlock::ui
