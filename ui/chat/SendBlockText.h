// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include "app/chat/ConversationController.h"

namespace letterlock::ui {

/// Why a message stays in the composer, in words.
class SendBlockText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::SendBlockText)

public:
    static QString of(app::SendBlock block, const app::ContactKeys &keys, const QString &name);
    /// Why a message that was sent already waits in the outbox; empty where that is over in a moment.
    static QString waiting(app::SendBlock block, const app::ContactKeys &keys, const QString &name);
    /// What the peer's programs say about session keys; never empty.
    static QString sessionKeys(app::FeatureSupport support, bool isGroup, const QString &name);
    /// "ending 7C1E90B4: it has expired"
    static QString of(const app::SkippedKey &skipped);
};

} // namespace letterlock::ui
