// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTest>

#include "app/keys/PublishedKeys.h"
#include "archive/remote/IqRemoteArchive.h"
#include "crypto/openpgp/GpgmeEngine.h"
#include "tests/integration/OtherProgram.h"
#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawIqChannel.h"
#include "tests/support/TestClient.h"
#include "tests/support/XmppPeer.h"

namespace letterlock::test {

/// Romeo's client with keys, Juliet, another program of Romeo's, and Prosody with the module that records and seals,
/// nothing pretended. The functions that return nothing fail the test.
class ArchiveKeyBed : public QObject {
protected:
    [[nodiscard]] crypto::BareJid account() { return m_romeo->jid(QStringLiteral("romeo")); }
    [[nodiscard]] bool julietSays(const QString &text)
    {
        XmppPeer juliet(*m_server, QStringLiteral("juliet"));
        return juliet.signIn() && await(juliet.say(*crypto::Jid::parse(account().toString()), text, text));
    }
    [[nodiscard]] qsizetype wrapsNamed(const QString &name)
    {
        RawIqChannel channel(m_other.stream);
        archive::IqRemoteArchive remote(channel);
        const auto page = await(remote.keys(archive::KeyName(name), {200, {}}));
        return page && page->complete ? page->items.size() : -1;
    }
    [[nodiscard]] QList<archive::SealedCollection> collections()
    {
        RawIqChannel channel(m_other.stream);
        archive::IqRemoteArchive remote(channel);
        QList<archive::SealedCollection> found;
        const auto heads = await(remote.list({200, {}}));
        for (const auto &head : heads ? heads->items : QList<archive::CollectionHead>()) {
            if (const auto page = await(remote.retrieve(head.id, {200, {}}))) {
                found += page->items;
            }
        }
        return found;
    }
    /// What the other program reads of the archive, by its own key alone.
    [[nodiscard]] QByteArray otherReads()
    {
        QByteArray all;
        const auto there = collections();
        for (const auto &collection : there) {
            for (const auto &part : collection.parts) {
                all += m_other.read(part, collection.keys).value_or(QByteArray());
            }
        }
        return all;
    }
    [[nodiscard]] QString publishedPrint()
    {
        const auto items = m_other.items(OtherProgram::keyNode);
        const auto key = items.size() == 1 ? crypto::PublishedKey::read(items.first(), account())
                                           : crypto::CryptoResult<crypto::PublishedKey>(crypto::cryptoError({}));
        return key ? key->print() : QString();
    }
    [[nodiscard]] crypto::RsaKey archiveKey() { return m_romeo->app().archiveKeys().keys().value(0); }
    [[nodiscard]] bool change(app::RotationReason reason)
    {
        auto &rotation = m_romeo->app().rotation();
        rotation.setReason(reason);
        const QSignalSpy ready(&rotation, &app::KeyRotationController::newKeyReady);
        const QSignalSpy finished(&rotation, &app::KeyRotationController::finished);
        rotation.makeNewKey();
        if (!waitUntil([&] { return !ready.isEmpty(); }, 60000)) {
            return false;
        }
        rotation.start();
        return finishes();
    }
    [[nodiscard]] bool finishes()
    {
        const auto &rotation = m_romeo->app().rotation();
        const bool done = waitUntil([&] { return rotation.state() == archive::RekeyState::Done; }, 120000);
        if (!done) {
            qWarning().noquote() << rotation.log().join(QLatin1Char('\n'));
        }
        return done;
    }
    /// The old keys are gone wherever they were, and the new one is in their place.
    void isReplaced(const crypto::RsaKey &old, const QString &oldPrint)
    {
        QCOMPARE(m_romeo->app().archiveKeys().keys().size(), 1);
        QVERIFY(archiveKey().modulus != old.modulus);
        QTRY_VERIFY_WITH_TIMEOUT(!publishedPrint().isEmpty(), 20000);
        QVERIFY(publishedPrint() != oldPrint);
        const auto revocations = m_other.items(OtherProgram::revokeNode);
        QCOMPARE(revocations.keys(), QStringList{oldPrint});
        // By the new chat key: the old one proves nothing any more.
        crypto::GpgmeHome home(m_romeo->profileDir() + QStringLiteral("/gnupg"));
        crypto::GpgmeEngine engine(home);
        QVERIFY(
            crypto::KeyRevocation::read(revocations.first())->isSignedBy(engine, {m_romeo->app().keys().currentKey()}));
        QCOMPARE(wrapsNamed(old.fingerprint.toString()), 0);
        QCOMPARE(wrapsNamed(oldPrint), 0);
        const auto there = collections();
        QVERIFY(there.size() >= 2);
        for (const auto &collection : there) {
            QVERIFY(std::ranges::any_of(collection.keys,
                [&](const crypto::EncryptedKey &key) { return key.keyName == archiveKey().fingerprint.toString(); }));
        }
        const auto receipt = m_romeo->app().rotation().receipt();
        QVERIFY(receipt && receipt->archiveKeyReplaced && receipt->archiveWrapsReplaced >= 1);
        QVERIFY(receipt->signedText.isEmpty() || receipt->setAside == 0);
        QCOMPARE(receipt->opened, receipt->collections);
    }
    /// The server seals for the new key, and what it sealed opens; also for a device that has nothing but the new keys.
    void serverSealsForTheNewOne()
    {
        // Given, it goes by the fingerprint; found among the published ones, by its print.
        const QStringList names{archiveKey().fingerprint.toString(), publishedPrint()};
        const auto wraps = [&] { return wrapsNamed(names[0]) + wrapsNamed(names[1]); };
        const auto before = wraps();
        m_romeo->quit();
        QVERIFY(julietSays(QStringLiteral("after the change")));
        QVERIFY(wraps() > before);
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(m_romeo->hasMessage(QStringLiteral("juliet"), QStringLiteral("after the change")));
        QVERIFY(m_romeo->hasMessage(QStringLiteral("juliet"), QStringLiteral("recorded before")));
    }

    void begin()
    {
        ProsodyServer::Options options;
        options.accounts = {
            {QStringLiteral("romeo"), QStringLiteral("secret")}, {QStringLiteral("juliet"), QStringLiteral("other")}};
        options.withoutModules
            = {QStringLiteral("mam"), QStringLiteral("offline")}; // nothing but the recorder keeps what comes meanwhile
        options.hostConfig
            = QStringLiteral("letterlock_archive_auto = true\nmodules_disabled = { \"s2s\"; \"offline\" }\n");
        m_server = std::make_unique<ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_romeo = std::make_unique<TestClient>(*m_server, QStringLiteral("romeo"));
        QVERIFY2(m_romeo->signIn() && m_romeo->makeKey(), qPrintable(m_romeo->problem()));
        QVERIFY(m_other.open(*m_server, QStringLiteral("romeo")));
    }
    void end()
    {
        m_other.stream.close();
        m_romeo.reset();
        QCOMPARE(m_server->logProblems(), QStringList());
        m_server.reset();
    }

    /// An own collection, and one that the server recorded and sealed.
    void record(bool given)
    {
        QVERIFY(await(m_romeo->app().archiveKeys().make(), 60000));
        QTRY_VERIFY_WITH_TIMEOUT(!publishedPrint().isEmpty(), 20000);
        QVERIFY(julietSays(QStringLiteral("heard at home")));
        QVERIFY(m_romeo->hasMessage(QStringLiteral("juliet"), QStringLiteral("heard at home")));
        QVERIFY(m_romeo->archiveIsIdle());
        if (given) {
            auto &preferences = m_romeo->app().archivePreferences();
            QVERIFY(waitUntil([&] { return preferences.canRecordSealed(); }, 20000));
            QVERIFY(await(preferences.setRecording(true)));
        } else {
            QCOMPARE(errorCondition(m_other.stream.iq(QStringLiteral("set"),
                         QStringLiteral("<auto xmlns='urn:xmpp:archive' save='true' encrypt='true' scope='global'/>"))),
                QString());
        }
        m_romeo->quit();
        QVERIFY(julietSays(QStringLiteral("recorded before")));
        QVERIFY2(m_romeo->signIn(), qPrintable(m_romeo->problem()));
        QVERIFY(m_romeo->hasMessage(QStringLiteral("juliet"), QStringLiteral("recorded before")));
        QTRY_COMPARE_WITH_TIMEOUT(m_romeo->app().archiveKeys().keys().size(), 1, 20000);
        QVERIFY(m_romeo->archiveIsIdle());
    }
    [[nodiscard]] bool archived(const QString &text)
    {
        return julietSays(text) && m_romeo->hasMessage(QStringLiteral("juliet"), text) && m_romeo->archiveIsIdle();
    }

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_romeo;
    OtherProgram m_other;
};

} // namespace letterlock::test
