// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveSync.h"

#include <QPromise>
#include <QSet>

#include <algorithm>

#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/CollectionReader.h"
#include "archive/remote/LedgerRows.h"
#include "archive/remote/RemovalNotes.h"
#include "archive/remote/SyncFacts.h"
#include "archive/remote/SyncJournal.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::Priority;

namespace {

constexpr int changesPerPage = 100;
constexpr int mostRounds = 4; ///< over what has to be looked at once more

} // namespace

/// A state machine, one step at a time: each function starts one asynchronous step and names the next.
struct ArchiveSync::State {
    using Result = ArchiveResult<SyncSummary>;

    State(ArchiveSync *owner, ArchivePorts given)
        : sync(owner)
        , ports(std::move(given))
        , reader(ports, &context, [this] { return cancelled; })
    {
    }

    QFuture<Result> start()
    {
        if (promise) {
            return promise->future();
        }
        promise = std::make_unique<QPromise<Result>>();
        promise->start();
        const auto future = promise->future();
        summary = {};
        done = 0;
        total = 0;
        cancelled = false;
        const bool again = std::exchange(lookAgain, false);
        step(&State::begin, [again](Database &database) -> ArchiveResult<SyncJournal::Start> {
            const auto marked = again ? SyncJournal::lookAgain(database) : ArchiveResult<void>();
            return marked ? SyncJournal::start(database) : std::unexpected(marked.error());
        });
        return future;
    }

    void finish(Result result)
    {
        const auto finished = std::move(promise);
        if (!result) {
            qCInfo(crypto::lcArchive) << "sync stopped:" << result.error().detail;
        }
        finished->addResult(std::move(result));
        finished->finish();
    }

    /// Gives the value to `next`; an error ends the sync, which goes on from the cursor with the next call.
    template <class T> auto continued(void (State::*next)(T))
    {
        return [this, next](const ArchiveResult<std::decay_t<T>> &result) {
            if (!result) {
                finish(std::unexpected(result.error()));
            } else if (cancelled) {
                finish(archiveError(Code::Cancelled));
            } else {
                (this->*next)(*result);
            }
        };
    }
    template <class T, class Job> void step(void (State::*next)(T), Job job)
    {
        ports.store.write(std::move(job), Priority::Background).then(&context, continued(next));
    }

    void begin(const SyncJournal::Start &from)
    {
        cursor = from.cursor;
        isFromStart = cursor.isEmpty();
        pageEnd = cursor;
        pending.clear();
        reader.forget();
        certain.clear();
        for (const auto &id : from.again) {
            // As if it had changed; the version tells whether it is read anew, and it is not known.
            pending.append({.id = id, .version = -1});
        }
        lastPage = false;
        round = 0;
        passedOver.clear();
        nextChange(0);
    }

    void nextPage(int)
    {
        if (lastPage && round < mostRounds) {
            ++round;
            step(&State::lookOnceMore, &SyncJournal::left);
            return;
        }
        if (lastPage) {
            step(&State::end, [](Database &database) -> ArchiveResult<std::pair<int, bool>> {
                const auto noted = RemovalNotes::withhold(database);
                const auto again = noted ? RemovalNotes::removeAgain(database) : std::unexpected(noted.error());
                const auto closed = again ? SyncJournal::closedParts(database) : std::unexpected(again.error());
                return closed.transform([&](int parts) { return std::pair(parts, *again); });
            });
            return;
        }
        ports.remote.modified({}, {.max = changesPerPage, .after = cursor})
            .then(&context, [this](const ArchiveResult<RemotePage<CollectionChange>> &page) {
                const bool noSuchPlace
                    = !page && (page.error().code == Code::NotFound || page.error().code == Code::Refused);
                if (noSuchPlace && !cursor.isEmpty()) {
                    // The server has forgotten the place: walk from the start, what is known is passed over.
                    cursor.clear();
                    isFromStart = true;
                    nextPage(0);
                } else {
                    continued (&State::readPage)(page);
                }
            });
    }

    /// At what was read before something it depends on: facts before their message, or what another collection said
    /// before that was gone.
    void lookOnceMore(const SyncJournal::Start &left)
    {
        for (const auto &id : left.again) {
            if (!passedOver.contains(id)) {
                pending.append({.id = id, .version = -1});
            }
        }
        round = pending.isEmpty() ? mostRounds : round;
        nextChange(0);
    }

    void readPage(const RemotePage<CollectionChange> &page)
    {
        pending = page.items;
        pageEnd = page.last.isEmpty() ? cursor : page.last;
        lastPage = page.complete;
        total = std::max(total, done + std::max<int>(page.count, static_cast<int>(page.items.size())));
        step(&State::certify,
            [items = page.items](Database &database) { return SyncJournal::ownRuns(database, items); });
    }

    void certify(const QList<OwnRun> &runs) { reader.unchanged(runs).then(&context, continued(&State::goOn)); }

    void goOn(const QSet<CollectionId> &unchanged)
    {
        certain += unchanged;
        nextChange(0);
    }

    void nextChange(int)
    {
        if (pending.isEmpty()) {
            if (pageEnd == cursor) {
                nextPage(0);
                return;
            }
            cursor = pageEnd;
            step(&State::nextPage, [end = pageEnd](Database &database) -> ArchiveResult<int> {
                return SyncJournal::setCursor(database, end).transform([] { return 0; });
            });
            return;
        }
        current = pending.takeFirst();
        if (ArchiveProbe::isProbe(current.id)) {
            changed(0);
        } else if (current.removed) {
            forget();
        } else {
            step(&State::judge, [id = current.id](Database &database) { return SyncJournal::known(database, id); });
        }
    }

    void judge(const SyncJournal::Known &known)
    {
        const bool isKnown = current.version >= 0 && known.version == current.version;
        if (!isKnown) {
            fetch(false);
        } else if (certain.contains(current.id)) {
            asKnown();
        } else if (known.first.isEmpty() || (isFromStart && !known.isOwnSave)) {
            changed(0);
        } else {
            // The same version of another one under the same name is nothing that we know.
            reader.isStill(current.id, known.version, known.first).then(&context, continued<bool>(&State::fetch));
        }
    }

    void asKnown()
    {
        step(&State::changed, [id = current.id](Database &database) -> ArchiveResult<int> {
            return SyncJournal::seen(database, id).transform([] { return 0; });
        });
    }

    void forget()
    {
        summary.wasRemoved = true;
        const qint64 now = ports.clock.now().toMSecsSinceEpoch();
        step(&State::changed, [id = current.id, now](Database &database) -> ArchiveResult<int> {
            // If none of our devices has said so, the messages stay as they are until it is known what happened.
            const auto isHonest = LedgerRows::gone(database, id, now);
            const auto noted = isHonest && *isHonest ? SyncJournal::removed(database, id) : ArchiveResult<void>();
            return isHonest ? noted.transform([] { return 0; }) : std::unexpected(isHonest.error());
        });
    }

    void fetch(bool isStill)
    {
        if (isStill) {
            asKnown();
            return;
        }
        reader.read(current.id).then(&context, [this](const ArchiveResult<CollectionReading> &read) {
            if (read) {
                // While one is stored the next are on their way; for the most part they are not known either.
                reader.prepare(pending, certain);
            }
            if (!read && read.error().code == Code::NotFound) {
                forget();
            } else if (!read && CollectionReader::concernsOne(read.error().code)) {
                passOver(read.error());
            } else {
                continued (&State::import)(read);
            }
        });
    }

    void passOver(const ArchiveError &why)
    {
        qCInfo(crypto::lcArchive) << "a collection is passed over:" << why.detail;
        summary.problem = why;
        passedOver.insert(current.id);
        step(&State::changed, [id = current.id](Database &database) -> ArchiveResult<int> {
            return SyncJournal::unread(database, id).transform([] { return 0; });
        });
    }

    void end(const std::pair<int, bool> &left)
    {
        summary.closedInAll = left.first;
        summary.wasRemoved = summary.wasRemoved || left.second;
        finish(summary);
    }

    void import(const CollectionReading &read)
    {
        reading = read;
        ports.history.conversationWith(current.id.with).then(&context, continued(&State::importInto));
    }

    void importInto(ConversationId conversation)
    {
        target = conversation;
        QList<Message> messages = reading.opened.messages;
        for (auto &message : messages) {
            message.conversation = conversation;
            message.kept = Kept::OnServer;
        }
        if (messages.isEmpty()) {
            imported(0);
        } else {
            ports.history.import(std::move(messages)).then(&context, continued(&State::imported));
        }
    }

    void imported(int added)
    {
        summary.messages += added;
        step(&State::applyFacts,
            [conversation = target, id = current.id, read = reading](
                Database &database) -> ArchiveResult<SyncJournal::Imported> {
                const auto vouched = LedgerRows::read(database, id, read.version, read.digests);
                return vouched ? SyncJournal::imported(database, conversation, id, read)
                               : std::unexpected(vouched.error());
            });
    }

    void applyFacts(const SyncJournal::Imported &imported)
    {
        facts = imported.facts;
        settled = {.facts = {}, .isEarly = imported.isEarly && round == 0, .isDoubtful = imported.isDoubtful};
        if (imported.isDoubtful) {
            passedOver.insert(current.id); // the next look may know more
        }
        facts.isEmpty() && !imported.isEarly && !imported.isDoubtful ? counted(0) : applyNextFact();
    }

    void applyNextFact()
    {
        if (facts.isEmpty()) {
            step(&State::counted, [id = current.id, applied = settled](Database &database) -> ArchiveResult<int> {
                return SyncJournal::settled(database, id, applied).transform([] { return 0; });
            });
            return;
        }
        auto fact = facts.takeFirst();
        auto applied = applyFact(ports.history, target, fact);
        settled.facts.append(fact);
        if (applied.isMore) {
            facts.prepend(fact);
        }
        applied.done.then(&context, [this](const ArchiveResult<void> &result) {
            result ? applyNextFact() : finish(std::unexpected(result.error()));
        });
    }

    void counted(int)
    {
        ++summary.collections;
        // A part that the server has moved is as good as closed: it says nothing about this conversation.
        const auto &opened = reading.opened;
        summary.closedParts += opened.closedParts + opened.movedParts;
        summary.foreignParts += opened.foreignParts;
        summary.plainItems += opened.plainItems;
        changed(0);
    }

    void changed(int)
    {
        ++done;
        Q_EMIT sync->progressed(done, std::max(done, total));
        nextChange(0);
    }

    ArchiveSync *sync;
    ArchivePorts ports;
    std::unique_ptr<QPromise<Result>> promise; ///< set while running
    bool cancelled = false;
    bool lookAgain = false;
    bool lastPage = false;
    SyncSummary summary;
    int done = 0;
    int total = 0;
    QString cursor;
    QString pageEnd;
    QList<CollectionChange> pending;
    QSet<CollectionId> passedOver; ///< in this run; not asked for twice
    int round = 0;
    bool isFromStart = false; ///< all changes there ever were
    QSet<CollectionId> certain; ///< whose newest change was ours
    CollectionChange current;
    CollectionReading reading;
    ConversationId target = 0;
    QList<SyncJournal::Fact> facts;
    SyncJournal::Imported settled; ///< what of it was applied
    CollectionReader reader;
    QObject context; ///< last: its end stops every step
};

ArchiveSync::ArchiveSync(ArchivePorts ports, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(this, std::move(ports)))
{
}

ArchiveSync::~ArchiveSync() = default;

QFuture<ArchiveResult<SyncSummary>> ArchiveSync::sync()
{
    return m_state->start();
}

void ArchiveSync::retryClosed()
{
    m_state->lookAgain = true;
}

void ArchiveSync::cancel()
{
    m_state->cancelled = true;
}

} // namespace letterlock::archive
