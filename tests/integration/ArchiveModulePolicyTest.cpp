// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

#include <QCryptographicHash>
#include <QElapsedTimer>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

/// A key as XEP-0189 publishes it, without its secret half.
struct PublishedKey {
    QString xml;
    QByteArray print; ///< SHA-256
};

PublishedKey makePublishedKey(const QString &owner)
{
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> key(EVP_RSA_gen(2048U), EVP_PKEY_free);
    BIGNUM *modulus = nullptr;
    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
    char *text = BN_bn2dec(modulus);
    const QString decimal = QString::fromLatin1(text);
    OPENSSL_free(text);
    BN_free(modulus);
    const QString begin = u"2020-01-01T00:00:00Z"_s;
    const QString end = u"2099-01-01T00:00:00Z"_s;
    const auto print
        = QCryptographicHash::hash((begin + end + owner + decimal + u"65537"_s).toUtf8(), QCryptographicHash::Sha256);
    return {
        u"<pubkey xmlns='urn:xmpp:pubkey:2'><begin>%1</begin><end>%2</end><jid>%3</jid><rsakey><modulus>%4</modulus>"
        "<publicExponent>65537</publicExponent><print>%5</print></rsakey></pubkey>"_s.arg(
            begin, end, owner, decimal, QString::fromLatin1(print.toBase64())),
        print};
}

} // namespace

/// What administrators and owners decide: compulsory recording, revoked keys, where recorded collections are kept; and
/// large removals beside other work.
class ArchiveModulePolicyTest : public QObject {
    Q_OBJECT
private:
    using F = ArchiveModuleFixture;
    std::unique_ptr<ArchiveModuleFixture> m_fixture;

    void start(const QString &config)
    {
        m_fixture = std::make_unique<ArchiveModuleFixture>(config);
        QVERIFY2(m_fixture->start(), qPrintable(m_fixture->server().log()));
        m_fixture->juliet.sendPresence();
    }
    QString set(const QString &name, const QString &attributes, const QString &content = {})
    {
        return F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(name, attributes, content)));
    }
    void say(RawXmppStream &from, const QString &to, const QString &body, const QString &more = {})
    {
        from.send(u"<message to='%1' type='chat'><body>%2</body>%3</message>"_s.arg(to, body, more));
        from.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, u"localhost"_s);
    }
    QString publish(const QString &node, const QString &id, const QString &payload)
    {
        return F::outcome(m_fixture->romeo.iq(u"set"_s,
            u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='%1'><item id='%2'>%3</item></publish>"
            "</pubsub>"_s.arg(node, id, payload)));
    }
    int chats() { return int(F::collections(F::list(m_fixture->romeo)).size()); }

private Q_SLOTS:
    void cleanup()
    {
        QVERIFY2(
            m_fixture->server().logProblems().isEmpty(), qPrintable(m_fixture->server().logProblems().join(u'\n')));
        m_fixture.reset();
    }

    // P-40, P-15, P-57
    void compulsoryRecording()
    {
        start(u"letterlock_archive_auto = true; letterlock_archive_compulsory = true"_s);
        auto &romeo = m_fixture->romeo;
        const auto feature = F::elementsNamed(romeo.features(), u"feature"_s);
        QCOMPARE(feature.size(), 1);
        QCOMPARE(F::childNames(feature.first()), (QStringList{u"optional"_s, u"default"_s}));
        say(romeo, m_fixture->juliet.jid(), u"recorded"_s, u"<no-store xmlns='urn:xmpp:hints'/>"_s);
        QCOMPARE(chats(), 1);
        // Told once, since the client did not ask.
        QCOMPARE(romeo.next(u"message"_s).attribute(u"from"_s), u"localhost"_s);
        say(romeo, m_fixture->juliet.jid(), u"recorded as well"_s);
        QVERIFY(romeo.next(u"message"_s, 200).isNull());
        QCOMPARE(set(u"auto"_s, u"save='false'"_s), u"cancel/not-allowed"_s);
        QCOMPARE(set(u"auto"_s, u"save='false' scope='global'"_s), u"cancel/not-allowed"_s);
        QCOMPARE(set(u"pref"_s, {}, u"<default otr='prefer' save='false'/>"_s), u"modify/not-acceptable"_s);
        QCOMPARE(set(u"pref"_s, {}, u"<item jid='juliet@localhost' otr='prefer' save='false'/>"_s),
            u"modify/not-acceptable"_s);
        QCOMPARE(set(u"pref"_s, {}, u"<session thread='t' save='false'/>"_s), u"modify/not-acceptable"_s);
        QCOMPARE(set(u"pref"_s, {}, u"<default otr='prefer' save='body'/>"_s), u"result"_s);
        const auto prefs = F::payload(romeo.iq(u"get"_s, F::request(u"pref"_s, {})));
        QCOMPARE(prefs.firstChildElement(u"auto"_s).attribute(u"save"_s), u"true"_s);
        // Also what comes while nobody is there.
        romeo.close();
        say(m_fixture->juliet, u"romeo@localhost"_s, u"while away"_s);
        QVERIFY(m_fixture->signIn(romeo));
        QCOMPARE(chats(), 1);
    }

    // P-57: without the policy there is no <default/>
    void withoutThePolicy()
    {
        start(u"letterlock_archive_auto = true"_s);
        const auto feature = F::elementsNamed(m_fixture->romeo.features(), u"feature"_s);
        QCOMPARE(F::childNames(feature.first()), QStringList{u"optional"_s});
        say(m_fixture->romeo, m_fixture->juliet.jid(), u"not recorded"_s);
        QCOMPARE(chats(), 0);
    }

    // A-65, R19: a revoked key is not sealed for; other keys are
    void revokedKeysAreLeftOut_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("hexadecimal");
        QTest::newRow("revoke, hex") << u"revoke"_s << true;
        QTest::newRow("revocation, base64") << u"revocation"_s << false;
    }
    void revokedKeysAreLeftOut()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, hexadecimal);
        start(u"letterlock_archive_auto = true"_s);
        const auto first = makePublishedKey(u"romeo@localhost"_s);
        QCOMPARE(publish(u"urn:xmpp:pubkey:2"_s, u"current"_s, first.xml), u"result"_s);
        QCOMPARE(set(u"auto"_s, u"save='true' encrypt='true'"_s), u"result"_s);
        const QString print = QString::fromLatin1(hexadecimal ? first.print.toHex().toUpper() : first.print.toBase64());
        QCOMPARE(publish(u"urn:xmpp:revoke:2"_s, u"one"_s,
                     u"<%1 xmlns='urn:xmpp:revoke:2'><keyprint>%2</keyprint><revocationtime>2026-01-01T00:00:00Z"
                     "</revocationtime></%1>"_s.arg(name, print)),
            u"result"_s);
        QCOMPARE(set(u"auto"_s, u"save='true' encrypt='true'"_s), u"modify/not-acceptable"_s);
        const auto second = makePublishedKey(u"romeo@localhost"_s);
        QCOMPARE(publish(u"urn:xmpp:pubkey:2"_s, u"another"_s, second.xml), u"result"_s);
        QCOMPARE(set(u"auto"_s, u"save='true' encrypt='true'"_s), u"result"_s);
        say(m_fixture->romeo, m_fixture->juliet.jid(), u"sealed"_s);
        const auto chat = F::elementsNamed(F::payload(F::list(m_fixture->romeo)), u"chat"_s).constFirst();
        const auto keys = F::elementsNamed(
            F::payload(F::retrieve(m_fixture->romeo, chat.attribute(u"with"_s), chat.attribute(u"start"_s))),
            u"EncryptedKey"_s);
        QCOMPARE(keys.size(), 1);
        QCOMPARE(
            keys.constFirst().firstChildElement(u"KeyInfo"_s).text(), QString::fromLatin1(second.print.toBase64()));
    }

    // P-56
    void collectionsMoveToTheFullAddress()
    {
        start(u"letterlock_archive_auto = true; letterlock_archive_auto_full_jid = true"_s);
        QCOMPARE(set(u"auto"_s, u"save='true'"_s), u"result"_s);
        say(m_fixture->romeo, u"juliet@localhost"_s, u"one"_s);
        const QString start
            = F::elementsNamed(F::payload(F::list(m_fixture->romeo)), u"chat"_s).constFirst().attribute(u"start"_s);
        say(m_fixture->juliet, m_fixture->romeo.jid(), u"two"_s);
        say(m_fixture->romeo, u"juliet@localhost"_s, u"three"_s);
        QCOMPARE(F::collections(F::list(m_fixture->romeo)), QStringList{m_fixture->juliet.jid() + u'|' + start});
        const auto items = F::payload(F::retrieve(m_fixture->romeo, m_fixture->juliet.jid(), start));
        QCOMPARE(F::childNames(items).first(3), (QStringList{u"to"_s, u"from"_s, u"to"_s}));
        // Other devices learn of both.
        const auto changes = F::payload(F::modified(m_fixture->romeo, F::page(u"<max>10</max>"_s)));
        const auto removed = F::elementsNamed(changes, u"removed"_s);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed.constFirst().attribute(u"with"_s), u"juliet@localhost"_s);
        QCOMPARE(F::elementsNamed(changes, u"changed"_s).size(), 1);
    }

    // P-47: more than one step, and others are served meanwhile
    void largeRemovalsGoInSteps()
    {
        start({});
        constexpr int count = 450;
        for (int i = 0; i < count; ++i) {
            const QString when
                = QDateTime(QDate(2020, 1, 1), QTime(0, 0), QTimeZone::utc()).addSecs(i * 3600).toString(Qt::ISODate);
            QCOMPARE(F::savedVersion(
                         F::save(m_fixture->romeo, u"juliet@localhost"_s, when, F::data(u"k"_s, QString::number(i)))),
                0);
        }
        QCOMPARE(F::savedVersion(F::save(
                     m_fixture->romeo, u"nurse@localhost"_s, u"2020-01-01T00:00:00Z"_s, F::data(u"k"_s, u"n"_s))),
            0);
        QCOMPARE(set(u"remove"_s, u"with='juliet@localhost'"_s), u"result"_s);
        QCOMPARE(F::collections(F::list(m_fixture->romeo)).size(), 1);
        QCOMPARE(set(u"remove"_s, u"with='juliet@localhost'"_s), u"cancel/item-not-found"_s);
        // A whole number of steps.
        for (int i = 0; i < 199; ++i) {
            const QString when
                = QDateTime(QDate(2021, 1, 1), QTime(0, 0), QTimeZone::utc()).addSecs(i * 3600).toString(Qt::ISODate);
            F::save(m_fixture->romeo, u"juliet@localhost"_s, when, F::data(u"k"_s, QString::number(i)));
        }
        QCOMPARE(set(u"remove"_s, {}), u"result"_s);
        QVERIFY(F::collections(F::list(m_fixture->romeo)).isEmpty());
    }

    // Who asks too fast waits for an answer, and is not refused; nobody else waits
    void aFloodWaitsAlone()
    {
        start(u"letterlock_archive_rate = 10"_s);
        QElapsedTimer time;
        time.start();
        QStringList asked;
        for (int i = 0; i < 75; ++i) {
            asked.append(m_fixture->romeo.sendIq(u"get"_s, F::request(u"list"_s, {}, F::page(u"<max>1</max>"_s))));
        }
        QElapsedTimer other;
        other.start();
        QCOMPARE(F::outcome(F::list(m_fixture->juliet)), u"result"_s);
        QVERIFY(other.elapsed() < 1500);
        for (const auto &id : asked) {
            QCOMPARE(F::outcome(m_fixture->romeo.answer(id)), u"result"_s);
        }
        QVERIFY2(time.elapsed() > 2000, qPrintable(QString::number(time.elapsed()))); // 50 at once, then 10 in a second
    }

    // a data key of the server's is replaced long before it has sealed too much
    void aRecordedCollectionHasAnEnd()
    {
        start(u"letterlock_archive_auto = true\nletterlock_archive_auto_parts = 2"_s);
        QCOMPARE(
            publish(u"urn:xmpp:pubkey:2"_s, u"current"_s, makePublishedKey(u"romeo@localhost"_s).xml), u"result"_s);
        QCOMPARE(set(u"auto"_s, u"save='true' encrypt='true'"_s), u"result"_s);
        for (int i = 0; i < 5; ++i) {
            say(m_fixture->romeo, m_fixture->juliet.jid(), u"message %1"_s.arg(i));
        }
        const auto chats = F::elementsNamed(F::payload(F::list(m_fixture->romeo)), u"chat"_s);
        QCOMPARE(chats.size(), 3);
        QSet<QString> keys;
        int parts = 0;
        for (const QDomElement &chat : chats) {
            const auto got
                = F::payload(F::retrieve(m_fixture->romeo, chat.attribute(u"with"_s), chat.attribute(u"start"_s)));
            for (const QDomElement &part : F::elementsNamed(got, u"EncryptedData"_s)) {
                keys.insert(part.firstChildElement(u"KeyInfo"_s).text());
                ++parts;
            }
            QCOMPARE(F::elementsNamed(got, u"EncryptedKey"_s).size(), 1);
        }
        QCOMPARE(parts, 5);
        QCOMPARE(keys.size(), 3);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveModulePolicyTest)
#include "ArchiveModulePolicyTest.moc"
