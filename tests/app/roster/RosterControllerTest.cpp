// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/roster/RosterController.h"
#include "archive/history/SqlHistoryStore.h"
#include "tests/support/Await.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;
using letterlock::app::Availability;

namespace letterlock::test {

namespace {

const auto anna = *crypto::BareJid::parse(u"anna@localhost"_s);
const auto bob = *crypto::BareJid::parse(u"bob@localhost"_s);

app::RosterItem item(const crypto::BareJid &jid, const QString &name, const QString &subscription)
{
    app::RosterItem made;
    made.jid = jid;
    made.name = name;
    made.subscription = subscription;
    return made;
}

} // namespace

class RosterControllerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TempDatabase>();
        m_history = std::make_unique<archive::SqlHistoryStore>(m_database->store());
        m_transport = std::make_unique<FakeTransport>();
        m_roster = std::make_unique<app::RosterController>(*m_transport, *m_history);
        m_transport->connectNow();
        Q_EMIT m_transport->rosterReceived({item(bob, u"Bob"_s, u"both"_s), item(anna, {}, u"to"_s)});
    }

    void cleanup()
    {
        m_roster.reset();
        m_history.reset();
        m_database.reset();
    }

    void contactsHaveNamesAndOrder()
    {
        const auto contacts = m_roster->contacts();
        QCOMPARE(contacts.size(), 2);
        QCOMPARE(contacts[0].name, u"anna@localhost"_s);
        QCOMPARE(contacts[1].name, u"Bob"_s);
        QVERIFY(m_roster->isSubscribedToUs(bob));
        QVERIFY(!m_roster->isSubscribedToUs(anna));
        // The conversation takes the name, for the list and for search.
        QTRY_COMPARE(storedNames().value(bob), u"Bob"_s);
    }

    void theBestResourceSpeaks()
    {
        present(u"bob@localhost/phone"_s, Availability::Away, u"out"_s);
        QCOMPARE(m_roster->contact(bob).availability, Availability::Away);
        present(u"bob@localhost/desk"_s, Availability::Online, u"here"_s);
        QCOMPARE(m_roster->contact(bob).availability, Availability::Online);
        QCOMPARE(m_roster->contact(bob).status, u"here"_s);
        QCOMPARE(m_roster->resources(bob).first().resource(), u"desk"_s);
        present(u"bob@localhost/desk"_s, Availability::Offline, {});
        QCOMPARE(m_roster->contact(bob).availability, Availability::Away);
        present(u"bob@localhost/phone"_s, Availability::Offline, {});
        QCOMPARE(m_roster->contact(bob).availability, Availability::Offline);
        QVERIFY(m_roster->resources(bob).isEmpty());
    }

    void presenceLastsAcrossAResumedStreamOnly()
    {
        present(u"bob@localhost/desk"_s, Availability::Online, {});
        m_transport->loseLink();
        m_transport->connectNow(true);
        QCOMPARE(m_roster->contact(bob).availability, Availability::Online);
        m_transport->connectNow(false);
        QCOMPARE(m_roster->contact(bob).availability, Availability::Offline);
    }

    void whoLeftTheRosterIsGone()
    {
        QSignalSpy removed(m_roster.get(), &app::RosterController::contactRemoved);
        Q_EMIT m_transport->rosterReceived({item(anna, u"Anna"_s, u"both"_s)});
        QCOMPARE(removed.size(), 1);
        QCOMPARE(m_roster->contacts().size(), 1);
        m_roster->remove(anna);
        QCOMPARE(removed.size(), 2);
        QVERIFY(m_roster->contacts().isEmpty());
    }

    void addingAsksAndKeepsAConversation()
    {
        const auto carol = *crypto::BareJid::parse(u"carol@localhost"_s);
        m_roster->add(carol, u"Carol"_s);
        QCOMPARE(m_transport->presences, QStringList{u"subscribe carol@localhost"_s});
        QCOMPARE(m_roster->contact(carol).name, u"Carol"_s);
        QTRY_COMPARE(storedNames().value(carol), u"Carol"_s);
        m_roster->rename(carol, u"Caroline"_s);
        QCOMPARE(m_roster->contact(carol).name, u"Caroline"_s);
        QTRY_COMPARE(storedNames().value(carol), u"Caroline"_s);
    }

    void requestsAreAnswered()
    {
        QSignalSpy asked(m_roster.get(), &app::RosterController::requestReceived);
        const auto dave = *crypto::BareJid::parse(u"dave@localhost"_s);
        Q_EMIT m_transport->subscriptionRequested(dave);
        QCOMPARE(asked.size(), 1);
        // For whoever was not there to hear it, once; the server says it with each sign-in.
        Q_EMIT m_transport->subscriptionRequested(dave);
        QCOMPARE(m_roster->requests(), QList{dave});
        QSignalSpy answered(m_roster.get(), &app::RosterController::requestAnswered);
        m_roster->answerRequest(dave, false);
        QCOMPARE(answered.size(), 1);
        QVERIFY(m_roster->requests().isEmpty());
        m_roster->answerRequest(dave, true);
        QCOMPARE(m_transport->presences,
            (QStringList{u"deny dave@localhost"_s, u"allow dave@localhost"_s, u"subscribe dave@localhost"_s}));
        m_roster->setOwnAvailability(Availability::Busy, u"no"_s);
        QCOMPARE(m_roster->ownAvailability(), Availability::Busy);
        QCOMPARE(m_transport->availabilities, QList<Availability>{Availability::Busy});
    }

    void anotherDeviceMayHaveAnswered()
    {
        const auto dave = *crypto::BareJid::parse(u"dave@localhost"_s);
        Q_EMIT m_transport->subscriptionRequested(dave);
        Q_EMIT m_transport->rosterItemChanged(item(dave, {}, u"to"_s));
        QCOMPARE(m_roster->requests(), QList{dave});
        Q_EMIT m_transport->rosterItemChanged(item(dave, {}, u"both"_s));
        QVERIFY(m_roster->requests().isEmpty());
    }

private:
    void present(const QString &jid, Availability availability, const QString &status)
    {
        Q_EMIT m_transport->presenceChanged({*crypto::Jid::parse(jid), availability, status});
    }

    QHash<crypto::BareJid, QString> storedNames()
    {
        QHash<crypto::BareJid, QString> names;
        const auto conversations = await(m_history->conversations());
        for (const auto &conversation : conversations.value_or(QList<archive::ConversationSummary>())) {
            names.insert(conversation.peer, conversation.name);
        }
        return names;
    }

    std::unique_ptr<TempDatabase> m_database;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<app::RosterController> m_roster;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RosterControllerTest)
#include "RosterControllerTest.moc"
