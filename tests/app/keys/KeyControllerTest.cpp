// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/KeyController.h"

#include <QTest>

#include "app/keys/KeyContinuity.h"
#include "archive/history/SqlHistoryStore.h"
#include "tests/support/Await.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/MemoryKeyDirectory.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using crypto::TrustVerdict;
using Reason = app::SkippedKey::Reason;

/// Which announced keys are used, which are not and why, and how a key follows another (O-10, O-19 to O-26, O-40).
class KeyControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void unusableKeysAreNamed();
    void aNodeWithSomethingElseInItIsIgnored();
    void revocationsAndRemovalsAreNoticed();
    void aKeyThatEndsIsNotUsedAnyMore();
    void aChangeDuringALookIsLookedAt();
    void eventsOfStrangersCostNothing();
    void theOwnKeyIsPutBackButNotForEver();
    void aKeyWithdrawnElsewhereIsNotPutBack();
    void aReplacedCheckedKeyStopsSendingAlsoAfterARestart();
    void continuityIsHonoured();
    void badStatementsAreNot_data();
    void badStatementsAreNot();
    void anOwnKeyVouchedForIsConfirmed();

private:
    void start();
    crypto::KeyFingerprint bensKey(const QStringList &options = {});
    void publish(const crypto::KeyFingerprint &key);
    [[nodiscard]] bool look();
    [[nodiscard]] QList<app::SkippedKey> skipped() const { return m_keys->keysOf(m_ben).skipped; }
    [[nodiscard]] app::KeyStatement statement(
        const crypto::KeyFingerprint &from, const crypto::KeyFingerprint &to, const QString &owner);

    const crypto::BareJid m_anna = *crypto::BareJid::parse(u"anna@example.org"_s);
    const crypto::BareJid m_ben = *crypto::BareJid::parse(u"ben@example.org"_s);
    std::unique_ptr<TempGnupgHome> m_here;
    std::unique_ptr<TempGnupgHome> m_there; ///< Ben's
    std::unique_ptr<TempDatabase> m_database;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
    std::unique_ptr<MemoryKeyDirectory> m_directory;
    std::unique_ptr<MemoryCredentialStore> m_credentials;
    std::unique_ptr<crypto::Worker> m_worker;
    std::unique_ptr<app::KeyController> m_keys;
};

void KeyControllerTest::init()
{
    m_here = std::make_unique<TempGnupgHome>();
    m_there = std::make_unique<TempGnupgHome>();
    m_database = std::make_unique<TempDatabase>();
    m_history = std::make_unique<archive::SqlHistoryStore>(m_database->store());
    m_directory = std::make_unique<MemoryKeyDirectory>();
    m_directory->own = m_anna;
    m_credentials = std::make_unique<MemoryCredentialStore>();
    m_worker = std::make_unique<crypto::Worker>(u"test"_s);
    start();
}

void KeyControllerTest::cleanup()
{
    m_keys.reset();
    m_worker.reset();
    m_directory.reset();
    m_history.reset();
    m_database.reset();
    m_here.reset();
    m_there.reset();
}

/// Also a restart: everything known comes from the store and the keyring.
void KeyControllerTest::start()
{
    m_keys.reset();
    m_keys = std::make_unique<app::KeyController>(app::KeyController::Ports{
        m_here->keyring(), m_here->engine(), *m_directory, *m_history, *m_credentials, *m_worker});
    m_keys->setAccount(m_anna);
    QTRY_VERIFY(m_keys->isLoaded());
}

/// Made by stock gpg with these options; sees to it that an encryption subkey exists.
crypto::KeyFingerprint KeyControllerTest::bensKey(const QStringList &options)
{
    const QStringList quiet{u"--passphrase"_s, QString()};
    const QStringList how = options.isEmpty()
        ? QStringList{u"--quick-gen-key"_s, u"xmpp:ben@example.org"_s, u"ed25519"_s, u"sign"_s, u"never"_s}
        : options;
    QStringList before;
    const auto list = [&] {
        QStringList found;
        const auto lines = m_there->gpg({u"--with-colons"_s, u"--list-secret-keys"_s}).split('\n');
        bool primary = false;
        for (const auto &line : lines) {
            primary = primary || line.startsWith("sec");
            if (primary && line.startsWith("fpr")) {
                found << QString::fromLatin1(line.split(':').value(9));
                primary = false;
            }
        }
        return found;
    };
    before = list();
    m_there->gpg(quiet + how);
    auto after = list();
    after.removeIf([&](const QString &one) { return before.contains(one); });
    const auto key = crypto::KeyFingerprint::parse(after.value(0));
    if (!key) {
        qFatal("gpg made no key");
    }
    if (options.isEmpty()) {
        m_there->gpg(quiet + QStringList{u"--quick-add-key"_s, key->toString(), u"cv25519"_s, u"encr"_s, u"never"_s});
    }
    return *key;
}

void KeyControllerTest::publish(const crypto::KeyFingerprint &key)
{
    auto &account = m_directory->accounts[m_ben];
    account.data.insert(key, m_there->gpg({u"--export"_s, key.toString()}));
    if (!account.list.contains(key)) {
        account.list.append(key);
    }
}

bool KeyControllerTest::look()
{
    bool changed = false;
    const auto connection = connect(m_keys.get(), &app::KeyController::contactKeysChanged, this,
        [&](const crypto::BareJid &contact) { changed = changed || contact == m_ben; });
    m_keys->discover(m_ben);
    const bool done = waitUntil([&] { return changed; }, 20000);
    disconnect(connection);
    return done;
}

app::KeyStatement KeyControllerTest::statement(
    const crypto::KeyFingerprint &from, const crypto::KeyFingerprint &to, const QString &owner)
{
    crypto::GpgmeHome home(m_there->path());
    crypto::GpgmeEngine engine(home);
    const auto made
        = app::KeyContinuity::make(engine, {*crypto::BareJid::parse(owner), from, to, QDateTime::currentDateTimeUtc()});
    return made.value_or(app::KeyStatement());
}

/// O-10, O-19, O-22, O-38: the others are still used.
void KeyControllerTest::unusableKeysAreNamed()
{
    const auto good = bensKey();
    const auto second = bensKey();
    const auto expired = bensKey({u"--faked-system-time"_s, u"20200101T000000"_s, u"--quick-gen-key"_s,
        u"xmpp:ben@example.org"_s, u"rsa2048"_s, u"default"_s, u"1d"_s});
    const auto weak
        = bensKey({u"--quick-gen-key"_s, u"xmpp:ben@example.org"_s, u"rsa1024"_s, u"default"_s, u"never"_s});
    const auto other
        = bensKey({u"--quick-gen-key"_s, u"xmpp:carla@example.org"_s, u"ed25519"_s, u"default"_s, u"never"_s});
    const auto signsOnly
        = bensKey({u"--quick-gen-key"_s, u"xmpp:ben@example.org"_s, u"ed25519"_s, u"sign"_s, u"never"_s});
    for (const auto &key : {good, second, expired, weak, other, signsOnly}) {
        publish(key);
    }
    const auto missing = *crypto::KeyFingerprint::parse(QString(40, u'A'));
    m_directory->accounts[m_ben].list.append(missing);
    QVERIFY(look());
    const auto recipients = m_keys->recipientsFor(m_ben);
    QCOMPARE(QSet(recipients.begin(), recipients.end()), (QSet{good, second}));
    QHash<crypto::KeyFingerprint, Reason> reasons;
    for (const auto &one : skipped()) {
        reasons.insert(one.key, one.reason);
    }
    QCOMPARE(reasons.size(), 5);
    QCOMPARE(reasons.value(expired), Reason::Expired);
    QCOMPARE(reasons.value(weak), Reason::Weak);
    QCOMPARE(reasons.value(other), Reason::OtherOwner);
    QCOMPARE(reasons.value(signsOnly), Reason::CannotEncrypt);
    QCOMPARE(reasons.value(missing), Reason::NoData);
    // None left is not "has announced none".
    m_directory->accounts[m_ben].list = {other, missing};
    QVERIFY(look());
    QVERIFY(m_keys->recipientsFor(m_ben).isEmpty());
    QCOMPARE(m_keys->keysOf(m_ben).knowledge, app::ContactKeys::Knowledge::NoneUsable);
    m_directory->accounts[m_ben].list.clear();
    QVERIFY(look());
    QCOMPARE(m_keys->keysOf(m_ben).knowledge, app::ContactKeys::Knowledge::NoneAnnounced);
}

/// O-22: nothing of it reaches the keyring, least of all a secret key.
void KeyControllerTest::aNodeWithSomethingElseInItIsIgnored()
{
    const auto good = bensKey();
    const auto other = bensKey();
    const auto exported = m_there->gpg({u"--export"_s, good.toString()});
    const auto foreign = m_there->gpg({u"--export"_s, other.toString()});
    for (const auto &data : {foreign, exported + foreign, foreign + exported,
             m_there->gpg({u"--export-secret-keys"_s, good.toString()}), QByteArray("garbage"), exported.left(20)}) {
        m_directory->accounts[m_ben].list = {good};
        m_directory->accounts[m_ben].data = {{good, data}};
        QVERIFY(look());
        QVERIFY(m_keys->recipientsFor(m_ben).isEmpty());
        QCOMPARE(skipped(), QList{(app::SkippedKey{good, Reason::NotThatKey})});
        QVERIFY(!m_here->keyring().find(good).has_value());
        QVERIFY(!m_here->keyring().find(other).has_value());
    }
    publish(good);
    QVERIFY(look());
    QCOMPARE(m_keys->recipientsFor(m_ben), QList{good});
}

/// O-24: by event, without a new sign-in.
void KeyControllerTest::revocationsAndRemovalsAreNoticed()
{
    const auto first = bensKey();
    const auto second = bensKey();
    publish(first);
    publish(second);
    QVERIFY(look());
    QCOMPARE(m_keys->recipientsFor(m_ben).size(), 2);
    m_directory->accounts[m_ben].list = {second};
    m_directory->tell(m_ben);
    QTRY_COMPARE(m_keys->recipientsFor(m_ben), QList{second});
    {
        crypto::GpgmeHome home(m_there->path());
        crypto::GpgmeKeyring keyring(home);
        QVERIFY(keyring.revoke(second, crypto::RevocationReason::Compromised).has_value());
    }
    publish(second);
    m_directory->tell(m_ben);
    QTRY_VERIFY(m_keys->recipientsFor(m_ben).isEmpty());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::Revoked);
    QVERIFY(skipped().contains(app::SkippedKey{second, Reason::Revoked}));
}

void KeyControllerTest::aKeyThatEndsIsNotUsedAnyMore()
{
    const auto key
        = bensKey({u"--quick-gen-key"_s, u"xmpp:ben@example.org"_s, u"default"_s, u"default"_s, u"seconds=4"_s});
    publish(key);
    QVERIFY(look());
    QCOMPARE(m_keys->recipientsFor(m_ben), QList{key});
    QTRY_VERIFY_WITH_TIMEOUT(m_keys->recipientsFor(m_ben).isEmpty(), 10000);
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::Expired);
}

void KeyControllerTest::aChangeDuringALookIsLookedAt()
{
    const auto first = bensKey();
    const auto second = bensKey();
    publish(first);
    QVERIFY(look());
    m_keys->discover(m_ben); // is under way while the list changes
    publish(second);
    m_directory->tell(m_ben);
    QTRY_COMPARE(m_keys->recipientsFor(m_ben).size(), 2);
}

void KeyControllerTest::eventsOfStrangersCostNothing()
{
    const auto key = bensKey();
    publish(key);
    m_directory->tell(m_ben);
    QTest::qWait(200);
    QVERIFY(!m_here->keyring().find(key).has_value());
    QCOMPARE(m_keys->keysOf(m_ben).knowledge, app::ContactKeys::Knowledge::Unknown);
}

/// O-26
void KeyControllerTest::theOwnKeyIsPutBackButNotForEver()
{
    const auto made = await(m_keys->makeKey(true));
    QVERIFY(made.has_value());
    QVERIFY(await(m_keys->announceAsCurrent(made->fingerprint)).has_value());
    const auto theirs = bensKey();
    auto &account = m_directory->accounts[m_anna];
    account.data.insert(theirs, m_there->gpg({u"--export"_s, theirs.toString()}));
    QStringList problems;
    connect(m_keys.get(), &app::KeyController::keyProblem, this, [&](const QString &detail) { problems << detail; });
    const auto before = m_directory->announcements;
    for (int round = 1; round <= 5; ++round) {
        account.list = {theirs};
        m_directory->tell(m_anna);
        QTRY_COMPARE(m_directory->announcements, before + round);
        QCOMPARE(account.list, (QList{theirs, made->fingerprint}));
    }
    account.list = {theirs};
    m_directory->tell(m_anna);
    QTRY_VERIFY(problems.contains(u"another client keeps taking the key out of the announced list"_s));
    QCOMPARE(m_directory->announcements, before + 5);
}

void KeyControllerTest::aKeyWithdrawnElsewhereIsNotPutBack()
{
    const auto made = await(m_keys->makeKey(true));
    QVERIFY(made.has_value());
    QVERIFY(await(m_keys->announceAsCurrent(made->fingerprint)).has_value());
    // The other device has the same secret key.
    TempGnupgHome elsewhere;
    const auto secret = m_here->keyring().exportSecret({made->fingerprint});
    QVERIFY(secret.has_value());
    QVERIFY(elsewhere.keyring().importKeys(secret->view().toByteArray()).has_value());
    QVERIFY(elsewhere.keyring().revoke(made->fingerprint, crypto::RevocationReason::Superseded).has_value());
    m_directory->accounts[m_anna].list.clear();
    m_directory->accounts[m_anna].data[made->fingerprint] = *elsewhere.keyring().exportPublic(made->fingerprint);
    const auto before = m_directory->announcements;
    QList<crypto::KeyFingerprint> withdrawn;
    connect(m_keys.get(), &app::KeyController::ownKeyWithdrawn, this,
        [&](const crypto::KeyFingerprint &key) { withdrawn << key; });
    m_directory->tell(m_anna);
    QTRY_COMPARE(withdrawn, QList{made->fingerprint});
    QCOMPARE(m_directory->announcements, before);
    QVERIFY(m_keys->currentKey().isEmpty());
    QVERIFY(m_keys->ownKeys().first().retired);
}

/// O-40, O-51
void KeyControllerTest::aReplacedCheckedKeyStopsSendingAlsoAfterARestart()
{
    const auto first = bensKey();
    publish(first);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NotChecked);
    m_keys->setChecked(m_ben, first);
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::Checked);
    const auto second = bensKey();
    m_directory->accounts[m_ben].list.clear();
    publish(second);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked);
    QVERIFY(await(m_history->setValue(u"test"_s, u"last"_s, "1")).has_value());
    start();
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked);
    // A third one does not make it forget.
    const auto third = bensKey();
    publish(third);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked);
    m_keys->setChecked(m_ben, third);
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked); // because of the second
    m_keys->refuse(m_ben, second);
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::Checked);
    QCOMPARE(m_keys->recipientsFor(m_ben), QList{third});
}

void KeyControllerTest::continuityIsHonoured()
{
    const auto first = bensKey();
    publish(first);
    QVERIFY(look());
    m_keys->setChecked(m_ben, first);
    // Two changes while we were away; the first key is withdrawn as superseded by now.
    const auto second = bensKey();
    const auto third = bensKey();
    auto &account = m_directory->accounts[m_ben];
    account.statements = {statement(first, second, m_ben.toString()), statement(second, third, m_ben.toString())};
    account.list.clear();
    publish(second);
    publish(third);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::Checked);
    QCOMPARE(m_keys->verdict(m_ben, third), TrustVerdict::Checked);
    const auto shown = m_keys->keysOf(m_ben).keys;
    QVERIFY(std::ranges::any_of(
        shown, [&](const app::ContactKey &one) { return one.key.fingerprint == third && one.continues == second; }));
    QVERIFY(await(m_history->setValue(u"test"_s, u"last"_s, "1")).has_value());
    start();
    QCOMPARE(m_keys->verdict(m_ben, third), TrustVerdict::Checked);
    // It stands on the comparison: without it nothing is vouched for.
    m_keys->refuse(m_ben, first);
    QCOMPARE(m_keys->verdict(m_ben, third), TrustVerdict::NewNotChecked);
}

void KeyControllerTest::badStatementsAreNot_data()
{
    QTest::addColumn<QString>("kind");
    for (const auto *kind : {"about somebody else", "by the new key alone", "by the old key alone", "other keys named",
             "two texts", "changed", "none"}) {
        QTest::newRow(kind) << QString::fromLatin1(kind);
    }
}

void KeyControllerTest::badStatementsAreNot()
{
    QFETCH(const QString, kind);
    const auto first = bensKey();
    publish(first);
    QVERIFY(look());
    m_keys->setChecked(m_ben, first);
    const auto second = bensKey();
    const auto third = bensKey();
    auto good = statement(first, second, m_ben.toString());
    QVERIFY(!good.byOld.isEmpty());
    if (kind == u"about somebody else"_s) {
        good = statement(first, second, u"carla@example.org"_s);
    } else if (kind == u"by the new key alone"_s) {
        good.byOld = good.byNew;
    } else if (kind == u"by the old key alone"_s) {
        good.byNew = good.byOld;
    } else if (kind == u"other keys named"_s) {
        good = statement(first, third, m_ben.toString());
        good.newKey = second;
    } else if (kind == u"two texts"_s) {
        good.byNew = statement(third, second, m_ben.toString()).byNew;
    } else if (kind == u"changed"_s) {
        good.byOld[good.byOld.size() / 2] = char(good.byOld[good.byOld.size() / 2] ^ 1);
    } else {
        good = {};
    }
    m_directory->accounts[m_ben].statements = {good};
    publish(second);
    QVERIFY(look());
    QCOMPARE(m_keys->verdict(m_ben, second), TrustVerdict::NewAfterChecked);
    QCOMPARE(m_keys->verdict(m_ben), TrustVerdict::NewAfterChecked);
}

/// Another device of ours changed the key (DESIGN section 5).
void KeyControllerTest::anOwnKeyVouchedForIsConfirmed()
{
    const auto made = await(m_keys->makeKey(true));
    QVERIFY(made.has_value());
    QVERIFY(await(m_keys->announceAsCurrent(made->fingerprint)).has_value());
    TempGnupgHome elsewhere;
    const auto secret = m_here->keyring().exportSecret({made->fingerprint});
    QVERIFY(secret.has_value() && elsewhere.keyring().importKeys(secret->view().toByteArray()).has_value());
    const auto next = elsewhere.makeKey(m_anna.toString());
    const auto unrelated = elsewhere.makeKey(m_anna.toString());
    const auto said = app::KeyContinuity::make(
        elsewhere.engine(), {m_anna, made->fingerprint, next.fingerprint, QDateTime::currentDateTimeUtc()});
    QVERIFY(said.has_value());
    auto &account = m_directory->accounts[m_anna];
    account.statements = {*said};
    for (const auto &key : {next.fingerprint, unrelated.fingerprint}) {
        account.list.append(key);
        account.data.insert(key, *elsewhere.keyring().exportPublic(key));
    }
    QList<crypto::KeyFingerprint> asked;
    connect(m_keys.get(), &app::KeyController::unknownOwnKey, this,
        [&](const crypto::KeyFingerprint &key) { asked << key; });
    m_directory->tell(m_anna);
    QTRY_COMPARE(asked, QList{unrelated.fingerprint});
    QCOMPARE(m_keys->unknownOwnKeys(), asked); // for whoever was not there to hear it
    const auto recipients = m_keys->sealingRecipients();
    QCOMPARE(QSet(recipients.begin(), recipients.end()), (QSet{made->fingerprint, next.fingerprint}));
    m_keys->rejectOwn(unrelated.fingerprint);
    QVERIFY(m_keys->unknownOwnKeys().isEmpty());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeyControllerTest)
#include "KeyControllerTest.moc"
