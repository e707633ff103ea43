// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveSync.h"

#include <QPromise>
#include <QSet>

#include <algorithm>

#include "archive/collection/CollectionOpener.h"
#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/LedgerRows.h"
#include "archive/remote/SyncFacts.h"
#include "archive/remote/SyncJournal.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::Priority;

namespace {

constexpr int changesPerPage = 100;
constexpr int partsPerPage = 20;
constexpr qsizetype mostMessages = 200'000; ///< of one collection; more is an attack

void add(OpenedCollection &all, const OpenedCollection &page)
{
    all.messages += page.messages;
    all.facts += page.facts;
    all.openedParts += page.openedParts;
    all.closedParts += page.closedParts;
    all.movedParts += page.movedParts;
    all.foreignParts += page.foreignParts;
    all.unauthenticatedParts += page.unauthenticatedParts;
    all.plainItems += page.plainItems;
    all.time = page.time;
}

} // namespace

/// A state machine, one step at a time: each function starts one asynchronous step and names the next.
struct ArchiveSync::State {
    using Result = ArchiveResult<SyncSummary>;

    State(ArchiveSync *owner, ArchivePorts given)
        : sync(owner)
        , ports(std::move(given))
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
        pageEnd = cursor;
        pending.clear();
        for (const auto &id : from.again) {
            // As if it had changed; the version tells whether it is read anew, and it is not known.
            pending.append({.id = id, .version = -1});
        }
        lastPage = false;
        isSecondLook = false;
        passedOver.clear();
        nextChange(0);
    }

    void nextPage(int)
    {
        if (lastPage && !isSecondLook) {
            isSecondLook = true;
            step(&State::lookOnceMore, &SyncJournal::start);
            return;
        }
        if (lastPage) {
            step(&State::end, &SyncJournal::closedParts);
            return;
        }
        ports.remote.modified({}, {.max = changesPerPage, .after = cursor})
            .then(&context, [this](const ArchiveResult<RemotePage<CollectionChange>> &page) {
                const bool noSuchPlace
                    = !page && (page.error().code == Code::NotFound || page.error().code == Code::Refused);
                if (noSuchPlace && !cursor.isEmpty()) {
                    // The server has forgotten the place: walk from the start, what is known is passed over.
                    cursor.clear();
                    nextPage(0);
                } else {
                    continued (&State::readPage)(page);
                }
            });
    }

    /// At what was read before something it depends on: facts before their message, a collection before another one
    /// with the same messages was gone.
    void lookOnceMore(const SyncJournal::Start &left)
    {
        for (const auto &id : left.again) {
            if (!passedOver.contains(id)) {
                pending.append({.id = id, .version = -1});
            }
        }
        nextChange(0);
    }

    void readPage(const RemotePage<CollectionChange> &page)
    {
        pending = page.items;
        pageEnd = page.last.isEmpty() ? cursor : page.last;
        lastPage = page.complete;
        total = std::max(total, done + std::max<int>(page.count, static_cast<int>(page.items.size())));
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

    void judge(CollectionVersion known)
    {
        if (current.version >= 0 && known == current.version) {
            changed(0);
            return;
        }
        opened = {};
        digests.clear();
        fetch({});
    }

    void forget()
    {
        const qint64 now = ports.clock.now().toMSecsSinceEpoch();
        step(&State::changed, [id = current.id, now](Database &database) -> ArchiveResult<int> {
            // If none of our devices has said so, the messages stay as they are until it is known what happened.
            const auto isHonest = LedgerRows::gone(database, id, now);
            const auto noted = isHonest && *isHonest ? SyncJournal::removed(database, id) : ArchiveResult<void>();
            return isHonest ? noted.transform([] { return 0; }) : std::unexpected(isHonest.error());
        });
    }

    void fetch(const QString &after)
    {
        ports.remote.retrieve(current.id, {.max = partsPerPage, .after = after})
            .then(&context, [this](const ArchiveResult<RemotePage<SealedCollection>> &page) {
                if (!page && page.error().code == Code::NotFound) {
                    forget();
                } else if (!page && concernsOne(page.error().code)) {
                    passOver(page.error());
                } else {
                    continued (&State::open)(page);
                }
            });
    }

    /// One collection that the server does not give properly must not hide all others.
    static bool concernsOne(Code code)
    {
        return code == Code::BadAnswer || code == Code::Refused || code == Code::TooLarge;
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

    void end(int closedParts)
    {
        summary.closedInAll = closedParts;
        finish(summary);
    }

    void open(const RemotePage<SealedCollection> &page)
    {
        // The oldest page decides: what is appended while we read comes with the next look.
        if (opened.openedParts + opened.closedParts + opened.movedParts + opened.foreignParts + opened.plainItems
            == 0) {
            current.version = page.items.first().version;
        }
        for (const auto &part : page.items.first().parts) {
            digests.append(chained(digests.isEmpty() ? QByteArray() : digests.last(), part));
        }
        auto &keys = ports.keys;
        ports.worker
            .run([&keys, sealed = page.items.first(), account = ports.account,
                     time = opened.time] { return CollectionOpener(keys).open(sealed, account, time); },
                Priority::Background)
            .then(&context, [this, complete = page.complete, last = page.last](const OpenedCollection &part) {
                add(opened, part);
                if (cancelled) {
                    finish(archiveError(Code::Cancelled));
                } else if (complete || opened.messages.size() > mostMessages) {
                    import();
                } else {
                    fetch(last);
                }
            });
    }

    void import() { ports.history.conversationWith(current.id.with).then(&context, continued(&State::importInto)); }

    void importInto(ConversationId conversation)
    {
        target = conversation;
        QList<Message> messages = opened.messages;
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
            [conversation = target, id = current.id, version = current.version, all = opened, read = digests](
                Database &database) -> ArchiveResult<SyncJournal::Imported> {
                const auto vouched = LedgerRows::read(database, id, version, read);
                return vouched ? SyncJournal::imported(database, conversation, id, version, all)
                               : std::unexpected(vouched.error());
            });
    }

    void applyFacts(const SyncJournal::Imported &imported)
    {
        facts = imported.facts;
        settled = {.facts = {}, .isEarly = imported.isEarly && !isSecondLook};
        applyNextFact();
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
    bool isSecondLook = false;
    CollectionChange current;
    OpenedCollection opened;
    QByteArrayList digests; ///< of its parts
    ConversationId target = 0;
    QList<SyncJournal::Fact> facts;
    SyncJournal::Imported settled; ///< what of it was applied
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
