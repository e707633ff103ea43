// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/chat/DisplayedMarkers.h"
#include "tests/support/HistoryFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto phone = *crypto::Jid::parse(u"anna@example.org/phone"_s);
const auto anna = phone.bare();
constexpr auto ox = crypto::SchemeId::Ox;

} // namespace

/// XEP-0333: what was seen without a connection is told later, and never anything older than what was told.
class DisplayedMarkersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<HistoryFixture>();
        m_told.clear();
        m_schemes.clear();
        start();
    }
    void cleanup()
    {
        m_markers.reset();
        m_fixture.reset();
    }

    void whatIsSeenOnlineIsToldAtOnce()
    {
        online();
        m_markers->wanted(phone, u"a"_s, ox, 10);
        QCOMPARE(m_told, QStringList());
        m_markers->wasRead(anna, 10);
        QCOMPARE(m_told, QStringList{u"a"_s});
        m_markers->wasRead(anna, 20); // in an open window the wish is known after that
        m_markers->wanted(phone, u"b"_s, ox, 20);
        QCOMPARE(m_told, (QStringList{u"a"_s, u"b"_s}));
        m_markers->wasRead(anna, 20);
        QCOMPARE(m_told.size(), 2);
    }

    void whatIsSeenOfflineIsToldAfterTheCatchUp()
    {
        online();
        m_markers->pause();
        m_markers->wanted(phone, u"a"_s, ox, 10);
        m_markers->wanted(phone, u"b"_s, ox, 20);
        m_markers->wasRead(anna, 20);
        QCOMPARE(m_told, QStringList());
        online();
        QCOMPARE(m_told, QStringList{u"b"_s});
    }

    void aConnectionThatBreaksAtOnceTellsNothing()
    {
        m_markers->wanted(phone, u"a"_s, ox, 10);
        m_markers->wasRead(anna, 10);
        m_markers->resume();
        const auto before = m_told; // the store may have answered at once
        m_markers->pause();
        settle();
        QCOMPARE(m_told, before);
        online();
        QCOMPARE(m_told, QStringList{u"a"_s});
    }

    void theEndOfTheProgramIsSurvived_data()
    {
        QTest::addColumn<bool>("readBefore");
        QTest::newRow("seen before") << true;
        QTest::newRow("seen after") << false;
    }
    void theEndOfTheProgramIsSurvived()
    {
        QFETCH(const bool, readBefore);
        m_markers->wanted(phone, u"a"_s, ox, 10);
        if (readBefore) {
            m_markers->wasRead(anna, 10);
        }
        restart();
        online();
        if (!readBefore) {
            QCOMPARE(m_told, QStringList());
            m_markers->wasRead(anna, 10);
        }
        QCOMPARE(m_told, QStringList{u"a"_s});
        QCOMPARE(m_schemes, QList{ox});
        restart();
        online();
        m_markers->wasRead(anna, 10);
        QCOMPARE(m_told.size(), 1);
    }

    void onlyForward()
    {
        m_markers->wanted(phone, u"newer"_s, ox, 20);
        m_markers->wanted(phone, u"older, opened late"_s, ox, 10);
        m_markers->wasRead(anna, 20);
        online();
        QCOMPARE(m_told, QStringList{u"newer"_s});
        m_markers->wanted(phone, u"older, opened later still"_s, ox, 15);
        QCOMPARE(m_told.size(), 1);
        restart();
        online();
        m_markers->wasRead(anna, 20);
        m_markers->wanted(phone, u"older, opened another day"_s, ox, 15);
        QCOMPARE(m_told.size(), 1);
        m_markers->wanted(phone, u"newest"_s, ox, 30);
        QCOMPARE(m_told.size(), 1); // not seen yet
        m_markers->wasRead(anna, 30);
        QCOMPARE(m_told, (QStringList{u"newer"_s, u"newest"_s}));
    }

    void whatAnotherDeviceToldIsNotToldAgain()
    {
        m_markers->wanted(phone, u"a"_s, ox, 10);
        m_markers->wasRead(anna, 10);
        m_markers->wasTold(anna, 10);
        online();
        QCOMPARE(m_told, QStringList());
        m_markers->pause();
        m_markers->wanted(phone, u"b"_s, ox, 20);
        m_markers->wasRead(anna, 20);
        m_markers->wasTold(anna, 15);
        online();
        QCOMPARE(m_told, QStringList{u"b"_s});
    }

private:
    void start()
    {
        m_markers = std::make_unique<app::DisplayedMarkers>(m_fixture->history());
        connect(m_markers.get(), &app::DisplayedMarkers::displayed, this,
            [this](const crypto::Jid &, const QString &id, crypto::SchemeId scheme) {
                m_told.append(id);
                m_schemes.append(scheme);
            });
        m_markers->load();
        settle();
    }
    /// What was asked of the store before is answered.
    void settle() { QVERIFY(await(m_fixture->history().values(u"none"_s))); }
    void online()
    {
        m_markers->resume();
        settle();
    }
    void restart()
    {
        m_markers.reset();
        m_fixture->reopen();
        start();
    }

    std::unique_ptr<HistoryFixture> m_fixture;
    std::unique_ptr<app::DisplayedMarkers> m_markers;
    QStringList m_told;
    QList<crypto::SchemeId> m_schemes;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::DisplayedMarkersTest)
#include "DisplayedMarkersTest.moc"
