// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/Scene.h"

#include <QTest>
#include <QTimer>

#include <chrono>

#include "tests/support/Await.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace letterlock::demo {

Scene::Scene(Story story, QObject *parent)
    : QObject(parent)
    , m_story(std::move(story))
{
}

Scene::~Scene() = default;

crypto::BareJid Scene::jid(const QString &user) const
{
    return *crypto::BareJid::parse(m_server->jid(user));
}

app::AccountSettings Scene::accountSettings() const
{
    app::AccountSettings settings;
    settings.account = jid(m_story.account);
    settings.host = m_server->host();
    settings.port = m_server->port();
    settings.extraCaFile = m_server->caFile();
    return settings;
}

QString Scene::accountPassword() const
{
    return m_server->password(m_story.account);
}

bool Scene::prepare()
{
    test::ProsodyServer::Options options;
    options.accounts
        = {{m_story.account, u"demo-%1"_s.arg(m_story.account)}, {m_story.partner, u"demo-%1"_s.arg(m_story.partner)}};
    m_server = std::make_unique<test::ProsodyServer>(options);
    if (!m_server->start()) {
        m_problem = u"the server did not start:\n"_s + m_server->log();
        return false;
    }
    Q_EMIT told(
        u"A throwaway Prosody listens on 127.0.0.1:%1, with TLS and the archive module."_s.arg(m_server->port()));
    return preparePartner() && prepareArchive();
}

bool Scene::preparePartner()
{
    m_partner = std::make_unique<test::TestClient>(*m_server, m_story.partner);
    if (!m_partner->signIn() || !m_partner->makeKey()) {
        m_problem = u"the partner: "_s + m_partner->problem();
        return false;
    }
    auto &app = m_partner->app();
    connect(&app.roster(), &app::RosterController::requestReceived, this,
        [&app](const crypto::BareJid &asker) { app.roster().answerRequest(asker, true); });
    connect(&app, &app::AppContext::messageArrived, this,
        [this](const archive::Message &, const crypto::BareJid &peer) { answer(peer); });
    return true;
}

/// Reads for a moment, types for a moment, answers.
void Scene::answer(const crypto::BareJid &peer)
{
    auto &conversation = m_partner->app().conversation();
    conversation.openWith(peer);
    QTimer::singleShot(600ms, this, [&conversation] { conversation.typed(); });
    QTimer::singleShot(2200ms, this,
        [this, &conversation] { conversation.send(m_story.answers[m_answers++ % m_story.answers.size()]); });
}

bool Scene::makeFriends(test::TestClient &account)
{
    const auto partner = jid(m_story.partner);
    auto &roster = account.app().roster();
    connect(&roster, &app::RosterController::requestReceived, &roster,
        [&roster](const crypto::BareJid &asker) { roster.answerRequest(asker, true); });
    roster.add(partner, m_story.conversations.first().name);
    m_partner->app().roster().add(jid(m_story.account), m_story.accountName);
    return test::waitUntil([&] { return roster.contact(partner).subscription == "both"_L1; }, 20000);
}

bool Scene::prepareArchive()
{
    test::TestClient first(*m_server, m_story.account);
    if (!first.signIn() || !first.makeKey()) {
        m_problem = u"the account: "_s + first.problem();
        return false;
    }
    if (!makeFriends(first) || !first.knowsKeyOf(m_story.partner)) {
        m_problem = u"the two accounts did not become contacts"_s;
        return false;
    }
    auto &history = first.app().history();
    for (const auto &told : m_story.conversations) {
        const auto conversation = test::await(history.conversationWith(jid(told.user)));
        if (!conversation) {
            m_problem = conversation.error().detail;
            return false;
        }
        first.app().roster().rename(jid(told.user), told.name);
        QList<archive::Message> messages;
        for (const auto &line : told.messages) {
            archive::Message message;
            message.conversation = *conversation;
            message.outgoing = line.outgoing;
            message.sender = crypto::Jid(jid(line.outgoing ? m_story.account : told.user), {});
            message.time = line.time;
            message.body = line.text;
            message.originId = u"%1-%2"_s.arg(told.user).arg(messages.size());
            message.sealing = archive::Sealing::Sealed;
            message.delivery = line.outgoing ? archive::Delivery::Displayed : archive::Delivery::Received;
            messages.append(message);
        }
        if (!test::await(history.import(messages))) {
            m_problem = u"the story could not be stored"_s;
            return false;
        }
    }
    Q_EMIT told(u"%1 has written %2 messages with %3 people over a year."_s.arg(m_story.accountName)
            .arg(m_story.messageCount())
            .arg(m_story.conversations.size()));
    if (!first.archiveIsIdle()) {
        m_problem = u"the archive: "_s + first.problem();
        return false;
    }
    const auto totals = test::await(history.totals(0));
    m_sealed = totals ? totals->onServer : 0;
    if (m_sealed == 0) {
        m_problem = u"nothing was sealed on the server"_s;
        return false;
    }
    Q_EMIT told(u"%1 of them are sealed on the server."_s.arg(m_sealed));
    m_backupCode = app::BackupController::makeCode();
    const auto backedUp = test::await(first.app().backup().backUp(m_backupCode, true));
    if (!backedUp) {
        m_problem = u"the key's backup: "_s + backedUp.error().detail;
        return false;
    }
    Q_EMIT told(u"The key lies on the server under a backup code, and that computer is switched off now."_s);
    return true;
}

} // namespace letterlock::demo
