// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/export/ExportWriter.h"

namespace letterlock::archive {

ExportWriter::ExportWriter(const QString &path)
    : m_file(path)
{
}

ArchiveResult<void> ExportWriter::write(const QByteArray &octets)
{
    if (!m_file.isOpen()) {
        if (!m_file.open(QIODevice::WriteOnly)) {
            return failure();
        }
        // Somebody else on this computer has no business with it.
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    if (m_file.write(octets) != octets.size()) {
        return failure();
    }
    return {};
}

ArchiveResult<void> ExportWriter::commit()
{
    if (!m_file.commit()) {
        return failure();
    }
    return {};
}

std::unexpected<ArchiveError> ExportWriter::failure() const
{
    const bool isFull = m_file.error() == QFileDevice::ResourceError || m_file.error() == QFileDevice::WriteError;
    return archiveError(isFull ? ArchiveError::Code::DiskFull : ArchiveError::Code::StoreFailed, m_file.errorString());
}

} // namespace letterlock::archive
