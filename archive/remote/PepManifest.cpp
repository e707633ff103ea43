// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/remote/PepManifest.h"

#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

#include "archive/remote/PepIndexXml.h"
#include "crypto/base/Random.h"

using namespace Qt::StringLiterals;

namespace letterlock::archive {

using Code = ArchiveError::Code;
using crypto::XmlElement;

namespace {

const QString headItem = u"head"_s;
/// Says nothing about anybody; the data key is derived from it and the root key.
const QString dataKeyName = u"index"_s;
constexpr int mostAttempts = 20;
constexpr int mostFailures = 3; ///< of the server, perhaps because two of us write at once
constexpr int remembered = 60'000; ///< ms
constexpr int settled = 5'000; ///< ms, after which nobody's head lands on top of one that was seen to count

} // namespace

const QString PepManifest::node{pepxml::ns};

PepManifest::PepManifest(
    PepNodes &nodes, PepShards &shards, crypto::DataKeyRing &keys, crypto::Worker &worker, QObject *context)
    : m_nodes(nodes)
    , m_shards(shards)
    , m_seal(keys, worker, dataKeyName)
    , m_context(context)
{
}

void PepManifest::forget()
{
    m_token.clear();
    m_shards.forget();
    m_age.invalidate();
}

Pending<void> PepManifest::refresh(int maxAge)
{
    if (m_age.isValid() && maxAge > 0 && m_age.elapsed() < maxAge) {
        return done();
    }
    return andThen(m_nodes.fetch(node, {headItem}), m_context, [this](const QHash<QString, XmlElement> &items) {
        const auto head = items.constFind(headItem);
        if (head == items.cend()) {
            m_index = PepIndex();
            m_age.start();
            return done();
        }
        auto pages = andThen(m_seal.open(*head), m_context, [this](const XmlElement &plain) {
            const auto unread = m_index.readHead(plain);
            return unread ? readPages(*unread) : failed<void>(unread.error());
        });
        return andAny(std::move(pages), m_context, [this](const ArchiveResult<void> &read) {
            if (read) {
                m_age.start();
            } else {
                // Half an index is none.
                m_index = PepIndex();
                m_age.invalidate();
            }
            return crypto::ready(read);
        });
    });
}

Pending<void> PepManifest::readPages(QStringList items)
{
    if (items.isEmpty()) {
        return done();
    }
    const auto item = items.takeFirst();
    return andThen(m_shards.readPage(item), m_context, [this, item, items](const XmlElement &sealed) {
        return andThen(m_seal.open(sealed), m_context, [this, item, items](const XmlElement &plain) {
            // The server might give one page for another.
            const auto read = plain.attribute(u"i") == item
                ? m_index.readPage(item, plain)
                : archiveError(Code::BadAnswer, u"a page of the archive's index is in another's place"_s);
            return read ? readPages(items) : failed<void>(read.error());
        });
    });
}

Pending<void> PepManifest::commit(Change change)
{
    return attempt(std::move(change), 0);
}

/// From here until it is set again nobody else can publish a head.
Pending<void> PepManifest::take(int number)
{
    if (!m_token.isEmpty()) {
        return done();
    }
    m_doubtful = true;
    const auto token = crypto::randomName();
    return andThen(m_nodes.fence(node, token), m_context, [this, token, number] {
        // What another device was just writing has to have landed.
        return andThen(number > 0 ? pause(number) : done(), m_context, [this, token] {
            return andThen(refresh(), m_context, [this, token] {
                m_token = token;
                return done();
            });
        });
    });
}

Pending<void> PepManifest::verify()
{
    m_doubtful = false;
    m_recent.removeIf([](const Commit &commit) { return commit.age.elapsed() > remembered; });
    if (m_recent.isEmpty()) {
        return done();
    }
    return andThen(refresh(), m_context, [this] {
        QList<Commit> lost;
        QList<Commit> young;
        for (const auto &commit : std::as_const(m_recent)) {
            const bool isKnown = m_index.commits().contains(commit.name);
            // With many commits since the name may have left the head.
            if (!isKnown && m_index.counter() - commit.counter < PepIndex::mostCommits) {
                lost.append(commit);
            } else if (commit.age.elapsed() < settled) {
                young.append(commit);
            }
        }
        // A head may still be on its way that knows nothing of the youngest: they are looked for once more.
        m_recent = young;
        m_doubtful = !young.isEmpty();
        return makeAgain(lost);
    });
}

Pending<void> PepManifest::makeAgain(QList<Commit> lost)
{
    if (lost.isEmpty()) {
        return done();
    }
    const auto commit = lost.takeFirst();
    m_token.clear();
    return andAny(
        attempt(commit.change, 1), m_context, [this, commit, lost](const ArchiveResult<void> &made) -> Pending<void> {
            // An error of the change itself: it is not wanted any more.
            const bool isOver = made || made.error().code == Code::NotFound || made.error().code == Code::Conflict;
            if (!isOver) {
                m_recent = QList{commit} + lost + m_recent; // for the next look
                m_doubtful = true;
            }
            return isOver ? makeAgain(lost) : crypto::ready(made);
        });
}

Pending<void> PepManifest::attempt(Change change, int number)
{
    return andThen(take(number), m_context, [this, change, number] {
        if (const auto applied = change(m_index); !applied) {
            m_index.rollBack();
            return crypto::ready(applied);
        }
        if (!m_index.hasChanges()) {
            return done();
        }
        QStringList before;
        for (const auto &page : m_index.pages()) {
            before.append(page.item);
        }
        const auto name = crypto::randomName().first(10);
        m_index.sign(name);
        return andAny(publish(), m_context, [this, change, number, before, name](const ArchiveResult<void> &published) {
            if (published) {
                m_index.accept();
                m_age.start();
                m_recent.append({name, change, m_index.counter(), {}});
                m_recent.last().age.start();
                m_recent = m_recent.last(std::min(m_recent.size(), PepIndex::mostCommits));
                QStringList dropped = before;
                for (const auto &page : m_index.pages()) {
                    dropped.removeAll(page.item);
                }
                return dropPages(dropped);
            }
            m_index.rollBack();
            m_token.clear();
            m_age.invalidate();
            const bool isFailure = published.error().code == Code::ServerFailed;
            if (published.error().code != Code::Conflict && (!isFailure || number >= mostFailures)) {
                return crypto::ready(published);
            }
            if (number >= mostAttempts) {
                return failed<void>({Code::ServerFailed, u"other devices keep writing"_s});
            }
            return attempt(change, number + 1);
        });
    });
}

/// Two devices that write at once take turns.
Pending<void> PepManifest::pause(int number)
{
    auto promise = std::make_shared<QPromise<ArchiveResult<void>>>();
    promise->start();
    const int longest = 50 * (number + 1);
    QTimer::singleShot(QRandomGenerator::global()->bounded(50, 50 + longest), m_context, [promise] {
        promise->addResult(ArchiveResult<void>());
        promise->finish();
    });
    return promise->future();
}

Pending<void> PepManifest::publish()
{
    return andThen(spill(), m_context, [this] {
        return andThen(m_seal.seal(m_index.head()), m_context,
            [this](const XmlElement &sealed) { return m_nodes.publish(node, headItem, sealed, m_token); });
    });
}

Pending<void> PepManifest::spill()
{
    const auto spills = m_index.spills();
    return spills ? spillNext(*spills) : done();
}

Pending<void> PepManifest::spillNext(QList<PepIndex::Spill> rest)
{
    if (rest.isEmpty()) {
        return done();
    }
    const auto next = rest.takeFirst();
    const auto make = [this, next](const QString &item) {
        auto page = m_index.page(next);
        page.setAttribute(u"i"_s, item);
        return m_seal.seal(page);
    };
    return andThen(m_shards.putPage(make), m_context, [this, next, rest](const QString &item) {
        m_index.spilled(next, item);
        return spillNext(rest);
    });
}

Pending<void> PepManifest::dropPages(QStringList items)
{
    if (items.isEmpty()) {
        return done();
    }
    const auto item = items.takeFirst();
    // The head counts already: a page that stays behind is collected later.
    return andAny(
        m_shards.drop(item), m_context, [this, items](const ArchiveResult<void> &) { return dropPages(items); });
}

} // namespace letterlock::archive
