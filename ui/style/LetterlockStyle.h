// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

class QAbstractButton;
class QApplication;

namespace letterlock::app {
class SettingsStore;
}

namespace letterlock::ui {

class Palette;

/// What a push button means; one primary per view. Kept in the dynamic property "kind".
enum class ButtonKind { Secondary, Primary, Text, Destructive, TextDestructive };
enum class ButtonSize { Normal, Small, Large };
void setButtonKind(QAbstractButton *button, ButtonKind kind, ButtonSize size = ButtonSize::Normal);

/// Fusion with Letterlock's shapes and colours: rounded controls, focus ring for the keyboard, switch, thin scroll
/// bars. No style sheets anywhere, so that this style is never wrapped.
class LetterlockStyle : public QProxyStyle {
    Q_OBJECT
public:
    explicit LetterlockStyle(Palette &palette);

    /// Makes `palette` current and installs the style and its QPalette in the application.
    static void install(Palette &palette);

    void polish(QPalette &palette) override;
    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(
        StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returnData) const override;
    QSize sizeFromContents(
        ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
        const QWidget *widget) const override;
    void drawPrimitive(
        PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(
        ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
        const QWidget *widget) const override;

    /// The 2 px ring around `rect` (drawn just inside it).
    static void drawFocusRing(QPainter &painter, const QRectF &rect, qreal radius);

private:
    Palette &m_palette;
};

/// Everything an application needs to look like Letterlock: style, palette and text size, following the settings.
void installStyle(QApplication &application, app::SettingsStore &settings);

} // namespace letterlock::ui
