// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/bootstrap/AppContext.h"
#include "archive/store/Store.h"
#include "tests/support/Await.h"
#include "tests/support/MemoryCredentialStore.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::ArchiveError;

/// The client's start with a local store or a keyring that is not as it was left.
class WholeClientStoreFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDamagedStoreIsLeftAlone();
    void aNewerStoreIsLeftAlone();
    void aKeyringWithoutTheKey();
    void noKeyring();

private:
    enum class Start { Opened, Failed, NoKeyring, Nothing };
    [[nodiscard]] Start start(const QByteArray &passphrase = {});
    [[nodiscard]] QByteArray fileBytes() const;

    std::unique_ptr<QTemporaryDir> m_profile;
    std::shared_ptr<MemoryCredentialStore> m_keyring;
    std::optional<ArchiveError> m_failure;
    std::optional<app::CredentialError> m_keyringError;
};

void WholeClientStoreFaultsTest::init()
{
    m_profile = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_keyring = std::make_shared<MemoryCredentialStore>();
}

WholeClientStoreFaultsTest::Start WholeClientStoreFaultsTest::start(const QByteArray &passphrase)
{
    m_failure.reset();
    m_keyringError.reset();
    app::AppOptions options;
    options.profileDir = m_profile->path();
    options.credentials = m_keyring;
    app::AppContext client(options);
    if (!passphrase.isEmpty()) {
        client.usePassphrase(crypto::SecretBytes(QByteArrayView(passphrase)));
    }
    connect(&client, &app::AppContext::openFailed, this, [this](const ArchiveError &error) { m_failure = error; });
    connect(&client, &app::AppContext::keyringUnavailable, this,
        [this](const app::CredentialError &error) { m_keyringError = error; });
    client.open();
    if (!QTest::qWaitFor([&] { return client.isOpen() || m_failure || m_keyringError; }, 20000)) {
        return Start::Nothing;
    }
    return client.isOpen() ? Start::Opened : m_failure ? Start::Failed : Start::NoKeyring;
}

QByteArray WholeClientStoreFaultsTest::fileBytes() const
{
    QFile file(m_profile->filePath(u"history.db"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void WholeClientStoreFaultsTest::aDamagedStoreIsLeftAlone()
{
    QCOMPARE(start(), Start::Opened);
    QFile file(m_profile->filePath(u"history.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(1000)); // a damaged page further on shows when it is read
    file.write(QByteArray(100, 'x'));
    file.close();
    const auto before = fileBytes();
    QCOMPARE(start(), Start::Failed);
    QCOMPARE(m_failure->code, ArchiveError::Code::Damaged);
    QCOMPARE(fileBytes(), before);
}

void WholeClientStoreFaultsTest::aNewerStoreIsLeftAlone()
{
    QCOMPARE(start(), Start::Opened);
    {
        const crypto::SecretBytes key(QByteArrayView(m_keyring->secrets.value(u"database-key"_s)));
        const auto store = archive::Store::open(m_profile->filePath(u"history.db"_s), key);
        QVERIFY(store.has_value());
        QVERIFY(await((*store)->write([](archive::Database &database) {
            return database.execute(u"PRAGMA user_version = 9999"_s);
        })).has_value());
    }
    const auto before = fileBytes();
    QCOMPARE(start(), Start::Failed);
    QCOMPARE(m_failure->code, ArchiveError::Code::NewerVersion);
    QCOMPARE(fileBytes(), before);
}

void WholeClientStoreFaultsTest::aKeyringWithoutTheKey()
{
    QCOMPARE(start(), Start::Opened);
    const auto before = fileBytes();
    const auto key = m_keyring->secrets.take(u"database-key"_s);
    QCOMPARE(start(), Start::Failed);
    QCOMPARE(m_failure->code, ArchiveError::Code::WrongKey);
    QVERIFY(!m_keyring->secrets.contains(u"database-key"_s)); // no new key for an old file
    QCOMPARE(fileBytes(), before);
    m_keyring->secrets.insert(u"database-key"_s, QByteArray(32, 'k'));
    QCOMPARE(start(), Start::Failed);
    QCOMPARE(m_failure->code, ArchiveError::Code::WrongKey);
    QCOMPARE(fileBytes(), before);
    m_keyring->secrets.insert(u"database-key"_s, key);
    QCOMPARE(start(), Start::Opened);
}

void WholeClientStoreFaultsTest::noKeyring()
{
    m_keyring->error = app::CredentialError::Code::NoKeyring;
    QCOMPARE(start(), Start::NoKeyring);
    QCOMPARE(m_keyringError->code, app::CredentialError::Code::NoKeyring);
    QVERIFY(fileBytes().isEmpty());
    QCOMPARE(start("correct horse"), Start::Opened);
    const auto before = fileBytes();
    QCOMPARE(start("wrong horse"), Start::NoKeyring);
    QCOMPARE(m_keyringError->code, app::CredentialError::Code::Locked);
    QCOMPARE(fileBytes(), before);
    QCOMPARE(start("correct horse"), Start::Opened);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientStoreFaultsTest)
#include "WholeClientStoreFaultsTest.moc"
