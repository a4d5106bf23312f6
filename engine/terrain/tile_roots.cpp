#include "engine/terrain/tile_roots.hpp"

#include <atomic>
#include <bit>

#include "engine/core/narrow.hpp"

namespace hazone {
namespace {

using TileCell = TilePaths::TileCell;

constexpr unsigned kNorthCodes = 32 | 64 | 128;
constexpr unsigned kSouthCodes = 2 | 4 | 8;
constexpr unsigned kWestCodes = 8 | 16 | 32;
constexpr unsigned kEastCodes = 128 | 1 | 2;

/// Next cell = (cell & keep) + add.
struct Step {
    std::uint16_t keep = 0;
    std::uint16_t add = TilePaths::kOutside;
};

constexpr std::array<Step, 256> make_steps() {
    std::array<Step, 256> steps{};
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell offset = kNeighbourOffset[static_cast<std::size_t>(number)];
        steps[direction_code(number)] = {
            0xFFFF, static_cast<std::uint16_t>(offset.row * TileGrid::kCols + offset.col)};
    }
    steps[kRoot] = {0xFFFF, 0};
    return steps;
}

constexpr std::array<Step, 256> kSteps = make_steps();

/// One step of pointer jumping, in place: what was written a moment ago is read again, so that a
/// whole chain against the direction of the loop is followed at once. True when a cell moved.
template <bool kForward>
bool jump_once(TileCell* next, std::size_t cells) {
    unsigned moved = 0;
    for (std::size_t step = 0; step < cells; ++step) {
        const std::size_t cell = kForward ? step : cells - 1 - step;
        const TileCell before = next[cell];
        const TileCell after = next[before];
        moved |= static_cast<unsigned>(before ^ after);
        next[cell] = after;
    }
    return moved != 0;
}

}  // namespace

void TilePaths::point(Extent tile) {
    for (Index row = 0; row < tile.rows; ++row) {
        const std::uint8_t* code = codes(row);
        TileCell* next = next_.data() + row * TileGrid::kCols;
        const auto first = static_cast<unsigned>(row * TileGrid::kCols);
        for (Index col = 0; col < tile.cols; ++col) {
            const Step step = kSteps[code[col]];
            next[col] = static_cast<TileCell>(((first + static_cast<unsigned>(col)) & step.keep) +
                                              step.add);
        }
        std::fill(next + tile.cols, next + TileGrid::kCols, kOutside);
    }
    next_[kOutside] = kOutside;
}

void TilePaths::look_for_exit(Index row, Index col, unsigned leaving) {
    std::uint8_t& code = codes(row)[col];
    if (std::has_single_bit(code) && (code & leaving) != 0) {
        const auto cell = static_cast<TileCell>(row * TileGrid::kCols + col);
        exits_.push_back({cell, code});
        next_[cell] = cell;
        code = kExit;
    }
}

void TilePaths::find_exits(Extent tile) {
    exits_.clear();
    for (Index col = 0; col < tile.cols; ++col) {
        look_for_exit(0, col, kNorthCodes);
        look_for_exit(tile.rows - 1, col, kSouthCodes);
    }
    for (Index row = 0; row < tile.rows; ++row) {
        look_for_exit(row, 0, kWestCodes);
        look_for_exit(row, tile.cols - 1, kEastCodes);
    }
}

void TilePaths::jump(std::size_t cells) {
    // Each jump doubles what is left of a way, so that only cycles are left after so many.
    constexpr int kEnough = 10;
    for (int pass = 0; pass < kEnough; ++pass) {
        if (!jump_once<true>(next_.data(), cells) || !jump_once<false>(next_.data(), cells)) {
            return;
        }
    }
    std::fill(number_.begin(), number_.end(), std::uint16_t{0});  // for the ways into a cycle
}

void TilePaths::follow(Extent tile) {
    point(tile);
    find_exits(tile);
    const auto cells = static_cast<std::size_t>(tile.rows * TileGrid::kCols);
    jump(cells);
    roots_.clear();
    for (std::size_t cell = 0; cell < cells; ++cell) {
        if (next_[cell] != cell) {
            continue;
        }
        const bool ends = codes_[cell] == kRoot || codes_[cell] == kExit;
        if (ends) {
            roots_.push_back(static_cast<TileCell>(cell));
        }
        number_[cell] = ends ? static_cast<std::uint16_t>(roots_.size()) : std::uint16_t{0};
    }
    number_[kOutside] = 0;
}

void TilePaths::write_labels(Index row, Index cols, std::uint16_t* label) const {
    const TileCell* next = next_.data() + row * TileGrid::kCols;
    for (Index col = 0; col < cols; ++col) {
        label[col] = number_[next[col]];
    }
}

TileRoots::TileRootList TileRoots::list_of(const TilePaths& paths) {
    TileRootList list{paths.roots(), std::vector<std::uint8_t>(paths.roots().size(), kRoot)};
    for (const TilePaths::Exit& exit : paths.exits()) {
        list.codes[paths.number(exit.cell) - std::size_t{1}] = exit.code;
    }
    return list;
}

/// The tables of all tiles, one after the other: an entry per label, the first of a tile for the
/// label 0. At first an entry leads to the entry of the cell to which the way goes on.
struct TileRoots::Entries {
    explicit Entries(std::size_t count) : next(count), cell(count), ends(count) {}

    std::vector<std::uint32_t> next;
    std::vector<Cell> cell;
    std::vector<std::uint8_t> ends;  // 1 for a root of the grid
};

void TileRoots::add_entry(std::size_t entry, std::uint8_t code, Entries& entries) const {
    const Cell cell = entries.cell[entry];
    if (code != kRoot) {
        const Cell target = neighbour(cell, neighbour_of(code));
        if (tiles_.grid().contains(target.row, target.col)) {
            const std::uint16_t label = labels_(target.row, target.col);
            const auto tile = static_cast<std::size_t>(tiles_.number_at(target.row, target.col));
            entries.next[entry] = label == 0 ? 0 : static_cast<std::uint32_t>(first_[tile] + label);
            return;
        }
    }
    entries.next[entry] = static_cast<std::uint32_t>(entry);
    entries.ends[entry] = 1;
}

/// Follows the ways from tile to tile to their ends. Entries on a cycle never come to rest.
void TileRoots::follow(Entries& entries) {
    constexpr int kEnough = 64;  // each pass doubles the length of what was followed
    bool moved = true;
    for (int pass = 0; moved && pass < kEnough; ++pass) {
        moved = false;
        for (std::uint32_t& next : entries.next) {
            const std::uint32_t after = entries.next[next];
            moved |= after != next;
            next = after;
        }
    }
}

void TileRoots::join(const std::vector<TileRootList>& lists) {
    first_.assign(lists.size() + 1, 0);
    for (std::size_t tile = 0; tile < lists.size(); ++tile) {
        first_[tile + 1] = first_[tile] + lists[tile].roots.size() + 1;
    }
    Entries entries(
        count_in_32_bits(static_cast<Index>(first_.back()), "pits and ways out of tiles"));
    for_each_block(tiles_.count(), [&](Index tile) {
        const TileRootList& list = lists[static_cast<std::size_t>(tile)];
        const Cell from = tiles_.from(tile);
        std::size_t entry = first_[static_cast<std::size_t>(tile)];
        for (std::size_t root = 0; root < list.roots.size(); ++root) {
            entries.cell[++entry] = {from.row + list.roots[root] / TileGrid::kCols,
                                     from.col + list.roots[root] % TileGrid::kCols};
            add_entry(entry, list.codes[root], entries);
        }
    });
    follow(entries);
    number(entries);
}

void TileRoots::number(const Entries& entries) {
    std::vector<std::uint32_t> number(entries.next.size(), kNoRoot);
    root_cell_.assign(1, Cell{});
    for (std::size_t entry = 0; entry < entries.next.size(); ++entry) {
        if (entries.ends[entry] != 0) {
            number[entry] = static_cast<std::uint32_t>(root_cell_.size());
            root_cell_.push_back(entries.cell[entry]);
        }
    }
    nodes_.resize(entries.next.size());
    for (std::size_t entry = 0; entry < entries.next.size(); ++entry) {
        nodes_[entry] = number[entries.next[entry]];
    }
}

}  // namespace hazone
