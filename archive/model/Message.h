// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QMetaType>
#include <QString>

#include "crypto/identity/Jid.h"
#include "crypto/identity/KeyFingerprint.h"
#include "crypto/identity/TrustVerdict.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::archive {

/// Row id of a message: milliseconds since the epoch, moved on where taken, so that ids order by time.
using MessageId = qint64;
/// Row id of a conversation (one account's unbounded exchange with one peer).
using ConversationId = qint64;

enum class Delivery {
    Received, ///< not ours
    Waiting, ///< in the outbox
    Sent, ///< our server has it
    Arrived, ///< receipt from the peer
    Displayed,
    Failed, ///< will not be tried again by itself
};

/// Why a message of ours was sent back.
enum class SendFault {
    None,
    NoKey, ///< the other side did not get the session key
    NotOpened, ///< the seal did not open there
    BadTime, ///< by the clock over there it is too old or too new
    Unreachable, ///< a server on the way
    NotTaken, ///< nobody at this address takes it
    Refused,
};

/// How a message travelled.
enum class Sealing {
    Sealed,
    NotSealed,
    // The four closed forms; `body` is empty, `sealedStanza` holds what came.
    KeyNotHere,
    Locked,
    SealBroken,
    NewerForm,
    WaitsForKey,
};
[[nodiscard]] inline bool isClosed(Sealing sealing)
{
    return sealing > Sealing::NotSealed;
}

/// How far the archive that a message came from vouches for it. Flags; 0 = sealed by the owner, or never archived.
namespace ArchiveMark {
enum : int {
    NotSealedByOwner = 1, ///< opened, but the data key is none of the owner's making
    SealedByServer = 2, ///< so, and as a server or other software writes it
    NotSealed = 4, ///< the archive held it in clear
    NotAuthenticated = 8, ///< sealed by a cipher that does not show changes (A-43)
    Note = 16, ///< written into the archive, never sent (P-26)
    Room = 32, ///< said in a room; the sender's resource is the name it was said under (P-33)
};
}

/// Where a message is kept.
enum class Kept { OnlyHere, Uploading, OnServer };

/// In `Message::replaces`: opened, and there was nothing to read in it.
inline constexpr QLatin1StringView saysNothing("-");

/// One message of a conversation, as stored and shown.
struct Message {
    MessageId id = 0; ///< 0 until stored
    ConversationId conversation = 0;
    bool outgoing = false;
    crypto::Jid sender; ///< who wrote it; our own address for outgoing
    QDateTime time; ///< UTC, milliseconds; the time it is shown at
    QString body;
    QString originId; ///< chosen by the sender (XEP-0359 origin-id, or the stanza's id)
    /// Of an own message that was sealed whole, what it went out under; comes and goes with the archive, so that other
    /// devices know the closed copies of it that a server has.
    QString outerId;
    QString stanzaId; ///< assigned by our own server; the only id that may drop a message before it is opened
    QString replyTo; ///< originId of the message this answers
    /// Not empty: this row is never shown. originId of the message that it corrected, or `saysNothing`.
    QString replaces;
    QString thread; ///< of the conversation (XEP-0201) it was said in; empty = none was named
    Delivery delivery = Delivery::Received;
    SendFault fault = SendFault::None; ///< of a message that Failed
    Sealing sealing = Sealing::NotSealed;
    bool edited = false;
    bool retracted = false;
    bool timeIsOdd = false;
    crypto::TimeMark timeMark = crypto::TimeMark::Good; ///< why, where the scheme says so
    crypto::SchemeId scheme = crypto::SchemeId::None; ///< that sealed it; None also where it is not known
    crypto::KeyFingerprint signer; ///< key that sealed it, if any
    QByteArray sealDigest; ///< SHA-256 of the ciphertext, to tell replays
    QByteArray sealedStanza; ///< kept for closed messages so that they can be opened later
    Kept kept = Kept::OnlyHere;
    int archiveMarks = 0; ///< of ArchiveMark
    QByteArray files; ///< attached ones, as SharedFile::pack() writes them; empty = none
    int edits = 0; ///< how often the text was corrected, as far as known here: the text of more is the newer one
    /// When the last correction of the text was stamped inside its seal, in ms since 1970; 0 = never corrected, or not
    /// known. Comes and goes with the archive: an earlier correction must not come back on any device.
    qint64 correctedAt = 0;
};

/// What the last message of a conversation has besides its text.
enum class LastFile { None, Picture, Other };

/// One row of the conversation list.
struct ConversationSummary {
    ConversationId id = 0;
    crypto::BareJid peer;
    QString name; ///< from the roster; empty = show the address
    MessageId lastMessage = 0;
    QDateTime lastTime;
    QString preview; ///< one line of the last message; the name of its file where it has no text
    LastFile lastFile = LastFile::None;
    bool lastOutgoing = false;
    Delivery lastDelivery = Delivery::Received;
    Sealing lastSealing = Sealing::NotSealed;
    crypto::SchemeId lastScheme = crypto::SchemeId::None;
    int unread = 0;
    bool pinned = false;
    bool muted = false;
    QString draft;
};

} // namespace letterlock::archive

Q_DECLARE_METATYPE(letterlock::archive::Message)
Q_DECLARE_METATYPE(letterlock::archive::ConversationSummary)
