// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/archiving/HistoryExport.h"

#include "archive/export/BundleReader.h"
#include "archive/export/BundleWriter.h"
#include "archive/export/JsonExport.h"
#include "archive/export/TextExport.h"
#include "crypto/base/LogCategories.h"

using namespace Qt::StringLiterals;

namespace letterlock::app {

using archive::ArchiveError;
using archive::ArchiveResult;
using crypto::Priority;

namespace {

constexpr int pageSize = 500;

std::unique_ptr<archive::ExportWriter> writerFor(
    const ExportOrder &order, crypto::DataKeyRing &keys, const QList<crypto::KeyFingerprint> &recipients)
{
    switch (order.format) {
    case ExportOrder::Format::Text:
        return std::make_unique<archive::TextExport>(order.path, order.words);
    case ExportOrder::Format::Json:
        return std::make_unique<archive::JsonExport>(order.path);
    case ExportOrder::Format::Bundle:
        break;
    }
    return std::make_unique<archive::BundleWriter>(
        order.path, keys, archive::BundleWriter::Seal{recipients, order.passphrase});
}

} // namespace

struct HistoryExport::Job {
    virtual ~Job() = default;
    bool cancelled = false;
};

/// One step at a time: read a page, give it to the worker, go on when it is written.
struct HistoryExport::ExportJob final : Job, std::enable_shared_from_this<ExportJob> {
    ExportJob(HistoryExport *owner, ExportOrder given)
        : self(owner)
        , order(std::move(given))
        , writer(writerFor(order, owner->m_ports.dataKeys, owner->m_ports.keys.sealingRecipients()))
    {
    }

    void start()
    {
        using Found = ArchiveResult<QList<archive::ConversationSummary>>;
        self->m_ports.history.conversations().then(self, [job = shared_from_this()](const Found &found) {
            if (!found) {
                job->finish(std::unexpected(found.error()));
                return;
            }
            for (const auto &conversation : *found) {
                if (job->order.conversation == 0 || job->order.conversation == conversation.id) {
                    job->conversations.append(conversation);
                }
            }
            const archive::ExportWriter::Head head{job->self->m_ports.keys.account(), job->self->m_ports.clock.now()};
            job->work([head](archive::ExportWriter &out) { return out.begin(head); }, &ExportJob::nextConversation);
        });
    }

    /// Runs `step(ExportWriter &)` on the worker, then `next`.
    template <class Step> void work(Step step, void (ExportJob::*next)())
    {
        self->m_ports.worker.run([out = writer, step = std::move(step)] { return step(*out); }, Priority::Background)
            .then(self, [job = shared_from_this(), next](const ArchiveResult<void> &done) {
                if (!done) {
                    job->finish(std::unexpected(done.error()));
                } else if (job->cancelled) {
                    job->finish(archive::archiveError(ArchiveError::Code::Cancelled));
                } else {
                    ((*job).*next)();
                }
            });
    }

    void nextConversation()
    {
        Q_EMIT self->progress(conversations.isEmpty() ? 100 : int(100 * at / conversations.size()));
        if (at == conversations.size()) {
            work([](archive::ExportWriter &out) { return out.finish(); }, &ExportJob::finished);
            return;
        }
        after = order.from.isValid() ? order.from.startOfDay().toMSecsSinceEpoch() - 1 : 0;
        begun = false;
        nextPage();
    }

    void nextPage()
    {
        self->m_ports.history.pageAfter(conversations[at].id, after, pageSize)
            .then(self, [job = shared_from_this()](const ArchiveResult<QList<archive::Message>> &page) {
                if (!page) {
                    job->finish(std::unexpected(page.error()));
                } else {
                    job->writePage(*page);
                }
            });
    }

    void writePage(QList<archive::Message> page)
    {
        lastPage = page.size() < pageSize;
        if (!page.isEmpty()) {
            after = page.last().id;
        }
        if (order.to.isValid()) {
            const auto end = order.to.addDays(1).startOfDay();
            const auto isLater = [&end](const archive::Message &message) { return message.time >= end; };
            lastPage = lastPage || std::ranges::any_of(page, isLater);
            page.removeIf(isLater);
        }
        messages += page.size();
        const bool opens = !begun && !page.isEmpty();
        begun = begun || opens;
        work(
            [opens, page, conversation = conversations[at]](archive::ExportWriter &out) -> ArchiveResult<void> {
                if (opens) {
                    if (auto written = out.beginConversation(conversation.peer, conversation.name); !written) {
                        return written;
                    }
                }
                return page.isEmpty() ? ArchiveResult<void>() : out.add(page);
            },
            &ExportJob::pageWritten);
    }

    void pageWritten()
    {
        if (lastPage) {
            ++at;
            nextConversation();
        } else {
            nextPage();
        }
    }

    void finished() { finish(messages); }

    void finish(const ArchiveResult<qint64> &result)
    {
        self->m_job.reset();
        if (result) {
            Q_EMIT self->exported(*result);
        } else {
            self->fail(result.error());
        }
    }

    HistoryExport *self;
    ExportOrder order;
    std::shared_ptr<archive::ExportWriter> writer;
    QList<archive::ConversationSummary> conversations;
    qsizetype at = 0;
    archive::MessageId after = 0;
    bool begun = false; ///< the heading is written
    bool lastPage = false;
    qint64 messages = 0;
};

struct HistoryExport::ImportJob final : Job, std::enable_shared_from_this<ImportJob> {
    ImportJob(HistoryExport *owner, const QString &path, std::shared_ptr<const crypto::SecretBytes> passphrase)
        : self(owner)
        , reader(std::make_shared<archive::BundleReader>(path, owner->m_ports.dataKeys, std::move(passphrase)))
    {
    }

    void start()
    {
        self->m_ports.worker.run([from = reader] { return from->begin(); })
            .then(self, [job = shared_from_this()](const ArchiveResult<void> &begun) {
                if (begun) {
                    job->next();
                } else {
                    job->finish(begun.error());
                }
            });
    }

    void next()
    {
        if (cancelled) {
            finish(ArchiveError{ArchiveError::Code::Cancelled, {}});
            return;
        }
        using Read = ArchiveResult<std::optional<archive::BundleReader::Part>>;
        self->m_ports.worker
            .run([from = reader, account = self->m_ports.keys.account()] { return from->next(account); },
                Priority::Background)
            .then(self, [job = shared_from_this()](const Read &read) {
                if (!read) {
                    job->finish(read.error());
                } else if (*read) {
                    job->store(**read);
                } else {
                    job->finish({});
                }
            });
    }

    void store(const archive::BundleReader::Part &part)
    {
        Q_EMIT self->progress(reader->percent());
        self->m_ports.history.conversationWith(part.peer).then(
            self, [job = shared_from_this(), part](const ArchiveResult<archive::ConversationId> &conversation) {
                if (!conversation) {
                    job->finish(conversation.error());
                    return;
                }
                auto messages = part.messages;
                for (auto &message : messages) {
                    message.conversation = *conversation;
                }
                job->result.found += messages.size();
                job->result.foreign += part.sealedByOwner ? 0 : messages.size();
                job->import(messages);
            });
    }

    void import(const QList<archive::Message> &messages)
    {
        self->m_ports.history.import(messages).then(self, [job = shared_from_this()](const ArchiveResult<int> &added) {
            if (added) {
                job->result.added += *added;
                job->next();
            } else {
                job->finish(added.error());
            }
        });
    }

    void finish(const std::optional<ArchiveError> &problem)
    {
        self->m_job.reset();
        const auto &summary = reader->summary();
        if (problem) {
            self->fail(*problem);
        } else if (summary.openedParts == 0 && summary.closedParts > 0) {
            self->fail({ArchiveError::Code::CannotOpen, u"no part opens"_s});
        } else {
            result.closedParts = summary.closedParts;
            result.isWhole = summary.isWhole;
            Q_EMIT self->imported(result);
        }
    }

    HistoryExport *self;
    std::shared_ptr<archive::BundleReader> reader;
    Imported result;
};

HistoryExport::HistoryExport(Ports ports, QObject *parent)
    : QObject(parent)
    , m_ports(ports)
{
}

HistoryExport::~HistoryExport() = default;

void HistoryExport::exportTo(const ExportOrder &order)
{
    if (m_job) {
        fail({ArchiveError::Code::Conflict, u"another job is running"_s});
        return;
    }
    const auto job = std::make_shared<ExportJob>(this, order);
    m_job = job;
    job->start();
}

void HistoryExport::importFrom(const QString &path, std::shared_ptr<const crypto::SecretBytes> passphrase)
{
    if (m_job) {
        fail({ArchiveError::Code::Conflict, u"another job is running"_s});
        return;
    }
    const auto job = std::make_shared<ImportJob>(this, path, std::move(passphrase));
    m_job = job;
    job->start();
}

void HistoryExport::fail(const ArchiveError &error)
{
    qCWarning(crypto::lcApp).noquote() << "an export or import stopped:" << error.detail;
    Q_EMIT failed(error);
}

void HistoryExport::cancel()
{
    if (m_job) {
        m_job->cancelled = true;
    }
}

} // namespace letterlock::app
