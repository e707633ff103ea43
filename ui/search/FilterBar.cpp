// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/FilterBar.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/FilterChip.h"
#include "ui/widgets/Glyph.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

FilterChip *makeChip(const QString &icon, const QString &objectName, const QString &name, QWidget *parent)
{
    auto *chip = new FilterChip(icon, name, parent);
    chip->setObjectName(objectName);
    chip->setAccessibleName(name);
    chip->setMenu(new QMenu(chip));
    return chip;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_person(makeChip(u"person"_s, u"filterPerson"_s, tr("Person"), this))
    , m_date(makeChip(u"calendar"_s, u"filterDate"_s, tr("Date"), this))
    , m_sealing(makeChip(u"seal"_s, u"filterSealing"_s, tr("Sealing"), this))
    , m_clear(new QPushButton(tr("Clear filters"), this))
    , m_note(new QWidget(this))
{
    m_clear->setObjectName(u"clearFilters"_s);
    m_clear->setAccessibleName(tr("Clear filters"));
    setButtonKind(m_clear, ButtonKind::Text, ButtonSize::Small);

    auto *note = new QHBoxLayout(m_note);
    note->setContentsMargins(0, 0, 0, 0);
    note->setSpacing(metrics::kSpace8);
    note->addWidget(new Glyph(u"info"_s, Role::Text3, 15, m_note));
    note->addWidget(new TextLabel(
        tr("Search runs on this computer. The server never sees the words."), TextStyle::Caption, Role::Text3, m_note));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace8);
    for (QWidget *widget : {static_cast<QWidget *>(m_person), static_cast<QWidget *>(m_date),
             static_cast<QWidget *>(m_sealing), static_cast<QWidget *>(m_clear)}) {
        row->addWidget(widget);
    }
    row->addStretch(1);
    row->addWidget(m_note);

    connect(m_person->menu(), &QMenu::aboutToShow, this, &FilterBar::fillPersonMenu);
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::cleared);
    connect(m_person, &FilterChip::removed, this, [this] {
        if (m_view.conversation != 0) {
            Q_EMIT conversationChosen(0);
        }
        if (m_view.outgoing) {
            Q_EMIT outgoingChosen({});
        }
    });
    connect(m_date, &FilterChip::removed, this, [this] { Q_EMIT datesChosen({}, {}); });
    connect(m_sealing, &FilterChip::removed, this, [this] { Q_EMIT sealingChosen({}); });
    fillPersonMenu();
    fillDateMenu();
    fillSealingMenu();
    show(FilterView{});
}

void FilterBar::setPeople(const QList<Person> &people)
{
    m_people = people;
    fillPersonMenu();
    show(m_view);
}

void FilterBar::setNoteVisible(bool visible)
{
    m_note->setVisible(visible);
}

void FilterBar::fillPersonMenu()
{
    auto *menu = m_person->menu();
    menu->clear();
    menu->addAction(tr("Anyone"), this, [this] {
        Q_EMIT conversationChosen(0);
        Q_EMIT outgoingChosen({});
    });
    menu->addAction(tr("Written by me"), this, [this] { Q_EMIT outgoingChosen(true); });
    menu->addAction(tr("Written by others"), this, [this] { Q_EMIT outgoingChosen(false); });
    menu->addSeparator();
    for (const auto &person : std::as_const(m_people)) {
        auto *action = menu->addAction(QString(person.name).replace(u'&', u"&&"_s));
        action->setData(person.conversation);
        connect(action, &QAction::triggered, this,
            [this, conversation = person.conversation] { Q_EMIT conversationChosen(conversation); });
    }
}

void FilterBar::fillDateMenu()
{
    struct Choice {
        QString text;
        std::function<QDate(QDate)> from;
        std::function<QDate(QDate)> to;
    };
    const auto none = [](QDate) { return QDate(); };
    const QList<Choice> choices{
        {tr("Any time"), none, none},
        {tr("Today"), [](QDate today) { return today; }, none},
        {tr("The last 7 days"), [](QDate today) { return today.addDays(-6); }, none},
        {tr("The last 30 days"), [](QDate today) { return today.addDays(-29); }, none},
        {tr("This year"), [](QDate today) { return QDate(today.year(), 1, 1); }, none},
        {tr("Last year"), [](QDate today) { return QDate(today.year() - 1, 1, 1); },
            [](QDate today) { return QDate(today.year() - 1, 12, 31); }},
        {tr("Before last year"), none, [](QDate today) { return QDate(today.year() - 2, 12, 31); }},
    };
    for (const auto &choice : choices) {
        m_date->menu()->addAction(choice.text, this, [this, choice] {
            const auto today = QDate::currentDate();
            Q_EMIT datesChosen(choice.from(today), choice.to(today));
        });
    }
}

void FilterBar::fillSealingMenu()
{
    using archive::Sealing;
    auto *menu = m_sealing->menu();
    menu->addAction(tr("Any sealing"), this, [this] { Q_EMIT sealingChosen({}); });
    for (const auto sealing : {Sealing::Sealed, Sealing::NotSealed, Sealing::KeyNotHere, Sealing::SealBroken}) {
        menu->addAction(sealingName(sealing), this, [this, sealing] { Q_EMIT sealingChosen(sealing); });
    }
}

QString FilterBar::sealingName(archive::Sealing sealing)
{
    switch (sealing) {
    case archive::Sealing::Sealed:
        return tr("Sealed");
    case archive::Sealing::NotSealed:
        return tr("Not sealed");
    case archive::Sealing::KeyNotHere:
        return tr("Cannot be opened here");
    case archive::Sealing::Locked:
        return tr("Locked");
    case archive::Sealing::SealBroken:
        return tr("Seal broken");
    case archive::Sealing::NewerForm:
        return tr("Newer form");
    case archive::Sealing::WaitsForKey:
        return tr("Waits for a key");
    }
    return {};
}

QString FilterBar::rangeName(const QDate &from, const QDate &to)
{
    const auto today = QDate::currentDate();
    const auto name = [](const QDate &day) { return QLocale().toString(day, tr("d MMM yyyy", "a date on a chip")); };
    if (!from.isValid() && !to.isValid()) {
        return tr("Any time");
    }
    if (!from.isValid()) {
        return tr("until %1").arg(name(to));
    }
    if (from == to) {
        return from == today ? tr("Today") : name(from);
    }
    return tr("%1 – %2").arg(name(from), !to.isValid() || to >= today ? tr("today") : name(to));
}

void FilterBar::show(const FilterView &view)
{
    m_view = view;
    QString who;
    for (const auto &person : std::as_const(m_people)) {
        if (person.conversation == view.conversation) {
            who = person.name;
        }
    }
    if (view.conversation != 0 && who.isEmpty()) {
        who = tr("One conversation");
    }
    if (view.outgoing) {
        const auto side = *view.outgoing ? tr("Written by me") : tr("Written by others");
        who = who.isEmpty() ? side : tr("%1, %2", "conversation, who wrote").arg(who, side);
    }
    m_person->setFilter(who.isEmpty() ? tr("Anyone") : who, !who.isEmpty());
    m_date->setFilter(rangeName(view.from, view.to), view.from.isValid() || view.to.isValid());
    m_sealing->setFilter(view.sealing ? sealingName(*view.sealing) : tr("Any sealing"), view.sealing.has_value());
    m_clear->setVisible(!view.isEmpty());
}

} // namespace letterlock::ui
