// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveUploader.h"

#include <QPromise>

#include <algorithm>

#include "archive/collection/CollectionXml.h"
#include "archive/remote/RemovalNotes.h"
#include "archive/remote/UploadJournal.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::Priority;

namespace {

constexpr int mostConflicts = 3;

using Sealed = std::pair<SaveRequest, QByteArray>;

ArchiveResult<Sealed> sealOrder(crypto::DataKeyRing &keys, const CollectionSealer::Order &order)
{
    return CollectionSealer(keys).seal(order).transform(
        [](const SaveRequest &request) { return Sealed(request, CollectionXml().save(request).toXml()); });
}

ArchiveResult<SaveRequest> parseRequest(const QByteArray &xml)
{
    const auto element = crypto::XmlElement::parse(xml);
    return element ? CollectionXml::readSaveRequest(*element)
                   : archiveError(Code::Damaged, u"journal: "_s + element.error().detail);
}

} // namespace

/// A state machine, one step at a time: each function starts one asynchronous step and names the next.
struct ArchiveUploader::State {
    using Result = ArchiveResult<UploadSummary>;

    struct Current {
        qint64 upload = 0;
        SaveRequest request;
        QList<MessageId> messages;
        qsizetype size = 0;
        bool facts = false;
    };

    State(ArchiveUploader *owner, ArchivePorts given)
        : uploader(owner)
        , ports(std::move(given))
    {
    }

    QFuture<Result> start(bool everything)
    {
        evenOpenOnes = everything || (promise && evenOpenOnes);
        if (promise) {
            return promise->future();
        }
        promise = std::make_unique<QPromise<Result>>();
        promise->start();
        const auto future = promise->future();
        summary = {};
        done = 0;
        total = 0;
        conflicts = 0;
        limit = CollectionCutter::largestPlaintext;
        cancelled = false;
        skipped.clear();
        if (recipients.isEmpty() || !ports.keys.hasRootKey()) {
            finish(summary);
        } else {
            step(&State::recover, [](Database &database) -> ArchiveResult<QList<UploadJournal::Entry>> {
                const auto withheld = RemovalNotes::withhold(database);
                return withheld ? UploadJournal::leftovers(database) : std::unexpected(withheld.error());
            });
        }
        return future;
    }

    void finish(Result result)
    {
        // The listener may start the next upload or delete the uploader.
        const auto finished = std::move(promise);
        finished->addResult(result);
        if (!result && result.error().code != Code::Cancelled) {
            qCInfo(crypto::lcArchive) << "upload stopped:" << result.error().detail;
            Q_EMIT uploader->stopped(result.error());
        }
        finished->finish();
    }

    /// Runs `job` on the store and gives its value to `next`; an error of the store ends the upload.
    template <class T, class Job> void step(void (State::*next)(T), Job job)
    {
        ports.store.write(std::move(job), Priority::Background)
            .then(&context, [this, next](const ArchiveResult<std::decay_t<T>> &result) {
                if (!result) {
                    finish(std::unexpected(result.error()));
                } else if (cancelled) {
                    finish(archiveError(Code::Cancelled));
                } else {
                    (this->*next)(*result);
                }
            });
    }

    // What an earlier run left, killed or cut off. A save may have been applied without its answer reaching us, and
    // servers append without asking (P-28): look before sending again.
    void recover(const QList<UploadJournal::Entry> &entries)
    {
        leftovers = entries;
        recoverNext(0);
    }

    void recoverNext(int)
    {
        if (leftovers.isEmpty()) {
            step(&State::plan,
                [wanted = preferences](Database &database) { return UploadJournal::waiting(database, wanted); });
            return;
        }
        const auto entry = leftovers.takeFirst();
        const auto request = parseRequest(entry.request);
        if (!request) {
            finish(std::unexpected(request.error()));
            return;
        }
        current = {.upload = entry.upload,
            .request = *request,
            .messages = entry.messages,
            .size = entry.request.size() / 2,
            .facts = entry.facts};
        lookFor({});
    }

    void lookFor(const QString &afterPart)
    {
        ports.remote.retrieve(current.request.id, {.max = 20, .after = afterPart})
            .then(&context, [this](const ArchiveResult<RemotePage<SealedCollection>> &page) {
                if (!page) {
                    if (page.error().code != Code::NotFound) {
                        finish(std::unexpected(page.error()));
                    } else if (current.facts) {
                        // Its messages are elsewhere by now, or nowhere: what changed goes to where they are.
                        putBack(&State::recoverNext, false);
                    } else {
                        send();
                    }
                    return;
                }
                const auto &held = page->items.first();
                const bool arrived = std::ranges::any_of(current.request.parts,
                    [&](const crypto::EncryptedData &part) { return held.parts.contains(part); });
                if (arrived) {
                    acknowledge(held.version);
                } else if (page->complete) {
                    send();
                } else {
                    lookFor(page->last);
                }
            });
    }

    void plan(int waiting)
    {
        total = done + waiting;
        planNext(0);
    }

    [[nodiscard]] UploadJournal::Wishes wishes() const
    {
        return {.account = ports.account,
            .recipients = recipients,
            .generation = ports.keys.currentGeneration(),
            .now = ports.clock.now(),
            .evenOpenOnes = evenOpenOnes,
            .limit = limit,
            .skipped = skipped,
            .preferences = preferences};
    }

    static ArchiveResult<std::optional<UploadJournal::Plan>> planIn(
        Database &database, const UploadJournal::Wishes &given)
    {
        auto planned = UploadJournal::plan(database, given);
        return planned && !*planned ? UploadJournal::planFacts(database, given) : planned;
    }

    void planNext(int)
    {
        step(&State::seal, [given = wishes()](Database &database) { return planIn(database, given); });
    }

    void seal(const std::optional<UploadJournal::Plan> &planned)
    {
        if (!planned) {
            finish(summary);
            return;
        }
        current = {.upload = planned->upload,
            .request = {},
            .messages = {},
            .size = planned->size,
            .facts = planned->order.facts};
        for (const auto &message : planned->order.collection.messages) {
            current.messages.append(message.id);
        }
        auto &keys = ports.keys;
        ports.worker.run([&keys, order = planned->order] { return sealOrder(keys, order); }, Priority::Background)
            .then(&context, [this](const ArchiveResult<Sealed> &sealed) {
                if (!sealed) {
                    stopWith(sealed.error());
                    return;
                }
                current.request = sealed->first;
                step(&State::sendNext, [upload = current.upload, xml = sealed->second](Database &database) {
                    return UploadJournal::sealed(database, upload, xml);
                });
            });
    }

    void sendNext(bool isWanted)
    {
        // Somebody may remove just that from the archive.
        isWanted ? send() : planNext(0);
    }

    void send()
    {
        ports.remote.save(current.request).then(&context, [this](const ArchiveResult<CollectionVersion> &version) {
            if (version) {
                acknowledge(*version);
                return;
            }
            switch (version.error().code) {
            case Code::TooLarge:
                makeSmaller(version.error());
                break;
            case Code::Conflict:
                // Another start is tried; a server that refuses several will refuse them all.
                skip(current.facts || ++conflicts > mostConflicts, version.error());
                putBack(&State::planNext, true);
                break;
            case Code::QuotaReached:
            case Code::Refused:
            case Code::Unsupported:
                stopWith(version.error());
                break;
            default:
                // It may have been applied: it stays in the journal as it is.
                finish(std::unexpected(version.error()));
            }
        });
    }

    struct Acknowledged {
        bool isExpected = false;
        std::optional<UploadJournal::Plan> next;
    };

    /// What comes next is planned in the same transaction: each one waits for the disk.
    void acknowledge(CollectionVersion version)
    {
        step(&State::acknowledged,
            [upload = current.upload, version, parts = current.request.parts, plans = leftovers.isEmpty(),
                given = wishes()](Database &database) -> ArchiveResult<Acknowledged> {
                const auto expected = UploadJournal::acknowledged(database, upload, version, parts);
                if (!expected || !*expected || !plans) {
                    return expected.transform([](bool is) { return Acknowledged{is, {}}; });
                }
                return planIn(database, given).transform([](const std::optional<UploadJournal::Plan> &next) {
                    return Acknowledged{true, next};
                });
            });
    }

    void acknowledged(const Acknowledged &result)
    {
        if (!result.isExpected) {
            // Something of it was to be removed meanwhile: whatever is there now has to be looked at first.
            finish(archiveError(Code::Cancelled));
            return;
        }
        conflicts = 0;
        ++summary.collections;
        if (!current.facts) {
            summary.messages += static_cast<int>(current.messages.size());
            done += static_cast<int>(current.messages.size());
            Q_EMIT uploader->progressed(done, std::max(done, total));
        }
        if (cancelled) {
            finish(archiveError(Code::Cancelled));
        } else if (!leftovers.isEmpty()) {
            recoverNext(0);
        } else if (result.next) {
            seal(result.next);
        } else {
            planNext(0); // more may be wished for by now
        }
    }

    /// Smaller runs from here on; a message that is too large alone stays here.
    void makeSmaller(const ArchiveError &why)
    {
        if (current.messages.size() > 1) {
            limit = std::max<qsizetype>(1, std::min(limit, current.size) / 2);
        } else {
            skip(true, why);
        }
        putBack(&State::planNext, false);
    }

    /// What is hopeless stays here until the next call.
    void skip(bool hopeless, const ArchiveError &why)
    {
        if (!hopeless) {
            return;
        }
        conflicts = 0;
        summary.problem = why;
        for (const MessageId id : std::as_const(current.messages)) {
            skipped.insert(id);
        }
    }

    void putBack(void (State::*next)(int), bool placeIsTaken)
    {
        step(next, [upload = current.upload, placeIsTaken](Database &database) -> ArchiveResult<int> {
            return UploadJournal::putBack(database, upload, placeIsTaken).transform([] { return 0; });
        });
    }

    /// Certainly not applied: the messages are only here again, and the next call tries anew.
    void stopWith(const ArchiveError &error)
    {
        stopReason = error;
        putBack(&State::stopNow, false);
    }

    void stopNow(int) { finish(std::unexpected(stopReason)); }

    ArchiveUploader *uploader;
    ArchivePorts ports;
    QList<crypto::KeyFingerprint> recipients;
    Preferences preferences;
    std::unique_ptr<QPromise<Result>> promise; ///< set while running
    bool evenOpenOnes = false;
    bool cancelled = false;
    UploadSummary summary;
    int done = 0;
    int total = 0;
    int conflicts = 0; ///< in a row
    qsizetype limit = CollectionCutter::largestPlaintext;
    QSet<MessageId> skipped;
    QList<UploadJournal::Entry> leftovers;
    Current current;
    ArchiveError stopReason;
    QObject context; ///< last: its end stops every step
};

ArchiveUploader::ArchiveUploader(ArchivePorts ports, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(this, std::move(ports)))
{
}

ArchiveUploader::~ArchiveUploader() = default;

void ArchiveUploader::setRecipients(QList<crypto::KeyFingerprint> recipients)
{
    m_state->recipients = std::move(recipients);
}

QFuture<ArchiveResult<UploadSummary>> ArchiveUploader::upload(bool evenOpenOnes)
{
    return m_state->start(evenOpenOnes);
}

void ArchiveUploader::cancel()
{
    m_state->cancelled = true;
}

void ArchiveUploader::setPreferences(Preferences preferences)
{
    m_state->preferences = std::move(preferences);
}

bool ArchiveUploader::isRunning() const
{
    return m_state->promise != nullptr;
}

} // namespace letterlock::archive
