// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QTemporaryDir>
#include <QtTest>

#include "app/bootstrap/AppContext.h"
#include "tests/support/Await.h"
#include "tests/support/LocalProfile.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/AttachmentTray.h"
#include "ui/chat/Composer.h"
#include "ui/chat/ComposerField.h"
#include "ui/chat/ConversationPage.h"
#include "ui/chat/TimelineView.h"
#include "ui/widgets/Prompts.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

namespace {

/// Chooses what the test wants.
class Choosing : public Prompts {
public:
    void openFiles(QWidget *, const QString &, std::function<void(QStringList)> chosen) override { chosen(paths); }
    void saveFile(QWidget *, const QString &, const QString &suggested, const QString &,
        std::function<void(QString)> chosen) override
    {
        suggestion = suggested;
        chosen(target);
    }
    QStringList paths;
    QString target;
    QString suggestion;
};

} // namespace

/// Files on their way into a message: chosen, dropped, pasted, taken out again, sent. Without a network.
class FileDeskTest : public QObject {
    Q_OBJECT

    test::LocalProfile m_profile;
    QTemporaryDir m_files{u"/tmp/lt-XXXXXX"_s};
    Choosing m_prompts;
    std::unique_ptr<test::Dress> m_dress;
    app::AppContext *m_app = nullptr;
    std::unique_ptr<ConversationPage> m_page;

    Composer *composer() { return m_page->findChild<Composer *>(); }
    AttachmentTray *tray() { return m_page->findChild<AttachmentTray *>(u"attachmentTray"_s); }
    QWidget *control(const QString &name) { return m_page->findChild<QWidget *>(name); }

    QString file(const QString &name, const QByteArray &content)
    {
        QFile out(m_files.filePath(name));
        (void)out.open(QIODevice::WriteOnly);
        out.write(content);
        return out.fileName();
    }
    QString picture(const QString &name)
    {
        QImage image(320, 240, QImage::Format_RGB32);
        image.fill(QColor(40, 110, 140));
        image.save(m_files.filePath(name));
        return m_files.filePath(name);
    }
    bool drop(const QMimeData &data)
    {
        auto *column = composer()->parentWidget();
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(column, &enter);
        QDropEvent event({10, 10}, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(column, &event);
        return enter.isAccepted() && event.isAccepted() && event.dropAction() == Qt::CopyAction;
    }
    QStringList copies() { return QDir(m_profile.path() + u"/files"_s).entryList(QDir::Files); }

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
        m_page->resize(700, 600);
        m_page->show();
        const auto peer = *crypto::BareJid::parse(QString::fromLatin1(QTest::currentTestFunction()) + u"@localhost"_s);
        m_app->conversation().openWith(peer);
        QTRY_COMPARE(m_app->conversation().peer(), peer);
        QTRY_VERIFY(composer()->isVisible());
        // There is no key here; what is left is to send without a seal.
        m_app->conversation().setSealing(app::SealingChoice::NotSealed);
    }

    void cleanup() { m_page.reset(); }

    void choosesDropsAndPastes()
    {
        m_prompts.paths = {picture(u"pier.png"_s), file(u"plan.pdf"_s, QByteArray(2'100'000, 'p'))};
        auto *attach = control(u"attachButton"_s);
        QVERIFY(attach);
        QCOMPARE(attach->accessibleName(), u"Attach files"_s);
        QVERIFY(!tray()->isVisible());
        QTest::mouseClick(attach, Qt::LeftButton);
        QCOMPARE(tray()->count(), 2);
        QCOMPARE(tray()->accessibleName(), u"Files to send"_s);
        QTRY_VERIFY(tray()->isReady());
        QVERIFY(tray()->isVisible());
        QVERIFY(control(u"sendButton"_s)->isEnabled());
        QCOMPARE(tray()->files()[0].file.dimensions, QSize(320, 240));
        tray()->setSealed(true);
        QVERIFY(test::savePicture(*composer(), u"composer-files"_s));

        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(file(u"notes.txt"_s, "notes")), QUrl(u"https://example.org/x"_s)});
        QVERIFY(drop(dropped));
        QCOMPARE(tray()->count(), 3);

        auto *pasted = new QMimeData;
        QImage image(20, 10, QImage::Format_RGB32);
        image.fill(Qt::red);
        pasted->setImageData(image);
        QApplication::clipboard()->setMimeData(pasted);
        control(u"composer"_s)->setFocus();
        QTest::keySequence(control(u"composer"_s), QKeySequence::Paste);
        QCOMPARE(tray()->count(), 4);
        QTRY_VERIFY(tray()->isReady());
        QCOMPARE(tray()->files()[3].file.mediaType, u"image/png"_s);
        QCOMPARE(composer()->text(), QString());
    }

    void whatCannotBeCleanedIsToldBefore()
    {
        auto *warning = m_page->findChild<QLabel *>(u"attachmentWarning"_s);
        m_prompts.paths = {picture(u"pier.png"_s)};
        m_page->attachFiles();
        QTRY_VERIFY(tray()->isReady());
        QVERIFY(warning && !warning->isVisible());
        const QByteArray film("\0\0\0\x18"
                              "ftypmp42\0\0\0\0mp42isom",
            24);
        m_prompts.paths = {file(u"pier.mp4"_s, film)};
        m_page->attachFiles();
        QTRY_VERIFY(warning->isVisible());
        QVERIFY(warning->text().startsWith(u"pier.mp4 may tell where and when it was made."_s));
        QVERIFY(tray()->accessibleDescription().contains(warning->text()));
        QVERIFY(control(u"sendButton"_s)->isEnabled());
        QVERIFY(test::savePicture(*m_page, u"composer-files-warning"_s));
        m_prompts.paths = {file(u"pier.heic"_s, QByteArray(film).replace("mp42", "heic"))};
        m_page->attachFiles();
        QTRY_VERIFY(warning->text().startsWith(u"2 files may tell"_s));
        QTest::mouseClick(control(u"attachmentRemove_2"_s), Qt::LeftButton);
        QTRY_VERIFY(warning->text().startsWith(u"pier.heic"_s));
        QTest::mouseClick(control(u"attachmentRemove_3"_s), Qt::LeftButton);
        QTRY_VERIFY(!warning->isVisible());
    }

    void aTextIsStillAText()
    {
        QMimeData text;
        text.setText(u"only words"_s);
        QVERIFY(drop(text));
        QCOMPARE(composer()->text(), u"only words"_s);
        QCOMPARE(tray()->count(), 0);
        composer()->setText({});
    }

    void aFolderIsNoFile()
    {
        QMimeData folder;
        folder.setUrls({QUrl::fromLocalFile(m_files.path())});
        QVERIFY(drop(folder));
        QCOMPARE(tray()->count(), 0);
        QMimeData pipe;
        pipe.setUrls({QUrl::fromLocalFile(u"/dev/zero"_s)});
        QVERIFY(drop(pipe));
        QTRY_COMPARE(tray()->count(), 0);
    }

    void isTakenOutByKeyboard()
    {
        const auto before = copies();
        m_prompts.paths = {file(u"plan.pdf"_s, "plan")};
        m_page->attachFiles();
        QTRY_VERIFY(tray()->isReady());
        QCOMPARE(copies().size(), before.size() + 1);
        const auto buttons = tray()->findChildren<QToolButton *>();
        QCOMPARE(buttons.size(), 1);
        QCOMPARE(buttons[0]->accessibleName(), u"Take plan.pdf out"_s);
        QVERIFY(buttons[0]->focusPolicy() & Qt::TabFocus);
        buttons[0]->setFocus();
        QTest::keyClick(buttons[0], Qt::Key_Space);
        QTRY_COMPARE(tray()->count(), 0);
        QVERIFY(!tray()->isVisible());
        QTRY_COMPARE(copies(), before); // the sealed copy goes as well
    }

    void eachConversationHasItsOwnTray()
    {
        m_prompts.paths = {file(u"plan.pdf"_s, "plan")};
        m_page->attachFiles();
        QTRY_VERIFY(tray()->isReady());
        const auto here = m_app->conversation().peer();
        m_app->conversation().openWith(*crypto::BareJid::parse(u"other@localhost"_s));
        QTRY_COMPARE(tray()->count(), 0);
        m_app->conversation().openWith(here);
        QTRY_COMPARE(tray()->count(), 1);
        QVERIFY(tray()->isReady());
    }

    /// The conversation is known before it has said that it is open, unless the store answered at once.
    void isAttachedWhileTheConversationOpens()
    {
        auto &conversation = m_app->conversation();
        const auto next = *crypto::BareJid::parse(u"next@localhost"_s);
        const auto id = test::await(m_app->history().conversationWith(next)).value();
        QSignalSpy opened(&conversation, &app::ConversationController::opened);
        m_prompts.paths = {file(u"plan.pdf"_s, "plan")};
        conversation.open(id, next);
        m_page->attachFiles();
        QTRY_VERIFY(!opened.isEmpty());
        QTRY_VERIFY(tray()->isReady());
        QCOMPARE(tray()->count(), 1);
    }

    /// A view that is laying out its rows must not hear of a change: it would lay them out once more, within.
    void whoAsksIsToldNothingMeanwhile()
    {
        QSignalSpy changed(&m_app->files(), &app::FilesController::changed);
        archive::SharedFile shared;
        shared.name = u"pier.png"_s;
        shared.mediaType = u"image/png"_s;
        shared.url = QUrl(u"https://localhost/pier"_s);
        shared.key = QByteArray(32, 'k');
        shared.nonce = QByteArray(12, 'n');
        archive::Message message;
        message.conversation = 99;
        message.files = archive::SharedFile::pack({shared});
        // The answer of the store is there at once now and then only.
        for (message.id = 1; message.id <= 2000; ++message.id) {
            QCOMPARE(m_app->files().states(message).size(), 1);
            QCOMPARE(changed.count(), 0);
        }
        QTRY_COMPARE(changed.count(), 2000);
    }

    void isSentWithACaptionAndWaits()
    {
        m_prompts.paths = {picture(u"pier.png"_s), file(u"plan.pdf"_s, "plan")};
        m_page->attachFiles();
        QTRY_VERIFY(tray()->isReady());
        composer()->setText(u"Both of them"_s);
        QTest::mouseClick(control(u"sendButton"_s), Qt::LeftButton);
        QTRY_COMPARE(tray()->count(), 0);
        QCOMPARE(composer()->text(), QString());
        auto *view = m_page->findChild<TimelineView *>();
        QTRY_COMPARE(view->model()->rowCount(), 2);
        const auto row = MessageRow::of(view->model()->index(0, 0));
        QCOMPARE(row.message.body, u"Both of them"_s);
        QCOMPARE(row.message.delivery, archive::Delivery::Waiting);
        QCOMPARE(MessageRow::of(view->model()->index(1, 0)).message.body, QString());
        QTRY_COMPARE(MessageRow::of(view->model()->index(0, 0)).files.first().kind, app::FileState::Kind::Waiting);
        QTRY_VERIFY(!MessageRow::of(view->model()->index(0, 0)).files.first().picture.isNull());
        QVERIFY(test::savePicture(*m_page, u"files-waiting"_s));

        // Stopped by key, it stays here and can be sent again.
        view->setFocus();
        view->setCurrentIndex(view->model()->index(1, 0));
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_COMPARE(MessageRow::of(view->model()->index(1, 0)).message.delivery, archive::Delivery::Failed);
        QTRY_COMPARE(MessageRow::of(view->model()->index(1, 0)).files.first().problem, archive::FileProblem::Stopped);
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_COMPARE(MessageRow::of(view->model()->index(1, 0)).message.delivery, archive::Delivery::Waiting);
        QTRY_COMPARE(MessageRow::of(view->model()->index(1, 0)).files.first().kind, app::FileState::Kind::Waiting);
    }
};

QTEST_MAIN(FileDeskTest)
#include "FileDeskTest.moc"
