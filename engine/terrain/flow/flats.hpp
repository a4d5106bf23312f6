#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Stands in a direction raster for a cell which has eight valid neighbours and none lower.
inline constexpr std::uint8_t kInFlat = 254;

/// Gives each kInFlat cell of `direction` the way out of its flat: see flow_direction(). All other
/// codes must be final. Cells of a flat which nothing drains become outlets (0).
void resolve_flats(View<const float> filled, View<std::uint8_t> direction);

}  // namespace hazone
