// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include "crypto/message/MessageScheme.h"

namespace letterlock::crypto {

/// The stamps accepted from one sender under one session key (E-40 to E-43, E-46). `seenAt` is the time the transport
/// vouches for: our own clock at arrival, or the delay that our own server wrote on an offline or archived message.
class StampWindow {
public:
    /// Good within five minutes of `seenAt` and later than every stamp accepted in the ten minutes before `seenAt`. A
    /// stamp that was accepted once is never good again: under one key a sender's stamps strictly increase.
    [[nodiscard]] TimeMark judge(const QDateTime &stamp, const QDateTime &seenAt) const;
    /// Remembers; the oldest of more than `capacity` go.
    void accept(const QDateTime &stamp, const QDateTime &seenAt);

    [[nodiscard]] QByteArray save() const; ///< a few bytes for each stamp; opaque
    static StampWindow restored(const QByteArray &saved); ///< empty if it cannot be read
    static constexpr qsizetype capacity = 256;

private:
    struct Accepted {
        qint64 stamp;
        qint64 seenAt;
    };
    QList<Accepted> m_accepted;
};

namespace StampRules {

constexpr qint64 toleranceSeconds = 5 * 60;
constexpr qint64 windowSeconds = 10 * 60;

/// Later than `last`, by a millisecond where the clock says the same or less (E-45).
[[nodiscard]] QDateTime next(const QDateTime &now, const QDateTime &last);
/// "yyyy-MM-ddTHH:mm:ss.zzzZ" (E-44)
[[nodiscard]] QString write(const QDateTime &stamp);
/// Invalid for anything but UTC written with Z.
[[nodiscard]] QDateTime read(const QString &text);

} // namespace StampRules

} // namespace letterlock::crypto
