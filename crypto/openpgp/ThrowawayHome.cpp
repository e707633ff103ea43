// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/openpgp/ThrowawayHome.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace letterlock::crypto {

ThrowawayHome::ThrowawayHome()
    : m_dir(place() + u"/ll-XXXXXX"_s)
    , m_home(m_dir.isValid() ? std::make_unique<GpgmeHome>(m_dir.path()) : nullptr)
{
}

ThrowawayHome::~ThrowawayHome()
{
    m_home.reset(); // ends the agent
    const QDir secrets(m_dir.filePath(u"private-keys-v1.d"_s));
    const auto files = secrets.entryInfoList(QDir::Files | QDir::Hidden);
    for (const auto &info : files) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadWrite)) {
            file.write(QByteArray(info.size(), '\0'));
        }
    }
}

QString ThrowawayHome::place()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    for (const auto &candidate : {u"/dev/shm"_s, runtime}) {
        const QFileInfo info(candidate);
        if (!candidate.isEmpty() && info.isDir() && info.isWritable()) {
            return candidate;
        }
    }
    return QDir::tempPath();
}

} // namespace letterlock::crypto
