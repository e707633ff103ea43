// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Archiving preferences: XEP-0136 section 2.
class ArchiveModulePreferencesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void startsUnset();
    void setsTheDefault();
    void refusesBadRules_data();
    void refusesBadRules();
    void setsAndRemovesItems();
    void completesItems();
    void keepsUnnamedMethods();
    void endsThreadRulesWithTheStream();
    void pushesToThoseThatAsked();
    void keepsAccountsApart();
    void expiresWhatIsAskedFor();

private:
    using F = ArchiveModuleFixture;
    QString set(const QString &content)
    {
        return F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(u"pref"_s, {}, content)));
    }
    QDomElement get() { return F::payload(m_fixture->romeo.iq(u"get"_s, F::request(u"pref"_s, {}))); }
    /// The next push of this stream, answered as a client has to.
    static QDomElement pushed(RawXmppStream &stream, int milliseconds = 5000)
    {
        const QDomElement iq = stream.next(u"iq"_s, milliseconds);
        if (iq.attribute(u"type"_s) == u"set") {
            stream.send(u"<iq type='result' id='%1'/>"_s.arg(iq.attribute(u"id"_s)));
        }
        return F::payload(iq);
    }
    std::unique_ptr<ArchiveModuleFixture> m_fixture;
};

void ArchiveModulePreferencesTest::init()
{
    // Refused requests change nothing, so they can share a server.
    if (m_fixture && QByteArray(QTest::currentTestFunction()) == "refusesBadRules") {
        return;
    }
    m_fixture = std::make_unique<ArchiveModuleFixture>();
    QVERIFY2(m_fixture->start(), qPrintable(m_fixture->server().log()));
}

void ArchiveModulePreferencesTest::cleanup()
{
    QVERIFY2(m_fixture->server().logProblems().isEmpty(), qPrintable(m_fixture->server().logProblems().join(u'\n')));
}

// P-01, P-02
void ArchiveModulePreferencesTest::startsUnset()
{
    const auto pref = get();
    QCOMPARE(F::childNames(pref), QStringList({u"auto"_s, u"default"_s, u"method"_s, u"method"_s, u"method"_s}));
    QCOMPARE(pref.firstChildElement(u"auto"_s).attribute(u"save"_s), u"false"_s);
    const auto rule = pref.firstChildElement(u"default"_s);
    QCOMPARE(rule.attribute(u"unset"_s), u"true"_s);
    QVERIFY(rule.hasAttribute(u"otr"_s) && rule.hasAttribute(u"save"_s));
    QStringList types;
    for (const QDomElement &method : F::elementsNamed(pref, u"method"_s)) {
        types << method.attribute(u"type"_s);
    }
    QCOMPARE(types, QStringList({u"auto"_s, u"local"_s, u"manual"_s}));
}

// P-02, P-05, P-06; kept across a restart.
void ArchiveModulePreferencesTest::setsTheDefault()
{
    for (const QString &mode : {u"false"_s, u"message"_s, u"stream"_s, u"body"_s}) {
        QCOMPARE(set(u"<default otr='prefer' save='%1' expire='31536000'/>"_s.arg(mode)), u"result"_s);
        QCOMPARE(get().firstChildElement(u"default"_s).attribute(u"save"_s), mode);
        while (!pushed(m_fixture->romeo, 100).isNull()) {
            // Pushes of the first rounds; they have their own test.
        }
    }
    QVERIFY(m_fixture->server().restart());
    QVERIFY(m_fixture->signIn(m_fixture->romeo));
    const auto rule = get().firstChildElement(u"default"_s);
    QCOMPARE(rule.attribute(u"otr"_s), u"prefer"_s);
    QCOMPARE(rule.attribute(u"save"_s), u"body"_s);
    QCOMPARE(rule.attribute(u"expire"_s), u"31536000"_s);
    QVERIFY(!rule.hasAttribute(u"unset"_s));
}

void ArchiveModulePreferencesTest::refusesBadRules_data()
{
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("expected");
    for (const char *content :
        {"", "<default save='body'/>", "<default otr='prefer'/>", "<default otr='x' save='body'/>",
            "<default otr='prefer' save='x'/>", "<default otr='require' save='body'/>",
            "<default otr='prefer' save='body' expire='-1'/>", "<default otr='prefer' save='body' expire='soon'/>",
            "<item save='body' otr='prefer'/>", "<item jid='a@x.example' save='maybe' otr='prefer'/>",
            "<item jid='a@x.example' save='body' otr='prefer' exactmatch='yes'/>", "<session save='body'/>",
            "<session thread='t'/>", "<method type='auto'/>", "<method type='cloud' use='prefer'/>",
            "<method type='auto' use='always'/>", "<wrong/>", "<default xmlns='urn:x' otr='prefer' save='body'/>",
            "<method type='auto' use='forbid'/><wrong/>"}) {
        QTest::newRow(content) << QString::fromLatin1(content) << u"modify/bad-request"_s;
    }
    QTest::newRow("bad JID") << u"<item jid='@' save='body' otr='prefer'/>"_s << u"modify/jid-malformed"_s;
}

// P-05 to P-07, P-65
void ArchiveModulePreferencesTest::refusesBadRules()
{
    QFETCH(QString, content);
    QFETCH(QString, expected);
    const QString before = xmlText(get());
    QCOMPARE(set(content), expected);
    QCOMPARE(xmlText(get()), before);
}

// P-09, P-16
void ArchiveModulePreferencesTest::setsAndRemovesItems()
{
    QCOMPARE(set(u"<item jid='Juliet@x.example' save='body' otr='concede' expire='60'/>"
                 "<item jid='x.example' save='false' otr='require' exactmatch='true'/>"_s),
        u"result"_s);
    auto items = F::elementsNamed(get(), u"item"_s);
    QCOMPARE(items.size(), 2);
    QCOMPARE(items.at(0).attribute(u"jid"_s), u"juliet@x.example"_s);
    QCOMPARE(items.at(0).attribute(u"expire"_s), u"60"_s);
    QCOMPARE(items.at(1).attribute(u"exactmatch"_s), u"true"_s);
    const QString removal = F::request(u"itemremove"_s, {}, u"<item jid='juliet@x.example'/>"_s);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, removal)), u"result"_s);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, removal)), u"result"_s);
    QCOMPARE(F::elementsNamed(get(), u"item"_s).size(), 1);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, F::request(u"itemremove"_s, {}))), u"modify/bad-request"_s);
}

// R14
void ArchiveModulePreferencesTest::completesItems()
{
    QCOMPARE(set(u"<default otr='oppose' save='body'/>"_s), u"result"_s);
    QCOMPARE(set(u"<item jid='a@x.example' save='false'/>"_s), u"result"_s);
    QCOMPARE(F::elementsNamed(get(), u"item"_s).at(0).attribute(u"otr"_s), u"oppose"_s);
    QCOMPARE(set(u"<item jid='a@x.example' otr='require'/>"_s), u"result"_s);
    QCOMPARE(F::elementsNamed(get(), u"item"_s).at(0).attribute(u"save"_s), u"false"_s);
}

// P-12
void ArchiveModulePreferencesTest::keepsUnnamedMethods()
{
    get();
    QCOMPARE(set(u"<method type='manual' use='prefer'/>"_s), u"result"_s);
    QStringList seen;
    for (const QDomElement &method : F::elementsNamed(pushed(m_fixture->romeo), u"method"_s)) {
        seen << method.attribute(u"type"_s) + u'=' + method.attribute(u"use"_s);
    }
    QCOMPARE(seen, QStringList({u"auto=concede"_s, u"local=concede"_s, u"manual=prefer"_s}));
}

// P-10, P-11, P-16
void ArchiveModulePreferencesTest::endsThreadRulesWithTheStream()
{
    QCOMPARE(set(u"<session thread='t1' save='body' otr='concede' timeout='1'/><session thread='t2' save='false'/>"_s),
        u"result"_s);
    auto rules = F::elementsNamed(get(), u"session"_s);
    QCOMPARE(rules.size(), 2);
    QCOMPARE(rules.at(0).attribute(u"thread"_s), u"t1"_s);
    QVERIFY(rules.at(0).attribute(u"timeout"_s).toInt() > 1);
    QVERIFY(!rules.at(0).hasAttribute(u"otr"_s));
    const QString removal = F::request(u"sessionremove"_s, {}, u"<session thread='t2'/>"_s);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, removal)), u"result"_s);
    QCOMPARE(F::outcome(m_fixture->romeo.iq(u"set"_s, removal)), u"result"_s);
    QCOMPARE(F::elementsNamed(get(), u"session"_s).size(), 1);
    m_fixture->romeo.close();
    QVERIFY(m_fixture->signIn(m_fixture->romeo));
    QCOMPARE(F::elementsNamed(get(), u"session"_s).size(), 0);
}

// P-13
void ArchiveModulePreferencesTest::pushesToThoseThatAsked()
{
    RawXmppStream second;
    RawXmppStream silent;
    QVERIFY(m_fixture->signIn(second, u"romeo"_s, u"second"_s));
    QVERIFY(m_fixture->signIn(silent, u"romeo"_s, u"silent"_s));
    get();
    second.iq(u"get"_s, F::request(u"pref"_s, {}, {}, tmpArchiveNs));
    QCOMPARE(F::outcome(silent.iq(
                 u"set"_s, F::request(u"pref"_s, {}, u"<item jid='a@x.example' save='body' otr='prefer'/>"_s))),
        u"result"_s);
    const auto first = pushed(m_fixture->romeo);
    QCOMPARE(F::childNames(first), QStringList{u"item"_s});
    QCOMPARE(first.firstChildElement().attribute(u"jid"_s), u"a@x.example"_s);
    QCOMPARE(pushed(second).namespaceURI(), tmpArchiveNs);

    silent.iq(u"set"_s, F::request(u"itemremove"_s, {}, u"<item jid='a@x.example'/>"_s));
    QCOMPARE(pushed(m_fixture->romeo).localName(), u"itemremove"_s);
    QCOMPARE(pushed(second).localName(), u"itemremove"_s);

    silent.iq(u"set"_s, F::request(u"auto"_s, u"save='false'"_s));
    // What comes next is the answer to a ping, not a push.
    for (RawXmppStream *stream : {&m_fixture->romeo, &second, &silent}) {
        const QString id = stream->sendIq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, u"localhost"_s);
        QCOMPARE(stream->next().attribute(u"id"_s), id);
    }
}

// P-59
void ArchiveModulePreferencesTest::keepsAccountsApart()
{
    QCOMPARE(set(u"<item jid='a@x.example' save='body' otr='prefer'/>"_s), u"result"_s);
    const QDomElement hers = F::payload(m_fixture->juliet.iq(u"get"_s, F::request(u"pref"_s, {})));
    QVERIFY(F::elementsNamed(hers, u"item"_s).isEmpty());
    QCOMPARE(F::outcome(m_fixture->juliet.iq(u"get"_s, F::request(u"pref"_s, {}), u"romeo@localhost"_s)),
        u"cancel/service-unavailable"_s);
}

// P-08, P-18: the closest rule decides; what is removed is listed as removed.
void ArchiveModulePreferencesTest::expiresWhatIsAskedFor()
{
    m_fixture = std::make_unique<ArchiveModuleFixture>(u"letterlock_archive_expiry_interval = 1"_s);
    QVERIFY2(m_fixture->start(), qPrintable(m_fixture->server().log()));
    auto &romeo = m_fixture->romeo;
    const QString began = u"2020-03-01T00:00:00Z"_s;
    const QStringList kept{u"long@x.example/r"_s, u"none@x.example/r"_s, u"x.example"_s};
    for (const QString &with : kept + QStringList{u"short@x.example/r"_s, u"other@y.example"_s}) {
        QCOMPARE(F::savedVersion(F::save(romeo, with, began, F::data(u"k"_s, with))), 0);
    }
    QCOMPARE(F::savedVersion(F::save(m_fixture->juliet, u"short@x.example/r"_s, began, F::data(u"k"_s, u"v"_s))), 0);
    QCOMPARE(set(u"<default otr='concede' save='body' expire='1'/>"
                 "<item jid='x.example' otr='concede' save='body' expire='100000'/>"
                 "<item jid='none@x.example' otr='concede' save='body'/>"
                 "<item jid='short@x.example' otr='concede' save='body' expire='1'/>"
                 "<item jid='y.example' otr='concede' save='body' expire='100000' exactmatch='true'/>"_s),
        u"result"_s);
    QStringList left;
    QTRY_VERIFY_WITH_TIMEOUT((left = F::collections(F::list(romeo))).size() <= kept.size(), 20000);
    QCOMPARE(left.size(), kept.size());
    for (const QString &with : kept) {
        QVERIFY2(left.contains(with + u'|' + began), qPrintable(with));
    }
    QCOMPARE(F::elementsNamed(F::payload(F::modified(romeo, F::page({}))), u"removed"_s).size(), 2);
    QCOMPARE(F::collections(F::list(m_fixture->juliet)).size(), 1);
}

} // namespace letterlock::test

using letterlock::test::ArchiveModulePreferencesTest;
QTEST_GUILESS_MAIN(ArchiveModulePreferencesTest)
#include "ArchiveModulePreferencesTest.moc"
