// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QSet>

#include <optional>

#include "archive/collection/CollectionCutter.h"
#include "archive/collection/CollectionSealer.h"
#include "archive/model/Preferences.h"
#include "archive/store/Database.h"

namespace letterlock::archive {

/// The uploader's tables (0010_archive.sql): what is planned, sealed and acknowledged. Every function is one step that
/// runs inside one transaction of the store; between two of them the program may be killed.
class UploadJournal {
public:
    struct Wishes {
        crypto::BareJid account;
        QList<crypto::KeyFingerprint> recipients;
        QString generation; ///< of the root key that seals
        QDateTime now;
        bool evenOpenOnes = false;
        qsizetype limit = CollectionCutter::largestPlaintext;
        QSet<MessageId> skipped; ///< too large for the server on their own
        Preferences preferences; ///< whose conversations are kept on the server
    };
    /// A planned save; its messages count as uploading from now on.
    struct Plan {
        qint64 upload = 0;
        ConversationId conversation = 0;
        CollectionSealer::Order order;
        qsizetype size = 0; ///< octets of its plaintext
    };
    /// A save that is sealed and may have been sent.
    struct Entry {
        qint64 upload = 0;
        QByteArray request;
        QList<MessageId> messages;
        bool facts = false;
    };

    static ArchiveResult<std::optional<Plan>> plan(Database &database, const Wishes &wishes);
    static ArchiveResult<std::optional<Plan>> planFacts(Database &database, const Wishes &wishes);
    /// False: the save was taken out of the journal meanwhile and must not be sent.
    static ArchiveResult<bool> sealed(Database &database, qint64 upload, const QByteArray &request);
    /// False: it was taken out of the journal on its way. What it brought there is only seen by looking.
    static ArchiveResult<bool> acknowledged(
        Database &database, qint64 upload, CollectionVersion version, const QList<crypto::EncryptedData> &parts);
    /// The server has certainly not taken it: its messages are only here again. With `placeIsTaken` the start is
    /// remembered, so that the next plan moves on.
    static ArchiveResult<void> putBack(Database &database, qint64 upload, bool placeIsTaken = false);
    /// Puts back what was planned but not sealed, and returns the rest in order.
    static ArchiveResult<QList<Entry>> leftovers(Database &database);
    static ArchiveResult<int> waiting(Database &database, const Preferences &preferences); ///< messages to upload

private:
    struct Target;
    struct KeyChoice;
    static ArchiveResult<Target> target(
        Database &database, ConversationId conversation, const crypto::BareJid &peer, const CollectionCutter::Run &run);
    static ArchiveResult<KeyChoice> dataKey(
        Database &database, ConversationId conversation, const QDateTime &start, const Wishes &wishes);
    static ArchiveResult<std::optional<CollectionCutter::Run>> firstRun(
        Database &database, ConversationId conversation, const Wishes &wishes);
    static ArchiveResult<void> forget(Database &database, qint64 upload);
    static ArchiveResult<Plan> write(
        Database &database, const Target &target, const CollectionCutter::Run &run, const Wishes &wishes, bool facts);
};

} // namespace letterlock::archive
