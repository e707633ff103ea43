// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationNewKeyPage.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QRadioButton>
#include <QVBoxLayout>

#include "ui/keys/ChoiceCard.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Panel.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RotationNewKeyPage::RotationNewKeyPage(QWidget *parent)
    : RotationPage(parent)
    , m_make(new ChoiceCard({}, tr("Make a new key"), tr("Recommended. Modern curve key, ready in a moment.")))
    , m_use(new ChoiceCard({}, tr("Use a key I already have"), tr("One of your own keys that is on this computer.")))
    , m_keys(new QComboBox)
    , m_address(new TextLabel)
    , m_problem((new TextLabel({}, TextStyle::Body, Role::Bad))->wrapping())
{
    setHeading(tr("Your new key"), tr("It is made here and never leaves your devices unsealed."));
    m_make->button()->setObjectName(u"rotationNewKeyMake"_s);
    m_use->button()->setObjectName(u"rotationNewKeyUse"_s);
    m_keys->setObjectName(u"rotationNewKeyList"_s);
    m_keys->setAccessibleName(tr("Which key"));
    auto *group = new QButtonGroup(this);
    group->addButton(m_make->button());
    group->addButton(m_use->button());
    m_make->button()->setChecked(true);
    m_use->extra()->addSpacing(metrics::kSpace8);
    m_use->extra()->addWidget(m_keys);
    content()->addWidget(m_make);
    content()->addWidget(m_use);

    QVBoxLayout *inside = nullptr;
    auto *facts = makeCard(inside);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(metrics::kSpace24);
    form->addRow(new TextLabel(tr("Address on it"), TextStyle::Body, Role::Text2), m_address);
    form->addRow(new TextLabel(tr("Kind"), TextStyle::Body, Role::Text2),
        new TextLabel(tr("Ed25519 and Curve25519, without an end date")));
    form->addRow(new TextLabel(tr("Passphrase"), TextStyle::Body, Role::Text2),
        new TextLabel(tr("A long random one, kept in this computer's keyring")));
    inside->addLayout(form);
    content()->addWidget(facts);
    m_problem->setObjectName(u"rotationKeyProblem"_s);
    content()->addWidget(m_problem);
    content()->addStretch(1);
    connect(m_use->button(), &QRadioButton::toggled, m_keys, &QWidget::setVisible);
    m_keys->hide();
}

void RotationNewKeyPage::show(const RotationView &view)
{
    m_address->setText(u"xmpp:"_s + view.account);
    const auto before = m_keys->currentData();
    m_keys->clear();
    for (const auto &own : view.usableKeys) {
        m_keys->addItem(tr("%1, made on %2", "fingerprint, day")
                            .arg(own.key.fingerprint.grouped().right(14),
                                QLocale().toString(own.key.created.date(), QLocale::ShortFormat)),
            QVariant::fromValue(own.key.fingerprint));
    }
    m_keys->setCurrentIndex(std::max(0, m_keys->findData(before)));
    m_use->setVisible(!view.usableKeys.isEmpty());
    if (view.usableKeys.isEmpty()) {
        m_make->button()->setChecked(true);
    }
    m_problem->setText(view.problem);
    m_problem->setVisible(!view.problem.isEmpty());
}

crypto::KeyFingerprint RotationNewKeyPage::chosenKey() const
{
    return m_use->button()->isChecked() ? m_keys->currentData().value<crypto::KeyFingerprint>()
                                        : crypto::KeyFingerprint();
}

} // namespace letterlock::ui
