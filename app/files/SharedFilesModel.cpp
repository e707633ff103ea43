// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/SharedFilesModel.h"

#include <algorithm>

#include "crypto/base/LogCategories.h"

namespace letterlock::app {

SharedFilesModel::SharedFilesModel(FilesController &files, archive::HistoryStore &history, QObject *parent)
    : QAbstractListModel(parent)
    , m_files(files)
{
    connect(&files, &FilesController::changed, this, [this](archive::MessageId message) {
        for (int row = 0; row < m_rows.size(); ++row) {
            if (m_rows[row].message.id == message) {
                Q_EMIT dataChanged(index(row), index(row));
            }
        }
    });
    connect(&history, &archive::HistoryStore::messageStored, this, &SharedFilesModel::take);
    connect(&history, &archive::HistoryStore::messageChanged, this, &SharedFilesModel::take);
    connect(&history, &archive::HistoryStore::historyImported, this,
        [this](const QList<archive::ConversationId> &conversations) {
            if (conversations.contains(m_conversation)) {
                show(m_conversation);
            }
        });
}

void SharedFilesModel::show(archive::ConversationId conversation)
{
    beginResetModel();
    m_rows.clear();
    m_conversation = conversation;
    m_total = 0;
    m_more = false;
    m_reading = false;
    ++m_generation;
    endResetModel();
    if (conversation != 0) {
        read(0);
    }
}

void SharedFilesModel::read(archive::MessageId before)
{
    m_reading = true;
    m_files.messagesWithFiles(m_conversation, before, pageSize)
        .then(this, [this, generation = m_generation](const archive::ArchiveResult<QList<archive::Message>> &page) {
            if (generation != m_generation) {
                return;
            }
            if (!page) {
                qCWarning(crypto::lcApp).noquote() << "the files cannot be listed:" << page.error().detail;
            }
            m_more = page && page->size() == pageSize;
            append(page.value_or(QList<archive::Message>()));
            m_reading = false; // who asks for more while rows come in gets none
            recount();
        });
}

int SharedFilesModel::total() const
{
    return m_more ? std::max(m_total, int(m_rows.size())) : int(m_rows.size());
}

void SharedFilesModel::recount()
{
    if (!m_more) {
        Q_EMIT totalChanged();
        return;
    }
    m_files.countFiles(m_conversation)
        .then(this, [this, generation = m_generation](const archive::ArchiveResult<int> &counted) {
            if (generation == m_generation && counted) {
                m_total = *counted;
                Q_EMIT totalChanged();
            }
        });
}

QList<SharedFilesModel::Row> SharedFilesModel::rowsOf(const archive::Message &message)
{
    QList<Row> rows;
    const auto count = archive::SharedFile::unpack(message.files).size();
    for (int position = 0; position < count; ++position) {
        rows.append({message, position});
    }
    return rows;
}

void SharedFilesModel::append(const QList<archive::Message> &page)
{
    QList<Row> added;
    for (const auto &message : page) {
        // It may have come by a signal while the page was read.
        if (std::ranges::none_of(m_rows, [&](const Row &row) { return row.message.id == message.id; })) {
            added.append(rowsOf(message));
        }
    }
    if (!added.isEmpty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + added.size()) - 1);
        m_rows.append(added);
        endInsertRows();
    }
}

void SharedFilesModel::take(const archive::Message &message)
{
    if (message.conversation != m_conversation || m_conversation == 0) {
        return;
    }
    const auto rows = message.retracted ? QList<Row>() : rowsOf(message);
    const auto known = std::ranges::find(m_rows, message.id, [](const Row &row) { return row.message.id; });
    const auto count = std::ranges::count_if(m_rows, [&](const Row &row) { return row.message.id == message.id; });
    if (count == rows.size()) {
        const int first = int(known - m_rows.begin());
        for (int i = 0; i < rows.size(); ++i) {
            m_rows[first + i] = rows[i];
        }
        if (count > 0) {
            Q_EMIT dataChanged(index(first), index(first + int(count) - 1));
        }
        return;
    }
    remove(message.id);
    recount();
    const auto place
        = std::ranges::find_if(m_rows, [&](const Row &row) { return row.message.id < message.id; }) - m_rows.begin();
    if (rows.isEmpty() || (place == m_rows.size() && m_more)) {
        return; // older than what was read: it comes with its page
    }
    beginInsertRows({}, int(place), int(place + rows.size()) - 1);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        m_rows.insert(place + i, rows[i]);
    }
    endInsertRows();
}

void SharedFilesModel::remove(archive::MessageId message)
{
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (m_rows[row].message.id == message) {
            beginRemoveRows({}, row, row);
            m_rows.removeAt(row);
            endRemoveRows();
        }
    }
}

int SharedFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SharedFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const auto &row = m_rows[index.row()];
    switch (role) {
    case StateRole:
        return QVariant::fromValue(m_files.states(row.message).value(row.position));
    case MessageRole:
        return QVariant::fromValue(row.message);
    case PositionRole:
        return row.position;
    default:
        return {};
    }
}

bool SharedFilesModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_more && !m_reading && !m_rows.isEmpty();
}

void SharedFilesModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        read(m_rows.constLast().message.id);
    }
}

} // namespace letterlock::app
