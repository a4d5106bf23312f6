#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// Levels each lake to the lowest height of its shore, the ground cells which touch it straight or
/// diagonally: the water of the lake leaves there, and water which comes into the lake crosses it.
/// A lake is the lake cells which hang together straight or diagonally. Its cells may rise or sink,
/// and those without a height get the level too: here a missing height is known. A lake without a
/// shore, all around which is missing, takes its own lowest height, or stays missing without one.
///
/// lake: 1 in a lake; any other value is none. Ground outside lakes stays as it is. Same bits for
/// any number of threads. `levelled` must not be the cells of z. Scratch: for each row of each lake
/// some 40 bytes.
void level_lakes(View<const float> z, View<const std::uint8_t> lake, View<float> levelled);

}  // namespace hazone
