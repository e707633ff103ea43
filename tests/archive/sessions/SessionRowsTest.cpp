// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/sessions/SessionRows.h"
#include "tests/support/Await.h"
#include "tests/support/TempDatabase.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace rows = archive::SessionRows;
using archive::SessionApproval;

/// The tables of session keys in a real encrypted database.
class SessionRowsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<TempDatabase> m_database;
    const crypto::BareJid m_mira = *crypto::BareJid::parse(u"mira@localhost"_s);
    const crypto::BareJid m_eve = *crypto::BareJid::parse(u"eve@localhost"_s);
    const QDateTime m_now = QDateTime::fromString(u"2026-03-14T12:00:00.123Z"_s, Qt::ISODateWithMs);

    template <class F> auto run(F job) { return await(m_database->store().write(std::move(job))); }

    archive::SessionKeyRow key(const crypto::BareJid &peer, const QString &sid, int seconds = 0, bool own = true)
    {
        const auto when = m_now.addSecs(seconds);
        return {own, peer, sid, crypto::SecretBytes(sid.toUtf8()), when, when, {}, 0, {}};
    }
    bool put(const archive::SessionKeyRow &row)
    {
        const auto done = run([&row](archive::Database &database) { return rows::put(database, row); });
        return done && *done;
    }
    QString newest(const crypto::BareJid &peer, const QString &thread = {})
    {
        auto found = run([=](archive::Database &database) { return rows::newestOwn(database, peer, thread); });
        return found && *found ? (*found)->sid : QString();
    }

private Q_SLOTS:
    void init() { m_database = std::make_unique<TempDatabase>(); }

    void keysSurviveClosingAndKeepEverything() // E-04, E-46, E-66
    {
        auto row = key(m_mira, u"one"_s);
        row.lastStamp = m_now.addMSecs(7);
        row.stanzas = 41;
        row.thread = u"thread"_s;
        QVERIFY(put(row));
        QVERIFY(run([&](archive::Database &database) {
            return rows::setStamps(database, m_mira, u"one"_s, QByteArray("\0stamps", 7));
        }));
        QVERIFY(run([&](archive::Database &database) {
            return rows::setRequestKey(database, crypto::SecretBytes(QByteArrayView("pkcs8")), m_now);
        }));
        m_database->close();
        auto found = run([](archive::Database &database) { return rows::own(database, u"one"_s); });
        QVERIFY(found && *found);
        const auto &back = **found;
        QVERIFY(back.own && back.peer == m_mira && back.sid == u"one"_s && back.thread == u"thread"_s);
        QVERIFY(back.secret == crypto::SecretBytes(QByteArrayView("one")));
        QCOMPARE(back.created, m_now);
        QCOMPARE(back.lastStamp, m_now.addMSecs(7));
        QCOMPARE(back.stanzas, 41);
        QCOMPARE(*run([&](archive::Database &database) { return rows::stamps(database, m_mira, u"one"_s); }),
            QByteArray("\0stamps", 7));
        QVERIFY(*run([](archive::Database &database) { return rows::requestKey(database); })
            == crypto::SecretBytes(QByteArrayView("pkcs8")));
    }

    void anOwnIdentifierBelongsToOnePeer() // E-64
    {
        QVERIFY(put(key(m_mira, u"one"_s)));
        QVERIFY(!put(key(m_eve, u"one"_s)));
        // Others choose their identifiers themselves: equal ones of two senders are two keys (E-20).
        QVERIFY(put(key(m_mira, u"theirs"_s, 0, false)));
        QVERIFY(put(key(m_eve, u"theirs"_s, 0, false)));
        const auto found
            = run([&](archive::Database &database) { return rows::ofSender(database, m_eve, u"theirs"_s); });
        QVERIFY(found && *found && (*found)->peer == m_eve);
        const auto none = run([&](archive::Database &database) { return rows::ofSender(database, m_eve, u"one"_s); });
        QVERIFY(none && !*none);
    }

    void theNewestIsUsedUntilItIsRetired() // E-65
    {
        QVERIFY(put(key(m_mira, u"old"_s, -10)));
        auto threaded = key(m_mira, u"threaded"_s, -5);
        threaded.thread = u"t"_s;
        QVERIFY(put(threaded));
        QVERIFY(put(key(m_mira, u"new"_s)));
        QVERIFY(put(key(m_eve, u"eve"_s, 100)));
        QCOMPARE(newest(m_mira), u"new"_s);
        QCOMPARE(newest(m_mira, u"t"_s), u"threaded"_s);
        QCOMPARE(newest(m_mira, u"other"_s), QString());
        QVERIFY(run([&](archive::Database &database) { return rows::retireOwn(database, m_mira); }));
        QCOMPARE(newest(m_mira), QString());
        QCOMPARE(newest(m_eve), u"eve"_s);
        // It is still answered for; and using it once more does not bring it back.
        QVERIFY(put(key(m_mira, u"new"_s, 1)));
        QCOMPARE(newest(m_mira), QString());
        QVERIFY(*run([](archive::Database &database) { return rows::own(database, u"new"_s); }));
    }

    void whatNobodyUsesGoes() // E-66
    {
        QVERIFY(put(key(m_mira, u"old"_s, -100)));
        QVERIFY(put(key(m_mira, u"their old"_s, -100, false)));
        QVERIFY(put(key(m_mira, u"new"_s)));
        for (const auto &sid : {u"their old"_s, u"new"_s}) {
            QVERIFY(run([&](archive::Database &database) { return rows::setStamps(database, m_mira, sid, "x"); }));
        }
        const auto gone
            = run([&](archive::Database &database) { return rows::removeUnusedSince(database, m_now.addSecs(-50)); });
        QCOMPARE(*gone, 2);
        QVERIFY(!*run([](archive::Database &database) { return rows::own(database, u"old"_s); }));
        QVERIFY(*run([](archive::Database &database) { return rows::own(database, u"new"_s); }));
        QCOMPARE(*run([&](archive::Database &database) { return rows::stamps(database, m_mira, u"their old"_s); }),
            QByteArray());
        QCOMPARE(*run([&](archive::Database &database) { return rows::stamps(database, m_mira, u"new"_s); }),
            QByteArray("x"));
    }

    void theWordAboutOneKeyCountsFirst() // E-59
    {
        const auto say = [&](const QByteArray &thumbprint, const QString &sid, SessionApproval verdict) {
            return run([=, this](archive::Database &database) {
                return rows::setApproval(database, m_mira, thumbprint, sid, verdict, m_now);
            }).has_value();
        };
        const auto approval = [&](const crypto::BareJid &peer, const QByteArray &thumbprint, const QString &sid) {
            return *run([=](archive::Database &database) { return rows::approval(database, peer, thumbprint, sid); });
        };
        QCOMPARE(approval(m_mira, "device", u"one"_s), SessionApproval::None);
        QVERIFY(!*run([&](archive::Database &database) { return rows::knowsDevices(database, m_mira); }));
        QVERIFY(say("device", {}, SessionApproval::Approved));
        QVERIFY(say("device", u"one"_s, SessionApproval::Refused));
        QCOMPARE(approval(m_mira, "device", u"one"_s), SessionApproval::Refused);
        QCOMPARE(approval(m_mira, "device", u"two"_s), SessionApproval::Approved);
        QCOMPARE(approval(m_mira, "another", u"two"_s), SessionApproval::None);
        QCOMPARE(approval(m_eve, "device", u"two"_s), SessionApproval::None);
        QVERIFY(*run([&](archive::Database &database) { return rows::knowsDevices(database, m_mira); }));
    }

    void aKeyReachesWhatWasSentUnderIt()
    {
        const auto sent = [&](const QString &outer, const QString &origin, int seconds) {
            return run([=, this](archive::Database &database) {
                return rows::noteSent(database, {outer, m_mira, origin, u"one"_s, m_now.addSecs(seconds)});
            }).has_value();
        };
        QVERIFY(sent(u"a"_s, u"first"_s, 0));
        QVERIFY(sent(u"b"_s, u"first"_s, 5)); // once more after a broken link
        QVERIFY(sent(u"c"_s, u"second"_s, 9));
        const auto reach = run([](archive::Database &database) { return rows::reach(database, u"one"_s); });
        QCOMPARE(reach->messages, 2);
        QCOMPARE(reach->since, m_now);
        const auto nothing = run([](archive::Database &database) { return rows::reach(database, u"two"_s); });
        QCOMPARE(nothing->messages, 0);
        QVERIFY(!nothing->since.isValid());
        const auto found = run([](archive::Database &database) { return rows::sentAs(database, u"b"_s); });
        QVERIFY(*found);
        QCOMPARE((*found)->originId, u"first"_s);
    }

    void whoWasGivenTheKeyIsKnown() // E-56: the person sees it afterwards
    {
        const auto give = [&](const QString &sid, const QByteArray &thumbprint, int seconds, bool byPerson) {
            return run([=, this](archive::Database &database) {
                return rows::noteHandout(database,
                    {sid, thumbprint, *crypto::Jid::parse(m_mira.toString() + u'/' + QString::fromLatin1(thumbprint)),
                        m_now.addSecs(seconds), byPerson});
            }).has_value();
        };
        const auto given
            = [&] { return *run([&](archive::Database &database) { return rows::handouts(database, m_mira); }); };
        QVERIFY(given().isEmpty());
        QVERIFY(put(key(m_mira, u"one"_s)));
        QVERIFY(give(u"one"_s, "tablet", 9, true));
        QVERIFY(give(u"one"_s, "desk", 5, false));
        QVERIFY(give(u"of another"_s, "phone", 5, false));
        QVERIFY(give(u"one"_s, "tablet", 20, false)); // once more, and nobody was asked
        QCOMPARE(given().size(), 2);
        QCOMPARE(given().first().device.resource(), u"desk"_s);
        QVERIFY(!given().first().byPerson);
        QCOMPARE(given().last().handed, m_now.addSecs(20));
        QVERIFY(given().last().byPerson);
        // Nobody has the next key yet.
        QVERIFY(run([&](archive::Database &database) { return rows::retireOwn(database, m_mira); }));
        QVERIFY(given().isEmpty());
    }

    void nothingLiesOpenInTheFile()
    {
        QVERIFY(put(key(m_mira, u"a-secret-in-a-row-of-the-database"_s)));
        m_database->close();
        QFile file(m_database->path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("a-secret-in-a-row"));
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::SessionRowsTest)
#include "SessionRowsTest.moc"
