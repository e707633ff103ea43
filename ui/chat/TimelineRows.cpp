// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/TimelineRows.h"

#include "app/chat/TimelineModel.h"
#include "ui/chat/FileText.h"
#include "ui/chat/MessageRow.h"
#include "ui/chat/TimelineText.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

void TimelineRows::setSourceModel(QAbstractItemModel *model)
{
    QIdentityProxyModel::setSourceModel(model);
    for (auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(this, changed, this, &TimelineRows::placeNotice, Qt::UniqueConnection);
    connect(this, &QAbstractItemModel::modelReset, this, &TimelineRows::placeNotice, Qt::UniqueConnection);
    placeNotice();
}

QVariant TimelineRows::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case NoticeRole:
        return index.row() == m_noticeRow ? m_notice : QString();
    case NoticeBelowRole:
        return index.row() == m_noticeRow && m_noticeBelow;
    case NoticeQuietRole:
        return m_noticeIsQuiet;
    case Qt::AccessibleTextRole:
    case Qt::DisplayRole: {
        const auto row = MessageRow::of(index);
        QStringList files;
        for (const auto &file : row.files)
            files.append(FileText::sentence(file));
        QString sentence = TimelineText::sentence(row.message, row.sender, row.replyText, files);
        if (row.unread > 0)
            sentence.prepend(TimelineText::unreadLine(row.unread) + u". "_s);
        if (!row.notice.isEmpty())
            sentence.prepend(QString(row.notice).replace(u'\n', u' ') + u' ');
        return sentence;
    }
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

void TimelineRows::setNotice(const QString &text, const QDateTime &since, bool isQuiet)
{
    if (m_notice == text && m_since == since && m_noticeIsQuiet == isQuiet)
        return;
    m_notice = text;
    m_noticeIsQuiet = isQuiet;
    m_since = since;
    placeNotice();
    if (m_noticeRow >= 0)
        Q_EMIT dataChanged(index(m_noticeRow, 0), index(m_noticeRow, 0));
}

void TimelineRows::placeNotice()
{
    const int before = m_noticeRow;
    const int rows = sourceModel() ? rowCount() : 0;
    m_noticeRow = m_notice.isEmpty() ? -1 : rows - 1;
    m_noticeBelow = m_noticeRow >= 0 && timeOf(m_noticeRow) < m_since;
    while (!m_noticeBelow && m_noticeRow > 0 && timeOf(m_noticeRow - 1) >= m_since)
        --m_noticeRow;
    if (before != m_noticeRow && before >= 0 && before < rows)
        Q_EMIT dataChanged(index(before, 0), index(before, 0));
}

QDateTime TimelineRows::timeOf(int row) const
{
    return index(row, 0).data(app::TimelineModel::MessageRole).value<archive::Message>().time;
}

} // namespace letterlock::ui
