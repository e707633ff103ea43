// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <memory>

#include "archive/store/Store.h"

namespace letterlock::test {

/// A real SQLCipher file in a folder of its own, gone with the object. `store()` can be closed and opened again.
class TempDatabase {
public:
    TempDatabase();

    [[nodiscard]] QString path() const { return m_folder.filePath(QStringLiteral("history.db")); }
    [[nodiscard]] const crypto::SecretBytes &key() const { return m_key; }
    archive::Store &store(); ///< opens it on first use; aborts the test program if that fails
    void close() { m_store.reset(); } ///< waits for the jobs that run

private:
    QTemporaryDir m_folder;
    crypto::SecretBytes m_key;
    std::unique_ptr<archive::Store> m_store;
};

} // namespace letterlock::test
