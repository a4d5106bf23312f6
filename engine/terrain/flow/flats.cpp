#include "engine/terrain/flow/flats.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

/// A cell by its position among all cells, row by row. Cells of flats have all eight neighbours.
using Position = Index;
using Positions = std::vector<Position>;

/// Distances of a cell of a flat, in cells; 1 for the cells where a gradient starts. Without
/// initial values, so that a raster of them is not written before it is used.
struct FlatDistance {
    static constexpr std::int32_t kUnreached = std::numeric_limits<std::int32_t>::max();
    static constexpr std::int32_t kNotInFlat = -1;  // below all distances, so that none replaces it

    std::int32_t from_higher;
    std::int32_t to_lower;
};

using Gradient = std::int32_t FlatDistance::*;

/// The distances of all flats, set in flats and around them only: elsewhere memory is not touched.
class FlatDistances {
public:
    explicit FlatDistances(Extent extent) : distances_(extent) {
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            step_[number] =
                kNeighbourOffset[number].row * extent.cols + kNeighbourOffset[number].col;
        }
    }

    Position position(Cell cell) const { return cell.row * distances_.cols() + cell.col; }
    Cell cell(Position position) const {
        return {position / distances_.cols(), position % distances_.cols()};
    }
    Position neighbour_position(Position position, int number) const {
        return position + step_[static_cast<std::size_t>(number)];
    }

    std::int32_t get(Position position, Gradient gradient) {
        return at(position, gradient).load(std::memory_order_relaxed);
    }
    void set(Position position, FlatDistance distance) {
        at(position, &FlatDistance::from_higher)
            .store(distance.from_higher, std::memory_order_relaxed);
        at(position, &FlatDistance::to_lower).store(distance.to_lower, std::memory_order_relaxed);
    }
    /// True when `distance` is less than what was known; it is kept then.
    bool shorten(Position position, Gradient gradient, std::int32_t distance) {
        const std::atomic_ref<std::int32_t> kept = at(position, gradient);
        std::int32_t known = kept.load(std::memory_order_relaxed);
        while (distance < known) {
            if (kept.compare_exchange_weak(known, distance, std::memory_order_relaxed)) {
                return true;
            }
        }
        return false;
    }

private:
    std::atomic_ref<std::int32_t> at(Position position, Gradient gradient) {
        return std::atomic_ref<std::int32_t>(distances_.data()[position].*gradient);
    }

    Raster<FlatDistance> distances_;
    std::array<Index, kNeighbours> step_{};
};

struct DrainedCell {
    Position cell = 0;
    std::uint8_t code = kOutlet;
};

/// Where the two gradients of the flats start.
struct FlatRim {
    Positions high;                // beside higher ground
    Positions low;                 // beside a cell of equal height which drains
    std::vector<DrainedCell> out;  // the same with the direction to that cell
};

/// Calls visit(cell) for the cells of the row which are in a flat; it may change their code.
template <class Visit>
void for_each_flat_cell(View<const std::uint8_t> direction, Index row, Visit visit) {
    const std::uint8_t* const begin = direction.row(row);
    const std::uint8_t* const end = begin + direction.cols();
    for (const std::uint8_t* code = std::find(begin, end, kInFlat); code != end;
         code = std::find(code + 1, end, kInFlat)) {
        visit(Cell{row, code - begin});
    }
}

/// Finds what starts in one cell of a flat, and marks the cells beside the flat. All neighbours are
/// at its height or higher.
struct RimFinder {
    View<const float> z;
    View<const std::uint8_t> direction;
    FlatDistances& distances;

    void look_around(Cell cell, FlatRim& rim) const {
        const Position position = distances.position(cell);
        std::uint8_t way_out = kOutlet;
        bool higher = false;
        for (const int number : kStraightFirst) {
            const Cell next = neighbour(cell, number);
            if (direction(next) == kInFlat) {
                continue;
            }
            distances.set(distances.neighbour_position(position, number),
                          {FlatDistance::kNotInFlat, FlatDistance::kNotInFlat});
            const bool level = z(next) == z(cell);
            higher |= !level;
            if (level && way_out == kOutlet) {
                way_out = direction_code(number);
            }
        }
        FlatDistance start{FlatDistance::kUnreached, FlatDistance::kUnreached};
        if (higher) {
            start.from_higher = 1;
            rim.high.push_back(position);
        }
        if (way_out != kOutlet) {
            start.to_lower = 1;
            rim.low.push_back(position);
            rim.out.push_back({position, way_out});
        }
        distances.set(position, start);
    }
};

template <class T>
void append(std::vector<T>& list, const std::vector<T>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

FlatRim find_rim(const RimFinder& finder) {
    constexpr Index kBand = 16;
    const Index rows = finder.direction.rows();
    const Index bands = (rows + kBand - 1) / kBand;
    std::vector<FlatRim> rims(static_cast<std::size_t>(bands));
    for_each_block(bands, [&](Index band) {
        FlatRim& rim = rims[static_cast<std::size_t>(band)];
        for (Index row = band * kBand; row < std::min(rows, (band + 1) * kBand); ++row) {
            for_each_flat_cell(finder.direction, row,
                               [&](Cell cell) { finder.look_around(cell, rim); });
        }
    });
    FlatRim all;
    for (const FlatRim& rim : rims) {
        append(all.high, rim.high);
        append(all.low, rim.low);
        append(all.out, rim.out);
    }
    return all;
}

/// Takes one gradient from a cell on to its neighbours; those it shortens come into `reached`.
void grow_around(Position position,
                 Gradient gradient,
                 FlatDistances& distances,
                 Positions& reached) {
    const std::int32_t distance = distances.get(position, gradient) + 1;
    for (int number = 0; number < kNeighbours; ++number) {
        const Position next = distances.neighbour_position(position, number);
        if (distances.shorten(next, gradient, distance)) {
            reached.push_back(next);
        }
    }
}

/// Spreads one gradient from cells at distance 1, breadth first. Where another thread came with a
/// longer distance, the shorter one goes over it: what remains is the least, whoever came first.
void grow_from(Positions frontier, Gradient gradient, FlatDistances& distances) {
    Positions reached;
    while (!frontier.empty()) {
        reached.clear();
        for (const Position position : frontier) {
            grow_around(position, gradient, distances, reached);
        }
        std::swap(frontier, reached);
    }
}

/// Each thread spreads from its share of the cells, without waiting for the others.
void grow(const Positions& start, Gradient gradient, FlatDistances& distances) {
    const auto shares = static_cast<Index>(threads());
    const auto size = static_cast<Index>(start.size());
    for_each_block(shares, [&](Index share) {
        const auto first = start.begin() + share * size / shares;
        const auto last = start.begin() + (share + 1) * size / shares;
        grow_from(Positions(first, last), gradient, distances);
    });
}

/// The mask of Barnes et al. for a cell of a flat.
std::int64_t mask(FlatDistances& distances, Position position) {
    const std::int64_t to_lower = distances.get(position, &FlatDistance::to_lower);
    const std::int64_t from_higher = distances.get(position, &FlatDistance::from_higher);
    return 2 * to_lower - (from_higher == FlatDistance::kUnreached ? 0 : from_higher);
}

/// Direction to the lowest neighbour on the mask, for a cell which no draining cell touches: around
/// it are only cells of its flat and higher ground. An outlet where nothing drains the flat.
std::uint8_t down_the_mask(FlatDistances& distances, Position position) {
    std::uint8_t code = kOutlet;
    if (distances.get(position, &FlatDistance::to_lower) == FlatDistance::kUnreached) {
        return code;
    }
    std::int64_t lowest = mask(distances, position);
    for (const int number : kStraightFirst) {
        const Position next = distances.neighbour_position(position, number);
        const bool in_flat =
            distances.get(next, &FlatDistance::to_lower) != FlatDistance::kNotInFlat;
        if (in_flat && mask(distances, next) < lowest) {
            lowest = mask(distances, next);
            code = direction_code(number);
        }
    }
    return code;
}

}  // namespace

void resolve_flats(View<const float> filled, View<std::uint8_t> direction) {
    FlatDistances distances(filled.extent());
    const FlatRim rim = find_rim({filled, direction, distances});
    grow(rim.high, &FlatDistance::from_higher, distances);
    grow(rim.low, &FlatDistance::to_lower, distances);
    for (const DrainedCell& drained : rim.out) {
        direction(distances.cell(drained.cell)) = drained.code;
    }
    for_each_row(filled.rows(), [&](Index row) {
        for_each_flat_cell(direction, row, [&](Cell cell) {
            direction(cell) = down_the_mask(distances, distances.position(cell));
        });
    });
}

}  // namespace hazone
