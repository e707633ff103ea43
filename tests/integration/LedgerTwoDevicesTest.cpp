// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>

#include "tests/integration/LedgerSteps.h"
#include "tests/support/Seed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::LedgerHeadFault;
using archive::RekeyState;

/// The ordinary life of an account with two devices: nothing of it may look like a server that lost something.
class LedgerTwoDevicesTest : public QObject {
    Q_OBJECT

    using Client = std::unique_ptr<TestClient>;

    static QString wrong(const Client &client)
    {
        const auto &archive = client->app().archive();
        return (LedgerSteps::findings(*client) + QStringList{QString::number(int(archive.listFault()))}).join(u", "_s);
    }
    static QStringList bodies(const QList<archive::Message> &messages, bool keptOnly)
    {
        QStringList found;
        for (const auto &message : messages) {
            if (!keptOnly || message.kept == archive::Kept::OnServer) {
                found.append(message.body);
            }
        }
        found.sort();
        return found;
    }
    /// Both at once, and each until it has seen what the other did.
    static bool bothAreIdle(const QList<const Client *> &both)
    {
        for (int round = 0; round < 3; ++round) {
            for (const auto *client : both) {
                (*client)->app().archive().uploadNow();
            }
            for (const auto *client : both) {
                if (!(*client)->archiveIsIdle()) {
                    qWarning() << (*client)->problem();
                    return false;
                }
            }
        }
        return true;
    }
    static bool remove(const Client &client, int from, int until)
    {
        return await(client->app().archive().removeFromServer({.with = client->jid(u"anselm"_s),
                         .from = LedgerSteps::dayOf(from).addSecs(-3600),
                         .until = LedgerSteps::dayOf(until).addSecs(-3600)}))
            .has_value();
    }
    static bool rotate(const Client &client, app::RotationReason reason)
    {
        auto &rotation = client->app().rotation();
        connect(
            &rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); },
            Qt::SingleShotConnection);
        rotation.setReason(reason);
        rotation.makeNewKey();
        return waitUntil([&] { return rotation.state() == RekeyState::Done; }, 60000);
    }

private Q_SLOTS:
    void giveNoFinding_data()
    {
        QTest::addColumn<bool>("privateStorage");
        QTest::newRow("server's archive") << false;
        QTest::newRow("private storage") << true;
    }
    void giveNoFinding()
    {
        QFETCH(bool, privateStorage);
        QRandomGenerator random(seed());
        ProsodyServer server({.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}},
            .archiveModule = !privateStorage});
        QVERIFY2(server.start(), qPrintable(server.log()));
        auto desk = std::make_unique<TestClient>(server, u"mira"_s);
        auto lap = std::make_unique<TestClient>(server, u"mira"_s);
        QVERIFY2(desk->signIn() && desk->makeKey() && desk->archiveIsIdle(), qPrintable(desk->problem()));
        QVERIFY(lap->signIn() && LedgerSteps::shareKey(*desk, *lap) && lap->archiveIsIdle());
        const QList<const Client *> both{&desk, &lap};
        int pages = 0;
        QSet<QDateTime> removed;
        for (int round = 0; round < 6; ++round) {
            for (const auto *client : both) {
                const int more = 1 + random.bounded(6);
                QVERIFY(LedgerSteps::write(**client, u"anselm"_s, pages, pages + more));
                pages += more;
                (*client)->app().archive().uploadNow();
            }
            // In the middle of writing, both.
            const auto &remover = *both[random.bounded(2)];
            const int from = random.bounded(pages);
            const int until = from + 1 + random.bounded(3);
            for (int day = from; day < until; ++day) {
                removed.insert(LedgerSteps::dayOf(day));
            }
            QVERIFY(remove(remover, from, until));
            if (round == 1 || round == 4) {
                QVERIFY(rotate(desk, round == 1 ? app::RotationReason::Planned : app::RotationReason::Compromised));
                QVERIFY(LedgerSteps::shareKey(*desk, *lap));
            }
            if (random.bounded(2) == 0) {
                const auto &restarted = *both[random.bounded(2)];
                restarted->quit(); // whatever it was doing
                QVERIFY2(restarted->signIn(), qPrintable(restarted->problem()));
            }
            QVERIFY(bothAreIdle(both));
            QCOMPARE(wrong(desk), u"0"_s);
            QCOMPARE(wrong(lap), u"0"_s);
        }
        // New sessions look over everything.
        for (const auto *client : both) {
            (*client)->quit();
            QVERIFY2((*client)->signIn() && (*client)->archiveIsIdle(), qPrintable((*client)->problem()));
            QCOMPARE(wrong(*client), u"0"_s);
        }
        TestClient fresh(server, u"mira"_s);
        QVERIFY(fresh.signIn() && LedgerSteps::shareKey(*desk, fresh) && fresh.archiveIsIdle());
        QCOMPARE(LedgerSteps::findings(fresh), QStringList());
        // What counts as kept on a device is there, what is not kept was removed on purpose, and nothing is there
        // twice.
        const auto there = bodies(fresh.messagesWith(u"anselm"_s), false);
        QCOMPARE(QSet<QString>(there.begin(), there.end()).size(), there.size());
        for (const auto *client : both) {
            const auto all = (*client)->messagesWith(u"anselm"_s);
            QCOMPARE(bodies(all, true), there);
            for (const auto &message : all) {
                QVERIFY2(there.contains(message.body) || removed.contains(message.time), qPrintable(message.body));
            }
        }
        QSet<QString> everywhere;
        for (const auto *client : both) {
            for (const auto &body : bodies((*client)->messagesWith(u"anselm"_s), false)) {
                everywhere.insert(body);
            }
        }
        QCOMPARE(everywhere.size(), pages);
    }

    /// After the archive has moved away and back, with removals at both places.
    void movingGivesNoFinding()
    {
        ProsodyServer server({.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}});
        QVERIFY2(server.start(), qPrintable(server.log()));
        auto desk = std::make_unique<TestClient>(server, u"mira"_s);
        auto lap = std::make_unique<TestClient>(server, u"mira"_s);
        QVERIFY2(desk->signIn() && desk->makeKey(), qPrintable(desk->problem()));
        QVERIFY(LedgerSteps::write(*desk, u"anselm"_s, 0, 12) && desk->archiveIsIdle());
        QVERIFY(lap->signIn() && LedgerSteps::shareKey(*desk, *lap) && lap->archiveIsIdle());
        int from = 1;
        for (const auto *mover : {&desk, &lap}) {
            auto &move = (*mover)->app().archiveMove();
            move.start();
            // The other one looks all the time.
            const auto &other = mover == &desk ? lap : desk;
            QVERIFY(waitUntil(
                [&] {
                    other->app().archive().checkNow();
                    return move.state() == app::ArchiveMove::State::Idle;
                },
                120'000));
            QVERIFY(move.result().has_value());
            QVERIFY(bothAreIdle({&desk, &lap}));
            QVERIFY(remove(desk, from, from + 2));
            from += 3;
            QVERIFY(bothAreIdle({&desk, &lap}));
            for (const auto *client : {&desk, &lap}) {
                (*client)->quit();
                QVERIFY2((*client)->signIn() && (*client)->archiveIsIdle(), qPrintable((*client)->problem()));
                QCOMPARE(wrong(*client), u"0"_s);
            }
        }
        TestClient fresh(server, u"mira"_s);
        QVERIFY(fresh.signIn() && LedgerSteps::shareKey(*desk, fresh) && fresh.archiveIsIdle());
        QCOMPARE(LedgerSteps::findings(fresh), QStringList());
        QCOMPARE(fresh.messagesWith(u"anselm"_s).size(), 8);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::LedgerTwoDevicesTest)
#include "LedgerTwoDevicesTest.moc"
