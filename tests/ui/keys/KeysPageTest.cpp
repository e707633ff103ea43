// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/KeysPage.h"

#include <QCheckBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

#include "archive/history/SqlHistoryStore.h"
#include "tests/support/Await.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/LeaseNodes.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/MemoryKeyDirectory.h"
#include "tests/support/ShiftedClock.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/style/DayText.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/QrView.h"
#include "ui/widgets/RecoverySheet.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto owner = u"anna@example.org"_s;

/// Answers at once with what the test laid ready.
class LaidAnswers final : public ui::Prompts {
public:
    Answer answer = Answer::Confirm;
    QString text;
    QString path;
    QStringList asked;

    void ask(QWidget *, const Question &question, std::function<void(Answer)> answered) override
    {
        asked << question.name;
        answered(answer);
    }
    void askText(QWidget *, const Entry &entry, std::function<void(QString)> entered) override
    {
        asked << entry.name;
        entered(text);
    }
    void openFile(QWidget *, const QString &, const QString &, std::function<void(QString)> chosen) override
    {
        chosen(path);
    }
    void saveFile(
        QWidget *, const QString &, const QString &, const QString &, std::function<void(QString)> chosen) override
    {
        chosen(path);
    }
};

} // namespace

/// The key manager on real controllers: what leaves the keyring and what comes in.
class KeysPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void thePublicHalfIsSaved();
    void theSecretKeyIsSavedClosedAndComesBack();
    void aBackupIsStoredAndItsKeysArePicked();
    void aKeyOfTheKeyringIsOffered();
    void generationsSayWhatTheyOpen();
    void withdrawingAsksFirst();
    void theKeyIsShownAsCode();
    void onlyAKnownPassphraseCanBeChanged();
    void theBackupSaysWhenItWasTested();

private:
    void press(const QString &name);
    [[nodiscard]] QByteArray saved() const;

    std::unique_ptr<Dress> m_dress;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<TempGnupgHome> m_gnupg;
    std::unique_ptr<TempDatabase> m_database;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
    MemoryKeyDirectory m_directory;
    MemoryCredentialStore m_credentials;
    FaultLine m_line;
    std::unique_ptr<LeaseNodes> m_server;
    std::unique_ptr<crypto::Worker> m_worker;
    std::unique_ptr<app::KeyController> m_keys;
    std::unique_ptr<app::BackupController> m_backup;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<app::RosterController> m_roster;
    LaidAnswers m_prompts;
    std::unique_ptr<ui::KeysPage> m_page;
    QStringList m_said;
    crypto::KeyFingerprint m_key;
};

void KeysPageTest::init()
{
    if (!m_dress) {
        m_dress = std::make_unique<Dress>();
    }
    m_dir = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
    m_gnupg = std::make_unique<TempGnupgHome>();
    m_database = std::make_unique<TempDatabase>();
    m_history = std::make_unique<archive::SqlHistoryStore>(m_database->store());
    m_directory.own = *crypto::BareJid::parse(owner);
    m_directory.accounts.clear();
    m_server = std::make_unique<LeaseNodes>(m_line);
    m_worker = std::make_unique<crypto::Worker>(u"test"_s);
    m_keys = std::make_unique<app::KeyController>(app::KeyController::Ports{
        m_gnupg->keyring(), m_gnupg->engine(), m_directory, *m_history, m_credentials, *m_worker});
    m_backup = std::make_unique<app::BackupController>(
        app::BackupController::Ports{*m_keys, m_gnupg->keyring(), m_gnupg->engine(), *m_server, *m_history, *m_worker});
    m_keys->setAccount(m_directory.own);
    QTRY_VERIFY(m_keys->isLoaded());
    const auto made = await(m_keys->makeKey(true));
    QVERIFY(made.has_value());
    m_key = made->fingerprint;
    m_transport = std::make_unique<FakeTransport>();
    m_roster = std::make_unique<app::RosterController>(*m_transport, *m_history);
    m_page = std::make_unique<ui::KeysPage>(ui::KeysPage::Ports{*m_keys, *m_backup, *m_roster, m_prompts});
    m_said.clear();
    m_prompts.asked.clear();
    m_prompts.answer = ui::Prompts::Answer::Confirm;
    m_prompts.path = m_dir->filePath(u"key.gpg"_s);
    connect(m_page.get(), &ui::KeysPage::noticed, this, [this](const QString &sentence) { m_said << sentence; });
    m_page->resize(1100, 760);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void KeysPageTest::cleanup()
{
    m_page.reset();
    m_roster.reset();
    m_transport.reset();
    m_backup.reset();
    m_keys.reset();
    m_worker.reset();
    m_history.reset();
    m_database.reset();
    m_gnupg.reset();
}

void KeysPageTest::press(const QString &name)
{
    for (auto *window : QApplication::topLevelWidgets()) {
        if (auto *button = window->findChild<QAbstractButton *>(name); button && button->isVisible()) {
            button->click();
            return;
        }
    }
    QFAIL(qPrintable(name + u" is not there"_s));
}

QByteArray KeysPageTest::saved() const
{
    QFile file(m_prompts.path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void KeysPageTest::thePublicHalfIsSaved()
{
    press(u"exportPublicButton"_s);
    QTRY_VERIFY(!m_said.isEmpty());
    TempGnupgHome other;
    QCOMPARE(*other.keyring().importKeys(saved()), QList{m_key});
    QVERIFY(!other.keyring().find(m_key)->hasSecret);
}

void KeysPageTest::theSecretKeyIsSavedClosedAndComesBack()
{
    m_prompts.text = u"short"_s;
    press(u"exportSecretButton"_s);
    QTRY_COMPARE(m_said.size(), 1);
    QVERIFY(saved().isEmpty());
    m_prompts.text = u"a passphrase for the file"_s;
    press(u"exportSecretButton"_s);
    QTRY_COMPARE(m_said.size(), 2);
    QVERIFY(!saved().isEmpty());
    QCOMPARE(QFile::permissions(m_prompts.path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(app::BackupController::needsCode(saved()));
    // Stock gpg opens it.
    TempGnupgHome other;
    const auto opened
        = other.gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, m_prompts.text, u"--decrypt"_s}, saved());
    QCOMPARE(*other.keyring().importKeys(opened), QList{m_key});
    QVERIFY(other.keyring().find(m_key)->hasSecret);
    // And so do we.
    Q_EMIT m_page->importRequested();
    QTRY_COMPARE(m_said.size(), 3);
    QVERIFY2(m_said.last().contains(m_key.ending()), qPrintable(m_said.last()));
    m_prompts.text = u"a wrong passphrase"_s;
    Q_EMIT m_page->importRequested();
    QTRY_COMPARE(m_said.size(), 4);
    QVERIFY(!m_said.last().contains(m_key.ending()));
}

void KeysPageTest::aBackupIsStoredAndItsKeysArePicked()
{
    press(u"backUpKeysButton"_s);
    auto *dialog = QApplication::activeModalWidget() ? QApplication::activeModalWidget()
                                                     : m_page->window()->findChild<QWidget *>(u"backupDialog"_s);
    QVERIFY(dialog);
    const auto code = dialog->findChild<ui::RecoverySheet *>(u"backupSheet"_s)->groups().join(u'-');
    QCOMPARE(code.size(), 29);
    QVERIFY(savePicture(*dialog, u"keys-backup"_s));
    press(u"backupKeep"_s);
    QTRY_COMPARE(m_said.size(), 1);
    QCOMPARE(m_backup->presence(), app::BackupController::Presence::Present);
    m_prompts.text = u"AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"_s;
    press(u"restoreKeysButton"_s);
    QTRY_COMPARE(m_said.size(), 2);
    QVERIFY(m_said.last().contains(u"does not open"_s));
    m_prompts.text = code;
    press(u"restoreKeysButton"_s);
    QTRY_VERIFY(m_page->window()->findChild<QWidget *>(u"keyPickDialog"_s));
    auto *box = m_page->window()->findChild<QCheckBox *>(u"keyPick_"_s + m_key.ending());
    QVERIFY(box && box->isChecked());
    box->setChecked(false);
    QVERIFY(!m_page->window()->findChild<QPushButton *>(u"keyPickBring"_s)->isEnabled());
    box->setChecked(true);
    press(u"keyPickBring"_s);
    QTRY_COMPARE(m_said.size(), 3);
    QVERIFY(m_said.last().contains(m_key.ending()));
}

/// In a person's own GnuPG home the key is there before Letterlock is.
void KeysPageTest::aKeyOfTheKeyringIsOffered()
{
    QVERIFY(m_keys->keysToAdopt().isEmpty());
    const auto other = m_gnupg->makeKey(owner).fingerprint;
    m_gnupg->makeKey(u"somebody@else.example"_s);
    QVERIFY(await(m_history->setValue(u"test"_s, u"last"_s, "1")).has_value());
    app::KeyController again(
        {m_gnupg->keyring(), m_gnupg->engine(), m_directory, *m_history, m_credentials, *m_worker});
    again.setAccount(m_directory.own);
    QTRY_VERIFY(again.isLoaded());
    QCOMPARE(again.keysToAdopt().size(), 1);
    QCOMPARE(again.keysToAdopt().first().fingerprint, other);
    ui::KeysPage page({again, *m_backup, *m_roster, m_prompts});
    Q_EMIT page.importRequested();
    QCOMPARE(m_prompts.asked, QStringList{u"adoptKeyDialog"_s});
    QVERIFY(again.sealingRecipients().contains(other));
    QVERIFY(again.keysToAdopt().isEmpty());
    QCOMPARE(again.currentKey(), m_key); // the one in use stays
}

void KeysPageTest::generationsSayWhatTheyOpen()
{
    const auto opens = [this] {
        QStringList lines;
        for (const auto *label : m_page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().startsWith(u"Opens what"_s)) {
                lines << label->text();
            }
        }
        return lines;
    };
    QCOMPARE(opens().size(), 1);
    QVERIFY(opens().first().startsWith(u"Opens what was sealed for it since"_s));
    QVERIFY(savePicture(*m_page, u"keys-page"_s));
}

void KeysPageTest::theKeyIsShownAsCode()
{
    press(u"ownKeyQr"_s);
    auto *dialog = m_page->window()->findChild<QDialog *>(u"ownKeyQrDialog"_s);
    QVERIFY(dialog && dialog->isVisible());
    const auto *code = dialog->findChild<ui::QrView *>(u"ownKeyQrView"_s);
    QVERIFY(code && !code->code().isEmpty());
    QCOMPARE(code->accessibleDescription(), m_key.grouped());
    QVERIFY(savePicture(*dialog, u"keys-qr"_s));
    dialog->accept();
}

/// The random one of a key made here is nobody's business; that of a brought key is the person's.
void KeysPageTest::onlyAKnownPassphraseCanBeChanged()
{
    auto *change = m_page->findChild<QPushButton *>(u"changePassphraseButton"_s);
    QVERIFY(change && !change->isVisible());
    TempGnupgHome elsewhere;
    const auto brought = elsewhere.makeKey(owner, "open sesame").fingerprint;
    const auto secret = elsewhere.gpg({u"--pinentry-mode"_s, u"loopback"_s, u"--passphrase"_s, u"open sesame"_s,
        u"--export-secret-keys"_s, brought.toString()});
    QVERIFY(await(m_keys->bringKey(crypto::SecretBytes(QByteArrayView(secret)))).has_value());
    QVERIFY(await(m_keys->announceAsCurrent(brought)).has_value());
    auto *list = m_page->findChild<QListView *>(u"ownKeyList"_s);
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const auto index = list->model()->index(row, 0);
        if (index.data(Qt::AccessibleTextRole).toString().contains(brought.grouped())) {
            list->setCurrentIndex(index);
        }
    }
    QVERIFY(change->isVisible() && change->isEnabled());
    QVERIFY(savePicture(*m_page, u"keys-page-brought"_s));
    // No dialog can be shown here: that is told, the button comes back, and the key is as it was.
    change->click();
    QVERIFY(!change->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(m_said.size(), 1, 20000);
    QVERIFY(change->isEnabled());
    QVERIFY(await(m_keys->unlock(crypto::SecretBytes(QByteArrayView("open sesame")))));
}

void KeysPageTest::theBackupSaysWhenItWasTested()
{
    ShiftedClock clock;
    const auto makeDrill
        = [&] { return std::make_unique<app::RecoveryDrill>(app::RecoveryDrill::Ports{*m_history, clock, {}, {}}); };
    const auto testedAt = [&](const QDateTime &time) { // as one that went well leaves it
        return await(m_history->setValue(
            u"recovery-drill"_s, u"last-passed"_s, time.toUTC().toString(Qt::ISODateWithMs).toLatin1()));
    };
    auto drill = makeDrill();
    ui::KeysPage page({*m_keys, *m_backup, *m_roster, m_prompts, drill.get()});
    page.resize(1100, 760);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto says = [&](const QString &words) {
        return std::ranges::any_of(page.findChildren<QLabel *>(),
            [&](const QLabel *label) { return label->isVisible() && label->text() == words; });
    };
    auto *test = page.findChild<QPushButton *>(u"testBackupButton"_s);
    QVERIFY(test && !test->isVisible()); // there is no backup yet
    QVERIFY(await(m_backup->backUp(u"TWNK-KD5Y-MT3T-E1GS-DRDB-KVTW"_s, false), 60000));
    QTRY_VERIFY(test->isVisible());
    QVERIFY(says(u"The code was never tested"_s));
    const QSignalSpy wanted(&page, &ui::KeysPage::drillRequested);
    test->click();
    QCOMPARE(wanted.size(), 1);

    const auto now = QDateTime::currentDateTimeUtc().addSecs(1);
    QVERIFY(testedAt(now));
    drill->load();
    QTRY_VERIFY(says(u"Last tested "_s + ui::dayText(now)));
    QVERIFY(savePicture(page, u"keys-page-tested"_s));

    // The key came after the test.
    const auto before = now.addDays(-40);
    QVERIFY(testedAt(before));
    drill->load();
    QTRY_VERIFY(says(u"Last tested %1, before you had your newest key"_s.arg(ui::dayText(before))));
    QVERIFY(savePicture(page, u"keys-page-tested-before"_s));
    // With three buttons beside them, words of two lines would be five.
    for (const auto *label : page.findChildren<QLabel *>()) {
        if (label->text().startsWith(u"A sealed copy"_s) || label->text().startsWith(u"Last tested"_s))
            QVERIFY2(label->height() < 2 * label->fontMetrics().lineSpacing(), qPrintable(label->text()));
    }

    // A year later, after a restart.
    QVERIFY(testedAt(now));
    clock.shift(370LL * 24 * 3600);
    auto later = makeDrill();
    later->load();
    ui::KeysPage again({*m_keys, *m_backup, *m_roster, m_prompts, later.get()});
    again.show();
    QTRY_VERIFY(std::ranges::any_of(again.findChildren<QLabel *>(), [&](const QLabel *label) {
        return label->text() == u"Last tested %1, more than a year ago"_s.arg(ui::dayText(now));
    }));
}

void KeysPageTest::withdrawingAsksFirst()
{
    const auto next = await(m_keys->makeKey(true));
    QVERIFY(next.has_value());
    m_prompts.answer = ui::Prompts::Answer::Cancel;
    Q_EMIT m_page->own()->withdrawRequested(m_key);
    QCOMPARE(m_prompts.asked, QStringList{u"withdrawDialog"_s});
    QCOMPARE(m_gnupg->keyring().find(m_key)->validity, crypto::KeyValidity::Valid);
    m_prompts.answer = ui::Prompts::Answer::Confirm;
    Q_EMIT m_page->own()->withdrawRequested(m_key);
    QTRY_VERIFY(!m_said.isEmpty());
    QCOMPARE(m_gnupg->keyring().find(m_key)->validity, crypto::KeyValidity::Revoked);
}

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::KeysPageTest)
#include "KeysPageTest.moc"
