// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/BackupController.h"

#include <QTest>

#include "archive/history/SqlHistoryStore.h"
#include "crypto/openpgp/OpenPgpPackets.h"
#include "tests/support/Await.h"
#include "tests/support/LeaseNodes.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/MemoryKeyDirectory.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::BackupController;
using Code = crypto::CryptoError::Code;

namespace {

const auto node = u"urn:xmpp:openpgp:0:secret-key"_s;
const auto owner = u"anna@example.org"_s;

/// One computer of Anna's.
struct Computer {
    TempGnupgHome gnupg;
    TempDatabase database;
    archive::SqlHistoryStore history{database.store()};
    MemoryKeyDirectory directory;
    MemoryCredentialStore credentials;
    crypto::Worker worker{u"test"_s};
    app::KeyController keys{{gnupg.keyring(), gnupg.engine(), directory, history, credentials, worker}};
    BackupController backup;

    explicit Computer(archive::PrivateStore &server)
        : backup({keys, gnupg.keyring(), gnupg.engine(), server, history, worker})
    {
        directory.own = *crypto::BareJid::parse(owner);
        keys.setAccount(directory.own);
        if (!waitUntil([this] { return keys.isLoaded(); }, 20000)) {
            qFatal("not loaded");
        }
    }
    crypto::KeyFingerprint makeKey()
    {
        const auto made = await(keys.makeKey(true));
        if (!made) {
            qFatal("no key");
        }
        return made->fingerprint;
    }
};

} // namespace

/// XEP-0373 section 5 (O-27 to O-34, O-57).
class BackupControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_line = std::make_unique<FaultLine>();
        m_server = std::make_unique<LeaseNodes>(*m_line);
    }

    void codesAreEvenlyDistributed() // O-32
    {
        QHash<QChar, int> counts;
        constexpr int codes = 2000;
        for (int i = 0; i < codes; ++i) {
            const auto code = BackupController::makeCode();
            QCOMPARE(code.size(), 29);
            for (qsizetype at = 0; at < code.size(); ++at) {
                if (at % 5 == 4) {
                    QCOMPARE(code[at], u'-');
                } else {
                    ++counts[code[at]];
                }
            }
        }
        QCOMPARE(counts.size(), 34);
        QVERIFY(!counts.contains(u'O') && !counts.contains(u'0'));
        constexpr double expected = codes * 24 / 34.0;
        for (const int count : std::as_const(counts)) {
            QVERIFY(count > expected * 0.85 && count < expected * 1.15); // over five standard deviations
        }
    }

    void theProbeHasThreeStates() // O-21, O-57
    {
        Computer here(*m_server);
        QList<BackupController::Presence> told;
        connect(&here.backup, &BackupController::presenceChanged, this,
            [&](BackupController::Presence presence) { told << presence; });
        here.backup.probe();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.last(), BackupController::Presence::Absent);
        m_server->nodes[node].insert(u"x"_s, crypto::XmlElement(u"secretkey"_s, u"urn:xmpp:openpgp:0"_s));
        here.backup.probe();
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.last(), BackupController::Presence::Present);
        m_line->failAt = m_line->requests;
        here.backup.probe();
        QTRY_COMPARE(told.size(), 3);
        QCOMPARE(told.last(), BackupController::Presence::Unknown);
    }

    void severalKeysAreOfferedAndBrought() // O-31, O-33, O-57
    {
        Computer first(*m_server);
        const auto old = first.makeKey();
        const auto current = first.makeKey();
        const auto code = BackupController::makeCode();
        const auto kept = await(first.backup.backUp(code, false));
        QVERIFY2(kept, kept ? "" : qPrintable(kept.error().detail));

        Computer second(*m_server);
        for (const auto &typed :
            {QString(code).remove(u'-').toLower(), u"  "_s + code + u'\n', QString(code).replace(u'-', u"  "_s)}) {
            const auto held = await(second.backup.look(typed));
            QVERIFY2(held, held ? "" : qPrintable(held.error().detail));
            QCOMPARE(held->size(), 2);
            QVERIFY(held->at(0).ours && held->at(1).ours);
            QCOMPARE(held->at(0).userIds, QStringList{u"xmpp:"_s + owner});
            QVERIFY(second.keys.ownKeys().isEmpty()); // looking brings nothing
        }
        const auto one = await(second.backup.bring({old}));
        QVERIFY(one.has_value());
        QCOMPARE(*one, QList{old});
        QCOMPARE(second.keys.ownKeys().size(), 1);
        QVERIFY(!await(second.backup.bring({current})).has_value()); // closed again
        QCOMPARE(await(second.backup.restore(code))->size(), 2);
        QCOMPARE(second.keys.ownKeys().size(), 2);
    }

    void aWrongCodeBringsNothing() // O-34
    {
        Computer first(*m_server);
        first.makeKey();
        const auto code = BackupController::makeCode();
        QVERIFY(await(first.backup.backUp(code, false)).has_value());
        Computer second(*m_server);
        QCOMPARE(await(second.backup.look(BackupController::makeCode())).error().code, Code::DecryptionFailed);
        QVERIFY(second.gnupg.keyring().keys()->isEmpty());
        QVERIFY(!await(second.backup.bring({})).has_value());
    }

    void aDamagedBackupBringsNothing_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("not Base64") << 0;
        QTest::newRow("no OpenPGP message") << 1;
        QTest::newRow("flipped octet") << 2;
        QTest::newRow("truncated") << 3;
        QTest::newRow("not keys inside") << 4;
        QTest::newRow("public keys inside") << 5;
        QTest::newRow("empty") << 6;
    }

    void aDamagedBackupBringsNothing() // O-34
    {
        QFETCH(const int, kind);
        Computer first(*m_server);
        const auto key = first.makeKey();
        const auto code = BackupController::makeCode();
        QVERIFY(await(first.backup.backUp(code, false)).has_value());
        auto message = QByteArray::fromBase64(m_server->nodes[node][u"current"_s].text().toLatin1());
        const crypto::SecretBytes secret(QByteArrayView(code.toLatin1()));
        const auto sealed = [&](const QByteArray &content) {
            return *first.gnupg.engine().encryptWithCode(crypto::SecretBytes(QByteArrayView(content)), secret);
        };
        QString text;
        switch (kind) {
        case 0:
            text = u"*** not base64 ***"_s;
            break;
        case 1:
            message = "something else";
            break;
        case 2:
            message[message.size() / 2] = char(message[message.size() / 2] ^ 1);
            break;
        case 3:
            message.truncate(message.size() - 40);
            break;
        case 4:
            message = sealed("a shopping list");
            break;
        case 5:
            message = sealed(*first.gnupg.keyring().exportPublic(key));
            break;
        default:
            message.clear();
        }
        crypto::XmlElement payload(u"secretkey"_s, u"urn:xmpp:openpgp:0"_s);
        payload.setText(kind == 0 ? text : QString::fromLatin1(message.toBase64()));
        m_server->nodes[node] = {{u"current"_s, payload}};
        Computer second(*m_server);
        QVERIFY(!await(second.backup.look(code)).has_value());
        QVERIFY(!await(second.backup.restore(code)).has_value());
        QVERIFY(second.gnupg.keyring().keys()->isEmpty());
        // And it is not lost either.
        second.makeKey();
        QCOMPARE(await(second.backup.backUp(BackupController::makeCode(), false)).error().code, Code::Unsupported);
        QCOMPARE(m_server->nodes[node][u"current"_s].text(), payload.text());
    }

    void aBackupThatWasNeverReadIsKeptBeside()
    {
        Computer first(*m_server);
        const auto theirs = first.makeKey();
        const auto oldCode = BackupController::makeCode();
        QVERIFY(await(first.backup.backUp(oldCode, false)).has_value());
        Computer second(*m_server);
        const auto ours = second.makeKey();
        const auto newCode = BackupController::makeCode();
        QVERIFY(!await(second.backup.backUp(newCode, false)).has_value());
        QVERIFY(await(second.backup.backUp(newCode, true)).has_value());
        Computer third(*m_server);
        QCOMPARE(*await(third.backup.restore(newCode)), QList{ours});
        QCOMPARE(*await(third.backup.restore(oldCode)), QList{theirs});
        // What it read itself it may replace.
        QVERIFY(await(second.backup.backUp(BackupController::makeCode(), false)).has_value());
    }

    void aFailedWriteIsTold() // O-27
    {
        Computer here(*m_server);
        here.makeKey();
        m_line->error = {archive::ArchiveError::Code::Refused, u"not private"_s};
        m_line->failAt = m_line->requests + 1; // the write
        const auto refused = await(here.backup.backUp(BackupController::makeCode(), false));
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().detail.contains(u"not private"_s));
        QVERIFY(m_server->nodes[node].isEmpty());
    }

    /// Other clients: stock gpg, any item id, a code of another form, keys of several generations and one foreign.
    void backupsOfOtherClientsOpen() // O-33, interop "rules learned" 6 and 7
    {
        TempGnupgHome gajim;
        const auto old = gajim.makeKey(owner);
        const auto current = gajim.makeKey(owner);
        const auto foreign = gajim.makeKey(u"somebody@else.example"_s);
        QByteArray keys;
        for (const auto &key : {old, current, foreign}) {
            keys += gajim.gpg({u"--export-secret-keys"_s, key.fingerprint.toString()});
        }
        const auto code = u"twnk kd5y, my own words"_s;
        const auto message = gajim.gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, code, u"--symmetric"_s,
                                           u"--cipher-algo"_s, u"AES256"_s},
            keys);
        QVERIFY(!message.isEmpty());
        crypto::XmlElement payload(u"secretkey"_s, u"urn:xmpp:openpgp:0"_s);
        payload.setText(QString::fromLatin1(message.toBase64()));
        m_server->nodes[node].insert(u"59c8e0f4-random"_s, payload);
        Computer here(*m_server);
        const auto held = await(here.backup.look(code));
        QVERIFY2(held, held ? "" : qPrintable(held.error().detail));
        QCOMPARE(held->size(), 3);
        QCOMPARE(held->at(2).key, foreign.fingerprint);
        QVERIFY(!held->at(2).ours);
        const auto brought = await(here.backup.restore(code));
        QVERIFY(brought.has_value());
        QCOMPARE(QSet(brought->begin(), brought->end()), (QSet{old.fingerprint, current.fingerprint}));
        QVERIFY(!here.gnupg.keyring().find(foreign.fingerprint).has_value());
    }

private:
    std::unique_ptr<FaultLine> m_line;
    std::unique_ptr<LeaseNodes> m_server;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::BackupControllerTest)
#include "BackupControllerTest.moc"
