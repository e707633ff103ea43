// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

#include "archive/remote/LedgerHead.h"
#include "tests/integration/LedgerSteps.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::LedgerHeadFault;

/// A server without an archive that drops, changes or takes back what lies in the private nodes, behind everybody's
/// back: on its disk, while it is stopped.
class LedgerPepTest : public QObject {
    Q_OBJECT

    static constexpr int count = 8;
    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<LedgerSteps> m_steps;
    std::unique_ptr<TestClient> m_mira;

    /// Files of nodes whose name, as it stands in the path, fits; relative to the data.
    QStringList filesOf(const QString &pattern) const
    {
        const QRegularExpression wanted(pattern);
        const QDir data(m_server->dataDirectory());
        QDirIterator all(data.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QStringList found;
        while (all.hasNext()) {
            const auto path = data.relativeFilePath(all.next());
            if (wanted.match(QString::fromUtf8(QByteArray::fromPercentEncoding(path.toUtf8()))).hasMatch()) {
                found.append(path);
            }
        }
        return found;
    }
    [[nodiscard]] bool keep(const QString &pattern, const QString &folder) const
    {
        const auto files = filesOf(pattern);
        for (const auto &file : files) {
            const QString target = folder + u'/' + file;
            if (!QDir().mkpath(QFileInfo(target).path())
                || !QFile::copy(m_server->dataDirectory() + u'/' + file, target)) {
                return false;
            }
        }
        return !files.isEmpty();
    }
    [[nodiscard]] bool drop(const QString &pattern) const
    {
        const auto files = filesOf(pattern);
        return !files.isEmpty() && std::ranges::all_of(files, [this](const QString &file) {
            return QFile::remove(m_server->dataDirectory() + u'/' + file);
        });
    }
    [[nodiscard]] bool putBack(const QString &pattern, const QString &folder) const
    {
        if (!drop(pattern)) {
            return false;
        }
        QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString from = all.next();
            const QString to = m_server->dataDirectory() + u'/' + QDir(folder).relativeFilePath(from);
            if (!QDir().mkpath(QFileInfo(to).path()) || !QFile::copy(from, to)) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool append(int day, const QString &text)
    {
        archive::Message message;
        message.conversation = *await(m_mira->app().history().conversationWith(m_mira->jid(u"anselm"_s)));
        message.sender = crypto::Jid(m_mira->jid(u"anselm"_s), u"old"_s);
        message.time = LedgerSteps::dayOf(day).addSecs(600);
        message.body = text;
        message.originId = text;
        message.sealing = archive::Sealing::Sealed;
        message.delivery = archive::Delivery::Received;
        return await(m_mira->app().history().import({message})).value_or(0) == 1;
    }
    QStringList onANewDevice()
    {
        TestClient fresh(*m_server, u"mira"_s);
        if (!fresh.signIn() || !LedgerSteps::shareKey(*m_mira, fresh) || !fresh.archiveIsIdle()) {
            return {fresh.problem()};
        }
        QStringList texts;
        for (const auto &message : fresh.messagesWith(u"anselm"_s)) {
            texts.append(message.body);
        }
        return texts + LedgerSteps::findings(fresh);
    }
    static QStringList story(int pages)
    {
        QStringList texts;
        for (int i = 0; i < pages; ++i) {
            texts.append(u"page %1"_s.arg(i));
        }
        return texts;
    }
    [[nodiscard]] bool comesBack() { return m_steps->back(*m_mira) && m_mira->archiveIsIdle(); }
    [[nodiscard]] bool newSession()
    {
        m_server->stop();
        return comesBack();
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ProsodyServer>(ProsodyServer::Options{
            .accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}}, .archiveModule = false});
        QVERIFY2(m_server->start(), qPrintable(m_server->log()));
        m_steps = std::make_unique<LedgerSteps>(*m_server);
        m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
        QVERIFY2(m_mira->signIn() && m_mira->makeKey(), qPrintable(m_mira->problem()));
        QVERIFY(LedgerSteps::write(*m_mira, u"anselm"_s, 0, count));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().place(), archive::ArchivePlace::PrivateStorage);
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
    }
    void cleanup()
    {
        m_mira.reset();
        m_server.reset();
    }

    void anOlderStateIsPutBack_data()
    {
        QTest::addColumn<QString>("nodes");
        QTest::addColumn<LedgerHeadFault>("list");
        QTest::newRow("everything") << u"letterlock:archive:(pep|ledger)"_s << LedgerHeadFault::Older;
        QTest::newRow("the archive") << u"letterlock:archive:pep"_s << LedgerHeadFault::None;
        QTest::newRow("its table") << u"letterlock:archive:pep:0(/|\\.|$)"_s << LedgerHeadFault::None;
        QTest::newRow("what is sealed") << u"letterlock:archive:pep:0:s:"_s << LedgerHeadFault::None;
        QTest::newRow("the list") << u"letterlock:archive:ledger"_s << LedgerHeadFault::Older;
    }
    void anOlderStateIsPutBack()
    {
        QFETCH(const QString, nodes);
        QFETCH(const LedgerHeadFault, list);
        const QTemporaryDir kept(u"/tmp/lt-XXXXXX"_s);
        m_server->stop();
        QVERIFY2(keep(nodes, kept.path()), qPrintable(filesOf(u"."_s).join(u'\n')));
        QVERIFY(comesBack());
        QVERIFY(append(count - 1, u"one more"_s));
        QVERIFY(LedgerSteps::write(*m_mira, u"anselm"_s, count, count + 1));
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QCOMPARE(await(m_mira->app().history().totals(0))->onServer, count + 2);
        m_server->stop();
        QVERIFY(putBack(nodes, kept.path()));
        QVERIFY2(comesBack(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().listFault(), list);
        // What is gone from the table as a whole goes up again by itself; the rest is told, and nothing else.
        for (const auto &finding : LedgerSteps::findings(*m_mira)) {
            const int day = finding.section(u' ', 0, 0).toInt();
            QVERIFY2(day == count - 1 || day == count, qPrintable(finding));
            QVERIFY2(!finding.contains(u"not here"_s), qPrintable(finding));
        }
        // Nothing of it is lost here, and after the person has decided nothing there either.
        QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), count + 2);
        QVERIFY(await(m_mira->app().archive().repairFindings()).has_value());
        QVERIFY(await(m_mira->app().archive().acceptFindings()).has_value());
        QVERIFY2(m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::None);
        auto all = story(count + 1);
        all.insert(count, u"one more"_s);
        QCOMPARE(onANewDevice(), all);
    }

    void whatIsSealedIsDropped()
    {
        m_server->stop();
        QVERIFY2(drop(u"letterlock:archive:pep:0:s:"_s), qPrintable(filesOf(u"."_s).join(u'\n')));
        QVERIFY2(comesBack(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), count);
        // Servers drop old items without a word; what is here goes up again by itself.
        QCOMPARE(m_mira->app().archive().lostCollections(), count);
        QCOMPARE(await(m_mira->app().history().totals(0))->onServer, count);
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QCOMPARE(onANewDevice(), story(count));
    }

    void everythingIsDropped()
    {
        m_server->stop();
        QVERIFY(drop(u"letterlock:archive:(pep|ledger)"_s));
        QVERIFY2(comesBack(), qPrintable(m_mira->problem()));
        QCOMPARE(m_mira->app().archive().listFault(), LedgerHeadFault::Missing);
        QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), count);
        QVERIFY(await(m_mira->app().archive().repairFindings()).has_value());
        QVERIFY(await(m_mira->app().archive().acceptFindings()).has_value());
        QVERIFY(newSession());
        QCOMPARE(LedgerSteps::findings(*m_mira), QStringList());
        QCOMPARE(onANewDevice(), story(count));
    }

    /// A device that has nothing of it knows from the others' list what it does not get.
    void aNewDeviceMissesWhatWasDropped()
    {
        const auto key = m_mira->app().keys().currentKey();
        const auto secret = await(m_mira->app().keys().exportSecretKeys({key}));
        QVERIFY(secret.has_value());
        m_mira->quit(); // or it would put it right
        m_server->stop();
        QVERIFY(drop(u"letterlock:archive:pep"_s));
        QVERIFY(m_server->restart());
        TestClient fresh(*m_server, u"mira"_s);
        QVERIFY2(fresh.signIn(), qPrintable(fresh.problem()));
        QVERIFY(await(fresh.app().keys().bringKey((*secret)->copy())).has_value());
        QVERIFY(await(fresh.app().keys().announceAsCurrent(key)).has_value());
        QVERIFY2(fresh.archiveIsIdle(), qPrintable(fresh.problem()));
        QStringList missed;
        for (int i = 0; i < count; ++i) {
            missed.append(u"%1 missing, not here"_s.arg(i));
        }
        QCOMPARE(LedgerSteps::findings(fresh), missed);
        QVERIFY(fresh.messagesWith(u"anselm"_s).isEmpty());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::LedgerPepTest)
#include "LedgerPepTest.moc"
