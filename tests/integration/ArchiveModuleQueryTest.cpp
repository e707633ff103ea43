// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveModuleFixture.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// list, remove, modified and result sets: XEP-0136 sections 7, 8 and 10.1, XEP-0059.
class ArchiveModuleQueryTest : public QObject, ArchiveModuleFixture {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void listsNothing();
    void listsByTime();
    void listsAllAttributes();
    void matchesAddresses_data();
    void matchesAddresses();
    void pagesForwardAndBack();
    void pagesAcrossRemovals();
    void countsAnewAfterChanges();
    void answersEveryResultSetRequest();
    void refusesBadResultSets_data();
    void refusesBadResultSets();
    void capsPagesByBytes();
    void countsPartsOnly();
    void removesEachForm();
    void reportsChangesInOrder();
    void remembersRemovals();

private:
    void saveAt(const QString &with, const QString &day)
    {
        QCOMPARE(savedVersion(save(romeo, with, u"2026-03-%1T00:00:00Z"_s.arg(day), data(u"k"_s, with + day))), 0);
    }
    static QString at(const QString &with, const QString &day) { return with + u"|2026-03-"_s + day + u"T00:00:00Z"_s; }
    static int byteSize(const QDomElement &iq) { return int(xmlText(iq).toUtf8().size()); }
};

void ArchiveModuleQueryTest::initTestCase()
{
    QVERIFY2(start(), qPrintable(server().log()));
}

void ArchiveModuleQueryTest::init()
{
    romeo.iq(u"set"_s, request(u"remove"_s, {}));
}

void ArchiveModuleQueryTest::cleanupTestCase()
{
    QVERIFY2(server().logProblems().isEmpty(), qPrintable(server().logProblems().join(u'\n')));
}

// P-43
void ArchiveModuleQueryTest::listsNothing()
{
    const auto got = list(romeo);
    QCOMPARE(outcome(got), u"result"_s);
    QCOMPARE(payload(got).localName(), u"list"_s);
    QVERIFY(payload(got).firstChildElement().isNull());
}

// P-41, P-42: start is inclusive, end exclusive; order is chronological, not that of saving.
void ArchiveModuleQueryTest::listsByTime()
{
    for (const QString &day : {u"05"_s, u"01"_s, u"03"_s}) {
        saveAt(u"a@x.example"_s, day);
    }
    const QString one = at(u"a@x.example"_s, u"01"_s);
    const QString three = at(u"a@x.example"_s, u"03"_s);
    const QString five = at(u"a@x.example"_s, u"05"_s);
    QCOMPARE(collections(list(romeo)), QStringList({one, three, five}));
    QCOMPARE(collections(list(romeo, u"start='2026-03-03T00:00:00Z'"_s)), QStringList({three, five}));
    QCOMPARE(collections(list(romeo, u"end='2026-03-03T00:00:00Z'"_s)), QStringList({one}));
    QCOMPARE(collections(list(romeo, u"start='2026-03-01T00:00:00.000001Z' end='2026-03-05T00:00:00.000001Z'"_s)),
        QStringList({three, five}));
}

// P-42, A-25
void ArchiveModuleQueryTest::listsAllAttributes()
{
    save(romeo, u"a@x.example"_s, u"2026-03-01T00:00:00Z"_s, u"<to secs='0'><body>x</body></to>"_s,
        u"subject='S' thread='T'"_s);
    save(romeo, u"b@x.example"_s, u"2026-03-02T00:00:00Z"_s, key(u"k"_s, u"A"_s, u"w"_s));
    const auto chats = elementsNamed(payload(list(romeo)), u"chat"_s);
    QCOMPARE(chats.size(), 2);
    QCOMPARE(chats.at(0).attribute(u"subject"_s), u"S"_s);
    QCOMPARE(chats.at(0).attribute(u"thread"_s), u"T"_s);
    QCOMPARE(chats.at(0).attribute(u"version"_s), u"0"_s);
    QVERIFY(!chats.at(0).hasAttribute(u"crypt"_s));
    QCOMPARE(chats.at(1).attribute(u"crypt"_s), u"true"_s);
}

void ArchiveModuleQueryTest::matchesAddresses_data()
{
    QTest::addColumn<QString>("attributes");
    QTest::addColumn<QString>("found"); // numbers of the collections below
    QTest::newRow("full") << u"with='u@x.example/r'"_s << u"2"_s;
    QTest::newRow("other resource") << u"with='u@x.example/s'"_s << u""_s;
    QTest::newRow("bare") << u"with='u@x.example'"_s << u"12"_s;
    QTest::newRow("bare exactly") << u"with='u@x.example' exactmatch='true'"_s << u"1"_s;
    QTest::newRow("bare not exactly") << u"with='u@x.example' exactmatch='0'"_s << u"12"_s;
    QTest::newRow("domain") << u"with='x.example'"_s << u"12345"_s;
    QTest::newRow("domain exactly") << u"with='x.example' exactmatch='1'"_s << u"4"_s;
    QTest::newRow("domain with resource") << u"with='x.example/r'"_s << u"5"_s;
    QTest::newRow("full exactly") << u"with='u@x.example/r' exactmatch='1'"_s << u"2"_s;
    QTest::newRow("other case") << u"with='U@X.Example'"_s << u"12"_s;
    QTest::newRow("subdomain") << u"with='example'"_s << u""_s;
    QTest::newRow("resource case") << u"with='u@x.example/R'"_s << u""_s;
}

// P-53
void ArchiveModuleQueryTest::matchesAddresses()
{
    QFETCH(QString, attributes);
    QFETCH(QString, found);
    int number = 0;
    for (const QString &with : {u"u@x.example"_s, u"u@x.example/r"_s, u"v@x.example/r"_s, u"x.example"_s,
             u"x.example/r"_s, u"u@sub.x.example"_s}) {
        saveAt(with, u"0%1"_s.arg(++number));
    }
    QString seen;
    for (const QString &entry : collections(list(romeo, attributes))) {
        seen += entry.section(u"2026-03-0"_s, 1).left(1);
    }
    QCOMPARE(seen, found);
    const auto removed = romeo.iq(u"set"_s, request(u"remove"_s, attributes));
    QCOMPARE(outcome(removed), found.isEmpty() ? u"cancel/item-not-found"_s : u"result"_s);
    QCOMPARE(collections(list(romeo)).size(), 6 - found.size());
}

// P-60
void ArchiveModuleQueryTest::pagesForwardAndBack()
{
    QStringList all;
    for (int i = 1; i <= 7; ++i) {
        saveAt(u"a@x.example"_s, u"0%1"_s.arg(i));
        all << at(u"a@x.example"_s, u"0%1"_s.arg(i));
    }
    QStringList forward;
    QString after;
    for (int i = 0; i < 3; ++i) {
        const auto got
            = list(romeo, {}, page(u"<max>3</max>"_s + (i == 0 ? QString() : u"<after>"_s + after + u"</after>"_s)));
        QCOMPARE(setText(got, u"count"_s), u"7"_s);
        QCOMPARE(resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s), QString::number(i * 3));
        forward += collections(got);
        after = setText(got, u"last"_s);
    }
    QCOMPARE(forward, all);

    const auto last = list(romeo, {}, page(u"<max>2</max><before/>"_s));
    QCOMPARE(collections(last), all.mid(5));
    const auto previous = list(romeo, {}, page(u"<max>2</max><before>%1</before>"_s.arg(setText(last, u"first"_s))));
    QCOMPARE(collections(previous), all.mid(3, 2));
    QCOMPARE(resultSet(previous).firstChildElement(u"first"_s).attribute(u"index"_s), u"3"_s);
    QCOMPARE(collections(list(romeo, {}, page(u"<max>2</max><index>4</index>"_s))), all.mid(4, 2));
}

// P-61
void ArchiveModuleQueryTest::pagesAcrossRemovals()
{
    for (int i = 1; i <= 5; ++i) {
        saveAt(u"a@x.example"_s, u"0%1"_s.arg(i));
    }
    const auto first = list(romeo, {}, page(u"<max>2</max>"_s));
    romeo.iq(u"set"_s, request(u"remove"_s, id(u"a@x.example"_s, u"2026-03-02T00:00:00Z"_s)));
    const auto second = list(romeo, {}, page(u"<max>2</max><after>%1</after>"_s.arg(setText(first, u"last"_s))));
    QCOMPARE(collections(second), QStringList({at(u"a@x.example"_s, u"03"_s), at(u"a@x.example"_s, u"04"_s)}));
    QCOMPARE(outcome(list(romeo, {}, page(u"<after>nonsense</after>"_s))), u"cancel/item-not-found"_s);
}

// P-60: what the server remembers of its counting is true only until the next change.
void ArchiveModuleQueryTest::countsAnewAfterChanges()
{
    const auto at = [](int number) { return u"2026-01-%1T00:00:00Z"_s.arg(number, 2, 10, QLatin1Char('0')); };
    const auto put = [&](int number) { save(romeo, u"a@x.example"_s, at(number), data(u"k"_s, at(number))); };
    const auto next
        = [&](const QString &after) { return list(romeo, {}, page(u"<max>2</max><after>%1</after>"_s.arg(after))); };
    const auto numbers = [](const QDomElement &got) {
        return resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s) + u" of "_s
            + setText(got, u"count"_s);
    };
    for (int i = 10; i < 16; ++i) {
        put(i);
    }
    const auto first = list(romeo, {}, page(u"<max>2</max>"_s));
    const QString place = setText(first, u"last"_s);
    QCOMPARE(numbers(first), u"0 of 6"_s);
    QCOMPARE(numbers(next(place)), u"2 of 6"_s);
    put(1); // before the place
    QCOMPARE(numbers(next(place)), u"3 of 7"_s);
    QCOMPARE(numbers(next(place)), u"3 of 7"_s);
    romeo.iq(u"set"_s, request(u"remove"_s, id(u"a@x.example"_s, at(10))));
    QCOMPARE(numbers(next(place)), u"2 of 6"_s);
    QCOMPARE(numbers(list(romeo, u"with='b@x.example'"_s, page(u"<max>2</max>"_s))), u" of "_s);
    QCOMPARE(setText(list(juliet, {}, page(u"<max>2</max>"_s)), u"count"_s), QString());
}

// P-60, P-62
void ArchiveModuleQueryTest::answersEveryResultSetRequest()
{
    saveAt(u"a@x.example"_s, u"01"_s);
    for (const QString &set : {u"<max>0</max>"_s, u"<index>5</index>"_s}) {
        const auto got = list(romeo, {}, page(set));
        QCOMPARE(childNames(payload(got)), QStringList{u"set"_s});
        QCOMPARE(childNames(resultSet(got)), QStringList{u"count"_s});
        QCOMPARE(setText(got, u"count"_s), u"1"_s);
    }
    QCOMPARE(collections(list(romeo, {}, page({}))).size(), 1);
}

void ArchiveModuleQueryTest::refusesBadResultSets_data()
{
    QTest::addColumn<QString>("set");
    for (const char *set : {"<max>-1</max>", "<max>x</max>", "<max/>", "<max>0.5</max>", "<max>0x10</max>",
             "<max>1e9</max>", "<index>-1</index>", "<index>9999999999999999</index>",
             "<index>1</index><after>a</after>", "<before/><after>1</after>", "<max><a/></max>"}) {
        QTest::newRow(set) << QString::fromLatin1(set);
    }
}

// P-62, P-65
void ArchiveModuleQueryTest::refusesBadResultSets()
{
    QFETCH(QString, set);
    saveAt(u"a@x.example"_s, u"01"_s);
    QCOMPARE(outcome(list(romeo, {}, page(set))), u"modify/bad-request"_s);
    QCOMPARE(outcome(modified(romeo, page(set))), u"modify/bad-request"_s);
    QCOMPARE(outcome(retrieve(romeo, u"a@x.example"_s, u"2026-03-01T00:00:00Z"_s, page(set))), u"modify/bad-request"_s);
    QCOMPARE(outcome(romeo.iq(u"get"_s, request(u"keys"_s, {}, keyName(u"A"_s) + page(set)))), u"modify/bad-request"_s);
}

// P-60, A-26: pages stay below 200 KiB of items, forwards and backwards, and nothing is skipped.
void ArchiveModuleQueryTest::capsPagesByBytes()
{
    const QString with = u"a@x.example"_s;
    const QString began = u"2026-03-01T00:00:00Z"_s;
    for (int i = 0; i < 6; ++i) {
        QCOMPARE(savedVersion(save(romeo, with, began, data(u"k"_s, QString(45000, QLatin1Char(char('a' + i)))))), i);
    }
    QString seen;
    QString after;
    int pages = 0;
    while (seen.size() < 6 && pages < 7) {
        const auto got
            = retrieve(romeo, with, began, page(after.isEmpty() ? QString() : u"<after>"_s + after + u"</after>"_s));
        QVERIFY(byteSize(got) < 210 * 1024);
        for (const QString &value : cipherValues(got, u"EncryptedData"_s)) {
            seen += value.at(0);
        }
        after = setText(got, u"last"_s);
        ++pages;
    }
    QCOMPARE(seen, u"abcdef"_s);
    QCOMPARE(pages, 2);
    const auto last = retrieve(romeo, with, began, page(u"<before/>"_s));
    QCOMPARE(cipherValues(last, u"EncryptedData"_s).last().at(0), u'f');
    QVERIFY(cipherValues(last, u"EncryptedData"_s).size() < 6);
}

//
void ArchiveModuleQueryTest::countsPartsOnly()
{
    const QString with = u"a@x.example"_s;
    const QString began = u"2026-03-01T00:00:00Z"_s;
    QString content;
    for (int i = 0; i < 7; ++i) {
        content += data(u"k"_s, u"part%1"_s.arg(i));
    }
    for (int i = 0; i < 4; ++i) {
        content += key(u"k"_s, u"P%1"_s.arg(i), u"w%1"_s.arg(i));
    }
    save(romeo, with, began, content);
    const auto got = retrieve(romeo, with, began, page(u"<max>5</max>"_s));
    QCOMPARE(cipherValues(got, u"EncryptedData"_s).size(), 5);
    QCOMPARE(cipherValues(got, u"EncryptedKey"_s).size(), 4);
    QCOMPARE(setText(got, u"count"_s), u"7"_s);
    QCOMPARE(resultSet(got).firstChildElement(u"first"_s).attribute(u"index"_s), u"0"_s);
    const auto rest
        = retrieve(romeo, with, began, page(u"<max>5</max><after>%1</after>"_s.arg(setText(got, u"last"_s))));
    QCOMPARE(cipherValues(rest, u"EncryptedData"_s), QStringList({u"part5"_s, u"part6"_s}));
    QCOMPARE(cipherValues(rest, u"EncryptedKey"_s).size(), 4);
}

// P-47, P-48, P-59, R12, R13
void ArchiveModuleQueryTest::removesEachForm()
{
    const auto remove
        = [this](const QString &attributes) { return outcome(romeo.iq(u"set"_s, request(u"remove"_s, attributes))); };
    const auto left = [this] { return collections(list(romeo)).size(); };
    const QString missing = u"cancel/item-not-found"_s;
    QCOMPARE(remove({}), missing);
    save(juliet, u"a@x.example"_s, u"2026-03-01T00:00:00Z"_s, data(u"k"_s, u"hers"_s));
    for (int i = 1; i <= 9; ++i) {
        saveAt(i % 2 ? u"a@x.example"_s : u"b@x.example/r"_s, u"0%1"_s.arg(i));
    }
    QCOMPARE(remove(u"with='a@x.example' start='2026-03-01T00:00:00.0Z'"_s), u"result"_s);
    QCOMPARE(left(), 8);
    QCOMPARE(remove(u"with='a@x.example' start='2026-03-01T00:00:00Z'"_s), missing);
    QCOMPARE(remove(u"with='b@x.example' start='2026-03-02T00:00:00Z'"_s), missing);
    QCOMPARE(remove(u"open='true'"_s), missing);
    QCOMPARE(remove(u"start='2026-03-02T00:00:00Z'"_s), u"modify/bad-request"_s);
    QCOMPARE(left(), 8);
    QCOMPARE(remove(u"start='2026-03-02T00:00:00Z' end='2026-03-04T00:00:00Z'"_s), u"result"_s);
    QCOMPARE(left(), 6);
    QCOMPARE(remove(u"with='b@x.example' start='0000-01-01T00:00:00Z' end='2026-03-05T00:00:00Z'"_s), u"result"_s);
    QCOMPARE(left(), 5);
    QCOMPARE(remove(u"with='b@x.example'"_s), u"result"_s);
    QCOMPARE(left(), 3);
    QCOMPARE(remove(u"end='2026-03-06T00:00:00Z'"_s), u"result"_s);
    QCOMPARE(left(), 2);
    QCOMPARE(remove({}), u"result"_s);
    QCOMPARE(left(), 0);
    QCOMPARE(collections(list(juliet)).size(), 1);
}

// P-22, P-49, P-51
void ArchiveModuleQueryTest::reportsChangesInOrder()
{
    const auto before = modified(romeo, page(u"<before/><max>1</max>"_s));
    const QString mark = setText(before, u"last"_s);
    saveAt(u"new@x.example"_s, u"03"_s);
    saveAt(u"old@x.example"_s, u"01"_s);
    saveAt(u"gone@x.example"_s, u"02"_s);
    save(romeo, u"new@x.example"_s, u"2026-03-03T00:00:00Z"_s, data(u"k"_s, u"more"_s));
    romeo.iq(u"set"_s, request(u"remove"_s, u"with='gone@x.example'"_s));

    const auto got = modified(romeo, mark.isEmpty() ? page({}) : page(u"<after>%1</after>"_s.arg(mark)));
    QCOMPARE(childNames(payload(got)), QStringList({u"changed"_s, u"changed"_s, u"removed"_s, u"set"_s}));
    QCOMPARE(collections(got),
        QStringList(
            {at(u"old@x.example"_s, u"01"_s), at(u"new@x.example"_s, u"03"_s), at(u"gone@x.example"_s, u"02"_s)}));
    QStringList versions;
    for (QDomElement child = payload(got).firstChildElement(); !child.isNull(); child = child.nextSiblingElement()) {
        versions << child.attribute(u"version"_s);
    }
    QCOMPARE(versions.mid(0, 3), QStringList({u"0"_s, u"1"_s, u"0"_s}));
    QVERIFY(collections(modified(romeo, page(u"<after>%1</after>"_s.arg(setText(got, u"last"_s))))).isEmpty());

    // A change behind the remembered position comes after it.
    save(romeo, u"old@x.example"_s, u"2026-03-01T00:00:00Z"_s, data(u"k"_s, u"later"_s));
    const auto later = modified(romeo, page(u"<after>%1</after>"_s.arg(setText(got, u"last"_s))));
    QCOMPARE(collections(later), QStringList{at(u"old@x.example"_s, u"01"_s)});

    QCOMPARE(outcome(modified(romeo, {})), u"modify/bad-request"_s);
    QCOMPARE(outcome(romeo.iq(u"get"_s, request(u"modified"_s, {}, page({})))), u"modify/bad-request"_s);
    const auto future = romeo.iq(u"get"_s, request(u"modified"_s, u"start='2999-01-01T00:00:00Z'"_s, page({})));
    QCOMPARE(setText(future, u"count"_s), u"0"_s);
}

// P-50; a collection made again starts at version 0.
void ArchiveModuleQueryTest::remembersRemovals()
{
    saveAt(u"gone@x.example"_s, u"07"_s);
    romeo.iq(u"set"_s, request(u"remove"_s, u"with='gone@x.example'"_s));
    QVERIFY2(server().restart(), qPrintable(server().log()));
    QVERIFY(signIn(romeo));
    QVERIFY(signIn(juliet, u"juliet"_s));
    const auto got = modified(romeo, page(u"<before/><max>1</max>"_s));
    QCOMPARE(childNames(payload(got)), QStringList({u"removed"_s, u"set"_s}));
    QCOMPARE(collections(got), QStringList{at(u"gone@x.example"_s, u"07"_s)});
    saveAt(u"gone@x.example"_s, u"07"_s);
    const auto again = modified(romeo, page(u"<before/><max>1</max>"_s));
    QCOMPARE(childNames(payload(again)), QStringList({u"changed"_s, u"set"_s}));
}

} // namespace letterlock::test

using letterlock::test::ArchiveModuleQueryTest;
QTEST_GUILESS_MAIN(ArchiveModuleQueryTest)
#include "ArchiveModuleQueryTest.moc"
