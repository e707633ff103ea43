// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QTimeZone>

#include "app/search/SearchResultModel.h"
#include "ui/search/HistoryView.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/FilterChip.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::test {

using namespace Qt::StringLiterals;
using archive::Kept;
using Results = app::SearchResultModel;

class HistoryViewTest : public QObject {
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
        m_palette.setChoice(app::ThemeChoice::Light);
        m_results = std::make_unique<QStandardItemModel>();
        add(1, u"Anselm Okafor"_s,
            u"Ravi still has my good loupe. The small one is scratched, I can see it on every second frame."_s, false,
            Kept::Uploading);
        add(2, u"Anselm Okafor"_s,
            u"The loupe from the flea market turned out to be a real Schneider, four times, in its leather case."_s,
            true, Kept::OnServer);
        add(3, u"Tomasz Wieczorek"_s, u"Do you sell the old loupe? My father would like it for his stamps."_s, false,
            Kept::OnlyHere);
        m_view = std::make_unique<ui::HistoryView>(new QWidget);
        m_view->setResults(m_results.get());
        m_view->setPeople({{7, u"Anselm Okafor"_s}, {8, u"Tomasz Wieczorek"_s}});
        m_search.words = u"loupe"_s;
        m_search.total = 3;
        m_search.milliseconds = 210;
        m_search.filters = {};
        m_view->show(m_search);
        m_view->showArchive({48212, 12, 86, u"harbour.example"_s, QDateTime::currentDateTimeUtc(), true});
        m_view->resize(1208, 800);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void tellsWordsAndCounts()
    {
        QSignalSpy words(m_view.get(), &ui::HistoryView::wordsChanged);
        auto *field = find<ui::SearchField>(u"searchField"_s);
        QCOMPARE(field->text(), u"loupe"_s);
        QCOMPARE(find<ui::TextLabel>(u"searchCount"_s)->text(), u"3 found in 0.2 s"_s);
        QTest::keyClicks(field, u"s"_s);
        QCOMPARE(words.last().at(0).toString(), u"loupes"_s);
    }

    void saysWhatTheServerHasLost()
    {
        using archive::LedgerFault;
        using archive::LedgerHeadFault;
        const auto finding = [](int day, LedgerFault fault, bool here) {
            return archive::LedgerFinding{{*crypto::BareJid::parse(u"anselm@harbour.example"_s),
                                              QDateTime(QDate(2026, 3, day), QTime(12, 0), QTimeZone::utc())},
                fault, here};
        };
        QSignalSpy repair(m_view.get(), &ui::HistoryView::repairRequested);
        QSignalSpy accept(m_view.get(), &ui::HistoryView::acceptRequested);
        auto *findings = find<QWidget>(u"historyFindings"_s);
        QVERIFY(!findings->isVisible());
        ui::FindingsView view{.server = u"harbour.example"_s};
        view.findings = {finding(4, LedgerFault::Missing, true), finding(4, LedgerFault::Missing, true),
            finding(7, LedgerFault::Missing, true), finding(9, LedgerFault::Missing, true),
            finding(21, LedgerFault::Missing, false)};
        m_view->showFindings(view);
        QVERIFY(findings->isVisible());
        auto *banner = findings->findChild<ui::Banner *>(u"findingsBanner"_s);
        QCOMPARE(banner->notice().headline, u"harbour.example no longer has all of your history."_s);
        QCOMPARE(banner->notice().text,
            u"Days: Wednesday, 4 March 2026; Saturday, 7 March 2026; Monday, 9 March 2026, and 1 more. Some of it is "
            u"still on "
            "this computer."_s);
        const auto buttons = findings->findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        for (auto *button : buttons) {
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
            QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(repair.count(), 1);
        QCOMPARE(accept.count(), 1);
        picture(u"history-findings"_s);
        // Nothing here: only a device that has it can help.
        view.findings = {finding(4, LedgerFault::Different, false)};
        m_view->showFindings(view);
        QCOMPARE(banner->notice().headline, u"harbour.example has changed a part of your history."_s);
        QVERIFY(banner->notice().text.endsWith(u"open Letterlock there."_s));
        QCOMPARE(banner->notice().actions.size(), 1);
        view.findings.clear();
        for (const auto fault : {LedgerHeadFault::Missing, LedgerHeadFault::Older, LedgerHeadFault::Forged}) {
            view.list = fault;
            m_view->showFindings(view);
            QVERIFY(findings->isVisible());
            QVERIFY(banner->notice().headline.contains(u"list"_s));
        }
        m_view->showFindings({});
        QVERIFY(!findings->isVisible());
    }

    void hitsAreMarkedInTheirColour()
    {
        auto *list = find<QListView>(u"searchResults"_s);
        for (const auto choice : {app::ThemeChoice::Light, app::ThemeChoice::Dark}) {
            m_palette.setChoice(choice);
            const auto picture = list->viewport()->grab().toImage();
            const auto row = list->visualRect(list->model()->index(0, 0));
            int marked = 0;
            for (int y = row.top(); y < row.bottom(); ++y) {
                for (int x = row.left(); x < row.right(); ++x) {
                    marked += picture.pixelColor(x, y) == ui::color(ui::Role::Hit) ? 1 : 0;
                }
            }
            // One word of five letters, not the line and not nothing.
            QVERIFY2(marked > 150 && marked < 900, qPrintable(QString::number(marked)));
        }
    }

    void filtersEmitTheRightCalls()
    {
        QSignalSpy people(m_view.get(), &ui::HistoryView::conversationChosen);
        QSignalSpy outgoing(m_view.get(), &ui::HistoryView::outgoingChosen);
        QSignalSpy dates(m_view.get(), &ui::HistoryView::datesChosen);
        QSignalSpy sealing(m_view.get(), &ui::HistoryView::sealingChosen);
        QSignalSpy cleared(m_view.get(), &ui::HistoryView::filtersCleared);
        auto *person = find<ui::FilterChip>(u"filterPerson"_s);
        person->menu()->actions().at(4)->trigger();
        QCOMPARE(people.last().at(0).toLongLong(), 7);
        person->menu()->actions().at(1)->trigger();
        QCOMPARE(outgoing.last().at(0).value<std::optional<bool>>(), std::optional(true));
        auto *date = find<ui::FilterChip>(u"filterDate"_s);
        date->menu()->actions().at(1)->trigger();
        QCOMPARE(dates.last().at(0).toDate(), QDate::currentDate());
        find<ui::FilterChip>(u"filterSealing"_s)->menu()->actions().at(2)->trigger();
        QCOMPARE(
            sealing.last().at(0).value<std::optional<archive::Sealing>>(), std::optional(archive::Sealing::NotSealed));

        auto *clear = find<QPushButton>(u"clearFilters"_s);
        QVERIFY(clear->isHidden());
        m_search.filters.from = QDate(2026, 3, 2);
        m_view->show(m_search);
        QVERIFY(date->isActive());
        QVERIFY(!clear->isHidden());
        QTest::keyClick(date, Qt::Key_Delete);
        QVERIFY(!dates.last().at(0).toDate().isValid());
        clear->click();
        QCOMPARE(cleared.size(), 1);
    }

    void resultsAreSteppedAndOpened()
    {
        QSignalSpy chosen(m_view.get(), &ui::HistoryView::hitChosen);
        QSignalSpy opened(m_view.get(), &ui::HistoryView::openRequested);
        QVERIFY(!find<QPushButton>(u"openInChat"_s)->isEnabled());
        QTest::keyClick(m_view.get(), Qt::Key_F3);
        QTest::keyClick(m_view.get(), Qt::Key_F3);
        QCOMPARE(chosen.last().at(0).toModelIndex().row(), 1);
        QCOMPARE(find<ui::TextLabel>(u"resultPosition"_s)->text(), u"2 of 3"_s);
        QVERIFY(find<ui::TextLabel>(u"resultTitle"_s)->text().startsWith(u"Anselm Okafor, "_s));
        find<QPushButton>(u"openInChat"_s)->click();
        QCOMPARE(opened.last().at(0).toLongLong(), 7);
        QCOMPARE(opened.last().at(1).toLongLong(), 2);
        find<QAbstractButton>(u"previousResult"_s)->click();
        QCOMPARE(chosen.last().at(0).toModelIndex().row(), 0);
        QVERIFY(!find<QAbstractButton>(u"previousResult"_s)->isEnabled());
        auto *list = find<QListView>(u"searchResults"_s);
        const auto spoken = list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY(spoken.startsWith(u"You to Anselm Okafor"_s));
        QVERIFY(spoken.endsWith(u"Sealed on your server."_s));
        picture(u"history"_s);
    }

    void archiveStateAndUpload()
    {
        QSignalSpy upload(m_view.get(), &ui::HistoryView::uploadRequested);
        auto *button = find<QPushButton>(u"uploadLocalButton"_s);
        QCOMPARE(button->text(), u"Upload the 86"_s);
        button->click();
        QCOMPARE(upload.size(), 1);
        m_view->showArchive({48310, 0, 0, u"harbour.example"_s, {}, true});
        QVERIFY(button->isHidden());
    }

    void saysWhenNothingIsFound()
    {
        m_results->clear();
        m_search.total = 0;
        m_view->show(m_search);
        QVERIFY(find<ui::TextLabel>(u"nothingFound"_s)->isVisible());
        QCOMPARE(find<ui::TextLabel>(u"nothingFound"_s)->text(), u"Nothing found for “loupe”."_s);
        QVERIFY(find<QListView>(u"searchResults"_s)->isHidden());
    }

    void narrowWindowShowsOneAtATime()
    {
        m_view->resize(700, 500);
        auto *list = find<QListView>(u"searchResults"_s);
        auto *open = find<QPushButton>(u"openInChat"_s);
        QVERIFY(list->isVisible());
        QVERIFY(!open->isVisible());
        QVERIFY(!m_view->strip()->isVisible());
        QVERIFY(find<QAbstractButton>(u"activityFold"_s)->isVisible());
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(open->isVisible());
        QVERIFY(!list->isVisible());
        find<QAbstractButton>(u"previewBack"_s)->click();
        QVERIFY(list->isVisible());
    }

private:
    template <class T> T *find(const QString &name)
    {
        auto *found = m_view->findChild<T *>(name);
        Q_ASSERT(found);
        return found;
    }

    void add(archive::MessageId id, const QString &name, const QString &text, bool outgoing, Kept kept)
    {
        archive::SearchHit hit;
        hit.message.id = id;
        hit.message.conversation = 7;
        hit.peer = *crypto::BareJid::parse(u"%1@tidewater.example"_s.arg(name.section(u' ', 0, 0)));
        auto *item = new QStandardItem(name);
        item->setData(QVariant::fromValue(hit), Results::HitRole);
        item->setData(name, Results::PeerNameRole);
        item->setData(text, Results::SnippetRole);
        item->setData(QVariantList{QPoint(static_cast<int>(text.indexOf(u"loupe"_s)), 5)}, Results::MarksRole);
        item->setData(QDateTime(QDate(2026, 4, 14), QTime(10, 14), QTimeZone::UTC), Results::TimeRole);
        item->setData(outgoing, Results::OutgoingRole);
        item->setData(static_cast<int>(kept), Results::KeptRole);
        m_results->appendRow(item);
    }

    /// Pictures to compare with the design, where LETTERLOCK_SCREENS names a folder.
    void picture(const QString &name)
    {
        const auto folder = qEnvironmentVariable("LETTERLOCK_SCREENS");
        if (folder.isEmpty()) {
            return;
        }
        QMap<QDate, int> activity;
        const auto today = QDate::currentDate();
        for (int i = 0; i < 420; ++i) {
            activity.insert(today.addDays(-i), i * 7919 % 61 < 18 ? 0 : i * 7919 % 61);
        }
        m_view->strip()->setActivity(activity);
        m_view->strip()->setResultDays({today.addDays(-9), today.addDays(-40), today.addDays(-66)});
        m_search.filters.from = today.addDays(-90);
        m_view->show(m_search);
        QCoreApplication::processEvents(); // rows made just now are placed
        QVERIFY(QDir().mkpath(folder));
        for (const auto choice : {app::ThemeChoice::Light, app::ThemeChoice::Dark}) {
            m_palette.setChoice(choice);
            QVERIFY(m_view->grab().save(
                folder + u'/' + name + (choice == app::ThemeChoice::Light ? u"-light.png"_s : u"-dark.png"_s)));
        }
    }

    ui::Palette m_palette;
    ui::SearchView m_search;
    std::unique_ptr<QStandardItemModel> m_results;
    std::unique_ptr<ui::HistoryView> m_view;
};

} // namespace letterlock::test

QTEST_MAIN(letterlock::test::HistoryViewTest)
#include "HistoryViewTest.moc"
