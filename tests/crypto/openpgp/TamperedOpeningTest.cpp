// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/PersonalGnupgHome.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = crypto::CryptoError::Code;

/// A damaged message is told from a locked key, in every way in which a key is unlocked.
class TamperedOpeningTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutPassphrase();
    void withAStoredPassphrase();
    void withADialogInAPrivateHome();
    void withADialogInThePersonsHome();
    void aSignedOneIsDamagedToo();

private:
    /// In what the key opens, in the middle, and in what proves that all is there.
    static QList<QByteArray> damaged(const QByteArray &message)
    {
        QList<QByteArray> all;
        for (const qsizetype at : {qsizetype(30), qsizetype(80), qsizetype(125), message.size() - 3}) {
            all.append(message);
            all.last()[at] = char(message[at] ^ 1);
        }
        return all;
    }
    static void check(crypto::GpgmeEngine &engine, const QByteArray &message)
    {
        QVERIFY(message.size() > 130);
        QVERIFY(engine.decrypt(message).has_value());
        for (const auto &other : damaged(message)) {
            const auto opened = engine.decrypt(other);
            QVERIFY(!opened);
            QVERIFY2(opened.error().code == Code::DecryptionFailed,
                qPrintable(u"%1 %2"_s.arg(int(opened.error().code)).arg(opened.error().detail)));
        }
    }
    static QByteArray sealed(crypto::GpgmeEngine &engine, const crypto::KeyFingerprint &key)
    {
        const auto message = engine.encrypt(crypto::SecretBytes(QByteArrayView("a few words, long enough")), {key});
        return message.value_or(QByteArray());
    }
};

void TamperedOpeningTest::withoutPassphrase()
{
    TempGnupgHome home;
    check(home.engine(), sealed(home.engine(), home.makeKey(u"anna@example.org"_s).fingerprint));
}

void TamperedOpeningTest::withAStoredPassphrase()
{
    TempGnupgHome home;
    const auto key = home.makeKey(u"anna@example.org"_s, "random");
    const auto message = sealed(home.engine(), key.fingerprint);
    check(home.engine(), message);
    // A wrong one is still what it is.
    home.keyring().setPassphrase(key.fingerprint, crypto::SecretBytes(QByteArrayView("other")));
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    QCOMPARE(home.engine().decrypt(message).error().code, Code::KeyLocked);
}

void TamperedOpeningTest::withADialogInAPrivateHome()
{
    const PersonalGnupgHome person; // for its pinentry
    TempGnupgHome home;
    QFile conf(home.path() + u"/gpg-agent.conf"_s);
    QVERIFY(conf.open(QIODevice::WriteOnly | QIODevice::Append));
    conf.write("pinentry-program " LETTERLOCK_SOURCE_DIR "/tests/support/FakePinentry\n");
    conf.close();
    const auto key = home.makeKey(u"anna@example.org"_s, "old words").fingerprint;
    const auto message = sealed(home.engine(), key);
    home.keyring().setPassphrase(key, {});
    QProcess::execute(u"gpgconf"_s, {u"--homedir"_s, home.path(), u"--kill"_s, u"gpg-agent"_s});
    QCOMPARE(home.engine().decrypt(message).error().code, Code::KeyLocked); // cancelled
    person.setMode("answer old words");
    check(home.engine(), message);
}

void TamperedOpeningTest::withADialogInThePersonsHome()
{
    PersonalGnupgHome home;
    const auto key = home.makeKey(u"xmpp:anna@example.org"_s, u"old words"_s);
    PersonalGnupgHome::forgetPassphrases();
    const auto message = sealed(home.engine(), key);
    QCOMPARE(home.engine().decrypt(message).error().code, Code::KeyLocked); // cancelled
    home.setMode("answer old words");
    check(home.engine(), message);
}

void TamperedOpeningTest::aSignedOneIsDamagedToo()
{
    PersonalGnupgHome home;
    const auto key = home.makeKey(u"xmpp:anna@example.org"_s, u"old words"_s);
    home.setMode("answer old words");
    const auto message = home.engine().signcrypt("signed words", key, {key});
    QVERIFY(message.has_value());
    for (const auto &other : damaged(*message)) {
        const auto opened = home.engine().open(other);
        QVERIFY(!opened);
        QVERIFY2(opened.error().code == Code::DecryptionFailed,
            qPrintable(u"%1 %2"_s.arg(int(opened.error().code)).arg(opened.error().detail)));
    }
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TamperedOpeningTest)
#include "TamperedOpeningTest.moc"
