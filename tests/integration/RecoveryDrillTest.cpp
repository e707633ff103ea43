// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/bootstrap/ScratchProfile.h"
#include "tests/integration/LedgerSteps.h"
#include "tests/support/ShiftedClock.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RecoveryDrill;
using Outcome = RecoveryDrill::Outcome;
using Step = RecoveryDrill::Step;

/// A restore is rehearsed with real parts: server, backup, GnuPG, archive.
class RecoveryDrillTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
    const QString m_code = app::BackupController::makeCode();
    static constexpr int count = 15;

    [[nodiscard]] bool prepare(bool module = true, bool backUp = true, bool write = true)
    {
        m_mira.reset();
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{
            .accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}, .archiveModule = module});
        m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
        if (!m_server->start() || !m_mira->signIn() || !m_mira->makeKey()
            || (write && !LedgerSteps::write(*m_mira, u"anselm"_s, 0, count)) || !m_mira->archiveIsIdle()) {
            return false;
        }
        return !backUp || await(m_mira->app().backup().backUp(m_code, false)).has_value();
    }
    RecoveryDrill &drill() { return m_mira->app().recoveryDrill(); }
    /// What the drill says; -1 if it says nothing.
    int run(const QString &code, int collections = RecoveryDrill::usual)
    {
        drill().start(code, collections);
        const bool ended = waitUntil([this] { return drill().step() == Step::Idle; }, 60000);
        return ended && drill().result() ? int(drill().result()->outcome) : -1;
    }
    /// No folder, and no agent that would hold keys.
    [[nodiscard]] static QStringList leftovers()
    {
        auto found = QDir(app::ScratchProfile::place())
                         .entryList({app::ScratchProfile::prefix() + u'*'}, QDir::Dirs | QDir::NoDotAndDotDot);
        const auto processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const auto &process : processes) {
            QFile line(u"/proc/"_s + process + u"/cmdline"_s);
            if (line.open(QIODevice::ReadOnly) && line.readAll().contains(app::ScratchProfile::prefix().toLatin1())) {
                found.append(process);
            }
        }
        return found;
    }
    QString item(const QString &node) { return xmlText(pubsub(u"get"_s, u"<items node='%1'/>"_s.arg(node))); }
    QDomElement pubsub(const QString &type, const QString &payload)
    {
        RawXmppStream stream;
        if (!stream.open({m_server->port(), u"mira"_s, m_server->password(u"mira"_s), m_server->caFile()})) {
            return {};
        }
        return stream.iq(type, u"<pubsub xmlns='http://jabber.org/protocol/pubsub'>"_s + payload + u"</pubsub>"_s)
            .firstChildElement();
    }

private Q_SLOTS:
    void cleanup()
    {
        m_mira.reset();
        QTRY_COMPARE(leftovers(), QStringList()); // an agent that was told to end takes a moment
    }

    void everythingComesBack_data()
    {
        QTest::addColumn<bool>("module");
        QTest::newRow("server's archive") << true;
        QTest::newRow("private storage") << false;
    }
    void everythingComesBack()
    {
        QFETCH(bool, module);
        QVERIFY(prepare(module));
        QVERIFY(!drill().lastPassed().isValid());
        const auto nodes = QStringList{u"urn:xmpp:openpgp:0:public-keys"_s, app::RootKeys::node(),
            u"urn:xmpp:openpgp:0:secret-key"_s, u"urn:letterlock:archive:ledger:0"_s};
        QStringList before;
        for (const auto &node : nodes) {
            before.append(item(node));
            QVERIFY(before.last().contains(u"item"_s));
        }
        QSignalSpy changed(&drill(), &RecoveryDrill::changed);
        QCOMPARE(run(m_code, 6), int(Outcome::Passed));
        const auto result = *drill().result();
        QCOMPARE(result.keys, 1);
        QCOMPARE(result.tried, 6);
        QCOMPARE(result.opened, 6);
        QCOMPARE(result.messages, 6);
        QVERIFY(changed.count() >= 10);
        QTRY_COMPARE(leftovers(), QStringList()); // an agent that was told to end takes a moment
        for (int i = 0; i < nodes.size(); ++i) {
            QCOMPARE(item(nodes[i]), before[i]); // nothing was written
        }
        QCOMPARE(run(m_code.toLower().remove(u'-'), 100), int(Outcome::Passed)); // as people type, and all there are
        QCOMPARE(drill().result()->tried, count);
        const auto when = drill().lastPassed();
        QVERIFY(when.secsTo(QDateTime::currentDateTimeUtc()) < 60);
        QVERIFY(!drill().isDue());
        m_mira->quit();
        QVERIFY2(m_mira->open(), qPrintable(m_mira->problem()));
        QTRY_COMPARE(drill().lastPassed().toSecsSinceEpoch(), when.toSecsSinceEpoch());
    }

    void itIsDueAfterAWhile()
    {
        QVERIFY(prepare());
        QCOMPARE(run(m_code, 1), int(Outcome::Passed));
        m_mira->quit();
        m_mira->setClock(std::make_shared<ShiftedClock>(200LL * 24 * 3600));
        QVERIFY2(m_mira->open(), qPrintable(m_mira->problem()));
        QTRY_VERIFY(drill().lastPassed().isValid());
        QVERIFY(drill().isDue());
    }

    void theArchiveIsEmpty()
    {
        QVERIFY(prepare(true, true, false));
        QCOMPARE(run(m_code), int(Outcome::NothingToOpen));
        QVERIFY(drill().lastPassed().isValid());
    }

    void whatGoesWrongIsSaid()
    {
        QVERIFY(prepare(true, false));
        QCOMPARE(run(m_code), int(Outcome::NoBackup));
        QVERIFY(await(m_mira->app().backup().backUp(m_code, false)).has_value());
        QCOMPARE(run(app::BackupController::makeCode()), int(Outcome::WrongCode));
        // Two collections that are damaged on the server: one in what is sealed, one so that nothing is recognised.
        LedgerSteps steps(*m_server);
        QVERIFY(steps.change(*m_mira,
            u"UPDATE letterlock_item SET value = replace(value, 'Q', 'R') WHERE coll = (SELECT min(id) FROM "
            "letterlock_collection WHERE start_at LIKE '2024-03-05%'); UPDATE letterlock_item SET value = "
            "replace(value, 'a', 'b') WHERE coll = (SELECT min(id) FROM letterlock_collection WHERE start_at LIKE "
            "'2024-03-04%')"_s));
        QVERIFY(m_mira->archiveIsIdle());
        QCOMPARE(run(m_code, count), int(Outcome::SomeClosed));
        QCOMPARE(drill().result()->tried, count);
        QCOMPARE(drill().result()->opened, count - 2);
        QCOMPARE(drill().result()->closed.constFirst().start.date(), QDate(2024, 3, 4));
        QVERIFY(!drill().lastPassed().isValid());
        QCOMPARE(pubsub(u"set"_s,
                     u"<publish node='urn:xmpp:openpgp:0:secret-key'><item id='current'><secretkey "
                     "xmlns='urn:xmpp:openpgp:0'>***</secretkey></item></publish>"_s)
                     .tagName(),
            u"pubsub"_s);
        QCOMPARE(run(m_code), int(Outcome::DamagedBackup));
        m_server->stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_mira->app().account().state() != app::ConnectionState::Online, 20000);
        QCOMPARE(run(m_code), int(Outcome::NoConnection));
        QTRY_COMPARE(leftovers(), QStringList()); // an agent that was told to end takes a moment
    }

    void theBackupIsOlderThanTheKey()
    {
        QVERIFY(prepare());
        auto &rotation = m_mira->app().rotation();
        connect(
            &rotation, &app::KeyRotationController::newKeyReady, &rotation, [&rotation] { rotation.start(); },
            Qt::SingleShotConnection);
        rotation.setReason(app::RotationReason::Compromised);
        rotation.makeNewKey();
        QVERIFY(waitUntil([&] { return rotation.state() == archive::RekeyState::Done; }, 60000));
        QVERIFY(m_mira->archiveIsIdle());
        QCOMPARE(run(m_code), int(Outcome::KeysDoNotFit));
        QVERIFY(!drill().lastPassed().isValid());
    }

    void itIsStoppedOrCutAtAnyStep()
    {
        QVERIFY(prepare());
        for (const auto step :
            {Step::Preparing, Step::OpeningBackup, Step::FetchingRootKey, Step::OpeningCollections}) {
            drill().start(m_code);
            QVERIFY(waitUntil([&] { return drill().step() >= step; }, 30000));
            drill().cancel();
            QVERIFY(waitUntil([this] { return drill().step() == Step::Idle; }, 30000));
            QCOMPARE(int(drill().result()->outcome), int(Outcome::Cancelled));
            QTRY_COMPARE(leftovers(), QStringList()); // an agent that was told to end takes a moment
        }
        // Cut in the middle, and the program is ended: nothing stays either.
        drill().start(m_code, count);
        QVERIFY(waitUntil([this] { return drill().step() == Step::OpeningCollections && drill().done() > 0; }, 30000));
        m_server->kill();
        QVERIFY(waitUntil([this] { return drill().step() == Step::Idle; }, 60000));
        QCOMPARE(int(drill().result()->outcome), int(Outcome::NoConnection));
        QVERIFY(m_server->restart());
        m_mira->app().account().tryNow();
        QTRY_COMPARE_WITH_TIMEOUT(m_mira->app().account().state(), app::ConnectionState::Online, 30000);
        drill().start(m_code, count);
        QVERIFY(waitUntil([this] { return drill().step() == Step::OpeningCollections; }, 30000));
        m_mira->quit();
        QTRY_COMPARE(leftovers(), QStringList()); // an agent that was told to end takes a moment
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RecoveryDrillTest)
#include "RecoveryDrillTest.moc"
