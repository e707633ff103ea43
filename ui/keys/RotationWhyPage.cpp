// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationWhyPage.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QRadioButton>

#include "ui/keys/ChoiceCard.h"
#include "ui/keys/RotationText.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RotationWhyPage::RotationWhyPage(QWidget *parent)
    : RotationPage(parent)
{
    setHeading(tr("Why are you changing your key?"),
        tr("Your answer decides what happens first. Nothing changes before step 4."));
    m_planned = new ChoiceCard(u"calendar"_s, tr("It is time for a new one"),
        tr("Planned change. The old key keeps working until everything is sealed for the new one."));
    m_lost = new ChoiceCard(u"phone"_s, tr("I lost a device"),
        tr("The old key is withdrawn as soon as your archive is safe. Shut the device out by changing your password."));
    m_compromised = new ChoiceCard(u"shield-alert"_s, tr("Somebody else may have my key"),
        tr("The old key is withdrawn at once, before anything else. Contacts are warned not to use it."));
    auto *group = new QButtonGroup(this);
    struct Choice {
        ChoiceCard *card;
        QString name;
        app::RotationReason reason;
    };
    for (const auto &[card, name, reason] :
        {Choice{m_planned, u"rotationReasonPlanned"_s, app::RotationReason::Planned},
            Choice{m_lost, u"rotationReasonLost"_s, app::RotationReason::LostDevice},
            Choice{m_compromised, u"rotationReasonCompromised"_s, app::RotationReason::Compromised}}) {
        card->button()->setObjectName(name);
        group->addButton(card->button());
        content()->addWidget(card);
        connect(card->button(), &QRadioButton::clicked, this, [this, chosen = reason] { Q_EMIT reasonChosen(chosen); });
    }

    auto *cards = new QHBoxLayout;
    cards->setSpacing(metrics::kSpace12);
    auto *happens = makeCard(m_happens);
    m_happens->addWidget(new TextLabel(tr("What will happen"), TextStyle::BodyStrong));
    QVBoxLayout *inside = nullptr;
    auto *limits = makeCard(inside);
    limits->setFill(Role::WarnSoft);
    limits->setBorder(Role::Count);
    inside->addWidget(new TextLabel(tr("What a new key cannot do"), TextStyle::BodyStrong));
    m_limits = (new TextLabel({}, TextStyle::Body))->wrapping();
    inside->addWidget(m_limits);
    inside->addStretch(1);
    cards->addWidget(happens, 1);
    cards->addWidget(limits, 1);
    content()->addLayout(cards);
    content()->addStretch(1);
}

void RotationWhyPage::show(const RotationView &view)
{
    auto *chosen = view.reason == app::RotationReason::Planned ? m_planned
        : view.reason == app::RotationReason::LostDevice       ? m_lost
                                                               : m_compromised;
    chosen->button()->setChecked(true);
    m_limits->setText(RotationText::limits(view.reason));
    while (m_happens->count() > 1) {
        auto *item = m_happens->takeAt(1);
        delete item->widget();
        delete item;
    }
    int number = 0;
    for (const auto &line : RotationText::whatWillHappen(view.reason, view.server)) {
        auto *row = new QWidget;
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(metrics::kSpace8);
        layout->addWidget(new TextLabel(QString::number(++number), TextStyle::Body, Role::Text3), 0, Qt::AlignTop);
        layout->addWidget((new TextLabel(line))->wrapping(), 1);
        m_happens->addWidget(row);
    }
    m_happens->addStretch(1);
}

} // namespace letterlock::ui
