// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/keys/PublishedKeys.h"
#include "tests/integration/OtherProgram.h"
#include "tests/support/Await.h"
#include "tests/support/EjabberdServer.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto keyNode = OtherProgram::keyNode;
const auto revokeNode = OtherProgram::revokeNode;

/// A server with a client whose profile stays, and another program of the same account.
struct Bed {
    std::unique_ptr<ProsodyServer> prosody;
    std::unique_ptr<EjabberdServer> ejabberd;
    TestServer *server = nullptr;
    std::unique_ptr<TestClient> romeo;
    OtherProgram other;
};

} // namespace

/// Archive keys as XEP-0189 publishes them, on both servers: client, GnuPG and server, nothing pretended.
class PublishedKeysTest : public QObject {
    Q_OBJECT

    std::array<Bed, 2> m_beds;
    Bed *m_bed = nullptr;

    [[nodiscard]] TestClient &romeo() { return *m_bed->romeo; }
    [[nodiscard]] OtherProgram &other() { return m_bed->other; }
    [[nodiscard]] app::PublishedKeys &published() { return romeo().app().publishedKeys(); }
    [[nodiscard]] QStringList ids() { return other().ids(); }
    [[nodiscard]] crypto::BareJid account() { return romeo().jid(u"romeo"_s); }
    /// A key that nobody here has, as another program or the server would publish it.
    [[nodiscard]] crypto::PublishedKey strangeKey() { return OtherProgram(account().toString()).published(); }
    /// The print of the only own key that is in use.
    [[nodiscard]] QString ownPrint()
    {
        for (const auto &record : published().records()) {
            if (record.own && !record.revoked) {
                return record.key.print();
            }
        }
        return {};
    }
    /// What is told by events arrives from here on.
    [[nodiscard]] bool signIn() { return romeo().signIn() && await(published().settle(), 30000).has_value(); }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("bed");
        QTest::newRow("Prosody") << 0;
        QTest::newRow("ejabberd") << 1;
    }
    void initTestCase()
    {
        const QMap<QString, QString> accounts{{u"romeo"_s, u"secret"_s}, {u"juliet"_s, u"other"_s}};
        m_beds[0].prosody = std::make_unique<ProsodyServer>(ProsodyServer::Options{.accounts = accounts});
        m_beds[1].ejabberd = std::make_unique<EjabberdServer>(EjabberdServer::Options{.accounts = accounts});
        m_beds[0].server = m_beds[0].prosody.get();
        m_beds[1].server = m_beds[1].ejabberd.get();
        QVERIFY2(m_beds[0].prosody->start(), qPrintable(m_beds[0].server->log()));
        QVERIFY2(m_beds[1].ejabberd->start(), qPrintable(m_beds[1].server->log()));
        for (auto &bed : m_beds) {
            bed.romeo = std::make_unique<TestClient>(*bed.server, u"romeo"_s);
            QVERIFY2(bed.romeo->signIn() && bed.romeo->makeKey(), qPrintable(bed.romeo->problem()));
            QVERIFY(await(bed.romeo->app().archiveKeys().make(), 60000));
            QVERIFY(bed.other.open(*bed.server, u"romeo"_s, true));
            bed.romeo->quit();
        }
    }
    void init()
    {
        QFETCH_GLOBAL(const int, bed);
        m_bed = &m_beds[size_t(bed)];
        QVERIFY2(signIn(), qPrintable(romeo().problem()));
        QTRY_COMPARE_WITH_TIMEOUT(romeo().app().archiveKeys().keys().size(), 1, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!ownPrint().isEmpty(), 20000);
    }
    void cleanup() { romeo().quit(); } // the profile stays
    void cleanupTestCase()
    {
        for (auto &bed : m_beds) {
            bed.other.stream.close();
            bed.romeo.reset();
        }
        QCOMPARE(m_beds[0].prosody->logProblems(), QStringList());
        // ejabberd logs an error of its own when two clients make a node at the same moment.
    }

    // whole, in its time, and for the account alone
    void ownKeyIsPublished()
    {
        const auto found = other().items(keyNode);
        const auto key = crypto::PublishedKey::read(found.first(), account());
        QVERIFY2(key, qPrintable(QString::fromUtf8(found.first().toXml())));
        const auto own = romeo().app().archiveKeys().keys();
        QVERIFY(own.size() == 1 && key->isSameKey(own.constFirst().modulus, own.constFirst().exponent));
        QVERIFY(key->isValidAt(QDateTime::currentDateTimeUtc()));
        // Nobody else may take it for a chat key.
        XmppPeer juliet(*m_bed->server, u"juliet"_s);
        QVERIFY(juliet.signIn());
        QVERIFY(!await(juliet.transport.sendIq(
            false, *crypto::Jid::parse(account().toString()), app::pubsub::itemsRequest(keyNode))));
    }

    // dropped or overwritten, the own key comes back under the same print; others' items stay
    void ownKeyIsPutBack()
    {
        const auto print = ownPrint();
        QVERIFY(!print.isEmpty());
        QVERIFY(other().retract(u"current"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QCOMPARE(ownPrint(), print);

        const auto strange = strangeKey();
        QVERIFY(other().publish(keyNode, u"current"_s, strange.write()));
        QTRY_VERIFY_WITH_TIMEOUT(ids().size() == 2 && ids().contains(print) && ids().contains(u"current"_s), 20000);
        const auto now = other().items(keyNode);
        QCOMPARE(crypto::PublishedKey::read(now.value(u"current"_s), account())->print(), strange.print());
        QCOMPARE(crypto::PublishedKey::read(now.value(print), account())->print(), print);
        // Alone again, it is `current` again.
        QVERIFY(other().retract(u"current"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
    }

    // what others publish is asked about; refused, it is revoked and gone
    void strangeKeyIsAskedAbout()
    {
        const auto print = ownPrint();
        const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
        const auto strange = strangeKey();
        QVERIFY(other().publish(keyNode, strange.print(), strange.write()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
        QCOMPARE(asked.first().first().toString(), strange.print());
        QCOMPARE(romeo().app().archiveKeys().recipients().size(), 1); // nothing here seals for it
        // Several: the own one moves from `current` to its print.
        QTRY_VERIFY_WITH_TIMEOUT(!ids().contains(u"current"_s), 20000);

        const auto refused = await(published().reject(strange.print()));
        QVERIFY2(refused, qPrintable(refused ? QString() : refused.error().condition));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        const auto revocations = other().items(revokeNode);
        QVERIFY(revocations.contains(strange.print()));
        QVERIFY(crypto::KeyRevocation::read(revocations.value(strange.print()))->concerns(strange));
        // Published once more it is not asked about again, and goes again.
        const auto questions = asked.size();
        QVERIFY(other().publish(keyNode, u"again"_s, strange.write()));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QCOMPARE(asked.size(), questions);
        QCOMPARE(ownPrint(), print);
    }

    // a decision holds for one print, survives a restart, and a confirmed key that vanishes is told
    void confirmedKeyIsRemembered()
    {
        const auto strange = strangeKey();
        {
            const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
            QVERIFY(other().publish(keyNode, u"mine"_s, strange.write()));
            QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
            published().confirm(strange.print());
        }
        romeo().quit();
        // Another one under the same name: the confirmation does not hold for it.
        const auto successor = strangeKey();
        QVERIFY(romeo().open());
        const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
        const QSignalSpy dropped(&published(), &app::PublishedKeys::dropped);
        QVERIFY(other().publish(keyNode, u"mine"_s, successor.write()));
        QVERIFY2(romeo().signIn(), qPrintable(romeo().problem()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty() && !dropped.isEmpty(), 20000);
        QCOMPARE(asked.first().first().toString(), successor.print());
        QCOMPARE(dropped.first().first().toString(), strange.print());
        const auto records = published().records();
        QVERIFY(std::ranges::any_of(records, [&](const auto &record) {
            return record.key.print() == strange.print() && record.confirmed && !record.listed;
        }));
        QVERIFY(other().retract(u"mine"_s));
    }

    // only a revocation by an own key counts; then nothing is sealed for the key, and a new one takes its place
    void revocationsAreChecked()
    {
        const auto print = ownPrint();
        const auto modulus = romeo().app().archiveKeys().keys().constFirst().modulus;
        // As the server could write one.
        TempGnupgHome thief;
        const auto signer = thief.makeKey(u"romeo@localhost"_s).fingerprint;
        const auto key = *crypto::PublishedKey::read(other().items(keyNode).first(), account());
        const auto forged = crypto::KeyRevocation::make(thief.engine(), key, signer, QDateTime::currentDateTimeUtc());
        QVERIFY(forged);
        QVERIFY(other().publish(revokeNode, print, forged->write()));
        const QSignalSpy looked(&published(), &app::PublishedKeys::changed);
        published().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!looked.isEmpty(), 20000);
        QCOMPARE(romeo().app().archiveKeys().recipients().size(), 1);

        // Another device of the account, whose chat key is confirmed here.
        TestClient second(*m_bed->server, u"romeo"_s);
        QVERIFY2(second.signIn() && second.makeKey(), qPrintable(second.problem()));
        romeo().app().keys().refreshOwn();
        const auto itsKey = second.app().keys().currentKey();
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(romeo().app().keys().ownKeys(),
                                     [&](const app::OwnKey &own) { return own.key.fingerprint == itsKey; }),
            20000);
        romeo().app().keys().confirmOwn(itsKey);
        auto &there = second.app().publishedKeys();
        QTRY_VERIFY_WITH_TIMEOUT(!there.records().isEmpty(), 20000);
        const QSignalSpy revoked(&published(), &app::PublishedKeys::ownRevoked);
        QVERIFY(await(there.reject(print)));
        QTRY_VERIFY_WITH_TIMEOUT(!revoked.isEmpty(), 20000);
        QVERIFY(romeo().app().archiveKeys().recipients().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList(), 20000);
        second.quit();

        // What is offered then: a new one, published in its place.
        published().replaceOwn();
        QTRY_COMPARE_WITH_TIMEOUT(romeo().app().archiveKeys().keys().size(), 1, 30000);
        QVERIFY(romeo().app().archiveKeys().keys().constFirst().modulus != modulus);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QVERIFY(ownPrint() != print);
    }

    // replaced here, the old key is revoked on the server, by the own chat key
    void replacedKeyIsRevoked()
    {
        const auto print = ownPrint();
        published().replaceOwn();
        QVERIFY(romeo().app().archiveKeys().recipients().isEmpty()); // at once
        QTRY_VERIFY_WITH_TIMEOUT(!ownPrint().isEmpty() && ids() == QStringList{u"current"_s}
                && crypto::PublishedKey::read(other().items(keyNode).first(), account())->print() == ownPrint(),
            30000);
        QVERIFY(ownPrint() != print);
        const auto revocations = other().items(revokeNode);
        QVERIFY(revocations.contains(print));
        QVERIFY(!revocations.contains(ownPrint()));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PublishedKeysTest)
#include "PublishedKeysTest.moc"
