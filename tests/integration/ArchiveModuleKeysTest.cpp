// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {
const QString with = u"a@x.example"_s;
const QString day1 = u"2026-03-01T00:00:00Z"_s;
const QString day2 = u"2026-03-02T00:00:00Z"_s;
const QString day3 = u"2026-03-03T00:00:00Z"_s;
} // namespace

/// EncryptedKeys, shared data keys and re-keying: XEP-0241 sections 5 and 6.
class ArchiveModuleKeysTest : public QObject, ArchiveModuleFixture {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void findsKeysOfOtherCollections();
    void limitsKeysByName();
    void replacesAKeyOfTheSameNames();
    void listsKeysInPages();
    void listsNoOtherKeys();
    void deletesKeys_data();
    void deletesKeys();
    void movesSharedKeysOnRemove();
    void keepsAKeyThatIsElsewhere();
    void dropsKeysNobodyUses();
    void rekeysAnArchive();

private:
    QDomElement listKeys(const QString &name, const QString &set = {})
    {
        return romeo.iq(u"get"_s, request(u"keys"_s, {}, keyName(name) + set));
    }
    QStringList keysOf(const QString &start, const QString &content = {})
    {
        return cipherValues(retrieve(romeo, with, start, content), u"EncryptedKey"_s);
    }
    QString remove(const QString &start) { return outcome(romeo.iq(u"set"_s, request(u"remove"_s, id(with, start)))); }
};

void ArchiveModuleKeysTest::initTestCase()
{
    QVERIFY2(start(), qPrintable(server().log()));
}

void ArchiveModuleKeysTest::init()
{
    romeo.iq(u"set"_s, request(u"remove"_s, {}));
}

void ArchiveModuleKeysTest::cleanupTestCase()
{
    QVERIFY2(server().logProblems().isEmpty(), qPrintable(server().logProblems().join(u'\n')));
}

// from whichever collection, only those the page uses, only the owner's.
void ArchiveModuleKeysTest::findsKeysOfOtherCollections()
{
    save(romeo, with, day1,
        key(u"k1"_s, u"A"_s, u"k1-A"_s) + key(u"k1"_s, u"B"_s, u"k1-B"_s) + key(u"k2"_s, u"A"_s, u"k2-A"_s));
    save(romeo, with, day2, data(u"k1"_s, u"one"_s) + data(u"k2"_s, u"two"_s) + key(u"k3"_s, u"A"_s, u"unused"_s));
    save(juliet, with, day2, data(u"k1"_s, u"hers"_s) + key(u"k1"_s, u"A"_s, u"her key"_s));
    QCOMPARE(keysOf(day2, page(u"<max>1</max>"_s)), QStringList({u"k1-A"_s, u"k1-B"_s}));
    QCOMPARE(keysOf(day2, page(u"<max>1</max><before/>"_s)), QStringList({u"k2-A"_s}));
    QCOMPARE(keysOf(day2), QStringList({u"k1-A"_s, u"k1-B"_s, u"k2-A"_s}));
    QCOMPARE(cipherValues(retrieve(juliet, with, day2), u"EncryptedKey"_s), QStringList{u"her key"_s});
}

//
void ArchiveModuleKeysTest::limitsKeysByName()
{
    save(romeo, with, day1,
        data(u"k"_s, u"part"_s) + key(u"k"_s, u"A"_s, u"k-A"_s) + key(u"k"_s, u"B"_s, u"k-B"_s)
            + key(u"k"_s, u"C"_s, u"k-C"_s));
    QCOMPARE(keysOf(day1, keyName(u"B"_s)), QStringList{u"k-B"_s});
    QCOMPARE(keysOf(day1, keyName(u"A"_s) + keyName(u"C"_s) + page({})), QStringList({u"k-A"_s, u"k-C"_s}));
    const auto none = retrieve(romeo, with, day1, keyName(u"Z"_s));
    QCOMPARE(cipherValues(none, u"EncryptedData"_s), QStringList{u"part"_s});
    QCOMPARE(cipherValues(none, u"EncryptedKey"_s), QStringList());
}

// repeating a step of a re-key is harmless.
void ArchiveModuleKeysTest::replacesAKeyOfTheSameNames()
{
    save(romeo, with, day1, data(u"k"_s, u"part"_s) + key(u"k"_s, u"A"_s, u"first"_s));
    QCOMPARE(savedVersion(save(romeo, with, day1, key(u"k"_s, u"A"_s, u"second"_s))), 1);
    QCOMPARE(savedVersion(save(romeo, with, day1, key(u"k"_s, u"A"_s, u"second"_s))), 1);
    QCOMPARE(keysOf(day1), QStringList{u"second"_s});
}

//
void ArchiveModuleKeysTest::listsKeysInPages()
{
    for (int i = 0; i < 120; ++i) {
        const QString began
            = u"2026-03-01T%1:%2:00Z"_s.arg(i / 60, 2, 10, QLatin1Char('0')).arg(i % 60, 2, 10, QLatin1Char('0'));
        save(romeo, with, began, key(u"k%1"_s.arg(i), u"A"_s, u"w%1"_s.arg(i)) + key(u"l%1"_s.arg(i), u"A"_s, u"x"_s));
    }
    QStringList seen;
    QString after;
    for (int number = 0; number < 3; ++number) {
        const auto got
            = listKeys(u"A"_s, page(u"<max>50</max>"_s + (number ? u"<after>"_s + after + u"</after>"_s : QString())));
        QCOMPARE(payload(got).localName(), u"keys"_s);
        const auto chats = elementsNamed(payload(got), u"chat"_s);
        QCOMPARE(chats.size(), number < 2 ? 50 : 20);
        QCOMPARE(setText(got, u"count"_s), u"120"_s);
        QCOMPARE(resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s), QString::number(number * 50));
        for (const QDomElement &chat : chats) {
            QCOMPARE(childNames(chat), QStringList({u"EncryptedKey"_s, u"EncryptedKey"_s}));
            QCOMPARE(chat.attribute(u"version"_s), u"0"_s);
            QCOMPARE(chat.attribute(u"crypt"_s), u"true"_s);
            seen << chat.attribute(u"start"_s);
        }
        after = setText(got, u"last"_s);
    }
    QStringList sorted = seen;
    sorted.removeDuplicates();
    sorted.sort();
    QCOMPARE(seen, sorted);
    QCOMPARE(seen.size(), 120);
}

// A-32, P-59
void ArchiveModuleKeysTest::listsNoOtherKeys()
{
    save(romeo, with, day1, key(u"k"_s, u"A"_s, u"mine"_s) + key(u"k"_s, u"B"_s, u"other"_s));
    save(juliet, with, day1, key(u"k"_s, u"A"_s, u"hers"_s));
    const auto got = listKeys(u"A"_s);
    const auto chats = elementsNamed(payload(got), u"chat"_s);
    QCOMPARE(chats.size(), 1);
    QCOMPARE(childNames(chats.first()), QStringList{u"EncryptedKey"_s});
    QVERIFY(xmlText(got).contains(base64(u"mine"_s)));
    QVERIFY(payload(listKeys(u"C"_s)).firstChildElement().isNull());
    QCOMPARE(outcome(romeo.iq(u"get"_s, request(u"keys"_s, {}))), u"modify/bad-request"_s);
}

void ArchiveModuleKeysTest::deletesKeys_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("xmlns");
    QTest::newRow("set") << u"set"_s << archiveNs;
    QTest::newRow("get") << u"get"_s << archiveNs;
    QTest::newRow("set, old namespace") << u"set"_s << tmpArchiveNs;
    QTest::newRow("get, old namespace") << u"get"_s << tmpArchiveNs;
}

// A-35, R03
void ArchiveModuleKeysTest::deletesKeys()
{
    QFETCH(QString, type);
    QFETCH(QString, xmlns);
    save(romeo, with, day1,
        data(u"k"_s, u"part"_s) + key(u"k"_s, u"A"_s, u"k-A"_s) + key(u"l"_s, u"A"_s, u"l-A"_s)
            + key(u"k"_s, u"B"_s, u"k-B"_s));
    save(romeo, with, day2, key(u"m"_s, u"A"_s, u"m-A"_s));
    const auto remove = [&](const QString &start, const QString &content) {
        return outcome(romeo.iq(type, request(u"delete"_s, id(with, start), content, xmlns)));
    };
    QCOMPARE(remove(day1, keyName(u"A"_s)), u"result"_s);
    const auto got = retrieve(romeo, with, day1);
    QCOMPARE(payload(got).attribute(u"version"_s), u"1"_s);
    QCOMPARE(cipherValues(got, u"EncryptedKey"_s), QStringList{u"k-B"_s});
    QCOMPARE(cipherValues(got, u"EncryptedData"_s), QStringList{u"part"_s});
    QCOMPARE(collections(listKeys(u"A"_s)), QStringList{with + u'|' + day2});
    QCOMPARE(remove(day1, keyName(u"A"_s)), u"result"_s);
    QCOMPARE(payload(retrieve(romeo, with, day1)).attribute(u"version"_s), u"1"_s);
    QCOMPARE(remove(day3, keyName(u"A"_s)), u"cancel/item-not-found"_s);
    QCOMPARE(remove(day1, {}), u"modify/bad-request"_s);
}

// a data key stored once must outlive the collection it came with.
void ArchiveModuleKeysTest::movesSharedKeysOnRemove()
{
    save(romeo, with, day1, data(u"k"_s, u"one"_s) + key(u"k"_s, u"A"_s, u"k-A"_s) + key(u"k"_s, u"B"_s, u"k-B"_s));
    save(romeo, with, day2, data(u"k"_s, u"two"_s));
    save(romeo, with, day3, data(u"k"_s, u"three"_s));
    QCOMPARE(remove(day1), u"result"_s);
    QCOMPARE(keysOf(day2), QStringList({u"k-A"_s, u"k-B"_s}));
    QCOMPARE(keysOf(day3), QStringList({u"k-A"_s, u"k-B"_s}));
    QCOMPARE(collections(listKeys(u"A"_s)).size(), 1);
    QVERIFY(payload(retrieve(romeo, with, day2)).attribute(u"version"_s).toInt() > 0);

    // In one request with the first heir: the key moves to what remains.
    romeo.iq(u"set"_s, request(u"remove"_s, u"start='%1' end='%2'"_s.arg(day1, day3)));
    QCOMPARE(keysOf(day3), QStringList({u"k-A"_s, u"k-B"_s}));
    QCOMPARE(collections(listKeys(u"B"_s)), QStringList{with + u'|' + day3});
}

void ArchiveModuleKeysTest::keepsAKeyThatIsElsewhere()
{
    save(romeo, with, day1, data(u"k"_s, u"one"_s) + key(u"k"_s, u"A"_s, u"old"_s));
    save(romeo, with, day2, data(u"k"_s, u"two"_s) + key(u"k"_s, u"A"_s, u"new"_s));
    QCOMPARE(remove(day1), u"result"_s);
    QCOMPARE(keysOf(day2), QStringList{u"new"_s});
    QCOMPARE(payload(retrieve(romeo, with, day2)).attribute(u"version"_s), u"0"_s);
}

void ArchiveModuleKeysTest::dropsKeysNobodyUses()
{
    save(romeo, with, day1, data(u"k"_s, u"one"_s) + key(u"k"_s, u"A"_s, u"w"_s));
    save(romeo, with, day2, data(u"other"_s, u"two"_s));
    QCOMPARE(remove(day1), u"result"_s);
    QVERIFY(payload(listKeys(u"A"_s)).firstChildElement().isNull());
    QCOMPARE(savedVersion(save(romeo, with, day1, data(u"k"_s, u"again"_s))), 0);
    QCOMPARE(keysOf(day1), QStringList());
}

// together: afterwards the parts are untouched and only the new wraps remain.
void ArchiveModuleKeysTest::rekeysAnArchive()
{
    for (int i = 1; i <= 9; ++i) {
        save(romeo, with, u"2026-04-0%1T00:00:00Z"_s.arg(i),
            data(u"k%1"_s.arg(i), u"part%1"_s.arg(i)) + key(u"k%1"_s.arg(i), u"OLD"_s, u"old%1"_s.arg(i)));
    }
    int steps = 0;
    for (;; ++steps) {
        QVERIFY(steps < 20);
        const auto chats = elementsNamed(payload(listKeys(u"OLD"_s, page(u"<max>2</max>"_s))), u"chat"_s);
        if (chats.isEmpty()) {
            break;
        }
        for (const QDomElement &chat : chats) {
            const QString began = chat.attribute(u"start"_s);
            const QString carried = chat.firstChildElement().firstChildElement(u"CarriedKeyName"_s).text();
            QCOMPARE(savedVersion(save(romeo, with, began, key(carried, u"NEW"_s, u"new-"_s + carried))),
                chat.attribute(u"version"_s).toInt() + 1);
            romeo.iq(u"set"_s, request(u"delete"_s, id(with, began), keyName(u"OLD"_s)));
        }
    }
    QCOMPARE(steps, 5);
    for (int i = 1; i <= 9; ++i) {
        const auto got = retrieve(romeo, with, u"2026-04-0%1T00:00:00Z"_s.arg(i));
        QCOMPARE(cipherValues(got, u"EncryptedKey"_s), QStringList{u"new-k%1"_s.arg(i)});
        QCOMPARE(cipherValues(got, u"EncryptedData"_s), QStringList{u"part%1"_s.arg(i)});
        QCOMPARE(payload(got).attribute(u"version"_s), u"2"_s);
    }
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleKeysTest;
QTEST_GUILESS_MAIN(ArchiveModuleKeysTest)
#include "ArchiveModuleKeysTest.moc"
