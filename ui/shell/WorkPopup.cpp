// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/WorkPopup.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>

#include "ui/shell/WorkRow.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kWidth = 400;

bool stands(const WorkItem &item)
{
    return item.paused || item.problem;
}

} // namespace

WorkPopup::WorkPopup(QWidget *parent)
    : Panel(Role::BgRaised, parent)
    , m_pauseAll(new QPushButton(this))
    , m_column(new QVBoxLayout(this))
    , m_rest((new TextLabel({}, TextStyle::Body, Role::Text2, this))->wrapping())
{
    setWindowFlag(Qt::Popup);
    setObjectName(u"workPopup"_s);
    setAccessibleName(tr("Work in the background"));
    setBorder(Role::LineStrong);
    setFixedWidth(kWidth);
    m_pauseAll->setObjectName(u"workPauseAll"_s);
    setButtonKind(m_pauseAll, ButtonKind::Text, ButtonSize::Small);
    auto *head = new Panel(Role::Count, this);
    head->setEdges(Qt::BottomEdge);
    auto *headRow = new QHBoxLayout(head);
    headRow->setContentsMargins(14, 4, 6, 4);
    headRow->addWidget(new TextLabel(tr("Work in the background"), TextStyle::BodyStrong, Role::Text, head), 1);
    headRow->addWidget(m_pauseAll);
    m_rest->setContentsMargins(14, 14, 14, 14);
    m_rest->setObjectName(u"workNothing"_s);
    auto *foot = new Panel(Role::BgSunken, this);
    auto *footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(14, 9, 14, 9);
    footRow->setSpacing(metrics::kSpace8);
    footRow->addWidget(new Glyph(u"info"_s, Role::Text2, 16, foot), 0, Qt::AlignTop);
    footRow->addWidget((new TextLabel(tr("You can quit at any time. Everything goes on from where it stopped."),
                            TextStyle::Caption, Role::Text2, foot))
                           ->wrapping(),
        1);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
    m_column->addWidget(head);
    m_column->addWidget(m_rest);
    m_column->addWidget(foot);
    connect(m_pauseAll, &QPushButton::clicked, this, &WorkPopup::toggleAll);
}

WorkRow *WorkPopup::makeRow(const QString &id)
{
    auto *row = new WorkRow(id, this);
    m_column->insertWidget(m_column->count() - 2, row);
    connect(row, &WorkRow::openWanted, this, [this, id] {
        close();
        Q_EMIT openWanted(id);
    });
    connect(row, &WorkRow::pauseToggled, this, [this, id] {
        for (const auto &item : std::as_const(m_items)) {
            if (item.id == id)
                stands(item) ? Q_EMIT continueWanted(id) : Q_EMIT pauseWanted(id);
        }
    });
    return row;
}

void WorkPopup::setItems(const QList<WorkItem> &items, const QString &rest)
{
    m_items = items;
    QStringList ids;
    bool anyRuns = false;
    for (const auto &item : items) {
        if (!m_rows.contains(item.id))
            m_rows.insert(item.id, makeRow(item.id));
        m_rows.value(item.id)->show(item);
        m_rows.value(item.id)->show();
        ids << item.id;
        anyRuns = anyRuns || (item.canPause && !stands(item));
    }
    for (auto row = m_rows.cbegin(); row != m_rows.cend(); ++row) {
        if (!ids.contains(row.key()))
            row.value()->hide();
    }
    m_rest->setText(tr("Nothing is running. %1").arg(rest));
    m_rest->setVisible(items.isEmpty());
    m_pauseAll->setVisible(!items.isEmpty());
    m_pauseAll->setText(anyRuns ? tr("Pause all") : tr("Continue all"));
    if (isVisible()) {
        const int bottom = geometry().bottom();
        adjustSize();
        move(x(), bottom - height() + 1);
    }
}

void WorkPopup::toggleAll()
{
    const auto items = m_items; // the answers change it
    const bool anyRuns
        = std::ranges::any_of(items, [](const WorkItem &item) { return item.canPause && !stands(item); });
    for (const auto &item : items) {
        if (anyRuns && item.canPause && !stands(item))
            Q_EMIT pauseWanted(item.id);
        else if (!anyRuns && stands(item))
            Q_EMIT continueWanted(item.id);
    }
}

void WorkPopup::popUpAbove(const QWidget *opener)
{
    adjustSize();
    const bool rtl = opener->layoutDirection() == Qt::RightToLeft;
    QPoint place = opener->mapToGlobal(QPoint(rtl ? opener->width() - 8 - width() : 8, -height() - 25 + 1));
    const QRect screen = opener->screen()->availableGeometry();
    place.setX(qBound(screen.left(), place.x(), screen.right() - width()));
    place.setY(qMax(screen.top(), place.y()));
    move(place);
    QWidget::show();
    if (m_pauseAll->isVisible())
        m_pauseAll->setFocus(Qt::PopupFocusReason);
    else
        setFocus(Qt::PopupFocusReason);
}

void WorkPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    Panel::keyPressEvent(event);
}

void WorkPopup::hideEvent(QHideEvent *event)
{
    Panel::hideEvent(event);
    Q_EMIT closed();
}

} // namespace letterlock::ui
