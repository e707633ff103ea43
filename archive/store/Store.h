// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>

#include <functional>
#include <memory>

#include "archive/model/ArchiveError.h"
#include "archive/store/Database.h"
#include "crypto/base/SecretBytes.h"
#include "crypto/base/Worker.h"

namespace letterlock::archive {

/// The profile's one database file: one writer thread, one reader thread, migrated to the newest schema when opened.
/// Everything that persists (history, outbox, upload queue, journals) shares it, so that one transaction covers it.
class Store {
public:
    /// Blocking (a few milliseconds, longer when migrating). Errors: WrongKey, Damaged, NewerVersion, DiskFull,
    /// StoreFailed.
    static ArchiveResult<std::unique_ptr<Store>> open(const QString &path, const crypto::SecretBytes &key);
    ~Store();

    /// Runs `job(Database &)` on the writer thread inside one transaction. R is the value type of the result.
    template <class F, class R = typename std::invoke_result_t<F, Database &>::value_type>
    QFuture<ArchiveResult<R>> write(F job, crypto::Priority priority = crypto::Priority::Interactive)
    {
        return m_writer->run(
            [this, job = std::move(job)]() mutable {
                return m_writeDatabase->transaction([&] { return job(*m_writeDatabase); });
            },
            priority);
    }
    template <class F, class R = typename std::invoke_result_t<F, Database &>::value_type>
    QFuture<ArchiveResult<R>> read(F job, crypto::Priority priority = crypto::Priority::Interactive)
    {
        return m_reader->run([this, job = std::move(job)]() mutable { return job(*m_readDatabase); }, priority);
    }

private:
    Store(std::unique_ptr<Database> writer, std::unique_ptr<Database> reader);

    std::unique_ptr<Database> m_writeDatabase;
    std::unique_ptr<Database> m_readDatabase;
    // After the databases, so that the threads end before the connections close.
    std::unique_ptr<crypto::Worker> m_writer;
    std::unique_ptr<crypto::Worker> m_reader;
};

} // namespace letterlock::archive
