// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QMap>
#include <QSet>
#include <QWidget>

#include <optional>

namespace letterlock::ui {

/// How much was written on which day: one column per week, one cell per day, five shades. Days with a result are
/// outlined, the chosen range has a frame with two handles. Arrows walk by day and week, Shift extends, Enter applies.
class ActivityStrip : public QWidget {
    Q_OBJECT
public:
    struct Range {
        QDate from;
        QDate to;
        [[nodiscard]] bool isValid() const { return from.isValid() && to.isValid() && from <= to; }
        bool operator==(const Range &) const = default;
    };

    explicit ActivityStrip(QWidget *parent = nullptr);

    void setActivity(const QMap<QDate, int> &messages);
    void setResultDays(const QSet<QDate> &days);
    void setRange(const Range &range); ///< an invalid one takes the frame away
    void setLastDay(const QDate &day); ///< the newest day shown

    [[nodiscard]] Range range() const { return m_range; }
    [[nodiscard]] Range period() const; ///< everything shown
    [[nodiscard]] int weeks() const;
    [[nodiscard]] QDate focusDay() const { return m_focus; }
    void setFocusDay(const QDate &day);
    [[nodiscard]] QRect cellRect(const QDate &day) const;
    [[nodiscard]] QDate dayAt(QPoint pos) const; ///< invalid outside
    [[nodiscard]] int count(const QDate &day) const { return m_activity.value(day); }
    [[nodiscard]] int level(const QDate &day) const; ///< 0–4
    [[nodiscard]] QString dayText(const QDate &day) const; ///< tooltip and accessible name
    [[nodiscard]] bool isResultDay(const QDate &day) const { return m_resultDays.contains(day); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void rangeChosen(const QDate &from, const QDate &to); ///< both invalid = range taken away
    void periodChanged(const QDate &from, const QDate &to); ///< other days are shown now

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    enum class Drag { None, Days, Start, End };

    [[nodiscard]] QDate firstDay() const;
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] QRect frameRect() const;
    [[nodiscard]] QRect handleRect(bool end) const;
    [[nodiscard]] Drag handleAt(QPoint pos) const;
    void extendTo(const QDate &day);
    void moveFocus(const QDate &day, bool extend);
    void reveal(const QDate &day);
    void computeThresholds();
    void paintLabels(QPainter &painter) const;
    void paintFrame(QPainter &painter) const;
    void announcePeriod();

    QMap<QDate, int> m_activity;
    QSet<QDate> m_resultDays;
    QDate m_last;
    QDate m_focus;
    QDate m_anchor;
    Range m_range;
    Range m_announced;
    std::array<int, 3> m_thresholds{};
    Drag m_drag = Drag::None;
};

} // namespace letterlock::ui
