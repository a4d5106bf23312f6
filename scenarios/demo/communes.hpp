#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/demo/ground.hpp"

namespace hazone::demo {

inline constexpr int kCommuneCount = 40;

struct Commune {
    std::string code;  // "D01" ...
    std::string name;  // invented
};

/// Forty communes side by side in the middle of the map, each in one piece. Label n of a cell is
/// communes[n - 1]; 0 is outside the province.
struct Communes {
    Raster<std::int32_t> label;
    std::vector<Commune> communes;
};

/// Communes grow from villages on the rivers, slowly where the ground is steep, so that they meet
/// on the ridges.
Communes make_communes(const Landscape& landscape, const Ground& ground, std::uint64_t seed);

}  // namespace hazone::demo
