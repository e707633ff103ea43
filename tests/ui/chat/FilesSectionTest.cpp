// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "app/bootstrap/AppContext.h"
#include "tests/support/Await.h"
#include "tests/support/LocalProfile.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/ConversationPage.h"
#include "ui/chat/DetailsPanel.h"
#include "ui/chat/FilesSection.h"
#include "ui/widgets/Prompts.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// "Pictures and files" in the details of a conversation. Without a network.
class FilesSectionTest : public QObject {
    Q_OBJECT

    test::LocalProfile m_profile;
    QTemporaryDir m_files{u"/tmp/lt-XXXXXX"_s};
    Prompts m_prompts;
    std::unique_ptr<test::Dress> m_dress;
    app::AppContext *m_app = nullptr;
    std::unique_ptr<ConversationPage> m_page;
    int m_peers = 0; // each test has a conversation of its own

    FilesSection *section() { return m_page->findChild<FilesSection *>(); }
    QListView *view() { return m_page->findChild<QListView *>(u"detailsFiles"_s); }
    QPushButton *toggle() { return m_page->findChild<QPushButton *>(u"detailsAllFiles"_s); }

    archive::MessageId receive(const archive::SharedFile &file)
    {
        archive::Message message;
        message.conversation = m_app->conversation().conversation();
        message.sender = *crypto::Jid::parse(m_app->conversation().peer().toString());
        message.time = QDateTime::currentDateTimeUtc();
        message.files = archive::SharedFile::pack({file});
        return test::await(m_app->history().append(message, false))->id;
    }
    archive::SharedFile picture(const QColor &color)
    {
        QImage image(320, 240, QImage::Format_RGB32);
        image.fill(color);
        const QString path = m_files.filePath(u"Pier %1.png"_s.arg(color.name().mid(1)));
        image.save(path);
        auto file = test::await(m_app->files().vault().seal(path))->file;
        file.url = QUrl(u"https://localhost:1/x"_s);
        return file;
    }
    archive::SharedFile document(int number)
    {
        archive::SharedFile file;
        file.name = u"Contact sheet %1.pdf"_s.arg(number);
        file.size = 8'400'000;
        file.url = QUrl(u"https://localhost:1/x"_s);
        file.key = QByteArray(32, 'k');
        file.nonce = QByteArray(12, 'n');
        return file;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        QVERIFY(m_profile.open());
        m_app = &m_profile.app();
    }

    void init()
    {
        m_page = std::make_unique<ConversationPage>(
            ConversationPage::Ports{m_app->conversation(), m_app->roster(), m_app->keys(), m_app->account(),
                m_app->settings(), m_app->history(), m_prompts, m_app->keyRequests(), m_app->files()});
        m_page->resize(900, 700);
        m_page->show();
        const auto peer = *crypto::BareJid::parse(u"anselm%1@localhost"_s.arg(++m_peers));
        m_app->conversation().openWith(peer);
        QTRY_COMPARE(m_app->conversation().peer(), peer);
    }

    void cleanup() { m_page.reset(); }

    void nothingToShowShowsNothing()
    {
        m_page->toggleDetails();
        QVERIFY(m_page->detailsShown());
        QVERIFY(!section()->isVisible());
    }

    void theNewestAreInARowAndAllInAList()
    {
        for (int i = 0; i < 4; ++i)
            receive(document(i));
        receive(picture(QColor(40, 110, 140)));
        receive(picture(QColor(150, 90, 60)));
        m_page->toggleDetails();
        QTRY_VERIFY(section()->isVisible());
        QTRY_COMPARE(view()->model()->rowCount(), 6);
        QCOMPARE(view()->accessibleName(), u"Pictures and files"_s);
        const auto first = view()->model()->index(0, 0);
        QVERIFY(first.data().toString().startsWith(u"Pier 965a3c"_s));
        QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains(u"picture Pier"_s));
        QTRY_VERIFY(!first.data(app::SharedFilesModel::StateRole).value<app::FileState>().picture.isNull());
        QCOMPARE(toggle()->text(), u"All 6"_s);
        QCOMPARE(toggle()->accessibleName(), u"Show all 6 files"_s);
        QVERIFY(test::savePicture(*m_page, u"details-files"_s));
        const int oneRow = view()->height();
        QVERIFY(view()->visualRect(view()->model()->index(2, 0)).bottom() < oneRow);
        QVERIFY(view()->visualRect(view()->model()->index(3, 0)).top() >= oneRow - 2);
        QTest::mouseClick(toggle(), Qt::LeftButton);
        QTRY_VERIFY(view()->height() >= 2 * oneRow - 2);
        QVERIFY(view()->visualRect(view()->model()->index(5, 0)).bottom() <= view()->height());
        QTRY_VERIFY(section()->rect().contains(view()->geometry()));
        QCOMPARE(toggle()->accessibleName(), u"Show fewer files"_s);
        QVERIFY(test::savePicture(*m_page, u"details-files-all"_s));
        // What comes while one looks is on top.
        receive(document(9));
        QTRY_COMPARE(view()->model()->index(0, 0).data().toString(), u"Contact sheet 9.pdf"_s);
    }

    void theNumberCountsWhatWasNotReadYet()
    {
        const int many = app::SharedFilesModel::pageSize + 7;
        for (int i = 0; i < many; ++i)
            receive(document(i));
        m_page->toggleDetails();
        m_app->conversation().openWith(*crypto::BareJid::parse(u"somebody@localhost"_s));
        QTRY_VERIFY(!section()->isVisible());
        m_app->conversation().openWith(*crypto::BareJid::parse(u"anselm%1@localhost"_s.arg(m_peers)));
        QTRY_COMPARE(toggle()->text(), u"All %1"_s.arg(many));
        QVERIFY(view()->model()->rowCount() < many);
        receive(document(many));
        QTRY_COMPARE(toggle()->text(), u"All %1"_s.arg(many + 1));
    }

    void longWordsDoNotMakeThePanelWider()
    {
        const auto peer = *crypto::BareJid::parse(QString(60, u'w') + u"@"_s + QString(50, u'm') + u".example"_s);
        m_app->conversation().openWith(peer);
        QTRY_COMPARE(m_app->conversation().peer(), peer);
        m_page->toggleDetails();
        auto *panel = m_page->findChild<DetailsPanel *>();
        auto *address = panel->findChild<QLabel *>(u"detailsAddress"_s);
        QTRY_COMPARE(address->text(), peer.toString());
        QCOMPARE(panel->width(), 296);
        const auto right = address->mapTo(panel, address->rect().topRight()).x();
        QVERIFY2(right < 296, qPrintable(QString::number(right)));
        QVERIFY(test::savePicture(*m_page, u"details-long"_s));
        QTRY_COMPARE(address->toolTip(), peer.toString()); // elided
        auto *content = section()->parentWidget();
        QVERIFY(content->minimumSizeHint().width() <= 296);
    }

    void enterDoesWhatTheFileIsFor()
    {
        const auto older = receive(document(1));
        const auto newer = receive(document(2));
        m_page->toggleDetails();
        QTRY_COMPARE(view()->model()->rowCount(), 2);
        QList<std::pair<MessageAction, archive::MessageId>> done;
        connect(section(), &FilesSection::fileAction, this,
            [&](MessageAction action, const archive::Message &message, int) { done.append({action, message.id}); });
        QTRY_VERIFY(view()->isVisible());
        view()->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(view()->currentIndex().isValid());
        QTest::keyClick(view(), Qt::Key_Return);
        QTest::keyClick(view(), Qt::Key_Right);
        QTest::keyClick(view(), Qt::Key_Enter);
        QCOMPARE(done.size(), 2);
        QCOMPARE(done[0], std::pair(MessageAction::FetchFile, newer));
        QCOMPARE(done[1], std::pair(MessageAction::FetchFile, older));
    }

    void anotherConversationHasItsOwn()
    {
        receive(document(1));
        m_page->toggleDetails();
        QTRY_VERIFY(section()->isVisible());
        m_app->conversation().openWith(*crypto::BareJid::parse(u"somebody@localhost"_s));
        QTRY_VERIFY(!section()->isVisible());
        QCOMPARE(view()->model()->rowCount(), 0);
    }

    void arabicIsMirrored()
    {
        receive(document(1));
        receive(document(2));
        m_page->setLayoutDirection(Qt::RightToLeft);
        m_page->toggleDetails();
        QTRY_COMPARE(view()->model()->rowCount(), 2);
        QTRY_VERIFY(view()->visualRect(view()->model()->index(0, 0)).left()
            > view()->visualRect(view()->model()->index(1, 0)).left());
    }
};

QTEST_MAIN(FilesSectionTest)
#include "FilesSectionTest.moc"
