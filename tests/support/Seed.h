// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QtEnvironmentVariables>

namespace letterlock::test {

/// What a test by chance begins with: another one each time, or LETTERLOCK_SEED, which repeats a run. Printed.
inline quint32 seed()
{
    bool given = false;
    const quint32 wanted = qEnvironmentVariable("LETTERLOCK_SEED").toUInt(&given);
    const quint32 seed = given ? wanted : QRandomGenerator::global()->generate();
    qInfo("LETTERLOCK_SEED=%u", seed);
    return seed;
}

} // namespace letterlock::test
