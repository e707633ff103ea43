// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/SharedFilesModel.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include "app/files/FileUploads.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::SharedFilesModel;

namespace {

const auto anna = u"anna@example.org"_s;

QByteArray packed(const QStringList &names)
{
    QList<archive::SharedFile> files;
    for (const auto &name : names) {
        archive::SharedFile file;
        file.name = name;
        file.url = QUrl(u"https://files.example/x"_s);
        file.key = QByteArray(32, 'k');
        file.nonce = QByteArray(12, 'n');
        files.append(file);
    }
    return archive::SharedFile::pack(files);
}

} // namespace

/// The files of a conversation as a list.
class SharedFilesModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void newestFirstAPageAtATime();
    void whatComesIsOnTop();
    void whatGoesIsGone();
    void anotherConversationHasItsOwn();

private:
    archive::Message store(const QString &peer, const QStringList &names)
    {
        auto message = m_history->message(peer, u"words"_s);
        message.files = packed(names);
        message.id = m_history->store(message, false);
        return message;
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            names.append(m_model->index(row).data(SharedFilesModel::StateRole).value<app::FileState>().file.name);
        }
        return names;
    }

    std::unique_ptr<HistoryFixture> m_history;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<archive::FileJournal> m_journal;
    std::unique_ptr<app::FileVault> m_vault;
    std::unique_ptr<app::SettingsStore> m_settings;
    std::unique_ptr<app::FileHttp> m_http;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<app::FileUploads> m_uploads;
    std::unique_ptr<app::FilesController> m_files;
    std::unique_ptr<SharedFilesModel> m_model;
};

void SharedFilesModelTest::init()
{
    m_history = std::make_unique<HistoryFixture>();
    m_folder = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_journal = std::make_unique<archive::FileJournal>(m_history->database().store());
    m_vault = std::make_unique<app::FileVault>(m_folder->filePath(u"files"_s));
    m_settings = std::make_unique<app::SettingsStore>(m_folder->filePath(u"settings.ini"_s));
    m_http = std::make_unique<app::FileHttp>(*m_settings);
    m_transport = std::make_unique<FakeTransport>();
    m_uploads = std::make_unique<app::FileUploads>(
        app::FileUploads::Ports{*m_transport, *m_journal, m_history->history(), *m_vault, *m_http});
    m_files = std::make_unique<app::FilesController>(
        app::FilesController::Ports{*m_journal, m_history->history(), *m_vault, *m_http, *m_uploads});
    m_model = std::make_unique<SharedFilesModel>(*m_files, m_history->history());
}

void SharedFilesModelTest::cleanup()
{
    m_model.reset();
    m_files.reset();
    m_uploads.reset();
    m_transport.reset();
    m_http.reset();
    m_settings.reset();
    m_vault.reset();
    m_journal.reset();
    m_history.reset();
}

void SharedFilesModelTest::newestFirstAPageAtATime()
{
    QStringList expected;
    constexpr int files = SharedFilesModel::pageSize + 5;
    for (int i = 0; i < files; ++i) {
        m_history->store(m_history->message(anna, u"only words"_s));
        store(anna, {u"%1.pdf"_s.arg(i)});
        expected.prepend(u"%1.pdf"_s.arg(i));
    }
    m_model->show(m_history->with(anna));
    QTRY_COMPARE(m_model->rowCount(), SharedFilesModel::pageSize);
    QVERIFY(m_model->canFetchMore({}));
    m_model->fetchMore({});
    QVERIFY(!m_model->canFetchMore({})); // one page at a time
    QTRY_COMPARE(m_model->rowCount(), files);
    QCOMPARE(names(), expected);
    QVERIFY(!m_model->canFetchMore({}));
}

void SharedFilesModelTest::whatComesIsOnTop()
{
    const QAbstractItemModelTester tester(m_model.get());
    store(anna, {u"first.pdf"_s});
    m_model->show(m_history->with(anna));
    QTRY_COMPARE(m_model->rowCount(), 1);
    store(anna, {u"a.pdf"_s, u"b.pdf"_s});
    m_history->store(m_history->message(anna, u"only words"_s));
    QTRY_COMPARE(names(), QStringList({u"a.pdf"_s, u"b.pdf"_s, u"first.pdf"_s}));
    QCOMPARE(m_model->index(1).data(SharedFilesModel::PositionRole).toInt(), 1);
}

void SharedFilesModelTest::whatGoesIsGone()
{
    const QAbstractItemModelTester tester(m_model.get());
    store(anna, {u"stays.pdf"_s});
    auto message = store(anna, {u"goes.pdf"_s});
    m_model->show(m_history->with(anna));
    QTRY_COMPARE(m_model->rowCount(), 2);
    message.retracted = true;
    message.files.clear();
    Q_EMIT m_history->history().messageChanged(message);
    QCOMPARE(names(), QStringList{u"stays.pdf"_s});
}

void SharedFilesModelTest::anotherConversationHasItsOwn()
{
    store(anna, {u"hers.pdf"_s});
    store(u"bert@example.org"_s, {u"his.pdf"_s});
    m_model->show(m_history->with(anna));
    m_model->show(m_history->with(u"bert@example.org"_s)); // before the first answer came
    QTRY_COMPARE(names(), QStringList{u"his.pdf"_s});
    store(anna, {u"more.pdf"_s});
    QTest::qWait(0);
    QCOMPARE(names(), QStringList{u"his.pdf"_s});
    m_model->show(0);
    QCOMPARE(m_model->rowCount(), 0);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SharedFilesModelTest)
#include "SharedFilesModelTest.moc"
