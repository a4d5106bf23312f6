#include "engine/terrain/form/topographic_position.hpp"

#include <cassert>
#include <cstdint>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/form/window_tiles.hpp"

namespace hazone {
namespace {

constexpr float kPerMetre = 65536;  // units of a height as a whole number
constexpr float kHighest = 32767;   // m, so that the number has 32 bits

bool counts(float height) { return std::abs(height) <= kHighest; }

/// What is added: heights, or how many they are.
struct HeightSum {
    using Cell = std::int64_t;
    static Cell of(float height) {
        return counts(height) ? static_cast<std::int32_t>(height * kPerMetre) : 0;
    }
};
struct HeightCount {
    using Cell = std::int32_t;
    static Cell of(float height) { return counts(height) ? 1 : 0; }
};

/// Sums over a window less an inner one.
struct Ring {
    CellWindow outer;
    CellWindow inner;
    WindowShape shape;

    Index radius() const { return outer.radius(); }
    Index cells() const { return cells_of(outer) - cells_of(inner); }

private:
    static Index cells_of(const CellWindow& window) {
        Index cells = -(2 * window.half_width(0) + 1);  // the middle row is in the loop twice
        for (const Index half_width : window.half_widths) {
            cells += 2 * (2 * half_width + 1);
        }
        return cells;
    }
};

Ring ring_of(const TopographicPositionSpec& spec) {
    Ring ring{window_around(spec.shape, spec.radius, spec.cell_size), {{0}}, spec.shape};
    if (spec.inner_radius >= spec.cell_size) {
        ring.inner = window_around(spec.shape, spec.inner_radius, spec.cell_size);
    }
    return ring;
}

template <class Cell>
struct SumScratch {
    Rows<Cell> sums;     // by cell of the tile
    Rows<Cell> heights;  // one row
    Rows<Cell> columns;  // one row: sums of columns
    Rows<Cell> totals;   // one row: sums of all before a cell
    Rows<Cell> runs;     // one row: sums of a run around a cell
};

struct Scratch {
    SumScratch<HeightSum::Cell> sum;
    SumScratch<HeightCount::Cell> count;
};

template <class Cell>
void add(const Cell* cells, Index count, Cell* to) {
    for (Index cell = 0; cell < count; ++cell) {
        to[cell] += cells[cell];
    }
}

template <class Cell>
void take_away(const Cell* cells, Index count, Cell* from) {
    for (Index cell = 0; cell < count; ++cell) {
        from[cell] -= cells[cell];
    }
}

/// totals[c]: the sum of the `count` cells before c. Whole numbers may overflow on the way, their
/// differences are right.
template <class Cell>
void find_totals(const Cell* cells, Index count, Cell* totals) {
    using Bits = std::make_unsigned_t<Cell>;
    Bits total = 0;
    totals[0] = 0;
    for (Index cell = 0; cell < count; ++cell) {
        total += static_cast<Bits>(cells[cell]);
        totals[cell + 1] = static_cast<Cell>(total);
    }
}

/// runs[c]: the sum of the run of half_width around the cell c + radius of the row.
template <class Cell>
void find_runs(const Cell* totals, Index radius, Index half_width, Index count, Cell* runs) {
    const Cell* end = totals + radius + half_width + 1;
    const Cell* begin = totals + radius - half_width;
    for (Index cell = 0; cell < count; ++cell) {
        runs[cell] = end[cell] - begin[cell];
    }
}

template <class Cell>
void subtract_runs(const Cell* totals, Index radius, Index half_width, Index count, Cell* runs) {
    const Cell* end = totals + radius + half_width + 1;
    const Cell* begin = totals + radius - half_width;
    for (Index cell = 0; cell < count; ++cell) {
        runs[cell] -= end[cell] - begin[cell];
    }
}

/// Each row of the ground is added to the rows of the tile whose discs it crosses.
template <class Summand>
void sums_in_disc(View<const float> z,
                  const Ring& ring,
                  const Window& tile,
                  SumScratch<typename Summand::Cell>& scratch) {
    const Index radius = ring.radius();
    const Index cols = tile.extent.cols;
    const Index width = cols + 2 * radius;
    scratch.heights.resize(1, width);
    scratch.totals.resize(1, width + 1);
    scratch.runs.resize(1, cols);
    scratch.sums.fill(0);
    const auto in_tile = [&](Index row) { return row >= 0 && row < tile.extent.rows; };
    const RowRange reach = rows_in_reach(tile, radius, z.rows());
    for (Index row = reach.first; row < reach.end; ++row) {
        fill_row(z, {row, tile.from.col - radius, width}, typename Summand::Cell{0}, Summand::of,
                 scratch.heights.row(0));
        find_totals(scratch.heights.row(0), width, scratch.totals.row(0));
        for (Index away = 0; away <= radius; ++away) {
            find_runs(scratch.totals.row(0), radius, ring.outer.half_width(away), cols,
                      scratch.runs.row(0));
            if (away <= ring.inner.radius()) {
                subtract_runs(scratch.totals.row(0), radius, ring.inner.half_width(away), cols,
                              scratch.runs.row(0));
            }
            const Index north = row - away - tile.from.row;
            const Index south = row + away - tile.from.row;
            if (in_tile(north)) {
                add(scratch.runs.row(0), cols, scratch.sums.row(north));
            }
            if (away > 0 && in_tile(south)) {
                add(scratch.runs.row(0), cols, scratch.sums.row(south));
            }
        }
    }
}

/// Sums of columns which move down with the row; of them, sums along the row. `finish(row, totals)`
/// takes them.
template <class Summand, class Finish>
void sums_of_square(View<const float> z,
                    Index radius,
                    const Window& tile,
                    SumScratch<typename Summand::Cell>& scratch,
                    Finish finish) {
    const Index width = tile.extent.cols + 2 * radius;
    scratch.heights.resize(1, width);
    scratch.columns.resize(1, width);
    scratch.columns.fill(0);
    scratch.totals.resize(1, width + 1);
    const auto read = [&](Index row) {
        fill_row(z, {row, tile.from.col - radius, width}, typename Summand::Cell{0}, Summand::of,
                 scratch.heights.row(0));
        return scratch.heights.row(0);
    };
    const RowRange reach = rows_in_reach(tile, radius, z.rows());
    Index next = reach.first;
    for (Index row = tile.from.row; row < tile.end_row(); ++row) {
        for (; next < std::min(reach.end, row + radius + 1); ++next) {
            add(read(next), width, scratch.columns.row(0));
        }
        if (row > tile.from.row && row - radius - 1 >= 0) {
            take_away(read(row - radius - 1), width, scratch.columns.row(0));
        }
        find_totals(scratch.columns.row(0), width, scratch.totals.row(0));
        finish(row - tile.from.row, scratch.totals.row(0));
    }
}

template <class Summand>
void sums_in_square(View<const float> z,
                    const Ring& ring,
                    const Window& tile,
                    SumScratch<typename Summand::Cell>& scratch) {
    using Cell = typename Summand::Cell;
    const auto find = [&](Index radius, auto use) {
        sums_of_square<Summand>(z, radius, tile, scratch, [&](Index row, const Cell* totals) {
            use(totals, radius, radius, tile.extent.cols, scratch.sums.row(row));
        });
    };
    find(ring.outer.radius(), find_runs<Cell>);
    find(ring.inner.radius(), subtract_runs<Cell>);
}

/// Fills scratch.sums with those of the windows around the cells of the tile.
template <class Summand>
void window_sums(View<const float> z,
                 const Ring& ring,
                 const Window& tile,
                 SumScratch<typename Summand::Cell>& scratch) {
    scratch.sums.resize(tile.extent.rows, tile.extent.cols);
    if (ring.shape == WindowShape::square) {
        sums_in_square<Summand>(z, ring, tile, scratch);
    } else {
        sums_in_disc<Summand>(z, ring, tile, scratch);
    }
}

/// Whether every window of the tile is whole: then their cells need not be counted.
bool all_known(View<const float> z, Index radius, const Window& tile) {
    const Index first = tile.from.col - radius;
    const Index end = tile.end_col() + radius;
    if (tile.from.row < radius || tile.end_row() + radius > z.rows() || first < 0 ||
        end > z.cols()) {
        return false;
    }
    for (Index row = tile.from.row - radius; row < tile.end_row() + radius; ++row) {
        const float* heights = z.row(row);
        int known = 1;
        for (Index col = first; col < end; ++col) {
            known &= counts(heights[col]) ? 1 : 0;
        }
        if (known == 0) {
            return false;
        }
    }
    return true;
}

float position_of(float z, std::int64_t sum, double count) {
    const double mean = static_cast<double>(sum) / (count * double{kPerMetre});
    return is_height(z) && count > 0 ? static_cast<float>(double{z} - mean) : kMissing;
}

void work_tile(View<const float> z,
               const Ring& ring,
               const Window& tile,
               Scratch& scratch,
               View<float> position) {
    const bool whole = all_known(z, ring.radius(), tile);
    window_sums<HeightSum>(z, ring, tile, scratch.sum);
    if (!whole) {
        window_sums<HeightCount>(z, ring, tile, scratch.count);
    }
    const auto cells = static_cast<double>(ring.cells());
    for (Index row = 0; row < tile.extent.rows; ++row) {
        const float* own = z.row(tile.from.row + row) + tile.from.col;
        const std::int64_t* sums = scratch.sum.sums.row(row);
        float* to = position.row(tile.from.row + row) + tile.from.col;
        if (whole) {
            for (Index col = 0; col < tile.extent.cols; ++col) {
                to[col] = position_of(own[col], sums[col], cells);
            }
        } else {
            const std::int32_t* number = scratch.count.sums.row(row);
            for (Index col = 0; col < tile.extent.cols; ++col) {
                to[col] = position_of(own[col], sums[col], number[col]);
            }
        }
    }
}

}  // namespace

bool has_cells(const TopographicPositionSpec& spec) { return ring_of(spec).cells() > 0; }

void topographic_position(View<const float> elevation,
                          const TopographicPositionSpec& spec,
                          View<float> position) {
    assert(position.extent() == elevation.extent());
    const Ring ring = ring_of(spec);
    assert(ring.cells() > 0 && ring.radius() <= kLargestPositionRadius);
    const Windows tiles(elevation.extent(), tile_extent(ring.radius()));
    for_each_block_with<Scratch>(tiles.count(), [&](Index number, Scratch& scratch) {
        work_tile(elevation, ring, tiles.at(number), scratch, position);
    });
}

}  // namespace hazone
