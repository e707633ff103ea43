// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::ui {

/// A fingerprint in groups of four, wrapped only between groups, always left to right; read out group by group.
class FingerprintLabel : public QWidget {
    Q_OBJECT
public:
    explicit FingerprintLabel(const crypto::KeyFingerprint &key = {}, QWidget *parent = nullptr);

    void setFingerprint(const crypto::KeyFingerprint &key);
    [[nodiscard]] const crypto::KeyFingerprint &fingerprint() const { return m_key; }
    void setLarge(bool large); ///< 18/28 instead of 14/22, for the key card
    void setGroupsPerLine(int groups); ///< 5 unless set; fewer when the width does not allow
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QStringList groups() const;
    [[nodiscard]] QFont groupFont() const;
    [[nodiscard]] int step() const;
    [[nodiscard]] int perLine(int width) const;
    [[nodiscard]] int lineHeight() const { return m_large ? 28 : 24; }

    crypto::KeyFingerprint m_key;
    bool m_large = false;
    int m_perLine = 5;
};

} // namespace letterlock::ui
