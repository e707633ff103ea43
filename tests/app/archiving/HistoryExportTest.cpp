// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/archiving/HistoryExport.h"
#include "app/transport/PepKeyDirectory.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/HistoryFixture.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::ExportOrder;
using app::HistoryExport;
using Code = archive::ArchiveError::Code;

namespace {

const auto anna = u"anna@example.org"_s;
const auto bob = u"bob@example.org"_s;

/// A profile with history and keys, as far as export needs them. The root key is the account's.
struct Profile {
    Profile(TempGnupgHome &gnupg, const crypto::RootKey &root)
        : dataKeys(gnupg.engine())
        , keys({gnupg.keyring(), gnupg.engine(), directory, fixture.history(), credentials, openPgp})
        , exporter({fixture.history(), keys, dataKeys, worker, clock})
    {
        dataKeys.addRootKey({root.generation, root.secret.copy()});
    }
    void loadKeys()
    {
        QSignalSpy loaded(&keys, &app::KeyController::loaded);
        keys.setAccount(*crypto::BareJid::parse(u"alice@localhost"_s));
        QTRY_COMPARE(loaded.size(), 1);
    }
    int count(const QString &peer) { return int(await(fixture.history().page(fixture.with(peer), 0, 5000))->size()); }

    HistoryFixture fixture;
    FakeTransport transport;
    MemoryCredentialStore credentials;
    app::PepKeyDirectory directory{transport};
    crypto::SystemClock clock;
    crypto::DataKeyRing dataKeys;
    crypto::Worker openPgp{u"openpgp"_s};
    app::KeyController keys;
    crypto::Worker worker{u"archive"_s};
    HistoryExport exporter;
};

} // namespace

class HistoryExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void bundleFillsAnotherProfile();
    void passphraseIsEnough();
    void onlyWhatWasChosen();
    void cancelledLeavesNothing();
    void problemsAreTold();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    bool write(Profile &profile, const ExportOrder &order);
    std::optional<HistoryExport::Imported> read(
        Profile &profile, const QString &file, const std::shared_ptr<const crypto::SecretBytes> &passphrase = {});

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TempGnupgHome> m_gnupg;
    crypto::RootKey m_root = crypto::RootKey::make();
    std::unique_ptr<Profile> m_profile;
};

void HistoryExportTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_gnupg = std::make_unique<TempGnupgHome>();
    m_profile = std::make_unique<Profile>(*m_gnupg, m_root);
    m_profile->loadKeys();
    QVERIFY(await(m_profile->keys.makeKey(true)));
    for (int i = 0; i < 1200; ++i) {
        auto message = i % 3 == 0 ? m_profile->fixture.ownMessage(anna, u"own %1"_s.arg(i))
                                  : m_profile->fixture.message(anna, u"theirs %1"_s.arg(i));
        message.originId = u"o%1"_s.arg(i);
        message.stanzaId = u"s%1"_s.arg(i);
        if (i % 300 == 0) {
            message.conversation = m_profile->fixture.with(bob);
        }
        m_profile->fixture.history().append(message, false);
    }
    QTRY_COMPARE(m_profile->count(anna), 1196);
}

void HistoryExportTest::cleanup()
{
    m_profile.reset();
    m_gnupg.reset();
    m_folder.reset();
}

bool HistoryExportTest::write(Profile &profile, const ExportOrder &order)
{
    QSignalSpy done(&profile.exporter, &HistoryExport::exported);
    QSignalSpy failed(&profile.exporter, &HistoryExport::failed);
    profile.exporter.exportTo(order);
    return waitUntil([&] { return !done.isEmpty() || !failed.isEmpty(); }, 20'000) && failed.isEmpty();
}

std::optional<HistoryExport::Imported> HistoryExportTest::read(
    Profile &profile, const QString &file, const std::shared_ptr<const crypto::SecretBytes> &passphrase)
{
    std::optional<HistoryExport::Imported> result;
    bool failed = false;
    connect(&profile.exporter, &HistoryExport::imported, this,
        [&](const HistoryExport::Imported &imported) { result = imported; });
    connect(&profile.exporter, &HistoryExport::failed, this, [&] { failed = true; });
    profile.exporter.importFrom(file, passphrase);
    const bool ended = waitUntil([&] { return result || failed; }, 20'000);
    disconnect(&profile.exporter, nullptr, this, nullptr);
    return ended ? result : std::nullopt;
}

void HistoryExportTest::bundleFillsAnotherProfile()
{
    QVERIFY(write(*m_profile, {.path = path(u"a.bundle"_s)}));
    Profile other(*m_gnupg, m_root);
    const auto imported = read(other, path(u"a.bundle"_s));
    QVERIFY(imported && imported->isWhole);
    QCOMPARE(imported->found, 1200);
    QCOMPARE(imported->added, 1200);
    QCOMPARE(imported->foreign, 0);
    QCOMPARE(other.count(anna), 1196);
    QCOMPARE(other.count(bob), 4);
    const auto here = await(m_profile->fixture.history().page(m_profile->fixture.with(anna), 0, 2000));
    const auto there = await(other.fixture.history().page(other.fixture.with(anna), 0, 2000));
    for (qsizetype i = 0; i < here->size(); ++i) {
        QCOMPARE(there->at(i).body, here->at(i).body);
        QCOMPARE(there->at(i).time, here->at(i).time);
    }
    QCOMPARE(read(other, path(u"a.bundle"_s))->added, 0); // nothing twice
    QCOMPARE(read(*m_profile, path(u"a.bundle"_s))->added, 0);
    // Found by search like everything else.
    archive::SearchQuery query;
    query.words = u"\"theirs 1199\""_s;
    QCOMPARE(await(other.fixture.history().search(query))->hits.size(), 1);
}

void HistoryExportTest::passphraseIsEnough()
{
    const auto passphrase = std::make_shared<const crypto::SecretBytes>(QByteArrayView("a long and winding road"));
    QVERIFY(write(*m_profile, {.path = path(u"p.bundle"_s), .passphrase = passphrase}));
    TempGnupgHome nobody;
    Profile stranger(nobody, crypto::RootKey::make());
    QVERIFY(!read(stranger, path(u"p.bundle"_s))); // no key, no passphrase
    QCOMPARE(stranger.count(anna), 0);
    const auto imported = read(stranger, path(u"p.bundle"_s), passphrase);
    QVERIFY(imported);
    QCOMPARE(imported->added, 1200);
}

void HistoryExportTest::onlyWhatWasChosen()
{
    ExportOrder order{.format = ExportOrder::Format::Json, .path = path(u"a.json"_s)};
    order.conversation = m_profile->fixture.with(bob);
    QVERIFY(write(*m_profile, order));
    const auto conversationsOf = [this](const QString &file) {
        QFile json(path(file));
        return json.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(json.readAll())[u"conversations"_s].toArray()
                                              : QJsonArray();
    };
    auto conversations = conversationsOf(u"a.json"_s);
    QCOMPARE(conversations.size(), 1);
    QCOMPARE(conversations[0][u"messages"_s].toArray().size(), 4);
    // One minute apart from noon on: the second day begins in the middle.
    order = {.format = ExportOrder::Format::Json, .path = path(u"day.json"_s)};
    order.from = order.to = HistoryFixture::start().toLocalTime().date().addDays(1);
    QVERIFY(write(*m_profile, order));
    conversations = conversationsOf(u"day.json"_s);
    qsizetype messages = 0;
    for (const auto &conversation : std::as_const(conversations)) {
        for (const auto &message : conversation[u"messages"_s].toArray()) {
            const auto time = QDateTime::fromString(message[u"time"_s].toString(), Qt::ISODateWithMs);
            QCOMPARE(time.toLocalTime().date(), order.from);
            ++messages;
        }
    }
    QVERIFY(messages > 0 && messages < 1200);
}

void HistoryExportTest::cancelledLeavesNothing()
{
    QSignalSpy failed(&m_profile->exporter, &HistoryExport::failed);
    m_profile->exporter.exportTo({.format = ExportOrder::Format::Text, .path = path(u"never.txt"_s)});
    m_profile->exporter.cancel();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<archive::ArchiveError>().code, Code::Cancelled);
    QVERIFY(!QFile::exists(path(u"never.txt"_s)));
    QVERIFY(!m_profile->exporter.isRunning());
}

void HistoryExportTest::problemsAreTold()
{
    QVERIFY(!write(*m_profile, {.format = ExportOrder::Format::Text, .path = u"/nonexistent/a.txt"_s}));
    QVERIFY(!read(*m_profile, path(u"no such file"_s)));
    QSignalSpy failed(&m_profile->exporter, &HistoryExport::failed);
    m_profile->exporter.exportTo({.format = ExportOrder::Format::Text, .path = path(u"a.txt"_s)});
    m_profile->exporter.exportTo({.format = ExportOrder::Format::Text, .path = path(u"b.txt"_s)});
    QCOMPARE(failed.size(), 1); // one at a time
    QTRY_VERIFY(!m_profile->exporter.isRunning());
    QVERIFY(QFile::exists(path(u"a.txt"_s)));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::HistoryExportTest)
#include "HistoryExportTest.moc"
