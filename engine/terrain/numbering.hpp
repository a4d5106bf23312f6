#pragma once

#include <vector>

#include "engine/core/index.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {

/// Numbers the cells for which holds(row, col) is true from 1, row by row from the north-west:
/// assign(row, col, number). Gives how many there are. Parallel, and the same for any thread count;
/// assign must not change what holds reads.
template <class Holds, class Assign>
Index number_cells(Extent extent, Holds holds, Assign assign) {
    std::vector<Index> before(static_cast<std::size_t>(extent.rows) + 1, 0);
    for_each_row(extent.rows, [&](Index row) {
        Index count = 0;
        for (Index col = 0; col < extent.cols; ++col) {
            count += holds(row, col) ? 1 : 0;
        }
        before[static_cast<std::size_t>(row) + 1] = count;
    });
    for (std::size_t row = 1; row < before.size(); ++row) {
        before[row] += before[row - 1];
    }
    for_each_row(extent.rows, [&](Index row) {
        Index number = before[static_cast<std::size_t>(row)];
        for (Index col = 0; col < extent.cols; ++col) {
            if (holds(row, col)) {
                assign(row, col, ++number);
            }
        }
    });
    return before.back();
}

}  // namespace hazone
