// SPDX-License-Identifier: GPL-3.0-or-later
// A long absence against GPGME alone: the same messages, opened one after the other by as many threads.
#include <gpgme.h>

#include <QElapsedTimer>
#include <QTimer>

#include <atomic>
#include <ctime>
#include <thread>

#include "tests/bench/Rows.h"
#include "tests/support/Await.h"
#include "tests/support/CatchUpBed.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int threads = 2;
constexpr double longestBlock = 16; // ms, a frame

/// Of the processor, by this thread: what the machine does meanwhile does not count.
double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

void openBare(const QString &home, const QByteArray &seal)
{
    gpgme_ctx_t ctx = nullptr;
    gpgme_data_t in = nullptr;
    gpgme_data_t out = nullptr;
    need(gpgme_new(&ctx) == 0, "no GPGME context");
    gpgme_ctx_set_engine_info(ctx, GPGME_PROTOCOL_OpenPGP, nullptr, home.toUtf8().constData());
    gpgme_set_offline(ctx, 1);
    gpgme_set_pinentry_mode(ctx, GPGME_PINENTRY_MODE_LOOPBACK);
    gpgme_data_new_from_mem(&in, seal.constData(), size_t(seal.size()), 0);
    gpgme_data_new(&out);
    need(gpgme_op_decrypt_verify(ctx, in, out) == 0, "GPGME failed");
    gpgme_data_release(in);
    gpgme_data_release(out);
    gpgme_release(ctx);
}

} // namespace

QList<Row> catchUpRows(int messages)
{
    CatchUpBed bed;
    for (int i = 0; i < messages; ++i) {
        bed.put(u"message number %1 of a long absence"_s.arg(i));
    }
    // The floor opens the sender's copies: that key has no passphrase, so gpg-agent derives nothing for it.
    Row row{.name = u"catch up with %1 sealed messages"_s.arg(messages), .budget = 1.30, .unit = u"ms"_s};
    std::atomic<qsizetype> at = 0;
    row.floor = wallMilliseconds([&] {
        std::vector<std::jthread> workers;
        for (int i = 0; i < threads; ++i) {
            workers.emplace_back([&] {
                for (qsizetype next = at++; next < bed.seals.size(); next = at++) {
                    openBare(bed.there.path(), bed.seals[next]);
                }
            });
        }
    });

    QElapsedTimer clock;
    double firstPage = 0;
    double longestTurn = 0;
    double longestWork = 0;
    double workedBefore = -1;
    double overtaking = 0;
    bool done = false;
    bool newestFirst = false;
    QObject::connect(bed.history.get(), &archive::HistoryStore::historyImported, bed.catchUp.get(), [&] {
        if (firstPage == 0) {
            firstPage = double(clock.elapsed());
        }
    });
    QObject::connect(bed.catchUp.get(), &app::CatchUp::finished, bed.catchUp.get(), [&] { done = true; });
    QTimer turns;
    QElapsedTimer turn;
    QObject::connect(&turns, &QTimer::timeout, bed.catchUp.get(), [&] {
        longestTurn = turn.isValid() ? std::max(longestTurn, double(turn.nsecsElapsed()) / 1e6) : 0;
        turn.restart();
        const double worked = threadMilliseconds();
        longestWork = workedBefore >= 0 ? std::max(longestWork, worked - workedBefore) : 0;
        workedBefore = worked;
    });
    turns.start(0);
    clock.start();
    bed.start();
    waitUntil([&] { return firstPage > 0; }, 600'000);
    newestFirst = bed.texts().last() == u"message number %1 of a long absence"_s.arg(messages - 1);
    crypto::OutgoingContent content;
    content.from = bed.me;
    content.to = bed.contact;
    content.recipientKeys = {bed.theirs};
    content.payload = {crypto::XmlElement(u"body"_s, u"jabber:client"_s).setText(u"here I am"_s)};
    overtaking = wallMilliseconds([&] { need(await(bed.ox->seal(content), 600'000).has_value(), "sealing failed"); });
    need(!done || messages <= 100, "the catch-up was over before the message was sealed");
    waitUntil([&] { return done; }, 1'200'000);
    row.measured = double(clock.elapsed());
    need(bed.texts().size() == messages, "not all came");
    need(newestFirst, "the newest did not come first");
    row.note = u"the newest page is there after %1 ms; a message written meanwhile is sealed after %2 ms; the window "
               "works at most %3 ms at a time, and waits at most %4 ms where others want the processor too"_s
                   .arg(firstPage, 0, 'f', 0)
                   .arg(overtaking, 0, 'f', 0)
                   .arg(longestWork, 0, 'f', 1)
                   .arg(longestTurn, 0, 'f', 1);
    need(longestWork < longestBlock, "the window was blocked");
    return {row};
}

} // namespace letterlock::test
