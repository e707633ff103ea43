// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "app/keys/PublishedKeys.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto keyNode = u"urn:xmpp:pubkey:2"_s;
const auto revokeNode = u"urn:xmpp:revoke:2"_s;

/// A key that nobody here has, whole and valid, as another program or the server would publish it.
crypto::PublishedKey strangeKey(const crypto::BareJid &owner)
{
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> key(EVP_RSA_gen(2048U), EVP_PKEY_free);
    BIGNUM *number = nullptr;
    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &number);
    QByteArray modulus(BN_num_bytes(number), Qt::Uninitialized);
    BN_bn2bin(number, reinterpret_cast<unsigned char *>(modulus.data()));
    BN_free(number);
    const auto now = QDateTime::currentDateTimeUtc();
    return *crypto::PublishedKey::make(owner, modulus, QByteArray("\x01\x00\x01", 3), now.addDays(-1), now.addYears(1));
}

} // namespace

/// Archive keys as XEP-0189 publishes them: client, GnuPG and Prosody with the module, nothing pretended. Another
/// program of the same account is a plain stream.
class PublishedKeysTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_romeo;
    RawXmppStream m_other;

    app::PublishedKeys &published() { return m_romeo->app().publishedKeys(); }
    /// Item id to payload, as another program reads it.
    QMap<QString, crypto::XmlElement> items(const QString &node)
    {
        const auto answer = m_other.iq(u"get"_s,
            u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='%1'/></pubsub>"_s.arg(node),
            u"romeo@localhost"_s);
        QMap<QString, crypto::XmlElement> found;
        const auto all = answer.firstChildElement().firstChildElement(u"items"_s);
        for (auto item = all.firstChildElement(); !item.isNull(); item = item.nextSiblingElement()) {
            found.insert(
                item.attribute(u"id"_s), crypto::XmlElement::parse(xmlText(item.firstChildElement()).toUtf8()).value());
        }
        return found;
    }
    QStringList ids() { return items(keyNode).keys(); }
    bool publish(const QString &node, const QString &id, const crypto::XmlElement &payload)
    {
        const auto answer = m_other.iq(u"set"_s,
            u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='%1'><item id='%2'>%3</item></publish>"
            "</pubsub>"_s.arg(node, id, QString::fromUtf8(payload.toXml())));
        return errorCondition(answer).isEmpty();
    }
    bool retract(const QString &id)
    {
        const auto answer = m_other.iq(u"set"_s,
            u"<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='%1' notify='true'><item "
            u"id='%2'/></retract>"
            "</pubsub>"_s.arg(keyNode, id));
        return errorCondition(answer).isEmpty();
    }
    /// The print of the only own key that is in use.
    QString ownPrint()
    {
        for (const auto &record : published().records()) {
            if (record.own && !record.revoked) {
                return record.key.print();
            }
        }
        return {};
    }
    QString autoOn()
    {
        return errorCondition(
            m_other.iq(u"set"_s, u"<auto xmlns='urn:xmpp:archive' save='true' encrypt='true' scope='global'/>"_s));
    }

private Q_SLOTS:
    void initTestCase()
    {
        ProsodyServer::Options options;
        options.accounts = {{u"romeo"_s, u"secret"_s}, {u"juliet"_s, u"other"_s}};
        options.withoutModules = {u"mam"_s, u"offline"_s}; // nothing but the recorder keeps what comes meanwhile
        options.hostConfig = u"letterlock_archive_auto = true\nmodules_disabled = { \"s2s\"; \"offline\" }\n"_s;
        m_server = std::make_unique<ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_romeo = std::make_unique<TestClient>(*m_server, u"romeo"_s);
        QVERIFY2(m_romeo->signIn() && m_romeo->makeKey(), qPrintable(m_romeo->problem()));
        QVERIFY(await(m_romeo->app().archiveKeys().make(), 60000));
        QVERIFY(m_other.open({m_server->port(), u"romeo"_s, u"secret"_s, m_server->caFile(), u"other"_s}));
    }
    void init()
    {
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QTRY_COMPARE_WITH_TIMEOUT(m_romeo->app().archiveKeys().keys().size(), 1, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(!ownPrint().isEmpty(), 20000);
    }
    void cleanup() { m_romeo->quit(); } // the profile stays
    void cleanupTestCase()
    {
        m_other.close();
        m_romeo.reset();
        QCOMPARE(m_server->logProblems(), QStringList());
    }

    // both ends together. The client publishes, another program has the server record without
    // giving it a key, and the client opens what the server sealed.
    void serverSealsForWhatTheClientPublished()
    {
        const auto found = items(keyNode);
        const auto key = crypto::PublishedKey::read(found.first(), m_romeo->jid(u"romeo"_s));
        QVERIFY2(key, qPrintable(QString::fromUtf8(found.first().toXml())));
        const auto own = m_romeo->app().archiveKeys().keys();
        QVERIFY(own.size() == 1 && key->isSameKey(own.constFirst().modulus, own.constFirst().exponent));
        QVERIFY(key->isValidAt(QDateTime::currentDateTimeUtc()));
        // For the account alone: nobody else may take it for a chat key.
        XmppPeer juliet(*m_server, u"juliet"_s);
        QVERIFY(juliet.signIn());
        QVERIFY(!await(juliet.transport.sendIq(
            false, *crypto::Jid::parse(u"romeo@localhost"_s), app::pubsub::itemsRequest(keyNode))));

        QCOMPARE(autoOn(), QString());
        m_romeo->quit();
        QVERIFY(await(juliet.say(*crypto::Jid::parse(u"romeo@localhost"_s), u"wherefore art thou"_s, u"m1"_s)));
        const auto keys = m_other.iq(u"get"_s,
            u"<keys xmlns='urn:xmpp:archive'><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>%1</KeyName></keys>"_s
                .arg(key->print()));
        QVERIFY2(xmlText(keys).contains(u"EncryptedKey"_s), qPrintable(xmlText(keys))); // named by the print
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(m_romeo->hasMessage(u"juliet"_s, u"wherefore art thou"_s));
        QVERIFY(m_romeo->messagesWith(u"juliet"_s).first().archiveMarks & archive::ArchiveMark::SealedByServer);
    }

    // dropped or overwritten, the own key comes back under the same print; others' items stay
    void ownKeyIsPutBack()
    {
        const auto print = ownPrint();
        QVERIFY(!print.isEmpty());
        QVERIFY(retract(u"current"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QCOMPARE(ownPrint(), print);

        const auto strange = strangeKey(m_romeo->jid(u"romeo"_s));
        QVERIFY(publish(keyNode, u"current"_s, strange.write()));
        QTRY_VERIFY_WITH_TIMEOUT(ids().size() == 2 && ids().contains(print) && ids().contains(u"current"_s), 20000);
        const auto now = items(keyNode);
        QCOMPARE(
            crypto::PublishedKey::read(now.value(u"current"_s), m_romeo->jid(u"romeo"_s))->print(), strange.print());
        QCOMPARE(crypto::PublishedKey::read(now.value(print), m_romeo->jid(u"romeo"_s))->print(), print);
        // Alone again, it is `current` again.
        QVERIFY(retract(u"current"_s));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
    }

    // what others publish is asked about; refused, it is revoked and gone
    void strangeKeyIsAskedAbout()
    {
        const auto print = ownPrint();
        const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
        const auto strange = strangeKey(m_romeo->jid(u"romeo"_s));
        QVERIFY(publish(keyNode, strange.print(), strange.write()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
        QCOMPARE(asked.first().first().toString(), strange.print());
        QCOMPARE(m_romeo->app().archiveKeys().recipients().size(), 1); // nothing here seals for it
        // Several: the own one moves from `current` to its print.
        QTRY_VERIFY_WITH_TIMEOUT(!ids().contains(u"current"_s), 20000);

        const auto refused = await(published().reject(strange.print()));
        QVERIFY2(refused, qPrintable(refused ? QString() : refused.error().condition));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        const auto revocations = items(revokeNode);
        QVERIFY(revocations.contains(strange.print()));
        QVERIFY(crypto::KeyRevocation::read(revocations.value(strange.print()))->concerns(strange));
        // Published once more it is not asked about again, and goes again.
        const auto questions = asked.size();
        QVERIFY(publish(keyNode, u"again"_s, strange.write()));
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QCOMPARE(asked.size(), questions);
        QCOMPARE(ownPrint(), print);
    }

    // a decision holds for one print, survives a restart, and a confirmed key that vanishes is told
    void confirmedKeyIsRemembered()
    {
        const auto strange = strangeKey(m_romeo->jid(u"romeo"_s));
        {
            const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
            QVERIFY(publish(keyNode, u"mine"_s, strange.write()));
            QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
            published().confirm(strange.print());
        }
        m_romeo->quit();
        // Another one under the same name: the confirmation does not hold for it.
        const auto successor = strangeKey(m_romeo->jid(u"romeo"_s));
        QVERIFY(m_romeo->open());
        const QSignalSpy asked(&published(), &app::PublishedKeys::unknownKey);
        const QSignalSpy dropped(&published(), &app::PublishedKeys::dropped);
        QVERIFY(publish(keyNode, u"mine"_s, successor.write()));
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty() && !dropped.isEmpty(), 20000);
        QCOMPARE(asked.first().first().toString(), successor.print());
        QCOMPARE(dropped.first().first().toString(), strange.print());
        const auto records = published().records();
        QVERIFY(std::ranges::any_of(records, [&](const auto &record) {
            return record.key.print() == strange.print() && record.confirmed && !record.listed;
        }));
        QVERIFY(retract(u"mine"_s));
    }

    // only a revocation by an own key counts; then nothing is sealed for the key, and a new one takes its place
    void revocationsAreChecked()
    {
        const auto print = ownPrint();
        const auto modulus = m_romeo->app().archiveKeys().keys().constFirst().modulus;
        // As the server could write one.
        TempGnupgHome thief;
        const auto signer = thief.makeKey(u"romeo@localhost"_s).fingerprint;
        const auto records = published().records();
        const auto key = records.first().key;
        const auto forged = crypto::KeyRevocation::make(thief.engine(), key, signer, QDateTime::currentDateTimeUtc());
        QVERIFY(forged);
        QVERIFY(publish(revokeNode, print, forged->write()));
        const QSignalSpy looked(&published(), &app::PublishedKeys::changed);
        published().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!looked.isEmpty(), 20000);
        QCOMPARE(m_romeo->app().archiveKeys().recipients().size(), 1);

        // Another device of the account, whose chat key is confirmed here.
        TestClient second(*m_server, u"romeo"_s);
        QVERIFY2(second.signIn() && second.makeKey(), qPrintable(second.problem()));
        m_romeo->app().keys().refreshOwn();
        const auto itsKey = second.app().keys().currentKey();
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(m_romeo->app().keys().ownKeys(),
                                     [&](const app::OwnKey &own) { return own.key.fingerprint == itsKey; }),
            20000);
        m_romeo->app().keys().confirmOwn(itsKey);
        auto &there = second.app().publishedKeys();
        QTRY_VERIFY_WITH_TIMEOUT(!there.records().isEmpty(), 20000);
        const QSignalSpy revoked(&published(), &app::PublishedKeys::ownRevoked);
        QVERIFY(await(there.reject(print)));
        QTRY_VERIFY_WITH_TIMEOUT(!revoked.isEmpty(), 20000);
        QVERIFY(m_romeo->app().archiveKeys().recipients().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList(), 20000);
        second.quit();

        // What is offered then: a new one, published in its place.
        published().replaceOwn();
        QTRY_COMPARE_WITH_TIMEOUT(m_romeo->app().archiveKeys().keys().size(), 1, 30000);
        QVERIFY(m_romeo->app().archiveKeys().keys().constFirst().modulus != modulus);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QStringList{u"current"_s}, 20000);
        QVERIFY(ownPrint() != print);
    }

    // replaced here, the old key is revoked on the server, by the own chat key
    void replacedKeyIsRevoked()
    {
        const auto print = ownPrint();
        published().replaceOwn();
        QVERIFY(m_romeo->app().archiveKeys().recipients().isEmpty()); // at once
        QTRY_VERIFY_WITH_TIMEOUT(!ownPrint().isEmpty() && ids() == QStringList{u"current"_s}
                && crypto::PublishedKey::read(items(keyNode).first(), m_romeo->jid(u"romeo"_s))->print() == ownPrint(),
            30000);
        QVERIFY(ownPrint() != print);
        const auto revocations = items(revokeNode);
        QVERIFY(revocations.contains(print));
        QVERIFY(!revocations.contains(ownPrint()));
        QCOMPARE(autoOn(), QString()); // the server seals for the new one
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PublishedKeysTest)
#include "PublishedKeysTest.moc"
