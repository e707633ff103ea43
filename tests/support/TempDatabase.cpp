// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TempDatabase.h"

namespace letterlock::test {

TempDatabase::TempDatabase()
    : m_key(crypto::SecretBytes::random(32))
{
}

archive::Store &TempDatabase::store()
{
    if (!m_store) {
        auto opened = archive::Store::open(path(), m_key);
        if (!opened) {
            qFatal("the test database does not open: %s", qPrintable(opened.error().detail));
        }
        m_store = *std::move(opened);
    }
    return *m_store;
}

} // namespace letterlock::test
