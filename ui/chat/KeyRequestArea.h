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

Q_SIGNALS:
    /// What is to be said at its place in the conversation; empty = nothing.
    void handoutTold(const QString &text, const QDateTime &when);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void chooseHandouts();
    void readHandouts(); ///< who has the key
    void place();
    void startNewKey(); ///< asks first

    ConversationPage::Ports m_ports;
    ConversationHeader &m_header;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_holder = nullptr;
    KeyRequestCardView *m_card = nullptr;
    int m_height = 0;
    crypto::BareJid m_toldOf; ///< whose number of devices the header shows; empty = of none
};

} // namespace letterlock::ui
