// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/ContactKeyModel.h"
#include "ui/widgets/Panel.h"

class QLineEdit;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace letterlock::ui {

class FilterChip;
class FingerprintLabel;
class TextLabel;

/// Contacts' keys: filter, table, and what can be decided about the chosen one.
class ContactKeysPanel : public QWidget {
    Q_OBJECT
public:
    explicit ContactKeysPanel(QWidget *parent = nullptr);

    void setRows(const QList<ContactKeyRow> &rows);
    void choose(const crypto::BareJid &contact);

Q_SIGNALS:
    void compareRequested(const letterlock::crypto::BareJid &contact, const crypto::KeyFingerprint &key);
    void useUncheckedRequested(const letterlock::crypto::BareJid &contact);
    void refuseRequested(const letterlock::crypto::BareJid &contact, const crypto::KeyFingerprint &key);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTable();
    QWidget *makeSide();
    void showChosen();
    void showHistory(const QList<app::ContactKey> &keys);
    void arrange();
    [[nodiscard]] ContactKeyRow chosen() const;
    static QString explanation(const ContactKeyRow &row);

    ContactKeyModel *m_model = nullptr;
    ContactKeyFilter *m_filter = nullptr;
    QTableView *m_table = nullptr;
    QLineEdit *m_words = nullptr;
    FilterChip *m_attention = nullptr;
    TextLabel *m_summary = nullptr;
    QWidget *m_left = nullptr;
    QWidget *m_side = nullptr;
    QPushButton *m_back = nullptr;
    TextLabel *m_name = nullptr;
    TextLabel *m_address = nullptr;
    Panel *m_notice = nullptr;
    TextLabel *m_noticeTitle = nullptr;
    TextLabel *m_noticeText = nullptr;
    FingerprintLabel *m_fingerprint = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_useUnchecked = nullptr;
    QPushButton *m_refuse = nullptr;
    Panel *m_history = nullptr;
    QVBoxLayout *m_historyLines = nullptr;
    bool m_sideOpen = false; ///< only when narrow
};

} // namespace letterlock::ui
