// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QWidget>

#include "ui/style/LetterlockStyle.h"
#include "ui/style/Palette.h"

namespace letterlock::test {

/// Dresses the test application like the real one, with a font that is the same everywhere.
class Dress {
public:
    Dress()
        : m_palette(new ui::Palette(qApp)) // the style outlives the test
    {
        QFont inter(QStringLiteral("Inter"));
        inter.setPixelSize(13);
        QApplication::setFont(inter);
        m_palette->setChoice(app::ThemeChoice::Light);
        ui::LetterlockStyle::install(*m_palette);
    }
    ui::Palette &palette() { return *m_palette; }

private:
    ui::Palette *m_palette;
};

/// The rows of a test that looks at one thing in several dresses: columns `theme` and `direction`.
inline void addLooks()
{
    QTest::addColumn<app::ThemeChoice>("theme");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("light") << app::ThemeChoice::Light << Qt::LeftToRight;
    QTest::newRow("dark") << app::ThemeChoice::Dark << Qt::LeftToRight;
    QTest::newRow("contrast") << app::ThemeChoice::HighContrast << Qt::LeftToRight;
    QTest::newRow("rtl") << app::ThemeChoice::Light << Qt::RightToLeft;
}

/// Saves a picture of the widget to build/screens for looking at.
inline bool savePicture(QWidget &widget, const QString &name)
{
    QCoreApplication::processEvents(); // layouts and colours that changed just now are in place
    const QString folder = QStringLiteral(LETTERLOCK_SOURCE_DIR "/build/screens");
    QDir().mkpath(folder);
    return widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

} // namespace letterlock::test
