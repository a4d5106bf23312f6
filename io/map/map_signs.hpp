#pragma once

#include <array>
#include <cstdint>

#include <cairo.h>

#include "engine/core/index.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

/// The second mark of a class beside its colour, so that classes stay apart in grey print and for
/// people who see few colours.
enum class Sign : std::uint8_t {
    none,
    light_rows,
    dots,
    dark_diagonals,
    light_diagonals,
    dark_columns,
};

/// Of classes and levels 1 to 5. The law fixes the names of the colours, and as greys they do not
/// rise or fall with the level: light yellow is the lightest and carries nothing.
inline constexpr std::array<Sign, 5> kLevelSigns{Sign::light_rows, Sign::none, Sign::dots,
                                                 Sign::dark_diagonals, Sign::light_diagonals};

inline constexpr Sign kBelowLevelsSign = Sign::dark_columns;

/// Distance between two lines of a sign, points.
inline constexpr double kSignSpacing = 4.32;

/// How far the sign darkens (-) or lightens (+) the dot at (row, col), -1 to 1; `period` dots lie
/// between two lines.
double sign_tone(Sign sign, Index row, Index col, Index period);

/// One channel darkened (-) or lightened (+) by the tone, 0 to 255.
double toned(double channel, double tone);

/// Fills the current path with the colour and draws the sign over it in lines.
void fill_with_sign(cairo_t* context, Colour colour, Sign sign, const Box& around);

}  // namespace hazone::io
