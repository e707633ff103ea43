// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings/FileCredentialStore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/Await.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

class FileCredentialStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_file = m_folder.filePath(u"secrets-%1.box"_s.arg(++m_count)); }

    void keepsSecretsOverARestart()
    {
        const auto secret = crypto::SecretBytes::random(32);
        {
            app::FileCredentialStore store(m_file, passphrase("right"));
            QVERIFY(await(store.write(u"database-key"_s, secret)).has_value());
            QVERIFY(await(store.write(u"password"_s, passphrase("pässwörd with blanks"))).has_value());
        }
        app::FileCredentialStore again(m_file, passphrase("right"));
        const auto read = await(again.read(u"database-key"_s));
        QVERIFY(read.has_value());
        QVERIFY(**read == secret);
        QVERIFY(**await(again.read(u"password"_s)) == passphrase("pässwörd with blanks"));
    }

    void holdsNothingInClear()
    {
        app::FileCredentialStore store(m_file, passphrase("right"));
        QVERIFY(await(store.write(u"name-of-it"_s, passphrase("the secret itself"))).has_value());
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        QVERIFY(!bytes.contains("the secret itself"));
        QVERIFY(!bytes.contains("name-of-it"));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void aWrongPassphraseIsLockedAndChangesNothing()
    {
        {
            app::FileCredentialStore store(m_file, passphrase("right"));
            QVERIFY(await(store.write(u"a"_s, passphrase("1"))).has_value());
        }
        app::FileCredentialStore wrong(m_file, passphrase("wrong"));
        const auto read = await(wrong.read(u"a"_s));
        QVERIFY(!read.has_value());
        QCOMPARE(read.error().code, app::CredentialError::Code::Locked);
        QVERIFY(!await(wrong.write(u"b"_s, passphrase("2"))).has_value());
        app::FileCredentialStore right(m_file, passphrase("right"));
        QVERIFY(await(right.read(u"a"_s)).has_value());
    }

    void everyFlippedByteIsNoticed()
    {
        {
            app::FileCredentialStore store(m_file, passphrase("right"));
            QVERIFY(await(store.write(u"a"_s, passphrase("1"))).has_value());
        }
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        file.close();
        for (const auto position : {qsizetype(20), bytes.size() / 2, bytes.size() - 1}) {
            auto damaged = bytes;
            damaged[position] = char(damaged[position] ^ 1);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(damaged);
            file.close();
            app::FileCredentialStore store(m_file, passphrase("right"));
            QVERIFY(!await(store.read(u"a"_s)).has_value());
        }
    }

    void absentNamesAreNotFound()
    {
        app::FileCredentialStore store(m_file, passphrase("right"));
        QCOMPARE(await(store.read(u"nothing"_s)).error().code, app::CredentialError::Code::NotFound);
        QVERIFY(await(store.write(u"x"_s, passphrase("1"))).has_value());
        QVERIFY(await(store.remove(u"x"_s)).has_value());
        QCOMPARE(await(store.read(u"x"_s)).error().code, app::CredentialError::Code::NotFound);
    }

private:
    static crypto::SecretBytes passphrase(const char *text) { return crypto::SecretBytes(QByteArrayView(text)); }

    QTemporaryDir m_folder;
    QString m_file;
    int m_count = 0;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FileCredentialStoreTest)
#include "FileCredentialStoreTest.moc"
