#include "engine/terrain/flow/flow_tile.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

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

constexpr Index step_to(int number) {
    const Cell offset = kNeighbourOffset[static_cast<std::size_t>(number)];
    return offset.row * kStride + offset.col;
}

/// Without a branch, which would keep the loop from vectorising.
constexpr int all_bits(bool holds) { return -static_cast<int>(holds); }

/// All bits when the cell drains to neighbour kNumber and that is not missing.
template <int kNumber>
int leads(const std::uint8_t* code) {
    return all_bits(*code == direction_code(kNumber)) &
           all_bits(code[step_to(kNumber)] != kNoDirection);
}

/// All bits when the cell drains to neighbour kNumber and a neighbour of that before this cell too.
template <int kNumber>
int waits(const std::uint8_t* code, const std::uint8_t* donors) {
    constexpr int kBefore = direction_code(opposite(kNumber)) - 1;
    return leads<kNumber>(code) & all_bits((donors[step_to(kNumber)] & kBefore) != 0);
}

/// Number of bits, by arithmetic which vectorises.
constexpr int count_bits(int byte) {
    const int pairs = byte - ((byte >> 1) & 0x55);
    const int fours = (pairs & 0x33) + ((pairs >> 2) & 0x33);
    return (fours + (fours >> 4)) & 0x0F;
}

struct RowOfCells {
    const std::uint8_t* code;
    const std::uint8_t* donors;
    Index cols;
};

/// What each cell of a row waits for; `end` marks those which drain to nothing.
template <JoinOrder kOrder, int... kNumber>
void row_pending(RowOfCells row,
                 std::uint8_t end,
                 std::uint8_t* __restrict pending,
                 std::integer_sequence<int, kNumber...> /*neighbours*/) {
    for (Index col = 0; col < row.cols; ++col) {
        const std::uint8_t* code = row.code + col;
        const std::uint8_t* donors = row.donors + col;
        const int ends = ~(leads<kNumber>(code) | ...) & end;
        if constexpr (kOrder == JoinOrder::any) {
            pending[col] = static_cast<std::uint8_t>(count_bits(*donors) | ends);
        } else {
            const int sibling = (waits<kNumber>(code, donors) | ...) & FlowTile::kSibling;
            const int donor = all_bits(*donors != 0) & FlowTile::kOneDonor;
            pending[col] = static_cast<std::uint8_t>(donor | sibling | ends);
        }
    }
}

}  // namespace

void FlowTile::load(View<const std::uint8_t> direction, Window tile, JoinOrder order) {
    assert(tile.extent.rows <= kSide && tile.extent.cols <= kSide);
    order_ = order;
    extent_ = tile.extent;
    const std::size_t places = places_of(extent_);
    if (code_.size() < places) {
        code_.resize(places);
        donors_.resize(places);
        pending_.resize(places);
        queue_.resize(places + 1);
        number_.resize(places);
    }
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
        const Place first = place(row, 0);
        row_pending<kOrder>({code_.data() + first, donors_.data() + first, extent_.cols}, kEnd,
                            pending_.data() + first,
                            std::make_integer_sequence<int, kNeighbours>{});
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

bool FlowTile::in_ring(Place place) const {
    const Cell here = cell(place);
    return !extent_.contains(here.row, here.col);
}

FlowTile::Rest FlowTile::rest() {
    Rest rest;
    rest.extent = extent_;
    number_rest(rest);
    rest.receiver.resize(rest.size(), Rest::kNone);
    rest.next.resize(rest.size(), Rest::kNone);
    rest.pending.resize(rest.size());
    for (std::size_t node = 0; node < rest.size(); ++node) {
        const Place from = rest.place[node];
        const std::uint8_t pending = pending_[from];
        rest.pending[node] = pending & (kDonors | kSibling);
        const bool walled = (pending & kWall) != 0;
        const bool port = walled && in_ring(from);
        if (port) {
            rest.ports.push_back(static_cast<std::uint16_t>(node));
        }
        if (walled && !port) {
            rest.receiver[node] = Rest::kAcross;
        } else if ((pending & kEnd) == 0) {
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
