// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transport/PepKeyDirectory.h"

#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/FakeTransport.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

const auto oneKey = *crypto::KeyFingerprint::parse(u"0DD3000000000000000000000000000000002201"_s);
const auto otherKey = *crypto::KeyFingerprint::parse(u"0262ABCDEF00000000000000000000000000B383"_s);
const auto bob = *crypto::BareJid::parse(u"bob@localhost"_s);
const auto created = QDateTime(QDate(2026, 11, 21), QTime(2, 36, 32), QTimeZone::UTC);

FakeTransport::IqAnswer failure(const QString &condition)
{
    return std::unexpected(app::TransportError{app::TransportError::Code::StanzaError, condition, {}, {}});
}

crypto::XmlElement xml(const QByteArray &text)
{
    return crypto::XmlElement::parse(text).value_or(crypto::XmlElement());
}

/// An answer with these items in the node that was asked for.
crypto::XmlElement answer(const QString &node, const QByteArray &items)
{
    return xml("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + node.toUtf8() + "'>" + items
        + "</items></pubsub>");
}

QByteArray listItem(const QByteArray &id, const QByteArray &entries)
{
    return "<item id='" + id + "'><public-keys-list xmlns='urn:xmpp:openpgp:0'>" + entries
        + "</public-keys-list></item>";
}

QByteArray entry(const crypto::KeyFingerprint &key, const QByteArray &date = "2026-11-21T02:36:32Z")
{
    return "<pubkey-metadata v4-fingerprint='" + key.toString().toLatin1() + "'"
        + (date.isEmpty() ? QByteArray() : " date='" + date + "'") + "/>";
}

/// "publish <node>", "items <node>" … of what was sent.
QString summary(const FakeTransport::SentIq &iq)
{
    const auto *child = iq.payload.firstElement();
    return child ? child->name() + u' ' + child->attribute(u"node") : QString();
}

} // namespace

/// XEP-0373 section 4 on the wire, without a server.
class PepKeyDirectoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_transport = std::make_unique<FakeTransport>();
        m_transport->connectNow();
        m_directory = std::make_unique<app::PepKeyDirectory>(*m_transport);
    }
    void cleanup()
    {
        m_directory.reset();
        m_transport.reset();
    }

    void theDataNodeComesBeforeTheList() // O-14, O-17, O-24
    {
        QByteArray list;
        m_transport->answerIq = [&](const FakeTransport::SentIq &iq) -> FakeTransport::IqAnswer {
            if (summary(iq) == u"publish urn:xmpp:openpgp:0:public-keys"_s) {
                list = entry(oneKey);
            } else if (!iq.isSet) {
                return answer(app::PepKeyDirectory::listNode(), listItem("current", list));
            }
            return crypto::XmlElement();
        };
        QVERIFY(await(m_directory->announce(oneKey, "key", created)).has_value());
        QStringList published;
        for (const auto &iq : m_transport->iqs) {
            if (iq.isSet) {
                published << summary(iq);
            }
        }
        QCOMPARE(published,
            (QStringList{u"publish urn:xmpp:openpgp:0:public-keys:"_s + oneKey.toString(),
                u"publish urn:xmpp:openpgp:0:public-keys"_s}));
        QCOMPARE(app::PepKeyDirectory::listNode(), u"urn:xmpp:openpgp:0:public-keys"_s);
    }

    void aKeyThatCouldNotBePublishedIsNotListed_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::newRow("too large, O-36") << u"policy-violation"_s;
        QTest::newRow("payload-too-big as ejabberd says it") << u"not-acceptable"_s;
        QTest::newRow("no PEP, O-21") << u"service-unavailable"_s;
    }

    void aKeyThatCouldNotBePublishedIsNotListed() // O-17, O-36: and the reason is told
    {
        QFETCH(const QString, condition);
        m_transport->answerIq
            = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer { return failure(condition); };
        const auto announced = await(m_directory->announce(oneKey, "key", created));
        QVERIFY(!announced.has_value());
        QCOMPARE(announced.error().condition, condition);
        QCOMPARE(m_transport->iqs.size(), 1);
    }

    void listsAreReadForgivingly() // O-18, O-20
    {
        m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(app::PepKeyDirectory::listNode(),
                listItem("an old one", entry(otherKey))
                    + listItem("any id",
                        entry(oneKey) + entry(oneKey, "2020-01-01T00:00:00Z") + entry(otherKey, {})
                            + "<pubkey-metadata v4-fingerprint='zz'/><other xmlns='urn:x'/>"));
        };
        const auto keys = await(m_directory->announced(bob));
        QVERIFY(keys.has_value());
        QCOMPARE(keys->size(), 2);
        QCOMPARE(keys->at(0).fingerprint, oneKey);
        QCOMPARE(keys->at(0).date, created);
        QCOMPARE(keys->at(1).fingerprint, otherKey);
        QVERIFY(!keys->at(1).date.isValid());
        QCOMPARE(m_transport->iqs.last().payload.firstElement()->attribute(u"max_items"), u"1"_s);
        QCOMPARE(m_transport->iqs.last().to.toString(), bob.toString());
    }

    void absenceIsNoKeyAndRefusalIsNot() // O-21
    {
        for (const auto &condition : {u"item-not-found"_s, u"service-unavailable"_s, u"feature-not-implemented"_s}) {
            m_transport->answerIq
                = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer { return failure(condition); };
            const auto none = await(m_directory->announced(bob));
            QVERIFY(none.has_value() && none->isEmpty());
        }
        for (const auto &condition : {u"forbidden"_s, u"not-authorized"_s}) {
            m_transport->answerIq
                = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer { return failure(condition); };
            QCOMPARE(await(m_directory->announced(bob)).error().condition, condition);
        }
    }

    void theNewestDataItemCounts() // O-20, O-16
    {
        const QString node = app::PepKeyDirectory::listNode() + u':' + oneKey.toString();
        const auto item = [](const QByteArray &data) {
            return "<item><pubkey xmlns='urn:xmpp:openpgp:0' date='2026-11-21T03:01:44Z'><data>" + data
                + "</data></pubkey></item>";
        };
        m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(node, item("b2xk") + item("\n  bmV\n  3 "));
        };
        QCOMPARE(*await(m_directory->fetch(bob, oneKey)), QByteArray("new"));
        m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(node, item("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
        };
        QVERIFY(!await(m_directory->fetch(bob, oneKey)).has_value());
    }

    void anEventWithoutPayloadIsLookedUp() // O-23
    {
        QList<QList<app::AnnouncedKey>> told;
        connect(m_directory.get(), &app::KeyDirectory::announcementChanged, this,
            [&](const crypto::BareJid &, const QList<app::AnnouncedKey> &keys) { told << keys; });
        const auto event = [](const QByteArray &content) {
            return xml("<items xmlns='http://jabber.org/protocol/pubsub#event' node='urn:xmpp:openpgp:0:public-keys'>"
                + content + "</items>");
        };
        const auto node = app::PepKeyDirectory::listNode();
        Q_EMIT m_transport->pepEvent(bob, node, event(listItem("x", entry(otherKey))));
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.last().first().fingerprint, otherKey);
        QVERIFY(m_transport->iqs.isEmpty());

        m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(node, listItem("x", entry(oneKey)));
        };
        Q_EMIT m_transport->pepEvent(bob, node, event("<item id='x'/>"));
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told.last().first().fingerprint, oneKey);
        QCOMPARE(summary(m_transport->iqs.last()), u"items urn:xmpp:openpgp:0:public-keys"_s);
        // Taken away, purged, deleted: what is there now counts.
        for (const auto &content : {"<retract id='x'/>", ""}) {
            m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
                return failure(u"item-not-found"_s);
            };
            const auto before = told.size();
            Q_EMIT m_transport->pepEvent(bob, node, event(content));
            QTRY_COMPARE(told.size(), before + 1);
            QVERIFY(told.last().isEmpty());
        }
    }

    void statementsOfContinuityAreBounded()
    {
        QByteArray many;
        for (int i = 0; i < 40; ++i) {
            many += "<statement old='" + oneKey.toString().toLatin1() + "' new='" + otherKey.toString().toLatin1()
                + "'><by-old>b2xk</by-old><by-new>bmV3</by-new></statement>";
        }
        m_transport->answerIq = [&](const FakeTransport::SentIq &) -> FakeTransport::IqAnswer {
            return answer(app::PepKeyDirectory::statementNode(),
                "<item><statements xmlns='urn:letterlock:key-continuity:1'><statement old='zz' new='zz'/>" + many
                    + "</statements></item>");
        };
        const auto read = await(m_directory->statements(bob));
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), 8);
        QCOMPARE(read->first().byOld, QByteArray("old"));
        QCOMPARE(read->first().byNew, QByteArray("new"));
    }

private:
    std::unique_ptr<FakeTransport> m_transport;
    std::unique_ptr<app::PepKeyDirectory> m_directory;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PepKeyDirectoryTest)
#include "PepKeyDirectoryTest.moc"
