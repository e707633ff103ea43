// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "app/files/FilesController.h"

namespace letterlock::app {

/// The files of one conversation, newest first, a page at a time. What is known of each file changes as it does in the
/// conversation itself.
class SharedFilesModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole + 1, ///< app::FileState
        MessageRole, ///< archive::Message
        PositionRole, ///< int, of the file in its message
    };
    static constexpr int pageSize = 24; ///< messages

    SharedFilesModel(FilesController &files, archive::HistoryStore &history, QObject *parent = nullptr);

    void show(archive::ConversationId conversation); ///< 0 = nothing; reads the first page
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] int total() const; ///< also of those that were not read yet
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void totalChanged();

private:
    struct Row {
        archive::Message message;
        int position = 0;
    };
    void read(archive::MessageId before);
    void recount();
    void append(const QList<archive::Message> &page);
    void take(const archive::Message &message);
    void remove(archive::MessageId message);
    static QList<Row> rowsOf(const archive::Message &message);

    FilesController &m_files;
    QList<Row> m_rows;
    archive::ConversationId m_conversation = 0;
    int m_generation = 0;
    int m_total = 0;
    bool m_more = false;
    bool m_reading = false;
};

} // namespace letterlock::app

Q_DECLARE_METATYPE(letterlock::app::FileState)
