// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationWhyPage.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QRadioButton>

#include "ui/keys/ChoiceCard.h"
#include "ui/keys/RotationText.h"
#include "ui/style/Icons.h"
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
        tr("The lost device is shut out first. The old key is withdrawn as soon as your archive is safe."));
    m_compromised = new ChoiceCard(u"shield-alert"_s, tr("Somebody else may have my key"),
        tr("The old key is withdrawn at once, before anything else. Contacts are warned not to use it."));
    buildDevice();
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

void RotationWhyPage::buildDevice()
{
    m_which = new QWidget;
    m_device = new QComboBox;
    m_device->setObjectName(u"rotationLostDevice"_s);
    m_device->setAccessibleName(tr("Which device"));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace8);
    row->addWidget(new TextLabel(tr("Which one?")));
    row->addWidget(m_device, 1);
    auto *column = new QVBoxLayout(m_which);
    column->setContentsMargins(0, metrics::kSpace8, 0, 0);
    column->setSpacing(metrics::kSpace4);
    column->addLayout(row);
    column->addWidget((new TextLabel(tr("Change your password as well: only that signs the device out."),
                           TextStyle::Caption, Role::Text2))
            ->wrapping());
    m_lost->extra()->addWidget(m_which);
    m_which->hide();
    connect(m_lost->button(), &QRadioButton::toggled, m_which, &QWidget::setVisible);
    connect(m_device, &QComboBox::activated, this,
        [this] { Q_EMIT lostKeyChosen(m_device->currentData().value<crypto::KeyFingerprint>()); });
}

void RotationWhyPage::showDevices(const RotationView &view)
{
    m_device->clear();
    m_device->addItem(icons::icon(u"phone"_s), tr("A device with the same key as this computer"),
        QVariant::fromValue(crypto::KeyFingerprint()));
    for (const auto &own : view.otherDeviceKeys) {
        m_device->addItem(icons::icon(u"phone"_s),
            tr("A device with its own key, ending %1").arg(own.key.fingerprint.ending()),
            QVariant::fromValue(own.key.fingerprint));
        if (own.key.fingerprint == view.lostKey)
            m_device->setCurrentIndex(m_device->count() - 1);
    }
}

void RotationWhyPage::show(const RotationView &view)
{
    auto *chosen = view.reason == app::RotationReason::Planned ? m_planned
        : view.reason == app::RotationReason::LostDevice       ? m_lost
                                                               : m_compromised;
    chosen->button()->setChecked(true);
    if (!m_device->view()->isVisible())
        showDevices(view);
    m_limits->setText(RotationText::limits(view.reason));
    while (m_happens->count() > 1) {
        auto *item = m_happens->takeAt(1);
        delete item->widget();
        delete item;
    }
    int number = 0;
    for (const auto &line : RotationText::whatWillHappen(view)) {
        auto *row = new QWidget;
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(metrics::kSpace8);
        auto *label = new TextLabel(QString::number(++number), TextStyle::Body, Role::Text3);
        label->setMinimumWidth(10);
        layout->addWidget(label, 0, Qt::AlignTop);
        layout->addWidget((new TextLabel(line))->wrapping(), 1);
        m_happens->addWidget(row);
    }
    m_happens->addStretch(1);
}

} // namespace letterlock::ui
