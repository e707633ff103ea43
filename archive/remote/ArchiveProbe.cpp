// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/ArchiveProbe.h"

#include <QRandomGenerator>
#include <QTimeZone>

#include "crypto/base/Random.h"
#include "crypto/wrapping/DataKeyRing.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

namespace {

constexpr qint64 round = 300LL * 24 * 60 * 60; ///< seconds; then the starts begin anew
constexpr qint64 patience = 60 * 60; ///< seconds; more than any probe takes

} // namespace

SaveRequest ArchiveProbe::make(const crypto::BareJid &account, const QDateTime &now)
{
    // Two devices may probe within one second.
    const QDateTime start = QDateTime(QDate(year, 1, 2), QTime(0, 0), QTimeZone::utc())
                                .addSecs(now.toSecsSinceEpoch() % round)
                                .addMSecs(QRandomGenerator::global()->bounded(1000));
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

bool ArchiveProbe::isForgotten(const CollectionId &id, const QDateTime &now)
{
    const qint64 made = QDateTime(QDate(year, 1, 2), QTime(0, 0), QTimeZone::utc()).secsTo(id.start);
    const qint64 age = (now.toSecsSinceEpoch() % round - made + round) % round;
    // Another device's clock may be ahead of ours, which looks like a very old one.
    return isProbe(id) && age > patience && age < round - patience;
}

} // namespace letterlock::archive
