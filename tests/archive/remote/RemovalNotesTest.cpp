// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/RemovalNotes.h"

#include <QTest>

#include "archive/remote/MemoryRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"
#include "tests/support/LeaseNodes.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

const auto nurse = *crypto::BareJid::parse(u"nurse@localhost"_s);

} // namespace

/// P-47, P-50: what a person removes stays removed, whichever device has it from wherever.
class RemovalNotesTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<TempGnupgHome> m_gnupg;
    crypto::KeyFingerprint m_key;
    crypto::RootKey m_root = crypto::RootKey::make();

    /// A server with an archive and private nodes, and devices of one account.
    struct Account {
        FaultLine line;
        MemoryRemoteArchive remote;
        LeaseNodes nodes{line};
        QObject context;
        std::vector<std::unique_ptr<ArchiveProfile>> devices;

        Account()
        {
            remote.setFault([this](int, Phase phase) { return line.pass(phase); });
        }
        RemovalNotes notes(int device) { return {devices[size_t(device)]->ports(nodes), &context}; }
    };
    ArchiveProfile &add(Account &account)
    {
        account.devices.push_back(std::make_unique<ArchiveProfile>(account.remote, *m_gnupg, m_key));
        account.devices.back()->ring.addRootKey(m_root.copy());
        return *account.devices.back();
    }
    static void write(ArchiveProfile &device)
    {
        for (int i = 0; i < 4; ++i) {
            device.add(u"j%1"_s.arg(i), morning.addDays(i), false, u"j%1"_s.arg(i));
        }
        device.add(u"n"_s, morning, false, u"n"_s, nurse);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_gnupg = std::make_unique<TempGnupgHome>();
        m_key = m_gnupg->makeKey(u"romeo@localhost"_s).fingerprint;
    }

    void countsWhatTheRangeHolds()
    {
        Account account;
        auto &device = add(account);
        write(device);
        QVERIFY(await(device.uploader->upload(true)));
        device.add(u"not yet there"_s, morning.addDays(9), false, u"later"_s);
        auto notes = account.notes(0);
        const auto count = [&](const RemoveRange &range) {
            const auto amount = await(notes.amount(range)).value_or(RemovalNotes::Amount{-1, -1});
            return std::pair(amount.collections, amount.messages);
        };
        QCOMPARE(count({}), std::pair(5, 5));
        QCOMPARE(count({.with = nurse}), std::pair(1, 1));
        QCOMPARE(count({.with = juliet, .from = morning.addDays(1), .until = morning.addDays(3)}), std::pair(2, 2));
        QCOMPARE(count({.with = {}, .from = {}, .until = morning.addDays(1)}), std::pair(2, 2));
    }

    // A device that has the messages from elsewhere does not bring them back
    void anotherDeviceHonoursIt()
    {
        Account account;
        auto &here = add(account);
        auto &there = add(account);
        write(here);
        write(there);
        QVERIFY(await(here.uploader->upload(true)));
        QVERIFY(await(account.notes(0).remove({.with = juliet})));
        QCOMPARE(account.remote.stored().size(), 1);
        for (const auto &note : account.nodes.nodes.value(RemovalNotes::node)) {
            QVERIFY(!note.toXml().contains("juliet")); // the server learns what it sees anyway, and no more
        }
        QVERIFY(await(account.notes(1).heed()));
        QVERIFY(await(there.sync->sync()));
        QCOMPARE(await(there.uploader->upload(true))->messages, 0);
        there.add(u"late"_s, morning.addDays(2).addSecs(5), false, u"late"_s); // a copy that was long on its way
        QCOMPARE(await(there.uploader->upload(true))->messages, 0);
        QCOMPARE(account.remote.stored().size(), 1);
        QCOMPARE(there.bodies().size(), 5);
        // What is written after it is kept as always.
        there.clock.time = there.clock.time.addDays(1);
        there.add(u"new"_s, there.clock.time.addSecs(-60), false, u"new"_s);
        QCOMPARE(await(there.uploader->upload(true))->messages, 1);
        QVERIFY(await(here.sync->sync()));
        QCOMPARE(here.bodies().last(), u"new"_s);
        QVERIFY(await(account.notes(0).heed()));
        QVERIFY(await(account.notes(1).heed()));
        QCOMPARE(account.remote.stored().size(), 2);
    }

    // Uploaded by another device at that very moment
    void whatCameMeanwhileGoesToo()
    {
        Account account;
        auto &here = add(account);
        auto &there = add(account);
        write(here);
        there.add(u"j7"_s, morning.addDays(7), false, u"j7"_s);
        QVERIFY(await(here.uploader->upload(true)));
        QVERIFY(await(account.notes(0).remove({})));
        QCOMPARE(account.remote.stored().size(), 0);
        QCOMPARE(await(there.uploader->upload(true))->messages, 1);
        QVERIFY(await(account.notes(1).heed()));
        QCOMPARE(account.remote.stored().size(), 0);
        QVERIFY(await(there.sync->sync()));
        QCOMPARE(there.totals().onlyHere, 1);
        QCOMPARE(await(there.uploader->upload(true))->messages, 0);
    }

    // Cut off at any request, a new process ends what was begun
    void anyRequestMayBeTheLast()
    {
        int requests = 0;
        {
            Account account;
            write(add(account));
            QVERIFY(await(account.devices[0]->uploader->upload(true)));
            account.line.requests = 0;
            QVERIFY(await(account.notes(0).remove({.with = juliet})));
            requests = account.line.requests;
        }
        QVERIFY(requests >= 3);
        for (int cut = 0; cut < requests; ++cut) {
            for (const auto phase : {Phase::Before, Phase::After}) {
                Account account;
                auto &here = add(account);
                auto &there = add(account);
                write(here);
                write(there);
                QVERIFY(await(here.uploader->upload(true)));
                account.line.requests = 0;
                account.line.failAt = cut;
                account.line.phase = phase;
                QVERIFY(!await(account.notes(0).remove({.with = juliet})));
                account.line.failAt = -1;
                here.restart();
                QVERIFY(await(account.notes(0).heed()));
                QCOMPARE(account.remote.stored().size(), 1);
                QCOMPARE(account.nodes.nodes.value(RemovalNotes::node).size(), 1);
                QVERIFY(await(account.notes(1).heed()));
                QCOMPARE(await(there.uploader->upload(true))->messages, 1); // the nurse
                QCOMPARE(account.remote.stored().size(), 1);
            }
        }
    }

    // The server says no: then nothing was removed, and nothing is kept back for it
    void whatIsRefusedDidNotHappen()
    {
        Account account;
        auto &here = add(account);
        write(here);
        QVERIFY(await(here.uploader->upload(true)));
        here.add(u"waiting"_s, morning.addDays(1).addSecs(30), false, u"waiting"_s);
        account.line.requests = 0;
        account.line.failAt = 1;
        account.line.error = {ArchiveError::Code::Refused, u"not-allowed"_s};
        const auto refused = await(account.notes(0).remove({.with = juliet}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ArchiveError::Code::Refused);
        QCOMPARE(account.nodes.nodes.value(RemovalNotes::node).size(), 0);
        QVERIFY(await(account.notes(0).heed()));
        QCOMPARE(account.remote.stored().size(), 5);
        QCOMPARE(await(here.uploader->upload(true))->messages, 1);
    }

    // A save that may not have arrived is not sent again for it
    void aCutOffSaveIsNotRepeated()
    {
        Account account;
        auto &here = add(account);
        write(here);
        account.line.failAt = 0;
        QVERIFY(!await(here.uploader->upload(true)));
        account.line.failAt = -1;
        QVERIFY(await(account.notes(0).remove({})));
        here.restart();
        QCOMPARE(await(here.uploader->upload(true))->messages, 0);
        QCOMPARE(account.remote.stored().size(), 0);
    }

    // Only the owner may say that something is not to be kept
    void forgedNotesAreNotHeeded()
    {
        Account account;
        auto &here = add(account);
        write(here);
        QVERIFY(await(here.uploader->upload(true)));
        crypto::DataKeyRing stranger(m_gnupg->engine());
        stranger.addRootKey(crypto::RootKey::make());
        const QByteArray text
            = "<removal xmlns='urn:letterlock:archive:removals:1' with='' from='-4611686018427387903' "
              "until='4611686018427387903' at='1900000000000'/>";
        account.nodes.nodes[RemovalNotes::node].insert(u"forged"_s, stranger.seal(text, u"name"_s)->toXml());
        account.nodes.nodes[RemovalNotes::node].insert(u"plain"_s, *crypto::XmlElement::parse(text));
        QVERIFY(await(account.notes(0).heed()));
        QCOMPARE(account.remote.stored().size(), 5);
        account.nodes.nodes[RemovalNotes::node].insert(u"own"_s, here.ring.seal(text, u"name"_s)->toXml());
        QVERIFY(await(account.notes(0).heed()));
        QCOMPARE(account.remote.stored().size(), 0);
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::RemovalNotesTest)
#include "RemovalNotesTest.moc"
