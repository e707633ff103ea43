// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

#include "tests/demo/Story.h"
#include "tests/support/ProsodyServer.h"
#include "tests/support/TestClient.h"

namespace letterlock::demo {

/// The stage of the demo: a throwaway server, an account whose year of conversation lies sealed in its archive, and a
/// partner who answers. Everything ends with the object.
class Scene : public QObject {
    Q_OBJECT
public:
    explicit Scene(Story story, QObject *parent = nullptr);
    ~Scene() override;

    /// Starts the server, makes keys, seals and uploads the year, puts the key's backup on the server. Says what it
    /// does by `told`. False: `problem()`.
    [[nodiscard]] bool prepare();
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] const Story &story() const { return m_story; }
    [[nodiscard]] test::ProsodyServer &server() { return *m_server; }
    [[nodiscard]] QString backupCode() const { return m_backupCode; }
    [[nodiscard]] app::AccountSettings accountSettings() const;
    [[nodiscard]] QString accountPassword() const;
    [[nodiscard]] crypto::BareJid jid(const QString &user) const;
    [[nodiscard]] qint64 sealedMessages() const { return m_sealed; }
    [[nodiscard]] test::TestClient &partner() { return *m_partner; }

Q_SIGNALS:
    void told(const QString &line);

private:
    bool preparePartner();
    bool prepareArchive();
    bool makeFriends(test::TestClient &account);
    void answer(const crypto::BareJid &peer);

    Story m_story;
    std::unique_ptr<test::ProsodyServer> m_server;
    std::unique_ptr<test::TestClient> m_partner;
    QString m_backupCode;
    QString m_problem;
    qint64 m_sealed = 0;
    int m_answers = 0;
};

} // namespace letterlock::demo
