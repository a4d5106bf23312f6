#pragma once

#include <array>
#include <cstdint>

namespace hazone::io {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

/// Classes and levels 1..5. The names of the colours (light blue, light yellow, orange, red,
/// purple) are those of Decision 18/2021/QĐ-TTg, Article 4(3); the text fixes no RGB values.
inline constexpr std::array<Colour, 5> kLevelColours{{
    {0x87, 0xCE, 0xEB},
    {0xFF, 0xFF, 0x99},
    {0xFF, 0xA5, 0x00},
    {0xFF, 0x00, 0x00},
    {0x80, 0x00, 0x80},
}};

/// Dry land and five steps from yellow to purple: colours of hazone, for the guideline gives none.
inline constexpr std::array<Colour, 6> kFloodHazardColours{{{0xE4, 0xDC, 0xC6},
                                                            {0xFE, 0xE3, 0x5C},
                                                            {0xFD, 0xAE, 0x4B},
                                                            {0xF0, 0x5B, 0x35},
                                                            {0xBD, 0x00, 0x26},
                                                            {0x5A, 0x00, 0x6E}}};

/// Level 0, known to be below level 1: nearly white, unlike level 1 and unlike no data.
inline constexpr Colour kBelowLevelsColour{0xF4, 0xF4, 0xEE};

/// "No data": a grey that no class uses, so that missing is never read as safe.
inline constexpr Colour kNoDataColour{0xB0, 0xB0, 0xB0};

}  // namespace hazone::io
