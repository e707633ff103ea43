// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/SheetTools.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>

#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/widgets/Prompts.h"
#include "ui/widgets/RecoverySheet.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

QPushButton *makeButton(const QString &name, const QString &text, const QString &icon, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(QString(text).remove(u'…'));
    button->setIcon(icons::icon(icon, kind == ButtonKind::Text ? Role::AccentText : Role::Text));
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    return button;
}

} // namespace

SheetTools::SheetTools(const RecoverySheet &sheet, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_sheet(sheet)
    , m_prompts(prompts)
{
    auto *printButton = makeButton(u"recoveryPrint"_s, tr("Print…"), u"print"_s, ButtonKind::Secondary);
    auto *pdfButton = makeButton(u"recoverySavePdf"_s, tr("Save as PDF…"), u"download"_s, ButtonKind::Secondary);
    auto *copyButton = makeButton(u"recoveryCopy"_s, tr("Copy"), u"copy"_s, ButtonKind::Text);
    copyButton->setAccessibleName(tr("Copy the code"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace8);
    for (auto *button : {printButton, pdfButton, copyButton}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    connect(printButton, &QPushButton::clicked, this, &SheetTools::print);
    connect(pdfButton, &QPushButton::clicked, this, &SheetTools::savePdf);
    connect(copyButton, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_sheet.groups().join(u'-'));
        Q_EMIT kept(tr("The code is on the clipboard"));
    });
}

void SheetTools::print()
{
    auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this, [this, printer] {
        m_sheet.printTo(*printer);
        Q_EMIT kept(tr("Sent to the printer"));
    });
    dialog->open();
}

void SheetTools::savePdf()
{
    m_prompts.saveFile(this, tr("Save the recovery sheet"), tr("letterlock-recovery.pdf"), tr("PDF (*.pdf)"),
        [this](const QString &path) {
            // Made before it is written into: nobody else may read the code.
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
                Q_EMIT kept(tr("The file cannot be written: %1").arg(file.errorString()));
                return;
            }
            QPdfWriter writer(&file);
            writer.setPageSize(QPageSize(QPageSize::A5));
            writer.setTitle(tr("Recovery sheet"));
            m_sheet.printTo(writer);
            Q_EMIT kept(tr("Saved as %1").arg(path));
        });
}

} // namespace letterlock::ui
