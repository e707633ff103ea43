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

private:
    struct Fetched {
        QString copy;
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
        fetched = {copy, problem, {}};
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

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::FileFetcherTest)
#include "FileFetcherTest.moc"
