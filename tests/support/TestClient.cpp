// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestClient.h"

#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ClientOptions.h"
#include "tests/support/WaitUntil.h"

using namespace Qt::StringLiterals;

namespace letterlock::test {

namespace {

constexpr int patience = 30000;

} // namespace

TestClient::TestClient(const TestServer &server, QString user, QString profileDir)
    : m_server(server)
    , m_user(std::move(user))
    , m_profileDir(std::move(profileDir))
{
    if (m_profileDir.isEmpty()) {
        // Short, because the agent's socket lies below it.
        m_temporary = std::make_unique<QTemporaryDir>(u"/tmp/lt-XXXXXX"_s);
        m_profileDir = m_temporary->path();
    }
}

TestClient::~TestClient() = default;

crypto::BareJid TestClient::jid(const QString &user) const
{
    return *crypto::BareJid::parse(m_server.jid(user));
}

bool TestClient::open()
{
    if (m_app) {
        return m_app->isOpen();
    }
    auto options = clientOptions(m_profileDir);
    options.answerTimeout = m_answerTimeout;
    options.clock = m_clock;
    options.followsServerTime = m_followsServerTime;
    m_app = std::make_unique<app::AppContext>(options);
    QObject::connect(m_app.get(), &app::AppContext::openFailed, m_app.get(),
        [this](const archive::ArchiveError &error) { m_problem = error.detail; });
    QObject::connect(m_app.get(), &app::AppContext::keyringUnavailable, m_app.get(),
        [this](const app::CredentialError &error) { m_problem = error.detail; });
    m_app->open();
    return waitUntil([this] { return m_app->isOpen() || !m_problem.isEmpty(); }, patience) && m_app->isOpen();
}

bool TestClient::signIn()
{
    if (!open()) {
        return false;
    }
    app::AccountSettings settings = m_app->settings().account();
    settings.account = jid(m_user);
    settings.host = m_server.host();
    settings.port = m_server.port();
    settings.extraCaFile = m_server.caFile();
    m_app->account().signIn(settings, crypto::SecretBytes(QByteArrayView(m_server.password(m_user).toUtf8())), true);
    const bool done = waitUntil(
        [this] {
            const auto state = m_app->account().state();
            return state == app::ConnectionState::Online || state == app::ConnectionState::Stopped;
        },
        patience);
    if (!done || m_app->account().state() != app::ConnectionState::Online) {
        m_problem = m_app->account().lastError() ? m_app->account().lastError()->detail : u"no sign-in"_s;
        return false;
    }
    return waitUntil([this] { return m_app->keys().isLoaded(); }, patience);
}

bool TestClient::makeKey()
{
    const auto key = await(m_app->keys().makeKey(true), patience);
    if (!key) {
        m_problem = key.error().detail;
        return false;
    }
    const auto announced = await(m_app->keys().announceAsCurrent(key->fingerprint), patience);
    if (!announced) {
        m_problem = announced.error().condition + u' ' + announced.error().detail;
    }
    return announced.has_value();
}

bool TestClient::knowsKeyOf(const QString &user)
{
    m_app->keys().discover(jid(user));
    return waitUntil([&] { return !m_app->keys().recipientsFor(jid(user)).isEmpty(); }, patience);
}

bool TestClient::sendTo(const QString &user, const QString &text)
{
    auto &conversation = m_app->conversation();
    conversation.openWith(jid(user));
    if (!waitUntil([&] { return conversation.peer() == jid(user); }, patience)) {
        m_problem = u"the conversation did not open"_s;
        return false;
    }
    conversation.send(text);
    return waitUntil(
        [&] {
            const auto all = messagesWith(user);
            return std::ranges::any_of(all, [&](const archive::Message &message) {
                return message.outgoing && message.body == text && message.delivery >= archive::Delivery::Sent;
            });
        },
        patience);
}

bool TestClient::befriend(TestClient &other)
{
    const auto mine = jid(m_user);
    const auto theirs = jid(other.m_user);
    m_app->roster().add(theirs, {});
    other.m_app->roster().add(mine, {});
    return waitUntil(
        [&] {
            return m_app->roster().isSubscribedToUs(theirs) && other.m_app->roster().isSubscribedToUs(mine)
                && !m_app->roster().resources(theirs).isEmpty() && !other.m_app->roster().resources(mine).isEmpty();
        },
        patience);
}

bool TestClient::choose(const QString &user, app::SealingChoice choice)
{
    auto &conversation = m_app->conversation();
    conversation.openWith(jid(user));
    if (!waitUntil([&] { return conversation.peer() == jid(user); }, patience)) {
        m_problem = u"the conversation did not open"_s;
        return false;
    }
    conversation.setSealing(choice);
    return true;
}

bool TestClient::hasMessage(const QString &user, const QString &text, int milliseconds)
{
    return waitUntil(
        [&] {
            const auto all = messagesWith(user);
            return std::ranges::any_of(all, [&](const archive::Message &message) { return message.body == text; });
        },
        milliseconds);
}

bool TestClient::archiveIsIdle()
{
    bool idle = false;
    const QObject waiting; // the signal may come after this function has given up
    QObject::connect(&m_app->archive(), &app::ArchiveController::idle, &waiting, [&idle] { idle = true; });
    m_app->archive().uploadNow();
    const bool done = waitUntil(
        [&] { return idle || m_app->archive().status() == app::ArchiveController::Status::Problem; }, 4 * patience);
    if (m_app->archive().problem()) {
        m_problem = m_app->archive().problem()->detail;
    }
    return done && idle;
}

QList<archive::Message> TestClient::messagesWith(const QString &user)
{
    const auto conversation = await(m_app->history().conversationWith(jid(user)));
    if (!conversation) {
        return {};
    }
    return await(m_app->history().page(*conversation, 0, 100000)).value_or(QList<archive::Message>());
}

void TestClient::quit()
{
    m_app.reset();
}

} // namespace letterlock::test
