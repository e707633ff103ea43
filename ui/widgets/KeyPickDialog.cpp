// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/KeyPickDialog.h"

#include <QCheckBox>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace letterlock::ui {

using namespace Qt::StringLiterals;

KeyPickDialog::KeyPickDialog(const QList<app::BackupController::HeldKey> &held, QWidget *parent)
    : Dialog(u"keyPickDialog"_s, tr("Which keys shall come here?"),
          tr("Each opens what was sealed for it. Bring all of them unless you know why not."), parent)
{
    for (const auto &one : held) {
        const auto made = QLocale().toString(one.created.toLocalTime().date(), QLocale::ShortFormat);
        auto *box = new QCheckBox(one.ours ? tr("Ending %1, made on %2", "key, date").arg(one.key.ending(), made)
                                           : tr("Ending %1, made out to %2", "key, user id")
                                                 .arg(one.key.ending(), one.userIds.join(u", "_s).left(80)),
            this);
        box->setObjectName(u"keyPick_"_s + one.key.ending());
        box->setAccessibleName(box->text());
        box->setToolTip(one.key.grouped());
        box->setChecked(one.ours);
        box->setEnabled(one.ours);
        body()->addWidget(box);
        m_boxes.append({box, one.key});
    }
    auto *cancel = addButton(tr("Cancel"), ButtonKind::Text);
    auto *bring = addButton(tr("Bring them here"), ButtonKind::Primary);
    bring->setObjectName(u"keyPickBring"_s);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    const auto chosen = [this] {
        QList<crypto::KeyFingerprint> keys;
        for (const auto &[box, key] : m_boxes) {
            if (box->isChecked()) {
                keys.append(key);
            }
        }
        return keys;
    };
    for (const auto &[box, key] : m_boxes) {
        connect(box, &QCheckBox::toggled, this, [bring, chosen] { bring->setEnabled(!chosen().isEmpty()); });
    }
    bring->setEnabled(!chosen().isEmpty());
    connect(bring, &QPushButton::clicked, this, [this, chosen] {
        Q_EMIT picked(chosen());
        accept();
    });
}

} // namespace letterlock::ui
