// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveProbe.h"

#include <QRandomGenerator>
#include <QTimeZone>

#include "crypto/base/Random.h"
#include "crypto/wrapping/DataKeyRing.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

SaveRequest ArchiveProbe::make(const crypto::BareJid &account)
{
    // Two devices may probe at once.
    const qint64 moment = QRandomGenerator::global()->bounded(300LL * 24 * 60 * 60 * 1000);
    const QDateTime start = QDateTime(QDate(year, 1, 2), QTime(0, 0), QTimeZone::utc()).addMSecs(moment);
    const QString name = crypto::randomName();
    crypto::EncryptedKey key;
    key.method = crypto::DataKeyRing::openPgpWrapMethod;
    key.keyName = QString::fromLatin1(crypto::randomBytes(20).toHex().toUpper());
    key.cipherValue = crypto::randomBytes(48);
    key.carriedKeyName = name;
    const crypto::EncryptedData part{.method = u"http://www.w3.org/2009/xmlenc11#aes256-gcm"_s,
        .keyName = name,
        .cipherValue = crypto::randomBytes(64)};
    return {.id = {account, start}, .parts = {part}, .keys = {key}};
}

} // namespace letterlock::archive
