// SPDX-License-Identifier: GPL-3.0-or-later
// REQUIREMENTS, P-47, P-50, P-51, P-66: devices that write, look, change and remove in any order, are
// cut off and killed and change their key, end with the same history.
#include "tests/integration/ConvergenceDevice.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/Seed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

using archive::Delivery;
using archive::Message;
using archive::RekeyMode;
using Cut = CutArchive::Cut;

/// The seed is printed; LETTERLOCK_SEED repeats a run. LETTERLOCK_FULL makes many long ones.
class ArchiveConvergenceTest : public QObject {
    Q_OBJECT

    struct Said {
        Message message;
        int peer = 0;
        int edits = 0;
        bool retracted = false;
    };
    struct KeyChange {
        int device = 0;
        archive::RekeyPlan plan;
    };

    static bool full() { return qEnvironmentVariableIsSet("LETTERLOCK_FULL"); }

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TempGnupgHome> m_gnupg;
    int m_accounts = 0;

    QRandomGenerator m_random;
    bool m_calm = false;
    std::vector<std::unique_ptr<ConvergenceDevice>> m_devices;
    QList<Said> m_said;
    QMultiHash<int, archive::RemoveRange> m_removed; ///< by peer
    QHash<int, QDateTime> m_allRemovedUntil;
    std::optional<KeyChange> m_change;
    crypto::KeyFingerprint m_key;
    crypto::RootKey m_root = crypto::RootKey::make();

    static crypto::BareJid peerJid(int number) { return *crypto::BareJid::parse(u"peer%1@localhost"_s.arg(number)); }
    ConvergenceDevice &device() { return *m_devices[size_t(m_random.bounded(int(m_devices.size())))]; }
    bool chance(int percent) { return m_random.bounded(100) < percent; }

    QString setUp(int devices, bool privately);
    void write();
    void change();
    void act();
    void beginKeyChange();
    void goOnWithKeyChange();
    void endKeyChange();
    void remove(ConvergenceDevice &at);
    QString settle();
    QString compare();
    bool mayBeRemoved(int peer, qint64 time);
    QStringList view(ConvergenceDevice &of, int peer, bool onServerOnly);
    template <class F> void withRow(ConvergenceDevice &at, const Said &said, F change);

private Q_SLOTS:
    void initTestCase();
    void anyInterleavingEndsAlike_data();
    void anyInterleavingEndsAlike();
    void cleanup() { m_devices.clear(); }
    void cleanupTestCase();
};

void ArchiveConvergenceTest::initTestCase()
{
    ProsodyServer::Options options;
    for (int i = 0; i < 60; ++i) {
        options.accounts.insert(u"user%1"_s.arg(i), u"secret"_s);
    }
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_gnupg = std::make_unique<TempGnupgHome>();
}

void ArchiveConvergenceTest::cleanupTestCase()
{
    QCOMPARE(m_server->logProblems(), QStringList());
    m_gnupg.reset();
}

QString ArchiveConvergenceTest::setUp(int devices, bool privately)
{
    m_calm = false;
    m_said.clear();
    m_removed.clear();
    m_allRemovedUntil.clear();
    m_change.reset();
    m_root = crypto::RootKey::make();
    m_key = m_gnupg->makeKey(u"user@localhost"_s).fingerprint;
    const auto user = u"user%1"_s.arg(m_accounts++);
    const auto dice = [this] { return m_calm || !chance(6) ? Cut::None : chance(50) ? Cut::Before : Cut::After; };
    for (int i = 0; i < devices; ++i) {
        m_devices.push_back(std::make_unique<ConvergenceDevice>(*m_server, user, i, *m_gnupg, privately, dice));
        auto &made = *m_devices.back();
        made.ring.addRootKey(m_root.copy());
        made.sealFor(m_key);
        if (!made.peer.signIn()) {
            return u"a device could not sign in"_s;
        }
    }
    return {};
}

/// A message that reaches some of the devices by itself.
void ArchiveConvergenceTest::write()
{
    static const QDateTime begin(QDate(2026, 1, 28), QTime(8, 0), QTimeZone::utc());
    Said said;
    const int number = int(m_said.size());
    said.peer = m_random.bounded(3);
    said.message.outgoing = chance(50);
    said.message.time = begin.addSecs(m_random.bounded(8 * 24 * 3600)).addMSecs(m_random.bounded(1000));
    said.message.body = u"message %1"_s.arg(number);
    said.message.sealing = archive::Sealing::Sealed;
    said.message.delivery = said.message.outgoing ? Delivery::Sent : Delivery::Received;
    // Some software gives no ids; what has none is known here alone until it is archived.
    const bool nameless = chance(10);
    if (!nameless) {
        said.message.originId = u"origin-%1"_s.arg(number);
    }
    bool reached = false;
    for (size_t i = 0; i < m_devices.size(); ++i) {
        const bool last = i + 1 == m_devices.size();
        if ((nameless && reached) || !(chance(55) || (last && !reached))) {
            continue;
        }
        auto &at = *m_devices[i];
        auto message = said.message;
        message.conversation = *await(at.history->conversationWith(peerJid(said.peer)));
        message.sender = crypto::Jid(message.outgoing ? at.peer.settings.account : peerJid(said.peer), u"here"_s);
        QVERIFY(await(at.history->append(message, false)));
        reached = true;
    }
    m_said.append(said);
}

template <class F> void ArchiveConvergenceTest::withRow(ConvergenceDevice &at, const Said &said, F change)
{
    const auto conversation = *await(at.history->conversationWith(peerJid(said.peer)));
    const auto row = *await(at.history->messageByOrigin(conversation, said.message.originId));
    if (row) {
        change(conversation, *row);
    }
}

/// A correction, a retraction or a receipt, which reaches some of the devices that have the message.
void ArchiveConvergenceTest::change()
{
    if (m_said.isEmpty()) {
        return;
    }
    auto &said = m_said[m_random.bounded(int(m_said.size()))];
    if (said.message.originId.isEmpty() || said.retracted) {
        return;
    }
    const int what = m_random.bounded(10);
    const int before = said.edits;
    const auto body = u"%1, corrected %2"_s.arg(said.message.originId).arg(before + 1);
    const auto delivery = chance(50) ? Delivery::Arrived : Delivery::Displayed;
    bool wanted = true;
    for (auto &each : m_devices) {
        if (!wanted && chance(50)) {
            continue;
        }
        auto &at = *each;
        withRow(at, said, [&](archive::ConversationId conversation, const Message &row) {
            if (what < 5) {
                // People correct what they see.
                if (row.edits == before && !row.retracted) {
                    QVERIFY(await(at.history->replaceContent(row.id, body, row.sealing, row.signer, true)));
                    said.message.body = body;
                    said.edits = before + 1;
                    wanted = false;
                }
            } else if (what < 7) {
                QVERIFY(await(at.history->retract(conversation, said.message.originId)));
                said.retracted = true;
                wanted = false;
            } else if (said.message.outgoing) {
                QVERIFY(await(at.history->setDelivery(conversation, said.message.originId, delivery)));
                said.message.delivery = std::max(said.message.delivery, delivery);
                wanted = false;
            }
        });
    }
}

void ArchiveConvergenceTest::beginKeyChange()
{
    KeyChange begun;
    begun.device = m_random.bounded(int(m_devices.size()));
    const auto next = m_gnupg->makeKey(u"user@localhost"_s).fingerprint;
    begun.plan = {m_key, next, chance(40) ? RekeyMode::Reencrypt : RekeyMode::Rewrap, {next}};
    if (begun.plan.mode == RekeyMode::Reencrypt) {
        m_root = crypto::RootKey::make();
    }
    // The new key and its root key are published before anything is sealed anew.
    for (auto &each : m_devices) {
        if (begun.plan.mode == RekeyMode::Reencrypt) {
            each->ring.addRootKey(m_root.copy());
        }
        each->sealFor(next);
    }
    m_key = next;
    m_change = begun;
    goOnWithKeyChange();
}

/// Nobody waits for it.
void ArchiveConvergenceTest::goOnWithKeyChange()
{
    auto &at = *m_devices[size_t(m_change->device)];
    const auto state = at.rekey->progress().state;
    if (state == archive::RekeyState::Running || state == archive::RekeyState::Pausing) {
        return;
    }
    std::ignore = at.rekey->run(m_change->plan);
}

void ArchiveConvergenceTest::endKeyChange()
{
    for (int attempt = 0; m_change; ++attempt) {
        auto &at = *m_devices[size_t(m_change->device)];
        at.restart();
        const auto sealed = await(at.rekey->run(m_change->plan), 240'000);
        const auto ended = sealed ? await(at.rekey->removeOld(), 240'000) : sealed;
        if (ended) {
            const auto left = await(at.place->keys(m_change->plan.oldKey, {50, {}}));
            QVERIFY(left);
            QCOMPARE(left->items.size(), 0);
            QVERIFY(await(at.rekey->clearJournal()));
            m_change.reset();
        }
        QVERIFY2(attempt < 30, qPrintable(ended ? QString() : ended.error().detail));
    }
}

void ArchiveConvergenceTest::remove(ConvergenceDevice &at)
{
    const int peer = m_random.bounded(3);
    archive::RemoveRange range{.with = peerJid(peer)};
    const bool all = chance(50);
    if (!all) {
        range.from = QDateTime(QDate(2026, 1, 29), QTime(0, 0), QTimeZone::utc()).addDays(m_random.bounded(4));
        range.until = range.from.addDays(1);
    }
    m_removed.insert(peer, range);
    if (await(at.removals->remove(range), 60'000) && all) {
        m_allRemovedUntil[peer] = QDateTime::currentDateTimeUtc();
    }
}

void ArchiveConvergenceTest::act()
{
    const int what = m_random.bounded(100);
    auto &at = device();
    if (what < 40) {
        write();
    } else if (what < 60) {
        change();
    } else if (what < 84) {
        if (!at.running) {
            std::ignore = at.look(chance(70));
        }
    } else if (what < 90) {
        at.restart();
    } else if (what < 93) {
        remove(at);
    } else if (what < 97) {
        m_change ? goOnWithKeyChange() : beginKeyChange();
    } else {
        for (auto &each : m_devices) {
            waitUntil([&] { return !each->running; }, 20'000);
        }
    }
}

/// Everybody looks until nobody finds anything new.
QString ArchiveConvergenceTest::settle()
{
    m_calm = true;
    for (auto &each : m_devices) {
        each->restart();
    }
    endKeyChange();
    for (int round = 0; round < 12; ++round) {
        bool changed = false;
        for (auto &each : m_devices) {
            const auto looked = await(each->look(true), 120'000);
            if (!looked) {
                return looked.error().detail;
            }
            changed = changed || *looked;
        }
        if (!changed) {
            return {};
        }
    }
    return u"it does not come to rest"_s;
}

QStringList ArchiveConvergenceTest::view(ConvergenceDevice &of, int peer, bool onServerOnly)
{
    QStringList lines;
    for (const auto &message : of.messages(peerJid(peer))) {
        if (!onServerOnly || message.kept == archive::Kept::OnServer) {
            lines.append(u"%1 %2 %3 %4 %5 %6 %7"_s.arg(message.time.toMSecsSinceEpoch())
                    .arg(message.originId, message.body)
                    .arg(message.outgoing)
                    .arg(message.retracted)
                    .arg(int(message.delivery))
                    .arg(message.archiveMarks));
        }
    }
    lines.sort();
    return lines;
}

bool ArchiveConvergenceTest::mayBeRemoved(int peer, qint64 time)
{
    const auto ranges = m_removed.values(peer);
    return std::ranges::any_of(ranges, [time](const archive::RemoveRange &range) {
        return (!range.from.isValid() || range.from.toMSecsSinceEpoch() <= time)
            && (!range.until.isValid() || range.until.toMSecsSinceEpoch() > time);
    });
}

QString ArchiveConvergenceTest::compare()
{
    const auto user = u"user%1"_s.arg(m_accounts - 1);
    ConvergenceDevice fresh(*m_server, user, 99, *m_gnupg, m_devices[0]->inPrivateStorage, [] { return Cut::None; });
    for (const auto &generation : m_devices[0]->ring.generations()) {
        fresh.ring.addRootKey({generation, *m_devices[0]->ring.rootSecret(generation)});
    }
    if (!fresh.peer.signIn() || !await(fresh.look(false), 120'000)) {
        return u"a new device could not look"_s;
    }
    for (int peer = 0; peer < 3; ++peer) {
        const auto kept = view(fresh, peer, true);
        QStringList expected;
        for (const auto &said : m_said) {
            if (said.peer == peer) {
                expected.append(u"%1 %2 %3 %4 %5 %6 0"_s.arg(said.message.time.toMSecsSinceEpoch())
                        .arg(said.message.originId, said.retracted ? QString() : said.message.body)
                        .arg(said.message.outgoing)
                        .arg(said.retracted)
                        .arg(int(said.message.delivery)));
            }
        }
        expected.sort();
        const auto differs = [&](const QString &what, const QStringList &one, const QStringList &other) {
            QStringList only;
            for (const auto &line : one) {
                if (!other.contains(line)) {
                    only.append(u"+ "_s + line);
                }
            }
            for (const auto &line : other) {
                if (!one.contains(line)) {
                    only.append(u"- "_s + line);
                }
            }
            return u"%1, peer %2, %3 and %4 lines:\n%5"_s.arg(what)
                .arg(peer)
                .arg(one.size())
                .arg(other.size())
                .arg(only.join(u'\n'));
        };
        const bool isRemoved = m_removed.contains(peer);
        if (m_allRemovedUntil.contains(peer) && !kept.isEmpty()) {
            return differs(u"removed and here"_s, kept, {});
        }
        if (isRemoved) {
            // What stands in the archive is the newest state of it, and there once. What is not was removed on purpose.
            for (const auto &line : expected) {
                if (kept.count(line) != 1 && !mayBeRemoved(peer, line.section(u' ', 0, 0).toLongLong())) {
                    return differs(u"not removed and not here"_s, kept, expected);
                }
            }
            for (const auto &line : kept) {
                if (!expected.contains(line) || kept.count(line) != 1) {
                    return differs(u"the archive has what nobody said"_s, kept, expected);
                }
            }
        } else if (kept != expected) {
            return differs(u"the archive is not what was said"_s, kept, expected);
        }
        for (auto &each : m_devices) {
            const auto all = view(*each, peer, false);
            if (const auto here = view(*each, peer, true); here != kept) {
                return differs(u"a device differs from the archive"_s, here, kept);
            }
            if (!isRemoved && all != expected) {
                return differs(u"a device differs from what was said"_s, all, expected);
            }
        }
    }
    return {};
}

void ArchiveConvergenceTest::anyInterleavingEndsAlike_data()
{
    QTest::addColumn<int>("devices");
    QTest::addColumn<bool>("privately");
    QTest::addColumn<int>("steps");
    for (int run = 0; run < (full() ? 8 : 1); ++run) {
        const int times = full() ? 8 : 1;
        QTest::addRow("two devices, archive, %d", run) << 2 << false << 60 * times;
        QTest::addRow("three devices, archive, %d", run) << 3 << false << 70 * times;
        QTest::addRow("three devices, private storage, %d", run) << 3 << true << 35 * times;
    }
}

void ArchiveConvergenceTest::anyInterleavingEndsAlike()
{
    QFETCH(int, devices);
    QFETCH(bool, privately);
    QFETCH(int, steps);
    m_random.seed(seed());
    QCOMPARE(setUp(devices, privately), QString());
    for (int step = 0; step < steps; ++step) {
        act();
    }
    QCOMPARE(settle(), QString());
    QCOMPARE(compare(), QString());
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveConvergenceTest)
#include "ArchiveConvergenceTest.moc"
