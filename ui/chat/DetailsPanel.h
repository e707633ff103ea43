// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keys/KeyController.h"
#include "app/roster/RosterController.h"
#include "archive/history/HistoryStore.h"
#include "ui/widgets/Panel.h"

class QPushButton;

namespace letterlock::ui {

class Avatar;
class Chip;
class FilesSection;
class FingerprintLabel;
class TextLabel;

/// Who this is, their key, and where the conversation is kept.
class DetailsPanel : public Panel {
    Q_OBJECT
public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    void setContact(const app::Contact &contact);
    void setKeys(const app::ContactKeys &keys);
    void setTotals(const archive::HistoryStore::Totals &totals);
    [[nodiscard]] FilesSection &files() { return *m_files; }
    void setWide(bool wide); ///< takes the whole page instead of 296 px

Q_SIGNALS:
    void closeWanted();
    void compareWanted();
    void keyHistoryWanted();

private:
    QWidget *buildKey();
    QWidget *buildHistory();
    TextLabel *addCount(QWidget *section, const QString &icon, const QString &text);

    Avatar *m_avatar = nullptr;
    TextLabel *m_name = nullptr;
    TextLabel *m_address = nullptr;
    TextLabel *m_status = nullptr;
    TextLabel *m_keyTitle = nullptr;
    Chip *m_chip = nullptr;
    FingerprintLabel *m_fingerprint = nullptr;
    TextLabel *m_noKey = nullptr;
    QPushButton *m_compare = nullptr;
    QPushButton *m_keyHistory = nullptr;
    TextLabel *m_onServer = nullptr;
    TextLabel *m_onlyHere = nullptr;
    FilesSection *m_files = nullptr;
    QString m_contactName;
};

} // namespace letterlock::ui
