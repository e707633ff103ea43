// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 between any two writes of the list of what has to be in the archive: on the server, and in the local store.
#include <QDataStream>
#include <QProcess>
#include <QSaveFile>
#include <QTest>
#include <QTimeZone>

#include <csignal>

#include "archive/remote/ArchiveLedger.h"
#include "archive/remote/LedgerRows.h"
#include "tests/support/Await.h"
#include "tests/support/MemoryPepNodes.h"
#include "tests/support/TempGnupgHome.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

CollectionId day(int number)
{
    return *CollectionId::at(
        u"juliet@localhost"_s, QDateTime(QDate(2026, 2, 1), QTime(12, 0), QTimeZone::utc()).addDays(number));
}

/// A part as the ledger looks at it.
crypto::EncryptedData part(const QByteArray &content)
{
    crypto::EncryptedData data;
    data.cipherValue = content;
    return data;
}

/// The private storage of the shared list, over the same nodes.
class NodesAsStore final : public PrivateStore {
public:
    explicit NodesAsStore(MemoryPepNodes &nodes, FaultLine &line)
        : m_nodes(nodes)
        , m_line(line)
    {
    }
    QFuture<ArchiveResult<QHash<QString, crypto::XmlElement>>> items(QString) override
    {
        return no<QHash<QString, crypto::XmlElement>>();
    }
    QFuture<ArchiveResult<void>> put(QString node, QString id, crypto::XmlElement payload) override
    {
        (void)m_line.pass(Phase::Before);
        (*m_nodes.nodes)[node].items.insert(id, payload);
        (void)m_line.pass(Phase::After);
        return crypto::ready(ArchiveResult<void>());
    }
    QFuture<ArchiveResult<void>> retract(QString node, QString id) override { return m_nodes.retract(node, id); }
    QFuture<ArchiveResult<void>> createLease(QString, QString) override { return no<void>(); }
    QFuture<ArchiveResult<QString>> leaseToken(QString) override { return no<QString>(); }
    QFuture<ArchiveResult<void>> dropLease(QString) override { return no<void>(); }

private:
    template <class T> static QFuture<ArchiveResult<T>> no()
    {
        return crypto::ready(ArchiveResult<T>(archiveError(ArchiveError::Code::Unsupported)));
    }
    MemoryPepNodes &m_nodes;
    FaultLine &m_line;
};

/// What a process needs to go on: the folder with the local store and what the server holds, and the keys.
struct Paths {
    QString folder;
    QByteArray storeKey;
    QByteArray rootKey;
    QString server; ///< a file
};

/// One device, on a server that lies in a file.
class Device {
public:
    explicit Device(const Paths &paths)
        : m_paths(paths)
        , m_ring(m_gnupg.engine())
    {
        m_ring.addRootKey(*crypto::RootKey::fromXml(paths.rootKey));
        auto opened = Store::open(paths.folder + u"/history.db"_s, crypto::SecretBytes(QByteArrayView(paths.storeKey)));
        if (!opened) {
            qFatal("the store does not open: %s", qPrintable(opened.error().detail));
        }
        store = *std::move(opened);
        load();
        line.afterRequest = [this](int number) {
            save();
            if (number == killAt) {
                ::raise(SIGKILL);
            }
        };
        ledger = std::make_unique<ArchiveLedger>(
            ArchiveLedger::Ports{*store, nodes, m_private, m_ring, m_worker, m_clock});
        ledger->newSession();
    }
    ~Device()
    {
        ledger.reset();
        store.reset();
    }

    bool vouch(int number, CollectionVersion version, const QByteArray &content)
    {
        SaveRequest request{.id = day(number), .parts = {part(content)}, .keys = {}, .extras = {}};
        return await(ledger->saved(request, version)).has_value();
    }
    bool look() { return await(ledger->refresh()).has_value() && await(ledger->publish()).has_value(); }
    QStringList vouched() // day, version, number of parts; as this device knows them
    {
        Pending<QStringList> read = store->read([](Database &database) -> ArchiveResult<QStringList> {
            QStringList found;
            for (int number = 0; number < 28; ++number) {
                const auto entry = LedgerRows::find(database, day(number));
                if (entry && *entry) {
                    const auto &known = **entry;
                    found.append(u"%1 %2 %3 %4"_s.arg(number)
                            .arg(known.version)
                            .arg(known.parts)
                            .arg(QString::fromLatin1(known.chain.toHex().first(8))));
                }
            }
            return found;
        });
        return await(read).value_or(QStringList{u"unread"_s});
    }
    int untold()
    {
        return int(
            await(Pending<QStringList>(store->read(&LedgerMemory::untold))).value_or(QStringList{u"?"_s}).size());
    }
    int pieces() const // as they lie on the server
    {
        int count = 0;
        for (auto it = nodes.nodes->begin(); it != nodes.nodes->end(); ++it) {
            count += it.key() == LedgerHead::ns ? 0 : int(it->items.size());
        }
        return count;
    }
    void load()
    {
        QFile file(m_paths.server);
        if (!file.open(QIODevice::ReadOnly)) {
            return;
        }
        QDataStream in(&file);
        QMap<QString, QMap<QString, QByteArray>> items;
        QMap<QString, QString> titles;
        in >> items >> titles;
        nodes.nodes->clear();
        for (auto it = items.begin(); it != items.end(); ++it) {
            for (auto item = it->begin(); item != it->end(); ++item) {
                (*nodes.nodes)[it.key()].items.insert(item.key(), *crypto::XmlElement::parse(*item));
            }
        }
        for (auto it = titles.begin(); it != titles.end(); ++it) {
            (*nodes.nodes)[it.key()].title = *it;
        }
    }
    void save() const
    {
        QMap<QString, QMap<QString, QByteArray>> items;
        QMap<QString, QString> titles;
        for (auto it = nodes.nodes->begin(); it != nodes.nodes->end(); ++it) {
            titles.insert(it.key(), it->title);
            for (auto item = it->items.begin(); item != it->items.end(); ++item) {
                items[it.key()].insert(item.key(), item->toXml());
            }
        }
        QSaveFile file(m_paths.server);
        if (file.open(QIODevice::WriteOnly)) {
            QDataStream out(&file);
            out << items << titles;
            file.commit();
        }
    }

    int killAt = -1;
    FaultLine line;
    MemoryPepNodes nodes{line};
    std::unique_ptr<Store> store;
    std::unique_ptr<ArchiveLedger> ledger;

private:
    Paths m_paths;
    TempGnupgHome m_gnupg;
    NodesAsStore m_private{nodes, line};
    crypto::DataKeyRing m_ring;
    crypto::Worker m_worker{u"sealing"_s};
    crypto::SystemClock m_clock;
};

/// What was saved to the archive: one collection grows, one is new in the same ten days, one in others.
bool saveMore(Device &device)
{
    return device.vouch(0, 1, "more") && device.vouch(1, 0, "new") && device.vouch(25, 0, "far");
}

int runChild(const QStringList &arguments)
{
    Device device({arguments[0], QByteArray::fromHex(arguments[1].toLatin1()),
        QByteArray::fromHex(arguments[2].toLatin1()), arguments[3]});
    device.killAt = arguments[4].toInt();
    return saveMore(device) && device.look() ? 0 : 1;
}

} // namespace

class LedgerKillTest : public QObject {
    Q_OBJECT

    const QByteArray m_root = crypto::RootKey::make().toXml();
    const QByteArray m_key = QByteArray(32, 'k');

    Paths pathsIn(const QString &folder) const { return {folder, m_key, m_root, folder + u"/server"_s}; }
    /// Two collections that all devices know of.
    bool begin(const QString &folder) const
    {
        Device device(pathsIn(folder));
        return device.vouch(0, 0, "first") && device.vouch(12, 0, "second") && device.look() && device.untold() == 0;
    }
    /// Whether it was killed; else it came to its end.
    static bool runUntil(const Paths &paths, int killAt)
    {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
            {u"--device"_s, paths.folder, QString::fromLatin1(paths.storeKey.toHex()),
                QString::fromLatin1(paths.rootKey.toHex()), paths.server, QString::number(killAt)});
        if (!child.waitForFinished(30000) || (child.exitStatus() == QProcess::NormalExit && child.exitCode() != 0)) {
            qFatal("the device did neither end nor die");
        }
        return child.exitStatus() == QProcess::CrashExit;
    }

private Q_SLOTS:
    void nothingIsLostAndNobodyIsBlamed()
    {
        const QStringList all = [this] {
            const QTemporaryDir folder(u"/tmp/lt-XXXXXX"_s);
            if (!begin(folder.path()) || runUntil(pathsIn(folder.path()), -1)) {
                return QStringList();
            }
            return Device(pathsIn(folder.path())).vouched();
        }();
        QCOMPARE(all.size(), 4);
        bool killed = true;
        int moments = 0;
        for (; killed; ++moments) {
            const QTemporaryDir folder(u"/tmp/lt-XXXXXX"_s);
            const auto paths = pathsIn(folder.path());
            QVERIFY(begin(folder.path()));
            const QString early = folder.filePath(u"server.early"_s);
            QVERIFY(QFile::copy(paths.server, early));
            killed = runUntil(paths, moments);
            {
                Device again(paths);
                QVERIFY(again.look());
                QCOMPARE(again.ledger->headFault(), LedgerHeadFault::None);
                QCOMPARE(again.ledger->findings().size(), 0);
                QCOMPARE(again.vouched(), all);
                QCOMPARE(again.untold(), 0);
                QCOMPARE(again.pieces(), 3); // nothing is left that belongs to no head
            }
            { // a device that was not there
                QTemporaryDir elsewhere(u"/tmp/lt-XXXXXX"_s);
                auto other = paths;
                other.folder = elsewhere.path();
                Device fresh(other);
                QVERIFY(await(fresh.ledger->refresh()).has_value());
                QCOMPARE(fresh.ledger->headFault(), LedgerHeadFault::None);
                QCOMPARE(fresh.vouched(), all);
            }
            // What the server had before is known as such.
            QVERIFY(QFile::remove(paths.server) && QFile::copy(early, paths.server));
            Device deceived(paths);
            QVERIFY(deceived.look());
            QCOMPARE(deceived.ledger->headFault(), LedgerHeadFault::Older);
            QCOMPARE(deceived.vouched(), all);
        }
        qInfo("killed at %d moments", moments - 1);
        QVERIFY(moments > 6);
    }

    /// It died before it could remember what it had told, and the server takes that back: there is nothing to blame it
    /// for, and it is told again.
    void whatWasToldAndForgottenIsToldAgain()
    {
        bool killed = true;
        for (int moment = 0; killed; ++moment) {
            const QTemporaryDir folder(u"/tmp/lt-XXXXXX"_s);
            const auto paths = pathsIn(folder.path());
            QVERIFY(begin(folder.path()));
            const QString early = folder.filePath(u"server.early"_s);
            QVERIFY(QFile::copy(paths.server, early));
            killed = runUntil(paths, moment);
            QVERIFY(QFile::remove(paths.server) && QFile::copy(early, paths.server));
            Device again(paths);
            QVERIFY(again.look());
            QCOMPARE(again.vouched().size(), 4);
            QCOMPARE(again.untold(), 0);
            QTemporaryDir elsewhere(u"/tmp/lt-XXXXXX"_s);
            auto other = paths;
            other.folder = elsewhere.path();
            Device fresh(other);
            QVERIFY(await(fresh.ledger->refresh()).has_value());
            QCOMPARE(fresh.vouched(), again.vouched());
        }
    }
};

} // namespace letterlock::test

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--device"_L1) {
        return letterlock::test::runChild(arguments.mid(2));
    }
    letterlock::test::LedgerKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "LedgerKillTest.moc"
