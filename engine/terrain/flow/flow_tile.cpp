#include "engine/terrain/flow/flow_tile.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace hazone {
namespace {

constexpr Index kStride = FlowTile::kStride;

/// One row of sets of donors, without branches, so that it vectorises.
void row_donors(const std::uint8_t* level, Index cols, std::uint8_t* donors) {
    const std::uint8_t* above = level - kStride;
    const std::uint8_t* below = level + kStride;
    for (Index col = 0; col < cols; ++col) {
        const int set = (level[col + 1] == 16 ? 1 : 0) | (below[col + 1] == 32 ? 2 : 0) |
                        (below[col] == 64 ? 4 : 0) | (below[col - 1] == 128 ? 8 : 0) |
                        (level[col - 1] == 1 ? 16 : 0) | (above[col - 1] == 2 ? 32 : 0) |
                        (above[col] == 4 ? 64 : 0) | (above[col + 1] == 8 ? 128 : 0);
        donors[col] = static_cast<std::uint8_t>(level[col] == kNoDirection ? 0 : set);
    }
}

constexpr std::uint8_t all_bits(bool holds) { return holds ? 0xFF : 0; }

/// Codes and donors around one cell, as find_pending() meets them.
struct Around {
    const std::uint8_t* code;
    const std::uint8_t* donors;

    /// All bits when the cell drains to neighbour `number` and that is not missing.
    std::uint8_t leads(int number, Index step) const {
        return all_bits(code[0] == direction_code(number)) & all_bits(code[step] != kNoDirection);
    }
    /// All bits when a neighbour before this cell drains to its neighbour `number` too.
    std::uint8_t has_earlier(int number, Index step) const {
        const int before = direction_code(opposite(number)) - 1;
        return all_bits((donors[step] & before) != 0);
    }
};

constexpr Index step_to(int number) {
    const Cell offset = kNeighbourOffset[static_cast<std::size_t>(number)];
    return offset.row * kStride + offset.col;
}

}  // namespace

FlowTile::FlowTile()
    : code_(kPlaces), donors_(kPlaces), pending_(kPlaces), queue_(kPlaces + 1), number_(kPlaces) {}

void FlowTile::load(View<const std::uint8_t> direction, Window tile, JoinOrder order) {
    assert(tile.extent.rows <= kSide && tile.extent.cols <= kSide);
    order_ = order;
    extent_ = tile.extent;
    load_codes(direction, tile);
    find_donors();
    order == JoinOrder::any ? find_pending<JoinOrder::any>()
                            : find_pending<JoinOrder::neighbours>();
    find_walls();
    find_ports();
}

/// Off the grid counts as missing: no flow leads there.
void FlowTile::load_codes(View<const std::uint8_t> direction, Window tile) {
    const Index first = std::max<Index>(tile.from.col - 1, 0);
    const Index last = std::min(tile.end_col() + 1, direction.cols());
    for (Index row = -1; row <= extent_.rows; ++row) {
        std::uint8_t* codes = code_.data() + place(row, -1);
        const Index grid_row = tile.from.row + row;
        if (grid_row < 0 || grid_row >= direction.rows()) {
            std::fill_n(codes, extent_.cols + 2, kNoDirection);
            continue;
        }
        codes[0] = kNoDirection;
        codes[extent_.cols + 1] = kNoDirection;
        std::copy(direction.row(grid_row) + first, direction.row(grid_row) + last,
                  codes + (first - (tile.from.col - 1)));
    }
}

void FlowTile::find_donors() {
    std::fill_n(donors_.data(), kStride, std::uint8_t{0});
    for (Index row = 0; row < extent_.rows; ++row) {
        const Place first = place(row, 0);
        row_donors(code_.data() + first, extent_.cols, donors_.data() + first);
        donors_[first - 1U] = 0;
        donors_[static_cast<std::size_t>(first + extent_.cols)] = 0;
    }
    std::fill_n(donors_.data() + place(extent_.rows, -1), kStride, std::uint8_t{0});
}

template <JoinOrder kOrder>
void FlowTile::find_pending() {
    for (Index row = 0; row < extent_.rows; ++row) {
        const std::uint8_t* code = code_.data() + place(row, 0);
        const std::uint8_t* donors = donors_.data() + place(row, 0);
        std::uint8_t* pending = pending_.data() + place(row, 0);
        for (Index col = 0; col < extent_.cols; ++col) {
            const Around around{code + col, donors + col};
            std::uint8_t flows = 0;
            std::uint8_t waits = 0;
            for (int number = 0; number < kNeighbours; ++number) {
                const std::uint8_t leads = around.leads(number, step_to(number));
                flows |= leads;
                if constexpr (kOrder == JoinOrder::neighbours) {
                    waits |= leads & around.has_earlier(number, step_to(number)) & kSibling;
                }
            }
            const int waiting = kOrder == JoinOrder::any ? std::popcount(donors[col])
                                                         : (donors[col] != 0 ? kOneDonor : 0);
            pending[col] = static_cast<std::uint8_t>(waiting | waits | (~flows & kEnd));
        }
    }
}

void FlowTile::wall(Cell cell) {
    const Place here = place(cell.row, cell.col);
    const Cell to = FlowTile::cell(receiver(here));
    if ((pending_[here] & kEnd) == 0 && !extent_.contains(to.row, to.col)) {
        pending_[here] |= kWall;
    }
}

void FlowTile::find_walls() {
    for (Index col = 0; col < extent_.cols; ++col) {
        wall({0, col});
        wall({extent_.rows - 1, col});
    }
    for (Index row = 0; row < extent_.rows; ++row) {
        wall({row, 0});
        wall({row, extent_.cols - 1});
    }
}

void FlowTile::port(Cell cell) {
    const Place here = place(cell.row, cell.col);
    const std::uint8_t code = code_[here];
    pending_[here] = kEnd;
    if (!std::has_single_bit(code)) {
        return;
    }
    const Cell to = neighbour(cell, neighbour_of(code));
    if (!extent_.contains(to.row, to.col) || missing(place(to.row, to.col))) {
        return;
    }
    const int earlier = donors_[place(to.row, to.col)] & ((1 << kSeenFrom[code]) - 1);
    const bool waits = order_ == JoinOrder::neighbours && earlier != 0;
    pending_[here] = static_cast<std::uint8_t>(kWall | kOneDonor | (waits ? kSibling : 0));
}

void FlowTile::find_ports() {
    for (Index col = -1; col <= extent_.cols; ++col) {
        port({-1, col});
        port({extent_.rows, col});
    }
    for (Index row = 0; row < extent_.rows; ++row) {
        port({row, -1});
        port({row, extent_.cols});
    }
}

std::size_t FlowTile::seed() {
    std::size_t end = 0;
    for (Index row = 0; row < extent_.rows; ++row) {
        const Place first = place(row, 0);
        for (Place here = first; here < first + extent_.cols; ++here) {
            queue_[end] = here;
            end += pending_[here] == 0 ? 1U : 0U;
        }
    }
    return end;
}

/// A place with nothing pending was joined, or is an end which knows all its donors.
void FlowTile::number_rest(Rest& rest) {
    constexpr auto kOpen = static_cast<std::uint8_t>(~kEnd);
    std::size_t count = 0;
    for (Index row = -1; row <= extent_.rows; ++row) {
        const Place first = place(row, -1);
        for (Place here = first; here < first + extent_.cols + 2; ++here) {
            queue_[count] = here;
            number_[here] = static_cast<std::uint16_t>(count);
            count += (pending_[here] & kOpen) != 0 ? 1U : 0U;
        }
    }
    rest.place.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
}

FlowTile::Rest FlowTile::rest() {
    Rest rest;
    rest.extent = extent_;
    number_rest(rest);
    rest.receiver.resize(rest.size(), Rest::kNone);
    rest.next.resize(rest.size(), Rest::kNone);
    rest.pending.resize(rest.size());
    rest.exits.resize(exit_slots(extent_), Rest::kNone);
    for (std::size_t node = 0; node < rest.size(); ++node) {
        const Place from = rest.place[node];
        const auto number = static_cast<std::uint16_t>(node);
        const std::uint8_t pending = pending_[from];
        rest.pending[node] = pending & (kDonors | kSibling);
        const Cell here = cell(from);
        const bool port = !extent_.contains(here.row, here.col);
        if (port) {
            rest.ports.push_back(number);
        } else if ((pending & kWall) != 0) {
            rest.exits[exit_slot(extent_, here)] = number;
        }
        if ((pending & kEnd) == 0 && (port || (pending & kWall) == 0)) {
            const Place to = receiver(from);
            const std::size_t which = order_ == JoinOrder::any
                                          ? freed<JoinOrder::any>(from, to)
                                          : freed<JoinOrder::neighbours>(from, to);
            rest.receiver[node] = number_[to];
            rest.next[node] = number_[static_cast<std::size_t>(to + kFreed[which])];
        }
    }
    return rest;
}

}  // namespace hazone
