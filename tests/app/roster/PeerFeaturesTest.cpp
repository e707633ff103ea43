// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/roster/PeerFeatures.h"
#include "archive/history/SqlHistoryStore.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::FeatureSupport;
using app::PeerFeatures;

namespace {

const auto feature = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;
const auto infoNs = u"http://jabber.org/protocol/disco#info"_s;
const auto bob = *crypto::BareJid::parse(u"bob@localhost"_s);
const auto anna = *crypto::BareJid::parse(u"anna@localhost"_s);

crypto::XmlElement parsed(const QByteArray &xml)
{
    return crypto::XmlElement::parse(xml).value_or(crypto::XmlElement());
}

} // namespace

/// Which features a peer's programs announce (E-01), with a scripted network.
class PeerFeaturesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TempDatabase> m_database;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<app::RosterController> m_roster;
    std::unique_ptr<PeerFeatures> m_features;
    QHash<QString, QByteArray> m_answers; ///< by full address: the query element; absent = an error

    void present(const QString &from, const QString &caps = {}, const QString &type = {})
    {
        crypto::XmlElement presence(u"presence"_s, u"jabber:client"_s);
        presence.setAttribute(u"from"_s, from);
        if (!type.isEmpty()) {
            presence.setAttribute(u"type"_s, type);
        }
        if (!caps.isEmpty()) {
            presence.append(crypto::XmlElement(u"c"_s, u"http://jabber.org/protocol/caps"_s)
                    .setAttribute(u"ver"_s, caps)
                    .setAttribute(u"node"_s, u"x"_s));
        }
        m_transport->receivePresence(presence);
    }
    static QByteArray info(const QByteArray &inside)
    {
        return "<query xmlns='http://jabber.org/protocol/disco#info'>" + inside + "</query>";
    }
    static QByteArray with() { return info("<feature var='urn:ietf:params:xml:ns:xmpp-e2e:5'/>"); }
    static QByteArray without() { return info("<feature var='urn:xmpp:ping'/>"); }
    [[nodiscard]] FeatureSupport support(const crypto::BareJid &peer = bob) const
    {
        return m_features->support(peer, feature);
    }
    [[nodiscard]] int asked(const QString &address) const
    {
        return int(std::ranges::count_if(m_transport->iqs, [&](const FakeTransport::SentIq &iq) {
            return iq.to.toString() == address && iq.payload.is(u"query", infoNs) && !iq.isSet;
        }));
    }

private Q_SLOTS:
    void init()
    {
        m_answers.clear();
        m_database = std::make_unique<TempDatabase>();
        m_history = std::make_unique<archive::SqlHistoryStore>(m_database->store());
        m_transport = std::make_unique<FakeTransport>();
        m_transport->answerIq = [this](const FakeTransport::SentIq &iq) {
            const auto xml = m_answers.value(iq.to.toString());
            return xml.isEmpty() ? FakeTransport::IqAnswer(std::unexpected(app::TransportError{
                                       app::TransportError::Code::StanzaError, u"service-unavailable"_s, {}, {}}))
                                 : FakeTransport::IqAnswer(parsed(xml));
        };
        m_roster = std::make_unique<app::RosterController>(*m_transport, *m_history);
        m_features = std::make_unique<PeerFeatures>(*m_transport, *m_roster);
        m_transport->connectNow();
        app::RosterItem item;
        item.jid = bob;
        item.subscription = u"both"_s;
        app::RosterItem other;
        other.jid = anna;
        other.subscription = u"to"_s; // does not see our presence
        Q_EMIT m_transport->rosterReceived({item, other});
    }
    void cleanup()
    {
        m_features.reset();
        m_roster.reset();
        m_history.reset();
    }

    void everyFormOfTheFeatureCounts_data() // R32
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<bool>("knows");
        QTest::newRow("as XEP-0030 has it") << with() << true;
        QTest::newRow("as the draft prints it") << info("<feature xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5'/>") << true;
        QTest::newRow("another version") << info("<feature var='urn:ietf:params:xml:ns:xmpp-e2e:4'/>") << false;
        QTest::newRow("as an identity") << info(
            "<identity category='client' type='urn:ietf:params:xml:ns:xmpp-e2e:5'/>")
                                        << false;
        QTest::newRow("deeper inside") << info(
            "<x xmlns='jabber:x:data'><feature var='urn:ietf:params:xml:ns:xmpp-e2e:5'/></x>")
                                       << false;
        QTest::newRow("none") << without() << false;
    }
    void everyFormOfTheFeatureCounts()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const bool, knows);
        QCOMPARE(PeerFeatures::featuresIn(parsed(query)).contains(feature), knows);
    }

    void aFloodOfFeaturesIsCut()
    {
        QByteArray many;
        for (int i = 0; i < 3000; ++i) {
            many += "<feature var='" + QByteArray::number(i) + "'/>";
        }
        QCOMPARE(PeerFeatures::featuresIn(parsed(info(many))).size(), PeerFeatures::mostFeatures);
        m_features->watch(bob);
        for (int i = 0; i < 100; ++i) {
            present(u"bob@localhost/%1"_s.arg(i));
        }
        QCOMPARE(m_transport->iqs.size(), PeerFeatures::mostResources + 1);
    }

    void allSomeAndNone()
    {
        m_answers = {{u"bob@localhost/desk"_s, with()}, {u"bob@localhost/phone"_s, without()}};
        QCOMPARE(support(), FeatureSupport::Unknown); // nobody is there
        m_features->watch(bob);
        QSignalSpy changed(m_features.get(), &PeerFeatures::changed);
        present(u"bob@localhost/phone"_s);
        QTRY_COMPARE(support(), FeatureSupport::None);
        present(u"bob@localhost/desk"_s);
        QTRY_COMPARE(support(), FeatureSupport::Some);
        present(u"bob@localhost/phone"_s, {}, u"unavailable"_s);
        QCOMPARE(support(), FeatureSupport::All);
        QVERIFY(changed.count() >= 3);
        present(u"bob@localhost/desk"_s, {}, u"unavailable"_s);
        QCOMPARE(support(), FeatureSupport::Unknown);
    }

    void whoIsOnlineAlreadyIsAsked()
    {
        m_answers = {{u"bob@localhost/desk"_s, with()}};
        present(u"bob@localhost/desk"_s, u"hash"_s);
        QCOMPARE(asked(u"bob@localhost/desk"_s), 0); // only those who are written to
        m_features->watch(bob);
        m_features->watch(bob);
        QTRY_COMPARE(support(), FeatureSupport::All);
        QCOMPARE(asked(u"bob@localhost/desk"_s), 1);
    }

    void askedAgainOnlyForAnotherHash()
    {
        m_answers = {{u"bob@localhost/desk"_s, without()}};
        m_features->watch(bob);
        present(u"bob@localhost/desk"_s, u"old"_s);
        QTRY_COMPARE(support(), FeatureSupport::None);
        present(u"bob@localhost/desk"_s, u"old"_s);
        present(u"bob@localhost/desk"_s); // directed presence has none
        QCOMPARE(asked(u"bob@localhost/desk"_s), 1);
        m_answers[u"bob@localhost/desk"_s] = with();
        present(u"bob@localhost/desk"_s, u"new"_s);
        QCOMPARE(asked(u"bob@localhost/desk"_s), 2);
        QTRY_COMPARE(support(), FeatureSupport::All);
    }

    void aHashThatKeepsChangingIsAskedOnce()
    {
        m_transport->answersIqs = false;
        m_features->watch(bob);
        for (int i = 0; i < 50; ++i) {
            present(u"bob@localhost/desk"_s, u"hash %1"_s.arg(i));
        }
        QCOMPARE(asked(u"bob@localhost/desk"_s), 1);
        m_answers[u"bob@localhost/desk"_s] = with();
        m_transport->answerPendingIqs();
        QTRY_COMPARE(asked(u"bob@localhost/desk"_s), 2); // what it became meanwhile
        m_transport->answerPendingIqs();
        QTRY_COMPARE(support(), FeatureSupport::All);
        QCOMPARE(asked(u"bob@localhost/desk"_s), 2);
    }

    void silenceIsNotKnown()
    {
        m_transport->answersIqs = false;
        m_features->watch(bob);
        present(u"bob@localhost/desk"_s);
        QCOMPARE(support(), FeatureSupport::Asked);
        m_transport->answerPendingIqs(); // with errors
        QTRY_COMPARE(support(), FeatureSupport::Unknown);
        m_answers = {{u"bob@localhost/desk"_s, "<query xmlns='jabber:iq:version'/>"}};
        present(u"bob@localhost/desk"_s, u"new"_s);
        m_transport->answerPendingIqs();
        QTRY_COMPARE(support(), FeatureSupport::Unknown);
    }

    void strangersAreNotAsked()
    {
        m_features->watch(anna);
        present(u"anna@localhost/desk"_s);
        QCOMPARE(asked(u"anna@localhost/desk"_s), 0);
        QCOMPARE(support(anna), FeatureSupport::Unknown);
        // Until they may see our presence.
        m_answers = {{u"anna@localhost/desk"_s, with()}};
        app::RosterItem item;
        item.jid = anna;
        item.subscription = u"both"_s;
        Q_EMIT m_transport->rosterItemChanged(item);
        QTRY_COMPARE(support(anna), FeatureSupport::All);
        QCOMPARE(asked(u"anna@localhost/desk"_s), 1);
    }

    void aRoomIsAGroup() // E-62
    {
        m_answers = {{bob.toString(), info("<identity category='conference' type='text'/>")},
            {anna.toString(), info("<identity category='account' type='registered'/>")}};
        m_features->watch(bob);
        m_features->watch(anna);
        QTRY_VERIFY(m_features->isGroup(bob));
        QVERIFY(!m_features->isGroup(anna));
    }

    void aNewStreamAsksAgain()
    {
        m_answers = {{u"bob@localhost/desk"_s, with()}};
        m_features->watch(bob);
        present(u"bob@localhost/desk"_s);
        QTRY_COMPARE(support(), FeatureSupport::All);
        m_transport->loseLink();
        m_transport->connectNow(true);
        QCOMPARE(support(), FeatureSupport::All); // resumed: nothing was missed
        m_transport->loseLink();
        m_transport->connectNow();
        QCOMPARE(support(), FeatureSupport::Unknown);
        m_answers[u"bob@localhost/desk"_s] = without();
        present(u"bob@localhost/desk"_s);
        QTRY_COMPARE(support(), FeatureSupport::None);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PeerFeaturesTest)
#include "PeerFeaturesTest.moc"
