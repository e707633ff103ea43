// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QString>

#include <optional>

namespace letterlock::app {

/// What was typed into the search field, taken apart: `from:me`, `from:"name"`, `in:"name"`, `before:2026-05-01` (not
/// including that day), `after:2026-05-01` (including it); everything else is words. Pure.
struct ParsedSearch {
    QString words;
    std::optional<bool> outgoing;
    QString conversationName; ///< of `in:` or `from:`; empty = not given
    QDate from;
    QDate to; ///< both inclusive
    QString problem; ///< the first token that cannot be understood or contradicts another; empty = fine

    bool operator==(const ParsedSearch &) const = default;
};

[[nodiscard]] ParsedSearch parseSearch(const QString &typed);

} // namespace letterlock::app
