// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QtTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"
#include "tests/ui/widgets/Screen.h"
#include "ui/shell/BannerArea.h"
#include "ui/shell/MainWindow.h"

using namespace letterlock;
using namespace letterlock::ui;
using namespace Qt::StringLiterals;

/// What was told before the window was there, as during the first run, and what takes a notice back.
class EarlyNoticesTest : public QObject {
    Q_OBJECT

    test::ProsodyServer m_server{options()};
    std::unique_ptr<test::Dress> m_dress;
    std::unique_ptr<MainWindow> m_window;

    static test::ProsodyServer::Options options()
    {
        test::ProsodyServer::Options options;
        options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
        return options;
    }
    void showWindow(test::TestClient &client)
    {
        m_window = std::make_unique<MainWindow>(client.app());
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    bool shows(const QString &id) { return m_window->findChild<BannerArea *>(u"bannerArea"_s)->shows(id); }
    bool dot() { return m_window->findChild<QAbstractButton *>(u"railKeys"_s)->property("attention").toBool(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_dress = std::make_unique<test::Dress>();
        QVERIFY2(m_server.start(), qPrintable(m_server.log()));
    }
    void cleanup() { m_window.reset(); }

    void aRequestOfBeforeIsShown()
    {
        test::TestClient mira(m_server, u"mira"_s);
        test::TestClient anselm(m_server, u"anselm"_s);
        QVERIFY2(mira.signIn() && anselm.signIn(), qPrintable(mira.problem() + anselm.problem()));
        QSignalSpy asked(&mira.app().roster(), &app::RosterController::requestReceived);
        anselm.app().roster().add(anselm.jid(u"mira"_s), {});
        QTRY_COMPARE_WITH_TIMEOUT(asked.size(), 1, 20000);
        showWindow(mira);
        const auto id = u"request:"_s + mira.jid(u"anselm"_s).toString();
        QVERIFY(shows(id));
        QVERIFY(test::savePicture(*m_window, u"window-early-request"_s));
        mira.app().roster().answerRequest(mira.jid(u"anselm"_s), true);
        QVERIFY(!shows(id));
        m_window.reset();
        showWindow(mira);
        QVERIFY(!shows(id));
    }

    void theQuestionAboutAKeyEnds_data()
    {
        QTest::addColumn<bool>("brought");
        QTest::newRow("they match") << false;
        QTest::newRow("the key is brought") << true;
    }
    void theQuestionAboutAKeyEnds()
    {
        QFETCH(const bool, brought);
        const QString user = brought ? u"mira"_s : u"anselm"_s;
        test::TestClient other(m_server, user);
        QVERIFY2(other.signIn() && other.makeKey(), qPrintable(other.problem()));
        const auto key = other.app().keys().currentKey();
        test::TestClient here(m_server, user);
        QVERIFY2(here.signIn(), qPrintable(here.problem()));
        auto &keys = here.app().keys();
        QTRY_COMPARE_WITH_TIMEOUT(keys.unknownOwnKeys(), QList{key}, 20000);
        showWindow(here);
        QVERIFY(shows(u"unknownKey"_s) && dot());
        QVERIFY(test::savePicture(*m_window, u"window-early-key"_s));
        if (brought) {
            const auto secret = test::await(other.app().keys().exportSecretKeys({key}));
            QVERIFY(secret.has_value());
            QVERIFY(test::await(keys.bringKey((*secret)->copy())).has_value());
        } else {
            keys.confirmOwn(key); // "They match"
        }
        QTRY_VERIFY(!shows(u"unknownKey"_s) && !dot());
    }
};

QTEST_MAIN(EarlyNoticesTest)
#include "EarlyNoticesTest.moc"
