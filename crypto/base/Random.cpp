// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/base/Random.h"

#include <openssl/rand.h>

namespace letterlock::crypto {

void fillRandom(char *bytes, qsizetype size)
{
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes), int(size)) != 1) {
        qFatal("no random numbers");
    }
}

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    fillRandom(bytes.data(), size);
    return bytes;
}

QString randomName()
{
    return QString::fromLatin1(randomBytes(16).toHex());
}

} // namespace letterlock::crypto
