// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include <functional>
#include <map>

#include "app/files/FileVault.h"
#include "archive/history/HistoryStore.h"

class QTemporaryDir;

namespace letterlock::app {

class FileFetcher;
class FileHttp;
class FileUploads;

/// One file of a message as it is shown.
struct FileState {
    enum class Kind {
        Elsewhere, ///< on the server, to be fetched
        Waiting, ///< to be uploaded
        Running, ///< up or down, `done` of `total`
        Here,
        Failed, ///< `problem` says why
    };
    archive::SharedFile file;
    Kind kind = Kind::Elsewhere;
    archive::FileProblem problem = archive::FileProblem::None;
    bool uploads = false; ///< it goes from here to the server
    qint64 done = 0;
    qint64 total = -1; ///< -1 = unknown
    qint64 sizeLimit = 0; ///< with TooLarge
    QImage picture; ///< the small one until the file is here; null = none
};

/// The files of messages: what is known of them, fetching, opening, saving.
class FilesController : public QObject {
    Q_OBJECT
public:
    struct Ports {
        archive::FileJournal &journal;
        archive::HistoryStore &history;
        FileVault &vault;
        FileHttp &http;
        FileUploads &uploads;
    };
    static constexpr qint64 largestByItself = 4LL << 20; ///< octets of a picture that is fetched unasked
    /// Whose pictures may be fetched without being asked for: it tells the other side that we are here.
    using MayFetch = std::function<bool(const crypto::BareJid &sender)>;

    explicit FilesController(Ports ports, QObject *parent = nullptr);
    ~FilesController() override;

    void setMayFetch(MayFetch mayFetch) { m_mayFetch = std::move(mayFetch); }
    void setFetchesByItself(bool fetches) { m_fetchesByItself = fetches; }
    void tidy(); ///< copies that belong to no message go
    [[nodiscard]] FileVault &vault() { return m_ports.vault; }

    /// What is known at once; changed() tells when there is more. Empty = nothing is attached.
    [[nodiscard]] QList<FileState> states(const archive::Message &message);
    void arrived(const archive::Message &message); ///< may be fetched by itself
    /// Messages with files, newest first, older than `before` (0 = from the newest on).
    [[nodiscard]] QFuture<archive::ArchiveResult<QList<archive::Message>>> messagesWithFiles(
        archive::ConversationId conversation, archive::MessageId before, int most)
    {
        return m_ports.journal.messagesWithFiles(conversation, before, most);
    }

    [[nodiscard]] QFuture<archive::ArchiveResult<int>> countFiles(archive::ConversationId conversation)
    {
        return m_ports.journal.countFiles(conversation);
    }

    void fetch(archive::MessageId message, int position);
    void stop(archive::MessageId message, int position); ///< upload or fetch
    void saveAs(archive::MessageId message, int position, const QString &path);
    /// Opens it into a folder that goes with the program; opened() names it.
    void open(archive::MessageId message, int position);
    /// Kinds that a desktop would run instead of showing.
    [[nodiscard]] static bool mayBeRun(const QString &name, const QString &mediaType);

Q_SIGNALS:
    void changed(letterlock::archive::MessageId message);
    void opened(const QString &path);
    void saved(const QString &path);
    void failed(letterlock::archive::FileProblem problem); ///< of saving or opening

private:
    using Key = std::pair<archive::MessageId, int>;
    struct Known {
        QByteArray packed;
        archive::Message message;
        QList<FileState> states;
        QList<archive::FileCopy> copies;
        bool loaded = false;
        bool wanted = false; ///< may be fetched by itself
    };
    [[nodiscard]] Known *find(archive::MessageId message) const { return m_known.value(message).get(); }
    Known &known(const archive::Message &message);
    void forgetOthers(archive::ConversationId conversation); ///< than those that are shown now
    void loadSoon(archive::MessageId message);
    void load(archive::MessageId message);
    void apply(archive::MessageId message, const QHash<int, archive::FileCopy> &copies);
    void loadPicture(archive::MessageId message, int position);
    void begin(archive::MessageId message, int position, qint64 limit);
    void fetched(Key key, qint64 limit, const QString &copy, archive::FileProblem problem);
    void tell(archive::MessageId message);
    FileState *state(archive::MessageId message, int position);
    /// The file with what opens the copy here.
    [[nodiscard]] archive::SharedFile fileOfCopy(archive::MessageId message, int position) const;

    Ports m_ports;
    MayFetch m_mayFetch;
    bool m_fetchesByItself = true;
    QHash<archive::MessageId, std::shared_ptr<Known>> m_known;
    archive::ConversationId m_shown = 0;
    std::map<Key, std::unique_ptr<FileFetcher>> m_fetchers;
    std::unique_ptr<QTemporaryDir> m_openedFiles;
};

} // namespace letterlock::app
