// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>

#include <array>

#include "app/settings/SettingsStore.h"

namespace letterlock::ui {

/// A colour by its meaning; same order as the names in resources/style/tokens.json.
enum class Role {
    BgRail,
    BgSide,
    BgTimeline,
    BgSurface,
    BgRaised,
    BgSunken,
    BgHover,
    BgPress,
    BgDesktop, // clang-format off
    Line, LineStrong, Text, Text2, Text3, TextOff,
    Accent, AccentHover, AccentPress, OnAccent, AccentText, AccentSoft, AccentLine,
    BubIn, BubOut, BubText, BubOutMeta,
    Wax, WaxSoft, OnWax, Ok, OkSoft, Warn, WarnSoft, WarnLine, Bad, BadSoft, BadLine, OnBad, InfoSoft,
    Hit, HitText, DotOn, DotAway, DotBusy, DotOff, InvBg, InvText, InvLink,
    Paper, PaperLine, PaperText, PaperText2, Heat0, Heat1, Heat2, Heat3, Heat4,
    Count, // clang-format on
};

/// All colours of the interface, from resources/style/tokens.json, in the scheme the person or the platform chose.
/// Ambient like QApplication::palette(): one is made current, everything painted asks for roles.
class Palette : public QObject {
    Q_OBJECT
public:
    enum class Scheme { Light, Dark, HighContrast };

    explicit Palette(QObject *parent = nullptr);

    /// The palette made current, or a light one before that.
    static const Palette &current();
    void makeCurrent();
    /// The token's name, e.g. "bg-rail".
    static QString tokenName(Role role);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    [[nodiscard]] bool isHighContrast() const { return m_scheme == Scheme::HighContrast; }
    [[nodiscard]] QColor color(Role role) const;
    [[nodiscard]] QColor color(Role role, Scheme scheme) const;
    [[nodiscard]] QColor avatar(int index) const; ///< one of 8 fills for white initials
    [[nodiscard]] QColor nick(int index) const; ///< same index, readable as text
    [[nodiscard]] QPalette toQPalette() const;
    void setChoice(app::ThemeChoice choice); ///< System follows the platform from now on

Q_SIGNALS:
    void changed();

private:
    void load();
    void apply();

    using Colors = std::array<QColor, static_cast<size_t>(Role::Count)>;
    std::array<Colors, 3> m_schemes;
    QList<QColor> m_avatar;
    QList<QColor> m_nickLight;
    QList<QColor> m_nickDark;
    app::ThemeChoice m_choice = app::ThemeChoice::System;
    Scheme m_scheme = Scheme::Light;
};

/// The current palette's colour for a role.
[[nodiscard]] inline QColor color(Role role)
{
    return Palette::current().color(role);
}

} // namespace letterlock::ui
