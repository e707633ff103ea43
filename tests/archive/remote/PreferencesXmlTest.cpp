// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PreferencesXml.h"

#include <QTest>

#include "archive/collection/CollectionXml.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

const PreferencesXml xml(u"urn:xmpp:archive"_s);

crypto::XmlElement parsed(const QString &text)
{
    return crypto::XmlElement::parse(text.toUtf8()).value();
}

crypto::Jid jid(const QString &text)
{
    return *crypto::Jid::parse(text);
}

/// The answer of XEP-0136 section 2.3, in the namespace given.
QString answer(const QString &ns = CollectionXml::archiveNs)
{
    return u"<pref xmlns='%1'><auto save='true' scope='global'/><default expire='31536000' otr='concede' save='body'/>"
           "<item jid='romeo@montague.net' otr='require' save='false'/>"
           "<item expire='630720000' jid='benvolio@montague.net' otr='forbid' save='message'/>"
           "<item jid='capulet.com' save='false' exactmatch='true'/><item jid='verona.it' save='stream'/>"
           "<session thread='ffd7076498744578d10edabfe7f4a866' save='body' timeout='3600'/>"
           "<method type='auto' use='forbid'/><method type='local' use='concede'/>"
           "<method type='manual' use='prefer'/></pref>"_s.arg(ns);
}

} // namespace

class PreferencesXmlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // P-01, P-04 to P-10, P-12, R01, R14
    void readsAll_data()
    {
        QTest::addColumn<QString>("ns");
        QTest::newRow("newer") << CollectionXml::archiveNs;
        QTest::newRow("older") << CollectionXml::tmpArchiveNs;
    }
    void readsAll()
    {
        QFETCH(const QString, ns);
        const auto read = PreferencesXml::read(parsed(answer(ns)));
        QVERIFY(read);
        QVERIFY(read->records && read->recordsLastingly && !read->isUnset);
        QCOMPARE(read->rule, (SaveRule{SaveMode::Body, OffTheRecord::Concede, 31536000}));
        QCOMPARE(read->contacts.size(), 4);
        QCOMPARE(read->contacts[0].rule, (SaveRule{SaveMode::Nothing, OffTheRecord::Require, {}}));
        QCOMPARE(read->contacts[1].rule, (SaveRule{SaveMode::Message, OffTheRecord::Forbid, 630720000}));
        QCOMPARE(read->contacts[2].rule.otr, OffTheRecord::Concede); // left out: as by default
        QVERIFY(read->contacts[2].exact);
        QCOMPARE(read->threads.constFirst().timeout, 3600);
        QCOMPARE(read->methods.automatic, MethodUse::Forbid);
        QCOMPARE(read->methods.manual, MethodUse::Prefer);
    }

    void writesWhatItReads()
    {
        const auto read = *PreferencesXml::read(parsed(answer()));
        auto again = *PreferencesXml::read(xml.write(read));
        QCOMPARE(again.threads.constFirst().timeout, 0); // only a server says how long
        again.threads[0].timeout = 3600;
        QCOMPARE(again, read);
        QVERIFY(PreferencesXml::read(xml.write({}))->isUnset); // P-02
    }

    // P-18, P-53: thread before contact before default, the closest contact first
    void theClosestRuleCounts()
    {
        auto read = *PreferencesXml::read(parsed(answer()));
        QCOMPARE(read.saveFor(jid(u"romeo@montague.net"_s)), SaveMode::Nothing);
        QCOMPARE(read.saveFor(jid(u"romeo@montague.net/orchard"_s)), SaveMode::Nothing);
        QCOMPARE(read.saveFor(jid(u"romeo@montague.net"_s), u"ffd7076498744578d10edabfe7f4a866"_s), SaveMode::Body);
        QCOMPARE(read.saveFor(jid(u"romeo@montague.net"_s), u"another"_s), SaveMode::Nothing);
        QCOMPARE(read.saveFor(jid(u"anybody@verona.it"_s)), SaveMode::Stream);
        QCOMPARE(read.saveFor(jid(u"juliet@capulet.com"_s)), SaveMode::Body); // only the domain itself
        QCOMPARE(read.saveFor(jid(u"capulet.com"_s)), SaveMode::Nothing);
        QCOMPARE(read.saveFor(jid(u"nurse@elsewhere.org"_s)), SaveMode::Body);
        QCOMPARE(read.ruleFor(jid(u"romeo@montague.net"_s)).otr, OffTheRecord::Require);
        read.contacts.append({u"romeo@montague.net/orchard"_s, {SaveMode::Message, {}, {}}, true});
        QCOMPARE(read.saveFor(jid(u"romeo@montague.net/orchard"_s)), SaveMode::Message);
    }

    // P-03
    void keepsNothingWhereItIsForbidden()
    {
        auto read = *PreferencesXml::read(parsed(answer()));
        QVERIFY(!read.keeps(*crypto::BareJid::parse(u"romeo@montague.net"_s)));
        QVERIFY(read.keeps(*crypto::BareJid::parse(u"nurse@elsewhere.org"_s)));
        read.methods.manual = MethodUse::Forbid;
        QVERIFY(!read.keeps(*crypto::BareJid::parse(u"nurse@elsewhere.org"_s)));
    }

    // P-05, P-09, P-10, P-12, P-16, R14
    void requestsAreComplete()
    {
        QCOMPARE(xml.fetch().toXml(), "<pref xmlns=\"urn:xmpp:archive\"/>");
        QCOMPARE(xml.setDefault({SaveMode::Nothing, OffTheRecord::Prefer, 60}).toXml(),
            "<pref xmlns=\"urn:xmpp:archive\"><default otr=\"prefer\" save=\"false\" expire=\"60\"/></pref>");
        QCOMPARE(xml.setContact({u"a@b"_s, {}, true}).toXml(),
            "<pref xmlns=\"urn:xmpp:archive\"><item otr=\"concede\" save=\"body\" jid=\"a@b\" exactmatch=\"true\"/>"
            "</pref>");
        QCOMPARE(xml.setThread(u"t"_s, SaveMode::Message).toXml(),
            "<pref xmlns=\"urn:xmpp:archive\"><session thread=\"t\" save=\"message\"/></pref>");
        QCOMPARE(xml.setMethods({MethodUse::Forbid, MethodUse::Concede, MethodUse::Prefer}).toXml(),
            "<pref xmlns=\"urn:xmpp:archive\"><method type=\"auto\" use=\"forbid\"/><method type=\"local\" "
            "use=\"concede\"/><method type=\"manual\" use=\"prefer\"/></pref>");
        QCOMPARE(xml.removeContact(u"a@b"_s).toXml(),
            "<itemremove xmlns=\"urn:xmpp:archive\"><item jid=\"a@b\"/></itemremove>");
        QCOMPARE(xml.removeThread(u"t"_s).toXml(),
            "<sessionremove xmlns=\"urn:xmpp:archive\"><session thread=\"t\"/></sessionremove>");
    }

    // R05, R06
    void recordingNamesItsKeys()
    {
        QCOMPARE(
            xml.record({.on = false}).toXml(), "<auto xmlns=\"urn:xmpp:archive\" save=\"false\" scope=\"global\"/>");
        QCOMPARE(xml.record({.on = true, .sealed = false, .lasting = false, .keys = {{u"k"_s, "m", "e"}}}).toXml(),
            "<auto xmlns=\"urn:xmpp:archive\" save=\"true\"/>");
        const QByteArray ds = "xmlns=\"http://www.w3.org/2000/09/xmldsig#\"";
        QCOMPARE(xml.record({.on = true, .sealed = true, .keys = {{u"K"_s, "mod", "\x01"_ba + '\0' + '\x01'}}}).toXml(),
            "<auto xmlns=\"urn:xmpp:archive\" save=\"true\" scope=\"global\" encrypt=\"true\"><KeyInfo " + ds
                + "><KeyName>K</KeyName><KeyValue><RSAKeyValue><Modulus>bW9k</Modulus><Exponent>AQAB</Exponent>"
                  "</RSAKeyValue></KeyValue></KeyInfo></auto>");
    }

    // P-13, P-16
    void pushesChangeOnlyWhatTheyName()
    {
        const auto before = *PreferencesXml::read(parsed(answer()));
        auto now = before;
        QVERIFY(PreferencesXml::applyPush(
            parsed(
                u"<pref xmlns='urn:xmpp:archive'><item jid='romeo@montague.net' save='body' otr='prefer'/></pref>"_s),
            now));
        QCOMPARE(now.saveFor(jid(u"romeo@montague.net"_s)), SaveMode::Body);
        QCOMPARE(now.contacts.size(), before.contacts.size());
        QCOMPARE(now.methods, before.methods);
        QVERIFY(PreferencesXml::applyPush(
            parsed(u"<itemremove xmlns='urn:xmpp:archive'><item jid='verona.it'/></itemremove>"_s), now));
        QVERIFY(!now.exactRule(u"verona.it"_s));
        QVERIFY(PreferencesXml::applyPush(parsed(u"<sessionremove xmlns='urn:xmpp:tmp:archive'><session "
                                                 "thread='ffd7076498744578d10edabfe7f4a866'/></sessionremove>"_s),
            now));
        QVERIFY(now.threads.isEmpty());
    }

    void nonsenseChangesNothing_data()
    {
        QTest::addColumn<QString>("payload");
        for (const auto &text : {u"<pref xmlns='urn:xmpp:archive'/>"_s,
                 u"<pref xmlns='urn:other'><default save='false' otr='prefer'/></pref>"_s,
                 u"<pref xmlns='urn:xmpp:archive'><default save='all' otr='prefer'/></pref>"_s,
                 u"<pref xmlns='urn:xmpp:archive'><default save='body' otr='prefer' expire='-1'/></pref>"_s,
                 u"<pref xmlns='urn:xmpp:archive'><item save='false'/></pref>"_s,
                 u"<pref xmlns='urn:xmpp:archive'><auto save='true'/></pref>"_s, // never pushed (P-13)
                 u"<pref xmlns='urn:xmpp:archive'><method type='other' use='prefer'/></pref>"_s,
                 u"<list xmlns='urn:xmpp:archive'/>"_s}) {
            QTest::newRow(qPrintable(text)) << text;
        }
    }
    void nonsenseChangesNothing()
    {
        QFETCH(const QString, payload);
        const auto before = *PreferencesXml::read(parsed(answer()));
        auto now = before;
        QVERIFY(!PreferencesXml::applyPush(parsed(payload), now));
        QCOMPARE(now, before);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PreferencesXmlTest)
#include "PreferencesXmlTest.moc"
