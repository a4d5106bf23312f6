#pragma once

#include <limits>
#include <span>
#include <string_view>

#include "engine/core/field.hpp"
#include "io/map/palette.hpp"

namespace hazone::io {

/// A lowest limit of this says that the class below it is that of 0.
inline constexpr double kLeast = std::numeric_limits<float>::min();

/// How one field is shown.
struct KnownScale {
    std::string_view field;
    std::string_view english;
    std::string_view vietnamese;
    std::span<const double> limits;  // SI, rising; of the upper class; none: of its kind
    enum class Order { high_is_worse, low_is_worse, amount } order = Order::amount;
    std::span<const Colour> palette = {};  // rising with the class; none: that of the order
    bool streams = false;  // has values on streams alone, which are drawn wider than a cell
};

/// The field's title, limits and order, or nullptr where it has none of its own.
const KnownScale* known_scale(const FieldSpec& field);

}  // namespace hazone::io
