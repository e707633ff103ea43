// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SearchField.h"

#include <QAction>
#include <QKeyEvent>

#include "ui/style/Icons.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

SearchField::SearchField(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    addAction(icons::icon(u"search"_s), QLineEdit::LeadingPosition);
    auto *clearAction = addAction(icons::icon(u"close"_s), QLineEdit::TrailingPosition);
    clearAction->setText(tr("Clear search"));
    clearAction->setToolTip(tr("Clear search"));
    clearAction->setVisible(false);
    connect(clearAction, &QAction::triggered, this, &QLineEdit::clear);
    connect(this, &QLineEdit::textChanged, clearAction,
        [clearAction](const QString &text) { clearAction->setVisible(!text.isEmpty()); });
    setMinimumHeight(36);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    if (event->key() == Qt::Key_Down) {
        Q_EMIT leaveDown();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace letterlock::ui
