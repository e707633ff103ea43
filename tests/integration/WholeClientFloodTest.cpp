// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QThread>

#include <ctime>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/TestClient.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::test {

namespace {

/// How long the window's thread computes without coming back to its event loop. Processor time, so that what else the
/// machine does is not counted.
class LoopWatch : public QObject {
public:
    LoopWatch()
    {
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double now = used();
            m_passes.append(now - m_last);
            m_last = now;
        });
        m_last = used();
        m_timer.start(0ms);
    }
    [[nodiscard]] double longest() const { return m_passes.isEmpty() ? 0 : *std::ranges::max_element(m_passes); }
    [[nodiscard]] double share(double above) const
    {
        return double(std::ranges::count_if(m_passes, [&](double pass) { return pass > above; }))
            / double(m_passes.size());
    }
    [[nodiscard]] qsizetype passes() const { return m_passes.size(); }

private:
    static double used()
    {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
    }
    QTimer m_timer;
    double m_last = 0;
    QList<double> m_passes;
};

#if defined(__SANITIZE_ADDRESS__)
constexpr double slowness = 6;
#else
constexpr double slowness = 1;
#endif

QString message(const QString &id, const QString &inside)
{
    return u"<message to='mira@localhost' type='chat' id='%1'>%2</message>"_s.arg(id, inside);
}

} // namespace

/// A peer that sends too much, and things that are too large, too deep or no text.
class WholeClientFloodTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void thousandsOfMessages();
    void strangeStanzas();
    void cleanup();

private:
    /// Speaks as Anselm in another thread; the client's loop goes on meanwhile.
    template <class F> [[nodiscard]] bool asAnselm(F speak);

    std::unique_ptr<ProsodyServer> m_server;
    std::unique_ptr<TestClient> m_mira;
};

void WholeClientFloodTest::init()
{
    ProsodyServer::Options options;
    options.accounts = {{u"mira"_s, u"secret-mira"_s}, {u"anselm"_s, u"secret-anselm"_s}};
    m_server = std::make_unique<ProsodyServer>(options);
    QVERIFY2(m_server->start(), qPrintable(m_server->log()));
    m_mira = std::make_unique<TestClient>(*m_server, u"mira"_s);
    QVERIFY2(m_mira->signIn() && m_mira->makeKey() && m_mira->archiveIsIdle(), qPrintable(m_mira->problem()));
    m_mira->app().conversation().openWith(m_mira->jid(u"anselm"_s));
    QTRY_COMPARE(m_mira->app().conversation().peer(), m_mira->jid(u"anselm"_s));
}

void WholeClientFloodTest::cleanup()
{
    m_mira.reset();
    m_server.reset();
}

template <class F> bool WholeClientFloodTest::asAnselm(F speak)
{
    bool done = false;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        RawXmppStream wire;
        const RawXmppStream::Login login{m_server->port(), u"anselm"_s, u"secret-anselm"_s, m_server->caFile()};
        done = wire.open(login);
        if (done) {
            speak(wire, login);
            wire.close();
        }
    }));
    thread->start();
    return waitUntil([&] { return thread->isFinished(); }, 120000) && done;
}

void WholeClientFloodTest::thousandsOfMessages()
{
    constexpr int many = 2000;
    int stored = 0; // asking the history again and again would be work of the test's own
    connect(&m_mira->app().history(), &archive::HistoryStore::messageStored, this, [&stored] { ++stored; });
    LoopWatch watch;
    QVERIFY(asAnselm([](RawXmppStream &wire, const RawXmppStream::Login &) {
        for (int i = 0; i < many; ++i) {
            // Every fourth says that it is sealed, and is not.
            const auto seal
                = i % 4 == 0 ? u"<openpgp xmlns='urn:xmpp:openpgp:0'>bm90IGEgbWVzc2FnZQ==</openpgp>"_s : QString();
            wire.send(message(u"m%1"_s.arg(i), u"<body>Flut %1 Überschwemmung 洪水</body>"_s.arg(i) + seal));
        }
        wire.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, {}, 60000);
    }));
    QVERIFY(waitUntil([&] { return stored == many; }, 120000));
    qInfo("%lld passes, the longest %.1f ms, %.4f above 16 ms", qlonglong(watch.passes()), watch.longest(),
        watch.share(16));
    QCOMPARE(m_mira->messagesWith(u"anselm"_s).size(), many);
    QVERIFY2(watch.longest() < 100 * slowness, qPrintable(QString::number(watch.longest())));
    QVERIFY2(watch.share(16 * slowness) < 0.001, qPrintable(QString::number(watch.share(16 * slowness))));
    QCOMPARE(m_mira->app().account().state(), app::ConnectionState::Online);
}

void WholeClientFloodTest::strangeStanzas()
{
    bool arrived = false;
    connect(&m_mira->app().history(), &archive::HistoryStore::messageStored, this,
        [&arrived](const archive::Message &message) { arrived = arrived || message.body == u"the last one"; });
    LoopWatch watch;
    const auto signIns = std::make_shared<int>(0);
    connect(&m_mira->app().account(), &app::AccountController::signedIn, this, [signIns] { ++*signIns; });
    QVERIFY(asAnselm([](RawXmppStream &wire, const RawXmppStream::Login &login) {
        const auto again = [&] {
            wire.abort();
            (void)wire.open(login);
        };
        const QStringList strange{
            message(u"deep"_s, u"<a xmlns='x'>"_s.repeated(3000) + u"</a>"_s.repeated(3000)),
            message(u"deep-seal"_s,
                u"<openpgp xmlns='urn:xmpp:openpgp:0'>"_s + u"<b>"_s.repeated(300) + u"</b>"_s.repeated(300)
                    + u"</openpgp>"_s),
            message(u"wide"_s, u"<a xmlns='x'/>"_s.repeated(9000)),
            message(
                u"attributes"_s,
                u"<a xmlns='x' "_s +
                    [] {
                        QString all;
                        for (int i = 0; i < 5000; ++i) {
                            all += u"a%1='%1' "_s.arg(i);
                        }
                        return all;
                    }()
                    + u"/>"_s),
            message(u"long"_s, u"<body>"_s + u"W"_s.repeated(250'000) + u"</body>"_s),
            message(u"lines"_s, u"<body>"_s + u"&#10;"_s.repeated(40'000) + u"</body>"_s),
            message(
                u"marks"_s, u"<body>Z"_s + QString(QChar(0x0336)).repeated(30'000) + u"\u202e\u2066\u200d</body>"_s),
            message(u"seal"_s, u"<openpgp xmlns='urn:xmpp:openpgp:0'>"_s + u"hQ"_s.repeated(110'000) + u"</openpgp>"_s),
            message(u"correction"_s, u"<body>x</body><replace xmlns='urn:xmpp:message-correct:0' id='correction'/>"_s),
            message(u"too-long"_s, u"<body>"_s + u"W"_s.repeated(400'000) + u"</body>"_s), // the server throws him out
            u"<!DOCTYPE a [<!ENTITY b 'c'>]>"_s,
            message(u"bomb"_s, u"<body>&bomb;</body>"_s),
            message(u"null"_s, u"<body>&#0;</body>"_s),
            message(u"surrogate"_s, u"<body>&#xD800;</body>"_s),
        };
        for (const auto &stanza : strange) {
            if (!wire.isOpen()) {
                again();
            }
            wire.send(stanza);
            if (wire.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s, {}, 3000).isNull()) {
                again();
            }
        }
        wire.send(message(u"last"_s, u"<body>the last one</body>"_s));
        wire.iq(u"get"_s, u"<ping xmlns='urn:xmpp:ping'/>"_s);
    }));
    QVERIFY(waitUntil([&] { return arrived; }, 30000));
    qInfo("%lld passes, the longest %.1f ms", qlonglong(watch.passes()), watch.longest());
    QVERIFY2(watch.longest() < 200 * slowness, qPrintable(QString::number(watch.longest())));
    const auto all = m_mira->messagesWith(u"anselm"_s);
    QVERIFY(std::ranges::any_of(all, [](const archive::Message &one) { return one.body.size() == 250'000; }));
    QCOMPARE(std::ranges::count_if(all, [](const archive::Message &one) { return one.originId == u"last"_s; }), 1);
    QCOMPARE(*signIns, 0); // nothing of it cost the connection
    // All that fits into a stanza when it is sealed is kept on the server; of the rest the person hears.
    QVERIFY(!m_mira->archiveIsIdle());
    QCOMPARE(m_mira->app().archive().problem()->code, archive::ArchiveError::Code::TooLarge);
    QCOMPARE(await(m_mira->app().history().totals(0))->onlyHere, 2); // the long text, and the seal that is none
}

} // namespace letterlock::test

QTEST_GUILESS_MAIN(letterlock::test::WholeClientFloodTest)
#include "WholeClientFloodTest.moc"
