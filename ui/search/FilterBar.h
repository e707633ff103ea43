// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QWidget>

#include <optional>

#include "archive/model/Message.h"

class QMenu;
class QPushButton;

namespace letterlock::ui {

class FilterChip;

/// What is filtered for; shown by the chips.
struct FilterView {
    archive::ConversationId conversation = 0; ///< 0 = everybody
    std::optional<bool> outgoing;
    QDate from;
    QDate to;
    std::optional<archive::Sealing> sealing;

    [[nodiscard]] bool isEmpty() const
    {
        return conversation == 0 && !outgoing && !from.isValid() && !to.isValid() && !sealing;
    }
};

/// The filter chips of History: who, when, how sealed. Chooses by menus, tells by signals, keeps nothing by itself.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    struct Person {
        archive::ConversationId conversation = 0;
        QString name;
    };
    explicit FilterBar(QWidget *parent = nullptr);

    void setPeople(const QList<Person> &people);
    void show(const FilterView &view);
    using QWidget::show;
    void setNoteVisible(bool visible); ///< "Search runs on this computer …"

    static QString sealingName(archive::Sealing sealing);
    static QString rangeName(const QDate &from, const QDate &to);

Q_SIGNALS:
    void conversationChosen(letterlock::archive::ConversationId conversation);
    void outgoingChosen(std::optional<bool> outgoing);
    void datesChosen(const QDate &from, const QDate &to);
    void sealingChosen(std::optional<letterlock::archive::Sealing> sealing);
    void cleared();

private:
    void fillPersonMenu();
    void fillDateMenu();
    void fillSealingMenu();

    QList<Person> m_people;
    FilterView m_view;
    FilterChip *m_person = nullptr;
    FilterChip *m_date = nullptr;
    FilterChip *m_sealing = nullptr;
    QPushButton *m_clear = nullptr;
    QWidget *m_note = nullptr;
};

} // namespace letterlock::ui
