// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/collection/CollectionCodec.h"
#include "archive/collection/CollectionOpener.h"
#include "archive/history/Duplicates.h"
#include "archive/remote/MemoryRemoteArchive.h"
#include "crypto/wrapping/AeadCipher.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;
using letterlock::crypto::XmlElement;

namespace letterlock::test {

namespace {

const CollectionId place{juliet, morning};

XmlElement item(const QString &name, const QString &secs, const QString &body)
{
    XmlElement element(name, u"urn:xmpp:archive"_s);
    element.setAttribute(u"secs"_s, secs);
    element.appendTextElement(u"body"_s, body);
    return element;
}

} // namespace

/// What servers and other software put into the archive: opened, marked, and never twice beside our own.
class ForeignArchiveTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<TempGnupgHome> m_gnupg;
    crypto::KeyFingerprint m_key;
    crypto::SecretBytes m_dataKey = crypto::SecretBytes::random(32);

    crypto::EncryptedKey wrap()
    {
        crypto::EncryptedKey key;
        key.method = crypto::DataKeyRing::openPgpWrapMethod;
        key.keyName = m_key.toString();
        key.carriedKeyName = u"theirs"_s;
        key.cipherValue = *m_gnupg->engine().encrypt(m_dataKey, {m_key});
        return key;
    }
    crypto::EncryptedData part(const QByteArray &text)
    {
        return {crypto::ContentCipher::aes256Gcm, u"theirs"_s, *crypto::sealContent(m_dataKey, text)};
    }
    QList<Message> all(ArchiveProfile &device)
    {
        return *await(device.history->page(*await(device.history->conversationWith(juliet)), 0, 1000));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_gnupg = std::make_unique<TempGnupgHome>();
        m_key = m_gnupg->makeKey(u"romeo@localhost"_s).fingerprint;
    }

    // P-24: a server seals each message by itself; seconds go on from part to part and from page to page
    void timesGoOnAcrossParts()
    {
        crypto::DataKeyRing ring(m_gnupg->engine());
        const CollectionOpener opener(ring);
        SealedCollection sealed{.id = place, .parts = {}, .keys = {wrap()}};
        sealed.parts = {part(item(u"from"_s, u"5"_s, u"one"_s).toXml()), part(item(u"to"_s, u"7"_s, u"two"_s).toXml())};
        const auto first = opener.open(sealed, romeo);
        QCOMPARE(first.foreignParts, 2);
        QCOMPARE(first.messages[0].time, morning.addSecs(5));
        QCOMPARE(first.messages[1].time, morning.addSecs(12));
        sealed.parts = {part(item(u"from"_s, u"3"_s, u"three"_s).toXml())};
        QCOMPARE(opener.open(sealed, romeo, first.time).messages[0].time, morning.addSecs(15));
        for (const auto &message : first.messages) {
            QCOMPARE(message.archiveMarks, ArchiveMark::NotSealedByOwner | ArchiveMark::SealedByServer);
        }
    }

    // A forged part with our header is not taken for a server's
    void ourHeaderUnderAForeignKey()
    {
        crypto::DataKeyRing ring(m_gnupg->engine());
        const QByteArray header = "<collection xmlns='urn:letterlock:archive:1' with='juliet@localhost' start='"
            + QByteArray::number(morning.toMSecsSinceEpoch()) + "' part='0'/>";
        auto forged = item(u"to"_s, u"0"_s, u"forged"_s);
        forged.append(crypto::XmlElement(u"message"_s, CollectionCodec::ns)
                .setAttribute(u"sealing"_s, u"sealed"_s)
                .setAttribute(u"scheme"_s, u"session-key"_s)
                .setAttribute(u"outer"_s, u"an id of mine"_s));
        const auto opened = CollectionOpener(ring).open(
            {.id = place, .parts = {part(header + forged.toXml())}, .keys = {wrap()}}, romeo);
        QCOMPARE(opened.foreignParts, 1);
        QCOMPARE(opened.messages[0].archiveMarks, int(ArchiveMark::NotSealedByOwner));
        // It says nothing about how the message travelled, and takes no other message's place.
        QCOMPARE(opened.messages[0].sealing, Sealing::NotSealed);
        QCOMPARE(opened.messages[0].scheme, crypto::SchemeId::None);
        QVERIFY(opened.messages[0].outerId.isEmpty());
    }

    //
    void cbcIsMarked()
    {
        crypto::DataKeyRing ring(m_gnupg->engine());
        const QByteArray text = item(u"from"_s, u"0"_s, u"old"_s).toXml();
        QProcess openssl;
        openssl.start(u"openssl"_s,
            {u"enc"_s, u"-aes-256-cbc"_s, u"-K"_s, QString::fromLatin1(m_dataKey.view().toByteArray().toHex()),
                u"-iv"_s, QString(32, u'0')});
        openssl.write(text);
        openssl.closeWriteChannel();
        QVERIFY(openssl.waitForFinished());
        const crypto::EncryptedData sealed{u"http://www.w3.org/2001/04/xmlenc#aes256-cbc"_s, u"theirs"_s,
            QByteArray(16, '\0') + openssl.readAllStandardOutput()};
        const auto opened = CollectionOpener(ring).open({.id = place, .parts = {sealed}, .keys = {wrap()}}, romeo);
        QCOMPARE(opened.unauthenticatedParts, 1);
        QVERIFY(opened.messages[0].archiveMarks & ArchiveMark::NotAuthenticated);
    }

    // plain items beside sealed ones are imported and marked, also under a full address
    void mixedPagesAreImported()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        SealedCollection mixed{.id = {juliet, morning, u"balcony"_s}, .parts = {}, .keys = {wrap()}};
        mixed.parts = {part(item(u"from"_s, u"60"_s, u"sealed"_s).toXml())};
        mixed.hasPlainItems = true;
        mixed.plainItems.push_back(item(u"from"_s, u"0"_s, u"plain"_s));
        crypto::DataKeyRing ring(m_gnupg->engine());
        const auto opened = CollectionOpener(ring).open(mixed, romeo);
        QCOMPARE(opened.plainItems, 1);
        QCOMPARE(opened.messages.size(), 2);
        QCOMPARE(opened.messages[0].archiveMarks, int(ArchiveMark::NotSealed));
        QCOMPARE(opened.messages[0].sender.toString(), u"juliet@localhost/balcony"_s);
        mixed.hasPlainItems = false; // the archive in memory has no plain items
        remote.replace(mixed);
        const auto summary = await(device.sync->sync());
        QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().detail));
        QCOMPARE(device.bodies(), QStringList{u"sealed"_s});
        // Again: nothing twice.
        device.sync->retryClosed();
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(device.bodies(), QStringList{u"sealed"_s});
    }

    // The server's copy of what is here already is not shown beside it
    void copiesDoNotDouble()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        device.add(u"hello"_s, morning.addMSecs(1300), false, u"o1"_s);
        device.add(u"secret"_s, morning.addSecs(20), true, u"o2"_s);
        SealedCollection copy{.id = place, .parts = {}, .keys = {wrap()}};
        copy.parts = {part(item(u"from"_s, u"2"_s, u"hello"_s).toXml()
            + item(u"to"_s, u"19"_s, u"This message is sealed with OpenPGP. Your client cannot open it."_s).toXml()
            + item(u"from"_s, u"100"_s, u"missed"_s).toXml())};
        remote.replace(copy);
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(device.bodies(), (QStringList{u"hello"_s, u"secret"_s, u"missed"_s}));
        const auto messages = all(device);
        QCOMPARE(messages[0].archiveMarks, 0);
        QCOMPARE(messages[0].kept, Kept::OnlyHere); // the server's copy is no archive of ours
        QVERIFY(messages[2].archiveMarks != 0);
        QCOMPARE(messages[2].kept, Kept::OnServer);
        // One rule: it finds the message by its copy, and tells that it is no more than that.
        const auto found = await(device.store().read([&](Database &database) -> ArchiveResult<QList<bool>> {
            Message recorded;
            recorded.conversation = messages[0].conversation;
            recorded.sender = messages[0].sender;
            recorded.time = morning.addSecs(2);
            recorded.body = u"hello"_s;
            recorded.archiveMarks = ArchiveMark::NotSealed;
            const auto of = Duplicates(database).of(recorded);
            return of && *of
                ? ArchiveResult<QList<bool>>({(*of)->id == messages[0].id, Duplicates::isCopy(**of, recorded)})
                : archiveError(ArchiveError::Code::NotFound);
        }));
        QCOMPARE(found.value_or(QList<bool>()), (QList<bool>{true, true}));
        // Removed at the server, what came from there is only here.
        QVERIFY(await(remote.remove(place)));
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(all(device)[2].kept, Kept::OnlyHere);
    }

    // P-26, P-33: notes and what was said in a room are shown as such
    void notesAndRoomsAreImported()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        XmlElement note(u"note"_s, u"urn:xmpp:archive"_s);
        note.setAttribute(u"utc"_s, u"2026-02-14T09:00:00Z"_s);
        note.setText(u"call the printer"_s);
        auto spoken = item(u"from"_s, u"3"_s, u"good morrow"_s);
        spoken.setAttribute(u"name"_s, u"benvolio"_s);
        SealedCollection room{.id = place, .parts = {}, .keys = {wrap()}};
        room.parts = {part(spoken.toXml() + note.toXml())};
        remote.replace(room);
        QVERIFY(await(device.sync->sync()));
        const auto messages = all(device);
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages[0].sender.resource(), u"benvolio"_s);
        QVERIFY(messages[0].archiveMarks & ArchiveMark::Room);
        QCOMPARE(messages[1].body, u"call the printer"_s);
        QVERIFY(messages[1].archiveMarks & ArchiveMark::Note);
        QCOMPARE(await(device.uploader->upload(true))->messages, 0);
    }

    // The other way round: what comes by itself later takes the copy's place
    void theMessageItselfTakesThePlaceOfItsCopy()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        SealedCollection copy{.id = place, .parts = {}, .keys = {wrap()}};
        copy.parts = {part(item(u"from"_s, u"2"_s, u"hello"_s).toXml() + item(u"from"_s, u"1"_s, u"hello"_s).toXml())};
        remote.replace(copy);
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(all(device).size(), 2);
        device.add(u"hello"_s, morning.addMSecs(2400), false, u"o1"_s);
        auto messages = all(device);
        QCOMPARE(messages.size(), 2);
        QCOMPARE(messages[0].archiveMarks, 0);
        QCOMPARE(messages[0].originId, u"o1"_s);
        QCOMPARE(messages[0].kept, Kept::OnlyHere); // and is archived properly
        device.add(u"hello"_s, morning.addMSecs(3100), false, u"o2"_s);
        device.add(u"hello"_s, morning.addMSecs(4000), false, u"o3"_s);
        messages = all(device);
        QCOMPARE(messages.size(), 3); // the third was never copied
        for (const auto &message : std::as_const(messages)) {
            QCOMPARE(message.archiveMarks, 0);
        }
        QVERIFY(await(device.uploader->upload(true)));
        QCOMPARE(device.totals().onServer, 3);
    }

    // Something else said at the same time stays
    void otherWordsStay()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        device.add(u"hello"_s, morning.addSecs(2), false, u"o1"_s);
        SealedCollection copy{.id = place, .parts = {}, .keys = {wrap()}};
        copy.parts = {part(item(u"from"_s, u"2"_s, u"hello!"_s).toXml() + item(u"to"_s, u"0"_s, u"hello"_s).toXml()
            + item(u"from"_s, u"100"_s, u"hello"_s).toXml())};
        remote.replace(copy);
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(all(device).size(), 4);
    }

    // P-03: nothing of somebody whose talks are kept only here
    void exceptionsStayHere()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        const auto nurse = *crypto::BareJid::parse(u"nurse@localhost"_s);
        device.add(u"for the archive"_s, morning, false, u"o1"_s);
        device.add(u"only here"_s, morning, false, u"o2"_s, nurse);
        Preferences preferences;
        preferences.contacts = {{u"nurse@localhost"_s, {SaveMode::Nothing, {}, {}}, false}};
        device.uploader->setPreferences(preferences);
        QCOMPARE(await(device.uploader->upload(true))->messages, 1);
        QCOMPARE(remote.stored().size(), 1);
        QCOMPARE(remote.stored().constFirst().id.with, juliet);
        // Everything forbidden, one allowed; then the choice is taken back.
        device.add(u"more"_s, morning.addDays(1), false, u"o3"_s);
        preferences.rule.save = SaveMode::Nothing;
        preferences.contacts = {{u"nurse@localhost"_s, {SaveMode::Body, {}, {}}, false}};
        device.uploader->setPreferences(preferences);
        QCOMPARE(await(device.uploader->upload(true))->messages, 1);
        QCOMPARE(device.totals().onlyHere, 1);
        device.uploader->setPreferences({});
        QCOMPARE(await(device.uploader->upload(true))->messages, 1);
        QCOMPARE(device.totals().onlyHere, 0);
    }

    // a data key that has sealed 2^20 parts is followed by another, with wraps of its own
    void aDataKeyIsReplacedInTime()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        const auto keyNames = [&] {
            QSet<QString> names;
            for (const auto &collection : remote.stored()) {
                for (const auto &sealed : collection.parts) {
                    names.insert(sealed.keyName);
                }
            }
            return names;
        };
        for (int i = 0; i < 3; ++i) {
            device.add(u"m%1"_s.arg(i), morning.addSecs(i), false, u"m%1"_s.arg(i));
            QVERIFY(await(device.uploader->upload(true)));
            QCOMPARE(keyNames().size(), i < 2 ? 1 : 2);
            if (i == 1) {
                QVERIFY(await(device.store().write([](Database &database) {
                    return database.execute(u"UPDATE archive_data_keys SET parts = 1048576"_s);
                })));
            }
        }
        QCOMPARE(remote.stored().constFirst().keys.size(), 2);
    }

    // P-47: a conversation, a period, all; another device learns of it and keeps its messages
    void rangesAreRemoved()
    {
        MemoryRemoteArchive remote;
        ArchiveProfile device(remote, *m_gnupg, m_key);
        device.ring.addRootKey(crypto::RootKey::make());
        const auto nurse = *crypto::BareJid::parse(u"nurse@localhost"_s);
        for (int i = 0; i < 4; ++i) {
            device.add(u"j%1"_s.arg(i), morning.addDays(i), false, u"j%1"_s.arg(i));
        }
        device.add(u"n"_s, morning, false, u"n"_s, nurse);
        QVERIFY(await(device.uploader->upload(true)));
        QCOMPARE(remote.stored().size(), 5);
        QVERIFY(await(remote.removeRange({.with = nurse})));
        QCOMPARE(remote.stored().size(), 4);
        QVERIFY(await(remote.removeRange({.with = {}, .from = morning.addDays(1), .until = morning.addDays(3)})));
        QCOMPARE(remote.stored().size(), 2);
        QVERIFY(await(remote.removeRange({})));
        QVERIFY(await(remote.removeRange({})));
        QCOMPARE(remote.stored().size(), 0);
        QVERIFY(await(device.sync->sync()));
        QCOMPARE(device.totals().onlyHere, 5);
        QCOMPARE(await(device.uploader->upload(true))->messages, 0); // not put back by itself
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ForeignArchiveTest)
#include "ForeignArchiveTest.moc"
