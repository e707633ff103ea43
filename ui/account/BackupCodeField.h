// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QWidget>

#include <array>

namespace letterlock::ui {

/// Six groups of four characters: typing flows on, Backspace flows back, pasting a whole code fills all six.
class BackupCodeField : public QWidget {
    Q_OBJECT
public:
    explicit BackupCodeField(QWidget *parent = nullptr);

    [[nodiscard]] QString code() const; ///< groups with dashes, as on the sheet
    [[nodiscard]] bool isComplete() const;
    void clear();
    void focusFirstGap();
    void setWrong(bool wrong); ///< shows that it did not open anything, until it is changed

Q_SIGNALS:
    void changed();
    void submitted(); ///< Enter in a complete code

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void spread(int group, const QString &text);
    bool step(int group, int key);

    static constexpr int groups = 6;
    static constexpr int groupSize = 4;
    std::array<QLineEdit *, groups> m_fields{};
};

} // namespace letterlock::ui
