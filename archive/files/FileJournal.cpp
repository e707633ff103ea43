// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/files/FileJournal.h"

#include "archive/history/MessageRows.h"
#include "archive/model/SharedFile.h"
#include "archive/store/EachRow.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

ArchiveResult<void> run(Database &database, const QString &sql, const QVariantList &values)
{
    auto statement = database.prepare(sql);
    if (!statement) {
        return std::unexpected(statement.error());
    }
    for (int i = 0; i < values.size(); ++i) {
        statement->bind(i + 1, values[i]);
    }
    return statement->run();
}

FileProblem problemOf(qint64 value)
{
    const bool known = value >= 0 && value <= qint64(FileProblem::DiskFull);
    return known ? FileProblem(value) : FileProblem::Unreachable;
}

} // namespace

QFuture<ArchiveResult<QList<FileUpload>>> FileJournal::uploads()
{
    return m_store.read([](Database &database) -> ArchiveResult<QList<FileUpload>> {
        QList<FileUpload> uploads;
        const auto done = eachRow(database,
            u"SELECT u.message, u.copy, u.size, m.files FROM file_uploads u JOIN outbox o ON o.message = u.message "
            "JOIN messages m ON m.id = u.message WHERE o.given_up = 0 ORDER BY o.seq"_s,
            {},
            [&](const Statement &row) { uploads.append({row.integer(0), row.text(1), row.integer(2), row.blob(3)}); });
        return done ? ArchiveResult<QList<FileUpload>>(uploads) : std::unexpected(done.error());
    });
}

QFuture<ArchiveResult<void>> FileJournal::uploadFailed(MessageId message, FileProblem problem, qint64 sizeLimit)
{
    return m_store.write([=](Database &database) {
        return run(database, u"UPDATE file_uploads SET problem = ?2, size_limit = ?3 WHERE message = ?1"_s,
            {message, int(problem), sizeLimit});
    });
}

QFuture<ArchiveResult<void>> FileJournal::uploadAgain(MessageId message)
{
    return uploadFailed(message, FileProblem::None, 0);
}

QFuture<ArchiveResult<void>> FileJournal::setCopy(MessageId message, int position, const FileCopy &copy)
{
    return m_store.write([=](Database &database) {
        return run(database,
            u"INSERT INTO file_copies (message, position, copy, problem, key) SELECT id, ?2, ?3, ?4, ?5 FROM messages "
            "WHERE id = ?1 ON CONFLICT (message, position) DO UPDATE SET copy = ?3, problem = ?4, key = ?5"_s,
            {message, position, copy.copy.isNull() ? u""_s : copy.copy, int(copy.problem),
                copy.key.isNull() ? QByteArray("") : copy.key});
    });
}

QFuture<ArchiveResult<QHash<int, FileCopy>>> FileJournal::copies(MessageId message)
{
    return m_store.read([=](Database &database) -> ArchiveResult<QHash<int, FileCopy>> {
        QHash<int, FileCopy> copies;
        auto done = eachRow(database, u"SELECT position, copy, problem, key FROM file_copies WHERE message = ?1"_s,
            {message}, [&](const Statement &row) {
                copies.insert(int(row.integer(0)),
                    {.copy = row.text(1), .problem = problemOf(row.integer(2)), .key = row.blob(3)});
            });
        if (done) {
            done = eachRow(database, u"SELECT problem, size_limit FROM file_uploads WHERE message = ?1"_s, {message},
                [&](const Statement &row) {
                    auto &copy = copies[0];
                    copy.uploading = true;
                    copy.problem = problemOf(row.integer(0));
                    copy.sizeLimit = row.integer(1);
                });
        }
        return done ? ArchiveResult<QHash<int, FileCopy>>(copies) : std::unexpected(done.error());
    });
}

QFuture<ArchiveResult<QList<Message>>> FileJournal::messagesWithFiles(
    ConversationId conversation, MessageId before, int most)
{
    return m_store.read([=](Database &database) -> ArchiveResult<QList<Message>> {
        QList<Message> messages;
        const auto done = eachRow(database,
            u"SELECT %1 FROM messages m WHERE m.conversation = ?1 AND m.files <> x'' AND m.replaces = '' AND "
            "m.retracted = 0 AND (?2 = 0 OR m.id < ?2) ORDER BY m.id DESC LIMIT ?3"_s.arg(MessageRows::columns()),
            {conversation, before, most}, [&](const Statement &row) { messages.append(MessageRows::read(row)); });
        return done ? ArchiveResult<QList<Message>>(messages) : std::unexpected(done.error());
    });
}

QFuture<ArchiveResult<int>> FileJournal::countFiles(ConversationId conversation)
{
    return m_store.read([=](Database &database) -> ArchiveResult<int> {
        int count = 0;
        const auto done = eachRow(database,
            u"SELECT files FROM messages WHERE conversation = ?1 AND files <> x'' AND replaces = '' AND retracted = 0"_s,
            {conversation}, [&](const Statement &row) { count += SharedFile::countIn(row.blob(0)); });
        return done ? ArchiveResult<int>(count) : std::unexpected(done.error());
    });
}

QFuture<ArchiveResult<QSet<QString>>> FileJournal::allCopies()
{
    return m_store.read([](Database &database) -> ArchiveResult<QSet<QString>> {
        QSet<QString> names;
        const auto done = eachRow(database, u"SELECT copy FROM file_copies UNION SELECT copy FROM file_uploads"_s, {},
            [&](const Statement &row) { names.insert(row.text(0)); });
        return done ? ArchiveResult<QSet<QString>>(names) : std::unexpected(done.error());
    });
}

} // namespace letterlock::archive
