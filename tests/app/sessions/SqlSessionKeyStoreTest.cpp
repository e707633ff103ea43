// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/sessions/SqlSessionKeyStore.h"
#include "crypto/base/Worker.h"
#include "tests/support/Await.h"
#include "tests/support/SessionKeyStoreContract.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// The session key store on a real encrypted database.
class SqlSessionKeyStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheContract() // E-04, E-20, E-46, E-64, E-65, E-66
    {
        TempDatabase database;
        app::SqlSessionKeyStore store(database.store());
        checkSessionKeyStore(store);
    }

    void manyThreadsAtOnce()
    {
        TempDatabase database;
        app::SqlSessionKeyStore store(database.store());
        const auto peer = *crypto::BareJid::parse(u"ben@example.org"_s);
        crypto::Worker worker(u"test"_s, 4);
        QList<QFuture<int>> done;
        for (int i = 0; i < 40; ++i) {
            done << worker.run([&store, peer] {
                auto key = crypto::SessionKey::make(peer, {}, 32, QDateTime::currentDateTimeUtc());
                const auto kept = store.put(key) ? store.own(key.sid) : crypto::cryptoError({}, {});
                return kept && *kept && (*kept)->secret == key.secret ? 1 : 0;
            });
        }
        int right = 0;
        for (const auto &one : done) {
            right += await(one);
        }
        QCOMPARE(right, 40);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SqlSessionKeyStoreTest)
#include "SqlSessionKeyStoreTest.moc"
