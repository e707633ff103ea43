// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chat/ConversationPage.h"
#include "ui/widgets/Panel.h"

namespace letterlock::ui {

class KeyRequestCardView;

/// The place above the timeline where requests for the key of the open conversation are decided, one after the other.
class KeyRequestArea : public Panel {
    Q_OBJECT
public:
    struct Ports {
        const ConversationPage::Ports &page;
        Composer &composer;
        DetailsPanel &details; ///< leads to the comparing of keys
    };
    explicit KeyRequestArea(Ports ports, QWidget *parent = nullptr);

private:
    void refresh();
    void startNewKey(); ///< asks first

    ConversationPage::Ports m_ports;
    KeyRequestCardView *m_card = nullptr;
};

} // namespace letterlock::ui
