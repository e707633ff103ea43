// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/transport/IqRequests.h"
#include "app/transport/Replies.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// Who may answer a request, and when it ends.
class IqRequestsTest : public QObject {
    Q_OBJECT

    const crypto::Jid m_own = *crypto::Jid::parse(u"alice@localhost/desk"_s);
    const crypto::Jid m_bob = *crypto::Jid::parse(u"bob@localhost/tablet"_s);

    static crypto::XmlElement answer(const QString &from, const QString &id)
    {
        crypto::XmlElement iq(u"iq"_s, u"jabber:client"_s);
        if (!from.isEmpty()) {
            iq.setAttribute(u"from"_s, from);
        }
        iq.setAttribute(u"type"_s, u"result"_s).setAttribute(u"id"_s, id);
        return iq.append(crypto::XmlElement(u"keyreq"_s, u"urn:example"_s));
    }

private Q_SLOTS:
    void onlyTheAskedAddressAnswers() // E-54
    {
        app::IqRequests requests;
        const auto asked = requests.add(u"one"_s, m_bob, m_own);
        for (const auto &from : {u"bob@localhost/phone"_s, u"bob@localhost"_s, u"eve@localhost/tablet"_s,
                 u"alice@localhost"_s, u"localhost"_s, QString()}) {
            QVERIFY2(!requests.answer(answer(from, u"one"_s)), qPrintable(from));
        }
        QVERIFY(!requests.answer(answer(m_bob.toString(), u"two"_s)));
        QVERIFY(!asked.isFinished());
        QVERIFY(requests.answer(answer(m_bob.toString(), u"one"_s)));
        QVERIFY(asked.isFinished() && asked.result());
        QVERIFY(!requests.answer(answer(m_bob.toString(), u"one"_s)));
    }

    void theServerSpeaksForTheAccountAndForItself()
    {
        app::IqRequests requests;
        const auto account = requests.add(u"a"_s, {}, m_own);
        const auto server = requests.add(u"s"_s, *crypto::Jid::parse(u"localhost"_s), m_own);
        QVERIFY(requests.answer(answer({}, u"a"_s)));
        QVERIFY(requests.answer(answer({}, u"s"_s)));
        QVERIFY(account.isFinished() && server.isFinished());
    }

    void patienceIsOfOneRequest()
    {
        app::IqRequests requests;
        requests.setTimeout(std::chrono::milliseconds(1));
        const auto usual = requests.add(u"usual"_s, m_bob, m_own);
        const auto patient = requests.add(u"patient"_s, m_bob, m_own, std::chrono::minutes(10));
        QTRY_VERIFY(usual.isFinished());
        QCOMPARE(usual.result().error().code, app::TransportError::Code::TimedOut);
        QVERIFY(!patient.isFinished());
    }

    void errorsSwapTheAddresses() // R36
    {
        auto request = answer(m_bob.toString(), u"id"_s);
        request.setAttribute(u"to"_s, m_own.toString());
        const auto error = app::replies::error(request, u"cancel"_s, u"service-unavailable"_s);
        QCOMPARE(error.attribute(u"to"), m_bob.toString());
        QCOMPARE(error.attribute(u"type"), u"error"_s);
        QCOMPARE(error.attribute(u"id"), u"id"_s);
        QVERIFY(!error.child(u"keyreq", u"urn:example"));
        QCOMPARE(app::stanzaError(error).condition, u"service-unavailable"_s);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::IqRequestsTest)
#include "IqRequestsTest.moc"
