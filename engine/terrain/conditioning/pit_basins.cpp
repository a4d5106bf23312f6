#include "engine/terrain/conditioning/pit_basins.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

/// Points the cells [from, from + cols) of an inner row, none of them on the grid edge, to the
/// lowest of their neighbours and themselves, the first of equals in row-major order: along these
/// pointers (height, position) only falls, so they lead to a pit, or to an outlet beside a missing
/// cell.
void point_inner_cells(View<const float> z, Cell from, Index cols, std::uint8_t* out) {
    const float* above = z.row(from.row - 1) + from.col;
    const float* level = z.row(from.row) + from.col;
    const float* below = z.row(from.row + 1) + from.col;
    for (Index col = 0; col < cols; ++col) {
        const float own = level[col];
        float lowest = above[col - 1];
        int code = 32;
        const auto compare = [&](float height, int its_code) {
            code = height < lowest ? its_code : code;
            lowest = height < lowest ? height : lowest;
        };
        compare(above[col], 64);
        compare(above[col + 1], 128);
        compare(level[col - 1], 16);
        compare(own, kRoot);
        compare(level[col + 1], 1);
        compare(below[col - 1], 8);
        compare(below[col], 4);
        compare(below[col + 1], 2);
        code = beside_missing(above + col, level + col, below + col) ? kOutlet : code;
        out[col] = static_cast<std::uint8_t>(is_missing(own) ? kNoDirection : code);
    }
}

/// The same for any cells of a row: those on the grid edge are outlets.
void point_cells(View<const float> z, Cell from, Index cols, std::uint8_t* out) {
    if (from.row == 0 || from.row == z.rows() - 1) {
        std::fill_n(out, cols, kOutlet);
        return;
    }
    const Index first = std::max<Index>(from.col, 1);
    const Index end = std::min(from.col + cols, z.cols() - 1);
    out[0] = kOutlet;
    out[cols - 1] = kOutlet;
    if (first < end) {
        point_inner_cells(z, {from.row, first}, end - first, out + (first - from.col));
    }
}

/// Collects passes and keeps only the lowest of those between the same basins which come soon after
/// each other; what is left of duplicates does no harm.
class PassCollector {
public:
    /// A pass between cells of two basins at these heights.
    void add(std::uint32_t a, std::uint32_t b, float height, float other_height) {
        if (a == b) {
            return;
        }
        // + 0 makes -0 into 0, so that the level has one bit pattern
        const Pass pass{std::max(height, other_height) + 0.0F, std::min(a, b), std::max(a, b)};
        Pass& kept = recent_[(pass.basin * 0x9E3779B1U ^ pass.neighbour * 0x85EBCA77U) >> kShift];
        if (kept.basin == pass.basin && kept.neighbour == pass.neighbour) {
            kept.height = std::min(kept.height, pass.height);
            return;
        }
        keep(kept);
        kept = pass;
    }

    std::vector<Pass> take() {
        for (Pass& kept : recent_) {
            keep(kept);
            kept = {};
        }
        return std::exchange(passes_, {});
    }

private:
    static constexpr unsigned kSlotBits = 10;
    static constexpr unsigned kShift = 32 - kSlotBits;

    void keep(const Pass& pass) {
        if (pass.basin != pass.neighbour) {  // a slot never used has 0 for both
            passes_.push_back(pass);
        }
    }

    std::array<Pass, 1U << kSlotBits> recent_{};
    std::vector<Pass> passes_;
};

/// Finds the passes between the basins of one tile and of the cells right and below of it.
class PassFinder {
public:
    PassFinder(View<const float> z, const TileRoots& basins, Index tile)
        : z_(z),
          basins_(basins),
          table_(basins.table(tile)),
          from_(basins.tiles().from(tile)),
          extent_(basins.tiles().extent(tile)) {}

    void look(PassCollector& passes) const {
        for (Index row = 0; row + 1 < extent_.rows; ++row) {
            look_along_row(row, passes);
            look_across(row, 0, passes);
            look_across(row, extent_.cols - 1, passes);
        }
        for (Index col = 0; col < extent_.cols; ++col) {
            look_across(extent_.rows - 1, col, passes);
        }
    }

private:
    /// The passes of the cells with all of E, SE, S, SW in the tile, from cells to those.
    void look_along_row(Index row, PassCollector& passes) const {
        const Index first = from_.col;
        const std::uint16_t* label = basins_.label_row(from_.row + row) + first;
        const std::uint16_t* below = basins_.label_row(from_.row + row + 1) + first;
        std::array<std::uint8_t, TileGrid::kCols> differs;
        const Index last = extent_.cols - 1;
        for (Index col = 1; col < last; ++col) {
            const int own = label[col];
            differs[static_cast<std::size_t>(col)] = static_cast<std::uint8_t>(
                (own != label[col + 1] ? 1 : 0) | (own != below[col + 1] ? 2 : 0) |
                (own != below[col] ? 4 : 0) | (own != below[col - 1] ? 8 : 0));
        }
        const float* level = z_.row(from_.row + row) + first;
        const float* under = z_.row(from_.row + row + 1) + first;
        for (Index col = 1; col < last; ++col) {
            const unsigned which = differs[static_cast<std::size_t>(col)];
            if (which == 0) {
                continue;
            }
            const std::uint32_t own = table_[label[col]];
            const float height = level[col];
            if ((which & 1U) != 0) {
                passes.add(own, table_[label[col + 1]], height, level[col + 1]);
            }
            if ((which & 2U) != 0) {
                passes.add(own, table_[below[col + 1]], height, under[col + 1]);
            }
            if ((which & 4U) != 0) {
                passes.add(own, table_[below[col]], height, under[col]);
            }
            if ((which & 8U) != 0) {
                passes.add(own, table_[below[col - 1]], height, under[col - 1]);
            }
        }
    }

    void look_across(Index row, Index col, PassCollector& passes) const {
        const Cell cell{from_.row + row, from_.col + col};
        const std::uint32_t own = basins_.node(cell.row, cell.col);
        for (int number = 0; number < 4; ++number) {
            const Cell next = neighbour(cell, number);
            if (z_.extent().contains(next.row, next.col)) {
                passes.add(own, basins_.node(next.row, next.col), z_(cell), z_(next));
            }
        }
    }

    View<const float> z_;
    const TileRoots& basins_;
    const std::uint32_t* table_;
    Cell from_;
    Extent extent_;
};

}  // namespace

TileRoots find_basins(View<const float> z, Window window) {
    TileRoots basins(window.extent);
    basins.find([=](Index row, Index col, Index cols, std::uint8_t* out) {
        point_cells(z, {window.from.row + row, window.from.col + col}, cols, out);
    });
    return basins;
}

std::vector<Pass> lowest_passes(View<const float> z, const TileRoots& basins) {
    std::vector<std::vector<Pass>> found(static_cast<std::size_t>(basins.tiles().count()));
    basins.for_each_tile<PassCollector>([&](Index tile, PassCollector& passes) {
        PassFinder(z, basins, tile).look(passes);
        found[static_cast<std::size_t>(tile)] = passes.take();
    });
    std::size_t count = 0;
    for (const std::vector<Pass>& passes : found) {
        count += passes.size();
    }
    std::vector<Pass> all;
    all.reserve(count);
    for (std::vector<Pass>& passes : found) {
        const std::vector<Pass> taken = std::move(passes);  // given back at once
        all.insert(all.end(), taken.begin(), taken.end());
    }
    return all;
}

void raise_to(View<const float> z,
              const TileRoots& basins,
              const std::vector<float>& level,
              View<float> filled) {
    basins.for_each_span<float>([&](std::uint32_t node) { return level[node]; },
                                [&](Cell from, Index cols, const auto& spill) {
                                    const float* ground = z.row(from.row) + from.col;
                                    float* out = filled.row(from.row) + from.col;
                                    for (Index col = 0; col < cols; ++col) {
                                        const float least = spill(col);
                                        out[col] = ground[col] < least ? least : ground[col];
                                    }
                                });
}

}  // namespace hazone
