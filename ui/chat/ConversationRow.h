// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QModelIndex>

#include "app/transport/Transport.h"
#include "archive/model/Message.h"

namespace letterlock::ui {

/// One row of the conversation list as values, read from the roles of app::ConversationListModel.
struct ConversationRow {
    archive::ConversationId id = 0;
    QString peer;
    QString name;
    QString preview;
    QDateTime time;
    int unread = 0;
    bool pinned = false;
    bool muted = false;
    QString draft;
    bool typing = false;
    bool outgoing = false;
    archive::Delivery delivery = archive::Delivery::Received;
    archive::Sealing sealing = archive::Sealing::Sealed;
    archive::LastFile file = archive::LastFile::None;
    crypto::SchemeId scheme = crypto::SchemeId::None;
    app::Availability availability = app::Availability::Offline;
    crypto::TrustVerdict trust = crypto::TrustVerdict::NoKey;

    static ConversationRow of(const QModelIndex &index);
    [[nodiscard]] QString sentence() const; ///< for screen readers
    [[nodiscard]] QString sealGlyph() const; ///< beside the name
    [[nodiscard]] QString secondLine() const; ///< what stands below the name, without glyphs
    /// The last message came or went under a session key, which says nothing about the OpenPGP key of the peer.
    [[nodiscard]] bool underSessionKey() const
    {
        return !isEmpty() && scheme == crypto::SchemeId::Jose && sealing != archive::Sealing::NotSealed;
    }
    [[nodiscard]] bool isNotSent() const { return outgoing && delivery == archive::Delivery::Failed; }
    /// The second line is that the last message could not be sent; its glyph stands there in any case.
    [[nodiscard]] bool saysNotSent() const { return isNotSent() && !typing && draft.isEmpty(); }
    [[nodiscard]] bool isEmpty() const { return !time.isValid() && preview.isEmpty(); }
};

} // namespace letterlock::ui
