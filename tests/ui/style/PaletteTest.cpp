// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QtTest>

#include <cmath>

#include "tests/ui/widgets/Screen.h"
#include "ui/style/Icons.h"
#include "ui/style/Metrics.h"

using namespace letterlock::ui;
using letterlock::app::ThemeChoice;
using namespace Qt::StringLiterals;

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (qMax(la, lb) + 0.05) / (qMin(la, lb) + 0.05);
}

std::optional<Role> roleNamed(const QString &name)
{
    for (int i = 0; i < int(Role::Count); ++i) {
        if (Palette::tokenName(static_cast<Role>(i)) == name)
            return static_cast<Role>(i);
    }
    return {};
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryToken()
    {
        const Palette palette;
        for (const auto scheme : {Palette::Scheme::Light, Palette::Scheme::Dark, Palette::Scheme::HighContrast}) {
            for (int i = 0; i < int(Role::Count); ++i)
                QVERIFY2(palette.color(static_cast<Role>(i), scheme).isValid(),
                    qPrintable(Palette::tokenName(static_cast<Role>(i))));
        }
        for (int i = 0; i < 8; ++i)
            QVERIFY(contrast(Qt::white, palette.avatar(i)) >= 4.5);
    }

    void contrastPairsHold()
    {
        QFile file(u":/style/tokens.json"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto pairs = QJsonDocument::fromJson(file.readAll()).object().value("contrastPairs"_L1).toArray();
        QVERIFY(pairs.size() >= 70);
        const Palette palette;
        for (const auto &value : pairs) {
            const auto pair = value.toObject();
            const auto text = roleNamed(pair.value("text"_L1).toString());
            const auto ground = roleNamed(pair.value("on"_L1).toString());
            QVERIFY2(text && ground, qPrintable(pair.value("text"_L1).toString()));
            for (const auto scheme : {Palette::Scheme::Light, Palette::Scheme::Dark, Palette::Scheme::HighContrast}) {
                const double ratio = contrast(palette.color(*text, scheme), palette.color(*ground, scheme));
                QVERIFY2(ratio >= pair.value("atLeast"_L1).toDouble() - 0.005,
                    qPrintable(
                        u"%1 on %2: %3"_s.arg(Palette::tokenName(*text), Palette::tokenName(*ground)).arg(ratio)));
            }
        }
    }

    void switchingTellsAndNeedsNoRestart()
    {
        letterlock::test::Dress dress;
        QSignalSpy changed(&dress.palette(), &Palette::changed);
        const QColor before = color(Role::BgSurface);
        dress.palette().setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(color(Role::BgSurface) != before);
        QCOMPARE(QApplication::palette().color(QPalette::Window), color(Role::BgSurface));
        dress.palette().setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
    }

    void iconsTakeTheColourOfTheTheme()
    {
        letterlock::test::Dress dress;
        const QIcon icon = icons::icon(u"seal-solid"_s, Role::Wax);
        const auto darkest = [&icon] {
            const QImage image = icon.pixmap(24, 24).toImage();
            return image.pixelColor(12, 4);
        };
        const QColor light = darkest();
        QCOMPARE(light.rgb(), color(Role::Wax).rgb());
        dress.palette().setChoice(ThemeChoice::Dark);
        QCOMPARE(darkest().rgb(), color(Role::Wax).rgb());
        QVERIFY(darkest() != light);
    }

    void typeScalesWithTheApplicationFont()
    {
        letterlock::test::Dress dress;
        const int normal = QFontMetrics(textFont(TextStyle::Title)).height();
        QFont big = QApplication::font();
        big.setPixelSize(26);
        QApplication::setFont(big);
        QVERIFY(QFontMetrics(textFont(TextStyle::Title)).height() >= normal * 19 / 10);
    }
};

QTEST_MAIN(PaletteTest)
#include "PaletteTest.moc"
