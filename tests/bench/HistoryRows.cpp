// SPDX-License-Identifier: GPL-3.0-or-later
// The local store against itself without encryption: the program is linked with --wrap=sqlite3_key, so that one and the
// same code opens a sealed file or a plain one.
#include <QFile>
#include <QTemporaryDir>
#include <QTimeZone>

#include <algorithm>
#include <memory>

#include "archive/history/HistoryWriter.h"
#include "archive/history/SqlHistoryStore.h"
#include "archive/store/Store.h"
#include "tests/bench/Rows.h"

using namespace Qt::StringLiterals;

struct sqlite3;
static bool openPlain = false;
extern "C" {
int __real_sqlite3_key(sqlite3 *connection, const void *key, int size);
int __wrap_sqlite3_key(sqlite3 *connection, const void *key, int size);
int __wrap_sqlite3_key(sqlite3 *connection, const void *key, int size)
{
    return openPlain ? 0 : __real_sqlite3_key(connection, key, size);
}
}

namespace letterlock::test {

namespace {

constexpr int peers = 40;
constexpr int batch = 1000;

/// A history in a file of its own.
struct Side {
    explicit Side(bool plain)
    {
        openPlain = plain;
        auto opened = archive::Store::open(folder.filePath(u"history.db"_s), crypto::SecretBytes::random(32));
        openPlain = false;
        need(opened.has_value(), "the store does not open");
        store = *std::move(opened);
        history = std::make_unique<archive::SqlHistoryStore>(*store);
    }
    /// On the store's writer, as an import does it, but without the signals afterwards.
    double import(const QList<archive::Message> &messages)
    {
        return cpuMilliseconds([&] {
            const auto done = store
                                  ->write([&](archive::Database &database) -> archive::ArchiveResult<int> {
                                      archive::HistoryChanges changes;
                                      archive::HistoryWriter writer(database, changes);
                                      auto added = writer.import(messages, {}, {});
                                      if (added && !writer.finish()) {
                                          return archive::archiveError(archive::ArchiveError::Code::StoreFailed);
                                      }
                                      return added;
                                  })
                                  .takeResult();
            need(done.has_value() && *done == messages.size(), "the import failed");
        });
    }
    [[nodiscard]] bool isPlain() const
    {
        QFile file(folder.filePath(u"history.db"_s));
        return file.open(QIODevice::ReadOnly) && file.read(15) == "SQLite format 3";
    }
    archive::ConversationId with(int peer)
    {
        const auto id = store
                            ->write([&](archive::Database &database) {
                                archive::HistoryChanges changes;
                                return archive::HistoryWriter(database, changes)
                                    .conversationWith(*crypto::BareJid::parse(u"peer%1@example.org"_s.arg(peer)));
                            })
                            .takeResult();
        need(id.has_value(), "no conversation");
        return *id;
    }

    QTemporaryDir folder;
    std::unique_ptr<archive::Store> store;
    std::unique_ptr<archive::SqlHistoryStore> history;
};

/// Words as in a language: few are frequent, most are rare. Always the same text.
class Story {
public:
    QString body()
    {
        QStringList words;
        for (unsigned i = 0, count = 5 + next() % 16; i < count; ++i) {
            const double rank = double(next() % 10'000) / 10'000;
            words.append(word(unsigned(20'000 * rank * rank * rank)));
        }
        if (next() % 20 == 0) {
            words.append(u"harbour lantern"_s);
        }
        if (next() % 50 == 0) {
            words.append(u"今日は港で茶を飲む"_s);
        }
        return words.join(u' ');
    }
    unsigned next()
    {
        m_state = m_state * 1664525U + 1013904223U;
        return m_state >> 8;
    }

private:
    static QString word(unsigned rank)
    {
        static constexpr QLatin1StringView syllables[]
            = {"ka"_L1, "lo"_L1, "mer"_L1, "ti"_L1, "sun"_L1, "do"_L1, "ra"_L1, "vel"_L1, "ni"_L1, "po"_L1, "gar"_L1};
        QString text;
        for (unsigned left = rank + 11; left > 0; left /= 11) {
            text += syllables[left % 11];
        }
        return text;
    }

    unsigned m_state = 7;
};

QList<archive::Message> someMessages(
    Story &story, const QList<archive::ConversationId> &conversations, QDateTime &time, int count)
{
    QList<archive::Message> messages;
    for (int i = 0; i < count; ++i) {
        const int peer = int(story.next() % peers);
        archive::Message message;
        message.conversation = conversations[peer];
        message.sender = *crypto::Jid::parse(u"peer%1@example.org/desk"_s.arg(peer));
        message.sealing = archive::Sealing::Sealed;
        message.body = story.body();
        message.originId = u"origin-%1-%2"_s.arg(time.toMSecsSinceEpoch()).arg(story.next());
        message.stanzaId = u"%1-%2"_s.arg(time.toMSecsSinceEpoch()).arg(story.next());
        message.time = time = time.addSecs(60);
        messages.append(message);
    }
    return messages;
}

} // namespace

QList<Row> historyRows(int count)
{
    Side sealed(false);
    Side plain(true);
    need(!sealed.isPlain() && plain.isPlain(), "the two files are not one sealed and one plain");
    QList<archive::ConversationId> conversations;
    for (int peer = 0; peer < peers; ++peer) {
        conversations.append(sealed.with(peer));
        need(plain.with(peer) == conversations.back(), "the two histories differ");
    }
    Story story;
    const auto start = QDateTime(QDate(2024, 1, 1), QTime(12, 0), QTimeZone::utc());
    QDateTime time = start;
    Row insert{.name = u"insert and index %1 messages (CPU)"_s.arg(count), .budget = 1.6, .unit = u"ms"_s};
    for (int done = 0; done < count; done += batch) {
        const auto messages = someMessages(story, conversations, time, std::min(batch, count - done));
        insert.measured += sealed.import(messages);
        insert.floor += plain.import(messages);
    }
    QList<Row> rows{insert};

    // Each call is what the window does: a job for the reader thread and the wait for its answer.
    const auto warm = [&](const QString &name, double limit, auto ask) {
        const auto side = [&](Side &of) {
            return [&] {
                constexpr int calls = 10;
                return wallMilliseconds([&] {
                    for (int i = 0; i < calls; ++i) {
                        ask(*of.history, i);
                    }
                }) / calls;
            };
        };
        Row row
            = compare({.name = name, .budget = 1.3, .limit = limit, .unit = u"ms"_s}, 25, side(sealed), side(plain));
        rows.append(row);
    };
    const auto search = [&](const QString &name, const QString &words, archive::ConversationId conversation = 0) {
        warm(u"search, newest 50: "_s + name, 1.0, [=](archive::SqlHistoryStore &history, int) {
            archive::SearchQuery query;
            query.words = words;
            query.conversation = conversation;
            const auto page = history.search(query).takeResult();
            need(page.has_value() && !page->hits.isEmpty(), "the search found nothing");
        });
    };
    search(u"a word"_s, u"lantern"_s);
    search(u"two words"_s, u"harbour lantern"_s);
    search(u"a phrase"_s, u"\"harbour lantern\""_s);
    search(u"one CJK character"_s, u"茶"_s);
    search(u"a prefix of 3 letters"_s, u"lan"_s);
    search(u"a word in one conversation"_s, u"lantern"_s, conversations[3]);
    warm(u"newest 50 of a conversation"_s, 0.2, [&](archive::SqlHistoryStore &history, int) {
        need(history.page(conversations[3], 0, 50).takeResult()->size() == 50, "the page is short; take more messages");
    });
    warm(u"jump to a date, 50 around it"_s, 0.2, [&](archive::SqlHistoryStore &history, int call) {
        const int jump = call * 19 % 100;
        const qint64 at = start.toMSecsSinceEpoch() + start.msecsTo(time) * (jump + 1) / 102;
        need(!history.pageAround(conversations[jump % peers], at, 50).takeResult()->isEmpty(), "nothing there");
    });
    return rows;
}

} // namespace letterlock::test
