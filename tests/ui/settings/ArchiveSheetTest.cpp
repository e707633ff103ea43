// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QComboBox>
#include <QDateEdit>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"
#include "ui/settings/ArchiveSheet.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Prompts.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

class AnsweringPrompts final : public ui::Prompts {
public:
    void ask(QWidget *, const Question &question, std::function<void(Answer)> answered) override
    {
        questions.append(question);
        answered(answer);
    }
    QList<Question> questions;
    Answer answer = Answer::Cancel;
};

} // namespace

/// The sheet on a whole client and a real server.
class ArchiveSheetTest : public QObject {
    Q_OBJECT
private:
    ui::Palette m_palette;
    AnsweringPrompts m_prompts;
    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_client;
    std::unique_ptr<ui::ArchiveSheet> m_sheet;

    app::ArchivePreferencesController &preferences() { return m_client->app().archivePreferences(); }
    template <class T> T *find(const QString &name) { return m_sheet->findChild<T *>(name); }
    void importStory()
    {
        QList<Message> story;
        const auto peer = m_client->jid(u"juliet"_s);
        const auto conversation = await(m_client->app().history().conversationWith(peer));
        QVERIFY(conversation.has_value());
        const auto start = QDateTime::currentDateTimeUtc().addDays(-60);
        for (int i = 0; i < 12; ++i) {
            Message message;
            message.conversation = *conversation;
            message.sender = crypto::Jid(peer, u"old"_s);
            message.time = start.addDays(i);
            message.body = u"message %1"_s.arg(i);
            message.originId = u"story-%1"_s.arg(i);
            message.sealing = Sealing::Sealed;
            message.delivery = Delivery::Received;
            story.append(message);
        }
        QVERIFY(await(m_client->app().history().import(story)).has_value());
    }
    void picture(const QString &name)
    {
        const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENS");
        if (!folder.isEmpty()) {
            QCoreApplication::processEvents(); // rows made just now are placed
            QVERIFY(QDir().mkpath(folder) && m_sheet->grab().save(folder + u'/' + name + u".png"_s));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        qApp->setFont([] {
            QFont font(u"Inter"_s);
            font.setPixelSize(13);
            return font;
        }());
        ui::LetterlockStyle::install(m_palette);
        ProsodyServer::Options options;
        options.accounts = {{u"romeo"_s, u"secret"_s}};
        options.hostConfig = u"letterlock_archive_auto = true"_s;
        m_server = std::make_unique<ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_client = std::make_unique<TestClient>(*m_server, u"romeo"_s);
        QVERIFY2(m_client->signIn() && m_client->makeKey(), qPrintable(m_client->problem()));
        QVERIFY(waitUntil([this] { return preferences().canRecordSealed(); }, 20000));
        m_sheet = std::make_unique<ui::ArchiveSheet>(
            ui::ArchiveSheet::Ports{m_client->app().settings(), m_client->app().archive(), &preferences(),
                &m_client->app().archiveKeys(), m_prompts, &m_client->app().archiveMove()});
        m_sheet->resize(860, 900);
        m_sheet->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_sheet.get()));
    }
    void cleanupTestCase()
    {
        m_sheet.reset();
        m_client.reset();
    }

    void everyControlHasANameAndIsReached()
    {
        for (const auto &name : {u"archivePlaceServer"_s, u"archivePlaceHere"_s, u"archiveAmount"_s, u"archiveExpiry"_s,
                 u"archiveExceptionAddress"_s, u"archiveExceptionAdd"_s, u"archiveMakeKey"_s, u"archiveServerSeals"_s,
                 u"archiveUploadNow"_s, u"archiveDelete"_s, u"archiveDeleteAddress"_s, u"archiveDeletePeriod"_s,
                 u"archiveMove"_s, u"archiveMoveCancel"_s}) {
            auto *control = find<QWidget>(name);
            QVERIFY2(control, qPrintable(name));
            QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(name));
            QVERIFY2(control->focusPolicy() & Qt::TabFocus, qPrintable(name));
        }
    }

    // P-05, P-08
    void amountAndExpiryReachTheServer()
    {
        auto *amount = find<QComboBox>(u"archiveAmount"_s);
        amount->setFocus();
        QTest::keyClick(amount, Qt::Key_Down);
        QVERIFY(waitUntil([this] { return preferences().preferences().rule.save == SaveMode::Nothing; }, 20000));
        QTest::keyClick(amount, Qt::Key_Up);
        QVERIFY(waitUntil([this] { return preferences().preferences().rule.save == SaveMode::Body; }, 20000));
        auto *expiry = find<QComboBox>(u"archiveExpiry"_s);
        QVERIFY(expiry->isEnabled());
        QTest::keyClick(expiry, Qt::Key_Down);
        QVERIFY(waitUntil([this] { return preferences().preferences().rule.expire == 365 * 86400; }, 20000));
        QTest::keyClick(expiry, Qt::Key_Up);
        QVERIFY(waitUntil([this] { return !preferences().preferences().rule.expire; }, 20000));
    }

    // P-09, P-16
    void exceptionsComeAndGo()
    {
        auto *address = find<QLineEdit>(u"archiveExceptionAddress"_s);
        QTest::keyClicks(address, u"no address@@"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QVERIFY(find<QLabel>(u"archiveRefusal"_s)->isVisible());
        address->clear();
        QTest::keyClicks(address, u"juliet@localhost"_s);
        QTest::keyClick(address, Qt::Key_Return);
        const auto juliet = m_client->jid(u"juliet"_s);
        QVERIFY(waitUntil([&] { return !preferences().preferences().keeps(juliet); }, 20000));
        QVERIFY(waitUntil([&] { return address->text().isEmpty(); }, 20000));
        QVERIFY(!find<QLabel>(u"archiveRefusal"_s)->isVisible());
        auto *choice = find<QComboBox>(u"archiveException_juliet@localhost"_s);
        QVERIFY(choice && choice->currentIndex() == 1);
        picture(u"settings-archive-exceptions"_s);
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Up);
        QVERIFY(waitUntil([&] { return preferences().preferences().keeps(juliet); }, 20000));
        find<QAbstractButton>(u"archiveExceptionRemove_juliet@localhost"_s)->click();
        QVERIFY(waitUntil([&] { return preferences().preferences().contacts.isEmpty(); }, 20000));
    }

    // A-17, A-22: offered with the plain statement, off again
    void recordingIsSwitched()
    {
        auto *seals = find<QAbstractButton>(u"archiveServerSeals"_s);
        QVERIFY(seals->isEnabled() && !seals->isChecked());
        QVERIFY(seals->accessibleDescription().contains(u"reads the words of messages that are not sealed"_s));
        seals->click();
        QVERIFY(waitUntil([this] { return preferences().preferences().records; }, 30000));
        QVERIFY(waitUntil([&] { return seals->isEnabled() && seals->isChecked(); }, 20000));
        const auto key = m_client->app().archiveKeys().recipients().constFirst();
        QVERIFY(find<QLabel>(u"archiveKeyName"_s)->text().contains(key.ending()));
        QVERIFY(!find<QAbstractButton>(u"archiveMakeKey"_s)->isVisible());
        picture(u"settings-archive"_s);
        seals->click();
        QVERIFY(waitUntil([this] { return !preferences().preferences().records; }, 20000));
    }

    // P-47
    void removalIsAskedForFirst()
    {
        QVERIFY(waitUntil([this] { return find<QAbstractButton>(u"archiveDelete"_s)->isEnabled(); }, 20000));
        m_prompts.questions.clear();
        find<QAbstractButton>(u"archiveDelete"_s)->click();
        QVERIFY(waitUntil([this] { return m_prompts.questions.size() == 1; }, 20000));
        QVERIFY(m_prompts.questions.constFirst().destructive);
        QVERIFY(m_prompts.questions.constFirst().text.contains(u"for all your devices"_s));
    }

    // P-47: a period of one conversation goes, counted first; the rest stays, and so does what is on this computer
    void aPeriodOfAConversationIsDeleted()
    {
        auto &archive = m_client->app().archive();
        importStory();
        archive.uploadNow();
        const auto kept = [&] { return await(m_client->app().history().totals(0))->onServer; };
        QVERIFY(waitUntil([&] { return kept() == 12; }, 30000));
        auto *address = find<QLineEdit>(u"archiveDeleteAddress"_s);
        auto *period = find<QComboBox>(u"archiveDeletePeriod"_s);
        auto *remove = find<QAbstractButton>(u"archiveDelete"_s);
        m_prompts.questions.clear();
        address->setText(u"not an address @"_s);
        remove->click();
        QVERIFY(find<QLabel>(u"archiveDeleteProblem"_s)->isVisible());
        QVERIFY(m_prompts.questions.isEmpty());
        QVERIFY(!find<QWidget>(u"archiveDeleteFrom"_s)->isVisible());
        address->setText(u"juliet@localhost"_s);
        period->setCurrentIndex(period->count() - 1);
        auto *from = find<QDateEdit>(u"archiveDeleteFrom"_s);
        auto *until = find<QDateEdit>(u"archiveDeleteUntil"_s);
        QVERIFY(from->isVisible() && until->isVisible());
        // The story began 60 days ago, one talk a day.
        const auto first = QDateTime::currentDateTime().addDays(-60).date();
        until->setDate(first.addDays(2));
        from->setDate(first.addDays(-3));
        picture(u"archive-delete"_s);
        remove->click();
        QVERIFY(waitUntil([this] { return m_prompts.questions.size() == 1; }, 20000));
        QVERIFY2(m_prompts.questions.constFirst().text.contains(u"3 messages in 3 sealed"_s),
            qPrintable(m_prompts.questions.constFirst().text));
        QVERIFY(m_prompts.questions.constFirst().text.contains(u"juliet@localhost"_s));
        QCOMPARE(kept(), 12);
        m_prompts.answer = ui::Prompts::Answer::Confirm;
        remove->click();
        QVERIFY(waitUntil([&] { return kept() == 9; }, 30000));
        m_prompts.answer = ui::Prompts::Answer::Cancel;
        QVERIFY(find<QLabel>(u"archiveDeleteResult"_s)->text().startsWith(u"3 "_s));
        QCOMPARE(m_client->messagesWith(u"juliet"_s).size(), 12);
        // It does not come back by itself.
        archive.uploadNow();
        QVERIFY(m_client->archiveIsIdle());
        QCOMPARE(kept(), 9);
        address->clear();
        period->setCurrentIndex(0);
    }

    // Told, asked for, counted, and taken back.
    void historyMovesToTheOtherPlace()
    {
        auto &move = m_client->app().archiveMove();
        auto *start = find<QAbstractButton>(u"archiveMove"_s);
        auto *cancel = find<QAbstractButton>(u"archiveMoveCancel"_s);
        auto *progress = find<QLabel>(u"archiveMoveProgress"_s);
        const auto place = [this] { return find<QWidget>(u"archivePlace"_s)->accessibleDescription(); };
        importStory();
        QVERIFY2(m_client->archiveIsIdle(), qPrintable(m_client->problem()));
        QVERIFY2(place().startsWith(u"In the archive on localhost"_s), qPrintable(place()));
        QCOMPARE(find<QAbstractButton>(u"archivePlaceServer"_s)->text(), u"Server archive"_s);
        QVERIFY(start->isVisible() && !cancel->isVisible() && !progress->isVisible());

        m_prompts.questions.clear();
        start->click();
        QCOMPARE(m_prompts.questions.size(), 1);
        QVERIFY(m_prompts.questions.constFirst().text.contains(u"only then it is removed"_s));
        QCOMPARE(move.state(), app::ArchiveMove::State::Idle); // not asked to

        m_prompts.answer = ui::Prompts::Answer::Confirm;
        start->click();
        QVERIFY(!start->isVisible() && cancel->isVisible() && progress->isVisible());
        cancel->click();
        QVERIFY(waitUntil([&] { return move.result().has_value(); }, 60000));
        QVERIFY(move.result()->undone);
        QVERIFY(progress->text().startsWith(u"Taken back."_s));
        QVERIFY2(place().startsWith(u"In the archive"_s), qPrintable(place()));
        QVERIFY(start->isVisible() && !cancel->isVisible());

        QStringList told;
        connect(&move, &app::ArchiveMove::changed, progress, [&] {
            if (told.isEmpty() && move.done() > 0)
                picture(u"settings-archive-moving"_s);
            if (move.done() > 0)
                told.append(progress->text());
        });
        start->click();
        QVERIFY(waitUntil([&] { return move.result().has_value(); }, 60000));
        QVERIFY(move.result()->moved > 2 && !move.result()->undone);
        const QString counted = u"1 of %1 parts copied"_s.arg(move.result()->moved);
        QVERIFY2(told.contains(counted), qPrintable(told.join(u'\n')));
        QVERIFY2(progress->text().startsWith(u"Moved:"_s), qPrintable(progress->text()));
        QVERIFY2(place().startsWith(u"In private storage on localhost"_s), qPrintable(place()));
        const auto *tile = find<QAbstractButton>(u"archivePlaceServer"_s);
        QVERIFY(waitUntil([&] { return tile->text() == u"Private storage"_s; }, 20000));
        QCOMPARE(tile->accessibleName(), tile->text());
        QVERIFY(tile->isChecked());
        m_prompts.answer = ui::Prompts::Answer::Cancel;
        QVERIFY(start->accessibleName().contains(u"to the archive"_s));
        picture(u"settings-archive-moved"_s);
    }

    void placeIsChosen()
    {
        auto &settings = m_client->app().settings();
        QVERIFY(find<QAbstractButton>(u"archivePlaceServer"_s)->isChecked());
        find<QAbstractButton>(u"archivePlaceHere"_s)->click();
        QVERIFY(!settings.archives());
        QVERIFY(find<QLabel>(u"archivePlaceText"_s)->text().startsWith(u"Only on this computer"_s));
        QVERIFY(!find<QAbstractButton>(u"archiveMove"_s)->isVisible());
        QTest::keyClick(find<QWidget>(u"archivePlaceHere"_s), Qt::Key_Left);
        find<QAbstractButton>(u"archivePlaceServer"_s)->click();
        QVERIFY(settings.archives());
    }
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::ArchiveSheetTest)
#include "ArchiveSheetTest.moc"
