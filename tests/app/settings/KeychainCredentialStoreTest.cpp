// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include "app/settings/KeychainCredentialStore.h"
#include "tests/support/Await.h"

using namespace Qt::StringLiterals;
using Code = letterlock::app::CredentialError::Code;

namespace letterlock::test {

/// On a real Secret Service (tests/support/with-session starts one).
class KeychainCredentialStoreTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSecretGoesAroundAndAway()
    {
        if (qEnvironmentVariableIsSet("LETTERLOCK_TEST_WITHOUT_BUS")) {
            return;
        }
        app::KeychainCredentialStore store(u"test"_s);
        const QByteArray bytes("\x00 binary \xff\xc3", 11);
        const auto written = await(store.write(u"database"_s, crypto::SecretBytes(bytes)));
        QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().detail));
        const auto read = await(store.read(u"database"_s));
        QVERIFY(read.has_value());
        QCOMPARE((*read)->view().toByteArray(), bytes);
        // Another profile's secret is another one.
        app::KeychainCredentialStore other(u"other"_s);
        QCOMPARE(await(other.read(u"database"_s)).error().code, Code::NotFound);
        QVERIFY(await(store.remove(u"database"_s)).has_value());
        QCOMPARE(await(store.read(u"database"_s)).error().code, Code::NotFound);
    }

    /// Runs this test again where no bus can be reached.
    void withoutAKeyringNothingIsStored()
    {
        if (qEnvironmentVariableIsSet("LETTERLOCK_TEST_WITHOUT_BUS")) {
            app::KeychainCredentialStore store(u"test"_s);
            QCOMPARE(await(store.write(u"database"_s, crypto::SecretBytes("secret"))).error().code, Code::NoKeyring);
            QCOMPARE(await(store.read(u"database"_s)).error().code, Code::NoKeyring);
            return;
        }
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        environment.insert(u"XDG_RUNTIME_DIR"_s, u"/nonexistent"_s);
        environment.insert(u"LETTERLOCK_TEST_WITHOUT_BUS"_s, u"1"_s);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::MergedChannels);
        child.start(QCoreApplication::applicationFilePath(), {u"withoutAKeyringNothingIsStored"_s});
        QVERIFY(child.waitForFinished(60000));
        const auto output = child.readAll();
        QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0, output);
        QVERIFY2(output.contains("PASS   : letterlock::test::KeychainCredentialStoreTest::"
                                 "withoutAKeyringNothingIsStored()"),
            output);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::KeychainCredentialStoreTest)
#include "KeychainCredentialStoreTest.moc"
