#include "engine/terrain/conditioning/fill.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/upstream.hpp"
#include "engine/terrain/numbering.hpp"

namespace hazone {
namespace {

using Label = std::uint32_t;
constexpr Label kOutside = 0;
constexpr Label kUnlabelled = std::numeric_limits<Label>::max();
constexpr std::uint8_t kPit = 254;

/// Points each cell of an inner row to the lowest of its neighbours and itself, the first of equals
/// in row-major order: along these pointers (height, position) only falls, so they lead to a pit,
/// or to an outlet beside a missing cell.
void point_inner_row(View<const float> z, Index row, View<std::uint8_t> pointer) {
    const float* above = z.row(row - 1);
    const float* level = z.row(row);
    const float* below = z.row(row + 1);
    std::uint8_t* out = pointer.row(row);
    const Index last = z.cols() - 1;
    for (Index col = 1; col < last; ++col) {
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
        compare(own, kPit);
        compare(level[col + 1], 1);
        compare(below[col - 1], 8);
        compare(below[col], 4);
        compare(below[col + 1], 2);
        code = beside_missing(above + col, level + col, below + col) ? kOutlet : code;
        out[col] = static_cast<std::uint8_t>(is_missing(own) ? kNoDirection : code);
    }
}

Raster<std::uint8_t> pointers_to_lowest(View<const float> z) {
    Raster<std::uint8_t> pointers(z.extent());
    const View<std::uint8_t> pointer = pointers.view();
    for_each_row(std::max<Index>(z.rows() - 2, 0),
                 [=](Index row) { point_inner_row(z, row + 1, pointer); });
    for_each_edge_cell(z.extent(), [=](Index row, Index col) {
        pointer(row, col) = is_missing(z(row, col)) ? kNoDirection : kOutlet;
    });
    return pointers;
}

/// Labels each cell with the pit it leads to, from 1; kOutside where it leads to an outlet or is
/// missing. Gives the number of labels, kOutside included.
Label label_basins(View<const std::uint8_t> pointer, View<Label> label) {
    for_each_cell(label.extent(), [=](Index row, Index col) {
        const std::uint8_t code = pointer(row, col);
        label(row, col) = code == kOutlet || code == kNoDirection ? kOutside : kUnlabelled;
    });
    const Index pits = number_cells(
        label.extent(), [=](Index row, Index col) { return pointer(row, col) == kPit; },
        [=](Index row, Index col, Index number) { label(row, col) = static_cast<Label>(number); });
    assert(pits < Index{kUnlabelled});
    spread_upstream(pointer, label, kUnlabelled, kOutside);
    return static_cast<Label>(pits + 1);
}

/// Collects passes and keeps only the lowest of those between the same basins which come soon after
/// each other; what is left of duplicates does no harm.
class PassCollector {
public:
    void add(Label a, Label b, float height) {
        const Pass pass{height, std::min(a, b), std::max(a, b)};
        Pass& kept = recent_[(pass.basin * 0x9E3779B1U ^ pass.neighbour * 0x85EBCA77U) >> kShift];
        if (kept.basin == pass.basin && kept.neighbour == pass.neighbour) {
            kept.height = std::min(kept.height, height);
            return;
        }
        keep(kept);
        kept = pass;
    }

    std::vector<Pass> take() {
        for (const Pass& kept : recent_) {
            keep(kept);
        }
        return std::move(passes_);
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

/// Adds the passes between the cell and its neighbours first..last (numbers).
struct PassFinder {
    View<const float> z;
    View<const Label> label;

    void look(Cell cell, int first, int last, PassCollector& passes) const {
        for (int number = first; number <= last; ++number) {
            const Cell next = neighbour(cell, number);
            if (z.extent().contains(next.row, next.col) && label(next) != label(cell)) {
                // + 0 makes -0 into 0, so that the level has one bit pattern
                passes.add(label(cell), label(next), std::max(z(cell), z(next)) + 0.0F);
            }
        }
    }

    /// The passes of an inner row to its right and to the row below.
    void look_along_row(Index row, PassCollector& passes) const {
        const Label* level = label.row(row);
        const Label* below = label.row(row + 1);
        for (Index col = 1; col < z.cols() - 1; ++col) {
            const Label own = level[col];
            const bool inside = ((own ^ level[col + 1]) | (own ^ below[col - 1]) |
                                 (own ^ below[col]) | (own ^ below[col + 1])) == 0;
            if (!inside) {
                look({row, col}, 0, 3, passes);
            }
        }
    }
};

/// All passes between different labels. Missing cells and the cells beside them are both outside,
/// so no pass has a missing height.
std::vector<Pass> lowest_passes(const PassFinder& finder) {
    constexpr Index kBand = 64;
    const Index inner_rows = std::max<Index>(finder.z.rows() - 2, 0);
    const Index bands = (inner_rows + kBand - 1) / kBand;
    std::vector<std::vector<Pass>> found(static_cast<std::size_t>(bands) + 1);
    for_each_block(bands, [&](Index band) {
        PassCollector passes;
        const Index end = std::min(inner_rows, (band + 1) * kBand);
        for (Index row = band * kBand; row < end; ++row) {
            finder.look_along_row(row + 1, passes);
        }
        found[static_cast<std::size_t>(band)] = passes.take();
    });
    PassCollector edge;
    for_each_edge_cell(finder.z.extent(), [&](Index row, Index col) {
        finder.look({row, col}, 0, kNeighbours - 1, edge);
    });
    found.back() = edge.take();
    std::vector<Pass> all;
    for (const std::vector<Pass>& passes : found) {
        all.insert(all.end(), passes.begin(), passes.end());
    }
    return all;
}

}  // namespace

void fill_depressions(View<const float> z, View<float> filled) {
    assert(z.extent() == filled.extent());
    if (z.extent().empty()) {
        return;
    }
    Raster<Label> labels(z.extent());
    const View<Label> label = labels.view();
    const Label count = label_basins(pointers_to_lowest(z), label);
    const std::vector<float> level = spill_levels(lowest_passes({z, label}), count);
    for_each_cell(z.extent(), [&](Index row, Index col) {
        const float spill = level[label(row, col)];
        const float ground = z(row, col);
        filled(row, col) = ground < spill ? spill : ground;
    });
}

}  // namespace hazone
