// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace letterlock::ui {

/// The steps of the type scale (UI section 3). `Message` follows the person's text size.
enum class TextStyle {
    Display,
    Title,
    Heading,
    Message,
    Body,
    BodyMedium,
    BodyStrong,
    Caption,
    CaptionStrong,
    Micro,
    Mono
};

/// Sizes in logical pixels.
namespace metrics {

inline constexpr int kSpace2 = 2;
inline constexpr int kSpace4 = 4;
inline constexpr int kSpace8 = 8;
inline constexpr int kSpace12 = 12;
inline constexpr int kSpace16 = 16;
inline constexpr int kSpace20 = 20;
inline constexpr int kSpace24 = 24;
inline constexpr int kSpace32 = 32;

inline constexpr int kRadiusJoin = 5;
inline constexpr int kRadiusControl = 8;
inline constexpr int kRadiusRow = 10;
inline constexpr int kRadiusCard = 12;
inline constexpr int kRadiusBubble = 14;

inline constexpr int kControl = 36;
inline constexpr int kControlSmall = 30;
inline constexpr int kControlLarge = 44;
inline constexpr int kChip = 24;
inline constexpr int kFilterChip = 32;
inline constexpr int kRow = 66;
inline constexpr int kRowCompact = 54;
inline constexpr int kHeader = 60;
inline constexpr int kCheck = 20;
inline constexpr int kIconRail = 22;
inline constexpr int kIcon = 20;
inline constexpr int kIconButton = 18;
inline constexpr int kIconInline = 14;

} // namespace metrics

/// Fonts derived from the application font by ratio to 13 px.
[[nodiscard]] QFont textFont(TextStyle style);
/// The size of TextStyle::Message (12–20 logical px before scaling); 14 unless set.
void setMessageTextSize(int px);

} // namespace letterlock::ui
