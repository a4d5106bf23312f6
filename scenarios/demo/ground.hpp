#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/demo/landscape.hpp"
#include "scenarios/demo/streams.hpp"

namespace hazone::demo {

/// What lies on the landscape: classes from 1, one for every cell, after slope, height above the
/// nearest stream and altitude.
struct Ground {
    Raster<std::uint8_t> soil;
    Raster<std::uint8_t> cover;
    Streams streams;
};

Ground make_ground(const Landscape& landscape, std::uint64_t seed);

/// The class tables as CSV, the units in the header.
std::string soil_table();
std::string cover_table();

}  // namespace hazone::demo
