// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/HistoryExport.h"
#include "ui/widgets/Dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace letterlock::ui {

class TextLabel;

/// What is to be exported, and how. Asks nothing of a file: that comes after it was accepted.
class ExportDialog : public Dialog {
    Q_OBJECT
public:
    /// The filters of the search, so that what is seen can be exported.
    struct Filters {
        archive::ConversationId conversation = 0;
        QString person; ///< name of the conversation
        QDate from;
        QDate to;
    };
    explicit ExportDialog(const Filters &filters, QWidget *parent = nullptr);

    /// Everything but the path. Empties the passphrase fields: call once.
    [[nodiscard]] app::ExportOrder takeOrder();

Q_SIGNALS:
    void importRequested(); ///< "Bring in a bundle" instead

private:
    void refresh();

    Filters m_filters;
    QComboBox *m_scope = nullptr;
    QComboBox *m_format = nullptr;
    TextLabel *m_explains = nullptr;
    QCheckBox *m_withPassphrase = nullptr;
    QWidget *m_passphraseBox = nullptr;
    QLineEdit *m_passphrase = nullptr;
    QLineEdit *m_again = nullptr;
    TextLabel *m_problem = nullptr;
    QPushButton *m_export = nullptr;
};

} // namespace letterlock::ui
