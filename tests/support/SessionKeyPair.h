// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "tests/support/Await.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/RawXmppStream.h"
#include "tests/support/ShiftedClock.h"
#include "tests/support/TestClient.h"

namespace letterlock::test {

/// The answer to an IQ of the blocking stream from a client that lives in this process, and needs its event loop for
/// it.
inline QDomElement askClient(RawXmppStream &raw, const QString &type, const QString &payload, const QString &to)
{
    const QString id = raw.sendIq(type, payload, to);
    QDomElement answer;
    waitUntil(
        [&] {
            answer = raw.answer(id, 5);
            return !answer.isNull();
        },
        20000);
    return answer;
}

/// The next message with this id; others are passed over.
inline QDomElement nextMessage(RawXmppStream &raw, const QString &id, int milliseconds = 20000)
{
    QDomElement found;
    waitUntil(
        [&] {
            found = raw.next(QStringLiteral("message"), 5);
            return found.attribute(QStringLiteral("id")) == id;
        },
        milliseconds);
    return found.attribute(QStringLiteral("id")) == id ? found : QDomElement();
}

/// A server and two whole clients, mira and anselm, that see each other's presence. Mira writes under session keys.
struct SessionKeyPair {
    explicit SessionKeyPair(const ProsodyServer::Options &serverOptions = options())
        : server(serverOptions)
        , miraClock(std::make_shared<ShiftedClock>())
        , anselmClock(std::make_shared<ShiftedClock>())
        , miraProfile(QStringLiteral("/tmp/lt-XXXXXX"))
        , anselmProfile(QStringLiteral("/tmp/lt-XXXXXX"))
        , mira(make(QStringLiteral("mira"), miraProfile, miraClock))
        , anselm(make(QStringLiteral("anselm"), anselmProfile, anselmClock))
    {
    }

    [[nodiscard]] bool start()
    {
        return server.start() && mira->signIn() && anselm->signIn() && mira->befriend(*anselm)
            && mira->choose(QStringLiteral("anselm"), app::SealingChoice::SessionKey);
    }
    [[nodiscard]] QString problem() const { return mira->problem() + anselm->problem() + server.log().right(3000); }

    /// Ends a client and makes it anew on the same profile, not signed in.
    void restart(std::unique_ptr<TestClient> &client)
    {
        const bool isMira = client == mira;
        client.reset();
        client = isMira ? make(QStringLiteral("mira"), miraProfile, miraClock)
                        : make(QStringLiteral("anselm"), anselmProfile, anselmClock);
    }

    /// The only request that `client` is asked about; waits for it.
    [[nodiscard]] static std::optional<app::KeyRequestCard> card(TestClient &client)
    {
        auto &requests = client.app().keyRequests();
        return waitUntil([&] { return requests.cards().size() == 1; }, 20000) ? std::optional(requests.cards().first())
                                                                              : std::nullopt;
    }
    [[nodiscard]] static bool approve(TestClient &client, bool always = true)
    {
        const auto asked = card(client);
        if (asked) {
            client.app().keyRequests().approve(asked->id, always);
        }
        return asked.has_value();
    }

    [[nodiscard]] std::optional<archive::Message> last(TestClient &client, const QString &user)
    {
        const auto all = client.messagesWith(user);
        return all.isEmpty() ? std::nullopt : std::optional(all.last());
    }

    static ProsodyServer::Options options()
    {
        ProsodyServer::Options options;
        options.accounts = {{QStringLiteral("mira"), QStringLiteral("secret-mira")},
            {QStringLiteral("anselm"), QStringLiteral("secret-anselm")},
            {QStringLiteral("eve"), QStringLiteral("secret-eve")}};
        // Whole stanzas in the log: what stands there, the server could read.
        options.extraModules = {QStringLiteral("stanza_debug")};
        options.hostConfig = QStringLiteral("Component \"rooms.localhost\" \"muc\"");
        return options;
    }

    ProsodyServer server;
    std::shared_ptr<ShiftedClock> miraClock;
    std::shared_ptr<ShiftedClock> anselmClock;
    QTemporaryDir miraProfile;
    QTemporaryDir anselmProfile;
    std::unique_ptr<TestClient> mira;
    std::unique_ptr<TestClient> anselm;

private:
    std::unique_ptr<TestClient> make(
        const QString &user, const QTemporaryDir &profile, const std::shared_ptr<ShiftedClock> &clock)
    {
        auto client = std::make_unique<TestClient>(server, user, profile.path());
        client->setClock(clock);
        return client;
    }
};

} // namespace letterlock::test
