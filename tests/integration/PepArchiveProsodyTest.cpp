// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/PepArchiveSteps.h"
#include "tests/integration/PepClientSteps.h"
#include "tests/support/ProsodyServer.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

/// The archive in private nodes on stock Prosody, without our module.
class PepArchiveProsodyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        ProsodyServer::Options options;
        for (const auto &user : {u"anna"_s, u"bob"_s, u"cleo"_s, u"dora"_s, u"emil"_s, u"mira"_s}) {
            options.accounts.insert(user, u"secret-"_s + user);
        }
        options.archiveModule = false;
        m_server = std::make_unique<ProsodyServer>(options);
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_steps = std::make_unique<PepArchiveSteps>(*m_server);
    }
    void cleanupTestCase()
    {
        m_steps.reset();
        QCOMPARE(m_server->logProblems(), QStringList());
    }

    void keepsWhatItIsGiven() { m_steps->keepsWhatItIsGiven(); }
    void twoDevicesWriteAtOnce() { m_steps->twoDevicesWriteAtOnce(); }
    void rewraps() { m_steps->rekeys(archive::RekeyMode::Rewrap, u"dora"_s); }
    void aSecondProfileGetsTheWholeHistory() { PepClientSteps::aSecondProfileGetsTheWholeHistory(*m_server); }
    void reseals() { m_steps->rekeys(archive::RekeyMode::Reencrypt, u"emil"_s); }

private:
    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<PepArchiveSteps> m_steps;
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::PepArchiveProsodyTest)
#include "PepArchiveProsodyTest.moc"
