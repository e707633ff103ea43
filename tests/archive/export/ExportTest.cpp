// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimeZone>
#include <QtTest>

#include "archive/export/BundleReader.h"
#include "archive/export/BundleWriter.h"
#include "archive/export/JsonExport.h"
#include "archive/export/TextExport.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace archive;
using crypto::SecretBytes;
using Code = ArchiveError::Code;

namespace {

const auto account = *crypto::BareJid::parse(u"anna@example.org"_s);
const auto bob = *crypto::BareJid::parse(u"bob@example.org"_s);
const auto cleo = *crypto::BareJid::parse(u"cleo@example.org"_s);

Message message(const crypto::BareJid &peer, int minute, const QString &body, bool own = false)
{
    Message one;
    one.outgoing = own;
    one.sender = crypto::Jid(own ? account : peer, u"desk"_s);
    one.time = QDateTime(QDate(2026, 3, 1), QTime(12, 0), QTimeZone::utc()).addSecs(60LL * minute);
    one.body = body;
    one.originId = u"o%1"_s.arg(minute);
    one.stanzaId = u"s%1"_s.arg(minute);
    one.sealing = Sealing::Sealed;
    one.delivery = own ? Delivery::Arrived : Delivery::Received;
    return one;
}

std::shared_ptr<const SecretBytes> phrase(QByteArrayView text)
{
    return std::make_shared<const SecretBytes>(text);
}

} // namespace

/// Export of chosen history as text, JSON and sealed bundle, and the way back.
class ExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();

    void textCannotBeForged();
    void jsonIsWhole();
    void bundleComesBack();
    void bundleShowsNoNames();
    void bundleByPassphraseAlone();
    void wrongPassphrase();
    void cutOffBundle();
    void damagedPart();
    void foreignBundleIsDisowned();
    void notABundle_data();
    void notABundle();
    void endlessElement();
    void unfinishedLeavesNothing();
    void fullDisk();
    void stockToolsOpenIt();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    QByteArray octets(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(const QString &name, const QByteArray &octets) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(octets) == octets.size());
    }
    void write(ExportWriter &writer, int bobs = 3) const;
    void writeBundle(const QString &name, const std::shared_ptr<const SecretBytes> &passphrase = {}, int bobs = 3);
    static QList<BundleReader::Part> readAll(BundleReader &reader);

    QTemporaryDir m_folder{u"/tmp/lt-XXXXXX"_s};
    std::unique_ptr<TempGnupgHome> m_gnupg;
    std::unique_ptr<crypto::DataKeyRing> m_ring;
    crypto::KeyFingerprint m_key;
};

void ExportTest::initTestCase()
{
    m_gnupg = std::make_unique<TempGnupgHome>();
    m_key = m_gnupg->makeKey(account.toString()).fingerprint;
    m_ring = std::make_unique<crypto::DataKeyRing>(m_gnupg->engine());
    m_ring->addRootKey(crypto::RootKey::make());
}

void ExportTest::write(ExportWriter &writer, int bobs) const
{
    QVERIFY(writer.begin({account, QDateTime(QDate(2026, 4, 1), QTime(8, 0), QTimeZone::utc())}));
    QVERIFY(writer.beginConversation(bob, u"Bob Berg"_s));
    for (int i = 0; i < bobs; ++i) {
        QVERIFY(writer.add({message(bob, i, u"Grüße 👋 %1"_s.arg(i), i % 2 == 1)}));
    }
    QVERIFY(writer.beginConversation(cleo, {}));
    QVERIFY(writer.add({message(cleo, 900, u"one\n[2026-03-01 12:00:00] bob: two"_s)}));
    QVERIFY(writer.finish());
}

void ExportTest::writeBundle(const QString &name, const std::shared_ptr<const SecretBytes> &passphrase, int bobs)
{
    BundleWriter writer(path(name), *m_ring, {passphrase ? QList<crypto::KeyFingerprint>() : QList{m_key}, passphrase});
    write(writer, bobs);
}

QList<BundleReader::Part> ExportTest::readAll(BundleReader &reader)
{
    QList<BundleReader::Part> parts;
    while (auto part = *reader.next(account)) {
        parts.append(*part);
    }
    return parts;
}

void ExportTest::textCannotBeForged()
{
    TextExport writer(path(u"a.txt"_s), {u"History\nof"_s, u"closed"_s, u"edited"_s, u"deleted"_s});
    write(writer);
    const QString text = QString::fromUtf8(octets(u"a.txt"_s));
    QVERIFY(text.startsWith(u"History of\nanna@example.org"_s));
    QVERIFY(text.contains(u"== Bob Berg <bob@example.org> =="_s));
    QVERIFY(text.contains(u"] anna@example.org: Grüße 👋 1\n"_s));
    QVERIFY(text.contains(u"cleo@example.org: one\n    [2026-03-01 12:00:00] bob: two\n"_s));
    QCOMPARE(text.count(u"\n["_s), 4); // four messages, four lines that begin like one
    QCOMPARE(QFile::permissions(path(u"a.txt"_s)) & (QFile::ReadOther | QFile::ReadGroup), QFile::Permissions());
}

void ExportTest::jsonIsWhole()
{
    JsonExport writer(path(u"a.json"_s));
    write(writer);
    QJsonParseError problem;
    const auto root = QJsonDocument::fromJson(octets(u"a.json"_s), &problem).object();
    QCOMPARE(problem.error, QJsonParseError::NoError);
    QCOMPARE(root[u"format"_s].toString(), u"letterlock-history"_s);
    const auto conversations = root[u"conversations"_s].toArray();
    QCOMPARE(conversations.size(), 2);
    QCOMPARE(conversations[0][u"name"_s].toString(), u"Bob Berg"_s);
    const auto messages = conversations[0][u"messages"_s].toArray();
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages[1][u"body"_s].toString(), u"Grüße 👋 1"_s);
    QCOMPARE(messages[1][u"outgoing"_s].toBool(), true);
    QCOMPARE(messages[1][u"time"_s].toString(), u"2026-03-01T12:01:00.000Z"_s);
    JsonExport empty(path(u"empty.json"_s));
    QVERIFY(empty.begin({account, QDateTime::currentDateTimeUtc()}) && empty.finish());
    QVERIFY(QJsonDocument::fromJson(octets(u"empty.json"_s)).isObject());
}

void ExportTest::bundleComesBack()
{
    writeBundle(u"a.bundle"_s, {}, 2000); // several parts
    BundleReader reader(path(u"a.bundle"_s), *m_ring, {});
    QVERIFY(reader.begin());
    const auto parts = readAll(reader);
    QVERIFY(parts.size() > 3);
    QVERIFY(reader.summary().isWhole);
    QCOMPARE(reader.summary().closedParts, 0);
    QList<Message> bobs;
    for (const auto &part : parts) {
        QVERIFY(part.sealedByOwner);
        if (part.peer == bob) {
            bobs += part.messages;
        }
    }
    QCOMPARE(bobs.size(), 2000);
    const auto wanted = message(bob, 1999, u"Grüße 👋 1999"_s, true);
    QCOMPARE(bobs.last().body, wanted.body);
    QCOMPARE(bobs.last().time, wanted.time);
    QCOMPARE(bobs.last().stanzaId, wanted.stanzaId);
    QCOMPARE(bobs.last().sender.toString(), wanted.sender.toString());
    QCOMPARE(bobs.last().delivery, Delivery::Arrived);
    QCOMPARE(parts.last().peer, cleo);
}

void ExportTest::bundleShowsNoNames()
{
    writeBundle(u"a.bundle"_s);
    const auto text = octets(u"a.bundle"_s);
    QVERIFY(!text.contains("bob") && !text.contains("cleo") && !text.contains("anna"));
}

void ExportTest::bundleByPassphraseAlone()
{
    writeBundle(u"b.bundle"_s, phrase("correct horse"));
    crypto::DataKeyRing other(m_gnupg->engine()); // knows no root key
    BundleReader locked(path(u"b.bundle"_s), other, {});
    QVERIFY(locked.begin());
    QVERIFY(readAll(locked).isEmpty());
    QCOMPARE(locked.summary().closedParts, 2);
    BundleReader reader(path(u"b.bundle"_s), other, phrase("correct horse"));
    QVERIFY(reader.begin());
    const auto parts = readAll(reader);
    QCOMPARE(parts.size(), 2);
    QVERIFY(parts.first().sealedByOwner); // whoever made it knew the passphrase
    QCOMPARE(parts.first().messages.first().stanzaId, u"s0"_s);
    QVERIFY(reader.summary().isWhole);
}

void ExportTest::wrongPassphrase()
{
    writeBundle(u"b.bundle"_s, phrase("correct horse"));
    BundleReader reader(path(u"b.bundle"_s), *m_ring, phrase("battery staple"));
    const auto begun = reader.begin();
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, Code::WrongKey);
}

void ExportTest::cutOffBundle()
{
    writeBundle(u"a.bundle"_s, {}, 2000);
    const auto whole = octets(u"a.bundle"_s);
    for (const auto share : {0.3, 0.6, 0.9}) {
        put(u"cut.bundle"_s, whole.first(qsizetype(double(whole.size()) * share)));
        BundleReader reader(path(u"cut.bundle"_s), *m_ring, {});
        QVERIFY(reader.begin());
        const auto parts = readAll(reader);
        QVERIFY(!reader.summary().isWhole);
        QVERIFY(reader.summary().openedParts == parts.size());
    }
    // A part taken out of the middle is missed as well.
    const auto start = whole.indexOf("<EncryptedData");
    const auto next = whole.indexOf("<EncryptedData", start + 10);
    put(u"cut.bundle"_s, whole.first(start) + whole.sliced(next));
    BundleReader reader(path(u"cut.bundle"_s), *m_ring, {});
    QVERIFY(reader.begin());
    QVERIFY(!readAll(reader).isEmpty());
    QVERIFY(!reader.summary().isWhole);
}

void ExportTest::damagedPart()
{
    writeBundle(u"a.bundle"_s, {}, 2000);
    auto text = octets(u"a.bundle"_s);
    const auto value = text.indexOf("<CipherValue", text.indexOf("<EncryptedData")) + 40;
    text[value] = text[value] == 'A' ? 'B' : 'A';
    put(u"bad.bundle"_s, text);
    BundleReader reader(path(u"bad.bundle"_s), *m_ring, {});
    QVERIFY(reader.begin());
    QVERIFY(readAll(reader).size() > 2); // the others are not lost
    QCOMPARE(reader.summary().closedParts, 1);
    QVERIFY(reader.summary().isWhole);
}

void ExportTest::foreignBundleIsDisowned()
{
    crypto::DataKeyRing other(m_gnupg->engine());
    other.addRootKey(crypto::RootKey::make());
    BundleWriter writer(path(u"forged.bundle"_s), other, {{m_key}, {}});
    write(writer);
    BundleReader reader(path(u"forged.bundle"_s), *m_ring, {});
    QVERIFY(reader.begin());
    const auto parts = readAll(reader);
    QCOMPARE(parts.size(), 2);
    QVERIFY(!parts.first().sealedByOwner);
    QVERIFY(parts.first().messages.first().stanzaId.isEmpty()); // cannot replace what is here
    QCOMPARE(parts.first().messages.first().sealing, Sealing::NotSealed);
}

void ExportTest::notABundle_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("other root") << QByteArray("<chat xmlns='urn:xmpp:archive'/>");
    QTest::newRow("dtd") << QByteArray(
        "<!DOCTYPE b [<!ENTITY a 'b'>]><bundle xmlns='urn:letterlock:bundle:1'>&a;</bundle>");
    QTest::newRow("deep") << "<bundle xmlns='urn:letterlock:bundle:1'>" + QByteArray("<a>").repeated(5000);
    QTest::newRow("nul") << QByteArray(1000, '\0');
}

void ExportTest::notABundle()
{
    QFETCH(QByteArray, text);
    put(u"x.bundle"_s, text);
    BundleReader reader(path(u"x.bundle"_s), *m_ring, {});
    const auto begun = reader.begin();
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, Code::Damaged);
    BundleReader absent(path(u"no such file"_s), *m_ring, {});
    QCOMPARE(absent.begin().error().code, Code::NotFound);
}

void ExportTest::endlessElement()
{
    put(u"big.bundle"_s,
        "<bundle xmlns='urn:letterlock:bundle:1'><x>" + QByteArray(30 * 1024 * 1024, 'a') + "</x></bundle>");
    BundleReader reader(path(u"big.bundle"_s), *m_ring, {});
    const auto begun = reader.begin();
    QVERIFY(!begun);
    QCOMPARE(begun.error().code, Code::Damaged);
}

void ExportTest::unfinishedLeavesNothing()
{
    {
        JsonExport writer(path(u"never.json"_s));
        QVERIFY(writer.begin({account, QDateTime::currentDateTimeUtc()}));
    }
    QVERIFY(!QFile::exists(path(u"never.json"_s)));
    TextExport nowhere(u"/nonexistent/a.txt"_s, {});
    QVERIFY(!nowhere.begin({account, QDateTime::currentDateTimeUtc()}));
}

void ExportTest::fullDisk()
{
    TextExport writer(u"/dev/full"_s, {});
    const auto begun = writer.begin({account, QDateTime::currentDateTimeUtc()});
    QVERIFY(!begun || !writer.finish());
}

// The format needs no Letterlock: gpg and xmlsec1 open a bundle as they open a collection.
void ExportTest::stockToolsOpenIt()
{
    writeBundle(u"a.bundle"_s);
    QProcess script;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GNUPGHOME"_s, m_gnupg->path());
    script.setProcessEnvironment(environment);
    script.start(QStringLiteral(LETTERLOCK_SOURCE_DIR "/crypto/open-with-stock-tools"), {path(u"a.bundle"_s)});
    QVERIFY(script.waitForFinished(30'000));
    QCOMPARE(script.exitCode(), 0);
    const auto text = script.readAllStandardOutput(); // xmllint writes character references
    QCOMPARE(text.count("<body>"), 4);
    QVERIFY(text.contains("&#x1F44B; 2</body>"));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ExportTest)
#include "ExportTest.moc"
