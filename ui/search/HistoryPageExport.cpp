// SPDX-License-Identifier: GPL-3.0-or-later
// Export and import, as HistoryPage offers them.
#include <QDate>
#include <QLocale>

#include "ui/search/ExportDialog.h"
#include "ui/search/HistoryPage.h"
#include "ui/style/ErrorText.h"
#include "ui/widgets/Prompts.h"

namespace letterlock::ui {

using namespace Qt::StringLiterals;
using Format = app::ExportOrder::Format;

namespace {

QString endingOf(Format format)
{
    return format == Format::Text ? u"txt"_s : format == Format::Json ? u"json"_s : u"letterlock"_s;
}

} // namespace

void HistoryPage::connectExport()
{
    auto &exporter = m_ports.exporter;
    connect(this, &HistoryView::exportRequested, this, &HistoryPage::askExport);
    connect(this, &HistoryView::workCancelled, &exporter, &app::HistoryExport::cancel);
    connect(&exporter, &app::HistoryExport::progress, this,
        [this](int percent) { showWork(tr("%1 % done", "of an export or import").arg(QLocale().toString(percent))); });
    connect(&exporter, &app::HistoryExport::exported, this, [this](qint64 messages) {
        showWork({});
        tell(u"exportDone"_s, tr("Exported"), tr("%1 messages are in the file.").arg(QLocale().toString(messages)));
    });
    connect(&exporter, &app::HistoryExport::imported, this, [this](const app::HistoryExport::Imported &result) {
        showWork({});
        const QLocale locale;
        QString text = tr("The bundle holds %1 messages, %2 were not here before.")
                           .arg(locale.toString(result.found), locale.toString(result.added));
        if (result.foreign > 0) {
            text += u' '
                + tr("%1 of them were not sealed by you. They are shown as not sealed.")
                      .arg(locale.toString(result.foreign));
        }
        if (result.closedParts > 0) {
            text += u' ' + tr("%1 parts are damaged or cannot be opened.").arg(locale.toString(result.closedParts));
        }
        if (!result.isWhole) {
            text += u' ' + tr("The end of the bundle is missing, so there was more in it once.");
        }
        tell(u"importDone"_s, tr("Brought in"), text);
        m_ports.conversations.reload();
    });
    connect(&exporter, &app::HistoryExport::failed, this, [this](const archive::ArchiveError &error) {
        showWork({});
        using Code = archive::ArchiveError::Code;
        if (error.code == Code::Cancelled) {
            return;
        }
        const auto text = error.code == Code::WrongKey ? tr("This passphrase does not open the bundle.")
            : error.code == Code::Damaged              ? tr("This file is not a bundle of Letterlock.")
            : error.code == Code::NotFound             ? tr("This file cannot be read.")
            : error.code == Code::StoreFailed          ? tr("The file cannot be written there.")
            : error.code == Code::CannotOpen
            ? tr("No key of yours opens this bundle. If it was made with a passphrase, type it.")
            : ErrorText::of(error, m_ports.keys.account().domain());
        tell(u"exportFailed"_s, tr("That did not work"), text);
    });
}

void HistoryPage::askExport()
{
    if (m_ports.exporter.isRunning()) {
        return;
    }
    const auto &query = m_ports.search.query();
    ExportDialog::Filters filters{query.conversation, {}, query.from, query.to};
    const auto row = m_ports.conversations.indexOf(query.conversation);
    filters.person = row.data(app::ConversationListModel::NameRole).toString();
    auto *dialog = new ExportDialog(filters, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::importRequested, this, &HistoryPage::askImport);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        auto order = dialog->takeOrder();
        const QString ending = endingOf(order.format);
        const QString name = tr("History %1", "file name, with a day").arg(QDate::currentDate().toString(Qt::ISODate));
        m_ports.prompts.saveFile(this, tr("Export history"), name + u'.' + ending,
            tr("%1 files").arg(ending) + u" (*."_s + ending + u')', [this, order](const QString &path) mutable {
                if (!path.isEmpty()) {
                    order.path = path;
                    m_ports.exporter.exportTo(order);
                }
            });
    });
    dialog->open();
}

void HistoryPage::askImport()
{
    m_ports.prompts.openFile(
        this, tr("Bring in a bundle"), tr("Bundles (*.letterlock);;All files (*)"), [this](const QString &path) {
            if (path.isEmpty()) {
                return;
            }
            const Prompts::Question question{.name = u"importHistoryDialog"_s,
                .title = tr("Bring in a bundle"),
                .text = tr("Letterlock tries your own keys. Was the bundle made with a passphrase that you want to use "
                           "instead?"),
                .confirm = tr("Use my keys"),
                .alternative = tr("Type the passphrase…"),
                .cancel = {}};
            m_ports.prompts.ask(this, question, [this, path](Prompts::Answer answer) {
                if (answer == Prompts::Answer::Confirm) {
                    m_ports.exporter.importFrom(path, {});
                } else if (answer == Prompts::Answer::Alternative) {
                    const Prompts::Entry entry{u"importPassphrase"_s, tr("Passphrase of the bundle"), {},
                        tr("Passphrase"), tr("Open the bundle"), true};
                    m_ports.prompts.askText(this, entry, [this, path](const QString &text) {
                        QByteArray octets = text.toUtf8();
                        m_ports.exporter.importFrom(
                            path, std::make_shared<const crypto::SecretBytes>(crypto::SecretBytes::taken(octets)));
                    });
                }
            });
        });
}

void HistoryPage::tell(const QString &name, const QString &title, const QString &text)
{
    m_ports.prompts.ask(this, {.name = name, .title = title, .text = text, .confirm = tr("OK"), .onlyTells = true},
        [](Prompts::Answer) { });
}

} // namespace letterlock::ui
