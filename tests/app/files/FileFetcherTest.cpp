// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/FileFetcher.h"

#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/support/Await.h"
#include "tests/support/HttpsServer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::FileProblem;

/// Fetching from servers that lie.
class FileFetcherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsRightIsKept();
    void lies_data();
    void lies();
    void redirectsOnlyWithinHttps();
    void otherSchemesAreNotAsked_data();
    void otherSchemesAreNotAsked();
    void certificatesAreChecked_data();
    void certificatesAreChecked();
    void aPinnedCertificateWillDo();
    void stoppingLeavesNothing();
    void whatCameOpenIsKeptSealed();
    void anOpenFileMayHaveAHash();
    void sealedByCbc();

private:
    struct Fetched {
        QString copy;
        QByteArray ownKey;
        FileProblem problem = FileProblem::None;
        QStringList left; ///< in the folder
    };
    Fetched fetch(const archive::SharedFile &file, const QString &caFile, qint64 limit = 10 << 20);
    [[nodiscard]] archive::SharedFile at(const QUrl &url) const;

    QTemporaryDir m_folder{u"/tmp/lt-XXXXXX"_s};
    std::unique_ptr<app::FileVault> m_vault;
    archive::SharedFile m_file;
    QByteArray m_sealed;
    QList<QByteArray> m_pins;
};

namespace {

QByteArray ok(const QByteArray &body)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n"
        + body;
}

} // namespace

void FileFetcherTest::initTestCase()
{
    m_vault = std::make_unique<app::FileVault>(m_folder.filePath(u"files"_s));
    QFile plain(m_folder.filePath(u"plain.txt"_s));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    plain.write(QByteArray(150'000, 'x'));
    plain.close();
    const auto sealed = await(m_vault->seal(plain.fileName()));
    QVERIFY(sealed);
    m_file = sealed->file;
    QFile copy(m_vault->path(sealed->copy));
    QVERIFY(copy.open(QIODevice::ReadOnly));
    m_sealed = copy.readAll();
    QVERIFY(copy.remove());
}

archive::SharedFile FileFetcherTest::at(const QUrl &url) const
{
    auto file = m_file;
    file.url = url;
    return file;
}

FileFetcherTest::Fetched FileFetcherTest::fetch(const archive::SharedFile &file, const QString &caFile, qint64 limit)
{
    app::SettingsStore settings(m_folder.filePath(u"settings.ini"_s));
    auto account = settings.account();
    account.extraCaFile = caFile;
    account.pinnedCertificates = m_pins;
    settings.setAccount(account);
    app::FileHttp http(settings);
    app::FileFetcher fetcher(*m_vault, http, file, limit, nullptr);
    Fetched fetched;
    bool done = false;
    connect(&fetcher, &app::FileFetcher::finished, this, [&](const QString &copy, FileProblem problem) {
        fetched = {copy, fetcher.ownKey(), problem, {}};
        done = true;
    });
    fetcher.start();
    if (!waitUntil([&] { return done; }, 20000)) {
        fetched.problem = FileProblem::Stopped;
    }
    await(m_vault->worker().run([] { return true; }));
    fetched.left = QDir(m_folder.filePath(u"files"_s)).entryList(QDir::Files);
    return fetched;
}

void FileFetcherTest::whatIsRightIsKept()
{
    HttpsServer server([this](const QByteArray &) { return ok(m_sealed); });
    const auto fetched = fetch(at(server.url()), server.caFile());
    QCOMPARE(fetched.problem, FileProblem::None);
    QCOMPARE(fetched.left, QStringList{fetched.copy});
    QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
    // The server learns nothing about this computer.
    const auto request = server.requests().first().toLower();
    QVERIFY(request.contains("user-agent: letterlock\r\n"));
    QVERIFY(request.contains("accept-language: *\r\n"));
    QVERIFY(!request.contains("cookie"));
}

void FileFetcherTest::lies_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<FileProblem>("problem");

    auto changed = m_sealed;
    changed[70'000] = char(changed[70'000] ^ 1);
    QTest::newRow("changed") << ok(changed) << FileProblem::Tampered;
    QTest::newRow("cut off") << ok(m_sealed.first(100'000)) << FileProblem::Tampered;
    QTest::newRow("only the tag") << ok(m_sealed.last(16)) << FileProblem::Tampered;
    QTest::newRow("nothing") << ok({}) << FileProblem::Tampered;
    QTest::newRow("longer") << ok(m_sealed + "x") << FileProblem::Tampered;
    QTest::newRow("longer than it says") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + m_sealed)
                                         << FileProblem::Tampered;
    QTest::newRow("shorter than it says")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + m_sealed) << FileProblem::Unreachable;
    QTest::newRow("no length") << QByteArray("HTTP/1.1 200 OK\r\n\r\n" + m_sealed) << FileProblem::None;
    QTest::newRow("gone") << QByteArray("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno") << FileProblem::Gone;
    QTest::newRow("gone for good") << QByteArray("HTTP/1.1 410 No\r\n\r\n") << FileProblem::Gone;
    QTest::newRow("endless error page") << QByteArray("HTTP/1.1 404 No\r\n\r\n" + QByteArray(3'000'000, 'n'))
                                        << FileProblem::Gone;
    QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n") << FileProblem::Refused;
    QTest::newRow("broken") << QByteArray("HTTP/1.1 500 Ouch\r\nContent-Length: 0\r\n\r\n") << FileProblem::Unreachable;
    QTest::newRow("part") << QByteArray("HTTP/1.1 206 Some\r\nContent-Length: 3\r\n\r\nabc")
                          << FileProblem::Unreachable;
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n") << FileProblem::Unreachable;
}

void FileFetcherTest::lies()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const FileProblem, problem);
    HttpsServer server([&answer](const QByteArray &) { return answer; });
    const auto fetched = fetch(at(server.url()), server.caFile());
    QCOMPARE(fetched.problem, problem);
    QCOMPARE(fetched.copy.isEmpty(), problem != FileProblem::None);
    QCOMPARE(fetched.left.size(), problem == FileProblem::None ? 1 : 0);
    if (problem == FileProblem::None) {
        QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
    }

    // A file of unknown size ends at the limit.
    auto unknown = at(server.url());
    unknown.size = -1;
    if (answer == ok(m_sealed + "x")) {
        QCOMPARE(fetch(unknown, server.caFile(), 20'000).problem, FileProblem::TooLarge);
        QCOMPARE(fetch(at(server.url()), server.caFile(), 20'000).problem, FileProblem::TooLarge);
    }
}

void FileFetcherTest::redirectsOnlyWithinHttps()
{
    QByteArray location;
    HttpsServer server([&](const QByteArray &request) {
        return request.startsWith("GET /x ")
            ? "HTTP/1.1 302 There\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + location + "\r\n\r\n"
            : ok(m_sealed);
    });
    location = "/y";
    const auto fetched = fetch(at(server.url()), server.caFile());
    QCOMPARE(fetched.problem, FileProblem::None);
    QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
    location = "http://localhost:1/y";
    QCOMPARE(fetch(at(server.url()), server.caFile()).problem, FileProblem::NotSecure);
    location = "file:///etc/passwd";
    QVERIFY(fetch(at(server.url()), server.caFile()).problem != FileProblem::None);
    location = "/x"; // round and round
    const auto before = server.requests().size();
    QVERIFY(fetch(at(server.url()), server.caFile()).problem != FileProblem::None);
    QVERIFY(server.requests().size() - before <= 5);
}

void FileFetcherTest::otherSchemesAreNotAsked_data()
{
    QTest::addColumn<QString>("url");
    for (const auto &url : {u"http://localhost:1/x"_s, u"file:///etc/passwd"_s, u"ftp://localhost/x"_s,
             u"data:text/plain,x"_s, u"qrc:/x"_s, QString()}) {
        QTest::newRow(qPrintable(url.isEmpty() ? u"none"_s : url)) << url;
    }
}

void FileFetcherTest::otherSchemesAreNotAsked()
{
    QFETCH(const QString, url);
    QCOMPARE(fetch(at(QUrl(url)), {}).problem, FileProblem::NotSecure);
}

void FileFetcherTest::certificatesAreChecked_data()
{
    QTest::addColumn<CertificateKind>("kind");
    QTest::addColumn<bool>("knowsAuthority");
    QTest::newRow("unknown authority") << CertificateKind::Trusted << false;
    QTest::newRow("another host") << CertificateKind::WrongHost << true;
    QTest::newRow("expired") << CertificateKind::Expired << true;
}

void FileFetcherTest::certificatesAreChecked()
{
    QFETCH(const CertificateKind, kind);
    QFETCH(const bool, knowsAuthority);
    HttpsServer server([this](const QByteArray &) { return ok(m_sealed); }, kind);
    QCOMPARE(fetch(at(server.url()), knowsAuthority ? server.caFile() : QString()).problem, FileProblem::NotSecure);
    QVERIFY(server.requests().isEmpty());
}

void FileFetcherTest::aPinnedCertificateWillDo()
{
    HttpsServer server([this](const QByteArray &) { return ok(m_sealed); });
    m_pins = {server.sslConfiguration().localCertificate().digest(QCryptographicHash::Sha256)};
    const auto fetched = fetch(at(server.url()), {});
    m_pins.clear();
    QCOMPARE(fetched.problem, FileProblem::None);
    QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
}

void FileFetcherTest::stoppingLeavesNothing()
{
    HttpsServer server([this](const QByteArray &) { return ok(m_sealed).chopped(m_sealed.size() / 2); });
    server.stall();
    app::SettingsStore settings(m_folder.filePath(u"settings.ini"_s));
    auto account = settings.account();
    account.extraCaFile = server.caFile();
    settings.setAccount(account);
    app::FileHttp http(settings);
    {
        app::FileFetcher fetcher(*m_vault, http, at(server.url()), 10 << 20, nullptr);
        QEventLoop untilTheFirst;
        connect(&fetcher, &app::FileFetcher::progressed, &untilTheFirst, &QEventLoop::quit);
        QTimer::singleShot(20000, &untilTheFirst, [&] { untilTheFirst.exit(1); });
        fetcher.start();
        QCOMPARE(untilTheFirst.exec(), 0);
    }
    await(m_vault->worker().run([] { return true; }));
    QVERIFY(QDir(m_folder.filePath(u"files"_s)).entryList(QDir::Files).isEmpty());
}

void FileFetcherTest::whatCameOpenIsKeptSealed()
{
    const QByteArray words = QByteArray(150'000, 'y') + "the last word";
    HttpsServer server([&](const QByteArray &) { return ok(words); });
    archive::SharedFile file;
    file.cipher = archive::SharedFile::Cipher::None;
    file.url = server.url();
    const auto fetched = fetch(file, server.caFile());
    QCOMPARE(fetched.problem, FileProblem::None);
    QCOMPARE(fetched.left, QStringList{fetched.copy});
    QFile copy(m_vault->path(fetched.copy));
    QVERIFY(copy.open(QIODevice::ReadOnly));
    const auto onDisk = copy.readAll();
    QCOMPARE(onDisk.size(), words.size() + 16);
    QVERIFY(!onDisk.contains("last word"));
    QVERIFY(!onDisk.contains("yyyyyyyyyyyyyyyy"));
    QCOMPARE(fetched.ownKey.size(), 44);
    file.cipher = archive::SharedFile::Cipher::Gcm;
    file.key = fetched.ownKey.first(32);
    file.nonce = fetched.ownKey.sliced(32);
    const auto path = m_folder.filePath(u"opened"_s);
    QVERIFY(await(m_vault->open(fetched.copy, file, path)).has_value());
    QFile opened(path);
    QVERIFY(opened.open(QIODevice::ReadOnly));
    QCOMPARE(opened.readAll(), words);
    QVERIFY(copy.remove());
}

void FileFetcherTest::anOpenFileMayHaveAHash()
{
    HttpsServer server([](const QByteArray &) { return ok("some words"); });
    archive::SharedFile file;
    file.cipher = archive::SharedFile::Cipher::None;
    file.url = server.url();
    file.sha256 = QCryptographicHash::hash("some words", QCryptographicHash::Sha256);
    const auto fetched = fetch(file, server.caFile());
    QCOMPARE(fetched.problem, FileProblem::None);
    QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
    file.sha256 = QCryptographicHash::hash("other words", QCryptographicHash::Sha256);
    QCOMPARE(fetch(file, server.caFile()).problem, FileProblem::Tampered);
    file.sha256.clear();
    file.size = 5;
    QCOMPARE(fetch(file, server.caFile()).problem, FileProblem::Tampered);
    QVERIFY(QDir(m_folder.filePath(u"files"_s)).entryList(QDir::Files).isEmpty());
}

void FileFetcherTest::sealedByCbc() // XEP-0448, by OpenSSL's own program
{
    const QByteArray sealed
        = QByteArray::fromBase64("OzqAuUZ1fDuweHvo7GIArEvrbpHE+h3E34hqGYbliEdLk7xHDPk4+Ceg4qQ/17Ok");
    const QByteArray words("A short letter, sealed by another program.\n");
    QByteArray answer = ok(sealed);
    HttpsServer server([&](const QByteArray &) { return answer; });
    archive::SharedFile file;
    file.cipher = archive::SharedFile::Cipher::Cbc;
    file.url = server.url();
    file.key = QByteArray(32, 'k');
    file.nonce = QByteArray(16, 'n');
    file.size = words.size();
    file.sealedSha256 = QCryptographicHash::hash(sealed, QCryptographicHash::Sha256);
    const auto fetched = fetch(file, server.caFile());
    QCOMPARE(fetched.problem, FileProblem::None);
    QVERIFY(fetched.ownKey.isEmpty());
    QVERIFY(QFile::remove(m_vault->path(fetched.copy)));
    // One bit of the nonce changes one of the text, and nothing but a hash of the text would tell.
    auto changed = file;
    changed.sealedSha256.clear();
    changed.sha256 = QCryptographicHash::hash(words, QCryptographicHash::Sha256);
    QCOMPARE(fetch(changed, server.caFile()).problem, FileProblem::None);
    QVERIFY(QFile::remove(m_vault->path(QDir(m_folder.filePath(u"files"_s)).entryList(QDir::Files).value(0))));
    changed.nonce[3] = char(changed.nonce[3] ^ 1);
    QCOMPARE(fetch(changed, server.caFile()).problem, FileProblem::Tampered);
    auto other = sealed;
    other[20] = char(other[20] ^ 1);
    answer = ok(other);
    QCOMPARE(fetch(file, server.caFile()).problem, FileProblem::Tampered);
    file.sealedSha256.clear(); // never taken without a hash
    answer = ok(sealed);
    QCOMPARE(fetch(file, server.caFile()).problem, FileProblem::Tampered);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FileFetcherTest)
#include "FileFetcherTest.moc"
