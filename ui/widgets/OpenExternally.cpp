// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/OpenExternally.h"

#include <QDesktopServices>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace letterlock::ui {

void openExternally(const QUrl &url)
{
    const QString opener = QStandardPaths::findExecutable(u"xdg-open"_s);
    QProcess process;
    process.setProgram(opener);
    process.setArguments({url.isLocalFile() ? url.toLocalFile() : url.toString(QUrl::FullyEncoded)});
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors);
    if (opener.isEmpty() || !process.startDetached())
        QDesktopServices::openUrl(url); // a desktop that has another way
}

} // namespace letterlock::ui
