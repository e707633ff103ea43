// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemView>
#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "tests/support/SessionKeyPair.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/chat/KeyRequestArea.h"
#include "ui/chat/SealingRow.h"
#include "ui/chat/TimelineRows.h"
#include "ui/chat/TimelineView.h"
#include "ui/shell/BannerArea.h"
#include "ui/shell/MainWindow.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// Session keys as a person meets them: the window of one whole client, another client, a real server.
class SessionKeyWindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::Dress> m_dress;
    test::SessionKeyPair m_pair;
    std::unique_ptr<MainWindow> m_window;

    template <class T = QWidget> T *find(const QString &name) { return m_window->findChild<T *>(name); }

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        QVERIFY2(m_pair.start(), qPrintable(m_pair.problem()));
        m_window = std::make_unique<MainWindow>(m_pair.mira->app());
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanupTestCase() { m_window.reset(); }

    void aRequestIsDecidedInTheConversation() // E-57, E-59
    {
        auto &conversation = m_pair.mira->app().conversation();
        QTRY_COMPARE(conversation.peer(), m_pair.mira->jid(u"anselm"_s));
        QCOMPARE(find(u"encryptionMenu"_s)->accessibleName(), u"Sealing: Session key"_s);
        QVERIFY(m_pair.mira->sendTo(u"anselm"_s, u"They want twelve frames, not ten."_s));
        auto *card = find(u"keyRequestCard"_s);
        QTRY_VERIFY_WITH_TIMEOUT(card->isVisible(), 20000);
        QVERIFY(test::savePicture(*m_window, u"session-key-request"_s));
        find<QCheckBox>(u"keyRequestAlways"_s)->click();
        find<QPushButton>(u"keyRequestApprove"_s)->click();
        QVERIFY(!card->isVisible());
        QVERIFY(m_pair.anselm->hasMessage(u"mira"_s, u"They want twelve frames, not ten."_s));
        // Who has the key is seen afterwards too.
        QTRY_VERIFY(find<QLabel>(u"conversationKeyState"_s)->text().startsWith(u"session key with 1 device"_s));
        const auto rows = find<TimelineView>(u"timeline"_s)->model();
        QTRY_VERIFY(rows->index(rows->rowCount() - 1, 0)
                .data(TimelineRows::NoticeRole)
                .toString()
                .contains(u"approved by you"_s));
        QVERIFY(test::savePicture(*m_window, u"session-key-handed-out"_s));
        // Somebody who writes changes nothing of that.
        auto *area = find<KeyRequestArea>(u"keyRequestArea"_s);
        const QSignalSpy told(area, &KeyRequestArea::handoutTold);
        for (const bool typing : {true, false, true, false})
            conversation.setPeerTyping(typing);
        QVERIFY(test::await(m_pair.mira->app().keyRequests().handouts(conversation.peer())));
        QCOMPARE(told.size(), 0);
    }

    void anotherConversationShowsANotice()
    {
        auto &app = m_pair.mira->app();
        app.conversation().openWith(m_pair.mira->jid(u"eve"_s));
        QTRY_COMPARE(app.conversation().peer(), m_pair.mira->jid(u"eve"_s));
        // A device that was not approved asks while another conversation is open.
        test::TestClient tablet(m_pair.server, u"anselm"_s);
        QVERIFY2(tablet.signIn(), qPrintable(tablet.problem()));
        QTRY_VERIFY_WITH_TIMEOUT(!app.keyRequests().cards().isEmpty(), 20000);
        auto *banners = find<BannerArea>(u"bannerArea"_s);
        const auto id = u"keyRequest:"_s + m_pair.mira->jid(u"anselm"_s).toString();
        QTRY_VERIFY(banners->shows(id));
        QVERIFY(!find(u"keyRequestCard"_s)->isVisible());
        find<QPushButton>(u"bannerAction"_s)->click();
        QTRY_VERIFY(find(u"keyRequestCard"_s)->isVisible());
        QVERIFY(!banners->shows(id));
        m_dress->palette().setChoice(app::ThemeChoice::Dark);
        QVERIFY(test::savePicture(*m_window, u"session-key-request-dark"_s));
        m_window->resize(720, 480);
        QVERIFY(test::savePicture(*m_window, u"session-key-request-narrow"_s));
        m_window->resize(1280, 800);
        m_dress->palette().setChoice(app::ThemeChoice::Light);
        find<QPushButton>(u"keyRequestRefuse"_s)->click();
        QVERIFY(!find(u"keyRequestCard"_s)->isVisible());
    }

    void theKeyThatAsksCanBeReadOut() // E-59
    {
        auto *value = find<QLabel>(u"sessionDeviceKey"_s);
        QVERIFY(value && value->text().isEmpty());
        find<QPushButton>(u"sessionDeviceKeyShow"_s)->click();
        const auto expected = test::await(m_pair.mira->app().keyAsker().thumbprint());
        QTRY_COMPARE(QString(value->text()).remove(u' ').toLower(), QString::fromLatin1(expected.toHex()));
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        find<QListWidget>(u"settingsNav"_s)->setCurrentRow(1);
        QVERIFY(test::savePicture(*m_window, u"session-key-settings"_s));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    }

    void aClosedMessageAndAnOddTimeAreShown() // E-21, E-42
    {
        QVERIFY(m_pair.anselm->choose(u"mira"_s, app::SealingChoice::SessionKey));
        QVERIFY(m_pair.anselm->sendTo(u"mira"_s, u"Twelve it is"_s));
        auto &app = m_pair.mira->app();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_pair.last(*m_pair.mira, u"anselm"_s)->sealing == archive::Sealing::WaitsForKey, 20000);
        QVERIFY(test::savePicture(*m_window, u"session-key-waits"_s));
        QVERIFY(m_pair.approve(*m_pair.anselm));
        QVERIFY(m_pair.mira->hasMessage(u"anselm"_s, u"Twelve it is"_s));
        m_pair.anselmClock->shift(400);
        QVERIFY(m_pair.anselm->sendTo(u"mira"_s, u"I was early"_s));
        QVERIFY(m_pair.mira->hasMessage(u"anselm"_s, u"I was early"_s));
        QCOMPARE(app.conversation().timeline().rowCount(), 3);
        QVERIFY(test::savePicture(*m_window, u"session-key-odd-time"_s));
        m_pair.anselmClock->shift(0);
    }

    void whatThePeerCanDoIsShown() // E-01
    {
        auto &conversation = m_pair.mira->app().conversation();
        QTRY_COMPARE(conversation.peer(), m_pair.mira->jid(u"anselm"_s));
        auto *session = find<SealingRow>(u"encryptionMenuSession"_s);
        QTRY_VERIFY_WITH_TIMEOUT(session->accessibleDescription().contains(u"knows them"_s), 20000);
        auto *bar = find(u"sendStoppedBar"_s);
        QVERIFY(!bar->isVisible());
        // Anselm's program goes, and comes back without them.
        m_pair.restart(m_pair.anselm);
        QTRY_VERIFY_WITH_TIMEOUT(session->accessibleDescription().contains(u"when "_s), 20000);
        QVERIFY(!bar->isVisible());
        QVERIFY(m_pair.anselm->open());
        m_pair.anselm->app().settings().setSessionKeys(false);
        QVERIFY2(m_pair.anselm->signIn(), qPrintable(m_pair.problem()));
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20000);
        QCOMPARE(find(u"encryptionMenu"_s)->accessibleName(), u"Sealing: No session keys there"_s);
        QVERIFY(test::savePicture(*m_window, u"session-key-not-there"_s));
        find<SealingRow>(u"encryptionMenuOpenPgp"_s)->click();
        QTRY_VERIFY(!find(u"encryptionMenu"_s)->accessibleName().contains(u"session"_s));
    }

    void whatCameBackSaysWhy() // E-28
    {
        // Eve is away and answers no receipt.
        QVERIFY(m_pair.mira->choose(u"eve"_s, app::SealingChoice::SessionKey));
        QVERIFY(m_pair.mira->sendTo(u"eve"_s, u"Did this reach you?"_s));
        test::RawXmppStream eve;
        QVERIFY(eve.open({m_pair.server.port(), u"eve"_s, u"secret-eve"_s, m_pair.server.caFile()}));
        eve.sendPresence();
        QDomElement sent;
        QVERIFY(test::waitUntil(
            [&] {
                sent = eve.next(u"message"_s, 5);
                return !sent.firstChildElement(u"e2e"_s).isNull();
            },
            20000));
        eve.send(u"<message type='error' to='%1' id='%2'><error type='modify'><bad-request "
                 "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><decryption-failed "
                 "xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5'/></error></message>"_s.arg(
                     sent.attribute(u"from"_s), sent.attribute(u"id"_s)));
        QTRY_COMPARE_WITH_TIMEOUT(m_pair.last(*m_pair.mira, u"eve"_s)->fault, archive::SendFault::NotOpened, 20000);
        auto *timeline = find<QAbstractItemView>(u"timeline"_s);
        QVERIFY(timeline);
        const auto *model = timeline->model();
        const auto words = model->index(model->rowCount() - 1, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(words.contains(u"did not open on the other side"_s), qPrintable(words));
        QVERIFY(test::savePicture(*m_window, u"message-sent-back"_s));
        auto *list = find<QAbstractItemView>(u"conversationList"_s);
        QVERIFY(list);
        QVERIFY(test::savePicture(*list, u"session-key-list"_s));
    }

    void aNewKeyHasBeenGivenToNobody()
    {
        auto &app = m_pair.mira->app();
        const auto anselm = m_pair.mira->jid(u"anselm"_s);
        app.conversation().openWith(anselm);
        QTRY_COMPARE(app.conversation().peer(), anselm);
        app.conversation().setSealing(app::SealingChoice::SessionKey);
        const auto *state = find<QLabel>(u"conversationKeyState"_s);
        QTRY_VERIFY(state->text().contains(u"device"_s));
        QVERIFY(test::await(app.keyRequests().startNewKey(anselm)));
        QTRY_VERIFY2(!state->text().contains(u"device"_s), qPrintable(state->text()));
    }
};

QTEST_MAIN(SessionKeyWindowTest)
#include "SessionKeyWindowTest.moc"
