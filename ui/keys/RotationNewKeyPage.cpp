// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/RotationNewKeyPage.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRadioButton>
#include <QVBoxLayout>

#include "ui/keys/ChoiceCard.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

RotationNewKeyPage::RotationNewKeyPage(QWidget *parent)
    : RotationPage(parent)
    , m_make(new ChoiceCard({}, tr("Make a new key"), tr("Recommended. Modern curve key, ready in a moment.")))
    , m_use(new ChoiceCard({}, tr("Use a key I already have"), tr("One of your own keys that is on this computer.")))
    , m_keys(new QComboBox)
    , m_address(new QLineEdit)
    , m_passphrase(new QLineEdit)
    , m_expiry(new QComboBox)
    , m_kind(new QComboBox)
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

    m_address->setEnabled(false);
    m_address->setObjectName(u"rotationAddress"_s);
    m_address->setAccessibleName(tr("Address on it"));
    m_expiry->setObjectName(u"rotationExpiry"_s);
    m_expiry->setAccessibleName(tr("Expires"));
    m_kind->setObjectName(u"rotationKeyKind"_s);
    m_kind->setAccessibleName(tr("Kind"));
    m_kind->addItem(tr("Ed25519 and Curve25519"), QVariant::fromValue(crypto::KeyPlan::Kind::Curve25519));
    m_kind->addItem(tr("RSA, 3072 bits"), QVariant::fromValue(crypto::KeyPlan::Kind::Rsa3072));
    m_expiry->addItem(tr("Never"), 0);
    const auto today = QDate::currentDate();
    for (const int years : {1, 2, 5}) {
        m_expiry->addItem(
            tr("In %n years, %1", nullptr, years).arg(QLocale().toString(today.addYears(years), QLocale::ShortFormat)),
            years);
    }
    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(metrics::kSpace16);
    facts->setVerticalSpacing(metrics::kSpace4);
    const auto add = [facts](int row, int column, const QString &title, QWidget *field, QWidget *note) {
        facts->addWidget(new TextLabel(title, TextStyle::BodyStrong), row, column);
        facts->addWidget(field, row + 1, column);
        facts->addWidget(note, row + 2, column);
        facts->setColumnStretch(column, 1);
    };
    const auto note
        = [](const QString &text) { return (new TextLabel(text, TextStyle::Caption, Role::Text2))->wrapping(); };
    add(0, 0, tr("Address on it"), m_address, note(tr("So that others know it is yours.")));
    add(0, 1, tr("Passphrase"), m_passphrase, note(tr("Kept in this computer’s keyring; you never have to type it.")));
    add(3, 0, tr("Expires"), m_expiry,
        note(tr("A key that ends must be changed before: nobody can seal for you after that.")));
    add(3, 1, tr("Kind"), m_kind, note(tr("RSA only for people whose program knows nothing newer.")));
    m_plan = new QWidget;
    m_plan->setLayout(facts);
    facts->setContentsMargins(0, metrics::kSpace8, 0, 0);
    m_passphrase->setEnabled(false);
    m_passphrase->setText(tr("A long random one"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    content()->addWidget(m_plan);
    m_problem->setObjectName(u"rotationKeyProblem"_s);
    content()->addWidget(m_problem);
    content()->addStretch(1);
    connect(m_use->button(), &QRadioButton::toggled, m_keys, &QWidget::setVisible);
    connect(m_use->button(), &QRadioButton::toggled, m_plan, &QWidget::setHidden);
    m_keys->hide();
}

void RotationNewKeyPage::show(const RotationView &view)
{
    m_address->setText(u"xmpp:"_s + view.account);
    // Made on an earlier visit to this page: it is what it is.
    m_expiry->setEnabled(view.newKey.isEmpty());
    m_kind->setEnabled(view.newKey.isEmpty());
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

crypto::KeyPlan RotationNewKeyPage::plan() const
{
    return {m_kind->currentData().value<crypto::KeyPlan::Kind>(), m_expiry->currentData().toInt()};
}

} // namespace letterlock::ui
