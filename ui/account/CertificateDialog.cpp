// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/account/CertificateDialog.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

CertificateDialog::CertificateDialog(const app::CertificateProblem &problem, QWidget *parent)
    : Dialog(u"certificateDialog"_s, tr("This may not be %1").arg(problem.server),
          tr("Letterlock has stopped, and your password was not sent. On a hotel or train network, open a web page "
             "first and sign in there. Trust this certificate only if whoever runs the server gave you the same "
             "fingerprint."),
          parent)
{
    for (const auto &word : problem.reasons)
        body()->addWidget((new TextLabel(reason(word), TextStyle::BodyStrong, Role::Bad, this))->wrapping());
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(metrics::kSpace12);
    int row = 0;
    const auto add = [&](const QString &label, const QString &value) {
        grid->addWidget(new TextLabel(label, TextStyle::Caption, Role::Text2, this), row, 0, Qt::AlignTop);
        auto *text = (new TextLabel(value.left(300), TextStyle::Caption, Role::Text, this))->wrapping();
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        grid->addWidget(text, row++, 1);
    };
    const QLocale locale;
    add(tr("Made for"), problem.subject);
    add(tr("Signed by"), problem.issuer);
    add(tr("Good from"), locale.toString(problem.validFrom.date(), QLocale::LongFormat));
    add(tr("Good until"), locale.toString(problem.validTo.date(), QLocale::LongFormat));
    QString fingerprint = QString::fromLatin1(problem.sha256.toHex(' ')).toUpper();
    add(tr("SHA-256"), fingerprint);
    grid->setColumnStretch(1, 1);
    body()->addLayout(grid);
    auto *compared = new QCheckBox(tr("I compared this fingerprint with whoever runs the server"), this);
    compared->setObjectName(u"certificateCompared"_s);
    body()->addWidget(compared);

    auto *close = addButton(tr("Close"), ButtonKind::Text);
    close->setObjectName(u"certificateClose"_s);
    auto *trust = addButton(tr("Trust it from now on"), ButtonKind::TextDestructive);
    trust->setObjectName(u"certificateTrust"_s);
    trust->setEnabled(false);
    trust->setToolTip(tr("First compare the fingerprint"));
    auto *again = addButton(tr("Try again"), ButtonKind::Primary);
    again->setObjectName(u"certificateTryAgain"_s);
    connect(compared, &QCheckBox::toggled, trust, &QWidget::setEnabled);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(trust, &QPushButton::clicked, this, [this, sha256 = problem.sha256] {
        accept();
        Q_EMIT trusted(sha256);
    });
    connect(again, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT tryAgainWanted();
    });
    close->setFocus();
}

QString CertificateDialog::reason(const QString &machineWord)
{
    if (machineWord == "self-signed"_L1)
        return tr("Nobody vouches for it: it is signed by itself.");
    if (machineWord == "expired"_L1)
        return tr("It has expired.");
    if (machineWord == "wrong-name"_L1)
        return tr("It was made for another server.");
    if (machineWord == "unknown-authority"_L1)
        return tr("This computer does not know who signed it.");
    return tr("It cannot be checked.");
}

} // namespace letterlock::ui
