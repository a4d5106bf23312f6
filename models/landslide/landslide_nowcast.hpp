#pragma once

#include <cstdint>

namespace hazone::models {

/// 1 low, 2 moderate, 3 high; 0 when the susceptibility class is 0, no data, or the index or its
/// limit is missing, unless the others alone decide: low susceptibility is low in any rain.
std::uint8_t nowcast_of(float index, float limit, std::uint8_t susceptibility);

}  // namespace hazone::models
