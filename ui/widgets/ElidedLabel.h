// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

/// One line that ends in an ellipsis where space ends; the whole text is the tooltip then.
class ElidedLabel : public TextLabel {
    Q_OBJECT
public:
    using TextLabel::TextLabel;

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace letterlock::ui
