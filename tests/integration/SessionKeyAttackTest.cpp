// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "crypto/base/Random.h"
#include "crypto/jose/KeyRequests.h"
#include "crypto/jose/StampRules.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/SessionKeyPair.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// A contact who has all the keys and lies: wrong answers, repeated ones, seals with something else inside.
class SessionKeyAttackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theAnswerToAnotherRequestIsNone();
    void aKeyIsTakenOnceAndOnlyWhereItWasAskedFor();
    void whatIsInsideMustBeWhatIsOutside_data();
    void whatIsInsideMustBeWhatIsOutside();
    void whatOpensIsNeverAnsweredWithAnError();
    void aFloodOfReceiptsPushesOutNobodyElses();
};

namespace {

const auto e2eNs = u"urn:ietf:params:xml:ns:xmpp-e2e:5"_s;

crypto::XmlElement parsed(const QString &xml)
{
    return crypto::XmlElement::parse(xml.toUtf8()).value_or(crypto::XmlElement());
}

/// Another program of Anselm's. What it seals is whatever a test writes.
struct LyingPeer {
    explicit LyingPeer(SessionKeyPair &given)
        : pair(given)
        , own(*crypto::RequestKey::make(2048))
    {
    }

    [[nodiscard]] bool start()
    {
        return pair.start() && raw.open({pair.server.port(), u"anselm"_s, u"secret-anselm"_s, pair.server.caFile()})
            && hello();
    }
    bool hello()
    {
        raw.sendPresence();
        mira = pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).value(0).toString();
        return waitUntil(
            [&] {
                const auto there = pair.mira->app().roster().resources(pair.mira->jid(u"anselm"_s));
                return std::ranges::any_of(there, [&](const crypto::Jid &jid) { return jid.toString() == raw.jid(); });
            },
            20000);
    }

    /// A key of its own; not given to anybody yet.
    crypto::SessionKey makeKey() const
    {
        return crypto::SessionKey::make(
            pair.anselm->jid(u"mira"_s), {}, 32, QDateTime::currentDateTimeUtc().addSecs(-1));
    }
    QDateTime nextStamp()
    {
        stamp = crypto::StampRules::next(QDateTime::currentDateTimeUtc(), stamp);
        return stamp;
    }
    QString seal(const crypto::SessionKey &key, const QString &inner, QDateTime at = {})
    {
        const QString envelope
            = u"<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='%1'/>%2</forwarded>"_s.arg(
                crypto::StampRules::write(at.isValid() ? at : nextStamp()), inner);
        crypto::XmlElement e2e(u"e2e"_s, e2eNs);
        e2e.setAttribute(u"id"_s, key.sid);
        crypto::Jwe::seal(
            {crypto::JweKeyWrap::A256Kw, crypto::JweContent::A256CbcHs512, key.sid}, key.secret, envelope.toUtf8())
            ->appendTo(e2e);
        return QString::fromUtf8(e2e.toXml());
    }
    QString inner(const QString &children, const QString &id = u"inner"_s) const
    {
        return u"<message xmlns='jabber:client' type='chat' id='%1' from='%2' to='%3'>%4</message>"_s.arg(
            id, raw.jid(), mira, children);
    }
    void say(const QString &id, const QString &seal)
    {
        raw.send(u"<message type='chat' id='%1' to='%2'>%3</message>"_s.arg(id, mira, seal));
    }

    /// Of Mira's; Anselm's other program asks as well.
    QDomElement next(const QString &name, const QString &child)
    {
        QDomElement found;
        const auto isIt = [&] {
            found = raw.next(name, 5);
            return found.attribute(u"from"_s) == mira && !found.firstChildElement(child).isNull();
        };
        return waitUntil(isIt, 20000) ? found : QDomElement();
    }
    /// Her request for the key, not answered yet.
    QDomElement asked() { return next(u"iq"_s, u"keyreq"_s); }
    void give(const QDomElement &request, const crypto::SessionKey &key)
    {
        const auto read = crypto::KeyRequests::read(*parsed(xmlText(request)).firstElement());
        QVERIFY(read.has_value());
        const auto answer = crypto::KeyRequests::answer(key, read->keys.first());
        QVERIFY(answer.has_value());
        result(request.attribute(u"id"_s), QString::fromUtf8(answer->toXml()));
    }
    void result(const QString &id, const QString &payload)
    {
        raw.send(u"<iq type='result' id='%1' to='%2'>%3</iq>"_s.arg(id, mira, payload));
    }
    /// Mira's key for Anselm, as one of his devices gets it.
    std::optional<crypto::SessionKey> ask(const QString &sid)
    {
        const auto request = crypto::KeyRequests::request(sid, {own.publicKey()});
        const QString id = raw.sendIq(u"get"_s, QString::fromUtf8(request.toXml()), mira);
        if (!pair.approve(*pair.mira)) {
            return std::nullopt;
        }
        QDomElement answer;
        waitUntil(
            [&] {
                answer = raw.answer(id, 5);
                return !answer.isNull();
            },
            20000);
        const auto sender = *crypto::Jid::parse(mira);
        auto key = crypto::KeyRequests::openAnswer(
            *parsed(xmlText(answer)).firstElement(), sender, {sender, sid}, own, QDateTime::currentDateTimeUtc());
        return key ? std::optional(*std::move(key)) : std::nullopt;
    }
    /// The stanza inside of one of Mira's.
    crypto::XmlElement opened(const QDomElement &stanza, const crypto::SessionKey &key)
    {
        const auto jwe = crypto::Jwe::read(*parsed(xmlText(stanza)).child(u"e2e", e2eNs));
        const auto plain = jwe ? jwe->open(key.secret) : crypto::cryptoError(crypto::CryptoError::Code::MalformedInput);
        const auto envelope = plain ? crypto::XmlElement::parse(QByteArray(plain->data(), plain->size()))
                                    : crypto::XmlElement::parse({});
        const auto *iq = envelope ? envelope->child(u"iq", u"jabber:client") : nullptr;
        return iq ? *iq : crypto::XmlElement();
    }
    bool isAlive() { return !askClient(raw, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, mira).isNull(); }

    SessionKeyPair &pair;
    crypto::RequestKey own;
    RawXmppStream raw;
    QString mira;
    QDateTime stamp;
};

} // namespace

/// Two requests are on their way; whoever stands between, or the peer, hands over the answer to the other one.
void SessionKeyAttackTest::theAnswerToAnotherRequestIsNone() // E-32
{
    SessionKeyPair pair;
    LyingPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem()));
    const auto to = *crypto::Jid::parse(peer.raw.jid());
    auto &sealed = pair.mira->app().sealedStanzas();
    const auto send = [&](const QString &ns) { return sealed.sendIq(false, to, crypto::XmlElement(u"query"_s, ns)); };
    const auto first = send(u"urn:test:1"_s);
    const auto second = send(u"urn:test:2"_s);
    const auto third = send(u"urn:test:3"_s);
    QList<QDomElement> outer;
    for (int i = 0; i < 3; ++i) {
        outer.append(peer.next(u"iq"_s, u"e2e"_s));
        QVERIFY(!outer.last().isNull());
    }
    const auto key = peer.ask(outer[0].firstChildElement(u"e2e"_s).attribute(u"id"_s));
    QVERIFY(key);
    const auto mine = peer.makeKey();
    QStringList answers;
    for (const auto &request : outer) {
        const auto inside = peer.opened(request, *key);
        QVERIFY(!inside.isNull());
        answers.append(peer.seal(mine,
            u"<iq xmlns='jabber:client' type='result' id='%1' from='%2' to='%3'><query xmlns='%4'/></iq>"_s.arg(
                inside.attribute(u"id"), peer.raw.jid(), peer.mira, inside.firstElement()->ns())));
    }
    // The stamps go up, so that only the ids are wrong.
    peer.result(outer[1].attribute(u"id"_s), answers[0]);
    const auto keyRequest = peer.asked();
    QVERIFY(!keyRequest.isNull());
    peer.give(keyRequest, mine);
    const auto swapped = await(second, 20000);
    QVERIFY(!swapped.has_value());
    QCOMPARE(swapped.error().code, app::TransportError::Code::ProtocolError);
    peer.result(outer[0].attribute(u"id"_s), answers[1]);
    QVERIFY(!await(first, 20000).has_value());
    // The right one is taken.
    peer.result(outer[2].attribute(u"id"_s), answers[2]);
    const auto right = await(third, 20000);
    QVERIFY2(right.has_value(), right ? "" : qPrintable(right.error().detail));
    QVERIFY(right->is(u"query", u"urn:test:3"));
    // In the open it is no answer.
    const auto fourth = send(u"urn:test:4"_s);
    peer.result(peer.next(u"iq"_s, u"e2e"_s).attribute(u"id"_s), u"<query xmlns='urn:test:4'/>"_s);
    QVERIFY(!await(fourth, 20000).has_value());
}

void SessionKeyAttackTest::aKeyIsTakenOnceAndOnlyWhereItWasAskedFor() // E-54, E-55
{
    SessionKeyPair pair;
    LyingPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem()));
    const auto key = peer.makeKey();
    auto other = peer.makeKey();
    other.sid = key.sid;
    const auto unasked = peer.makeKey();
    peer.say(u"m1"_s, peer.seal(key, peer.inner(u"<body>under the first</body>"_s, u"i1"_s)));
    const auto request = peer.asked();
    QVERIFY(!request.isNull());
    // An answer to a request that was never made, to one with another id, and then the right one.
    const auto rightId = request.attribute(u"id"_s);
    auto wrong = request.cloneNode().toElement();
    for (const auto &id : {u"never"_s, rightId + u'x'}) {
        wrong.setAttribute(u"id"_s, id);
        peer.give(wrong, other);
    }
    peer.give(request, key);
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"under the first"_s));
    // The same answer again, with another key.
    peer.give(request, other);
    peer.give(request, unasked);
    QVERIFY(peer.isAlive());
    peer.say(u"m2"_s, peer.seal(other, peer.inner(u"<body>under another</body>"_s, u"i2"_s)));
    peer.say(u"m3"_s, peer.seal(key, peer.inner(u"<body>under the first again</body>"_s, u"i3"_s)));
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"under the first again"_s));
    QTRY_COMPARE_WITH_TIMEOUT(pair.mira->messagesWith(u"anselm"_s).size(), 3, 10000);
    for (const auto &message : pair.mira->messagesWith(u"anselm"_s)) {
        QVERIFY(message.body != u"under another"_s);
    }
    // What came without having been asked for opens nothing either: it is asked for.
    peer.say(u"m4"_s, peer.seal(unasked, peer.inner(u"<body>unasked</body>"_s, u"i4"_s)));
    const auto second = peer.asked();
    QVERIFY(!second.isNull());
    QVERIFY(xmlText(second).contains(unasked.sid));
}

void SessionKeyAttackTest::whatIsInsideMustBeWhatIsOutside_data()
{
    QTest::addColumn<QString>("inner");
    const QString body = u"<body>not mine</body>"_s;
    QTest::newRow("from the reader herself")
        << u"<message xmlns='jabber:client' type='chat' id='i' from='mira@localhost/x' to='%2'>"_s + body
            + u"</message>"_s;
    QTest::newRow("from somebody else")
        << u"<message xmlns='jabber:client' type='chat' id='i' from='eve@localhost/x' to='%2'>"_s + body
            + u"</message>"_s;
    QTest::newRow("without sender") << u"<message xmlns='jabber:client' type='chat' id='i' to='%2'>"_s + body
            + u"</message>"_s;
    QTest::newRow("for somebody else")
        << u"<message xmlns='jabber:client' type='chat' id='i' from='%1' to='eve@localhost'>"_s + body
            + u"</message>"_s;
    QTest::newRow("said in a room") << u"<message xmlns='jabber:client' type='groupchat' id='i' from='%1' to='%2'>"_s
            + body + u"</message>"_s;
    QTest::newRow("an error") << u"<message xmlns='jabber:client' type='error' id='i' from='%1' to='%2'>"_s + body
            + u"</message>"_s;
    QTest::newRow("another kind") << u"<presence xmlns='jabber:client' id='i' from='%1' to='%2'><status>not "
                                     "mine</status></presence>"_s;
    QTest::newRow("two") << u"<message xmlns='jabber:client' type='chat' id='i' from='%1' to='%2'>"_s + body
            + u"</message><message xmlns='jabber:client' type='chat' id='j' from='%1' to='%2'/>"_s;
    QTest::newRow("a seal in a seal") << u"<e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5' id='x'/>"_s;
}

void SessionKeyAttackTest::whatIsInsideMustBeWhatIsOutside() // E-25, E-26, E-28, E-33
{
    QFETCH(const QString, inner);
    SessionKeyPair pair;
    LyingPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem()));
    const auto key = peer.makeKey();
    peer.say(u"bad"_s, peer.seal(key, QString(inner).replace(u"%1"_s, peer.raw.jid()).replace(u"%2"_s, peer.mira)));
    const auto request = peer.asked();
    QVERIFY(!request.isNull());
    peer.give(request, key);
    // One error, which says nothing but the condition.
    const auto error = nextMessage(peer.raw, u"bad"_s);
    QCOMPARE(error.attribute(u"type"_s), u"error"_s);
    QCOMPARE(errorCondition(error), u"bad-request"_s);
    QVERIFY(xmlText(error).contains(u"decryption-failed"_s));
    QVERIFY(!xmlText(error).contains(u"<text"_s));
    QVERIFY(peer.isAlive());
    QVERIFY(nextMessage(peer.raw, u"bad"_s, 200).isNull());
    const auto shown = pair.mira->messagesWith(u"anselm"_s);
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown[0].sealing, archive::Sealing::SealBroken);
    QVERIFY(shown[0].body.isEmpty());
    QVERIFY(pair.mira->messagesWith(u"eve"_s).isEmpty());
}

void SessionKeyAttackTest::whatOpensIsNeverAnsweredWithAnError() // E-31
{
    SessionKeyPair pair;
    LyingPeer peer(pair);
    QVERIFY2(peer.start(), qPrintable(pair.problem()));
    const auto key = peer.makeKey();
    peer.say(u"m0"_s, peer.seal(key, peer.inner(u"<body>hello</body>"_s, u"i0"_s)));
    const auto request = peer.asked();
    QVERIFY(!request.isNull());
    peer.give(request, key);
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"hello"_s));
    const auto now = QDateTime::currentDateTimeUtc();
    const QString again = peer.seal(key, peer.inner(u"<body>said twice</body>"_s, u"i1"_s));
    const QStringList seals{
        again,
        again, // the very same
        peer.seal(key, peer.inner({}, u"i2"_s)),
        peer.seal(key, peer.inner(u"<unknown xmlns='urn:test'/>"_s, u"i3"_s)),
        peer.seal(key, peer.inner(u"<openpgp xmlns='urn:xmpp:openpgp:0'>bm90aGluZw==</openpgp>"_s, u"i4"_s)),
        peer.seal(key, peer.inner(u"<e2e xmlns='urn:ietf:params:xml:ns:xmpp-e2e:5' id='x'/>"_s, u"i5"_s)),
        peer.seal(key,
            peer.inner(u"<error type='cancel'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                       "</error>"_s,
                u"i6"_s)),
        peer.seal(key, peer.inner(u"<received xmlns='urn:xmpp:receipts' id='nothing'/>"_s, u"i7"_s)),
        peer.seal(
            key, peer.inner(u"<replace xmlns='urn:xmpp:message-correct:0' id='nothing'/><body>r</body>"_s, u"i8"_s)),
        peer.seal(key, peer.inner(u"<body>too old</body>"_s, u"i9"_s), now.addSecs(-600)),
        peer.seal(key, peer.inner(u"<body>too new</body>"_s, u"i10"_s), now.addSecs(600)),
        peer.seal(key, peer.inner(u"<body>one second back</body>"_s, u"i11"_s), now.addSecs(-1)),
    };
    for (qsizetype i = 0; i < seals.size(); ++i) {
        peer.say(u"m%1"_s.arg(i + 1), seals[i]);
    }
    QVERIFY(pair.mira->hasMessage(u"anselm"_s, u"one second back"_s));
    QVERIFY(peer.isAlive());
    for (auto stanza = peer.raw.next(u"message"_s, 300); !stanza.isNull(); stanza = peer.raw.next(u"message"_s, 300)) {
        QVERIFY2(stanza.attribute(u"type"_s) != u"error"_s, qPrintable(xmlText(stanza)));
    }
    const auto all = pair.mira->messagesWith(u"anselm"_s);
    const auto markOf = [&](const QString &text) {
        const auto found = std::ranges::find(all, text, &archive::Message::body);
        return found == all.end() ? crypto::TimeMark::Good : found->timeMark;
    };
    QCOMPARE(markOf(u"too old"_s), crypto::TimeMark::Old);
    QCOMPARE(markOf(u"too new"_s), crypto::TimeMark::Future);
    QCOMPARE(markOf(u"one second back"_s), crypto::TimeMark::Decreasing);
    QCOMPARE(std::ranges::count(all, u"said twice"_s, &archive::Message::body), 1);
}

void SessionKeyAttackTest::aFloodOfReceiptsPushesOutNobodyElses() // E-21
{
    SessionKeyPair pair;
    QVERIFY2(pair.start(), qPrintable(pair.problem()));
    QVERIFY(pair.mira->sendTo(u"anselm"_s, u"did you get it"_s));
    QVERIFY(pair.approve(*pair.mira));
    QVERIFY(pair.anselm->hasMessage(u"mira"_s, u"did you get it"_s));
    QVERIFY(pair.card(*pair.anselm)); // his receipt waits for its key
    RawXmppStream eve;
    QVERIFY(eve.open({pair.server.port(), u"eve"_s, u"secret-eve"_s, pair.server.caFile()}));
    const QString mira = pair.anselm->app().roster().resources(pair.anselm->jid(u"mira"_s)).value(0).toString();
    auto key = crypto::SessionKey::make(pair.anselm->jid(u"mira"_s), {}, 32, QDateTime::currentDateTimeUtc());
    crypto::XmlElement e2e(u"e2e"_s, e2eNs);
    crypto::Jwe::seal({crypto::JweKeyWrap::A256Kw, crypto::JweContent::A256CbcHs512, {}}, key.secret, "x")
        ->appendTo(e2e);
    for (int i = 0; i < 150; ++i) {
        e2e.setAttribute(u"id"_s, u"sid-%1"_s.arg(i));
        eve.send(
            u"<message type='chat' id='f%1' to='%2'><no-permanent-store xmlns='urn:xmpp:hints'/>%3</message>"_s.arg(
                QString::number(i), mira, QString::fromUtf8(e2e.toXml())));
    }
    QVERIFY(!askClient(eve, u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, mira).isNull());
    QVERIFY(pair.approve(*pair.anselm));
    QTRY_COMPARE_WITH_TIMEOUT(pair.last(*pair.mira, u"anselm"_s)->delivery, archive::Delivery::Arrived, 20000);
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionKeyAttackTest)
#include "SessionKeyAttackTest.moc"
