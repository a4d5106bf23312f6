#pragma once

#include <array>
#include <cstddef>

namespace hazone::models {

/// The layers of the published flash-flood potential index, in the order of the arrays below.
enum class PotentialLayer { slope, land_cover, soil, forest };
inline constexpr std::size_t kPotentialLayers = 4;

/// One value per layer.
using PerLayer = std::array<double, kPotentialLayers>;

/// Weighted mean of the indices of the layers, each 1 (no potential) to 10 (greatest):
/// (w1 M + w2 L + w3 S + w4 V) / (w1 + w2 + w3 + w4). A layer of weight 0 does not count and may be
/// missing; of the others a missing one makes the mean missing. Not all weights may be 0.
double mean_potential_index(const PerLayer& index, const PerLayer& weight);

}  // namespace hazone::models
