// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QFuture>
#include <QList>

#include <variant>
#include <vector>

#include "crypto/base/CryptoError.h"
#include "crypto/base/Worker.h"
#include "crypto/base/XmlElement.h"
#include "crypto/identity/Jid.h"
#include "crypto/identity/KeyFingerprint.h"

namespace letterlock::crypto {

enum class SchemeId { None, Ox, Jose };

/// How the time inside a seal looks from here (E-42).
enum class TimeMark { Good, Old, Future, Decreasing };

/// What a scheme tells the sender of a stanza that was not opened (E-27, E-28, E-30).
enum class SealFault { None, InsufficientInformation, DecryptionFailed, BadTimestamp };

/// What is to be sealed: the children that the message would carry in clear (body, receipt request, chat state …).
struct OutgoingContent {
    BareJid from;
    BareJid to; ///< the peer or the room
    std::vector<XmlElement> payload;
    QList<KeyFingerprint>
        recipientKeys; ///< chosen by policy: usable keys of the peer (own keys are added by the scheme)
    /// Says nothing a person reads (receipt, chat state): no fallback text, and archives need not keep it. What cannot
    /// be opened later would otherwise look like a lost message.
    bool transient = false;
    QString innerId; ///< id inside the seal, never the outer one; empty = the scheme's choice
};

/// What goes on the wire in place of the payload: the scheme's element, the fallback body, hints and EME.
struct SealedContent {
    std::vector<XmlElement> elements;
    QString innerId; ///< what receipts of the peer may name; empty for schemes that seal no whole stanza
};

/// A sealed stanza as it arrived, with what the transport vouches for.
struct IncomingSealed {
    Jid from;
    Jid to;
    XmlElement stanza; ///< the whole message element
    QDateTime receivedAt; ///< UTC
    QDateTime delayedAt; ///< delay stamped by our own server or archive; invalid = live
    bool sentByUs = false; ///< carbon or archive copy of a message of ours: `to` is the peer
    Priority priority = Priority::Interactive;
};

struct Opened {
    std::vector<XmlElement> payload; ///< to be treated as if they were children of the stanza
    KeyFingerprint signer; ///< bound to the sender by the scheme; empty for schemes without signatures
    QDateTime stampedAt; ///< time inside the seal, UTC
    bool timeIsOdd = false; ///< differs from the outer time by more than the scheme allows (O-12, E-42)
    QByteArray sealDigest; ///< SHA-256 of the ciphertext: the same seal twice is a replay
    TimeMark timeMark = TimeMark::Good; ///< not Good = `timeIsOdd`, and why
    QString innerId; ///< id inside the seal: what a receipt may have to name
};
struct NeedsKey {
    QString keyId; ///< the same stanza can be opened again once this key is here
};
struct NotForUs { }; ///< the stanza carries no content of this scheme
struct Rejected {
    enum class Reason {
        KeyNotHere, ///< sealed for a key this computer does not have
        Locked, ///< passphrase missing or dialog cancelled
        SealBroken, ///< tampered, wrong signer, wrong addressee, not signed
        NewerForm, ///< unknown construction
        TooLarge,
    };
    Reason reason = Reason::SealBroken;
    QString detail; ///< for the log and "Details"; English, no secrets
    SealFault fault = SealFault::None; ///< what to tell the sender, if anything
    /// The key of the sender that signed it, withdrawn in a way that takes all its signatures back.
    KeyFingerprint withdrawnSigner;
};
using OpenOutcome = std::variant<Opened, NeedsKey, NotForUs, Rejected>;
using SealOutcome = CryptoResult<SealedContent>;

/// One way of sealing messages end to end. Chat code knows only this. Implementations do their work on their own worker
/// and may be called from the GUI thread.
class MessageScheme {
public:
    virtual ~MessageScheme() = default;
    [[nodiscard]] virtual SchemeId id() const = 0;
    [[nodiscard]] virtual QStringList discoFeatures() const = 0;
    /// Cheap and synchronous: does this stanza carry content of this scheme?
    [[nodiscard]] virtual bool recognises(const XmlElement &stanza) const = 0;
    virtual QFuture<SealOutcome> seal(OutgoingContent content) = 0;
    virtual QFuture<OpenOutcome> open(IncomingSealed sealed) = 0;
};

} // namespace letterlock::crypto
