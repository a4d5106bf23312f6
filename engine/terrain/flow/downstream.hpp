#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// For each cell the number of neighbours which drain into it, 0..8, in both halves of the byte:
/// the upper half stays, the lower half counts down while the donors are visited. 0 where direction
/// is missing.
Raster<std::uint8_t> donor_counts(View<const std::uint8_t> direction);

/// The cells which drain into a cell, in the order of the neighbours.
class Donors {
public:
    Donors() = default;
    explicit Donors(Cell only) : count_(1) { cells_[0] = only; }
    Donors(View<const std::uint8_t> direction, Cell cell) {
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell donor = neighbour(cell, number);
            if (direction.extent().contains(donor.row, donor.col) &&
                direction(donor) == direction_code(opposite(number))) {
                cells_[count_++] = donor;
            }
        }
    }
    const Cell* begin() const { return cells_.data(); }
    const Cell* end() const { return cells_.data() + count_; }
    std::size_t size() const { return count_; }

private:
    std::array<Cell, kNeighbours> cells_;
    std::size_t count_ = 0;
};

/// Calls visit(cell, donors) once for every cell with a direction, after all its donors were
/// visited, on many threads. `donors` (std::span<const Cell>) lists the cells which drain into it
/// in the order of the neighbours, so that a sum over them has the same bits on any number of
/// threads.
///
/// A walk starts at each cell without donors and follows the flow; where several walks meet, the
/// last to arrive goes on. Cells on a cycle of directions, and below one, are never visited.
/// Scratch: 1 byte per cell.
template <class Visit>
void visit_downstream(View<const std::uint8_t> direction, Visit visit) {
    Raster<std::uint8_t> waiting = donor_counts(direction);
    const View<std::uint8_t> pending = waiting.view();
    constexpr std::uint8_t kSingleDonor = 0x11;
    constexpr std::uint8_t kCounter = 0x0F;
    const auto walk = [=](Cell cell) {
        visit(cell, Donors());
        for (Cell donor = cell; flow_on(direction, cell); donor = cell) {
            const std::atomic_ref<std::uint8_t> arrivals(pending(cell));
            if (arrivals.load(std::memory_order_relaxed) == kSingleDonor) {
                visit(cell, Donors(donor));
            } else if ((arrivals.fetch_sub(1, std::memory_order_acq_rel) & kCounter) == 1) {
                visit(cell, Donors(direction, cell));
            } else {
                return;
            }
        }
    };
    const auto walk_from_heads = [=](Index row) {
        for (Index col = 0; col < direction.cols(); ++col) {
            const std::atomic_ref<std::uint8_t> arrivals(pending(row, col));
            if (arrivals.load(std::memory_order_relaxed) == 0 &&
                direction(row, col) != kNoDirection) {
                walk({row, col});
            }
        }
    };
    constexpr Index kBand = 16;
    for_each_block((direction.rows() + kBand - 1) / kBand, [=](Index band) {
        const Index end = std::min(direction.rows(), (band + 1) * kBand);
        for (Index row = band * kBand; row < end; ++row) {
            walk_from_heads(row);
        }
    });
}

}  // namespace hazone
