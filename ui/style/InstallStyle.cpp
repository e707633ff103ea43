// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "app/settings/SettingsStore.h"
#include "ui/style/Icons.h"
#include "ui/style/LetterlockStyle.h"
#include "ui/style/Metrics.h"
#include "ui/style/Palette.h"

namespace letterlock::ui {

void installStyle(QApplication &application, app::SettingsStore &settings)
{
    auto *palette = new Palette(&application);
    const auto follow = [palette, &settings] {
        setMessageTextSize(settings.messageTextSize());
        palette->setChoice(settings.theme());
    };
    follow();
    QObject::connect(&settings, &app::SettingsStore::changed, palette, follow);
    LetterlockStyle::install(*palette);
    QApplication::setWindowIcon(icons::application());
}

} // namespace letterlock::ui
