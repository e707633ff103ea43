// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FilesController.h"

#include <QDir>
#include <QMimeDatabase>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "app/files/FileFetcher.h"
#include "app/files/FileUploads.h"
#include "crypto/base/Random.h"
#include "crypto/files/FileCipher.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::FileProblem;
using Kind = FileState::Kind;

namespace {

constexpr QSize pictureBox{450, 480}; // one and a half times what a conversation shows

} // namespace

FilesController::FilesController(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
    connect(&ports.uploads, &FileUploads::progressed, this, [this](archive::MessageId message, qint64 done, qint64) {
        if (auto *shown = state(message, 0)) {
            shown->kind = done > 0 ? Kind::Running : Kind::Waiting;
            shown->done = done;
            tell(message);
        }
    });
    const auto again = [this](archive::MessageId message) {
        if (auto *shown = find(message)) {
            shown->loaded = false;
            load(message);
        }
    };
    connect(&ports.uploads, &FileUploads::uploaded, this, again);
    connect(&ports.uploads, &FileUploads::failed, this, again);
    connect(
        &ports.history, &archive::HistoryStore::messageChanged, this, [this, again](const archive::Message &message) {
            auto *shown = find(message.id);
            // Sent again, or given up: the journal knows.
            if (shown && shown->message.delivery != message.delivery) {
                shown->message.delivery = message.delivery;
                again(message.id);
            }
        });
}

FilesController::~FilesController() = default;

void FilesController::tidy()
{
    m_ports.journal.allCopies().then(this, [this](const archive::ArchiveResult<QSet<QString>> &names) {
        if (names) {
            m_ports.vault.removeOthers(*names);
        }
    });
}

FileState *FilesController::state(archive::MessageId message, int position)
{
    auto *known = find(message);
    return known && position >= 0 && position < known->states.size() ? &known->states[position] : nullptr;
}

FilesController::Known &FilesController::known(const archive::Message &message)
{
    auto *found = find(message.id);
    if (found && found->packed == message.files) {
        if (std::exchange(found->message.delivery, message.delivery) != message.delivery) {
            loadSoon(message.id);
        }
        return *found;
    }
    auto made = std::make_shared<Known>();
    made->packed = message.files;
    made->message = message;
    for (const auto &file : archive::SharedFile::unpack(message.files)) {
        FileState state{.file = file};
        if (message.outgoing && file.url.isEmpty()) {
            state.kind = Kind::Waiting;
            state.uploads = true;
        }
        made->states.append(state);
        made->copies.append(archive::FileCopy());
    }
    for (qsizetype i = 0; found && i < qMin(found->states.size(), made->states.size()); ++i) {
        made->states[i].picture = found->states[i].picture;
        made->copies[i] = found->copies[i];
    }
    m_known.insert(message.id, made);
    loadSoon(message.id);
    return *made;
}

/// A view asks while it lays out its rows, and must not be told of a change before it is done: an answer that is there
/// at once would tell it.
void FilesController::loadSoon(archive::MessageId message)
{
    QMetaObject::invokeMethod(this, [this, message] { load(message); }, Qt::QueuedConnection);
}

void FilesController::forgetOthers(archive::ConversationId conversation)
{
    if (std::exchange(m_shown, conversation) == conversation) {
        return;
    }
    m_known.removeIf([&](const QHash<archive::MessageId, std::shared_ptr<Known>>::iterator &entry) {
        const auto running = m_fetchers.lower_bound({entry.key(), 0});
        const bool fetches = running != m_fetchers.end() && running->first.first == entry.key();
        return !fetches && entry.value()->message.conversation != conversation;
    });
}

QList<FileState> FilesController::states(const archive::Message &message)
{
    if (message.files.isEmpty() || message.retracted || message.id == 0) {
        return {};
    }
    forgetOthers(message.conversation);
    return known(message).states;
}

void FilesController::arrived(const archive::Message &message)
{
    if (!message.files.isEmpty()) {
        known(message);
    }
}

void FilesController::load(archive::MessageId message)
{
    m_ports.journal.copies(message).then(
        this, [this, message](const archive::ArchiveResult<QHash<int, archive::FileCopy>> &copies) {
            if (copies) {
                apply(message, *copies);
            }
        });
    for (int position = 0; state(message, position); ++position) {
        const auto thumbnail = state(message, position)->file.thumbnail;
        if (thumbnail.isEmpty() || !state(message, position)->picture.isNull()) {
            continue;
        }
        m_ports.vault.decode(thumbnail, pictureBox).then(this, [this, message, position](const QImage &picture) {
            auto *shown = state(message, position);
            if (shown && shown->picture.isNull() && !picture.isNull()) {
                shown->picture = picture;
                tell(message);
            }
        });
    }
}

void FilesController::apply(archive::MessageId message, const QHash<int, archive::FileCopy> &copies)
{
    auto *known = find(message);
    if (!known) {
        return;
    }
    const bool first = !std::exchange(known->loaded, true);
    for (int position = 0; position < known->states.size(); ++position) {
        auto &shown = known->states[position];
        const auto copy = copies.value(position);
        known->copies[position] = copy;
        if (m_fetchers.contains({message, position})) {
            continue;
        }
        shown.uploads = copy.uploading;
        shown.problem = copy.problem;
        shown.sizeLimit = copy.sizeLimit;
        if (copy.uploading) {
            const qint64 sent = m_ports.uploads.sent(message);
            const bool givenUp = known->message.delivery == archive::Delivery::Failed;
            shown.kind = givenUp ? Kind::Failed : sent >= 0 ? Kind::Running : Kind::Waiting;
            shown.done = qMax<qint64>(sent, 0);
            shown.total = shown.file.size;
        } else {
            shown.kind = copy.problem != FileProblem::None ? Kind::Failed
                : copy.copy.isEmpty()                      ? Kind::Elsewhere
                                                           : Kind::Here;
        }
        if (!copy.copy.isEmpty()) {
            loadPicture(message, position);
        } else if (first && shown.kind == Kind::Elsewhere && m_fetchesByItself && shown.file.isPicture()
            && shown.file.cipher != archive::SharedFile::Cipher::None && shown.file.size <= largestByItself
            && m_mayFetch && m_mayFetch(known->message.sender.bare())) {
            begin(message, position, largestByItself);
        }
    }
    tell(message);
}

void FilesController::loadPicture(archive::MessageId message, int position)
{
    const auto *shown = state(message, position);
    const QString copy = shown ? find(message)->copies.value(position).copy : QString();
    if (copy.isEmpty() || !shown->file.isPicture()) {
        return;
    }
    m_ports.vault.picture(copy, fileOfCopy(message, position), pictureBox)
        .then(this, [this, message, position](const QImage &picture) {
            auto *now = state(message, position);
            if (now && !picture.isNull()) {
                now->picture = picture;
                tell(message);
            }
        });
}

void FilesController::fetch(archive::MessageId message, int position)
{
    begin(message, position, FileFetcher::largest);
}

void FilesController::begin(archive::MessageId message, int position, qint64 limit)
{
    auto *shown = state(message, position);
    const Key key(message, position);
    if (!shown || m_fetchers.contains(key) || shown->uploads) {
        return;
    }
    auto fetcher = std::make_unique<FileFetcher>(m_ports.vault, m_ports.http, shown->file, limit, nullptr);
    auto *running = fetcher.get();
    m_fetchers.emplace(key, std::move(fetcher));
    shown->kind = Kind::Running;
    shown->problem = FileProblem::None;
    shown->done = 0;
    shown->total = shown->file.size;
    connect(running, &FileFetcher::progressed, this, [this, message, position, running] {
        if (auto *now = state(message, position)) {
            now->done = running->done();
            tell(message);
        }
    });
    // Queued: it ends the object that says so.
    connect(
        running, &FileFetcher::finished, this,
        [this, key, limit](const QString &copy, FileProblem problem) { fetched(key, limit, copy, problem); },
        Qt::QueuedConnection);
    running->start();
    tell(message);
}

void FilesController::fetched(Key key, qint64 limit, const QString &copy, FileProblem problem)
{
    const auto [message, position] = key;
    const auto fetcher = m_fetchers.find(key);
    const QByteArray ownKey = fetcher == m_fetchers.end() ? QByteArray() : fetcher->second->ownKey();
    m_fetchers.erase(key);
    if (problem == FileProblem::TooLarge && limit == largestByItself) {
        // Larger than was said: the person decides.
        if (auto *shown = state(message, position)) {
            shown->kind = Kind::Elsewhere;
            tell(message);
        }
        return;
    }
    // What may be different next time is not remembered.
    const bool passes = problem == FileProblem::Unreachable || problem == FileProblem::DiskFull;
    if (passes) {
        if (auto *shown = state(message, position)) {
            shown->kind = Kind::Failed;
            shown->problem = problem;
            tell(message);
        }
        return;
    }
    m_ports.journal.setCopy(message, position, {.copy = copy, .problem = problem, .key = ownKey})
        .then(this, [this, shown = key.first](const archive::ArchiveResult<void> &) { load(shown); });
}

void FilesController::stop(archive::MessageId message, int position)
{
    auto *shown = state(message, position);
    if (!shown) {
        return;
    }
    if (shown->uploads) {
        m_ports.uploads.stop(message);
        return;
    }
    if (m_fetchers.erase({message, position}) > 0) {
        shown->kind = Kind::Elsewhere;
        tell(message);
    }
}

void FilesController::saveAs(archive::MessageId message, int position, const QString &path)
{
    const auto *shown = state(message, position);
    if (!shown) {
        return;
    }
    m_ports.vault.open(find(message)->copies.value(position).copy, fileOfCopy(message, position), path)
        .then(this, [this, path](const FileVault::Outcome &done) {
            if (done) {
                Q_EMIT saved(path);
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

void FilesController::open(archive::MessageId message, int position)
{
    const auto *shown = state(message, position);
    if (!shown) {
        return;
    }
    if (!m_openedFiles) {
        // In memory where the system has such a place, and for this person only.
        const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
        const QString base = runtime.isEmpty() ? QDir::tempPath() : runtime;
        m_openedFiles = std::make_unique<QTemporaryDir>(base + u"/letterlock-XXXXXX"_s);
    }
    // A folder for each, so that two files of one name do not meet.
    const QString folder = m_openedFiles->filePath(crypto::randomName().left(8));
    if (!m_openedFiles->isValid() || !QDir().mkpath(folder)) {
        Q_EMIT failed(FileProblem::DiskFull);
        return;
    }
    const QString path = folder + u'/' + (shown->file.name.isEmpty() ? u"file"_s : shown->file.name);
    m_ports.vault.open(find(message)->copies.value(position).copy, fileOfCopy(message, position), path)
        .then(this, [this, path](const FileVault::Outcome &done) {
            if (done) {
                QFile::setPermissions(path, QFile::ReadOwner);
                Q_EMIT opened(path);
            } else {
                Q_EMIT failed(done.error());
            }
        });
}

archive::SharedFile FilesController::fileOfCopy(archive::MessageId message, int position) const
{
    const auto *known = find(message);
    auto file = known->states.value(position).file;
    const QByteArray key = known->copies.value(position).key;
    if (!key.isEmpty()) {
        file.cipher = archive::SharedFile::Cipher::Gcm;
        file.key = key.first(qMin(key.size(), crypto::FileCipher::keySize));
        file.nonce = key.sliced(file.key.size());
    }
    return file;
}

bool FilesController::mayBeRun(const QString &name, const QString &mediaType)
{
    static const QStringList kinds{u"application/x-desktop"_s, u"application/x-executable"_s,
        u"application/x-sharedlib"_s, u"application/x-shellscript"_s, u"application/x-ms-dos-executable"_s,
        u"application/vnd.microsoft.portable-executable"_s, u"application/x-java-archive"_s,
        u"application/java-archive"_s, u"application/x-msi"_s, u"application/vnd.appimage"_s, u"application/x-perl"_s,
        u"text/x-python"_s, u"application/javascript"_s, u"text/javascript"_s, u"text/html"_s,
        u"application/xhtml+xml"_s, u"image/svg+xml"_s, u"application/vnd.flatpak.ref"_s, u"application/x-mswinurl"_s,
        u"application/vnd.debian.binary-package"_s, u"application/x-rpm"_s};
    const QMimeDatabase types;
    auto possible = types.mimeTypesForFileName(name);
    possible.append(types.mimeTypeForName(mediaType));
    for (const auto &type : std::as_const(possible)) {
        for (const auto &kind : kinds) {
            if (type.isValid() && type.inherits(kind)) {
                return true;
            }
        }
    }
    return false;
}

void FilesController::tell(archive::MessageId message)
{
    Q_EMIT changed(message);
}

} // namespace letterlock::app
