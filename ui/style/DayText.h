// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>

namespace letterlock::ui {

/// A day as people write it, without the day of the week: "2 June 2026".
[[nodiscard]] inline QString dayText(const QDate &day)
{
    auto format = QLocale().dateFormat(QLocale::LongFormat);
    format.remove(QStringLiteral("dddd, ")).remove(QStringLiteral("dddd"));
    return QLocale().toString(day, format.trimmed());
}

[[nodiscard]] inline QString dayText(const QDateTime &time)
{
    return dayText(time.toLocalTime().date());
}

} // namespace letterlock::ui
