#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/index.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {

/// Cells [first, last) of one row which belong to the same region.
struct CellRun {
    Index row = 0;
    Index first = 0;
    Index last = 0;
    std::uint32_t region = 0;
};

/// Regions of cells which hang together, straight or diagonally, as runs in row-major order.
struct Regions {
    std::vector<CellRun> runs;
    std::uint32_t count = 0;  // regions are numbered from 0 in the order of their first runs
};

/// Gives runs, which are in row-major order and do not touch within a row, their regions.
/// Rosenfeld & Pfaltz (1966), doi:10.1145/321356.321357, with runs in place of cells.
Regions connected_regions(std::vector<CellRun> runs);

/// The regions of the cells for which holds(row, col) is true. The runs are found in parallel; what
/// is left is in proportion to their number.
template <class Holds>
Regions connected_regions(Extent extent, Holds holds) {
    std::vector<std::vector<CellRun>> found(static_cast<std::size_t>(extent.rows));
    for_each_row(extent.rows, [&](Index row) {
        std::vector<CellRun>& runs = found[static_cast<std::size_t>(row)];
        for (Index col = 0; col < extent.cols; ++col) {
            if (!holds(row, col)) {
                continue;
            }
            if (!runs.empty() && runs.back().last == col) {
                ++runs.back().last;
            } else {
                runs.push_back({row, col, col + 1});
            }
        }
    });
    std::vector<CellRun> all;
    for (const std::vector<CellRun>& runs : found) {
        all.insert(all.end(), runs.begin(), runs.end());
    }
    return connected_regions(std::move(all));
}

}  // namespace hazone
