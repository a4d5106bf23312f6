#pragma once

#include <limits>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/flow_reference.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::testing {

constexpr double kWideCell = 10;  // m

/// Rough ground with missing and infinite cells, larger than one tile of a small window.
inline Raster<float> wide_ground(Extent extent = {140, 610}) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, extent, 21);
    punch_holes(z, 7);
    z(extent.rows / 2, extent.cols / 3) = std::numeric_limits<float>::infinity();
    z(extent.rows / 3, extent.cols / 2) = -std::numeric_limits<float>::infinity();
    return z;
}

inline bool known(const Raster<float>& z, Index row, Index col) {
    return z.extent().contains(row, col) && std::isfinite(z(row, col));
}

/// Calls visit(row, col) for the known cells of a window, the middle one among them; a disc where
/// `round`.
template <class Visit>
void for_each_known_around(
    const Raster<float>& z, Cell middle, double radius, bool round, Visit visit) {
    const auto reach = static_cast<Index>(radius);
    for (Index row = middle.row - reach; row <= middle.row + reach; ++row) {
        for (Index col = middle.col - reach; col <= middle.col + reach; ++col) {
            const auto south = static_cast<double>(row - middle.row);
            const auto east = static_cast<double>(col - middle.col);
            if (known(z, row, col) && (!round || south * south + east * east <= radius * radius)) {
                visit(row, col);
            }
        }
    }
}

/// Holds a kernel of Raster -> Raster to what all share: shapes of one row, one column and one cell
/// do no harm, unknown ground has no value, any number of threads gives the same bits.
template <class Compute>
void expect_good_manners(Compute compute) {
    for (const Extent extent : {Extent{1, 1}, Extent{1, 40}, Extent{40, 1}, Extent{2, 2}}) {
        const auto nothing = compute(Raster<float>(extent, kMissing));
        EXPECT_EQ(nothing.extent(), extent);
        const auto level = compute(Raster<float>(extent, 7.0F));
        EXPECT_EQ(level.extent(), extent);
    }
    const Raster<float> z = wide_ground();
    EXPECT_TRUE(same_for_any_thread_count([&] { return compute(z); }));
}

}  // namespace hazone::testing
