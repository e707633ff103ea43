// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/IqRemoteArchive.h"

#include <QTest>
#include <QTimeZone>

#include "crypto/base/Worker.h"
#include "tests/support/Await.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;
using letterlock::crypto::XmlElement;

namespace letterlock::test {

namespace {

using Code = ArchiveError::Code;
using Answer = ArchiveResult<XmlElement>;

const CollectionId place{
    *crypto::BareJid::parse(u"juliet@capulet.com"_s), QDateTime(QDate(2026, 2, 14), QTime(19, 22), QTimeZone::utc())};
const QString placeText = u"with='juliet@capulet.com' start='2026-02-14T19:22:00Z'"_s;

/// Answers by a function of the test; remembers what was asked.
class FakeChannel final : public IqChannel {
public:
    struct Request {
        Type type;
        XmlElement payload;
    };
    std::function<Answer(const Request &)> answer;
    QList<Request> requests;
    qsizetype limit = 262'144;

    QFuture<Answer> request(Type type, XmlElement payload) override
    {
        requests.append({type, std::move(payload)});
        return crypto::ready(answer(requests.constLast()));
    }
    [[nodiscard]] bool isConnected() const override { return true; }
    [[nodiscard]] crypto::BareJid account() const override { return *crypto::BareJid::parse(u"romeo@montague.net"_s); }
    [[nodiscard]] qsizetype stanzaLimit() const override { return limit; }
};

Answer parsed(const QString &text)
{
    return XmlElement::parse(text.toUtf8()).value();
}

Answer error(Code code, const QString &detail)
{
    return archiveError(code, detail);
}

int askedFor(const FakeChannel::Request &request)
{
    const auto *set = request.payload.child(u"set", u"http://jabber.org/protocol/rsm");
    return set ? set->childText(u"max", u"http://jabber.org/protocol/rsm").toInt() : -1;
}

QString page(const QString &ns, qsizetype partSize)
{
    return u"<chat xmlns='%1' %2 version='3'><EncryptedData xmlns='http://www.w3.org/2001/04/xmlenc#'>"
           "<EncryptionMethod Algorithm='http://www.w3.org/2009/xmlenc11#aes256-gcm'/><CipherData><CipherValue>%3"
           "</CipherValue></CipherData></EncryptedData></chat>"_s.arg(
               ns, placeText, QString::fromLatin1(QByteArray(partSize, 'x').toBase64()));
}

} // namespace

class IqRemoteArchiveTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // R01: the newer namespace first, the older where only that is answered, and then always
    void findsTheNamespace()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &request) {
            return request.payload.ns() == CollectionXml::archiveNs
                ? error(Code::Unsupported, u"service-unavailable"_s)
                : parsed(u"<list xmlns='urn:xmpp:tmp:archive'><chat %1 crypt='1'/></list>"_s.arg(placeText));
        };
        IqRemoteArchive remote(channel);
        const auto listed = await(remote.list({}));
        QVERIFY(listed);
        QCOMPARE(listed->items.constFirst().id, place);
        QVERIFY(listed->items.constFirst().sealed);
        QCOMPARE(channel.requests.size(), 2);
        QVERIFY(await(remote.list({})));
        QCOMPARE(channel.requests.size(), 3);
        QCOMPARE(channel.requests.constLast().payload.ns(), CollectionXml::tmpArchiveNs);
    }

    void staysWithAProvenNamespace()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &) { return parsed(u"<list xmlns='urn:xmpp:archive'/>"_s); };
        IqRemoteArchive remote(channel);
        QVERIFY(await(remote.list({})));
        channel.answer
            = [](const FakeChannel::Request &) { return error(Code::Unsupported, u"feature-not-implemented"_s); };
        QVERIFY(!await(remote.list({})));
        QCOMPARE(channel.requests.size(), 2);
    }

    // R03
    void deletesKeysAsGetWhereSetIsRefused_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("condition");
        QTest::addColumn<bool>("again");
        QTest::newRow("bad request") << int(Code::Refused) << u"bad-request"_s << true;
        QTest::newRow("not implemented") << int(Code::Unsupported) << u"feature-not-implemented"_s << true;
        QTest::newRow("unavailable") << int(Code::Unsupported) << u"service-unavailable"_s << true;
        QTest::newRow("forbidden") << int(Code::Refused) << u"forbidden"_s << false;
        QTest::newRow("not found") << int(Code::NotFound) << u"item-not-found"_s << false;
    }
    void deletesKeysAsGetWhereSetIsRefused()
    {
        QFETCH(const int, code);
        QFETCH(const QString, condition);
        QFETCH(const bool, again);
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &) { return parsed(u"<list xmlns='urn:xmpp:archive'/>"_s); };
        IqRemoteArchive remote(channel);
        QVERIFY(await(remote.list({})));
        channel.requests.clear();
        channel.answer = [&](const FakeChannel::Request &request) {
            return request.type == IqChannel::Type::Set ? error(Code(code), condition) : Answer(XmlElement());
        };
        const auto key = *crypto::KeyFingerprint::parse(QString(40, u'A'));
        QCOMPARE(await(remote.deleteKeys(place, key)).has_value(), again);
        QCOMPARE(channel.requests.size(), again ? 2 : 1);
        QCOMPARE(channel.requests.constFirst().type, IqChannel::Type::Set);
        QCOMPARE(channel.requests.constLast().type, again ? IqChannel::Type::Get : IqChannel::Type::Set);
    }

    // A-26: pages shrink as parts grow, down to one, and grow again slowly
    void pagesShrinkAsPartsGrow()
    {
        FakeChannel channel;
        qsizetype size = 1024;
        channel.answer = [&](const FakeChannel::Request &) { return parsed(page(CollectionXml::archiveNs, size)); };
        IqRemoteArchive remote(channel);
        QVERIFY(await(remote.retrieve(place, {.max = 50})));
        const int first = askedFor(channel.requests.constLast());
        QVERIFY(first > 1 && first <= 50);
        size = 1024 * 1024;
        QVERIFY(await(remote.retrieve(place, {.max = 50})));
        QVERIFY(await(remote.retrieve(place, {.max = 50})));
        QCOMPARE(askedFor(channel.requests.constLast()), 1);
        size = 1024;
        int before = 1;
        for (int i = 0; i < 20; ++i) {
            QVERIFY(await(remote.retrieve(place, {.max = 50})));
            const int now = askedFor(channel.requests.constLast());
            QVERIFY(now >= before);
            before = now;
        }
        QCOMPARE(before, 50);
    }

    // A-28: each name in its own element
    void retrievalIsLimitedByKeyNames()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &) { return parsed(page(CollectionXml::archiveNs, 10)); };
        IqRemoteArchive remote(channel);
        QVERIFY(await(remote.retrieve(place, {.max = 5, .after = {}, .keyNames = {u"one"_s, u"two"_s}})));
        const auto names
            = channel.requests.constLast().payload.elements(u"KeyName", u"http://www.w3.org/2000/09/xmldsig#");
        QCOMPARE(names.size(), 2U);
        QCOMPARE(names[0]->text(), u"one"_s);
        QCOMPARE(names[1]->text(), u"two"_s);
    }

    // P-44, P-63
    void anyCursorComesBackUnchanged()
    {
        FakeChannel channel;
        const QString odd = u"  <&\"é%20 0 "_s;
        channel.answer = [&](const FakeChannel::Request &) {
            return parsed(u"<list xmlns='urn:xmpp:archive'><chat %1/><set xmlns='http://jabber.org/protocol/rsm'>"
                          "<last>%2</last></set></list>"_s.arg(placeText, odd.toHtmlEscaped()));
        };
        IqRemoteArchive remote(channel);
        const auto listed = await(remote.list({}));
        QVERIFY(listed && !listed->complete); // no count: it goes on
        QVERIFY(await(remote.list({.max = 50, .after = listed->last}))->complete); // the cursor stands still
        const auto *set = channel.requests.constLast().payload.child(u"set", u"http://jabber.org/protocol/rsm");
        QCOMPARE(set->childText(u"after", u"http://jabber.org/protocol/rsm"), odd);
    }

    // P-47, R13
    void removesRanges()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &) { return Answer(XmlElement()); };
        IqRemoteArchive remote(channel);
        const auto asked = [&](const RemoveRange &range) {
            [[maybe_unused]] const auto done = await(remote.removeRange(range));
            return channel.requests.constLast().payload.toXml();
        };
        QCOMPARE(asked({}), "<remove xmlns=\"urn:xmpp:archive\"/>");
        QCOMPARE(asked({.with = place.with}), "<remove xmlns=\"urn:xmpp:archive\" with=\"juliet@capulet.com\"/>");
        // A start alone would name one collection, or everything.
        QCOMPARE(asked({.with = place.with, .from = place.start}),
            "<remove xmlns=\"urn:xmpp:archive\" with=\"juliet@capulet.com\" start=\"2026-02-14T19:22:00.000Z\" "
            "end=\"9999-12-31T23:59:59.000Z\"/>");
        QCOMPARE(asked({.with = {}, .from = {}, .until = place.start}),
            "<remove xmlns=\"urn:xmpp:archive\" start=\"0001-01-01T00:00:00.000Z\" end=\"2026-02-14T19:22:00.000Z\"/>");
        channel.answer = [](const FakeChannel::Request &) { return error(Code::NotFound, u"item-not-found"_s); };
        QVERIFY(await(remote.removeRange({})));
    }

    // P-34, P-35, A-15, A-16: links first, then the form, also empty ones, and back
    void linksAndForms()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &request) {
            return parsed(QString::fromUtf8(request.payload.toXml()).replace(u"<chat "_s, u"<chat version='0' "_s));
        };
        IqRemoteArchive remote(channel);
        XmlElement form(u"x"_s, u"jabber:x:data"_s);
        form.setAttribute(u"type"_s, u"submit"_s);
        SaveRequest request{.id = place, .parts = {}, .keys = {}, .extras = {}};
        request.extras.previous = CollectionLink{u"juliet@capulet.com/balcony"_s, place.start.addDays(-1)};
        request.extras.next = CollectionLink{};
        request.extras.form = form;
        const auto saved = await(remote.save(request));
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().detail));
        const auto *chat = channel.requests.constLast().payload.firstElement();
        const auto children = chat->elements();
        QCOMPARE(children.size(), 3U);
        QCOMPARE(children[0]->attribute(u"start"), u"2026-02-13T19:22:00.000Z"_s);
        QVERIFY(children[1]->name() == u"next" && children[1]->attributes().empty());
        QVERIFY(children[2]->is(u"x", u"jabber:x:data") && children[2]->elements().empty());
        const auto read = CollectionXml::readSaveRequest(channel.requests.constLast().payload);
        QVERIFY(read);
        QCOMPARE(read->extras, request.extras);
    }

    // R17: others name their collections more finely than we do
    void startsToTheMicrosecond()
    {
        FakeChannel channel;
        const QString place6 = u"with='juliet@capulet.com' start='2026-02-14T19:22:00.123045Z'"_s;
        channel.answer = [&](const FakeChannel::Request &request) {
            return request.payload.name() == u"list"
                ? parsed(u"<list xmlns='urn:xmpp:archive'><chat %1/></list>"_s.arg(place6))
                : parsed(u"<chat xmlns='urn:xmpp:archive' %1/>"_s.arg(place6));
        };
        IqRemoteArchive remote(channel);
        const auto id = await(remote.list({}))->items.constFirst().id;
        QVERIFY(await(remote.retrieve(id, {})));
        QCOMPARE(channel.requests.constLast().payload.attribute(u"start"), u"2026-02-14T19:22:00.123045Z"_s);
        QVERIFY(await(remote.remove(id)));
        QCOMPARE(channel.requests.constLast().payload.attribute(u"start"), u"2026-02-14T19:22:00.123045Z"_s);
    }

    // P-45: other software keeps its collections under full addresses
    void fullAddresses()
    {
        FakeChannel channel;
        channel.answer = [](const FakeChannel::Request &request) {
            return request.payload.name() == u"list"
                ? parsed(u"<list xmlns='urn:xmpp:archive'><chat with='juliet@capulet.com/balcony' "
                         "start='2026-02-14T19:22:00Z'/></list>"_s)
                : parsed(u"<chat xmlns='urn:xmpp:archive' with='juliet@capulet.com/balcony' "
                         "start='2026-02-14T19:22:00Z'><to secs='0'><body>plain</body></to></chat>"_s);
        };
        IqRemoteArchive remote(channel);
        const auto id = await(remote.list({}))->items.constFirst().id;
        QCOMPARE(id.address(), u"juliet@capulet.com/balcony"_s);
        QVERIFY(id != place);
        const auto read = await(remote.retrieve(id, {}));
        QVERIFY(read);
        QCOMPARE(channel.requests.constLast().payload.attribute(u"with"), u"juliet@capulet.com/balcony"_s);
        QVERIFY(read->items.constFirst().hasPlainItems);
        QVERIFY(!await(remote.retrieve(place, {}))); // the answer is about another collection
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::IqRemoteArchiveTest)
#include "IqRemoteArchiveTest.moc"
