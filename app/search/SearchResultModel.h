// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "archive/history/SearchQuery.h"

namespace letterlock::app {

/// Hits of the search, newest first; more come by fetchMore().
class SearchResultModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        HitRole = Qt::UserRole + 1, ///< archive::SearchHit
        PeerNameRole, ///< QString, also Qt::DisplayRole
        SnippetRole, ///< QString
        MarksRole, ///< QVariantList of QPoint(start, length) in the snippet
        TimeRole, ///< QDateTime, UTC
        OutgoingRole, ///< bool
        KeptRole, ///< int(archive::Kept)
    };
    using QAbstractListModel::QAbstractListModel;

    void setPage(archive::SearchPage page);
    void appendPage(archive::SearchPage page);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override; ///< asks by moreWanted

Q_SIGNALS:
    void moreWanted(letterlock::archive::MessageId before);

private:
    QList<archive::SearchHit> m_hits;
    bool m_more = false;
    bool m_asked = false; ///< a page is on its way
};

} // namespace letterlock::app

Q_DECLARE_METATYPE(letterlock::archive::SearchHit)
