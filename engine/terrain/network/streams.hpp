#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Stream cells: 1 where the contributing area is at least `threshold_area` (both m2), 0 elsewhere,
/// 255 where the area is missing. Both views have one extent.
void stream_network(View<const double> area, double threshold_area, View<std::uint8_t> stream);

}  // namespace hazone
