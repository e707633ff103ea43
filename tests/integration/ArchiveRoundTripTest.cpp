// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "archive/remote/IqRemoteArchive.h"
#include "tests/archive/remote/ArchiveProfile.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"

using namespace Qt::StringLiterals;
using namespace letterlock::archive;

namespace letterlock::test {

namespace {

/// Requests over a plain stream, one after the other. `cutAfter` drops the answer of that request.
class RawIqChannel final : public IqChannel {
public:
    explicit RawIqChannel(RawXmppStream &stream)
        : m_stream(stream)
    {
    }

    QFuture<ArchiveResult<crypto::XmlElement>> request(Type type, crypto::XmlElement payload) override
    {
        const auto answer = m_stream.iq(
            type == Type::Set ? u"set"_s : u"get"_s, QString::fromUtf8(payload.toXml(u"jabber:client"_s)));
        if (requests++ == cutAfter || answer.isNull()) {
            return crypto::ready(Answer(archiveError(ArchiveError::Code::Disconnected, u"cut"_s)));
        }
        if (const auto condition = errorCondition(answer); !condition.isEmpty()) {
            return crypto::ready(Answer(archiveError(codeFor(condition), condition)));
        }
        const auto child = answer.firstChildElement();
        return crypto::ready(child.isNull() ? Answer(crypto::XmlElement())
                                            : Answer(crypto::XmlElement::parse(xmlText(child).toUtf8()).value()));
    }
    [[nodiscard]] bool isConnected() const override { return m_stream.isOpen(); }
    [[nodiscard]] crypto::BareJid account() const override { return romeo; }
    [[nodiscard]] qsizetype stanzaLimit() const override { return 262'144; }

    int requests = 0;
    int cutAfter = -1;

private:
    using Answer = ArchiveResult<crypto::XmlElement>;

    static ArchiveError::Code codeFor(const QString &condition)
    {
        using Code = ArchiveError::Code;
        const QHash<QString, Code> codes{{u"item-not-found"_s, Code::NotFound}, {u"conflict"_s, Code::Conflict},
            {u"resource-constraint"_s, Code::QuotaReached}, {u"not-acceptable"_s, Code::TooLarge},
            {u"feature-not-implemented"_s, Code::Unsupported}, {u"service-unavailable"_s, Code::Unsupported}};
        return codes.value(condition, Code::Refused);
    }

    RawXmppStream &m_stream;
};

} // namespace

// The archive from end to end with nothing pretended: GnuPG, SQLCipher, Prosody with the module.
class ArchiveRoundTripTest : public QObject {
    Q_OBJECT
private:
    TempGnupgHome m_gnupg;
    crypto::KeyFingerprint m_key;
    crypto::RootKey m_root = crypto::RootKey::make();

    std::unique_ptr<ProsodyServer> server(bool module = true)
    {
        auto made = std::make_unique<ProsodyServer>(
            ProsodyServer::Options{.accounts = {{u"romeo"_s, u"secret"_s}}, .archiveModule = module, .tls = false});
        if (!made->start()) {
            qFatal("no server: %s", qPrintable(made->log()));
        }
        return made;
    }
    static void signIn(RawXmppStream &stream, const ProsodyServer &server)
    {
        if (!stream.open({.port = server.port(), .user = u"romeo"_s, .password = u"secret"_s})) {
            qFatal("no stream: %s", qPrintable(stream.errorText()));
        }
    }
    std::unique_ptr<ArchiveProfile> profile(RemoteArchive &remote)
    {
        auto made = std::make_unique<ArchiveProfile>(remote, m_gnupg, m_key);
        made->ring.addRootKey(m_root.copy());
        return made;
    }

private Q_SLOTS:
    void initTestCase() { m_key = m_gnupg.makeKey(u"romeo@localhost"_s).fingerprint; }

    void probeTellsTheTruth()
    {
        for (const bool module : {true, false}) {
            const auto prosody = server(module);
            RawXmppStream stream;
            signIn(stream, *prosody);
            RawIqChannel channel(stream);
            IqRemoteArchive remote(channel);
            const auto found = await(remote.probe());
            QVERIFY(found);
            QCOMPARE(*found, module);
        }
    }

    // Cut after any request of the upload: a new process finishes, and a new device has everything once, in order.
    void everythingComesBack()
    {
        const auto prosody = server();
        RawXmppStream stream;
        signIn(stream, *prosody);
        RawIqChannel channel(stream);
        IqRemoteArchive remote(channel);
        auto device = profile(remote);
        const QDateTime start(QDate(2026, 1, 30), QTime(9, 0), QTimeZone::utc());
        QStringList bodies;
        for (int i = 0; i < 120; ++i) {
            bodies.append(u"%1 夜 👩‍👩‍👧 مرحبا </body>"_s.arg(i) + QString(i * 40, u'x'));
            device->add(bodies.last(), start.addSecs(i * 1800), i % 3 == 0, u"origin-%1"_s.arg(i));
        }
        for (bool finished = false; !finished;) {
            channel.cutAfter = channel.requests;
            QVERIFY(!await(device->uploader->upload(true)) || device->totals().onlyHere == 0);
            channel.cutAfter = -1;
            device->restart();
            // One more save, or the rest, then the next cut.
            channel.cutAfter = channel.requests + 2;
            finished = await(device->uploader->upload(true)).has_value();
            device->restart();
        }
        QCOMPARE(device->totals().onServer, 120);
        channel.cutAfter = -1;
        auto other = profile(remote);
        const auto summary = await(other->sync->sync());
        QVERIFY2(summary, qPrintable(summary ? QString() : summary.error().detail));
        QCOMPARE(summary->messages, 120);
        QCOMPARE(summary->closedParts + summary->foreignParts, 0);
        QCOMPARE(other->bodies(), bodies);
        QCOMPARE(prosody->logProblems(), QStringList());
        QVERIFY(!stream.iq(u"get"_s, u"<list xmlns='urn:xmpp:archive'/>"_s).isNull());
    }
};

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::ArchiveRoundTripTest)
#include "ArchiveRoundTripTest.moc"
