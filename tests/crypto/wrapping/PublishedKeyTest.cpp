// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/wrapping/PublishedKey.h"

#include <QCryptographicHash>
#include <QTest>

#include "crypto/wrapping/KeyRevocation.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

namespace {

// Made with openssl; print and SubjectPublicKeyInfo computed without the code under test. The print of the example in
// XEP-0189 is not that of the key beside it.
const QByteArray modulus = "2224192251923997050516669731362094114875430535535077181448098536212645913145"
                           "2638907515885740998955544690323755523266114584083861694966590869874283602651"
                           "0120321914599349697802152519696030349206455739963714543144900449184956541664"
                           "6628658812330715875559280384146171548926653500594151594428036476718666973126"
                           "5777563402378034826884301081925085053612101779985903865411164633039545034478"
                           "9776056352470864708968124126953323317912833519508706548894526806373758665590"
                           "8937883846403218286544286489813601199701444537604628115318755807836155551227"
                           "1115243512841796418467385480990347093597464357914115159137736945773383127881"
                           "867548029";
const QByteArray print = "SQdZ1QpXONd/DkI7yZ/GNT2+TzotAM2QbPaw4ibR5c0=";
const QByteArray spkiSha256 = "a89b80e747f70f73543a2c8dc124aec9bbc25dfc130374456c9d67fccc1126ad";
const BareJid alice = *BareJid::parse(u"alice@example.com"_s);

struct Fields {
    QByteArray begin = "2026-01-14T18:44:18Z";
    QByteArray end = "2036-01-14T18:44:18Z";
    QByteArray jid = "alice@example.com";
    QByteArray number = modulus;
    QByteArray exponent = "65537";
    QByteArray algo = " algo='sha-256'";
    QByteArray shown = print;
    QByteArray ns = "urn:xmpp:pubkey:2";

    [[nodiscard]] QByteArray rightPrint() const
    {
        return QCryptographicHash::hash(begin + end + jid + number + exponent, QCryptographicHash::Sha256).toBase64();
    }
    [[nodiscard]] XmlElement element(const QByteArray &more = {}) const
    {
        return XmlElement::parse("<pubkey xmlns='" + ns + "'><begin>" + begin + "</begin><end>" + end + "</end><jid>"
            + jid + "</jid>" + more + "<rsakey><modulus>" + number + "</modulus><publicExponent>" + exponent
            + "</publicExponent><print" + algo + ">" + shown + "</print></rsakey></pubkey>")
            .value();
    }
};

} // namespace

/// XEP-0189 sections 3 and 4 as elements.
class PublishedKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    //
    void goodOnesAreRead_data()
    {
        QTest::addColumn<Fields>("fields");
        QTest::newRow("plain") << Fields{};
        QTest::newRow("no algo is sha-256") << Fields{.algo = {}};
        QByteArray lines = modulus;
        for (qsizetype at = 76; at < lines.size(); at += 79) {
            lines.insert(at, "\n\t ");
        }
        QTest::newRow("white space in the number") << Fields{.number = "\n  " + lines + "\n"};
        QTest::newRow("print in hexadecimal, as its other examples")
            << Fields{.shown = QByteArray::fromBase64(print).toHex()};
        Fields noZone{.begin = "2009-12-11T20:12:37", .end = "2010-12-11T23:59:59"};
        noZone.shown = noZone.rightPrint();
        QTest::newRow("times without Z, as its other examples") << noZone;
    }

    void goodOnesAreRead()
    {
        QFETCH(const Fields, fields);
        const auto key = PublishedKey::read(fields.element("<uri>https://example.com/key</uri>"), alice);
        QVERIFY2(key, qPrintable(key ? QString() : key.error().detail));
        QCOMPARE(key->modulus().size(), 256);
        QCOMPARE(key->exponent(), QByteArray("\x01\x00\x01", 3));
        QCOMPARE(QCryptographicHash::hash(key->publicKeyInfo(), QCryptographicHash::Sha256).toHex(), spkiSha256);
        // What is written is read again, by the same print.
        const auto again = PublishedKey::read(XmlElement::parse(key->write().toXml()).value(), alice);
        QVERIFY(again && *again == *key);
    }

    // each is ignored
    void badOnesAreRefused_data()
    {
        using Code = CryptoError::Code;
        QTest::addColumn<Fields>("fields");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<CryptoError::Code>("code");
        const QByteArray none;
        QTest::newRow("another end") << Fields{.end = "2037-01-14T18:44:18Z"} << none << Code::BadSignature;
        QTest::newRow("another begin") << Fields{.begin = "2025-01-14T18:44:18Z"} << none << Code::BadSignature;
        QTest::newRow("unknown algo") << Fields{.algo = " algo='sha-512'"} << none << Code::Unsupported;
        QTest::newRow("no print") << Fields{.shown = {}} << none << Code::BadSignature;
        const auto honest = [](Fields fields) {
            fields.shown = fields.rightPrint(); // only one thing is wrong
            return fields;
        };
        QTest::newRow("another address") << honest({.jid = "mallory@example.com"}) << none << Code::KeyUnusable;
        QTest::newRow("a resource") << honest({.jid = "alice@example.com/x"}) << none << Code::KeyUnusable;
        QTest::newRow("letters") << honest({.number = modulus + "A"}) << none << Code::MalformedInput;
        QTest::newRow("a sign") << honest({.number = "-" + modulus}) << none << Code::MalformedInput;
        QTest::newRow("leading zero") << honest({.number = "0" + modulus}) << none << Code::MalformedInput;
        QTest::newRow("huge") << honest({.number = QByteArray(2501, '7')}) << none << Code::MalformedInput;
        QTest::newRow("small") << honest({.number = modulus.left(309)}) << none << Code::KeyUnusable;
        QTest::newRow("even") << honest({.number = modulus.chopped(1) + "2"}) << none << Code::KeyUnusable;
        QTest::newRow("exponent 1") << honest({.exponent = "1"}) << none << Code::KeyUnusable;
        QTest::newRow("exponent 3") << honest({.exponent = "3"}) << none << Code::KeyUnusable;
        QTest::newRow("no date") << honest({.begin = "always"}) << none << Code::MalformedInput;
        QTest::newRow("ends before it begins")
            << honest({.end = "2020-01-01T00:00:00Z"}) << none << Code::MalformedInput;
        QTest::newRow("two addresses") << Fields{} << QByteArray("<jid>mallory@example.com</jid>")
                                       << Code::MalformedInput;
        QTest::newRow("two keys") << Fields{} << QByteArray("<rsakey><print/></rsakey>") << Code::MalformedInput;
        QTest::newRow("older version") << Fields{.ns = "urn:xmpp:pubkey:1"} << none << Code::MalformedInput;
    }

    void badOnesAreRefused()
    {
        QFETCH(const Fields, fields);
        QFETCH(const QByteArray, more);
        QFETCH(const CryptoError::Code, code);
        const auto key = PublishedKey::read(fields.element(more), alice);
        QVERIFY(!key);
        QCOMPARE(key.error().code, code);
    }

    //
    void validity()
    {
        const auto key = PublishedKey::read(Fields{}.element(), alice);
        QVERIFY(key);
        QVERIFY(key->isValidAt(QDateTime(QDate(2030, 1, 1), QTime(), QTimeZone::UTC)));
        QVERIFY(!key->isValidAt(QDateTime(QDate(2026, 1, 14), QTime(18, 44, 17), QTimeZone::UTC)));
        QVERIFY(!key->isValidAt(QDateTime(QDate(2036, 1, 14), QTime(18, 44, 19), QTimeZone::UTC)));
    }

    void madeIsRead()
    {
        const auto read = PublishedKey::read(Fields{}.element(), alice);
        QVERIFY(read);
        const auto made = PublishedKey::make(alice, read->modulus(), read->exponent(), read->begin(), read->end());
        QVERIFY(made && *made == *read);
        QCOMPARE(made->print().toLatin1(), print);
    }

    // A-65, R19: signed over key, keyprint, revocationprint and revocationtime, joined
    void revocation()
    {
        TempGnupgHome home;
        const auto own = home.makeKey(u"alice@example.com"_s).fingerprint;
        const auto stranger = home.makeKey(u"mallory@example.com"_s).fingerprint;
        const auto key = PublishedKey::read(Fields{}.element(), alice);
        const QDateTime at(QDate(2026, 11, 21), QTime(20, 0), QTimeZone::UTC);
        const auto made = KeyRevocation::make(home.engine(), *key, own, at);
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        const auto written = made->write();
        QCOMPARE(written.name(), u"revoke"_s);
        const auto read = KeyRevocation::read(XmlElement::parse(written.toXml()).value());
        QVERIFY(read && read->concerns(*key));
        QVERIFY(read->isSignedBy(home.engine(), {own}));
        // By stock gpg: the text is the four fields and nothing else.
        const auto field = [&](const QString &name) { return written.childText(name, KeyRevocation::ns); };
        const auto signature = QByteArray::fromBase64(field(u"signature"_s).toLatin1());
        QCOMPARE(QString::fromUtf8(home.gpg({u"--decrypt"_s}, signature)),
            field(u"key"_s) + field(u"keyprint"_s) + field(u"revocationprint"_s) + field(u"revocationtime"_s));

        QVERIFY(!read->isSignedBy(home.engine(), {stranger}));
        QVERIFY(!read->isSignedBy(home.engine(), {}));
        const auto byStranger = KeyRevocation::make(home.engine(), *key, stranger, at);
        QVERIFY(byStranger && !byStranger->isSignedBy(home.engine(), {own}));
        for (const auto &name : {u"key"_s, u"keyprint"_s, u"revocationprint"_s, u"revocationtime"_s}) {
            QByteArray forged = written.toXml();
            const auto tag = name.toLatin1();
            const auto end = forged.indexOf("</" + tag + ">");
            forged[end - 2] = forged[end - 2] == 'A' ? 'B' : 'A';
            const auto changed = KeyRevocation::read(XmlElement::parse(forged).value());
            QVERIFY2(!changed || !changed->isSignedBy(home.engine(), {own}), tag.constData());
        }
        // The other name, and lines as somebody laid them out.
        QByteArray other = written.toXml().replace("<revoke ", "<revocation ").replace("</revoke>", "</revocation>");
        other.insert(other.indexOf("<key>") + 20, "\n    ");
        const auto laidOut = KeyRevocation::read(XmlElement::parse(other).value());
        QVERIFY(laidOut && laidOut->isSignedBy(home.engine(), {own}));
        QVERIFY(!KeyRevocation::read(XmlElement::parse("<revoke xmlns='urn:xmpp:revoke:2'/>").value()));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PublishedKeyTest)
#include "PublishedKeyTest.moc"
