// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {
const QString with = u"a@x.example"_s;
const QString began = u"2026-03-01T00:00:00Z"_s;
} // namespace

/// Bad input, foreign hands, limits, crashes: a fault changes nothing, an acknowledged save stays.
class ArchiveModuleFaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void badInputChangesNothing_data();
    void badInputChangesNothing();
    void wrongTypesAreRefused();
    void onlyTheOwnerHasAccess();
    void limitsAreKept();
    void removingGivesTheQuotaBack();
    void anAdministratorCanSwitchOffManualArchiving();
    void automaticArchivingIsRefused();
    void anAcknowledgedSaveSurvivesKill();
    void parallelSavesAllCount();
    void aFullDiskLeavesNothingHalf();
    void aDeletedAccountLeavesNothing();

private:
    using F = ArchiveModuleFixture;
    /// Everything of the account that a client can see.
    static QString snapshot(RawXmppStream &stream)
    {
        QString all;
        const auto listed = F::list(stream);
        for (const QDomElement &chat : F::elementsNamed(F::payload(listed), u"chat"_s)) {
            all += xmlText(F::payload(F::retrieve(stream, chat.attribute(u"with"_s), chat.attribute(u"start"_s))));
        }
        return all + xmlText(F::payload(F::modified(stream, F::page({}))));
    }
    std::unique_ptr<ArchiveModuleFixture> m_shared;
};

void ArchiveModuleFaultsTest::badInputChangesNothing_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("payload");
    QTest::addColumn<QString>("expected");
    const QString bad = u"modify/bad-request"_s;
    const QString good = F::data(u"k"_s, u"v"_s);
    const auto chat = [&](const QString &attributes, const QString &content) {
        return F::request(u"save"_s, {}, u"<chat %1>%2</chat>"_s.arg(attributes, content));
    };
    const auto content = [&](const QString &text) { return chat(F::id(with, u"2026-05-01T00:00:00Z"_s), text); };
    const auto starting = [&](const QString &start) { return chat(F::id(with, start), good); };
    const auto set = [&](const char *name, const QString &payload, const QString &expected) {
        QTest::newRow(name) << u"set"_s << payload << expected;
    };
    const auto get = [&](const char *name, const QString &payload, const QString &expected) {
        QTest::newRow(name) << u"get"_s << payload << expected;
    };
    // P-20, P-23, P-27
    set("no chat", F::request(u"save"_s, {}), bad);
    set("two chats", F::request(u"save"_s, {}, u"<chat %1/><chat %1/>"_s.arg(F::id(with, began))), bad);
    set("foreign chat", F::request(u"save"_s, {}, u"<chat xmlns='urn:x' %1/>"_s.arg(F::id(with, began))), bad);
    set("no with", chat(u"start='2026-05-01T00:00:00Z'"_s, good), bad);
    set("no start", chat(u"with='a@x.example'"_s, good), bad);
    set("empty with", chat(F::id({}, began), good), bad);
    set("bad JID", chat(F::id(u"a@@x"_s, began), good), u"modify/jid-malformed"_s);
    for (const char *start : {"2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-05-00T00:00:00Z",
             "2026-05-01T24:00:00Z", "2026-05-01T00:60:00Z", "2026-05-01T00:00:00", "2026-05-01T00:00:00+02:00",
             "2026-05-01 00:00:00Z", "2026-05-01T00:00:00.Z", "2026-05-01T00:00:00.0000001Z", "20260501T00:00:00",
             "now", " 2026-05-01T00:00:00Z"}) {
        set(start, starting(QString::fromLatin1(start)), bad);
    }
    // P-65
    QString many;
    for (int i = 0; i < 200; ++i) {
        many += u" a%1='x'"_s.arg(i);
    }
    set("200 attributes", chat(F::id(with, began) + many, good), bad);
    set("unknown child", content(u"<wrong/>"_s), bad);
    set("unknown child among good ones", content(good + u"<chat/>"_s), bad);
    set("unknown xmlenc child", content(u"<Other xmlns='http://www.w3.org/2001/04/xmlenc#'/>"_s), bad);
    set("text", content(u"text"_s), bad);
    set("too deep", content(u"<p xmlns='urn:p'>"_s + u"<p>"_s.repeated(5000) + u"</p>"_s.repeated(5000) + u"</p>"_s),
        bad);
    set("long subject", chat(F::id(with, began) + u" subject='%1'"_s.arg(QString(1025, u'x')), {}), bad);
    set("long thread", chat(F::id(with, began) + u" thread='%1'"_s.arg(QString(257, u'x')), {}), bad);
    // P-24, P-26
    set("empty message", content(u"<to secs='0'/>"_s), bad);
    set("bad secs", content(u"<to secs='-1'><body>x</body></to>"_s), bad);
    set("bad utc", content(u"<to utc='yesterday'><body>x</body></to>"_s), bad);
    set("link without start", content(u"<next with='a@x.example'/>"_s), bad);
    //
    set("data without name", content(F::data({}, u"v"_s)), bad);
    set("data without value", content(F::data(u"k"_s, {})), bad);
    set("data with a long name", content(F::data(QString(257, u'n'), u"v"_s)), bad);
    set("not base64", content(F::data(u"k"_s, u"v"_s).replace(u"<CipherValue>"_s, u"<CipherValue>*"_s)), bad);
    set("good, then not base64",
        content(good + F::data(u"k"_s, u"w"_s).replace(u"<CipherValue>"_s, u"<CipherValue>*"_s)), bad);
    set("key without carried name", content(F::key({}, u"A"_s, u"v"_s)), bad);
    set("key without name", content(F::key(u"k"_s, {}, u"v"_s)), bad);
    set("empty EncryptedKey", content(u"<EncryptedKey xmlns='http://www.w3.org/2001/04/xmlenc#'/>"_s), bad);
    QString keys;
    for (int i = 0; i < 65; ++i) {
        keys += F::key(u"k"_s, u"P%1"_s.arg(i), u"v"_s);
    }
    set("65 keys", content(keys), bad);
    set("two data keys in a form",
        content(u"<x xmlns='jabber:x:data'>"_s + F::data(u"a"_s, u"v"_s) + F::data(u"b"_s, u"v"_s) + u"</x>"_s), bad);
    //
    set("plain and sealed", content(good + u"<note>x</note>"_s), u"modify/not-acceptable"_s);
    // Sections 7 and 8 of XEP-0136, section 6 of XEP-0241
    get("list, bad with", F::request(u"list"_s, u"with='@'"_s), u"modify/jid-malformed"_s);
    get("list, bad end", F::request(u"list"_s, u"end='x'"_s), bad);
    get("list, bad exactmatch", F::request(u"list"_s, u"exactmatch='TRUE'"_s), bad);
    get("list, unknown attribute", F::request(u"list"_s, u"witj='a@x.example'"_s), bad);
    get("list, unknown child", F::request(u"list"_s, {}, u"<wrong/>"_s), bad);
    get("retrieve, no with", F::request(u"retrieve"_s, u"start='2026-05-01T00:00:00Z'"_s), bad);
    get("retrieve, exactmatch", F::request(u"retrieve"_s, F::id(with, began) + u" exactmatch='true'"_s), bad);
    get("retrieve, empty name", F::request(u"retrieve"_s, F::id(with, began), F::keyName({})), bad);
    set("remove, unknown attribute", F::request(u"remove"_s, u"witj='a@x.example'"_s), bad);
    set("remove, bad start", F::request(u"remove"_s, u"with='a@x.example' start='x'"_s), bad);
    set("remove, bad open", F::request(u"remove"_s, u"open='yes'"_s), bad);
    set("remove, only start", F::request(u"remove"_s, u"start='2020-01-01T00:00:00Z'"_s), bad);
    set("delete, no names", F::request(u"delete"_s, F::id(with, began)), bad);
    set("delete, no start", F::request(u"delete"_s, u"with='a@x.example'"_s, F::keyName(u"A"_s)), bad);
    get("keys, two names", F::request(u"keys"_s, {}, F::keyName(u"A"_s) + F::keyName(u"B"_s)), bad);
}

// P-65
void ArchiveModuleFaultsTest::badInputChangesNothing()
{
    if (!m_shared) {
        m_shared = std::make_unique<ArchiveModuleFixture>();
        QVERIFY2(m_shared->start(), qPrintable(m_shared->server().log()));
        QCOMPARE(F::savedVersion(
                     F::save(m_shared->romeo, with, began, F::data(u"k"_s, u"v"_s) + F::key(u"k"_s, u"A"_s, u"w"_s))),
            0);
    }
    QFETCH(QString, type);
    QFETCH(QString, payload);
    QFETCH(QString, expected);
    const QString before = snapshot(m_shared->romeo);
    QVERIFY(before.contains(F::base64(u"w"_s)));
    QCOMPARE(F::outcome(m_shared->romeo.iq(type, payload)), expected);
    QCOMPARE(snapshot(m_shared->romeo), before);
    QVERIFY2(m_shared->server().logProblems().isEmpty(), qPrintable(m_shared->server().logProblems().join(u'\n')));
}

void ArchiveModuleFaultsTest::wrongTypesAreRefused()
{
    auto &romeo = m_shared->romeo;
    const QString before = snapshot(romeo);
    const QString identity = F::id(with, began);
    QCOMPARE(F::outcome(romeo.iq(u"get"_s, F::request(u"remove"_s, identity))), u"modify/bad-request"_s);
    QCOMPARE(F::outcome(romeo.iq(u"get"_s, F::request(u"save"_s, {}, u"<chat %1/>"_s.arg(identity)))),
        u"modify/bad-request"_s);
    for (const QString &name : {u"list"_s, u"retrieve"_s, u"modified"_s, u"keys"_s}) {
        QCOMPARE(F::outcome(romeo.iq(u"set"_s, F::request(name, identity))), u"modify/bad-request"_s);
    }
    QCOMPARE(snapshot(romeo), before);
}

// P-59
void ArchiveModuleFaultsTest::onlyTheOwnerHasAccess()
{
    ArchiveModuleFixture fixture;
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    F::save(fixture.romeo, with, began, F::data(u"k"_s, u"his"_s));
    const QString before = snapshot(fixture.romeo);
    const QString refused = u"cancel/service-unavailable"_s;
    for (const QString &to : {u"romeo@localhost"_s, u"romeo@localhost/raw"_s, u"localhost"_s}) {
        auto &juliet = fixture.juliet;
        if (to.endsWith(u"/raw"_s)) {
            continue; // delivered to the client, which is no server
        }
        QCOMPARE(F::outcome(juliet.iq(u"get"_s, F::request(u"list"_s, {}), to)), refused);
        QCOMPARE(F::outcome(juliet.iq(u"get"_s, F::request(u"retrieve"_s, F::id(with, began)), to)), refused);
        QCOMPARE(F::outcome(juliet.iq(u"set"_s, F::request(u"remove"_s, {}), to)), refused);
        QCOMPARE(
            F::outcome(juliet.iq(u"set"_s, F::request(u"save"_s, {}, u"<chat %1/>"_s.arg(F::id(with, began))), to)),
            refused);
    }
    QVERIFY(F::collections(F::list(fixture.juliet)).isEmpty());
    QCOMPARE(F::outcome(F::retrieve(fixture.juliet, with, began)), u"cancel/item-not-found"_s);
    QCOMPARE(F::outcome(fixture.juliet.iq(u"set"_s, F::request(u"remove"_s, {}))), u"cancel/item-not-found"_s);
    QCOMPARE(snapshot(fixture.romeo), before);
    // One's own bare JID is the account too.
    QCOMPARE(F::collections(fixture.romeo.iq(u"get"_s, F::request(u"list"_s, {}), u"romeo@localhost"_s)).size(), 1);
}

// P-29, P-68
void ArchiveModuleFaultsTest::limitsAreKept()
{
    ArchiveModuleFixture fixture(
        u"letterlock_archive_collection_bytes = 40000; letterlock_archive_quota_bytes = 100000"_s);
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    const auto save = [&](const QString &start, int number) {
        return F::outcome(
            F::save(fixture.romeo, with, start, F::data(u"k"_s, QString::number(number) + QString(14000, u'x'))));
    };
    QCOMPARE(save(began, 0), u"result"_s);
    QCOMPARE(save(began, 1), u"result"_s);
    QString before = snapshot(fixture.romeo);
    QCOMPARE(save(began, 2), u"modify/not-acceptable"_s);
    QCOMPARE(snapshot(fixture.romeo), before);
    QCOMPARE(save(u"2026-03-02T00:00:00Z"_s, 3), u"result"_s);
    QCOMPARE(save(u"2026-03-02T00:00:00Z"_s, 4), u"result"_s);
    QCOMPARE(save(u"2026-03-03T00:00:00Z"_s, 5), u"result"_s);
    before = snapshot(fixture.romeo);
    QCOMPARE(save(u"2026-03-03T00:00:00Z"_s, 6), u"wait/resource-constraint"_s);
    QCOMPARE(save(u"2026-03-04T00:00:00Z"_s, 7), u"wait/resource-constraint"_s);
    QCOMPARE(snapshot(fixture.romeo), before);
    QCOMPARE(F::outcome(F::save(fixture.juliet, with, began, F::data(u"k"_s, QString(14000, u'x')))), u"result"_s);
}

void ArchiveModuleFaultsTest::removingGivesTheQuotaBack()
{
    ArchiveModuleFixture fixture(u"letterlock_archive_quota_bytes = 50000"_s);
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    const QString part = F::data(u"k"_s, QString(24000, u'x'));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(F::outcome(F::save(fixture.romeo, with, began, part + F::key(u"k"_s, u"A"_s, u"w"_s))), u"result"_s);
        QCOMPARE(
            F::outcome(fixture.romeo.iq(u"set"_s, F::request(u"delete"_s, F::id(with, began), F::keyName(u"A"_s)))),
            u"result"_s);
        QCOMPARE(F::outcome(fixture.romeo.iq(u"set"_s, F::request(u"remove"_s, {}))), u"result"_s);
    }
}

// P-55
void ArchiveModuleFaultsTest::anAdministratorCanSwitchOffManualArchiving()
{
    ArchiveModuleFixture fixture(u"letterlock_archive_manual = false"_s);
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    QCOMPARE(
        F::outcome(F::save(fixture.romeo, with, began, F::data(u"k"_s, u"v"_s))), u"cancel/feature-not-implemented"_s);
    const auto info
        = fixture.romeo.iq(u"get"_s, u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s, u"localhost"_s);
    QVERIFY(!xmlText(info).contains(u"urn:xmpp:archive:manual"_s));
    QVERIFY(xmlText(info).contains(u"urn:xmpp:archive:manage"_s));
}

// P-39, P-52, A-17, A-18, A-39: not offered, therefore neither announced nor silently accepted.
void ArchiveModuleFaultsTest::automaticArchivingIsRefused()
{
    auto &romeo = m_shared->romeo;
    const auto set
        = [&](const QString &attributes) { return F::outcome(romeo.iq(u"set"_s, F::request(u"auto"_s, attributes))); };
    const QString missing = u"cancel/feature-not-implemented"_s;
    QCOMPARE(set(u"save='true'"_s), missing);
    QCOMPARE(set(u"save='1' encrypt='true'"_s), missing);
    QCOMPARE(set(u"save='false'"_s), u"result"_s);
    for (const QString &bad :
        {u""_s, u"save='TRUE'"_s, u"encrypt='true'"_s, u"save='true' encrypt='TRUE'"_s, u"save='0' scope='x'"_s}) {
        QCOMPARE(set(bad), u"modify/bad-request"_s);
    }
    const auto info = romeo.iq(u"get"_s, u"<query xmlns='http://jabber.org/protocol/disco#info'/>"_s, u"localhost"_s);
    QVERIFY(!xmlText(info).contains(u"urn:xmpp:archive:auto"_s));
}

// P-67
void ArchiveModuleFaultsTest::anAcknowledgedSaveSurvivesKill()
{
    ArchiveModuleFixture fixture;
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    QStringList acknowledged;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 3; ++i) {
            const QString part = u"r%1-%2"_s.arg(round).arg(i);
            QCOMPARE(F::outcome(F::save(fixture.romeo, with, began, F::data(u"k"_s, part))), u"result"_s);
            acknowledged << part;
        }
        // One more is on its way when the server dies; it is there as a whole or not at all.
        const QString late = u"r%1-late"_s.arg(round);
        fixture.romeo.sendIq(u"set"_s,
            F::request(u"save"_s, {},
                u"<chat %1>%2</chat>"_s.arg(F::id(with, began), F::data(u"k"_s, late) + F::key(u"k"_s, late, u"w"_s))));
        fixture.server().kill();
        QVERIFY2(fixture.server().restart(), qPrintable(fixture.server().log()));
        QVERIFY(fixture.signIn(fixture.romeo));
        const auto got = F::retrieve(fixture.romeo, with, began);
        QStringList parts = F::cipherValues(got, u"EncryptedData"_s);
        const auto wraps = F::payload(fixture.romeo.iq(u"get"_s, F::request(u"keys"_s, {}, F::keyName(late))));
        QCOMPARE(parts.contains(late), !wraps.firstChildElement().isNull());
        parts.removeIf([](const QString &part) { return part.endsWith(u"late"_s); });
        QCOMPARE(parts, acknowledged);
    }
    QVERIFY2(fixture.server().logProblems().isEmpty(), qPrintable(fixture.server().logProblems().join(u'\n')));
}

// P-66
void ArchiveModuleFaultsTest::parallelSavesAllCount()
{
    ArchiveModuleFixture fixture;
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    RawXmppStream second;
    QVERIFY(fixture.signIn(second, u"romeo"_s, u"second"_s));
    QStringList firstIds;
    QStringList secondIds;
    const auto payload = [](const QString &part) {
        return F::request(u"save"_s, {}, u"<chat %1>%2</chat>"_s.arg(F::id(with, began), F::data(u"k"_s, part)));
    };
    for (int i = 0; i < 50; ++i) {
        firstIds << fixture.romeo.sendIq(u"set"_s, payload(u"a%1"_s.arg(i)));
        secondIds << second.sendIq(u"set"_s, payload(u"b%1"_s.arg(i)));
    }
    QSet<int> versions;
    for (int i = 0; i < 50; ++i) {
        versions << F::savedVersion(fixture.romeo.answer(firstIds.at(i)))
                 << F::savedVersion(second.answer(secondIds.at(i)));
    }
    QCOMPARE(versions.size(), 100);
    QCOMPARE(*std::min_element(versions.cbegin(), versions.cend()), 0);
    QCOMPARE(*std::max_element(versions.cbegin(), versions.cend()), 99);
    const QStringList parts = F::cipherValues(F::retrieve(fixture.romeo, with, began), u"EncryptedData"_s);
    QCOMPARE(parts.size(), 100);
    QCOMPARE(parts.filter(QRegularExpression(u"^a"_s)).size(), 50);
}

// P-67: the answer is an error, the store is as before, and it works again once there is room.
void ArchiveModuleFaultsTest::aFullDiskLeavesNothingHalf()
{
    ArchiveModuleFixture fixture;
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    QCOMPARE(F::savedVersion(F::save(fixture.romeo, with, began, F::data(u"k"_s, u"before"_s))), 0);
    const QString before = snapshot(fixture.romeo);
    const QFileInfo journal(fixture.server().dataDirectory() + u"/localhost/letterlock_archive.sqlite-wal"_s);
    QVERIFY2(journal.size() > 0, qPrintable(journal.path()));
    QVERIFY(fixture.server().limitFileSize(journal.size() + 20000));
    const QString large = F::data(u"k"_s, QString(60000, u'x')) + F::key(u"k"_s, u"A"_s, u"w"_s);
    QCOMPARE(F::outcome(F::save(fixture.romeo, with, began, large)), u"wait/internal-server-error"_s);
    QCOMPARE(snapshot(fixture.romeo), before);
    QVERIFY(fixture.server().limitFileSize(-1));
    QCOMPARE(F::savedVersion(F::save(fixture.romeo, with, began, large)), 1);
}

void ArchiveModuleFaultsTest::aDeletedAccountLeavesNothing()
{
    ArchiveModuleFixture fixture(u"modules_enabled = { \"register\" }; allow_registration = false"_s);
    QVERIFY2(fixture.start(), qPrintable(fixture.server().log()));
    const QString mark = F::base64(u"a mark to look for"_s);
    F::save(fixture.romeo, with, began, F::data(u"k"_s, u"a mark to look for"_s));
    const auto contains = [&] {
        bool found = false;
        const QDir folder(fixture.server().dataDirectory() + u"/localhost"_s);
        for (const QString &name : folder.entryList({u"letterlock*"_s}, QDir::Files)) {
            QFile file(folder.filePath(name));
            found = found || (file.open(QIODevice::ReadOnly) && file.readAll().contains(mark.toUtf8()));
        }
        return found;
    };
    QVERIFY(contains());
    fixture.romeo.iq(u"set"_s, u"<query xmlns='jabber:iq:register'><remove/></query>"_s);
    QTRY_VERIFY(!contains());
    QVERIFY(fixture.server().isRunning());
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleFaultsTest;
QTEST_GUILESS_MAIN(ArchiveModuleFaultsTest)
#include "ArchiveModuleFaultsTest.moc"
