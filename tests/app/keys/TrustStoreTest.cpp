// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keys/TrustStore.h"

#include <QTest>
#include <QTimeZone>

#include "archive/history/SqlHistoryStore.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using crypto::KeyValidity;
using crypto::TrustVerdict;

/// What the trust chip says, and what stops sending (O-40, UI section 5).
class TrustStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_database = std::make_unique<TempDatabase>();
        m_history = std::make_unique<archive::SqlHistoryStore>(m_database->store());
    }
    void cleanup()
    {
        m_history.reset();
        m_database.reset();
    }

    void theFirstKeyIsUsedButNotChecked()
    {
        app::TrustStore trust(*m_history);
        QCOMPARE(trust.verdict(m_joana, m_first, KeyValidity::Valid), TrustVerdict::NoKey);
        trust.setAnnounced(m_joana, {m_first}, day(1));
        QCOMPARE(trust.verdict(m_joana, m_first, KeyValidity::Valid), TrustVerdict::NotChecked);
        QCOMPARE(trust.verdict(m_joana, m_first, KeyValidity::Expired), TrustVerdict::Expired);
        QCOMPARE(trust.verdict(m_joana, m_first, KeyValidity::Revoked), TrustVerdict::Revoked);
    }

    void aNewKeyAfterACheckedOneStopsSending()
    {
        app::TrustStore trust(*m_history);
        trust.setAnnounced(m_joana, {m_first}, day(1));
        trust.decide(m_joana, m_first, app::TrustStore::Decision::Checked);
        trust.setAnnounced(m_joana, {m_first, m_second}, day(2));
        QCOMPARE(trust.verdict(m_joana, m_first, KeyValidity::Valid), TrustVerdict::Checked);
        QCOMPARE(trust.verdict(m_joana, m_second, KeyValidity::Valid), TrustVerdict::NewAfterChecked);
        trust.decide(m_joana, m_second, app::TrustStore::Decision::Overruled);
        QCOMPARE(trust.verdict(m_joana, m_second, KeyValidity::Valid), TrustVerdict::NewNotChecked);
    }

    void aNewKeyAfterAnUncheckedOneIsOnlyNoticed()
    {
        app::TrustStore trust(*m_history);
        trust.setAnnounced(m_joana, {m_first}, day(1));
        trust.setAnnounced(m_joana, {m_second}, day(2));
        QCOMPARE(trust.verdict(m_joana, m_second, KeyValidity::Valid), TrustVerdict::NewNotChecked);
    }

    void decisionsBelongToAddressAndKeyTogether()
    {
        app::TrustStore trust(*m_history);
        trust.setAnnounced(m_joana, {m_first}, day(1));
        trust.decide(m_joana, m_first, app::TrustStore::Decision::Checked);
        trust.setAnnounced(m_ravi, {m_first}, day(1));
        QCOMPARE(trust.verdict(m_ravi, m_first, KeyValidity::Valid), TrustVerdict::NotChecked);
    }

    void everythingSurvivesARestart()
    {
        {
            app::TrustStore trust(*m_history);
            trust.setAnnounced(m_joana, {m_first}, day(1));
            trust.decide(m_joana, m_first, app::TrustStore::Decision::Checked);
            trust.setAnnounced(m_joana, {m_second}, day(2));
        }
        // Writes are done in order: after this one all are on disk.
        QVERIFY(await(m_history->setValue(u"test"_s, u"last"_s, "1")).has_value());
        app::TrustStore again(*m_history);
        const auto values = await(m_history->values(app::TrustStore::scope()));
        QVERIFY(values.has_value());
        again.load(*values);
        QCOMPARE(again.contacts(), QList{m_joana});
        QCOMPARE(again.verdict(m_joana, m_first, KeyValidity::Valid), TrustVerdict::Checked);
        QCOMPARE(again.verdict(m_joana, m_second, KeyValidity::Valid), TrustVerdict::NewAfterChecked);
        QVERIFY(!again.records(m_joana)[0].announced);
        QVERIFY(again.records(m_joana)[1].announced);
    }

private:
    static QDateTime day(int number) { return QDateTime(QDate(2026, 3, number), QTime(12, 0), QTimeZone::UTC); }

    const crypto::BareJid m_joana = *crypto::BareJid::parse(u"joana@example.org"_s);
    const crypto::BareJid m_ravi = *crypto::BareJid::parse(u"ravi@example.org"_s);
    const crypto::KeyFingerprint m_first = *crypto::KeyFingerprint::parse(QString(40, u'A'));
    const crypto::KeyFingerprint m_second = *crypto::KeyFingerprint::parse(QString(40, u'B'));
    std::unique_ptr<TempDatabase> m_database;
    std::unique_ptr<archive::SqlHistoryStore> m_history;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::TrustStoreTest)
#include "TrustStoreTest.moc"
