#include "engine/terrain/flats.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

using Frontier = std::vector<Cell>;

/// A cell of a flat which has met the gradient towards lower ground, and waits for its direction.
constexpr std::uint8_t kReached = 253;

struct DrainedCell {
    Cell cell;
    std::uint8_t code = kOutlet;
};

/// Where the two gradients of the flats start.
struct FlatRim {
    std::vector<DrainedCell> low;  // beside a cell of equal height which drains
    Frontier high;                 // beside higher ground
};

void append(FlatRim& rim, const FlatRim& more) {
    rim.low.insert(rim.low.end(), more.low.begin(), more.low.end());
    rim.high.insert(rim.high.end(), more.high.begin(), more.high.end());
}

void append(Frontier& cells, const Frontier& more) {
    cells.insert(cells.end(), more.begin(), more.end());
}

/// Runs work(block, result) for all blocks, each with a result of its own, and joins the results in
/// the order of the blocks. Few blocks run on the calling thread: starting the others costs more.
template <class Result, class Work>
Result gather_blocks(Index blocks, Work work) {
    constexpr Index kWorthThreads = 4;
    std::vector<Result> results(static_cast<std::size_t>(blocks));
    const auto body = [&](Index block) { work(block, results[static_cast<std::size_t>(block)]); };
    if (blocks < kWorthThreads) {
        for (Index block = 0; block < blocks; ++block) {
            body(block);
        }
    } else {
        for_each_block(blocks, body);
    }
    Result all;
    for (const Result& result : results) {
        append(all, result);
    }
    return all;
}

/// Calls visit(cell) for the cells of the row whose code is `wanted`; the cell may change its code.
template <class Visit>
void for_each_code(View<const std::uint8_t> codes, Index row, std::uint8_t wanted, Visit visit) {
    const std::uint8_t* const begin = codes.row(row);
    const std::uint8_t* const end = begin + codes.cols();
    for (const std::uint8_t* code = std::find(begin, end, wanted); code != end;
         code = std::find(code + 1, end, wanted)) {
        visit(Cell{row, code - begin});
    }
}

/// Sorts one cell of a flat into the rim. All its neighbours are at its height or higher; true when
/// one is higher.
bool look_around(View<const float> z, View<const std::uint8_t> direction, Cell cell, FlatRim& rim) {
    std::uint8_t way_out = kOutlet;
    bool higher = false;
    for (const int number : kStraightFirst) {
        const Cell next = neighbour(cell, number);
        const bool level = z(next) == z(cell);
        higher |= !level;
        if (level && direction(next) != kInFlat && way_out == kOutlet) {
            way_out = direction_code(number);
        }
    }
    if (higher) {
        rim.high.push_back(cell);
    }
    if (way_out != kOutlet) {
        rim.low.push_back({cell, way_out});
    }
    return higher;
}

/// The rim of all flats; sets the mask of their cells to 1 beside higher ground, 0 elsewhere.
FlatRim find_rim(View<const float> z, View<const std::uint8_t> direction, View<std::int32_t> mask) {
    constexpr Index kBand = 16;
    return gather_blocks<FlatRim>((z.rows() + kBand - 1) / kBand, [=](Index band, FlatRim& rim) {
        const Index end = std::min(z.rows(), (band + 1) * kBand);
        for (Index row = band * kBand; row < end; ++row) {
            for_each_code(direction, row, kInFlat, [=, &rim](Cell cell) {
                mask(cell) = look_around(z, direction, cell, rim) ? 1 : 0;
            });
        }
    });
}

/// Breadth-first: `frontier` is at distance 1; claim(cell, distance) is true for the one caller who
/// reaches the cell first. Distances do not depend on who that is.
template <class Claim>
void grow(Frontier frontier, Claim claim) {
    constexpr Index kChunk = 2048;
    for (std::int32_t distance = 2; !frontier.empty(); ++distance) {
        const Index size = static_cast<Index>(frontier.size());
        const Index chunks = (size + kChunk - 1) / kChunk;
        frontier = gather_blocks<Frontier>(chunks, [&](Index chunk, Frontier& reached) {
            const Index end = std::min(size, (chunk + 1) * kChunk);
            for (Index position = chunk * kChunk; position < end; ++position) {
                for (int number = 0; number < kNeighbours; ++number) {
                    const Cell next =
                        neighbour(frontier[static_cast<std::size_t>(position)], number);
                    if (claim(next, distance)) {
                        reached.push_back(next);
                    }
                }
            }
        });
    }
}

/// Sets the mask of each cell of a flat to its distance from higher ground; it stays 0 where the
/// flat has none.
void grow_from_higher(View<const std::uint8_t> direction, Frontier high, View<std::int32_t> mask) {
    grow(std::move(high), [=](Cell cell, std::int32_t distance) {
        if (direction(cell) != kInFlat) {
            return false;
        }
        std::int32_t unset = 0;
        const std::atomic_ref<std::int32_t> own(mask(cell));
        return own.load(std::memory_order_relaxed) == unset &&
               own.compare_exchange_strong(unset, distance, std::memory_order_relaxed);
    });
}

/// Turns the mask into 2 x (distance to lower ground) - (distance from higher ground).
void grow_from_lower(const std::vector<DrainedCell>& low,
                     View<std::int32_t> mask,
                     View<std::uint8_t> direction) {
    Frontier frontier;
    frontier.reserve(low.size());
    for (const DrainedCell& drained : low) {
        direction(drained.cell) = drained.code;
        mask(drained.cell) = 2 - mask(drained.cell);
        frontier.push_back(drained.cell);
    }
    grow(std::move(frontier), [=](Cell cell, std::int32_t distance) {
        std::uint8_t waiting = kInFlat;
        const std::atomic_ref<std::uint8_t> code(direction(cell));
        if (code.load(std::memory_order_relaxed) != kInFlat ||
            !code.compare_exchange_strong(waiting, kReached, std::memory_order_relaxed)) {
            return false;
        }
        mask(cell) = 2 * distance - mask(cell);
        return true;
    });
}

/// Direction to the lowest neighbour on the mask. A reached cell which no draining cell touches has
/// only cells of its flat and higher ground around it, so equal height means that the mask is set.
std::uint8_t down_the_mask(View<const float> z, View<const std::int32_t> mask, Cell cell) {
    std::int32_t lowest = mask(cell);
    std::uint8_t code = kOutlet;
    for (const int number : kStraightFirst) {
        const Cell next = neighbour(cell, number);
        if (z(next) == z(cell) && mask(next) < lowest) {
            lowest = mask(next);
            code = direction_code(number);
        }
    }
    return code;
}

}  // namespace

void resolve_flats(View<const float> filled, View<std::uint8_t> direction) {
    Raster<std::int32_t> masks(
        filled.extent());  // set in flats only, so elsewhere not even touched
    const View<std::int32_t> mask = masks.view();
    FlatRim rim = find_rim(filled, direction, mask);
    grow_from_higher(direction, std::move(rim.high), mask);
    grow_from_lower(rim.low, mask, direction);
    for_each_row(filled.rows(), [=](Index row) {
        for_each_code(direction, row, kReached,
                      [=](Cell cell) { direction(cell) = down_the_mask(filled, mask, cell); });
        for_each_code(direction, row, kInFlat, [=](Cell cell) { direction(cell) = kOutlet; });
    });
}

}  // namespace hazone
