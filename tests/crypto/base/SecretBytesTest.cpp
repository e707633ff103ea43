// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "crypto/base/Random.h"
#include "crypto/base/SecretBytes.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using namespace crypto;

class SecretBytesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesAndCopies();
    void takenSourceIsWiped();
    void comparison();
    void randomNames();
};

void SecretBytesTest::movesAndCopies()
{
    static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
    SecretBytes one(QByteArrayView("secret"));
    SecretBytes two = std::move(one);
    QVERIFY(one.isEmpty()); // NOLINT: moved from on purpose
    QCOMPARE(two.view(), QByteArrayView("secret"));
    SecretBytes three = two.copy();
    three.data()[0] = 'S';
    QCOMPARE(two.view(), QByteArrayView("secret"));
    two = std::move(three);
    QCOMPARE(two.view(), QByteArrayView("Secret"));
    QCOMPARE(SecretBytes(4).view(), QByteArrayView("\0\0\0\0", 4));
    QVERIFY(SecretBytes().isEmpty());
}

void SecretBytesTest::takenSourceIsWiped()
{
    QByteArray source("passphrase");
    const auto secret = SecretBytes::taken(source);
    QCOMPARE(secret.view(), QByteArrayView("passphrase"));
    QVERIFY(source.isEmpty());
}

void SecretBytesTest::comparison()
{
    const SecretBytes a(QByteArrayView("abc"));
    QVERIFY(a == SecretBytes(QByteArrayView("abc")));
    QVERIFY(!(a == SecretBytes(QByteArrayView("abd"))));
    QVERIFY(!(a == SecretBytes(QByteArrayView("ab"))));
    QVERIFY(SecretBytes() == SecretBytes());
    QVERIFY(!(SecretBytes::random(32) == SecretBytes::random(32)));
}

//
void SecretBytesTest::randomNames()
{
    QSet<QString> names;
    for (int i = 0; i < 10'000; ++i) {
        names.insert(randomName());
    }
    QCOMPARE(names.size(), 10'000);
    static const QRegularExpression shape(u"^[0-9a-f]{32}$"_s);
    QVERIFY(shape.match(*names.cbegin()).hasMatch());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SecretBytesTest)
#include "SecretBytesTest.moc"
