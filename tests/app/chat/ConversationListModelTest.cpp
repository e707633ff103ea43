// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "app/chat/ConversationListModel.h"
#include "app/transport/PepKeyDirectory.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/HistoryFixture.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::ConversationListModel;

namespace {

const auto anna = u"anna@example.org"_s;
const auto bob = u"bob@example.org"_s;
const auto cleo = u"cleo@example.org"_s;

crypto::BareJid jid(const QString &address)
{
    return *crypto::BareJid::parse(address);
}

} // namespace

class ConversationListModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void pinnedFirstThenNewest();
    void movesWhatGetsAMessage();
    void countsUnreadWithoutMuted();
    void theRosterNamesFirst();
    void showsPresenceAndTyping();
    void missesNothingWhileLoading();

private:
    void load();
    [[nodiscard]] QStringList peers() const;
    [[nodiscard]] QVariant value(const QString &peer, int role) const { return m_model->indexOf(jid(peer)).data(role); }

    std::unique_ptr<HistoryFixture> m_fixture;
    std::unique_ptr<TempGnupgHome> m_gnupg;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<crypto::Worker> m_worker;
    std::unique_ptr<MemoryCredentialStore> m_credentials;
    std::unique_ptr<app::PepKeyDirectory> m_directory;
    std::unique_ptr<app::RosterController> m_roster;
    std::unique_ptr<app::KeyController> m_keys;
    std::unique_ptr<ConversationListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void ConversationListModelTest::init()
{
    m_fixture = std::make_unique<HistoryFixture>();
    m_gnupg = std::make_unique<TempGnupgHome>();
    m_transport = std::make_unique<FakeTransport>();
    m_worker = std::make_unique<crypto::Worker>(u"openpgp"_s);
    m_credentials = std::make_unique<MemoryCredentialStore>();
    m_directory = std::make_unique<app::PepKeyDirectory>(*m_transport);
    m_roster = std::make_unique<app::RosterController>(*m_transport, m_fixture->history());
    m_keys = std::make_unique<app::KeyController>(app::KeyController::Ports{
        m_gnupg->keyring(), m_gnupg->engine(), *m_directory, m_fixture->history(), *m_credentials, *m_worker});
    m_model = std::make_unique<ConversationListModel>(m_fixture->history(), *m_roster, *m_keys);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_fixture->store(m_fixture->message(anna, u"first"_s));
    m_fixture->store(m_fixture->message(bob, u"second"_s));
    m_fixture->store(m_fixture->message(cleo, u"third"_s));
    load();
}

void ConversationListModelTest::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_keys.reset();
    m_roster.reset();
    m_directory.reset();
    m_credentials.reset();
    m_worker.reset();
    m_transport.reset();
    m_gnupg.reset();
    m_fixture.reset();
}

void ConversationListModelTest::load()
{
    QSignalSpy loaded(m_model.get(), &ConversationListModel::loaded);
    m_model->reload();
    QTRY_COMPARE(loaded.size(), 1); // possibly at once
}

QStringList ConversationListModelTest::peers() const
{
    QStringList all;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        all.append(m_model->index(row).data(ConversationListModel::PeerRole).toString());
    }
    return all;
}

void ConversationListModelTest::pinnedFirstThenNewest()
{
    QCOMPARE(peers(), (QStringList{cleo, bob, anna}));
    QVERIFY(await(m_fixture->history().setPinned(m_fixture->with(anna), true)));
    QTRY_COMPARE(peers(), (QStringList{anna, cleo, bob}));
    QVERIFY(value(anna, ConversationListModel::PinnedRole).toBool());
    load(); // the same order from the store
    QCOMPARE(peers(), (QStringList{anna, cleo, bob}));
}

void ConversationListModelTest::movesWhatGetsAMessage()
{
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
    m_fixture->store(m_fixture->ownMessage(anna, u"an answer"_s), false);
    QTRY_COMPARE(peers(), (QStringList{anna, cleo, bob}));
    QCOMPARE(moved.size(), 1); // a selection stays where it is
    QCOMPARE(reset.size(), 0);
    QCOMPARE(value(anna, ConversationListModel::PreviewRole).toString(), u"an answer"_s);
    QVERIFY(value(anna, ConversationListModel::OutgoingRole).toBool());
    m_fixture->store(m_fixture->message(u"dora@example.org"_s, u"hello"_s));
    QTRY_COMPARE(m_model->rowCount(), 4);
    QCOMPARE(peers().first(), u"dora@example.org"_s);
}

void ConversationListModelTest::countsUnreadWithoutMuted()
{
    QSignalSpy told(m_model.get(), &ConversationListModel::unreadTotalChanged);
    QCOMPARE(m_model->unreadTotal(), 3);
    QVERIFY(await(m_fixture->history().setMuted(m_fixture->with(bob), true)));
    QTRY_COMPARE(m_model->unreadTotal(), 2);
    QVERIFY(await(m_fixture->history().markRead(m_fixture->with(cleo))));
    QTRY_COMPARE(m_model->unreadTotal(), 1);
    QCOMPARE(told.last().first().toInt(), 1);
    QCOMPARE(value(bob, ConversationListModel::UnreadRole).toInt(), 1); // still said in its row
}

void ConversationListModelTest::theRosterNamesFirst()
{
    QCOMPARE(value(anna, ConversationListModel::NameRole).toString(), anna);
    QVERIFY(await(m_fixture->history().setConversationName(m_fixture->with(anna), u"Stored"_s)));
    QTRY_COMPARE(value(anna, ConversationListModel::NameRole).toString(), u"Stored"_s);
    Q_EMIT m_transport->rosterItemChanged({jid(anna), u"Anna Alm"_s, {}, u"both"_s, false});
    QTRY_COMPARE(value(anna, Qt::DisplayRole).toString(), u"Anna Alm"_s);
}

void ConversationListModelTest::showsPresenceAndTyping()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    Q_EMIT m_transport->presenceChanged(
        {*crypto::Jid::parse(bob + u"/desk"_s), app::Availability::Away, u"at lunch"_s});
    QCOMPARE(value(bob, ConversationListModel::AvailabilityRole).toInt(), int(app::Availability::Away));
    QCOMPARE(changed.size(), 1);
    m_model->setTyping(jid(bob), true);
    m_model->setTyping(jid(bob), true);
    QVERIFY(value(bob, ConversationListModel::TypingRole).toBool());
    QVERIFY(!value(anna, ConversationListModel::TypingRole).toBool());
    QCOMPARE(changed.size(), 2); // nothing new, nothing told
    m_model->setTyping(jid(bob), false);
    QVERIFY(!value(bob, ConversationListModel::TypingRole).toBool());
}

void ConversationListModelTest::missesNothingWhileLoading()
{
    QSignalSpy loaded(m_model.get(), &ConversationListModel::loaded);
    m_model->reload();
    m_fixture->history().append(m_fixture->message(anna, u"just now"_s), true);
    QTRY_COMPARE(loaded.size(), 1);
    QTRY_COMPARE(value(anna, ConversationListModel::PreviewRole).toString(), u"just now"_s);
    QCOMPARE(peers().first(), anna);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ConversationListModelTest)
#include "ConversationListModelTest.moc"
