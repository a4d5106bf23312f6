// New water of the local inertial solver that goes past the cache, as on grids which are larger.
#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/local_inertial.hpp"

namespace hazone {
namespace {

using namespace inundation;

/// Depth in the first rows and columns after a few steps of a pond near the corner of a grid.
template <class T>
Raster<double> pond_in_a_corner(Extent extent, Extent shown) {
    Raster<double> bed(extent, 0.0);
    Raster<double> depth(extent, 0.0);
    for_each_cell(extent, [&](Index row, Index col) {
        bed(row, col) = 0.3 * std::sin(0.2 * static_cast<double>(row)) +
                        0.2 * std::cos(0.3 * static_cast<double>(col));
        depth(row, col) = row < 70 && col < 90 ? 1 : 0;
    });
    bed(40, 50) = kMissing;
    LocalInertial<T> solver({.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = 10}, {},
                            {});
    solver.set_depth(depth.view());
    for (int turn = 0; turn < 10; ++turn) {
        solver.advance_far(1e9, 1e9);
    }
    Raster<double> result(shown, 0.0);
    for_each_cell(shown, [&](Index row, Index col) {
        result(row, col) = static_cast<double>(solver.water().depth(row, col));
    });
    return result;
}

template <class T>
void expect_same_past_the_cache(Extent large) {
    constexpr Extent kSmall{150, 170};
    const Raster<double> kept = pond_in_a_corner<T>(kSmall, kSmall);
    const Raster<double> streamed = pond_in_a_corner<T>(large, kSmall);
    const auto wet = [](const Raster<double>& depth) {
        return count_cells(depth.extent(),
                           [&](Index row, Index col) { return depth(row, col) > 0; });
    };
    EXPECT_GT(wet(kept), 70 * 90);
    EXPECT_EQ(count_cells(kSmall, [&](Index row,
                                      Index col) { return kept(row, col) != streamed(row, col); }),
              0);
}

// On a grid larger than the cache new water goes past it, in tiles whose last are not whole.
TEST(LocalInertial, WaterThatGoesPastTheCacheHasTheSameBits) {
    expect_same_past_the_cache<double>({600, 1003});
    expect_same_past_the_cache<float>({1100, 1003});
}

}  // namespace
}  // namespace hazone
