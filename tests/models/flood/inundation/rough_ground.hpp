#pragma once

#include <random>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"

namespace hazone::testing {

/// Rough ground with walls of 100 m, pits and holes without data, water in heaps.
struct RoughGround {
    explicit RoughGround(unsigned seed, Extent extent = {90, 300}) : bed(extent), depth(extent) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> share(0, 1);
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                const double pick = share(random);
                bed(row, col) = 10 * share(random) + (pick < 0.05 ? 100 : 0);
                depth(row, col) = share(random) < 0.3 ? 5 * share(random) : 0;
                if (pick > 0.97) {
                    bed(row, col) = kMissing;
                }
            }
        }
    }
    Raster<double> bed;
    Raster<double> depth;
};

/// The depth of a solver as a raster, with the defect of its balance in one more column.
template <class Cell, class Solver>
Raster<Cell> depth_and_defect(Solver& solver) {
    const auto& depth = solver.water().depth;
    Raster<Cell> cells({depth.extent().rows, depth.extent().cols + 1},
                       static_cast<Cell>(solver.balance().defect()));
    for (Index row = 0; row < depth.extent().rows; ++row) {
        std::copy_n(depth.row(row), depth.extent().cols, &cells(row, 0));
    }
    return cells;
}

}  // namespace hazone::testing
