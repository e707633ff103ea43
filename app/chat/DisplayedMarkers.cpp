// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/DisplayedMarkers.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::app {

namespace {

const auto scope = u"displayed-markers"_s;
using Stored = archive::ArchiveResult<QHash<QString, QByteArray>>;

} // namespace

DisplayedMarkers::DisplayedMarkers(archive::HistoryStore &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
    // In an open conversation a message is wanted, read and told within a moment: one row, not three.
    m_store.setSingleShot(true);
    m_store.setInterval(500ms);
    connect(&m_store, &QTimer::timeout, this, &DisplayedMarkers::storeNow);
}

DisplayedMarkers::~DisplayedMarkers()
{
    storeNow();
}

void DisplayedMarkers::load()
{
    m_history.values(scope).then(this, [this](const Stored &stored) {
        const auto values = stored.value_or(QHash<QString, QByteArray>());
        for (auto it = values.begin(); it != values.end(); ++it) {
            const auto peer = crypto::BareJid::parse(it.key());
            const auto object = QJsonDocument::fromJson(it.value()).object();
            if (!peer) {
                continue;
            }
            const auto from = crypto::Jid::parse(object.value("from"_L1).toString()).value_or(crypto::Jid());
            const bool isOx = object.value("scheme"_L1).toInt() == int(crypto::SchemeId::Ox);
            const bool isJose = object.value("scheme"_L1).toInt() == int(crypto::SchemeId::Jose);
            Peer earlier{from, object.value("id"_L1).toString(),
                isOx         ? crypto::SchemeId::Ox
                    : isJose ? crypto::SchemeId::Jose
                             : crypto::SchemeId::None,
                from.bare() == *peer ? object.value("wanted"_L1).toInteger() : 0, object.value("read"_L1).toInteger(),
                object.value("told"_L1).toInteger()};
            // Something may have come before this was read.
            auto &now = m_peers[*peer];
            earlier.read = std::max(earlier.read, now.read);
            earlier.told = std::max(earlier.told, now.told);
            if (now.wanted > earlier.wanted) {
                now.read = earlier.read;
                now.told = earlier.told;
            } else {
                now = earlier;
            }
            tellIfDue(*peer);
        }
    });
}

void DisplayedMarkers::wanted(
    const crypto::Jid &from, const QString &id, crypto::SchemeId scheme, archive::MessageId message)
{
    auto &peer = m_peers[from.bare()];
    // What opens late is older than what waits, or has been told.
    if (id.isEmpty() || message <= peer.told || message <= peer.wanted) {
        return;
    }
    peer.from = from;
    peer.id = id;
    peer.scheme = scheme;
    peer.wanted = message;
    storeSoon(from.bare());
    tellIfDue(from.bare()); // in an open window a message is seen before its wish is known
}

void DisplayedMarkers::wasRead(const crypto::BareJid &peer, archive::MessageId newest)
{
    auto &known = m_peers[peer];
    known.read = std::max(known.read, newest);
    if (known.wanted != 0) {
        storeSoon(peer);
        tellIfDue(peer);
    }
}

void DisplayedMarkers::wasTold(const crypto::BareJid &peer, archive::MessageId message)
{
    auto &known = m_peers[peer];
    if (message > known.told) {
        known.told = message;
        known.wanted = known.wanted > message ? known.wanted : 0;
        storeSoon(peer);
    }
}

void DisplayedMarkers::tellIfDue(const crypto::BareJid &peer)
{
    auto &known = m_peers[peer];
    if (!m_online || known.wanted == 0 || known.read < known.wanted) {
        return;
    }
    const auto due = known;
    known.told = std::max(known.told, known.wanted);
    known.wanted = 0;
    storeSoon(peer);
    Q_EMIT displayed(due.from, due.id, due.scheme);
}

void DisplayedMarkers::resume()
{
    // Behind what the catch-up has found another device to have told, which is being looked up.
    m_history.values(scope).then(this, [this, connection = m_connection](const Stored &) {
        if (connection != m_connection) {
            return;
        }
        m_online = true;
        for (const auto &peer : m_peers.keys()) {
            tellIfDue(peer);
        }
    });
}

void DisplayedMarkers::pause()
{
    ++m_connection;
    m_online = false;
}

void DisplayedMarkers::storeSoon(const crypto::BareJid &peer)
{
    m_changed.insert(peer);
    if (!m_store.isActive()) {
        m_store.start();
    }
}

void DisplayedMarkers::storeNow()
{
    for (const auto &peer : std::exchange(m_changed, {})) {
        const auto known = m_peers.value(peer);
        const QJsonObject object{{"from"_L1, known.from.toString()}, {"id"_L1, known.id},
            {"scheme"_L1, int(known.scheme)}, {"wanted"_L1, known.wanted}, {"read"_L1, known.read},
            {"told"_L1, known.told}};
        m_history.setValue(scope, peer.toString(), QJsonDocument(object).toJson(QJsonDocument::Compact));
    }
}

} // namespace letterlock::app
