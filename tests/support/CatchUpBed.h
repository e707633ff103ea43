// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/chat/CatchUp.h"
#include "archive/history/SqlHistoryStore.h"
#include "crypto/ox/OxScheme.h"
#include "tests/support/FakeTransport.h"
#include "tests/support/MemoryCredentialStore.h"
#include "tests/support/MemoryKeyDirectory.h"
#include "tests/support/TempDatabase.h"
#include "tests/support/TempGnupgHome.h"

namespace letterlock::test {

/// A receiving client with real keys and a real store, and a server's message archive that hands out what was sealed
/// for it, fifty to a page.
class CatchUpBed {
public:
    CatchUpBed();
    ~CatchUpBed();
    CatchUpBed(const CatchUpBed &) = delete;
    CatchUpBed &operator=(const CatchUpBed &) = delete;

    /// Sealed by the contact; `payload` may say more than a body. A minute later than the one before, the last of all
    /// just now.
    void put(const QString &text, std::vector<crypto::XmlElement> more = {}, const QString &id = {});
    /// The same seal once more, as a server that repeats things would hold it.
    void putAgain(qsizetype index);
    void putSeal(const QByteArray &seal, const QString &id = {}); ///< whatever it is
    void putOwn(crypto::XmlElement said); ///< in the open, by another device of ours
    [[nodiscard]] QByteArray sealed(TempGnupgHome &by, const QString &text, std::vector<crypto::XmlElement> more = {});
    void start(); ///< the catch-up; `catchUp->finished` ends it
    [[nodiscard]] QStringList texts(); ///< stored, oldest first; closed ones as "(closed)"
    [[nodiscard]] archive::ConversationId conversation();

    TempGnupgHome here;
    TempGnupgHome there;
    crypto::BareJid me;
    crypto::BareJid contact;
    crypto::KeyFingerprint mine;
    crypto::KeyFingerprint theirs;
    FakeTransport transport;
    MemoryKeyDirectory directory;
    MemoryCredentialStore credentials;
    TempDatabase database;
    crypto::SystemClock clock;
    QList<app::IncomingMessage> waiting; ///< oldest first, with ids "a-0", "a-1" …
    QList<QByteArray> seals;
    QStringList requests; ///< "newest", "before ID", "after ID", "since"
    std::unique_ptr<archive::SqlHistoryStore> history;
    std::unique_ptr<crypto::Worker> worker;
    std::unique_ptr<app::KeyController> keys;
    std::unique_ptr<crypto::OxScheme> ox;
    std::unique_ptr<app::IncomingPipeline> incoming;
    std::unique_ptr<app::CatchUp> catchUp;

private:
    [[nodiscard]] FakeTransport::PageAnswer page(const QString &after, bool newest);
};

} // namespace letterlock::test
