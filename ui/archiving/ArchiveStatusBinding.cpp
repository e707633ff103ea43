// SPDX-License-Identifier: GPL-3.0-or-later
// The archive strip on its controller.
#include "ui/archiving/ArchiveStatusWidget.h"
#include "ui/style/ErrorText.h"

namespace letterlock::ui {

ArchiveStatusWidget::ArchiveStatusWidget(
    app::ArchiveController &archive, const app::KeyController &keys, QWidget *parent)
    : ArchiveStatusWidget(parent)
{
    const auto refresh = [this, &archive, &keys] {
        const auto totals = archive.totals();
        ArchiveStatusView view{archive.status(), archive.done(), archive.total(), totals.onServer, totals.onlyHere,
            keys.account().domain(), {}};
        if (archive.problem()) {
            view.problem = ErrorText::of(*archive.problem(), view.server);
        }
        show(view);
    };
    connect(&archive, &app::ArchiveController::changed, this, refresh);
    refresh();
}

} // namespace letterlock::ui
