// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "crypto/base/Worker.h"
#include "tests/support/Await.h"
#include "tests/support/PersonalGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = crypto::CryptoError::Code;

/// The person changes the passphrase of a key in the dialogs of GnuPG.
class PassphraseChangeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_gnupg = std::make_unique<PersonalGnupgHome>();
        m_key = m_gnupg->makeKey(u"xmpp:anna@example.org"_s, u"old words 1"_s);
        const auto message = m_gnupg->engine().encrypt(crypto::SecretBytes(QByteArrayView("hello")), {m_key});
        QVERIFY(message.has_value());
        m_message = *message;
        PersonalGnupgHome::forgetPassphrases();
    }
    void cleanup() { m_gnupg.reset(); }

    void theNewOneOpensAndTheOldOneDoesNot()
    {
        m_gnupg->setSteps({"answer old words 1", "answer new words 2", "answer new words 2"});
        const auto changed = m_gnupg->keyring().changePassphrase(m_key);
        QVERIFY2(changed, changed ? "" : qPrintable(changed.error().detail));
        QVERIFY(!opensWith("old words 1"));
        QVERIFY(opensWith("new words 2"));
    }

    void leavingTheFirstDialogChangesNothing()
    {
        m_gnupg->setSteps({"cancel"});
        const auto left = m_gnupg->keyring().changePassphrase(m_key);
        QVERIFY(!left);
        QCOMPARE(left.error().code, Code::KeyLocked);
        QCOMPARE(m_gnupg->dialogs(), 1); // not asked again for the subkey
        QVERIFY(opensWith("old words 1"));
    }

    void leavingTheSecondDialogChangesNothing()
    {
        m_gnupg->setSteps({"answer old words 1", "cancel"});
        const auto left = m_gnupg->keyring().changePassphrase(m_key);
        QVERIFY(!left);
        QCOMPARE(left.error().code, Code::KeyLocked);
        QVERIFY(opensWith("old words 1"));
    }

    void aWrongOldOneChangesNothing()
    {
        m_gnupg->setMode("answer wrong words");
        const auto wrong = m_gnupg->keyring().changePassphrase(m_key);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, Code::KeyLocked);
        QVERIFY(!opensWith("wrong words"));
        QVERIFY(opensWith("old words 1"));
    }

    void whatWasKeptForThisSessionIsForgotten()
    {
        m_gnupg->keyring().setPassphrase(m_key, crypto::SecretBytes(QByteArrayView("old words 1")));
        m_gnupg->setSteps({"answer old words 1", "answer new words 2", "answer new words 2"});
        QVERIFY(m_gnupg->keyring().changePassphrase(m_key).has_value());
        QVERIFY(opensWith("new words 2"));
    }

    void nothingWaitsForTheDialog()
    {
        m_gnupg->setMode("wait");
        crypto::Worker worker(u"test"_s, 2);
        auto changing = worker.run([this] { return m_gnupg->keyring().changePassphrase(m_key).has_value(); });
        QTRY_COMPARE(m_gnupg->dialogs(), 1);
        QElapsedTimer clock;
        qint64 longest = 0;
        for (int turn = 0; turn < 200; ++turn) {
            clock.start();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            longest = std::max(longest, clock.elapsed());
        }
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
        // Messages are sealed and keys come in meanwhile.
        const auto other = m_gnupg->gpg({u"--export"_s, m_key.toString()});
        QVERIFY(await(worker.run([this, other] { return m_gnupg->keyring().importKeys(other).has_value(); })));
        QVERIFY(await(worker.run([this] {
            return m_gnupg->engine().encrypt(crypto::SecretBytes(QByteArrayView("meanwhile")), {m_key}).has_value();
        })));
        QVERIFY(!changing.isFinished());
        m_gnupg->setMode("cancel");
        QVERIFY(!await(changing));
    }

    void aKeyThatIsNotHereHasNone()
    {
        const auto absent = *crypto::KeyFingerprint::parse(u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s);
        QCOMPARE(m_gnupg->keyring().changePassphrase(absent).error().code, Code::NoKey);
    }

private:
    bool opensWith(const QByteArray &passphrase)
    {
        PersonalGnupgHome::forgetPassphrases();
        m_gnupg->setMode("answer " + passphrase);
        return m_gnupg->engine().decrypt(m_message).has_value();
    }

    std::unique_ptr<PersonalGnupgHome> m_gnupg;
    crypto::KeyFingerprint m_key;
    QByteArray m_message;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PassphraseChangeTest)
#include "PassphraseChangeTest.moc"
