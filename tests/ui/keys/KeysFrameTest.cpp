// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include "ui/keys/ContactKeysPanel.h"
#include "ui/keys/KeyWords.h"
#include "ui/keys/KeysFrame.h"
#include "ui/keys/VerifyDialog.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/QrView.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::test {

using namespace Qt::StringLiterals;
using crypto::TrustVerdict;

class KeysFrameTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        qApp->setFont([] {
            QFont font(u"Inter"_s);
            font.setPixelSize(13);
            return font;
        }());
        ui::LetterlockStyle::install(m_palette);
    }

    void init()
    {
        m_frame = std::make_unique<ui::KeysFrame>();
        m_frame->showOwn({u"mira@harbour.example"_s, u"harbour.example"_s,
            {own(m_ours, true, true), own(m_theirs, false, false)}, app::BackupController::Presence::Present});
        m_frame->showContacts({row(u"Anselm Okafor"_s, TrustVerdict::NewAfterChecked),
            row(u"Joana Prat"_s, TrustVerdict::Checked), row(u"Nils Berg"_s, TrustVerdict::Revoked),
            row(u"Ravi Menon"_s, TrustVerdict::NotChecked), row(u"Davide Ricci"_s, TrustVerdict::NoKey)});
        m_frame->resize(1208, 800);
        m_frame->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_frame.get()));
    }

    void wordsFollowTheStandardList()
    {
        // The worked example of the PGP word list.
        const auto key = *crypto::KeyFingerprint::parse(u"E58294F2E9A227486E8B061B31CC528FD7FA3F19"_s);
        QCOMPARE(ui::keyWords(key).join(u' '),
            u"topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado "
            u"chatter revolver "
            "Dupont midsummer stopwatch whimsical cowbell bottomless"_s);
        QCOMPARE(ui::keyGroups(key).size(), 10);
    }

    void keyThatAppearedIsAskedAbout()
    {
        QSignalSpy compare(m_frame->own(), &ui::OwnKeysPanel::compareRequested);
        QSignalSpy reject(m_frame->own(), &ui::OwnKeysPanel::rejectRequested);
        auto *mine = find<QPushButton>(u"ownKeyConfirm"_s);
        QVERIFY(mine->isVisible());
        mine->click();
        QCOMPARE(compare.last().at(0).value<crypto::KeyFingerprint>(), m_theirs);
        find<QPushButton>(u"ownKeyReject"_s)->click();
        QCOMPARE(reject.last().at(0).value<crypto::KeyFingerprint>(), m_theirs);
        picture(*m_frame, u"keys-mine"_s);
        m_palette.setChoice(app::ThemeChoice::Dark);
        picture(*m_frame, u"keys-mine-dark"_s);
        m_palette.setChoice(app::ThemeChoice::Light);
        find<QPushButton>(u"ownKeyLater"_s)->click();
        QVERIFY(!mine->isVisible());
        m_frame->showTab(ui::KeysFrame::Tab::Devices);
        picture(*m_frame, u"keys-devices"_s);
        QVERIFY(find<QPushButton>(u"deviceCompare_"_s + m_theirs.ending())->isVisible());
    }

    void chosenContactHasTheRightChoices()
    {
        m_frame->showTab(ui::KeysFrame::Tab::Contacts);
        QSignalSpy use(m_frame->contacts(), &ui::ContactKeysPanel::useUncheckedRequested);
        QSignalSpy refuse(m_frame->contacts(), &ui::ContactKeysPanel::refuseRequested);
        auto *table = find<QTableView>(u"contactKeyTable"_s);
        QCOMPARE(table->model()->rowCount(), 5);
        QCOMPARE(table->currentIndex().data().toString(), u"Anselm Okafor"_s);
        picture(*m_frame, u"keys-contacts"_s);
        QString history;
        for (const auto *label : find<QWidget>(u"keyHistory"_s)->findChildren<QLabel *>()) {
            history += label->text() + u'\n';
        }
        QVERIFY2(history.contains(m_theirs.ending()) && history.contains(m_ours.ending()), qPrintable(history));
        QVERIFY2(history.contains(u"5 August 2024"_s), qPrintable(history));
        find<QPushButton>(u"trustUseUnchecked"_s)->click();
        QCOMPARE(use.size(), 1);
        find<QPushButton>(u"trustRefuse"_s)->click();
        QCOMPARE(refuse.size(), 1);
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Down); // Davide has no key
        QVERIFY(!find<QPushButton>(u"compareKeysButton"_s)->isVisible());
        QVERIFY(!find<QWidget>(u"keyHistory"_s)->isVisible());
        QTest::keyClick(table, Qt::Key_Down); // Joana is checked
        QVERIFY(find<QPushButton>(u"compareKeysButton"_s)->isVisible());
        QVERIFY(!find<QPushButton>(u"trustUseUnchecked"_s)->isVisible());
    }

    void chipsAreWordedAndColoured()
    {
        QCOMPARE(ui::Chip::lookOf(TrustVerdict::Checked).text, u"Checked"_s);
        m_frame->showTab(ui::KeysFrame::Tab::Contacts);
        auto *table = find<QTableView>(u"contactKeyTable"_s);
        const auto picture = table->viewport()->grab().toImage();
        for (int line = 0; line < table->model()->rowCount(); ++line) {
            const auto index = table->model()->index(line, ui::ContactKeyModel::State);
            const auto look
                = ui::Chip::lookOf(index.data(ui::ContactKeyModel::RowRole).value<ui::ContactKeyRow>().verdict);
            const auto cell = table->visualRect(index);
            QCOMPARE(index.data().toString(), look.text);
            QCOMPARE(picture.pixelColor(cell.left() + 12, cell.center().y() - 8), ui::color(look.fill));
        }
    }

    void filterByWordsAndState()
    {
        m_frame->showTab(ui::KeysFrame::Tab::Contacts);
        auto *table = find<QTableView>(u"contactKeyTable"_s);
        find<QAbstractButton>(u"contactKeysAttention"_s)->click();
        QCOMPARE(table->model()->rowCount(), 2);
        find<QAbstractButton>(u"contactKeysChecked"_s)->click();
        QCOMPARE(table->model()->rowCount(), 1);
        find<QAbstractButton>(u"contactKeysAll"_s)->click();
        QTest::keyClicks(find<QLineEdit>(u"contactKeyFilter"_s), u"ravi"_s);
        QCOMPARE(table->model()->rowCount(), 1);
    }

    void comparingNeedsADecision()
    {
        ui::VerifyDialog dialog({u"Anselm"_s, m_theirs, m_ours});
        QSignalSpy matched(&dialog, &ui::VerifyDialog::matched);
        QSignalSpy mismatched(&dialog, &ui::VerifyDialog::mismatched);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto *words = dialog.findChild<QWidget *>(u"verifyTheirWords"_s);
        QCOMPARE(words->accessibleDescription(), ui::keyWords(m_theirs).join(u", "_s));
        const auto *code = dialog.findChild<ui::QrView *>(u"verifyOwnQr"_s);
        QVERIFY(code && code->isVisible());
        QCOMPARE(code->accessibleDescription(), m_ours.grouped()); // ours is what the other side scans
        QVERIFY(!dialog.findChild<QWidget *>(u"verifyScan"_s)); // nothing here reads codes
        dialog.resize(878, 690);
        picture(dialog, u"verify"_s);
        dialog.resize(640, 460);
        picture(dialog, u"verify-narrow"_s);
        dialog.resize(878, 690);
        m_palette.setChoice(app::ThemeChoice::Dark);
        picture(dialog, u"verify-dark"_s);
        m_palette.setChoice(app::ThemeChoice::Light);
        dialog.findChild<QAbstractButton *>(u"verifyModeGroups"_s)->click();
        QCOMPARE(words->accessibleDescription(), ui::keyGroups(m_theirs).join(u", "_s));

        auto *match = dialog.findChild<QPushButton *>(u"verifyMatch"_s);
        auto *typed = dialog.findChild<QLineEdit *>(u"verifyTyped"_s);
        auto *result = dialog.findChild<ui::TextLabel *>(u"verifyTypedResult"_s);
        typed->setText(m_ours.grouped());
        QVERIFY(!match->isEnabled());
        typed->setText(u"OPENPGP4FPR:"_s + m_ours.toString()); // our own code, scanned by mistake
        QVERIFY(!match->isEnabled());
        typed->setText(u"openpgp4fpr:"_s + m_theirs.toString().toLower());
        QVERIFY(match->isEnabled());
        QCOMPARE(result->text(), u"All ten groups are the same."_s);
        typed->setText(m_theirs.grouped().toLower());
        QVERIFY(match->isEnabled());
        QCOMPARE(result->text(), u"All ten groups are the same."_s);
        auto *noMatch = dialog.findChild<QPushButton *>(u"verifyNoMatch"_s);
        noMatch->click();
        QCOMPARE(mismatched.size(), 0); // explained first
        noMatch->click();
        QCOMPARE(mismatched.size(), 1);
        match->click();
        QCOMPARE(matched.size(), 1);
    }

private:
    template <class T> T *find(const QString &name)
    {
        auto *found = m_frame->findChild<T *>(name);
        Q_ASSERT(found);
        return found;
    }

    static app::OwnKey own(const crypto::KeyFingerprint &fingerprint, bool current, bool confirmed)
    {
        app::OwnKey result;
        result.key.fingerprint = fingerprint;
        result.key.algorithm = u"Ed25519"_s;
        result.key.created = QDateTime(QDate(2026, 6, 2), QTime(9, 0), QTimeZone::UTC);
        result.key.validity = crypto::KeyValidity::Valid;
        result.key.hasSecret = current;
        result.current = current;
        result.confirmed = confirmed;
        result.announced = true;
        result.since = QDateTime(QDate(2026, 6, 17), QTime(9, 0), QTimeZone::UTC);
        return result;
    }

    ui::ContactKeyRow row(const QString &name, TrustVerdict verdict) const
    {
        const auto local = name.section(u' ', 0, 0).toLower();
        return {*crypto::BareJid::parse(local + u"@tidewater.example"_s), name,
            verdict == TrustVerdict::NoKey ? crypto::KeyFingerprint() : m_theirs, verdict,
            QDateTime(QDate(2026, 3, 12), QTime(9, 0), QTimeZone::UTC), {}, history(verdict)};
    }

    /// A key that was replaced, and the one that is published now.
    QList<app::ContactKey> history(TrustVerdict verdict) const
    {
        if (verdict == TrustVerdict::NoKey) {
            return {};
        }
        app::ContactKey now;
        now.key.fingerprint = m_theirs;
        now.verdict = verdict;
        now.firstSeen = QDateTime(QDate(2026, 3, 12), QTime(9, 0), QTimeZone::UTC);
        app::ContactKey before;
        before.key.fingerprint = m_ours;
        before.verdict = TrustVerdict::Revoked;
        before.firstSeen = QDateTime(QDate(2024, 8, 5), QTime(9, 0), QTimeZone::UTC);
        return {now, before};
    }

    /// Pictures to compare with the design, where LETTERLOCK_SCREENS names a folder.
    static void picture(QWidget &widget, const QString &name)
    {
        const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENS");
        if (!folder.isEmpty()) {
            QCoreApplication::processEvents(); // rows made just now are placed
            QVERIFY(QDir().mkpath(folder));
            QVERIFY(widget.grab().save(folder + u'/' + name + u".png"_s));
        }
    }

    ui::Palette m_palette;
    crypto::KeyFingerprint m_ours = *crypto::KeyFingerprint::parse(u"3C1F7A90D4E25B8861F09B27A4D3E58C71900ABF"_s);
    crypto::KeyFingerprint m_theirs = *crypto::KeyFingerprint::parse(u"5A08E1C394F72DB68E501F7BC29D63A40D8EF217"_s);
    std::unique_ptr<ui::KeysFrame> m_frame;
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::KeysFrameTest)
#include "KeysFrameTest.moc"
