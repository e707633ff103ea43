// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chat/ConversationPage.h"
#include "ui/widgets/Panel.h"

class QScrollArea;

namespace letterlock::ui {

class KeyRequestCardView;

/// The place above the timeline where requests for the key of the open conversation are decided, one after the other.
class KeyRequestArea : public Panel {
    Q_OBJECT
public:
    struct Ports {
        const ConversationPage::Ports &page;
        Composer &composer;
        ConversationHeader &header;
        DetailsPanel &details; ///< leads to the comparing of keys
    };
    explicit KeyRequestArea(Ports ports, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void place();
    void startNewKey(); ///< asks first

    ConversationPage::Ports m_ports;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_holder = nullptr;
    KeyRequestCardView *m_card = nullptr;
    int m_height = 0;
};

} // namespace letterlock::ui
