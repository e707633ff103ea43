// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

#include "crypto/identity/Jid.h"
#include "crypto/message/MessageScheme.h"

namespace letterlock::app {

/// Which messages the person has opened that their sender wants to know of (XEP-0333): one marker for the newest, when
/// it was seen. Only of what came since the program was started.
class DisplayedMarkers : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// A message came whose sender asks what becomes of it.
    void wanted(const crypto::Jid &from, const QString &id, crypto::SchemeId scheme);
    /// The person saw everything of this peer up to the message with this id.
    void wasRead(const crypto::BareJid &peer, const QString &newest);

Q_SIGNALS:
    void displayed(const crypto::Jid &to, const QString &id, crypto::SchemeId scheme); ///< to be told

private:
    struct Wanted {
        crypto::Jid from;
        QString id;
        crypto::SchemeId scheme = crypto::SchemeId::None;
    };
    QHash<crypto::BareJid, Wanted> m_wanted;
    QHash<crypto::BareJid, QString> m_readUpTo;
};

} // namespace letterlock::app
