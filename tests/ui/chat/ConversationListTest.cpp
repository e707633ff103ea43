// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QtTest>

#include "app/chat/ConversationListModel.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/ConversationListView.h"
#include "ui/chat/ConversationRow.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;
using Model = app::ConversationListModel;
using archive::Delivery;
using archive::Sealing;
using crypto::TrustVerdict;

class ConversationListTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    QStandardItemModel m_model;

    QStandardItem *add(const QString &name, const QString &peer, const QString &preview, TrustVerdict trust)
    {
        auto *item = new QStandardItem;
        item->setData(QVariant::fromValue<archive::ConversationId>(m_model.rowCount() + 1), Model::ConversationRole);
        item->setData(peer, Model::PeerRole);
        item->setData(name, Model::NameRole);
        item->setData(preview, Model::PreviewRole);
        item->setData(QDateTime::currentDateTimeUtc(), Model::TimeRole);
        item->setData(int(trust), Model::TrustRole);
        item->setData(int(app::Availability::Online), Model::AvailabilityRole);
        m_model.appendRow(item);
        return item;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        auto *first = add(u"Anselm Okafor"_s, u"anselm@tidewater.example"_s,
            u"Can you check sheet 3, second row, before the door?"_s, TrustVerdict::NewNotChecked);
        first->setData(true, Model::OutgoingRole);
        first->setData(int(Delivery::Arrived), Model::DeliveryRole);
        first->setData(true, Model::PinnedRole);
        add(u"田中 友紀"_s, u"yuki@papermill.example"_s, u"写真、無事に届きました。"_s, TrustVerdict::Checked)
            ->setData(2, Model::UnreadRole);
        add(u"Joana Prat"_s, u"joana@harbour.example"_s, {}, TrustVerdict::Checked)->setData(true, Model::TypingRole);
        auto *muted = add(u"Ravi Menon"_s, u"ravi@harbour.example"_s, u"Photo"_s, TrustVerdict::Checked);
        muted->setData(true, Model::MutedRole);
        muted->setData(14, Model::UnreadRole);
        muted->setData(int(app::Availability::Busy), Model::AvailabilityRole);
        add(u"ليلى حداد"_s, u"layla@harbour.example"_s, u"نلتقي يوم الأحد عند المرسى"_s, TrustVerdict::Checked);
        add(u"Harbour notices"_s, u"notices@harbour.example"_s, u"Planned work on Sunday"_s, TrustVerdict::NoKey);
        add(u"Tomasz Wieczorek"_s, u"tomasz@mill.example"_s, {}, TrustVerdict::Checked)
            ->setData(int(Sealing::KeyNotHere), Model::SealingRole);
        add(u"Garden plot 14"_s, u"garden@mill.example"_s, u"x"_s, TrustVerdict::Checked)
            ->setData(u"I can water on Saturday"_s, Model::DraftRole);
        auto *failed = add(u"Mamma"_s, u"mamma@harbour.example"_s, u"Landed"_s, TrustVerdict::Checked);
        failed->setData(true, Model::OutgoingRole);
        failed->setData(int(Delivery::Failed), Model::DeliveryRole);
        failed->setData(archive::MessageId(77), Model::LastMessageRole);
    }

    void looks()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        view.showCurrent(1);
        view.resize(312, 640);
        view.show();
        QVERIFY(test::savePicture(view, u"list-light"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        QVERIFY(test::savePicture(view, u"list-dark"_s));
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        QVERIFY(view.sizeHintForRow(0) >= 66);
        view.setCompact(true);
        QVERIFY(view.sizeHintForRow(0) < 66);
    }

    void rowsAreSentences()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        const auto sentence
            = [&view](int row) { return view.model()->index(row, 0).data(Qt::AccessibleTextRole).toString(); };
        QVERIFY(sentence(0).contains(u"Anselm Okafor, you: Can you check"_s));
        QVERIFY(sentence(0).contains(u"New key, not checked"_s));
        QVERIFY(sentence(1).contains(u"2"_s));
        QVERIFY(sentence(3).contains(u"muted"_s));
        QVERIFY(sentence(6).contains(u"Cannot be opened here"_s));
        QVERIFY(sentence(7).contains(u"draft: I can water"_s));
    }

    void aSessionKeyIsNoOpenPgpSeal()
    {
        ConversationRow row;
        row.time = QDateTime::currentDateTimeUtc();
        row.preview = u"Twelve it is"_s;
        row.scheme = crypto::SchemeId::Jose;
        for (const auto trust : {TrustVerdict::NoKey, TrustVerdict::Checked, TrustVerdict::NewAfterChecked}) {
            row.trust = trust;
            QCOMPARE(row.sealGlyph(), u"lock"_s);
            QVERIFY(row.sentence().contains(u"session key"_s));
            QVERIFY(!row.sentence().contains(u"hecked"_s));
        }
        row.sealing = archive::Sealing::NotSealed; // the next one went in the open
        QCOMPARE(row.sealGlyph(), u"lock-open"_s);
        row.sealing = archive::Sealing::Sealed;
        row.scheme = crypto::SchemeId::Ox;
        QCOMPARE(row.sealGlyph(), u"shield-alert"_s);
    }

    void whatWasNotSentIsSentAgain()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        view.resize(312, 800);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto index = view.model()->index(8, 0);
        QCOMPARE(ConversationRow::of(index).secondLine(), u"Not sent, click to retry"_s);
        const auto row = view.visualRect(index);
        QList<archive::MessageId> retried;
        connect(&view, &ConversationListView::retryWanted, this, [&](archive::MessageId id) { retried.append(id); });
        const QSignalSpy chosen(&view, &ConversationListView::chosen);
        const auto click = [&](const QPoint &place) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place); };
        click({row.left() + 120, row.center().y() - 12}); // the name only opens it
        click({row.left() + 30, row.center().y() + 12}); // and so does the picture
        QCOMPARE(chosen.size(), 2);
        QVERIFY(retried.isEmpty());
        click({row.left() + 120, row.center().y() + 12});
        QCOMPARE(chosen.size(), 3);
        QCOMPARE(retried, QList<archive::MessageId>{77});
        const auto sent = view.visualRect(view.model()->index(0, 0)); // what was sent is not sent again
        click({sent.left() + 120, sent.center().y() + 12});
        QCOMPARE(retried.size(), 1);
        view.setLayoutDirection(Qt::RightToLeft);
        const auto mirrored = view.visualRect(index);
        click({mirrored.right() - 120, mirrored.center().y() + 12});
        click({mirrored.right() - 30, mirrored.center().y() + 12});
        QCOMPARE(retried.size(), 2);
        // What is being written comes first: the line says nothing of the other message then.
        auto *item = m_model.item(8);
        item->setData(u"Where are you?"_s, Model::DraftRole);
        click({mirrored.right() - 120, mirrored.center().y() + 12});
        QCOMPARE(retried.size(), 2);
        item->setData(QString(), Model::DraftRole);
    }

    void aDraftDoesNotHideWhatWasNotSent()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        view.resize(312, 800);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        auto *item = m_model.item(8);
        const auto index = view.model()->index(8, 0);
        item->setData(u"Where are you?"_s, Model::DraftRole);
        const auto words = index.data(Qt::AccessibleTextRole).toString();
        QVERIFY2(words.contains(u"draft: Where are you?"_s) && words.contains(u"not sent"_s), qPrintable(words));
        const auto line = [&] { // the glyph stands at its start
            const auto row = view.visualRect(index);
            return view.viewport()->grab(QRect(row.left() + 66, row.center().y() + 3, 24, 22)).toImage();
        };
        const auto both = line();
        QVERIFY(test::savePicture(view, u"list-draft-not-sent"_s));
        item->setData(int(Delivery::Sent), Model::DeliveryRole);
        QVERIFY(!index.data(Qt::AccessibleTextRole).toString().contains(u"not sent"_s));
        QVERIFY(line() != both);
        item->setData(int(Delivery::Failed), Model::DeliveryRole);
        QCOMPARE(line(), both);
        item->setData(QString(), Model::DraftRole);
        QCOMPARE(line(), both); // the same glyph in the same place
    }

    void filtersByNameAndAddress()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        view.setWords(u"TIDEWATER"_s);
        QCOMPARE(view.model()->rowCount(), 1);
        view.setWords(u"joana"_s);
        QCOMPARE(view.model()->rowCount(), 1);
        view.setWords({});
        QCOMPARE(view.model()->rowCount(), m_model.rowCount());
    }

    void keyboardOpensAndSteps()
    {
        ConversationListView view;
        view.setConversations(&m_model);
        view.resize(312, 640);
        view.show();
        QSignalSpy chosen(&view, &ConversationListView::chosen);
        view.step(1);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.last().at(1).toString(), u"anselm@tidewater.example"_s);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(chosen.count(), 1);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(chosen.last().at(1).toString(), u"yuki@papermill.example"_s);
        view.nextUnread();
        QCOMPARE(chosen.last().at(1).toString(), u"ravi@harbour.example"_s);
    }
};

QTEST_MAIN(ConversationListTest)
#include "ConversationListTest.moc"
