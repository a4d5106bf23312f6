#pragma once

#include <algorithm>
#include <vector>

#include "engine/core/index.hpp"

namespace hazone {

/// Calls body(row) for every row of [0, rows), rows shared among the threads.
/// A body writes only cells of its own row and does not throw.
template <class Body>
void for_each_row(Index rows, Body body) {
#pragma omp parallel for schedule(static)
    for (Index row = 0; row < rows; ++row) {
        body(row);
    }
}

/// Calls body(block) for every block of [0, blocks), each taken by the next free thread.
/// For work whose cost varies from block to block; the same rules as for_each_row.
template <class Body>
void for_each_block(Index blocks, Body body) {
#pragma omp parallel for schedule(dynamic, 1) if (blocks > 1)
    for (Index block = 0; block < blocks; ++block) {
        body(block);
    }
}

/// As for_each_block, each thread with a Scratch of its own: body(block, scratch).
template <class Scratch, class Body>
void for_each_block_with(Index blocks, Body body) {
#pragma omp parallel if (blocks > 1)
    {
        Scratch scratch;
#pragma omp for schedule(dynamic, 1)
        for (Index block = 0; block < blocks; ++block) {
            body(block, scratch);
        }
    }
}

/// Calls body(row, col) for every cell, rows shared among the threads.
template <class Body>
void for_each_cell(Extent extent, Body body) {
    for_each_row(extent.rows, [&](Index row) {
        for (Index col = 0; col < extent.cols; ++col) {
            body(row, col);
        }
    });
}

/// Calls body(row, col) for every cell that has all eight neighbours. The edge gets its own loop,
/// `for_each_edge_cell`: a test for the border in here makes a 3x3 kernel several times slower.
template <class Body>
void for_each_inner_cell(Extent extent, Body body) {
    for_each_row(std::max<Index>(extent.rows - 2, 0), [&](Index inner_row) {
        for (Index col = 1; col < extent.cols - 1; ++col) {
            body(inner_row + 1, col);
        }
    });
}

/// Calls body(row, col) once for every cell of the outer ring, on the calling thread.
template <class Body>
void for_each_edge_cell(Extent extent, Body body) {
    for (Index col = 0; col < extent.cols; ++col) {
        body(Index{0}, col);
        if (extent.rows > 1) {
            body(extent.rows - 1, col);
        }
    }
    for (Index row = 1; row < extent.rows - 1; ++row) {
        body(row, Index{0});
        if (extent.cols > 1) {
            body(row, extent.cols - 1);
        }
    }
}

/// Sum over all rows of row_sum(row), in double: rows are summed in parallel, then added in row
/// order, so that any number of threads gives the same bits.
template <class RowSum>
double sum_rows(Index rows, RowSum row_sum) {
    std::vector<double> sums(static_cast<std::size_t>(rows), 0.0);
    for_each_row(rows, [&](Index row) { sums[static_cast<std::size_t>(row)] = row_sum(row); });
    double total = 0.0;
    for (const double sum : sums) {
        total += sum;
    }
    return total;
}

/// Sum over all cells of value(row, col), in double and in a fixed order (see sum_rows).
template <class Value>
double sum_cells(Extent extent, Value value) {
    return sum_rows(extent.rows, [&](Index row) {
        double sum = 0.0;
        for (Index col = 0; col < extent.cols; ++col) {
            sum += value(row, col);
        }
        return sum;
    });
}

/// Number of cells for which holds(row, col) is true.
template <class Predicate>
Index count_cells(Extent extent, Predicate holds) {
    std::vector<Index> counts(static_cast<std::size_t>(extent.rows), 0);
    for_each_row(extent.rows, [&](Index row) {
        Index count = 0;
        for (Index col = 0; col < extent.cols; ++col) {
            count += holds(row, col) ? 1 : 0;
        }
        counts[static_cast<std::size_t>(row)] = count;
    });
    Index total = 0;
    for (const Index count : counts) {
        total += count;
    }
    return total;
}

}  // namespace hazone
