// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "archive/collection/CollectionSealer.h"
#include "archive/remote/ArchiveProbe.h"
#include "archive/remote/IqRemoteArchive.h"
#include "crypto/base/Random.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/TestClient.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::SaveRequest;
using archive::Sealing;
using Status = app::ArchiveController::Status;

/// The server, or somebody with the account's password, changes what is in the archive: whole clients show what is
/// true, say that there is something that cannot be opened, and take nothing forged for their own.
class WholeClientTamperedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theGoodOnesAreThere();
    void theRestIsTold();
    void nothingForgedIsOurs();
    void theFirstProfileLosesNothing();
    void manyWrapsCostLittle();
    void forgottenProbesAreRemoved();
    void cleanupTestCase();

private:
    [[nodiscard]] bool write();
    [[nodiscard]] archive::SealedCollection collection(int number);
    [[nodiscard]] bool replace(const archive::SealedCollection &with);
    [[nodiscard]] SaveRequest forge(
        const QString &body, const QString &originId, const QList<crypto::KeyFingerprint> &wrapFor);
    void tamper();
    [[nodiscard]] QDateTime day(int number) const { return m_morning.addMonths(number); }
    [[nodiscard]] static QStringList bodies(TestClient &client);

    static constexpr int storyLength = 7;
    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
    std::unique_ptr<TestClient> m_second;
    std::unique_ptr<TempGnupgHome> m_forger; ///< knows Mira's public key and has one of its own
    crypto::KeyFingerprint m_stranger;
    RawXmppStream m_wire;
    std::unique_ptr<RawIqChannel> m_channel;
    std::unique_ptr<archive::IqRemoteArchive> m_remote;
    QDateTime m_morning = QDateTime::currentDateTimeUtc().addMonths(-20);
    QStringList m_bodies;
    int m_forged = 0;
    int m_closed = 0;
};

void WholeClientTamperedTest::initTestCase()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
    QVERIFY2(m_mira->signIn() && m_mira->makeKey() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    const auto key = m_mira->app().keys().currentKey();
    const auto secret = await(m_mira->app().keys().exportSecretKeys({key}));
    m_forger = std::make_unique<TempGnupgHome>();
    m_stranger = m_forger->makeKey(u"stranger@localhost"_s).fingerprint;
    {
        TempGnupgHome passing; // only the public half goes on to the forger
        QVERIFY(secret && passing.keyring().importKeys((*secret)->view()));
        passing.share(key, *m_forger);
    }
    QVERIFY(write());
    QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    QVERIFY2(m_wire.open({m_server->port(), u"mira"_s, u"secret-mira"_s, m_server->caFile(), u"raw"_s}),
        qPrintable(m_wire.errorText()));
    m_channel = std::make_unique<RawIqChannel>(m_wire);
    m_remote = std::make_unique<archive::IqRemoteArchive>(*m_channel);
    tamper();
    m_second = std::make_unique<TestClient>(*m_server, u"mira"_s);
    QVERIFY2(m_second->signIn(), qPrintable(m_second->problem()));
    QVERIFY(await(m_second->app().keys().bringKey((*secret)->copy())));
    QVERIFY(await(m_second->app().keys().announceAsCurrent(key)));
    QVERIFY2(m_second->archiveIsIdle(), qPrintable(m_second->problem()));
}

/// A message a month: a collection, and a data key, for each.
bool WholeClientTamperedTest::write()
{
    QList<archive::Message> story;
    const auto conversation = await(m_mira->app().history().conversationWith(m_mira->jid(u"anselm"_s)));
    for (int i = 0; i < storyLength; ++i) {
        archive::Message message;
        message.conversation = conversation.value_or(0);
        message.sender = crypto::Jid(m_mira->jid(u"anselm"_s), u"old"_s);
        message.time = day(i);
        message.body = u"Seite %1"_s.arg(i);
        message.originId = u"story-%1"_s.arg(i);
        message.sealing = Sealing::Sealed;
        message.delivery = archive::Delivery::Received;
        story.append(message);
        m_bodies.append(message.body);
    }
    return await(m_mira->app().history().import(story)).value_or(0) == storyLength;
}

archive::SealedCollection WholeClientTamperedTest::collection(int number)
{
    const auto heads = await(m_remote->list({200, {}}));
    if (!heads || heads->items.size() <= number) {
        return {};
    }
    const auto page = await(m_remote->retrieve(heads->items[number].id, {}));
    return page ? page->items.first() : archive::SealedCollection();
}

/// As if it had always been so.
bool WholeClientTamperedTest::replace(const archive::SealedCollection &with)
{
    return await(m_remote->remove(with.id)) && await(m_remote->save({with.id, with.parts, with.keys}));
}

/// What anybody who knows a public key can make: as if it were a message of Anselm's, sealed and signed.
SaveRequest WholeClientTamperedTest::forge(
    const QString &body, const QString &originId, const QList<crypto::KeyFingerprint> &wrapFor)
{
    crypto::DataKeyRing ring(m_forger->engine());
    ring.addRootKey(crypto::RootKey::make());
    archive::Message message;
    message.sender = crypto::Jid(m_mira->jid(u"anselm"_s), {});
    message.time = day(storyLength + m_forged);
    message.body = body;
    message.originId = originId;
    message.sealing = Sealing::Sealed;
    message.signer = m_mira->app().keys().currentKey();
    const auto sealed = archive::CollectionSealer(ring).seal(
        {.collection = {.id = {m_mira->jid(u"anselm"_s), message.time}, .messages = {message}},
            .account = m_mira->jid(u"mira"_s),
            .dataKeyName = u"forged-%1"_s.arg(++m_forged),
            .wrapFor = wrapFor});
    return sealed.value_or(SaveRequest());
}

void WholeClientTamperedTest::tamper()
{
    const auto mine = m_mira->app().keys().currentKey();
    auto damaged = collection(1);
    QVERIFY(!damaged.parts.isEmpty());
    damaged.parts[0].cipherValue[40] = char(damaged.parts[0].cipherValue[40] ^ 1);
    QVERIFY(replace(damaged));
    ++m_closed;

    auto keysThatAreNone = collection(2); // the root key opens it all the same
    for (auto &key : keysThatAreNone.keys) {
        key.cipherValue = crypto::randomBytes(key.cipherValue.size());
    }
    QVERIFY(replace(keysThatAreNone));

    auto moved = collection(3);
    moved.id.start = day(storyLength + 20); // beside itself, at another time
    QVERIFY(await(m_remote->save({moved.id, moved.parts, {}})));
    ++m_closed;

    // With a true message's id, it must not take its place.
    QVERIFY(await(m_remote->save(forge(u"wire the money to me"_s, u"story-4"_s, {mine}))));
    QVERIFY(await(m_remote->save(forge(u"for somebody else"_s, u"x"_s, {m_stranger}))));
    ++m_closed;

    // Three wraps that open nothing stand before the one that does.
    auto late = forge(u"opened with the fourth"_s, u"y"_s, {mine});
    const auto right = late.keys.takeFirst();
    const auto other = forge({}, {}, {m_stranger}).keys;
    for (int i = 0; i < 3; ++i) {
        auto wrong = i == 0 ? other.first() : right;
        wrong.carriedKeyName = right.carriedKeyName;
        wrong.cipherValue = i == 1 ? crypto::randomBytes(200) : wrong.cipherValue;
        wrong.cipherValue[20] = char(wrong.cipherValue[20] ^ (i == 2 ? 1 : 0));
        late.keys.append(wrong);
    }
    late.keys.append(right);
    QVERIFY(await(m_remote->save(late)));

    // Not even a cipher value.
    const auto answer = m_wire.iq(u"set"_s,
        u"<save xmlns='urn:xmpp:archive'><chat with='anselm@localhost' start='2020-01-01T00:00:00Z'>"
        "<EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#'><CipherData><CipherValue>!!</CipherValue>"
        "</CipherData></EncryptedData></chat></save>"_s);
    m_closed += errorCondition(answer).isEmpty() ? 1 : 0; // a server may refuse such a thing
}

QStringList WholeClientTamperedTest::bodies(TestClient &client)
{
    QStringList texts;
    for (const auto &message : client.messagesWith(u"anselm"_s)) {
        texts.append(message.body);
    }
    return texts;
}

void WholeClientTamperedTest::theGoodOnesAreThere()
{
    auto expected = m_bodies;
    expected.removeAt(1);
    expected += {u"wire the money to me"_s, u"opened with the fourth"_s};
    QCOMPARE(bodies(*m_second), expected);
}

/// Once, in the archive's state; the person's sentence is made from it.
void WholeClientTamperedTest::theRestIsTold()
{
    QCOMPARE(m_second->app().archive().status(), Status::Sealed);
    QCOMPARE(m_second->app().archive().closedParts(), m_closed);
    QVERIFY2(m_second->archiveIsIdle(), qPrintable(m_second->problem()));
    QCOMPARE(m_second->app().archive().closedParts(), m_closed);
    m_second->app().archive().checkNow();
}

void WholeClientTamperedTest::nothingForgedIsOurs()
{
    int forged = 0;
    for (const auto &message : m_second->messagesWith(u"anselm"_s)) {
        if (m_bodies.contains(message.body)) {
            QCOMPARE(message.sealing, Sealing::Sealed);
            continue;
        }
        ++forged;
        QCOMPARE(message.sealing, Sealing::NotSealed);
        QVERIFY(message.signer.isEmpty());
        QVERIFY(message.originId.isEmpty());
    }
    QCOMPARE(forged, 2);
}

/// What the server has destroyed is here still.
void WholeClientTamperedTest::theFirstProfileLosesNothing()
{
    QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    QCOMPARE(bodies(*m_mira), m_bodies + QStringList({u"wire the money to me"_s, u"opened with the fourth"_s}));
    // The damaged one has its old version number again, so it is not even read: its text is here.
    QCOMPARE(m_mira->app().archive().closedParts(), m_closed - 1);
}

void WholeClientTamperedTest::manyWrapsCostLittle()
{
    const auto before = bodies(*m_second);
    const auto mine = m_mira->app().keys().currentKey();
    auto request = forge(u"behind a thousand"_s, u"z"_s, {m_stranger});
    const auto pattern = request.keys.takeFirst();
    for (int save = 0; save < 17; ++save) {
        for (int i = 0; i < 60; ++i) { // the module takes 64 in one request
            auto key = pattern;
            key.keyName = mine.toString();
            key.cipherValue = crypto::randomBytes(100);
            request.keys.append(key);
        }
        QVERIFY(await(m_remote->save(request)));
        request.keys.clear();
    }
    QElapsedTimer clock;
    clock.start();
    QVERIFY2(m_second->archiveIsIdle(), qPrintable(m_second->problem()));
    QVERIFY2(clock.elapsed() < 30000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(bodies(*m_second), before);
    QCOMPARE(m_second->app().archive().closedParts(), m_closed + 1);
}

/// A client that is killed between saving its probe and removing it leaves it there.
void WholeClientTamperedTest::forgottenProbesAreRemoved()
{
    const auto now = QDateTime::currentDateTimeUtc();
    const auto account = m_mira->jid(u"mira"_s);
    const auto old = archive::ArchiveProbe::make(account, now.addSecs(-2 * 3600));
    const auto fresh = archive::ArchiveProbe::make(account, now.addSecs(-10)); // of a device that is just signing in
    const auto ahead = archive::ArchiveProbe::make(account, now.addSecs(600)); // its clock is wrong
    for (const auto &probe : {old, fresh, ahead}) {
        QVERIFY(await(m_remote->save(probe)));
    }
    m_mira->quit();
    QVERIFY2(m_mira->signIn() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    const auto probes = [this] {
        QSet<QDateTime> starts;
        for (const auto &head :
            await(m_remote->list({200, {}})).value_or(archive::RemotePage<archive::CollectionHead>()).items) {
            if (archive::ArchiveProbe::isProbe(head.id)) {
                starts.insert(head.id.start);
            }
        }
        return starts;
    };
    QTRY_COMPARE_WITH_TIMEOUT(probes(), QSet({fresh.id.start, ahead.id.start}), 10000);
}

void WholeClientTamperedTest::cleanupTestCase()
{
    m_second.reset();
    m_mira.reset();
    QCOMPARE(m_server->logProblems(), QStringList());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientTamperedTest)
#include "WholeClientTamperedTest.moc"
