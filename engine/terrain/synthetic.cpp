#include "engine/terrain/synthetic.hpp"

#include <algorithm>
#include <cmath>

#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

/// A number in [0, 1) that depends on place and seed only: the finaliser of SplitMix64, Steele, Lea
/// & Flood (2014), https://doi.org/10.1145/2714064.2660195, applied to the three.
double uniform_at(Index row, Index col, std::uint64_t seed) {
    std::uint64_t bits = seed + static_cast<std::uint64_t>(row) * 0x9E3779B97F4A7C15U +
                         static_cast<std::uint64_t>(col) * 0xC2B2AE3D27D4EB4FU;
    bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
    bits ^= bits >> 31U;
    return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

double smooth_step(double t) { return t * t * t * (t * (t * 6.0 - 15.0) + 10.0); }

double mix(double a, double b, double share) { return a + (b - a) * share; }

/// Smooth random heights in [-1, 1) with hills about `wavelength` cells apart.
double hills(Index row, Index col, Index wavelength, std::uint64_t seed) {
    const Index north = row / wavelength;
    const Index west = col / wavelength;
    const auto size = static_cast<double>(wavelength);
    const double south_share = smooth_step(static_cast<double>(row % wavelength) / size);
    const double east_share = smooth_step(static_cast<double>(col % wavelength) / size);
    const double upper =
        mix(uniform_at(north, west, seed), uniform_at(north, west + 1, seed), east_share);
    const double lower =
        mix(uniform_at(north + 1, west, seed), uniform_at(north + 1, west + 1, seed), east_share);
    return 2.0 * mix(upper, lower, south_share) - 1.0;
}

constexpr double kLargestHills = 350.0;  // m
constexpr double kBase = 1000.0;         // m
constexpr Index kLongest = 512;

/// Hills of 512, 256, .. `shortest` cells, each half as wide 0.54 times as high (Hurst exponent
/// 0.9).
double hills_down_to(Index shortest, Index row, Index col, std::uint64_t seed) {
    constexpr double kRoughness = 0.536;
    double height = kBase;
    double amplitude = kLargestHills;
    for (Index wavelength = kLongest; wavelength >= shortest; wavelength /= 2) {
        height +=
            amplitude * hills(row, col, wavelength, seed + static_cast<std::uint64_t>(wavelength));
        amplitude *= kRoughness;
    }
    return height;
}

/// Hills of all sizes, and lakes wherever the ground lies below the level of its region.
double fractal_height(Index row, Index col, std::uint64_t seed) {
    const double region = uniform_at(row / kLongest, col / kLongest, seed ^ 0x1A4EU);
    const double lake_level = kBase - kLargestHills * (1.0 + region);
    return std::max(hills_down_to(2, row, col, seed), lake_level);
}

double height_at(SyntheticTerrain kind, Extent extent, Cell cell, std::uint64_t seed) {
    const double down = static_cast<double>(cell.row) - 0.5 * static_cast<double>(extent.rows - 1);
    const double right = static_cast<double>(cell.col) - 0.5 * static_cast<double>(extent.cols - 1);
    const double radius = std::sqrt(down * down + right * right);
    switch (kind) {
        case SyntheticTerrain::plane:
            return static_cast<double>(extent.rows - 1 - cell.row);
        case SyntheticTerrain::cone:
            return static_cast<double>(extent.rows + extent.cols) - radius;
        case SyntheticTerrain::inverted_cone:
            return radius;
        case SyntheticTerrain::noise:
            return 100.0 * uniform_at(cell.row, cell.col, seed);
        case SyntheticTerrain::fractal:
            return fractal_height(cell.row, cell.col, seed);
        case SyntheticTerrain::whole_metre_fractal:
            return std::round(fractal_height(cell.row, cell.col, seed));
        case SyntheticTerrain::smooth_fractal:
            return hills_down_to(16, cell.row, cell.col, seed);
    }
    return 0.0;
}

}  // namespace

void synthetic_terrain(const SyntheticGround& ground, Cell from, View<float> heights) {
    for_each_cell(heights.extent(), [=](Index row, Index col) {
        heights(row, col) = static_cast<float>(
            height_at(ground.kind, ground.extent, {from.row + row, from.col + col}, ground.seed));
    });
}

Raster<float> synthetic_terrain(SyntheticTerrain kind, Extent extent, std::uint64_t seed) {
    Raster<float> terrain(extent);
    synthetic_terrain({kind, extent, seed}, {0, 0}, terrain);
    return terrain;
}

}  // namespace hazone
