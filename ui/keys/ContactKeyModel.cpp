// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/ContactKeyModel.h"

#include <QLocale>
#include <QPainter>
#include <QStyle>

#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"
#include "ui/widgets/AvatarPainter.h"
#include "ui/widgets/Chip.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using crypto::TrustVerdict;

bool ContactKeyRow::needsAttention() const
{
    return verdict == TrustVerdict::NewAfterChecked || verdict == TrustVerdict::NewNotChecked
        || verdict == TrustVerdict::Expired || verdict == TrustVerdict::Revoked;
}

void ContactKeyModel::setRows(const QList<ContactKeyRow> &rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int ContactKeyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ContactKeyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ContactKeyModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size()) {
        return {};
    }
    const auto &row = m_rows.at(index.row());
    if (role == RowRole) {
        return QVariant::fromValue(row);
    }
    if (role == Qt::ToolTipRole && index.column() == Ending) {
        return row.key.grouped();
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) {
        return {};
    }
    switch (index.column()) {
    case Person:
        return row.name;
    case Ending:
        return row.key.isEmpty() ? tr("none") : row.key.grouped().right(9);
    case State:
        return Chip::lookOf(row.verdict).text;
    case Since:
        if (row.key.isEmpty()) {
            return tr("Messages cannot be sealed");
        }
        return row.since.isValid()
            ? tr("First seen %1").arg(QLocale().toString(row.since.toLocalTime().date(), tr("d MMM yyyy")))
            : QString();
    default:
        return {};
    }
}

QVariant ContactKeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignLeft | Qt::AlignVCenter)) : QVariant();
    }
    switch (section) {
    case Person:
        return tr("Person");
    case Ending:
        return tr("Key ends in");
    case State:
        return tr("State");
    case Since:
        return tr("Since");
    default:
        return {};
    }
}

ContactKeyFilter::ContactKeyFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void ContactKeyFilter::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

void ContactKeyFilter::setWords(const QString &words)
{
    m_words = words.simplified();
    invalidateFilter();
}

bool ContactKeyFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto value = sourceModel()->index(row, 0, parent).data(ContactKeyModel::RowRole).value<ContactKeyRow>();
    if ((m_show == Show::NeedAttention && !value.needsAttention())
        || (m_show == Show::Checked && value.verdict != TrustVerdict::Checked)) {
        return false;
    }
    const auto digits = QString(m_words).remove(u' ');
    return m_words.isEmpty() || value.name.contains(m_words, Qt::CaseInsensitive)
        || value.contact.toString().contains(m_words, Qt::CaseInsensitive)
        || value.key.toString().contains(digits, Qt::CaseInsensitive);
}

QSize ContactKeyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    static constexpr std::array wide{200, 104, 196, 160};
    return {wide.at(static_cast<size_t>(index.column())), 54};
}

void ContactKeyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected) {
        painter->fillRect(option.rect, color(Role::AccentSoft));
    }
    const auto row = index.data(ContactKeyModel::RowRole).value<ContactKeyRow>();
    const auto align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    const auto visual
        = [&](const QRect &logical) { return QStyle::visualRect(option.direction, option.rect, logical); };
    const auto &area = option.rect;
    if (index.column() == ContactKeyModel::Person) {
        AvatarPainter::paint(*painter, visual(QRect(area.left() + 14, area.top() + 10, 34, 34)), row.contact.toString(),
            row.name, {}, selected ? Role::AccentSoft : Role::BgSurface);
        painter->setFont(textFont(TextStyle::BodyMedium));
        painter->setPen(color(Role::Text));
        const QRect text(area.left() + 62, area.top(), area.width() - 66, area.height());
        painter->drawText(
            visual(text), align, painter->fontMetrics().elidedText(row.name, Qt::ElideRight, text.width()));
    } else if (index.column() == ContactKeyModel::State) {
        const auto look = Chip::lookOf(row.verdict);
        Chip::paint(*painter,
            visual(QRect(area.left(), area.center().y() - metrics::kChip / 2, Chip::widthOf(look), metrics::kChip)),
            look, option.direction);
    } else {
        auto font = textFont(index.column() == ContactKeyModel::Ending ? TextStyle::Mono : TextStyle::Body);
        font.setPixelSize(
            textFont(index.column() == ContactKeyModel::Ending ? TextStyle::Caption : TextStyle::Body).pixelSize());
        painter->setFont(font);
        painter->setPen(color(Role::Text2));
        painter->drawText(visual(area.adjusted(0, 0, -8, 0)), align,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, area.width() - 8));
    }
    if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter->setPen(QPen(color(Role::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 8, 8);
    }
    painter->restore();
}

} // namespace letterlock::ui
