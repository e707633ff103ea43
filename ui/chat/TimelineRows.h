// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QIdentityProxyModel>

namespace letterlock::ui {

/// Adds words to a timeline model: each row as one sentence for assistive technology, its text for copying, and the
/// notice about a new key at the message it belongs to.
class TimelineRows : public QIdentityProxyModel {
    Q_OBJECT
public:
    enum Role {
        NoticeRole = Qt::UserRole + 100, ///< QString; empty = none at this row
        NoticeBelowRole, ///< bool: the key is newer than the last message
        NoticeQuietRole, ///< bool: it tells what was done, and asks for nothing
    };
    using QIdentityProxyModel::QIdentityProxyModel;

    void setSourceModel(QAbstractItemModel *model) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void setNotice(const QString &text, const QDateTime &since, bool isQuiet); ///< empty = none

private:
    void placeNotice();
    [[nodiscard]] QDateTime timeOf(int row) const;

    QString m_notice;
    QDateTime m_since;
    int m_noticeRow = -1;
    bool m_noticeBelow = false;
    bool m_noticeIsQuiet = false;
};

} // namespace letterlock::ui
