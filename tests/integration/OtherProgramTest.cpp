// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/ArchiveKeyBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using app::RotationReason;

/// An archive key that another program of the same person has published.
class OtherProgramTest : public ArchiveKeyBed {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // what the person has called their own is sealed for, also by a key change, until it is not
    void otherProgramIsSealedFor()
    {
        QVERIFY(await(m_romeo->app().archiveKeys().make(), 60000));
        const auto print = m_other.published().print();
        const QSignalSpy asked(&m_romeo->app().publishedKeys(), &app::PublishedKeys::unknownKey);
        QVERIFY(m_other.publish(OtherProgram::keyNode, print, m_other.published().write()));
        QTRY_VERIFY_WITH_TIMEOUT(!asked.isEmpty(), 20000);
        QVERIFY(archived(u"before the answer"_s));
        QCOMPARE(wrapsNamed(print), 0); // nobody's yet
        QVERIFY(otherReads().isEmpty());

        m_romeo->app().publishedKeys().confirm(print);
        QVERIFY(archived(u"after the answer"_s));
        QVERIFY(otherReads().contains("after the answer"));

        // A key change seals anew for it, too; the archive key of this computer ends, this one does not.
        QVERIFY(change(RotationReason::Compromised));
        QVERIFY(otherReads().contains("before the answer"));
        QVERIFY(otherReads().contains("after the answer"));
        m_romeo->app().rotation().acknowledgeReceipt();

        // Taken out by whoever: what comes from now on is under data keys it never had.
        QVERIFY(m_other.retract(print));
        QTRY_VERIFY_WITH_TIMEOUT(m_romeo->app().publishedKeys().confirmed().isEmpty(), 20000);
        QVERIFY(archived(u"after it went"_s));
        QVERIFY(otherReads().contains("after the answer"));
        QVERIFY(!otherReads().contains("after it went"));
        QVERIFY(m_other.publish(OtherProgram::keyNode, print, m_other.published().write()));
        QTRY_VERIFY_WITH_TIMEOUT(!m_romeo->app().publishedKeys().confirmed().isEmpty(), 20000);
        QVERIFY(archived(u"when it was back"_s));
        QVERIFY(otherReads().contains("when it was back"));
        // Not the person's after all.
        QVERIFY(await(m_romeo->app().publishedKeys().reject(print)));
        QVERIFY(archived(u"after the no"_s));
        QVERIFY(!otherReads().contains("after the no"));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::OtherProgramTest)
#include "OtherProgramTest.moc"
