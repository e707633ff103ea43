// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/search/ExportDialog.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::test {

using namespace Qt::StringLiterals;
using Format = app::ExportOrder::Format;
using ui::ExportDialog;

class ExportDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        ui::LetterlockStyle::install(m_palette);
    }
    void init() { open({7, u"Anselm Okafor"_s, QDate(2026, 3, 2), {}}); }
    void cleanup()
    {
        if (const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENSHOTS"); !folder.isEmpty()) {
            m_dialog->grab().save(folder + u'/' + QString::fromLatin1(QTest::currentTestFunction()) + u".png"_s);
        }
        m_dialog.reset();
    }

    void offersWhatTheFiltersChoose()
    {
        auto *scope = find<QComboBox>(u"exportScope"_s);
        QCOMPARE(scope->count(), 2);
        QVERIFY(scope->currentText().contains(u"Anselm Okafor"_s));
        auto order = m_dialog->takeOrder();
        QCOMPARE(order.conversation, 7);
        QCOMPARE(order.from, QDate(2026, 3, 2));
        QVERIFY(!order.to.isValid());
        scope->setCurrentIndex(0);
        order = m_dialog->takeOrder();
        QCOMPARE(order.conversation, 0);
        QVERIFY(!order.from.isValid());
    }

    void withoutFiltersThereIsNoChoice()
    {
        open({});
        QCOMPARE(find<QComboBox>(u"exportScope"_s)->count(), 1);
    }

    void saysWhatIsNotSealed()
    {
        auto *format = find<QComboBox>(u"exportFormat"_s);
        auto *explains = find<ui::TextLabel>(u"exportExplains"_s);
        QVERIFY(explains->text().startsWith(u"Sealed"_s));
        for (const auto kind : {Format::Text, Format::Json}) {
            format->setCurrentIndex(format->findData(int(kind)));
            QVERIFY(explains->text().startsWith(u"Not sealed"_s));
            QVERIFY(!find<QCheckBox>(u"exportPassphraseCheck"_s)->isVisible());
            QCOMPARE(m_dialog->takeOrder().format, kind);
        }
    }

    void wantsThePassphraseTwice()
    {
        auto *check = find<QCheckBox>(u"exportPassphraseCheck"_s);
        auto *first = find<QLineEdit>(u"exportPassphrase"_s);
        auto *again = find<QLineEdit>(u"exportPassphraseAgain"_s);
        auto *start = find<QPushButton>(u"exportStart"_s);
        QVERIFY(start->isEnabled() && !first->isVisible());
        check->setChecked(true);
        QVERIFY(!start->isEnabled() && first->isVisible());
        QVERIFY(!start->toolTip().isEmpty());
        QTest::keyClicks(first, u"short"_s);
        QTest::keyClicks(again, u"short"_s);
        QVERIFY(!start->isEnabled());
        QTest::keyClicks(first, u" and long"_s);
        QVERIFY(!start->isEnabled());
        QVERIFY(find<ui::TextLabel>(u"exportProblem"_s)->isVisible());
        QTest::keyClicks(again, u" and long"_s);
        QVERIFY(start->isEnabled());
        const auto order = m_dialog->takeOrder();
        QVERIFY(order.passphrase);
        QCOMPARE(order.passphrase->view(), QByteArrayView("short and long"));
        QVERIFY(first->text().isEmpty() && again->text().isEmpty()); // not kept in a widget
    }

    void leadsToTheImport()
    {
        QSignalSpy wanted(m_dialog.get(), &ExportDialog::importRequested);
        QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        QTest::mouseClick(find<QPushButton>(u"importHistoryButton"_s), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(accepted.size(), 0);
        QVERIFY(!m_dialog->isVisible());
    }

    void everythingHasAName()
    {
        for (auto *widget : m_dialog->findChildren<QWidget *>()) {
            if (widget->focusPolicy() != Qt::NoFocus && widget->isVisible()
                && !qobject_cast<QAbstractScrollArea *>(widget)) {
                auto *face = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(!face->text(QAccessible::Name).isEmpty(), qUtf8Printable(widget->objectName()));
            }
        }
    }

private:
    void open(const ExportDialog::Filters &filters)
    {
        m_dialog = std::make_unique<ExportDialog>(filters);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    template <class T> T *find(const QString &name)
    {
        auto *found = m_dialog->findChild<T *>(name);
        if (!found) {
            qFatal("no %s", qUtf8Printable(name));
        }
        return found;
    }

    ui::Palette m_palette;
    std::unique_ptr<ExportDialog> m_dialog;
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::ExportDialogTest)
#include "ExportDialogTest.moc"
