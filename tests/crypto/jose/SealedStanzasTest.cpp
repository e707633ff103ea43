// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/jose/JoseScheme.h"
#include "crypto/jose/MemorySessionKeyStore.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;
using Code = CryptoError::Code;
using Reason = Rejected::Reason;

namespace {

struct FixedClock final : Clock {
    QDateTime time = QDateTime::fromString(u"2026-02-14T12:00:00.000Z"_s, Qt::ISODateWithMs);
    QDateTime now() const override { return time; }
};

const QString stanzasNs = u"urn:ietf:params:xml:ns:xmpp-stanzas"_s;

XmlElement stanzaFrom(const char *xml)
{
    return *XmlElement::parse(QByteArray(xml)
            .replace("<message ", "<message xmlns='jabber:client' ")
            .replace("<iq ", "<iq xmlns='jabber:client' ")
            .replace("<presence ", "<presence xmlns='jabber:client' "));
}

} // namespace

/// Whole stanzas: iq and directed presence.
class SealedStanzasTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void innerErrorInOuterResult();
    void idsDiffer();
    void notSealed_data();
    void notSealed();
    void kindsMustFit_data();
    void kindsMustFit();
    void oddTimesAreRejected();
    void answers_data();
    void answers();
    void nothingIsAnswered();

private:
    CryptoResult<XmlElement> seal(const XmlElement &stanza, const QString &outerId = {});
    StanzaOutcome open(const XmlElement &outer);

    Worker m_worker{u"jose"_s};
    FixedClock m_clock;
    MemorySessionKeyStore m_annasKeys;
    MemorySessionKeyStore m_bensKeys;
    JoseScheme m_annas{m_annasKeys, m_worker, m_clock};
    JoseScheme m_bens{m_bensKeys, m_worker, m_clock};
};

CryptoResult<XmlElement> SealedStanzasTest::seal(const XmlElement &stanza, const QString &outerId)
{
    return m_annas.sealStanza(stanza, outerId).result();
}

/// At Ben's, who has every key of Anna's.
StanzaOutcome SealedStanzasTest::open(const XmlElement &outer)
{
    const auto key = m_annasKeys.own(outer.child(u"e2e", Jwe::ns)->attribute(u"id"));
    auto given = (*key)->copy();
    given.direction = SessionKey::Direction::Peers;
    given.peer = *BareJid::parse(u"anna@x.org"_s);
    (void)m_bensKeys.put(given);
    IncomingSealed sealed;
    sealed.from = *Jid::parse(u"anna@x.org/d"_s);
    sealed.to = *Jid::parse(u"ben@x.org/p"_s);
    sealed.stanza = outer;
    sealed.receivedAt = m_clock.time;
    return m_bens.openStanza(sealed).result();
}

// E-12, E-14, E-61
void SealedStanzasTest::roundTrip_data()
{
    QTest::addColumn<QByteArray>("stanza");
    QTest::addColumn<int>("children"); // of the outer stanza
    const auto row
        = [](const char *name, const char *xml, int children) { QTest::newRow(name) << QByteArray(xml) << children; };
    row("message", "<message from='anna@x.org/d' to='ben@x.org/p' type='normal' id='i'><body>secret</body></message>",
        3);
    row("iq get", "<iq from='anna@x.org/d' to='ben@x.org/p' type='get' id='i'><vCard xmlns='vcard-temp'/></iq>", 1);
    row("iq set", "<iq from='anna@x.org/d' to='ben@x.org/p' type='set' id='i'><x xmlns='urn:secret'/></iq>", 1);
    row("iq result", "<iq from='anna@x.org/d' to='ben@x.org/p' type='result' id='i'/>", 1);
    row("directed presence", "<presence from='anna@x.org/d' to='ben@x.org/p'><status>secret</status></presence>", 1);
    row("unavailable", "<presence from='anna@x.org/d' to='ben@x.org/p' type='unavailable'/>", 1);
}

void SealedStanzasTest::roundTrip()
{
    QFETCH(const QByteArray, stanza);
    QFETCH(const int, children);
    const auto inner = stanzaFrom(stanza);
    const auto outer = seal(inner, u"outer"_s);
    QVERIFY(outer);
    QCOMPARE(outer->name(), inner.name());
    for (const auto &name : {u"from", u"to", u"type"}) {
        QCOMPARE(outer->attribute(name), inner.attribute(name));
        QCOMPARE(outer->hasAttribute(name), inner.hasAttribute(name));
    }
    QCOMPARE(outer->attribute(u"id"), u"outer"_s);
    QCOMPARE(int(outer->elements().size()), children);
    QVERIFY(!outer->toXml().contains("secret"));
    QVERIFY(!outer->toXml().contains("vcard"));
    const auto outcome = open(*XmlElement::parse(outer->toXml()));
    const auto *opened = std::get_if<OpenedStanza>(&outcome);
    QVERIFY(opened);
    QVERIFY(opened->stanza == inner);
    QCOMPARE(opened->stampedAt, m_clock.time);
    m_clock.time = m_clock.time.addSecs(1);
}

// E-32
void SealedStanzasTest::innerErrorInOuterResult()
{
    const auto inner = stanzaFrom("<iq from='anna@x.org/d' to='ben@x.org/p' type='error' id='i'><error type='cancel'>"
                                  "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
    const auto outer = seal(inner, u"asked"_s);
    QVERIFY(outer);
    QCOMPARE(outer->attribute(u"type"), u"result"_s);
    QCOMPARE(outer->attribute(u"id"), u"asked"_s);
    QVERIFY(!outer->toXml().contains("error"));
    const auto outcome = open(*outer);
    QVERIFY(std::holds_alternative<OpenedStanza>(outcome));
    QCOMPARE(std::get<OpenedStanza>(outcome).stanza.attribute(u"type"), u"error"_s);
}

// E-13
void SealedStanzasTest::idsDiffer()
{
    const auto request
        = stanzaFrom("<iq from='anna@x.org/d' to='ben@x.org/p' type='get' id='i'><q xmlns='urn:q'/></iq>");
    QCOMPARE(seal(request, u"i"_s).error().code, Code::MalformedInput);
    const auto outer = seal(request);
    QVERIFY(!outer->attribute(u"id").isEmpty());
    QVERIFY(outer->attribute(u"id") != u"i"_s);
    // Both ids of an answer are the asker's.
    QVERIFY(seal(stanzaFrom("<iq from='anna@x.org/d' to='ben@x.org/p' type='result' id='i'/>"), u"i"_s));
}

// E-61, E-62
void SealedStanzasTest::notSealed_data()
{
    QTest::addColumn<QByteArray>("stanza");
    const auto row = [](const char *name, const char *xml) { QTest::newRow(name) << QByteArray(xml); };
    row("undirected presence", "<presence from='anna@x.org/d'/>");
    row("subscription", "<presence from='anna@x.org/d' to='ben@x.org' type='subscribe'/>");
    row("presence error", "<presence from='anna@x.org/d' to='ben@x.org' type='error'/>");
    row("room message", "<message from='anna@x.org/d' to='r@rooms.x.org' type='groupchat'/>");
    row("message error", "<message from='anna@x.org/d' to='ben@x.org' type='error'/>");
    row("iq to our server", "<iq from='anna@x.org/d' type='get' id='i'><q xmlns='urn:q'/></iq>");
    row("iq of no type", "<iq from='anna@x.org/d' to='ben@x.org' id='i'><q xmlns='urn:q'/></iq>");
    row("no sender", "<message to='ben@x.org'/>");
    row("bad address", "<message from='anna@x.org/d' to='@'/>");
    row("no stanza", "<x xmlns='jabber:client' from='anna@x.org/d' to='ben@x.org'/>");
}

void SealedStanzasTest::notSealed()
{
    QFETCH(const QByteArray, stanza);
    const auto sealed = seal(stanzaFrom(stanza));
    QVERIFY(!sealed);
    QCOMPARE(sealed.error().code, Code::Unsupported);
}

// E-12, E-26: the server cannot make a request of an answer, or an iq of a message
void SealedStanzasTest::kindsMustFit_data()
{
    QTest::addColumn<QByteArray>("inner");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("good");
    const QByteArray addresses = "from='anna@x.org/d' to='ben@x.org/p' id='i' ";
    const auto row = [&](const char *name, const QByteArray &xml, const QString &kind, const QString &type, bool good) {
        QTest::newRow(name) << QByteArray(xml).replace("@", addresses) << kind << type << good;
    };
    row("get as get", "<iq @type='get'/>", u"iq"_s, u"get"_s, true);
    row("get as set", "<iq @type='get'/>", u"iq"_s, u"set"_s, false);
    row("set as get", "<iq @type='set'/>", u"iq"_s, u"get"_s, false);
    row("result as get", "<iq @type='result'/>", u"iq"_s, u"get"_s, false);
    row("get as result", "<iq @type='get'/>", u"iq"_s, u"result"_s, false);
    row("error as result", "<iq @type='error'/>", u"iq"_s, u"result"_s, true);
    row("iq as message", "<iq @type='set'/>", u"message"_s, {}, false);
    row("message as iq", "<message @/>", u"iq"_s, u"set"_s, false);
    row("message of another type", "<message @type='chat'/>", u"message"_s, u"normal"_s, true);
    row("presence as it is", "<presence @/>", u"presence"_s, {}, true);
    row("available as unavailable", "<presence @/>", u"presence"_s, u"unavailable"_s, false);
}

void SealedStanzasTest::kindsMustFit()
{
    QFETCH(const QByteArray, inner);
    QFETCH(const QString, kind);
    QFETCH(const QString, type);
    QFETCH(const bool, good);
    const auto outer = seal(stanzaFrom(inner));
    QVERIFY(outer);
    XmlElement changed(kind, u"jabber:client"_s);
    if (!type.isEmpty()) {
        changed.setAttribute(u"type"_s, type);
    }
    changed.append(*outer->child(u"e2e", Jwe::ns));
    m_clock.time = m_clock.time.addSecs(1);
    const auto outcome = open(changed);
    QCOMPARE(std::holds_alternative<OpenedStanza>(outcome), good);
    QCOMPARE(std::holds_alternative<Rejected>(outcome), !good);
}

// E-30, E-40, E-41: nothing is done for a replayed or stale iq; a delay on it counts for nothing
void SealedStanzasTest::oddTimesAreRejected()
{
    const auto request
        = stanzaFrom("<iq from='anna@x.org/d' to='ben@x.org/p' type='set' id='i'><q xmlns='urn:q'/></iq>");
    const auto outer = seal(request);
    QVERIFY(std::holds_alternative<OpenedStanza>(open(*outer)));
    const auto replayed = open(*outer);
    QVERIFY(std::holds_alternative<Rejected>(replayed));
    QCOMPARE(std::get<Rejected>(replayed).fault, SealFault::BadTimestamp);
    const auto late = seal(request);
    IncomingSealed sealed;
    sealed.from = *Jid::parse(u"anna@x.org/d"_s);
    sealed.to = *Jid::parse(u"ben@x.org/p"_s);
    sealed.stanza = *late;
    sealed.delayedAt = m_clock.time;
    m_clock.time = m_clock.time.addSecs(301);
    sealed.receivedAt = m_clock.time;
    const auto outcome = m_bens.openStanza(sealed).result();
    QVERIFY(std::holds_alternative<Rejected>(outcome));
    QCOMPARE(std::get<Rejected>(outcome).fault, SealFault::BadTimestamp);
}

// E-27, E-28, E-30, R35, R36
void SealedStanzasTest::answers_data()
{
    QTest::addColumn<SealFault>("fault");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("own");
    QTest::newRow("E-27") << SealFault::InsufficientInformation << u"bad-request"_s << u"insufficient-information"_s;
    QTest::newRow("E-28") << SealFault::DecryptionFailed << u"bad-request"_s << u"decryption-failed"_s;
    QTest::newRow("E-30") << SealFault::BadTimestamp << u"not-acceptable"_s << u"bad-timestamp"_s;
}

void SealedStanzasTest::answers()
{
    QFETCH(const SealFault, fault);
    QFETCH(const QString, condition);
    QFETCH(const QString, own);
    for (const auto *kind : {"message", "presence", "iq"}) {
        auto stanza = stanzaFrom("<message from='anna@x.org/d' to='ben@x.org/p' type='get' id='o'><body/></message>");
        stanza = stanzaFrom(stanza.toXml().replace("message", kind).replace(" xmlns=\"jabber:client\"", ""));
        const auto answer = JoseScheme::answerTo(stanza, fault);
        QVERIFY(answer);
        QCOMPARE(answer->name().toLatin1(), QByteArray(kind));
        QCOMPARE(answer->attribute(u"type"), u"error"_s);
        QCOMPARE(answer->attribute(u"from"), u"ben@x.org/p"_s);
        QCOMPARE(answer->attribute(u"to"), u"anna@x.org/d"_s);
        QCOMPARE(answer->attribute(u"id"), u"o"_s);
        QCOMPARE(answer->elements().size(), 1U);
        const auto *error = answer->child(u"error", u"jabber:client");
        QVERIFY(error);
        QCOMPARE(error->attribute(u"type"), u"modify"_s);
        QCOMPARE(error->elements().size(), 2U);
        QVERIFY(error->child(condition, stanzasNs));
        QVERIFY(error->child(own, Jwe::ns));
    }
}

// E-28: never in answer to an error, nor to an iq result
void SealedStanzasTest::nothingIsAnswered()
{
    const auto answer = [](const char *xml, SealFault fault = SealFault::DecryptionFailed) {
        return JoseScheme::answerTo(stanzaFrom(xml), fault);
    };
    QVERIFY(!answer("<message from='a@x.org' type='error'/>"));
    QVERIFY(!answer("<presence from='a@x.org' type='error'/>"));
    QVERIFY(!answer("<iq from='a@x.org' type='error'/>"));
    QVERIFY(!answer("<iq from='a@x.org' type='result'/>"));
    QVERIFY(!answer("<message from='a@x.org'/>", SealFault::None));
    QVERIFY(answer("<message from='a@x.org'/>"));
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SealedStanzasTest)
#include "SealedStanzasTest.moc"
