// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineAccessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include "ui/chat/TimelineView.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

/// One message: its sentence, and its actions by number, named in words.
class MessageItem : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    MessageItem(TimelineView *view, int row)
        : m_view(view)
        , m_row(row)
    {
    }

    [[nodiscard]] int row() const { return m_row; }
    [[nodiscard]] QModelIndex index() const { return m_view ? m_view->model()->index(m_row, 0) : QModelIndex(); }

    [[nodiscard]] bool isValid() const override { return index().isValid(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name ? index().data(Qt::AccessibleTextRole).toString() : QString();
    }
    void setText(QAccessible::Text, const QString &) override { }
    [[nodiscard]] QRect rect() const override
    {
        if (!m_view)
            return {};
        const QRect row = m_view->visualRect(index());
        return {m_view->viewport()->mapToGlobal(row.topLeft()), row.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State result;
        result.focusable = true;
        result.selectable = true;
        result.readOnly = true;
        if (m_view) {
            result.focused = m_view->hasFocus() && m_view->currentIndex() == index();
            result.selected = m_view->selectionModel()->isSelected(index());
            result.offscreen = !m_view->viewport()->rect().intersects(m_view->visualRect(index()));
        }
        return result;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names{setFocusAction()};
        for (const auto action : actions())
            names << u"message%1"_s.arg(int(action));
        return names;
    }
    [[nodiscard]] QString localizedActionName(const QString &name) const override
    {
        const auto action = find(name);
        return action ? TimelineText::actionName(*action) : QAccessibleActionInterface::localizedActionName(name);
    }
    void doAction(const QString &name) override
    {
        if (const auto action = find(name)) {
            m_view->perform(*action, index());
        } else if (name == setFocusAction() && m_view) {
            m_view->setFocus();
            m_view->setCurrentIndex(index());
        }
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    [[nodiscard]] QList<MessageAction> actions() const
    {
        return isValid() ? m_view->actionsFor(index()) : QList<MessageAction>();
    }
    [[nodiscard]] std::optional<MessageAction> find(const QString &name) const
    {
        for (const auto action : actions()) {
            if (name == u"message%1"_s.arg(int(action)))
                return action;
        }
        return {};
    }

    QPointer<TimelineView> m_view;
    int m_row;
};

class MessageList : public QAccessibleWidget {
public:
    explicit MessageList(TimelineView *view)
        : QAccessibleWidget(view, QAccessible::List)
    {
    }
    ~MessageList() override
    {
        for (const auto id : std::as_const(m_items))
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return view()->model()->rowCount(); }
    [[nodiscard]] QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        if (const auto known = m_items.constFind(row); known != m_items.constEnd())
            return QAccessible::accessibleInterface(*known);
        auto *made = new MessageItem(view(), row);
        m_items.insert(row, QAccessible::registerAccessibleInterface(made));
        return made;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *item = dynamic_cast<const MessageItem *>(child);
        return item ? item->row() : -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y))).row());
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        return view()->hasFocus() ? child(view()->currentIndex().row()) : nullptr;
    }

private:
    [[nodiscard]] TimelineView *view() const { return static_cast<TimelineView *>(widget()); }

    mutable QHash<int, QAccessible::Id> m_items;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className == QLatin1String(TimelineView::staticMetaObject.className())) {
        if (auto *view = qobject_cast<TimelineView *>(object))
            return new MessageList(view);
    }
    return nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    QAccessible::installFactory(makeInterface); // Qt ignores a factory that is installed already
}

} // namespace letterlock::ui
