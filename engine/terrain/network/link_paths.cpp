#include "engine/terrain/network/link_paths.hpp"

#include <algorithm>
#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/core/narrow.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/network/stream_order.hpp"

namespace hazone {
namespace {

constexpr Index kLinksOfABlock = 256;

bool before(Cell one, Cell other) {
    return one.row < other.row || (one.row == other.row && one.col < other.col);
}

/// The flow along the streams, and how many streams meet in each cell.
struct Network {
    View<const std::uint8_t> along;
    View<const std::uint8_t> donors;  // in the lower half of the byte

    bool is_junction(Cell cell) const {
        constexpr int kCount = 0x0F;
        return (donors(cell) & kCount) > 1;
    }
    bool ends_link(Cell cell) const {
        Cell next = cell;
        return along(cell) != kNoDirection && (!flow_on(along, next) || is_junction(next));
    }
};

/// The last cells of all links, row by row.
std::vector<Cell> link_ends(const Network& network) {
    std::vector<std::vector<Cell>> by_row(static_cast<std::size_t>(network.along.rows()));
    for_each_row(network.along.rows(), [&](Index row) {
        for (Index col = 0; col < network.along.cols(); ++col) {
            if (network.ends_link({row, col})) {
                by_row[static_cast<std::size_t>(row)].push_back({row, col});
            }
        }
    });
    std::vector<Cell> ends;
    for (const std::vector<Cell>& row : by_row) {
        ends.insert(ends.end(), row.begin(), row.end());
    }
    return ends;
}

/// Appends the cells of the link which ends in `end`, from the first to the last.
void append_link(const Network& network, Cell end, std::vector<Cell>& cells) {
    const auto start = static_cast<std::ptrdiff_t>(cells.size());
    cells.push_back(end);
    for (Donors donors(network.along, end); donors.size() == 1;
         donors = Donors(network.along, cells.back())) {
        cells.push_back(*donors.begin());
    }
    std::reverse(cells.begin() + start, cells.end());
}

/// Links of one block, gathered by one thread.
struct LinkBlock {
    std::vector<Cell> cells;
    std::vector<std::size_t> lengths;
};

}  // namespace

LinkPaths::LinkPaths(View<const std::uint8_t> direction,
                     View<const std::uint8_t> order,
                     int least) {
    const Raster<std::uint8_t> along = stream_directions(direction, order, least);
    const Raster<std::uint8_t> donors = donor_counts(along);
    const Network network{along.view(), donors.view()};
    const std::vector<Cell> ends = link_ends(network);
    const auto count = static_cast<Index>(ends.size());
    std::vector<LinkBlock> blocks(
        static_cast<std::size_t>((count + kLinksOfABlock - 1) / kLinksOfABlock));
    for_each_block(static_cast<Index>(blocks.size()), [&](Index number) {
        LinkBlock& block = blocks[static_cast<std::size_t>(number)];
        const Index last = std::min(count, (number + 1) * kLinksOfABlock);
        for (Index link = number * kLinksOfABlock; link < last; ++link) {
            const std::size_t before_link = block.cells.size();
            append_link(network, ends[static_cast<std::size_t>(link)], block.cells);
            block.lengths.push_back(block.cells.size() - before_link);
        }
    });
    first_.assign(1, 0);
    for (LinkBlock& block : blocks) {
        cells_.insert(cells_.end(), block.cells.begin(), block.cells.end());
        for (const std::size_t length : block.lengths) {
            first_.push_back(first_.back() + length);
        }
        block = {};
    }
    find_downstream(along);
}

void LinkPaths::find_downstream(View<const std::uint8_t> along) {
    struct Start {
        Cell cell;
        std::int32_t link;
    };
    std::vector<Start> starts;
    const auto count = label_count(static_cast<Index>(first_.size()) - 1, "links of channels");
    starts.reserve(static_cast<std::size_t>(count));
    downstream_.assign(static_cast<std::size_t>(count), 0);
    for (std::int32_t link = 1; link <= count; ++link) {
        starts.push_back({cells(link).front(), link});
    }
    std::sort(starts.begin(), starts.end(),
              [](const Start& a, const Start& b) { return before(a.cell, b.cell); });
    for (std::int32_t link = 1; link <= count; ++link) {
        Cell next = cells(link).back();
        if (flow_on(along, next)) {
            const auto found = std::lower_bound(
                starts.begin(), starts.end(), next,
                [](const Start& start, Cell cell) { return before(start.cell, cell); });
            assert(found != starts.end() && found->cell == next);
            downstream_[static_cast<std::size_t>(link) - 1] = found->link;
        }
    }
}

void link_numbers(const LinkPaths& paths, View<std::int32_t> number) {
    for_each_cell(number.extent(), [=](Index row, Index col) { number(row, col) = kNoLabel; });
    const Index blocks = (paths.count() + kLinksOfABlock - 1) / kLinksOfABlock;
    for_each_block(blocks, [&](Index block) {
        const Index last = std::min<Index>(paths.count(), (block + 1) * kLinksOfABlock);
        for (Index link = block * kLinksOfABlock + 1; link <= last; ++link) {
            for (const Cell cell : paths.cells(static_cast<std::int32_t>(link))) {
                number(cell) = static_cast<std::int32_t>(link);
            }
        }
    });
}

}  // namespace hazone
