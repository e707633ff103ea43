// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/ExportDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/style/Metrics.h"
#include "ui/widgets/TextLabel.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Format = app::ExportOrder::Format;

namespace {

constexpr int shortestPassphrase = 8; // letters
enum Scope { Everything, Filtered };

QLineEdit *passphraseField(const QString &name, const QString &label, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setPlaceholderText(label);
    field->setEchoMode(QLineEdit::Password);
    field->setMinimumHeight(36);
    return field;
}

} // namespace

ExportDialog::ExportDialog(const Filters &filters, QWidget *parent)
    : Dialog(u"exportDialog"_s, tr("Export history"),
          tr("Writes a copy of your history to a file on this computer. What is on your server stays as it is."),
          parent)
    , m_filters(filters)
{
    const auto label = [this](const QString &text, QWidget *buddy) {
        auto *one = new TextLabel(text, TextStyle::BodyStrong, Role::Text, this);
        one->setBuddy(buddy);
        body()->addWidget(one);
        body()->addWidget(buddy);
    };
    m_scope = new QComboBox(this);
    m_scope->setObjectName(u"exportScope"_s);
    m_scope->setAccessibleName(tr("What"));
    m_scope->addItem(tr("All conversations"), Everything);
    QStringList parts;
    if (filters.conversation > 0) {
        parts.append(filters.person);
    }
    const QLocale locale;
    if (filters.from.isValid() && filters.to.isValid()) {
        parts.append(tr("%1 to %2", "two days")
                .arg(locale.toString(filters.from, QLocale::ShortFormat),
                    locale.toString(filters.to, QLocale::ShortFormat)));
    } else if (filters.from.isValid()) {
        parts.append(tr("from %1 on", "a day").arg(locale.toString(filters.from, QLocale::ShortFormat)));
    } else if (filters.to.isValid()) {
        parts.append(tr("until %1", "a day").arg(locale.toString(filters.to, QLocale::ShortFormat)));
    }
    if (!parts.isEmpty()) {
        m_scope->addItem(tr("Only %1", "what the filters choose").arg(parts.join(u", "_s)), Filtered);
        m_scope->setCurrentIndex(1);
    }
    label(tr("What"), m_scope);

    m_format = new QComboBox(this);
    m_format->setObjectName(u"exportFormat"_s);
    m_format->setAccessibleName(tr("How"));
    m_format->addItem(tr("Sealed bundle"), int(Format::Bundle));
    m_format->addItem(tr("Text to read"), int(Format::Text));
    m_format->addItem(tr("JSON for other programs"), int(Format::Json));
    label(tr("How"), m_format);
    m_explains = (new TextLabel({}, TextStyle::Caption, Role::Text2, this))->wrapping();
    m_explains->setObjectName(u"exportExplains"_s);
    body()->addWidget(m_explains);

    m_withPassphrase = new QCheckBox(tr("Also open it with a passphrase"), this);
    m_withPassphrase->setObjectName(u"exportPassphraseCheck"_s);
    body()->addWidget(m_withPassphrase);
    m_passphraseBox = new QWidget(this);
    m_passphrase = passphraseField(u"exportPassphrase"_s, tr("Passphrase, at least 8 letters"), m_passphraseBox);
    m_again = passphraseField(u"exportPassphraseAgain"_s, tr("The same again"), m_passphraseBox);
    m_problem = (new TextLabel({}, TextStyle::Caption, Role::Bad, m_passphraseBox))->wrapping();
    m_problem->setObjectName(u"exportProblem"_s);
    auto *column = new QVBoxLayout(m_passphraseBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::kSpace8);
    column->addWidget(m_passphrase);
    column->addWidget(m_again);
    column->addWidget(m_problem);
    body()->addWidget(m_passphraseBox);

    auto *import = addButton(tr("Bring in a bundle…"), ButtonKind::Text);
    import->setObjectName(u"importHistoryButton"_s);
    auto *cancel = addButton(tr("Cancel"), ButtonKind::Text);
    cancel->setObjectName(u"exportCancel"_s);
    m_export = addButton(tr("Export…"), ButtonKind::Primary);
    m_export->setObjectName(u"exportStart"_s);
    connect(import, &QPushButton::clicked, this, [this] {
        reject();
        Q_EMIT importRequested();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(m_withPassphrase, &QCheckBox::toggled, this, [this] {
        refresh();
        adjustSize();
    });
    connect(m_passphrase, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    connect(m_again, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    refresh();
}

void ExportDialog::refresh()
{
    const auto format = Format(m_format->currentData().toInt());
    const bool bundle = format == Format::Bundle;
    m_explains->setText(bundle ? tr("Sealed for your own keys. Letterlock brings it back, and GnuPG opens it without "
                                    "Letterlock.")
                               : tr("Not sealed: whoever has the file can read it."));
    m_explains->setRole(bundle ? Role::Text2 : Role::Warn);
    m_withPassphrase->setVisible(bundle);
    const bool asks = bundle && m_withPassphrase->isChecked();
    m_passphraseBox->setVisible(asks);
    const bool isLong = m_passphrase->text().size() >= shortestPassphrase;
    const bool isSame = m_passphrase->text() == m_again->text();
    m_problem->setText(
        asks && isLong && !m_again->text().isEmpty() && !isSame ? tr("The two are not the same.") : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_export->setEnabled(!asks || (isLong && isSame));
    m_export->setToolTip(m_export->isEnabled() ? QString() : tr("Type the passphrase twice, at least 8 letters."));
}

app::ExportOrder ExportDialog::takeOrder()
{
    app::ExportOrder order;
    order.format = Format(m_format->currentData().toInt());
    if (m_scope->currentData().toInt() == Filtered) {
        order.conversation = m_filters.conversation;
        order.from = m_filters.from;
        order.to = m_filters.to;
    }
    if (order.format == Format::Bundle && m_withPassphrase->isChecked()) {
        QByteArray text = m_passphrase->text().toUtf8();
        order.passphrase = std::make_shared<const crypto::SecretBytes>(crypto::SecretBytes::taken(text));
    }
    m_passphrase->clear();
    m_again->clear();
    order.words = {tr("Letterlock history"), tr("cannot be opened here"), tr("edited"), tr("deleted")};
    return order;
}

} // namespace letterlock::ui
