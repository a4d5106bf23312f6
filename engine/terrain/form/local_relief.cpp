#include "engine/terrain/form/local_relief.hpp"

#include <bit>
#include <cassert>
#include <limits>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/form/window_tiles.hpp"

namespace hazone {
namespace {

// Unknown ground is lower than any: it never is the highest.
constexpr float kUnknown = -std::numeric_limits<float>::infinity();

/// The higher of the two, cell by cell. `to` may be `a`.
void highest_of(const float* a, const float* b, Index count, float* to) {
    for (Index cell = 0; cell < count; ++cell) {
        to[cell] = a[cell] > b[cell] ? a[cell] : b[cell];
    }
}

void raise(float* cells, const float* by, Index count) { highest_of(cells, by, count, cells); }

/// Which heights are looked for: lowest ones are highest ones of the ground turned over.
enum class Side { upper, lower };

/// Heights of a row from column `first` on, which may lie outside the grid.
void heights_of_row(View<const float> z, Side side, const RowPart& part, float* heights) {
    const float sign = side == Side::upper ? 1.0F : -1.0F;
    fill_row(
        z, part, kUnknown,
        [sign](float height) { return is_height(height) ? sign * height : kUnknown; }, heights);
}

/// The highest cells of runs along one row: level k holds those of 2^k cells from a cell on, so
/// that a run of any length is covered by two of them.
class RunTable {
public:
    void prepare(Index longest, Index width) {
        width_ = width;
        levels_.resize(level_of(longest) + 1, width);
    }
    float* heights() { return levels_.row(0); }
    void build(Index longest) {
        Index length = 1;
        for (Index level = 1; 2 * length <= longest; ++level, length *= 2) {
            const float* before = levels_.row(level - 1);
            highest_of(before, before + length, width_ - 2 * length + 1, levels_.row(level));
        }
    }
    /// highest[c]: of the `length` cells from first + c on.
    void highest(Index first, Index length, Index count, float* highest) {
        const float* cells = levels_.row(level_of(length)) + first;
        const auto covered = static_cast<Index>(std::bit_floor(static_cast<std::uint64_t>(length)));
        highest_of(cells, cells + length - covered, count, highest);
    }

private:
    static Index level_of(Index length) {
        return static_cast<Index>(std::bit_width(static_cast<std::uint64_t>(length))) - 1;
    }

    Rows<float> levels_;
    Index width_ = 0;
};

struct Scratch {
    RunTable table;
    Rows<float> run;      // one row
    Rows<float> upper;    // highest cells of the window, by cell of the tile
    Rows<float> lower;    // the same of the ground turned over
    Rows<float> forward;  // from the first row of a block on
    Rows<float> backward;
};

/// Each row of the ground raises the rows of the tile whose discs it crosses: `highest` receives
/// the highest cell of the window around each cell of the tile.
void highest_in_disc(View<const float> z,
                     Side side,
                     const CellWindow& window,
                     const Window& tile,
                     Scratch& scratch,
                     Rows<float>& highest) {
    const Index radius = window.radius();
    const Index cols = tile.extent.cols;
    scratch.table.prepare(2 * radius + 1, cols + 2 * radius);
    scratch.run.resize(1, cols);
    highest.resize(tile.extent.rows, cols);
    highest.fill(kUnknown);
    const RowRange reach = rows_in_reach(tile, radius, z.rows());
    for (Index row = reach.first; row < reach.end; ++row) {
        heights_of_row(z, side, {row, tile.from.col - radius, cols + 2 * radius},
                       scratch.table.heights());
        scratch.table.build(2 * radius + 1);
        Index width_found = -1;
        for (Index away = 0; away <= radius; ++away) {
            const Index half_width = window.half_width(away);
            if (half_width != width_found) {
                scratch.table.highest(radius - half_width, 2 * half_width + 1, cols,
                                      scratch.run.row(0));
                width_found = half_width;
            }
            const Index north = row - away - tile.from.row;
            const Index south = row + away - tile.from.row;
            if (north >= 0 && north < tile.extent.rows) {
                raise(highest.row(north), scratch.run.row(0), cols);
            }
            if (away > 0 && south >= 0 && south < tile.extent.rows) {
                raise(highest.row(south), scratch.run.row(0), cols);
            }
        }
    }
}

/// Runs along the rows first; then, of each column, the runs of `window` rows by two passes over
/// blocks as long as the run, forward and backward: van Herk (1992), Pattern Recognition Letters
/// 13(7), 517-521, doi:10.1016/0167-8655(92)90069-C; Gil & Werman (1993), IEEE Transactions on
/// Pattern Analysis and Machine Intelligence 15(5), 504-507, doi:10.1109/34.211471.
void highest_in_square(View<const float> z,
                       Side side,
                       Index radius,
                       const Window& tile,
                       Scratch& scratch,
                       Rows<float>& highest) {
    const Index side_length = 2 * radius + 1;
    const Index cols = tile.extent.cols;
    const Index count = tile.extent.rows + 2 * radius;
    Rows<float>& forward = scratch.forward;
    Rows<float>& backward = scratch.backward;
    scratch.table.prepare(side_length, cols + 2 * radius);
    forward.resize(count, cols);
    backward.resize(count, cols);
    for (Index number = 0; number < count; ++number) {
        const Index row = tile.from.row - radius + number;
        if (row < 0 || row >= z.rows()) {
            std::fill_n(backward.row(number), cols, kUnknown);
        } else {
            heights_of_row(z, side, {row, tile.from.col - radius, cols + 2 * radius},
                           scratch.table.heights());
            scratch.table.build(side_length);
            scratch.table.highest(0, side_length, cols, backward.row(number));
        }
        const bool starts = number % side_length == 0;
        highest_of(backward.row(number), starts ? backward.row(number) : forward.row(number - 1),
                   cols, forward.row(number));
    }
    for (Index number = count - 2; number >= 0; --number) {
        if (number % side_length != side_length - 1) {
            raise(backward.row(number), backward.row(number + 1), cols);
        }
    }
    highest.resize(tile.extent.rows, cols);
    for (Index row = 0; row < tile.extent.rows; ++row) {
        highest_of(backward.row(row), forward.row(row + side_length - 1), cols, highest.row(row));
    }
}

void highest_in_window(View<const float> z,
                       Side side,
                       WindowShape shape,
                       const CellWindow& window,
                       const Window& tile,
                       Scratch& scratch) {
    Rows<float>& highest = side == Side::upper ? scratch.upper : scratch.lower;
    if (shape == WindowShape::square) {
        highest_in_square(z, side, window.radius(), tile, scratch, highest);
    } else {
        highest_in_disc(z, side, window, tile, scratch, highest);
    }
}

void write_relief(
    const float* z, const float* upper, const float* lower, Index count, float* relief) {
    for (Index cell = 0; cell < count; ++cell) {
        relief[cell] = is_height(z[cell]) ? upper[cell] + lower[cell] : kMissing;
    }
}

}  // namespace

void local_relief(View<const float> elevation, const LocalReliefSpec& spec, View<float> relief) {
    assert(relief.extent() == elevation.extent());
    const CellWindow window = window_around(spec.shape, spec.radius, spec.cell_size);
    const Windows tiles(elevation.extent(), tile_extent(window.radius()));
    for_each_block_with<Scratch>(tiles.count(), [&](Index number, Scratch& scratch) {
        const Window tile = tiles.at(number);
        highest_in_window(elevation, Side::upper, spec.shape, window, tile, scratch);
        highest_in_window(elevation, Side::lower, spec.shape, window, tile, scratch);
        for (Index row = 0; row < tile.extent.rows; ++row) {
            write_relief(elevation.row(tile.from.row + row) + tile.from.col, scratch.upper.row(row),
                         scratch.lower.row(row), tile.extent.cols,
                         relief.row(tile.from.row + row) + tile.from.col);
        }
    });
}

}  // namespace hazone
