#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_direction.hpp"
#include "engine/terrain/synthetic.hpp"

namespace hazone::testing {

/// A grid written out row by row, as one sees it on paper.
template <class T>
Raster<T> grid(std::initializer_list<std::initializer_list<T>> rows) {
    Raster<T> raster({static_cast<Index>(rows.size()), static_cast<Index>(rows.begin()->size())});
    Index row = 0;
    for (const auto& values : rows) {
        std::copy(values.begin(), values.end(), raster.view().row(row++));
    }
    return raster;
}

/// The cells row by row, for comparison with EXPECT_EQ and its message.
template <class T>
std::vector<T> cells(const Raster<T>& raster) {
    return {raster.data(), raster.data() + raster.size()};
}

/// Puts round holes without data into the ground, some of them across the edge.
inline void punch_holes(Raster<float>& z, std::uint64_t seed, int holes = 5) {
    std::mt19937_64 random(seed);
    for (int hole = 0; hole < holes; ++hole) {
        const auto row = static_cast<Index>(random() % static_cast<std::uint64_t>(z.rows()));
        const auto col = static_cast<Index>(random() % static_cast<std::uint64_t>(z.cols()));
        const auto radius = static_cast<Index>(random() % 6);
        for_each_cell(z.extent(), [&](Index r, Index c) {
            if ((r - row) * (r - row) + (c - col) * (c - col) <= radius * radius) {
                z(r, c) = kMissing;
            }
        });
    }
}

/// Rough ground of `extent` with holes in it; each seed another kind of ground.
inline Raster<float> test_terrain(Extent extent, std::uint64_t seed) {
    constexpr SyntheticTerrain kKinds[] = {SyntheticTerrain::noise, SyntheticTerrain::fractal,
                                           SyntheticTerrain::whole_metre_fractal,
                                           SyntheticTerrain::inverted_cone};
    Raster<float> z = synthetic_terrain(kKinds[seed % std::size(kKinds)], extent, seed);
    if (seed % 8 >= 4) {
        for_each_cell(extent, [&](Index row, Index col) {
            z(row, col) = std::round(z(row, col) / 5.0F);  // large flats
        });
    }
    punch_holes(z, seed);
    return z;
}

inline Raster<float> filled(const Raster<float>& z) {
    Raster<float> surface(z.extent());
    fill_depressions(z, surface);
    return surface;
}

inline Raster<std::uint8_t> directions(const Raster<float>& surface) {
    Raster<std::uint8_t> direction(surface.extent());
    flow_direction(surface, direction);
    return direction;
}

inline Index count_valid(const Raster<float>& z) {
    return count_cells(z.extent(), [&](Index row, Index col) { return !is_missing(z(row, col)); });
}

/// Shapes at which an edge is met: one cell, one row, one column, two of them, and a common one.
inline const std::vector<Extent>& awkward_extents() {
    static const std::vector<Extent> extents{{1, 1}, {1, 9}, {9, 1}, {2, 2},
                                             {2, 7}, {7, 2}, {3, 3}, {40, 33}};
    return extents;
}

}  // namespace hazone::testing
