// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QList>
#include <QString>

#include <optional>

#include "archive/model/Message.h"

namespace letterlock::archive {

/// What is looked for. All given conditions hold together. Dates are local days, both inclusive.
struct SearchQuery {
    QString words; ///< as typed; words are prefixes from three letters on, "…" is a phrase, CJK is found anywhere
    ConversationId conversation = 0; ///< 0 = everywhere
    std::optional<bool> outgoing; ///< only mine / only others'
    QDate from;
    QDate to;
    std::optional<Sealing> sealing;
    MessageId before = 0; ///< page on: only ids below this one (newest first)
    int limit = 50;
};

struct SearchHit {
    Message message;
    crypto::BareJid peer;
    QString conversationName;
    QString snippet; ///< names of attached files, part of the body
    struct Range {
        int start = 0;
        int length = 0;
        bool operator==(const Range &) const = default;
    };
    QList<Range> marks; ///< in UTF-16 units of `snippet`
    QList<Range> bodyMarks; ///< the same in the whole body
};

struct SearchPage {
    QList<SearchHit> hits; ///< newest first
    bool more = false;
    int total = 0; ///< of the whole query where this page is all of it; otherwise -1, see HistoryStore::countHits
};

} // namespace letterlock::archive
