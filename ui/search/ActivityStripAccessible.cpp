// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/ActivityStripAccessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QDate>
#include <QLocale>
#include <QPointer>

#include "ui/search/ActivityStrip.h"

namespace letterlock::ui {

namespace {

class StripTable;

/// One day. Owned by the accessibility cache through its table.
class StripCell : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    StripCell(ActivityStrip *strip, int row, int column)
        : m_strip(strip)
        , m_row(row)
        , m_column(column)
    {
    }

    [[nodiscard]] QDate day() const { return m_strip->period().from.addDays(m_column * 7 + m_row); }

    [[nodiscard]] bool isValid() const override { return m_strip && day() <= m_strip->period().to; }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_strip);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return m_strip && kind == QAccessible::Name ? m_strip->dayText(day()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override { }
    [[nodiscard]] QRect rect() const override
    {
        if (!m_strip) {
            return {};
        }
        const auto cell = m_strip->cellRect(day());
        return {m_strip->mapToGlobal(cell.topLeft()), cell.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Cell; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State result;
        result.focusable = true;
        result.selectable = true;
        if (m_strip) {
            const auto range = m_strip->range();
            result.focused = m_strip->hasFocus() && m_strip->focusDay() == day();
            result.selected = range.isValid() && range.from <= day() && day() <= range.to;
        }
        return result;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this) : nullptr;
    }

    [[nodiscard]] bool isSelected() const override { return state().selected; }
    [[nodiscard]] QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    [[nodiscard]] QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override { return m_row; }
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface *table() const override { return parent(); }

private:
    QPointer<ActivityStrip> m_strip;
    int m_row;
    int m_column;
};

class StripTable : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit StripTable(ActivityStrip *strip)
        : QAccessibleWidget(strip, QAccessible::Table)
    {
    }
    ~StripTable() override
    {
        for (const auto id : std::as_const(m_cells)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? strip()->dayText(strip()->focusDay()) : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] int childCount() const override { return rowCount() * columnCount(); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        return cellAt(index / columnCount(), index % columnCount());
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *found = dynamic_cast<const StripCell *>(child);
        return found ? found->rowIndex() * columnCount() + found->columnIndex() : -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const auto day = strip()->dayAt(strip()->mapFromGlobal(QPoint(x, y)));
        if (!day.isValid()) {
            return nullptr;
        }
        const auto days = static_cast<int>(strip()->period().from.daysTo(day));
        return cellAt(days % 7, days / 7);
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        const auto days = static_cast<int>(strip()->period().from.daysTo(strip()->focusDay()));
        return strip()->hasFocus() ? cellAt(days % 7, days / 7) : nullptr;
    }

    [[nodiscard]] QAccessibleInterface *caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *summary() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *cellAt(int row, int column) const override
    {
        if (row < 0 || row > 6 || column < 0 || column >= columnCount()) {
            return nullptr;
        }
        const int key = column * 7 + row;
        if (const auto known = m_cells.constFind(key); known != m_cells.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto *made = new StripCell(strip(), row, column);
        m_cells.insert(key, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] int selectedCellCount() const override { return static_cast<int>(selectedCells().size()); }
    [[nodiscard]] QList<QAccessibleInterface *> selectedCells() const override
    {
        QList<QAccessibleInterface *> result;
        const auto range = strip()->range();
        const auto shown = strip()->period();
        if (range.isValid()) {
            for (auto day = std::max(range.from, shown.from); day <= std::min(range.to, shown.to);
                day = day.addDays(1)) {
                const auto days = static_cast<int>(shown.from.daysTo(day));
                result << cellAt(days % 7, days / 7);
            }
        }
        return result;
    }
    [[nodiscard]] QString columnDescription(int column) const override
    {
        return QLocale().toString(strip()->period().from.addDays(column * 7), QLocale::ShortFormat);
    }
    [[nodiscard]] QString rowDescription(int row) const override
    {
        return QLocale().dayName(strip()->period().from.addDays(row).dayOfWeek());
    }
    [[nodiscard]] int selectedColumnCount() const override { return 0; }
    [[nodiscard]] int selectedRowCount() const override { return 0; }
    [[nodiscard]] int columnCount() const override { return strip()->weeks(); }
    [[nodiscard]] int rowCount() const override { return 7; }
    [[nodiscard]] QList<int> selectedColumns() const override { return {}; }
    [[nodiscard]] QList<int> selectedRows() const override { return {}; }
    [[nodiscard]] bool isColumnSelected(int) const override { return false; }
    [[nodiscard]] bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override { }

private:
    [[nodiscard]] ActivityStrip *strip() const { return static_cast<ActivityStrip *>(widget()); }

    mutable QHash<int, QAccessible::Id> m_cells;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className == QLatin1String(ActivityStrip::staticMetaObject.className())) {
        if (auto *strip = qobject_cast<ActivityStrip *>(object)) {
            return new StripTable(strip);
        }
    }
    return nullptr;
}

} // namespace

void installActivityStripAccessibility()
{
    QAccessible::installFactory(makeInterface); // Qt ignores a factory that is installed already
}

} // namespace letterlock::ui
