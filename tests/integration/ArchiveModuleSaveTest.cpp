// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {
const QString with = u"juliet@capulet.example/chamber"_s;
const QString began = u"2026-07-21T02:56:15.120Z"_s;
} // namespace

/// Saving and retrieving collections: XEP-0136 sections 4 and 5, XEP-0241 sections 2, 4 and 5.
class ArchiveModuleSaveTest : public QObject, ArchiveModuleFixture {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void announcesWhatExists();
    void keepsASealedCollection();
    void appendsAndCountsVersions();
    void answersInTheNamespaceOfTheRequest();
    void keepsPlainItems();
    void neverMixesPlainAndSealed();
    void dropsARepeatedSealedPart();
    void changesTheSubject();
    void keepsLinksAndForm();
    void keepsForeignElements();
    void identifiesByInstant();
    void retrievesExactlyOne();
};

void ArchiveModuleSaveTest::initTestCase()
{
    QVERIFY2(start(), qPrintable(server().log()));
}

void ArchiveModuleSaveTest::init()
{
    romeo.iq(u"set"_s, request(u"remove"_s, {}));
}

void ArchiveModuleSaveTest::cleanupTestCase()
{
    QVERIFY2(server().logProblems().isEmpty(), qPrintable(server().logProblems().join(u'\n')));
}

// P-52, A-37, R02: on the host, where XEP-0136 looks, and on the account.
void ArchiveModuleSaveTest::announcesWhatExists()
{
    const QString query = u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s;
    for (const QString &to : {u"localhost"_s, u"romeo@localhost"_s}) {
        QStringList features;
        for (const QDomElement &feature : elementsNamed(payload(romeo.iq(u"get"_s, query, to)), u"feature"_s)) {
            features << feature.attribute(u"var"_s);
        }
        for (const QString &feature :
            {archiveNs, archiveNs + u":manage"_s, archiveNs + u":manual"_s, archiveNs + u":pref"_s, tmpArchiveNs}) {
            QCOMPARE(features.count(feature), 1);
        }
        QVERIFY(!features.contains(archiveNs + u":encrypt"_s));
    }
}

// A-02, A-13, A-25, P-27
void ArchiveModuleSaveTest::keepsASealedCollection()
{
    const auto saved = save(romeo, with, began,
        key(u"k1"_s, u"AA"_s, u"wrap-a"_s) + data(u"k1"_s, u"part-1"_s) + key(u"k1"_s, u"BB"_s, u"wrap-b"_s),
        u"thread='t1' version='99'"_s);
    QCOMPARE(outcome(saved), u"result"_s);
    const QDomElement chat = payload(saved).firstChildElement();
    QCOMPARE(chat.attribute(u"version"_s), u"0"_s);
    QCOMPARE(chat.attribute(u"crypt"_s), u"true"_s);
    QCOMPARE(chat.attribute(u"with"_s), with);
    QCOMPARE(chat.attribute(u"start"_s), began);
    QCOMPARE(chat.attribute(u"thread"_s), u"t1"_s);
    QVERIFY(chat.firstChildElement().isNull());

    const auto got = retrieve(romeo, with, began);
    QCOMPARE(payload(got).localName(), u"chat"_s);
    QCOMPARE(payload(got).attribute(u"crypt"_s), u"true"_s);
    QCOMPARE(
        childNames(payload(got)), QStringList({u"EncryptedData"_s, u"EncryptedKey"_s, u"EncryptedKey"_s, u"set"_s}));
    QCOMPARE(cipherValues(got, u"EncryptedData"_s), QStringList{u"part-1"_s});
    QCOMPARE(cipherValues(got, u"EncryptedKey"_s), QStringList({u"wrap-a"_s, u"wrap-b"_s}));
    const QDomElement part = payload(got).firstChildElement();
    QCOMPARE(part.namespaceURI(), u"http://www.w3.org/2001/04/xmlenc#"_s);
    QCOMPARE(part.attribute(u"Type"_s), u"http://www.w3.org/2001/04/xmlenc#Content"_s);
    QCOMPARE(part.firstChildElement(u"KeyInfo"_s).namespaceURI(), u"http://www.w3.org/2000/09/xmldsig#"_s);
}

// A-09, A-10, A-11, P-22, P-28
void ArchiveModuleSaveTest::appendsAndCountsVersions()
{
    QCOMPARE(savedVersion(save(romeo, with, began, data(u"k1"_s, u"one"_s))), 0);
    QCOMPARE(savedVersion(save(romeo, with, began, data(u"k2"_s, u"two"_s))), 1);
    QCOMPARE(savedVersion(save(romeo, with, began, key(u"k2"_s, u"AA"_s, u"w"_s))), 2);
    QCOMPARE(cipherValues(retrieve(romeo, with, began), u"EncryptedData"_s), QStringList({u"one"_s, u"two"_s}));
}

// R01
void ArchiveModuleSaveTest::answersInTheNamespaceOfTheRequest()
{
    const auto saved = save(romeo, with, began,
        u"<to secs='0'><body>Hi</body></to><from secs='1'><body xmlns='jabber:client'>Ho</body></from>"_s, {},
        tmpArchiveNs);
    QCOMPARE(payload(saved).namespaceURI(), tmpArchiveNs);
    const auto old = romeo.iq(u"get"_s, request(u"retrieve"_s, id(with, began), {}, tmpArchiveNs));
    QCOMPARE(payload(old).namespaceURI(), tmpArchiveNs);
    QCOMPARE(payload(old).firstChildElement().firstChildElement().namespaceURI(), tmpArchiveNs);
    const auto got = retrieve(romeo, with, began);
    QCOMPARE(payload(got).namespaceURI(), archiveNs);
    QCOMPARE(payload(got).firstChildElement(u"to"_s).firstChildElement().namespaceURI(), archiveNs);
    QCOMPARE(payload(got).firstChildElement(u"from"_s).firstChildElement().namespaceURI(), u"jabber:client"_s);
}

// P-24, P-26, P-28, P-32, P-33: duplicates of plain items are kept.
void ArchiveModuleSaveTest::keepsPlainItems()
{
    const QString items
        = u"<from secs='0' name='benvolio' jid='b@x.example'><body>A &lt;b&gt; &amp; \U0001F600</body></from>"
          "<to utc='2026-07-21T00:32:29Z'><body>two</body></to>"
          "<note utc='2026-07-21T03:04:35Z'>mine</note>"_s;
    QCOMPARE(savedVersion(save(romeo, with, began, items)), 0);
    QCOMPARE(savedVersion(save(romeo, with, began, items)), 1);
    const auto got = retrieve(romeo, with, began);
    QCOMPARE(childNames(payload(got)),
        QStringList({u"from"_s, u"to"_s, u"note"_s, u"from"_s, u"to"_s, u"note"_s, u"set"_s}));
    const QDomElement from = payload(got).firstChildElement();
    QCOMPARE(from.text(), u"A <b> & \U0001F600"_s);
    QCOMPARE(from.attribute(u"name"_s), u"benvolio"_s);
    QCOMPARE(from.attribute(u"jid"_s), u"b@x.example"_s);
    QVERIFY(!payload(got).hasAttribute(u"crypt"_s));
    QCOMPARE(setText(got, u"count"_s), u"6"_s);
}

// A-12
void ArchiveModuleSaveTest::neverMixesPlainAndSealed()
{
    const QString plain = u"<to secs='0'><body>x</body></to>"_s;
    const QString refused = u"modify/not-acceptable"_s;
    QCOMPARE(outcome(save(romeo, with, began, plain + data(u"k"_s, u"v"_s))), refused);
    QCOMPARE(outcome(retrieve(romeo, with, began)), u"cancel/item-not-found"_s);
    QCOMPARE(outcome(save(romeo, with, began, data(u"k"_s, u"v"_s))), u"result"_s);
    QCOMPARE(outcome(save(romeo, with, began, plain)), refused);
    const QString other = u"2026-08-01T00:00:00Z"_s;
    QCOMPARE(outcome(save(romeo, with, other, plain)), u"result"_s);
    QCOMPARE(outcome(save(romeo, with, other, key(u"k"_s, u"A"_s, u"v"_s))), refused);
    QCOMPARE(childNames(payload(retrieve(romeo, with, other))), QStringList({u"to"_s, u"set"_s}));
}

// P-28: a client may send again what got no answer.
void ArchiveModuleSaveTest::dropsARepeatedSealedPart()
{
    const QString content = data(u"k"_s, u"one"_s) + key(u"k"_s, u"A"_s, u"w"_s);
    QCOMPARE(savedVersion(save(romeo, with, began, content)), 0);
    QCOMPARE(savedVersion(save(romeo, with, began, content)), 0);
    QCOMPARE(savedVersion(save(romeo, with, began, content + data(u"k"_s, u"two"_s))), 1);
    QCOMPARE(cipherValues(retrieve(romeo, with, began), u"EncryptedData"_s), QStringList({u"one"_s, u"two"_s}));

    // Also after a restart, although Prosody then writes attributes in another order.
    const QString foreign = u"<p xmlns='urn:p' a='1' b='2' c='3' d='4' e='5' f='6' g='7' h='8'/>"_s;
    QCOMPARE(savedVersion(save(romeo, with, began, foreign)), 2);
    for (int round = 0; round < 3; ++round) {
        QVERIFY(server().restart());
        QVERIFY(signIn(romeo));
        QCOMPARE(savedVersion(save(romeo, with, began, foreign + content)), 2);
    }
}

// P-21, P-31
void ArchiveModuleSaveTest::changesTheSubject()
{
    save(romeo, with, began, data(u"k"_s, u"v"_s), u"subject='A'"_s);
    QCOMPARE(savedVersion(save(romeo, with, began, {}, u"subject='B &amp; C'"_s)), 1);
    QCOMPARE(savedVersion(save(romeo, with, began, {}, u"subject='B &amp; C'"_s)), 1);
    const auto got = retrieve(romeo, with, began);
    QCOMPARE(payload(got).attribute(u"subject"_s), u"B & C"_s);
    QCOMPARE(cipherValues(got, u"EncryptedData"_s), QStringList{u"v"_s});
}

// P-34, P-35, A-15, A-16, A-27: links, then the form, then the items, whatever the order of upload.
void ArchiveModuleSaveTest::keepsLinksAndForm()
{
    const QString form = u"<x xmlns='jabber:x:data' type='submit'>"_s + data(u"kf"_s, u"fields"_s) + u"</x>"_s;
    save(romeo, u"a@b.example"_s, u"2026-01-01T00:00:00Z"_s, key(u"kf"_s, u"A"_s, u"form-key"_s));
    QCOMPARE(savedVersion(save(romeo, with, began,
                 data(u"k"_s, u"v"_s) + form + u"<next with='n@x.example' start='2026-02-01T00:00:00Z'/>"_s
                     + u"<previous with='p@x.example' start='2026-01-01T00:00:00Z'/>"_s
                     + u"<previous with='q@x.example' start='2026-01-02T00:00:00Z'/>"_s)),
        0);
    auto got = retrieve(romeo, with, began);
    QCOMPARE(childNames(payload(got)),
        QStringList({u"previous"_s, u"next"_s, u"x"_s, u"EncryptedData"_s, u"EncryptedKey"_s, u"set"_s}));
    QCOMPARE(payload(got).firstChildElement(u"previous"_s).attribute(u"with"_s), u"q@x.example"_s);
    QCOMPARE(cipherValues(got, u"EncryptedKey"_s), QStringList{u"form-key"_s});
    QCOMPARE(setText(got, u"count"_s), u"1"_s);

    const QString empty = u"<x xmlns='jabber:x:data' type='submit'/>"_s;
    QCOMPARE(savedVersion(save(romeo, with, began, empty)), 1);
    QCOMPARE(savedVersion(save(romeo, with, began, empty)), 1);
    QCOMPARE(savedVersion(save(romeo, with, began, u"<previous/>"_s)), 2);
    QCOMPARE(savedVersion(save(romeo, with, began, u"<previous/>"_s)), 2);
    got = retrieve(romeo, with, began);
    QCOMPARE(childNames(payload(got)), QStringList({u"next"_s, u"EncryptedData"_s, u"set"_s}));
}

// P-64
void ArchiveModuleSaveTest::keepsForeignElements()
{
    save(romeo, with, began,
        u"<p xmlns='urn:example:p' b='2' a='&quot;1&apos;' xml:lang='de'>t &lt; <q xmlns='urn:example:q'/> u</p>"_s
            + data(u"k"_s, u"v"_s));
    const auto got = retrieve(romeo, with, began);
    const QDomElement foreign = payload(got).firstChildElement(u"p"_s);
    QCOMPARE(foreign.namespaceURI(), u"urn:example:p"_s);
    QCOMPARE(foreign.attribute(u"a"_s), u"\"1'"_s);
    QCOMPARE(foreign.text(), u"t <  u"_s);
    QCOMPARE(foreign.firstChildElement().namespaceURI(), u"urn:example:q"_s);
    QCOMPARE(setText(got, u"count"_s), u"1"_s);
}

// P-20, R17
void ArchiveModuleSaveTest::identifiesByInstant()
{
    save(romeo, with, u"1469-07-21T02:56:15Z"_s, data(u"k"_s, u"1"_s));
    QCOMPARE(savedVersion(save(romeo, with, u"1469-07-21T02:56:15.000+00:00"_s, data(u"k"_s, u"2"_s))), 1);
    QCOMPARE(savedVersion(save(romeo, with, u"1469-07-21T02:56:15.001Z"_s, data(u"k"_s, u"3"_s))), 0);
    QCOMPARE(
        savedVersion(save(romeo, u"JULIET@Capulet.example/chamber"_s, u"1469-07-21T02:56:15Z"_s, data(u"k"_s, u"4"_s))),
        2);
    QCOMPARE(
        payload(retrieve(romeo, with, u"1469-07-21T02:56:15.0Z"_s)).attribute(u"start"_s), u"1469-07-21T02:56:15Z"_s);
}

// P-45, P-46
void ArchiveModuleSaveTest::retrievesExactlyOne()
{
    save(romeo, with, began, {});
    const auto empty = retrieve(romeo, with, began);
    QCOMPARE(payload(empty).localName(), u"chat"_s);
    QVERIFY(payload(empty).firstChildElement().isNull());
    QCOMPARE(outcome(retrieve(romeo, u"juliet@capulet.example"_s, began)), u"cancel/item-not-found"_s);
    QCOMPARE(outcome(retrieve(romeo, with, u"2026-07-21T02:56:15Z"_s)), u"cancel/item-not-found"_s);
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleSaveTest;
QTEST_GUILESS_MAIN(ArchiveModuleSaveTest)
#include "ArchiveModuleSaveTest.moc"
