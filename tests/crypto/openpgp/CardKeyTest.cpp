// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "crypto/base/Worker.h"
#include "tests/support/Await.h"
#include "tests/support/PersonalGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using Code = crypto::CryptoError::Code;

/// Keys whose secret half is on a card that is not there: what the agent keeps of such a key is laid by hand.
class CardKeyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theKeyIsKnownToBeOnACard()
    {
        start({});
        const auto key = m_gnupg->keyring().find(m_key);
        QVERIFY(key.has_value());
        QVERIFY(key->hasSecret);
        QVERIFY(key->onCard);
    }

    void withoutTheCardItSaysSo()
    {
        start({});
        everythingAsksForTheCard();
    }

    void withoutScdaemonItSaysSo()
    {
        start("scdaemon-program /nowhere/scdaemon\n");
        everythingAsksForTheCard();
    }

    void withScdaemonSwitchedOffItSaysSo()
    {
        start("disable-scdaemon\n");
        everythingAsksForTheCard();
    }

    void theLoopGoesOnMeanwhile()
    {
        start({});
        crypto::Worker worker(u"test"_s, 2);
        auto opening = worker.run([this] { return m_gnupg->engine().decrypt(m_message).has_value(); });
        QElapsedTimer clock;
        qint64 longest = 0;
        while (!opening.isFinished()) {
            clock.start();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            longest = std::max(longest, clock.elapsed());
        }
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
        QVERIFY(!opening.result());
    }

private:
    void everythingAsksForTheCard()
    {
        QElapsedTimer clock;
        clock.start();
        const auto opened = m_gnupg->engine().decrypt(m_message);
        QVERIFY(!opened);
        QVERIFY2(opened.error().code == Code::CardMissing, qPrintable(opened.error().detail));
        const auto signedText = m_gnupg->engine().sign("text", m_key);
        QVERIFY(!signedText);
        QVERIFY2(signedText.error().code == Code::CardMissing, qPrintable(signedText.error().detail));
        const auto sealed = m_gnupg->engine().signcrypt("text", m_key, {m_key});
        QVERIFY(!sealed);
        QVERIFY2(sealed.error().code == Code::CardMissing, qPrintable(sealed.error().detail));
        QVERIFY2(clock.elapsed() < 15'000, qPrintable(QString::number(clock.elapsed())));
        // Sealing for it needs no card.
        QVERIFY(m_gnupg->engine().encrypt(crypto::SecretBytes(QByteArrayView("text")), {m_key}).has_value());
        // Its secret half cannot be exported, and has no passphrase that GnuPG could change.
        QVERIFY(!m_gnupg->keyring().exportSecret({m_key}).has_value());
        QVERIFY(!m_gnupg->keyring().changePassphrase(m_key).has_value());
    }

    void start(const QByteArray &agentConf)
    {
        m_gnupg.reset();
        m_gnupg = std::make_unique<PersonalGnupgHome>(agentConf);
        m_key = m_gnupg->makeKey(u"xmpp:anna@example.org"_s, u"words"_s);
        const auto message = m_gnupg->engine().encrypt(crypto::SecretBytes(QByteArrayView("hello")), {m_key});
        QVERIFY(message.has_value());
        m_message = *message;
        const auto listing = m_gnupg->gpg({u"--list-secret-keys"_s, u"--with-colons"_s, u"--with-keygrip"_s});
        int moved = 0;
        for (const auto &line : listing.split('\n')) {
            if (line.startsWith("grp:")) {
                moveToCard(line.split(':').at(9), ++moved);
            }
        }
        QCOMPARE(moved, 2);
        PersonalGnupgHome::forgetPassphrases();
        m_gnupg->open();
    }

    /// (shadowed-private-key (ALGORITHM PARAMETERS (shadowed t1-v1 (SERIAL ID)))): the card has the rest.
    void moveToCard(const QByteArray &keygrip, int slot)
    {
        // gpg-connect-agent --decode would write its "D " anew after every octet 0x0A of the key.
        const auto answer
            = m_gnupg->run(u"gpg-connect-agent"_s, {u"READKEY "_s + QString::fromLatin1(keygrip), u"/bye"_s});
        QByteArray key;
        for (const auto &line : answer.split('\n')) {
            if (line.startsWith("D ")) {
                key += QByteArray::fromPercentEncoding(line.mid(2));
            }
        }
        const QByteArray prefix = "(10:public-key";
        QVERIFY(key.startsWith(prefix) && key.endsWith(")))"));
        key.replace(0, prefix.size(), "(20:shadowed-private-key");
        key.chop(2);
        const auto serial = QByteArray::fromHex("D2760001240103040006123456780000");
        key += "(8:shadowed5:t1-v1(16:" + serial + "9:OPENPGP." + QByteArray::number(slot) + "))))";
        m_gnupg->write(u"private-keys-v1.d/"_s + QString::fromLatin1(keygrip) + u".key"_s, key);
    }

    std::unique_ptr<PersonalGnupgHome> m_gnupg;
    crypto::KeyFingerprint m_key;
    QByteArray m_message;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::CardKeyTest)
#include "CardKeyTest.moc"
