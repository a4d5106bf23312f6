#pragma once

#include <cstdint>

#include "engine/core/index.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// The cells [from.col, from.col + cols) of a row of D8 directions as codes for TileRoots: kRoot
/// where the flow ends as flow_on() has it (an outlet, a code which is no direction, a step off the
/// grid or into a missing cell), kNoDirection where missing, the direction elsewhere.
void path_codes(View<const std::uint8_t> direction, Cell from, Index cols, std::uint8_t* out);

}  // namespace hazone
