// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/archiving/ArchiveController.h"
#include "app/settings/SettingsStore.h"
#include "ui/settings/SettingsCard.h"

class QPushButton;

namespace letterlock::ui {

class TextLabel;

/// Where the history is kept: the counts, and whether the server gets a sealed copy.
class ArchiveSheet : public SettingsSheet {
    Q_OBJECT
public:
    ArchiveSheet(app::SettingsStore &settings, app::ArchiveController &archive);

Q_SIGNALS:
    void openHistoryRequested();

private:
    void refresh();

    app::SettingsStore &m_settings;
    app::ArchiveController &m_archive;
    TextLabel *m_headline = nullptr;
    TextLabel *m_more = nullptr;
    TextLabel *m_problem = nullptr;
    QPushButton *m_upload = nullptr;
};

} // namespace letterlock::ui
