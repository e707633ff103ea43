// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/search/SearchResultModel.h"

#include <QPoint>

namespace letterlock::app {

void SearchResultModel::setPage(archive::SearchPage page)
{
    beginResetModel();
    m_hits = std::move(page.hits);
    m_more = page.more;
    m_asked = false;
    endResetModel();
}

void SearchResultModel::appendPage(archive::SearchPage page)
{
    m_asked = false;
    m_more = page.more;
    if (page.hits.isEmpty()) {
        return;
    }
    const int first = int(m_hits.size());
    beginInsertRows({}, first, first + int(page.hits.size()) - 1);
    m_hits.append(std::move(page.hits));
    endInsertRows();
}

int SearchResultModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant SearchResultModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const archive::SearchHit &hit = m_hits[index.row()];
    switch (role) {
    case HitRole:
        return QVariant::fromValue(hit);
    case Qt::DisplayRole:
    case PeerNameRole:
        return hit.conversationName.isEmpty() ? hit.peer.toString() : hit.conversationName;
    case SnippetRole:
        return hit.snippet;
    case MarksRole: {
        QVariantList marks;
        for (const auto &mark : hit.marks) {
            marks.append(QPoint(mark.start, mark.length));
        }
        return marks;
    }
    case TimeRole:
        return hit.message.time;
    case OutgoingRole:
        return hit.message.outgoing;
    case KeptRole:
        return int(hit.message.kept);
    default:
        return {};
    }
}

bool SearchResultModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_asked;
}

void SearchResultModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent) || m_hits.isEmpty()) {
        return;
    }
    m_asked = true;
    Q_EMIT moreWanted(m_hits.constLast().message.id);
}

} // namespace letterlock::app
