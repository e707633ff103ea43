// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/roster/RosterController.h"
#include "ui/widgets/Panel.h"

class QMenu;

namespace letterlock::ui {

class Avatar;
class ElidedLabel;
class IconButton;
class TextLabel;

/// The line above the timeline: who, their presence, the state of their key, and tools.
class ConversationHeader : public Panel {
    Q_OBJECT
public:
    explicit ConversationHeader(QWidget *parent = nullptr);

    void setContact(const app::Contact &contact, crypto::TrustVerdict trust, bool typing);
    void setOnline(bool online); ///< our own connection
    /// This conversation is sealed by session keys: OpenPGP keys do not matter. The present one was given to `devices`.
    void setSessionKey(bool chosen, int devices = 0);
    void setDetailsShown(bool shown);
    void setShort(bool isShort); ///< only details and more stay
    void setBackVisible(bool visible);

Q_SIGNALS:
    void searchWanted();
    void historyWanted();
    void detailsToggled(bool shown);
    void compareWanted();
    void backWanted();

private:
    void refresh();

    IconButton *m_back = nullptr;
    Avatar *m_avatar = nullptr;
    ElidedLabel *m_name = nullptr;
    TextLabel *m_presence = nullptr;
    ElidedLabel *m_key = nullptr;
    IconButton *m_search = nullptr;
    IconButton *m_history = nullptr;
    IconButton *m_details = nullptr;
    app::Contact m_contact;
    crypto::TrustVerdict m_trust = crypto::TrustVerdict::NoKey;
    bool m_sessionKey = false;
    int m_keyDevices = 0;
    bool m_typing = false;
    bool m_online = true;
};

} // namespace letterlock::ui
