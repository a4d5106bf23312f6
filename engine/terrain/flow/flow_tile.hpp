#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// In which order the donors of one cell are joined to it: any, for whole numbers and extremes, or
/// that of the neighbours, for sums whose bits must not depend on tiles and threads.
enum class JoinOrder { any, neighbours };

/// The flow of one tile: finds an order in which every cell is joined to the cell it drains to
/// after all its donors were joined to it, as far as that is known inside the tile.
///
/// It is the queue of Kahn (1962), doi:10.1145/368996.369025, without branches that a processor
/// could guess wrong: what is next in the queue is written every time and counts only when nothing
/// is pending there. In JoinOrder::neighbours a cell also waits for the donor before it of the same
/// receiver; then each cell frees exactly one other, the next donor or the receiver.
///
/// Around the tile lies a ring of one cell. A cell of the ring which drains into the tile is a
/// port: what comes through it is not known here. The cells below ports, and those which drain out
/// of the tile, are left for FlowTrunk.
class FlowTile {
public:
    /// Place of a cell in the tile with its ring, row by row.
    using Place = std::uint16_t;

    static constexpr Index kSide = 246;
    /// Not a power of two: rows of values must not fall on the same lines of the cache.
    static constexpr Index kStride = kSide + 2;
    /// Number of places of a tile with its ring.
    static constexpr std::size_t places_of(Extent tile) {
        return static_cast<std::size_t>((tile.rows + 2) * kStride);
    }

    /// What is left of a tile: its nodes, in the order of their places.
    struct Rest {
        static constexpr std::uint16_t kNone = 65535;    // joined to nothing
        static constexpr std::uint16_t kAcross = 65534;  // joined to a port of another tile

        static constexpr std::size_t kNodeBytes = 7;

        Extent extent;
        std::vector<Place> place;
        std::vector<std::uint16_t> receiver;  // node it is joined to, kNone or kAcross
        std::vector<std::uint16_t> next;      // node which it frees
        std::vector<std::uint8_t> pending;
        std::vector<std::uint16_t> ports;  // nodes

        std::size_t size() const { return place.size(); }
    };

    /// Takes the directions of a tile of at most kSide x kSide cells.
    void load(View<const std::uint8_t> direction, Window tile, JoinOrder order);

    /// Calls join(from, to) for all that is known; after load(), once. Gives the cells in their
    /// order, each of which was joined to the cell to which its code leads.
    template <class Join>
    std::span<const Place> run(Join join) {
        return order_ == JoinOrder::any ? run_in<JoinOrder::any>(join)
                                        : run_in<JoinOrder::neighbours>(join);
    }

    /// What run() left.
    Rest rest();

    bool missing(Place place) const { return code_[place] == kNoDirection; }
    std::uint8_t code(Place place) const { return code_[place]; }
    const std::uint8_t* codes(Index row) const { return code_.data() + place(row, 0); }
    Extent extent() const { return extent_; }

    static constexpr Place place(Index row, Index col) {
        return static_cast<Place>((row + 1) * kStride + col + 1);
    }
    /// The cell in the tile; row and column -1, and those after the last, are the ring.
    static constexpr Cell cell(Place place) { return {place / kStride - 1, place % kStride - 1}; }
    /// What a node or cell waits for: the number of donors (JoinOrder::any) or whether there are
    /// any (neighbours) in kDonors, and kSibling for the donor before it of the same receiver.
    static constexpr std::uint8_t kDonors = 0x0F;
    static constexpr std::uint8_t kSibling = 0x10;
    /// What joining a donor takes from the pending of the cell which it frees.
    static constexpr std::uint8_t kOneDonor = 1;

    /// The place to which a code leads.
    static Place receiver(Place from, std::uint8_t code) {
        return static_cast<Place>(from + kStep[code]);
    }

private:
    /// Step from a receiver to the cell which is freed, by the next donor; 8 is the receiver.
    static constexpr std::array<std::int16_t, kNeighbours + 1> kFreed = [] {
        std::array<std::int16_t, kNeighbours + 1> step{};
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            const Cell offset = kNeighbourOffset[number];
            step[number] = static_cast<std::int16_t>(offset.row * kStride + offset.col);
        }
        return step;
    }();
    /// Step to the cell to which a code leads; 0 for what is no direction.
    static constexpr std::array<std::int16_t, 256> kStep = [] {
        std::array<std::int16_t, 256> step{};
        for (int number = 0; number < kNeighbours; ++number) {
            step[direction_code(number)] = kFreed[static_cast<std::size_t>(number)];
        }
        return step;
    }();

    static constexpr std::uint8_t kEnd = 0x40;   // joined to nothing
    static constexpr std::uint8_t kWall = 0x80;  // joined across the rim: not here

    static constexpr std::array<std::uint8_t, kNeighbours + 1> kTaken{
        kSibling, kSibling, kSibling, kSibling, kSibling, kSibling, kSibling, kSibling, kOneDonor};
    /// Number of the cell itself seen from the cell to which its code leads.
    static constexpr std::array<std::uint8_t, 256> kSeenFrom = [] {
        std::array<std::uint8_t, 256> number_of{};
        for (int number = 0; number < kNeighbours; ++number) {
            number_of[direction_code(number)] = static_cast<std::uint8_t>(opposite(number));
        }
        return number_of;
    }();
    /// Number of the next donor after donor `number` in a set of donors; 8 when it is the last.
    static constexpr std::array<std::array<std::uint8_t, 256>, kNeighbours> kNextDonor = [] {
        std::array<std::array<std::uint8_t, 256>, kNeighbours> next{};
        for (unsigned number = 0; number < kNeighbours; ++number) {
            for (unsigned donors = 0; donors < 256; ++donors) {
                const unsigned later = donors & ~((2U << number) - 1U);
                next[number][donors] = static_cast<std::uint8_t>(
                    later == 0 ? kNeighbours : static_cast<unsigned>(std::countr_zero(later)));
            }
        }
        return next;
    }();

    Place receiver(Place from) const { return receiver(from, code_[from]); }
    /// Index into kFreed and kTaken.
    template <JoinOrder kOrder>
    std::size_t freed(Place from, Place to) const {
        return kOrder == JoinOrder::any ? std::size_t{kNeighbours}
                                        : kNextDonor[kSeenFrom[code_[from]]][donors_[to]];
    }

    template <JoinOrder kOrder, class Join>
    std::span<const Place> run_in(Join join) {
        std::size_t end = seed();
        for (std::size_t begin = 0; begin < end; ++begin) {
            const Place from = queue_[begin];
            const Place to = receiver(from);
            join(from, to);
            const std::size_t which = freed<kOrder>(from, to);
            const auto next = static_cast<Place>(to + kFreed[which]);
            pending_[next] = static_cast<std::uint8_t>(pending_[next] - kTaken[which]);
            queue_[end] = next;
            end += pending_[next] == 0 ? 1U : 0U;
        }
        return {queue_.data(), end};
    }

    void load_codes(View<const std::uint8_t> direction, Window tile);
    void find_donors();
    template <JoinOrder kOrder>
    void find_pending();
    void find_walls();
    void wall(Cell cell);
    void find_ports();
    void port(Cell cell);
    std::size_t seed();
    void number_rest(Rest& rest);
    bool in_ring(Place place) const;

    JoinOrder order_ = JoinOrder::any;
    Extent extent_;
    std::vector<std::uint8_t> code_;
    std::vector<std::uint8_t> donors_;   // bit k: neighbour k drains here
    std::vector<std::uint8_t> pending_;  // kDonors, kSibling, kEnd, kWall
    std::vector<Place> queue_;
    std::vector<std::uint16_t> number_;  // of the node at a place, where there is one
};

}  // namespace hazone
