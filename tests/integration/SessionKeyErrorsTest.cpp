// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Delivery;
using archive::SendFault;

/// What of ours comes back: which message it marks, what it says, and what an error cannot do.
class SessionKeyErrorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyErrorHasItsReason();
    void whatIsForgedChangesNothing();
    void aRefusedKeyIsToldAndSentAgainUnderANewOne();
    void oneDeviceFailsAndAnotherHasIt();
    void nobodyThere();
    void presenceThatDoesNotOpenIsAnswered();
};

namespace {

const auto e2eNs = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

/// The peer is a plain stream, so that it can answer whatever a test wants.
struct ScriptedPeer {
    explicit ScriptedPeer(SessionKeyPair &given)
        : pair(given)
    {
    }
    [[nodiscard]] bool start()
    {
        return pair.server.start()
            && raw.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()})
            && eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}) && hello()
            && pair.mira->signIn() && pair.mira->choose(u"anselm"_s, app::SealingChoice::SessionKey);
    }
    bool hello()
    {
        raw.sendPresence();
        return !raw.next(u"presence"_s).isNull();
    }
    /// Mira sends, and the stanza arrives here.
    QDomElement send(const QString &text)
    {
        if (!pair.mira->sendTo(u"anselm"_s, text)) {
            return {};
        }
        QDomElement found;
        waitUntil(
            [&] {
                found = raw.next(u"message"_s, 5);
                return !found.firstChildElement(u"e2e"_s).isNull();
            },
            20000);
        return found;
    }
    static QString error(const QString &to, const QString &id, const QString &inside)
    {
        return u"<message type='error' to='%1' id='%2'><error type='modify'>%3</error></message>"_s.arg(to, id, inside);
    }
    static QString stanzas(const QString &condition)
    {
        return u"<%1 xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"_s.arg(condition);
    }
    static QString own(const QString &condition) { return u"<%1 xmlns='%2'/>"_s.arg(condition, e2eNs); }
    [[nodiscard]] archive::Message message(const QString &text)
    {
        const auto all = pair.mira->messagesWith(u"anselm"_s);
        const auto found = std::ranges::find(all, text, &archive::Message::body);
        return found == all.end() ? archive::Message() : *found;
    }

    SessionKeyPair &pair;
    RawXmppStream raw;
    RawXmppStream eve;
};

} // namespace

void SessionKeyErrorsTest::everyErrorHasItsReason() // E-27, E-28, E-30, R35
{
    SessionKeyPair pair;
    ScriptedPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem() + peer.raw.errorText()));
    struct Case {
        QString inside;
        SendFault fault;
    };
    const QList<Case> cases{
        {peer.stanzas(u"bad-request"_s) + peer.own(u"insufficient-information"_s), SendFault::NoKey},
        {peer.stanzas(u"bad-request"_s) + peer.own(u"decryption-failed"_s), SendFault::NotOpened},
        {peer.stanzas(u"not-acceptable"_s) + peer.own(u"bad-timestamp"_s), SendFault::BadTime},
        {peer.stanzas(u"bad-request"_s) + peer.own(u"bad-timestamp"_s), SendFault::BadTime},
        {peer.stanzas(u"service-unavailable"_s), SendFault::NotTaken},
        {peer.stanzas(u"remote-server-timeout"_s), SendFault::Unreachable},
        {peer.stanzas(u"forbidden"_s), SendFault::Refused},
        {{}, SendFault::Refused},
    };
    for (qsizetype i = 0; i < cases.size(); ++i) {
        const QString text = u"number %1"_s.arg(i);
        const auto sent = peer.send(text);
        QVERIFY(!sent.isNull());
        QCOMPARE(peer.message(text).delivery, Delivery::Sent);
        peer.raw.send(peer.error(sent.attribute(u"from"_s), sent.attribute(u"id"_s), cases[i].inside));
        QTRY_COMPARE_WITH_TIMEOUT(peer.message(text).delivery, Delivery::Failed, 10000);
        QCOMPARE(peer.message(text).fault, cases[i].fault);
        QCOMPARE(peer.message(text).scheme, crypto::SchemeId::Jose);
    }
    // Kept over a restart; nothing goes again by itself.
    pair.restart(pair.mira);
    QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
    QCOMPARE(peer.message(u"number 1"_s).fault, SendFault::NotOpened);
    QVERIFY(await(pair.mira->app().history().outbox())->isEmpty());
}

void SessionKeyErrorsTest::whatIsForgedChangesNothing()
{
    SessionKeyPair pair;
    ScriptedPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem() + peer.raw.errorText()));
    const auto sent = peer.send(u"untouched"_s);
    QVERIFY(!sent.isNull());
    const QString mira = sent.attribute(u"from"_s);
    const QString outerId = sent.attribute(u"id"_s);
    const QString innerId = peer.message(u"untouched"_s).originId;
    const QString broken = peer.stanzas(u"bad-request"_s) + peer.own(u"decryption-failed"_s);
    // Somebody else knows the id; an id that is unknown; none; the id that stands inside the seal.
    peer.eve.send(peer.error(mira, outerId, broken));
    peer.eve.send(peer.error(mira, innerId, broken));
    peer.raw.send(peer.error(mira, u"never-sent"_s, broken));
    peer.raw.send(peer.error(mira, {}, broken));
    peer.raw.send(peer.error(mira, innerId, broken));
    // In a wrapping that only our own server may use, and as something that came from us.
    peer.eve.send(u"<message to='%1'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
                  "<message xmlns='jabber:client' type='error' from='%2' to='%1' id='%3'/></forwarded></received>"
                  "</message>"_s.arg(mira, pair.server.jid(u"anselm"_s) + u"/raw"_s, outerId));
    // Answered requests behind them say that they have been there.
    const QString ping = u"<ping xmlns='urn:xmpp:ping'/>"_s;
    QVERIFY(!askClient(peer.eve, u"get"_s, ping, mira).isNull());
    QVERIFY(!askClient(peer.raw, u"get"_s, ping, mira).isNull());
    QCOMPARE(peer.message(u"untouched"_s).delivery, Delivery::Sent);
    QCOMPARE(peer.message(u"untouched"_s).fault, SendFault::None);
    // Eve's errors made no conversation with her.
    const auto all = await(pair.mira->app().history().conversations());
    QVERIFY(std::ranges::none_of(
        *all, [&](const archive::ConversationSummary &row) { return row.peer == pair.mira->jid(u"eve"_s); }));
    // One message is marked, not the one before it; and what has arrived stays arrived.
    const auto second = peer.send(u"the second"_s);
    peer.raw.send(peer.error(mira, second.attribute(u"id"_s), broken));
    QTRY_COMPARE_WITH_TIMEOUT(peer.message(u"the second"_s).delivery, Delivery::Failed, 10000);
    QCOMPARE(peer.message(u"untouched"_s).delivery, Delivery::Sent);
    peer.raw.send(u"<message to='%1' type='chat' id='r1'><received xmlns='urn:xmpp:receipts' id='%2'/></message>"_s.arg(
        mira, innerId));
    QTRY_COMPARE_WITH_TIMEOUT(peer.message(u"untouched"_s).delivery, Delivery::Arrived, 10000);
    peer.raw.send(peer.error(mira, outerId, broken));
    QVERIFY(!askClient(peer.raw, u"get"_s, ping, mira).isNull());
    QCOMPARE(peer.message(u"untouched"_s).delivery, Delivery::Arrived);
}

void SessionKeyErrorsTest::aRefusedKeyIsToldAndSentAgainUnderANewOne() // E-27, E-65
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"you did not get this"_s));
    const auto first = pair.card(*pair.mira);
    QVERIFY(first);
    pair.mira->app().keyRequests().refuse(first->id);
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"anselm"_s)->fault, SendFault::NoKey, 20000);
    const auto failed = *pair.last(*pair.mira, u"anselm"_s);
    QCOMPARE(failed.delivery, Delivery::Failed);
    pair.mira->app().conversation().retryMessage(failed.id);
    const auto second = pair.card(*pair.mira);
    QVERIFY(second);
    QVERIFY(second->sid != first->sid);
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"you did not get this"_s));
    // Its receipt is sealed as well, and waits for Anselm's key.
    QVERIFY(pair.approve(*pair.anselm));
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"anselm"_s)->delivery, Delivery::Arrived, 20000);
    QCOMPARE(pair.last(*pair.mira, u"anselm"_s)->fault, SendFault::None);
    QCOMPARE(pair.mira->messagesWith(u"anselm"_s).size(), 1);
}

void SessionKeyErrorsTest::oneDeviceFailsAndAnotherHasIt() // several resources of one recipient
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    RawXmppStream broken;
    QVERIFY(broken.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    broken.sendPresence();
    QVERIFY(!broken.next(u"presence"_s).isNull());
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"for both of you"_s));
    QDomElement sent;
    QVERIFY(waitUntil(
        [&] {
            sent = broken.next(u"message"_s, 5);
            return !sent.firstChildElement(u"e2e"_s).isNull();
        },
        20000));
    broken.send(ScriptedPeer::error(sent.attribute(u"from"_s), sent.attribute(u"id"_s),
        ScriptedPeer::stanzas(u"bad-request"_s) + ScriptedPeer::own(u"decryption-failed"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"anselm"_s)->fault, SendFault::NotOpened, 20000);
    // The other one opens it: the receipt counts more, and there is nothing left to be sent again.
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"for both of you"_s));
    QVERIFY(pair.approve(*pair.anselm));
    QTRY_VERIFY_WITH_TIMEOUT(pair.last(*pair.mira, u"anselm"_s)->delivery == Delivery::Arrived, 20000);
    QCOMPARE(pair.last(*pair.mira, u"anselm"_s)->fault, SendFault::None);
    pair.mira->app().conversation().retryMessage(pair.last(*pair.mira, u"anselm"_s)->id);
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"after it"_s));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"after it"_s));
    QCOMPARE(pair.anselm->messagesWith(u"mira"_s).size(), 2);
}

void SessionKeyErrorsTest::nobodyThere()
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    // In the open as well as sealed: what the server sends back is not "sent".
    for (const auto choice : {app::SealingChoice::NotSealed, app::SealingChoice::SessionKey}) {
        const QString text = u"anybody there %1"_s.arg(int(choice));
        QVERIFY(pair.mira->choose(u"nobody"_s, choice));
        QVERIFY(pair.mira->sendTo(u"nobody"_s, text));
        QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"nobody"_s)->fault, SendFault::NotTaken, 20000);
        QCOMPARE(pair.last(*pair.mira, u"nobody"_s)->delivery, Delivery::Failed);
        // It is kept as it was chosen, and goes again that way only.
        const auto id = pair.last(*pair.mira, u"nobody"_s)->id;
        pair.server.kill();
        QTRY_VERIFY_WITH_TIMEOUT(pair.mira->app().account().state() != app::ConnectionState::Online, 20000);
        pair.mira->app().conversation().retryMessage(id);
        QTRY_COMPARE_WITH_TIMEOUT(await(pair.mira->app().history().outbox())->size(), 1, 10000);
        const auto entry = await(pair.mira->app().history().outbox())->first();
        QCOMPARE(entry.sealed, choice == app::SealingChoice::SessionKey);
        QCOMPARE(entry.body, text);
        QCOMPARE(entry.to, pair.mira->jid(u"nobody"_s));
        if (entry.sealed) {
            QCOMPARE(entry.scheme, crypto::SchemeId::Jose);
        }
        QVERIFY(pair.server.restart());
        QVERIFY2(pair.mira->signIn(), qPrintable(pair.problem()));
        QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"nobody"_s)->fault, SendFault::NotTaken, 20000);
    }
}

void SessionKeyErrorsTest::presenceThatDoesNotOpenIsAnswered() // E-28 for other kinds of stanzas
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    const auto mira = pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).value(0).toString();
    RawXmppStream raw;
    QVERIFY(raw.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()}));
    const QString noSeal = u"<presence to='%1' id='%2'><e2e xmlns='%3' id='x'/></presence>"_s;
    raw.send(noSeal.arg(mira, u"p1"_s, e2eNs));
    QDomElement error;
    QVERIFY(waitUntil(
        [&] {
            error = raw.next(u"presence"_s, 5);
            return error.attribute(u"id"_s) == u"p1"_s;
        },
        20000));
    QCOMPARE(error.attribute(u"type"_s), u"error"_s);
    QCOMPARE(errorCondition(error), u"bad-request"_s);
    QVERIFY(xmlText(error).contains(u"decryption-failed"_s));
    // Somebody who may not see our presence learns nothing.
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    eve.send(noSeal.arg(mira, u"p2"_s, e2eNs));
    QVERIFY(!askClient(eve, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, mira).isNull());
    QVERIFY(eve.next(u"presence"_s, 300).isNull());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyErrorsTest)
#include "SessionKeyErrorsTest.moc"
