// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/store/Store.h"

#include "archive/store/Migrator.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

ArchiveResult<std::unique_ptr<Store>> Store::open(const QString &path, const crypto::SecretBytes &key)
{
    auto writer = Database::open(path, key, Database::Mode::ReadWrite);
    if (!writer) {
        return std::unexpected(writer.error());
    }
    if (auto migrated = migrate(**writer); !migrated) {
        return std::unexpected(migrated.error());
    }
    auto reader = Database::open(path, key, Database::Mode::ReadOnly);
    if (!reader) {
        return std::unexpected(reader.error());
    }
    return std::unique_ptr<Store>(new Store(*std::move(writer), *std::move(reader)));
}

Store::Store(std::unique_ptr<Database> writer, std::unique_ptr<Database> reader)
    : m_writeDatabase(std::move(writer))
    , m_readDatabase(std::move(reader))
    , m_writer(std::make_unique<crypto::Worker>(u"store-write"_s))
    , m_reader(std::make_unique<crypto::Worker>(u"store-read"_s))
{
}

Store::~Store()
{
    // What was given to the writer is on its way to the disk: quitting must not lose it.
    m_writer->drain();
}

} // namespace letterlock::archive
