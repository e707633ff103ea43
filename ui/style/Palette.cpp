// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/Palette.h"

#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QStyleHints>

// A static library's resources are linked only when they are named; the macro has to stand outside any namespace.
static void initLetterlockResources()
{
    Q_INIT_RESOURCE(letterlock);
}

namespace letterlock::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kTokens = {"bg-rail", "bg-side", "bg-timeline", "bg-surface", "bg-raised", "bg-sunken", "bg-hover",
    "bg-press", "bg-desktop", "line", "line-strong", "text", "text-2", "text-3", "text-off", "accent", "accent-hover",
    "accent-press", "on-accent", "accent-text", "accent-soft", "accent-line", "bub-in", "bub-out", "bub-text",
    "bub-out-meta", "wax", "wax-soft", "on-wax", "ok", "ok-soft", "warn", "warn-soft", "warn-line", "bad", "bad-soft",
    "bad-line", "on-bad", "info-soft", "hit", "hit-text", "dot-on", "dot-away", "dot-busy", "dot-off", "inv-bg",
    "inv-text", "inv-link", "paper", "paper-line", "paper-text", "paper-text-2", "heat-0", "heat-1", "heat-2", "heat-3",
    "heat-4"};
static_assert(kTokens.size() == static_cast<size_t>(Role::Count));

QPointer<Palette> &currentPalette()
{
    static QPointer<Palette> palette;
    return palette;
}

QList<QColor> colorList(const QJsonValue &value)
{
    QList<QColor> result;
    const auto items = value.toArray();
    for (const auto &item : items)
        result.append(QColor(item.toString()));
    return result;
}

bool platformIsDark()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#else
    return QPalette().color(QPalette::Window).lightness() < 128;
#endif
}

} // namespace

Palette::Palette(QObject *parent)
    : QObject(parent)
{
    load();
    apply();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (qGuiApp)
        connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { apply(); });
#endif
}

const Palette &Palette::current()
{
    if (const auto &palette = currentPalette())
        return *palette;
    static const Palette fallback;
    return fallback;
}

void Palette::makeCurrent()
{
    currentPalette() = this;
    Q_EMIT changed();
}

QString Palette::tokenName(Role role)
{
    return QString::fromLatin1(kTokens.at(static_cast<size_t>(role)));
}

QColor Palette::color(Role role) const
{
    return color(role, m_scheme);
}

QColor Palette::color(Role role, Scheme scheme) const
{
    return m_schemes.at(static_cast<size_t>(scheme)).at(static_cast<size_t>(role));
}

QColor Palette::avatar(int index) const
{
    return m_avatar.value(index % qMax(1, int(m_avatar.size())));
}

QColor Palette::nick(int index) const
{
    const auto &list = m_scheme == Scheme::Light ? m_nickLight : m_nickDark;
    return list.value(index % qMax(1, int(list.size())));
}

QPalette Palette::toQPalette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole target, Role role) { palette.setColor(target, color(role)); };
    set(QPalette::Window, Role::BgSurface);
    set(QPalette::Base, Role::BgSurface);
    set(QPalette::AlternateBase, Role::BgSunken);
    set(QPalette::Button, Role::BgSurface);
    set(QPalette::WindowText, Role::Text);
    set(QPalette::Text, Role::Text);
    set(QPalette::ButtonText, Role::Text);
    set(QPalette::BrightText, Role::OnAccent);
    set(QPalette::PlaceholderText, Role::Text3);
    set(QPalette::Highlight, Role::Accent);
    set(QPalette::HighlightedText, Role::OnAccent);
    set(QPalette::Link, Role::AccentText);
    set(QPalette::LinkVisited, Role::AccentText);
    set(QPalette::Mid, Role::LineStrong);
    set(QPalette::Midlight, Role::Line);
    set(QPalette::Dark, Role::LineStrong);
    set(QPalette::Light, Role::BgRaised);
    set(QPalette::Shadow, Role::Line);
    set(QPalette::ToolTipBase, Role::InvBg);
    set(QPalette::ToolTipText, Role::InvText);
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    set(QPalette::Accent, Role::Accent);
#endif
    for (const auto target : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, target, color(Role::TextOff));
    palette.setColor(QPalette::Disabled, QPalette::Base, color(Role::BgSunken));
    return palette;
}

void Palette::setChoice(app::ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

void Palette::load()
{
    initLetterlockResources();
    QFile file(u":/style/tokens.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The style tokens are missing from this build");
    const auto root = QJsonDocument::fromJson(file.readAll()).object();
    const std::array names = {"light"_L1, "dark"_L1, "highContrast"_L1};
    for (size_t scheme = 0; scheme < names.size(); ++scheme) {
        const auto object = root.value(names.at(scheme)).toObject();
        for (size_t token = 0; token < kTokens.size(); ++token)
            m_schemes.at(scheme).at(token) = QColor(object.value(QLatin1StringView(kTokens.at(token))).toString());
    }
    m_avatar = colorList(root.value("avatar"_L1));
    m_nickLight = colorList(root.value("nickLight"_L1));
    m_nickDark = colorList(root.value("nickDark"_L1));
}

void Palette::apply()
{
    auto scheme = Scheme::Light;
    switch (m_choice) {
    case app::ThemeChoice::System:
        scheme = platformIsDark() ? Scheme::Dark : Scheme::Light;
        break;
    case app::ThemeChoice::Light:
        break;
    case app::ThemeChoice::Dark:
        scheme = Scheme::Dark;
        break;
    case app::ThemeChoice::HighContrast:
        scheme = Scheme::HighContrast;
        break;
    }
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    Q_EMIT changed();
}

} // namespace letterlock::ui
