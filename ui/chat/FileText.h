// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include <optional>

#include "app/files/FilesController.h"
#include "ui/chat/TimelineText.h"

namespace letterlock::ui {

/// The words about files.
class FileText {
    Q_DECLARE_TR_FUNCTIONS(letterlock::ui::FileText)
public:
    static QString size(qint64 octets); ///< "2.1 MB"
    static QString name(const archive::SharedFile &file); ///< never empty
    static QString summary(const archive::Message &message); ///< its text, or the name of its file
    static QString detail(const app::FileState &state); ///< the line below the name
    /// Why it failed, as a sentence.
    static QString problem(archive::FileProblem problem, bool uploads, qint64 sizeLimit = 0);
    static QString sentence(const app::FileState &state); ///< for screen readers
    static QString icon(const app::FileState &state);
    /// What a click or Enter does.
    static std::optional<MessageAction> mainAction(const app::FileState &state);
};

} // namespace letterlock::ui
