// SPDX-License-Identifier: GPL-3.0-or-later
// REQUIREMENTS P-22, P-50, P-51, P-66: what counts as kept is there, where a removal meets a save.
#include <QTest>

#include "archive/remote/MemoryRemoteArchive.h"
#include "archive/remote/SyncJournal.h"
#include "tests/archive/remote/ArchiveProfile.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

class ArchiveEvidenceTest : public QObject {
    Q_OBJECT
    std::unique_ptr<RomeosKeys> m_romeo;
    std::unique_ptr<MemoryRemoteArchive> m_remote;
    std::unique_ptr<ArchiveProfile> m_one;
    std::unique_ptr<ArchiveProfile> m_two;

    std::unique_ptr<ArchiveProfile> profile() { return m_romeo->device(*m_remote); }
    static bool look(ArchiveProfile &device)
    {
        return await(device.sync->sync()).has_value() && await(device.uploader->upload(true)).has_value();
    }
    QStringList there()
    {
        auto fresh = profile();
        return await(fresh->sync->sync()) ? fresh->bodies() : QStringList{u"failed"_s};
    }
    static QStringList kept(ArchiveProfile &device)
    {
        QStringList bodies;
        const auto conversation = *await(device.history->conversationWith(juliet));
        const auto messages = await(device.history->page(conversation, 0, 100)).value_or(QList<Message>());
        for (const auto &message : messages) {
            if (message.kept == Kept::OnServer) {
                bodies.append(message.body);
            }
        }
        return bodies;
    }

private Q_SLOTS:
    void initTestCase() { m_romeo = std::make_unique<RomeosKeys>(); }
    void init()
    {
        m_remote = std::make_unique<MemoryRemoteArchive>();
        m_one = profile();
        m_two = profile();
    }
    void cleanup()
    {
        m_one.reset();
        m_two.reset();
    }

    /// The collection is another one, in the very version that the first had.
    void anAppendAfterARemovalTakesNothingForKept()
    {
        m_one->add(u"first"_s, morning, false, u"o1"_s);
        QVERIFY(look(*m_one));
        QVERIFY(await(m_remote->remove(m_remote->stored().first().id)));
        m_one->add(u"second"_s, morning.addSecs(60), false, u"o2"_s);
        QVERIFY(await(m_one->uploader->upload(true)));
        QCOMPARE(m_remote->stored().first().version, 0);
        QCOMPARE(there(), QStringList{u"second"_s});
        // Nobody has said that it was to go: it goes up again.
        QVERIFY(look(*m_one) && look(*m_one));
        QCOMPARE(there(), (QStringList{u"first"_s, u"second"_s}));
        QCOMPARE(kept(*m_one), there());
    }

    /// The other device only sees a version that it knows.
    void anotherCollectionOfTheSameVersionIsRead()
    {
        m_one->add(u"first"_s, morning, false, u"o1"_s);
        QVERIFY(look(*m_one) && look(*m_two));
        QCOMPARE(kept(*m_two), QStringList{u"first"_s});
        QVERIFY(await(m_remote->remove(m_remote->stored().first().id)));
        m_one->add(u"second"_s, morning.addSecs(60), false, u"o2"_s);
        QVERIFY(await(m_one->uploader->upload(true)));
        QVERIFY(await(m_two->sync->sync()));
        QCOMPARE(kept(*m_two), there());
    }

    /// A version that is the next one by chance is no evidence.
    void anAppendToAnotherCollectionIsNoticed()
    {
        m_one->add(u"first"_s, morning, false, u"o1"_s);
        QVERIFY(look(*m_one) && look(*m_two));
        QVERIFY(await(m_remote->remove(m_remote->stored().first().id)));
        const auto row
            = *await(m_two->history->messageByOrigin(*await(m_two->history->conversationWith(juliet)), u"o1"_s));
        QVERIFY(await(m_two->history->replaceContent(row->id, u"corrected"_s, row->sealing, row->signer, true)));
        QVERIFY(await(m_two->uploader->upload(true))); // version 0 of the new one
        m_one->add(u"second"_s, morning.addSecs(60), false, u"o2"_s);
        QVERIFY(await(m_one->uploader->upload(true))); // version 1, as expected
        QCOMPARE(m_remote->stored().first().version, 1);
        QVERIFY(look(*m_one) && look(*m_two) && look(*m_one) && look(*m_two));
        QCOMPARE(there(), (QStringList{u"corrected"_s, u"second"_s}));
        QCOMPARE(kept(*m_one), there());
        QCOMPARE(kept(*m_two), there());
    }

    /// Two have uploaded the same, a correction was told to one of the two only, and just that one goes.
    void aChangeIsToldAgainWhereItsCollectionIsGone()
    {
        m_one->add(u"first"_s, morning, false, u"o1"_s);
        m_two->add(u"zeroth"_s, morning.addSecs(-60), false, u"o0"_s);
        m_two->add(u"first"_s, morning, false, u"o1"_s);
        QVERIFY(await(m_one->uploader->upload(true)) && await(m_two->uploader->upload(true)));
        QCOMPARE(m_remote->stored().size(), 2);
        QVERIFY(look(*m_one) && look(*m_two) && look(*m_one));
        const auto row
            = *await(m_two->history->messageByOrigin(*await(m_two->history->conversationWith(juliet)), u"o1"_s));
        QVERIFY(await(m_two->history->replaceContent(row->id, u"corrected"_s, row->sealing, row->signer, true)));
        QVERIFY(look(*m_two) && look(*m_one));
        const auto stored = m_remote->stored();
        const auto &told = stored[0].parts.size() > stored[1].parts.size() ? stored[0] : stored[1];
        QVERIFY(await(m_remote->remove(told.id)));
        QVERIFY(look(*m_one) && look(*m_two) && look(*m_one) && look(*m_two));
        QCOMPARE(there(), (QStringList{u"zeroth"_s, u"corrected"_s}));
        QCOMPARE(kept(*m_one), there());
    }

    /// What is not readable is no evidence against anything.
    void whatDoesNotOpenTakesNothingAway()
    {
        m_one->add(u"first"_s, morning, false, u"o1"_s);
        QVERIFY(look(*m_one) && look(*m_one));
        auto changed = m_remote->stored().first();
        changed.parts[0].cipherValue[20] = static_cast<char>(changed.parts[0].cipherValue[20] ^ 1);
        changed.version = 5;
        m_remote->replace(changed);
        QVERIFY(await(m_one->sync->sync()));
        QCOMPARE(kept(*m_one), QStringList{u"first"_s});
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveEvidenceTest)
#include "ArchiveEvidenceTest.moc"
